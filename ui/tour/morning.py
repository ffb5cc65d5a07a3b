"""The follow-up page under the tour's hands: what each of its days does there."""

from typing import cast

from app.referrals.numbers import Number
from ui.followup.dispatch import DispatchSection
from ui.followup.dossier_panel import DossierPanel
from ui.followup.lists import ListSection
from ui.followup.page import FollowupPage
from ui.followup.phone_calls import PhoneCallSection
from ui.program import Program
from ui.tour.day import PASSWORD
from ui.tour.driver import Driver
from ui.tour.tray import PaperTray

FIRST = Number(1405, "م", 1, 1)
"""Of the first slip of the day."""


class Morning:
    """One of the days after: the program is opened, the clerk signs in, the follow-up page stands."""

    def __init__(self, program: Program, tray: PaperTray, driver: Driver) -> None:
        self.program, self.window, self.tray, self.driver = program, program.window, tray, driver
        program.window.resize(1366, 768)
        program.show()
        driver.until(program.window.isActiveWindow, "the program is open again")
        driver.type(PASSWORD)
        driver.press("Enter")
        driver.until(lambda: program.context, "the clerk is in")
        driver.press("Ctrl+4")
        driver.until(self.lists.isVisible, "the follow-up page stands")

    def read_barcode(self) -> None:
        """As a reader types it: on whatever page, into whatever field."""
        self.driver.type(FIRST.barcode)
        self.driver.press("Enter")
        self.driver.until(lambda: self.lists.isVisible() and self.panel.dossier and self.panel.view.isVisible()
                         and self.panel.dossier.number == FIRST.text, "the slip's case is in front")

    def act(self, key: str) -> None:
        """One of the case's keys; the hands wait as for its button to light up."""
        self.driver.until(self.panel.view.isEnabled, "the case can be acted on")
        self.driver.press(key)

    def fill(self, name: str, text: str) -> None:
        self.driver.until(lambda: self.panel.question, "the case asks")
        assert self.panel.question
        self.driver.fill(self.panel.question.form, name, text)

    def answer(self, words: str, picture: str) -> None:
        self.read_barcode()
        self.act("F6")
        self.fill("outcome", "انجام")
        self.fill("words", words)
        self.driver.shoot(picture)
        self.driver.press("Enter")
        self.until_stage("answered")

    def call(self) -> None:
        self.driver.press("F4")
        self.driver.until(lambda: self.phone_calls.list.current_id(), "the visitor is to be called")

    def until_stage(self, stage: str) -> None:
        self.driver.until(lambda: self.panel.dossier and self.panel.dossier.now.stage == stage, f"the case is {stage}")

    @property
    def followup(self) -> FollowupPage:
        return cast(FollowupPage, self.window.page("followup"))

    @property
    def lists(self) -> ListSection:
        return cast(ListSection, self.followup.sections["lists"])

    @property
    def dispatch(self) -> DispatchSection:
        return cast(DispatchSection, self.followup.sections["dispatch"])

    @property
    def phone_calls(self) -> PhoneCallSection:
        return cast(PhoneCallSection, self.followup.sections["phone_calls"])

    @property
    def panel(self) -> DossierPanel:
        return self.lists.dossier_panel
