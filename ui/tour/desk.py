"""A desk of the tour: the running program with its pages, and the paper tray of its printer."""

from typing import TypeVar

from app.line.overview import Overview
from app.referrals.numbers import Number
from ui.display.display import Display
from ui.followup.dispatch import DispatchSection
from ui.followup.dossier_panel import DossierPanel
from ui.followup.lists import ListSection
from ui.followup.page import FollowupPage
from ui.followup.phone_calls import PhoneCallSection
from ui.followup.unit_sheets import UnitSheetSection
from ui.line.page import LinePage
from ui.program import Program
from ui.reception.page import ReceptionPage
from ui.reports.page import ReportsPage
from ui.sessions.page import SessionsPage
from ui.table.page import TablePage
from ui.tour.driver import Driver, Pictures
from ui.tour.tray import PaperTray

PASSWORD = "123456"
FIRST_SLIP = Number(1405, "م", 1, 1)
"""The number of the first slip of the day."""
SECOND_SLIP = Number(1405, "م", 1, 2)
WINDOW_SIZE = 1366, 768
Kind = TypeVar("Kind")


class Desk(Driver):
    def __init__(self, program: Program, tray: PaperTray, pictures: Pictures | None) -> None:
        super().__init__(program.window, pictures)
        self.program, self.tray = program, tray

    def open(self) -> None:
        self.window.resize(*WINDOW_SIZE)
        self.program.show()
        self.wait(self.window.isActiveWindow, "the program is open")

    def sign_in(self) -> None:
        """Type the password; the name of the last clerk is filled in."""
        self.type(PASSWORD)
        self.press("Enter")
        self.wait(lambda: self.program.context, "the clerk has signed in")

    # -- pages

    @property
    def reception(self) -> ReceptionPage:
        return _checked(self.program.window.page("reception"), ReceptionPage)

    @property
    def line(self) -> LinePage:
        return _checked(self.program.window.page("line"), LinePage)

    @property
    def table(self) -> TablePage:
        return _checked(self.program.window.page("table"), TablePage)

    @property
    def followup(self) -> FollowupPage:
        return _checked(self.program.window.page("followup"), FollowupPage)

    @property
    def followup_lists(self) -> ListSection:
        return _checked(self.followup.sections["lists"], ListSection)

    @property
    def dispatch(self) -> DispatchSection:
        return _checked(self.followup.sections["dispatch"], DispatchSection)

    @property
    def phone_calls(self) -> PhoneCallSection:
        return _checked(self.followup.sections["phone_calls"], PhoneCallSection)

    @property
    def unit_sheets(self) -> UnitSheetSection:
        return _checked(self.followup.sections["unit_sheets"], UnitSheetSection)

    @property
    def dossier_panel(self) -> DossierPanel:
        return self.followup_lists.dossier_panel

    @property
    def reports(self) -> ReportsPage:
        return _checked(self.program.window.page("reports"), ReportsPage)

    @property
    def sessions(self) -> SessionsPage:
        return _checked(self.program.window.page("sessions"), SessionsPage)

    @property
    def display(self) -> Display:
        return _checked(self.program.display, Display)

    # -- what several steps do

    def overview(self) -> Overview:
        """Return the state of the day as the status strip shows it."""
        self.wait(lambda: self.program.day_notices.overview, "the state of the day is known")
        return _checked(self.program.day_notices.overview, Overview)

    def wait_for_paper(self, kind: str, count: int = 1) -> None:
        """Wait until so many papers of a kind have been printed since the tour began."""
        self.wait(lambda: self.tray.printed.count(kind) >= count, f"the paper {kind} came out")

    def wait_for_open_session(self) -> None:
        self.wait(lambda: self.overview().session, "the session is open")

    def go_to_sessions(self) -> None:
        """Open the page of sessions with its first session selected."""
        self.press("Ctrl+0")
        self.wait(self.sessions.isVisible, "the page of sessions is visible")
        self.wait(self.sessions.list.rows, "the sessions are listed")
        self.press("Home")

    def fill_question(self, name: str, text: str) -> None:
        """Fill a field of the question asked on the page of sessions."""
        question = self.sessions.asking.question
        assert question, "the page of sessions asks"
        self.fill(question.form, name, text)

    def read_barcode(self) -> None:
        """Type the first slip's barcode, as a reader does, and wait for its case on the follow-up page."""
        self.type(FIRST_SLIP.barcode)
        self.press("Enter")
        panel = self.dossier_panel
        self.wait(
            lambda: (
                self.followup_lists.isVisible()
                and panel.dossier
                and panel.view.isVisible()
                and panel.dossier.number == FIRST_SLIP.text
            ),
            "the slip's case is in front",
        )

    def act_on_dossier(self, key: str) -> None:
        """Press one of the case's keys once its buttons are enabled."""
        self.wait(self.dossier_panel.view.isEnabled, "the case can be acted on")
        self.press(key)

    def fill_dossier(self, name: str, text: str) -> None:
        """Fill a field of the question asked about the case."""
        self.wait(lambda: self.dossier_panel.question, "the case asks")
        assert self.dossier_panel.question
        self.fill(self.dossier_panel.question.form, name, text)

    def wait_for_stage(self, stage: str) -> None:
        panel = self.dossier_panel
        self.wait(lambda: panel.dossier and panel.dossier.now.stage == stage, f"the case is {stage}")


def _checked(found: object, kind: type[Kind]) -> Kind:
    assert isinstance(found, kind)
    return found
