"""The weeks after the session: slips are sent, a unit answers, the visitor objects; late and reminded, it is solved."""

from collections.abc import Callable

from ui.tour.desk import SECOND_SLIP, Desk


def send_the_slips(desk: Desk) -> None:
    """Saturday: every unit's slips go out with a ledger, and one is acknowledged at once."""
    _open_followup(desk)
    desk.press("F3")
    desk.wait(lambda: len(desk.dispatch.list.rows()) == 2, "the slips are gathered per unit")
    desk.picture("dispatch")
    desk.press("Shift+F5")
    desk.wait(lambda: desk.dispatch.asking.question, "the way of sending is asked")
    desk.picture("sending")
    desk.press("Enter")
    desk.wait_for_paper("ledger")
    desk.read_barcode()
    desk.act_on_dossier("F5")
    desk.wait(lambda: desk.dossier_panel.question, "the day of the acknowledgement is asked")
    desk.press("Enter")
    desk.wait_for_stage("acknowledged")
    desk.picture("acknowledged")


def enter_an_interim_answer(desk: Desk) -> None:
    """Sunday: the unit needs longer and promises a day."""
    _open_followup(desk)
    desk.read_barcode()
    desk.act_on_dossier("Shift+F6")
    desk.fill_dossier("promised_day", "۱۴۰۵/۰۹/۰۹")
    desk.fill_dossier("words", "کارشناس از محل بازدید می‌کند.")
    desk.picture("interim")
    desk.press("Enter")
    panel = desk.dossier_panel
    desk.wait(lambda: panel.dossier and panel.dossier.now.interims, "the interim answer is saved")


def enter_an_objection(desk: Desk) -> None:
    """Monday: the unit answers; the visitor is told by telephone, and objects."""
    _open_followup(desk)
    _enter_an_answer(desk, "بازدید انجام شد و پرونده برای صدور رأی به کمیسیون رفت.", "answer")
    _go_to_phone_calls(desk)
    desk.picture("call")
    desk.press("Alt+2")
    desk.wait(lambda: desk.phone_calls.asking.question, "the visitor's words are asked")
    desk.type("هنوز کسی برای بازدید نیامده است.")
    desk.picture("objection")
    desk.press("Enter")
    desk.wait(lambda: not desk.phone_calls.list.rows(), "the objection is saved")
    desk.read_barcode()
    desk.wait_for_stage("objected")
    desk.picture("reopened")


def solve_the_matter(desk: Desk) -> None:
    """A Wednesday three weeks on: the late unit is reminded and answers, and the visitor accepts."""
    _open_followup(desk)
    desk.press("Alt+4")
    desk.wait(lambda: desk.dossier_panel.dossier, "the late case is in front")
    desk.picture("late")
    desk.read_barcode()
    desk.act_on_dossier("F7")
    desk.wait_for_paper("reminder")
    _enter_an_answer(desk, "بازدید با حضور متقاضی انجام و نقشه اصلاح شد.", "final-answer")
    _go_to_phone_calls(desk)
    desk.press("Alt+1")
    desk.wait(lambda: not desk.phone_calls.list.rows(), "the acceptance is saved")
    desk.read_barcode()
    desk.wait_for_stage("accepted")
    desk.picture("solved")
    _print_the_unit_sheets(desk)
    _enter_a_decision(desk)
    _print_the_scorecard(desk)
    _print_a_period_report(desk)
    _void_the_paraph(desk)


WEEK: tuple[tuple[int, Callable[[Desk], None]], ...] = (
    (3, send_the_slips),
    (4, enter_an_interim_answer),
    (5, enter_an_objection),
    (21, solve_the_matter),
)
"""Days after the session, and the step done on each."""


def _open_followup(desk: Desk) -> None:
    desk.open()
    desk.sign_in()
    desk.press("Ctrl+4")
    desk.wait(desk.followup_lists.isVisible, "the follow-up page is visible")


def _enter_an_answer(desk: Desk, words: str, picture: str) -> None:
    desk.read_barcode()
    desk.act_on_dossier("F6")
    desk.fill_dossier("outcome", "انجام")
    desk.fill_dossier("words", words)
    desk.picture(picture)
    desk.press("Enter")
    desk.wait_for_stage("answered")


def _go_to_phone_calls(desk: Desk) -> None:
    desk.press("F4")
    desk.wait(lambda: desk.phone_calls.list.current_id(), "the visitor is in the list of phone calls")


def _print_the_unit_sheets(desk: Desk) -> None:
    """Move the planned session, whose day has gone by, and print what its units are asked about."""
    desk.go_to_sessions()
    desk.press("F6")
    desk.fill_question("day", "۱۴۰۵/۰۹/۲۵")
    desk.fill_question("reason", "مصلی در روز پیشین در اختیار نبود.")
    desk.picture("next-session")
    desk.press("Enter")
    desk.wait(lambda: desk.sessions.asking.question is None, "the session has its new day")
    desk.wait(desk.sessions.detail.sheet.isVisible, "the session has its sheets")
    desk.press("Ctrl+P")
    desk.wait(lambda: desk.unit_sheets.viewer.pdf, "the sheet of the unit is shown")
    desk.picture("unit-sheet")
    desk.press("Ctrl+Enter")
    desk.wait_for_paper("unit_sheet")


def _enter_a_decision(desk: Desk) -> None:
    """The sheet comes back with what the mayor wrote beside a line: its number, the words, Enter."""
    desk.press("Ctrl+D")
    entry = desk.unit_sheets.asking
    desk.wait(lambda: entry.question, "the number of the line is asked")
    asked = entry.question
    assert asked
    desk.type(SECOND_SLIP.text)
    desk.press("Enter")
    desk.wait(asked.form.editor("words").hasFocus, "the referral is found")
    desk.type("تا جلسهٔ بعد با حضور کارشناس بازدید شود.")
    desk.picture("decision")
    desk.press("Enter")
    desk.wait(lambda: entry.question and entry.question is not asked, "the decision is saved")
    desk.press("Esc")


def _print_the_scorecard(desk: Desk) -> None:
    """Print how the units did, then open the figures of one."""
    desk.press("Ctrl+5")
    desk.wait(desk.reports.isVisible, "the reports are visible")
    desk.press("F9")
    section = desk.reports.sections["scorecard"]
    desk.wait(lambda: section.viewer.pdf and len(section.list.rows()) == 3, "two units and their total are listed")
    desk.picture("scorecard")
    desk.press("F5")
    desk.wait_for_paper("scorecard")
    desk.press("Down", "Enter")
    desk.picture("figures-of-a-unit")


def _print_a_period_report(desk: Desk) -> None:
    desk.press("F10", "F7")
    section = desk.reports.sections["periods"]
    desk.wait(lambda: section.isVisible() and section.viewer.pdf, "the report of the season is shown")
    desk.picture("season")
    desk.press("Ctrl+P")
    desk.wait_for_paper("report")


def _void_the_paraph(desk: Desk) -> None:
    """Void the paraph from the follow-up, weeks later: the unit that has its slip is written to."""
    desk.press("Ctrl+4", "F2")
    desk.wait(desk.followup.isVisible, "the follow-up page is visible")
    desk.wait(desk.dossier_panel.view.amend.isVisible, "the paraph of the case can be opened")
    desk.act_on_dossier("Shift+F2")
    desk.wait(lambda: desk.table.isVisible() and desk.table.state.amends, "the paraph is open")
    desk.wait(desk.table.form.words.hasFocus, "the cursor is in the words")
    desk.press("Tab")
    desk.type("پاراف برای شخص دیگری نوشته شده بود")
    desk.picture("amending")
    desk.press("Shift+F4")
    desk.wait(desk.table.notice.action, "it is asked whether the unit's slip is voided")
    desk.picture("voiding")
    desk.press("Alt+Enter")
    desk.wait_for_paper("annulment")
