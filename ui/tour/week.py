"""The week after the day: slips are sent, a unit answers, the visitor objects; it is late, reminded, and solves it."""

from collections.abc import Callable
from functools import partial
from typing import cast

from ui.program import Program
from ui.reports.page import ReportsPage
from ui.sessions.page import SessionsPage
from ui.tour.driver import Driver
from ui.tour.morning import Morning
from ui.tour.tray import PaperTray
from ui.widgets import Form


def send(morning: Morning) -> None:
    """Saturday: every unit's slips go out with a ledger, and one of them comes to its unit at once."""
    morning.driver.press("F3")
    morning.driver.until(lambda: len(morning.dispatch.list.rows()) == 2, "the slips lie gathered per unit")
    morning.driver.shoot("dispatch")
    morning.driver.press("Shift+F5")
    morning.driver.until(lambda: morning.dispatch.asking.question, "the way of sending is asked")
    morning.driver.shoot("sending")
    morning.driver.press("Enter")
    morning.driver.until(lambda: "ledger" in morning.tray.printed, "the ledger came out")
    morning.read_barcode()
    morning.act("F5")
    morning.driver.until(lambda: morning.panel.question, "the day of the acknowledgement is asked")
    morning.driver.press("Enter")
    morning.until_stage("acknowledged")
    morning.driver.shoot("acknowledged")


def promise(morning: Morning) -> None:
    """Sunday: the unit needs longer and says until when."""
    morning.read_barcode()
    morning.act("Shift+F6")
    morning.fill("promised_day", "۱۴۰۵/۰۹/۰۹")
    morning.fill("words", "کارشناس از محل بازدید می‌کند.")
    morning.driver.shoot("interim")
    morning.driver.press("Enter")
    morning.driver.until(lambda: morning.panel.dossier and morning.panel.dossier.now.interims,
                         "the interim answer is kept")


def object_to(morning: Morning) -> None:
    """Monday: the final answer; the visitor is told, and objects."""
    morning.answer("بازدید انجام شد و پرونده برای صدور رأی به کمیسیون رفت.", "answer")
    morning.call()
    morning.driver.shoot("call")
    morning.driver.press("Alt+2")
    morning.driver.until(lambda: morning.phone_calls.asking.question, "the visitor's words are asked")
    morning.driver.type("هنوز کسی برای بازدید نیامده است.")
    morning.driver.shoot("objection")
    morning.driver.press("Enter")
    morning.driver.until(lambda: not morning.phone_calls.list.rows(), "the objection is kept")
    morning.read_barcode()
    morning.until_stage("objected")
    morning.driver.shoot("reopened")


def solve(morning: Morning) -> None:
    """A Wednesday three weeks on: the unit is late, is reminded, answers, and the visitor accepts."""
    morning.driver.until(lambda: morning.panel.dossier, "the late one stands in front")
    morning.driver.shoot("late")
    morning.act("F7")
    morning.driver.until(lambda: "reminder" in morning.tray.printed, "the reminder came out")
    morning.answer("بازدید با حضور متقاضی انجام و نقشه اصلاح شد.", "final-answer")
    morning.call()
    morning.driver.press("Alt+1")
    morning.driver.until(lambda: not morning.phone_calls.list.rows(), "his word is kept")
    morning.read_barcode()
    morning.until_stage("accepted")
    morning.driver.shoot("solved")
    _print_sheet(morning)
    _print_scorecard(morning)


def _print_sheet(morning: Morning) -> None:
    """Of today's session, planned or not: what its earlier rounds asked for."""
    morning.driver.press("Ctrl+0")
    page = cast(SessionsPage, morning.window.page("sessions"))
    morning.driver.until(lambda: page.list.current_id(), "the planned session stands first")
    morning.driver.press("Enter")
    ask = page.findChild(Form)
    assert ask, "the planned day has gone by: a new one is asked"
    morning.driver.fill(ask, "day", "۱۴۰۵/۰۹/۲۵")
    morning.driver.fill(ask, "reason", "مصلی در روز پیشین در اختیار نبود.")
    morning.driver.shoot("next-session")
    morning.driver.press("Enter")
    morning.driver.until(lambda: page.findChild(Form) is None, "the session has its new day")
    morning.driver.press("Ctrl+4")
    morning.driver.until(morning.followup.isVisible, "the follow-up page stands again")
    morning.driver.press("Ctrl+P")
    morning.driver.until(lambda: "followup" in morning.tray.printed, "the follow-up sheet came out")


def _print_scorecard(morning: Morning) -> None:
    """How the units did, down to a unit's figures; the whole on paper."""
    morning.driver.press("Ctrl+5")
    page = cast(ReportsPage, morning.window.page("reports"))
    morning.driver.until(page.isVisible, "the reports stand")
    morning.driver.press("F9")
    section = page.sections["scorecard"]
    morning.driver.until(lambda: section.viewer.pdf and len(section.list.rows()) == 3, "two units and all of them")
    morning.driver.shoot("scorecard")
    morning.driver.press("F5")
    morning.driver.until(lambda: "scorecard" in morning.tray.printed, "the scorecard came out")
    morning.driver.press("Down", "Enter")
    morning.driver.shoot("figures-of-a-unit")


def _live(what: Callable[[Morning], None], program: Program, tray: PaperTray, driver: Driver) -> None:
    what(Morning(program, tray, driver))


WEEK: list[tuple[int, Callable[[Program, PaperTray, Driver], None]]] = [
    (3, partial(_live, send)), (4, partial(_live, promise)),
    (5, partial(_live, object_to)), (21, partial(_live, solve)),
]
"""Days after the session, and what is done on each."""
