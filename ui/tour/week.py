"""The week after the day: slips are sent, a unit answers, the visitor objects; it is late, reminded, and solves it."""

from collections.abc import Callable
from functools import partial
from typing import cast

from ui.program import Program
from ui.reports.page import ReportsPage
from ui.sessions.page import SessionsPage
from ui.tour.driver import Hands
from ui.tour.morning import Morning
from ui.tour.tray import PaperTray
from ui.widgets import Form


def send(morning: Morning) -> None:
    """Saturday: every unit's slips go out with a ledger, and one of them comes to its unit at once."""
    morning.hands.press("F3")
    morning.hands.until(lambda: len(morning.dispatch.list.rows()) == 2, "the slips lie gathered per unit")
    morning.hands.shoot("dispatch")
    morning.hands.press("Shift+F5")
    morning.hands.until(lambda: morning.dispatch.asking.ask, "the way of sending is asked")
    morning.hands.shoot("sending")
    morning.hands.press("Enter")
    morning.hands.until(lambda: "ledger" in morning.tray.printed, "the ledger came out")
    morning.read_barcode()
    morning.act("F5")
    morning.hands.until(lambda: morning.acting.ask, "the day of the acknowledgement is asked")
    morning.hands.press("Enter")
    morning.until_stage("acknowledged")
    morning.hands.shoot("acknowledged")


def promise(morning: Morning) -> None:
    """Sunday: the unit needs longer and says until when."""
    morning.read_barcode()
    morning.act("Shift+F6")
    morning.fill("promised_day", "۱۴۰۵/۰۹/۰۹")
    morning.fill("words", "کارشناس از محل بازدید می‌کند.")
    morning.hands.shoot("interim")
    morning.hands.press("Enter")
    morning.hands.until(lambda: morning.acting.case and morning.acting.case.now.interims, "the interim answer is kept")


def object_to(morning: Morning) -> None:
    """Monday: the final answer; the visitor is told, and objects."""
    morning.answer("بازدید انجام شد و پرونده برای صدور رأی به کمیسیون رفت.", "answer")
    morning.call()
    morning.hands.shoot("call")
    morning.hands.press("Alt+2")
    morning.hands.until(morning.calls.asked, "the visitor's words are asked")
    morning.hands.type("هنوز کسی برای بازدید نیامده است.")
    morning.hands.shoot("objection")
    morning.hands.press("Enter")
    morning.hands.until(lambda: not morning.calls.list.rows(), "the objection is kept")
    morning.read_barcode()
    morning.until_stage("objected")
    morning.hands.shoot("reopened")


def solve(morning: Morning) -> None:
    """A Wednesday three weeks on: the unit is late, is reminded, answers, and the visitor accepts."""
    morning.hands.until(lambda: morning.acting.case, "the late one stands in front")
    morning.hands.shoot("late")
    morning.act("F7")
    morning.hands.until(lambda: "reminder" in morning.tray.printed, "the reminder came out")
    morning.answer("بازدید با حضور متقاضی انجام و نقشه اصلاح شد.", "final-answer")
    morning.call()
    morning.hands.press("Alt+1")
    morning.hands.until(lambda: not morning.calls.list.rows(), "his word is kept")
    morning.read_barcode()
    morning.until_stage("accepted")
    morning.hands.shoot("solved")
    _print_sheet(morning)
    _print_scorecard(morning)


def _print_sheet(morning: Morning) -> None:
    """Of today's session, planned or not: what its earlier rounds asked for."""
    morning.hands.press("Ctrl+0")
    page = cast(SessionsPage, morning.window.page("sessions"))
    morning.hands.until(lambda: page.list.current_id(), "the planned session stands first")
    morning.hands.press("Enter")
    ask = page.findChild(Form)
    assert ask, "the planned day has gone by: a new one is asked"
    morning.hands.fill(ask, "day", "۱۴۰۵/۰۹/۲۵")
    morning.hands.fill(ask, "reason", "مصلی در روز پیشین در اختیار نبود.")
    morning.hands.shoot("next-session")
    morning.hands.press("Enter")
    morning.hands.until(lambda: page.findChild(Form) is None, "the session has its new day")
    morning.hands.press("Ctrl+4")
    morning.hands.until(morning.followup.isVisible, "the follow-up page stands again")
    morning.hands.press("Ctrl+P")
    morning.hands.until(lambda: "followup" in morning.tray.printed, "the follow-up sheet came out")


def _print_scorecard(morning: Morning) -> None:
    """How the units did, down to a unit's figures; the whole on paper."""
    morning.hands.press("Ctrl+5")
    page = cast(ReportsPage, morning.window.page("reports"))
    morning.hands.until(page.isVisible, "the reports stand")
    morning.hands.press("F9")
    section = page.sections["scorecard"]
    morning.hands.until(lambda: section.viewer.pdf and len(section.list.rows()) == 3, "two units and all of them")
    morning.hands.shoot("scorecard")
    morning.hands.press("F5")
    morning.hands.until(lambda: "scorecard" in morning.tray.printed, "the scorecard came out")
    morning.hands.press("Down", "Enter")
    morning.hands.shoot("figures-of-a-unit")


def _live(what: Callable[[Morning], None], program: Program, tray: PaperTray, hands: Hands) -> None:
    what(Morning(program, tray, hands))


WEEK: list[tuple[int, Callable[[Program, PaperTray, Hands], None]]] = [
    (3, partial(_live, send)), (4, partial(_live, promise)),
    (5, partial(_live, object_to)), (21, partial(_live, solve)),
]
"""Days after the session, and what is done on each."""
