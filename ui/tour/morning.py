"""The follow-up page under the tour's hands: what each of its days does there."""

from typing import cast

from app.referrals.numbers import Number
from ui.followup.acting import Acting
from ui.followup.calling import CallSection
from ui.followup.dispatching import DispatchSection
from ui.followup.listing import ListSection
from ui.followup.page import FollowupPage
from ui.program import Program
from ui.tour.day import PASSWORD
from ui.tour.driver import Hands
from ui.tour.tray import PaperTray

FIRST = Number(1405, "م", 1, 1)
"""Of the first slip of the day."""


class Morning:
    """One of the days after: the program is opened, the clerk signs in, the follow-up page stands."""

    def __init__(self, program: Program, tray: PaperTray, hands: Hands) -> None:
        self.program, self.window, self.tray, self.hands = program, program.window, tray, hands
        program.window.resize(1366, 768)
        program.show()
        hands.until(program.window.isActiveWindow, "the program is open again")
        hands.type(PASSWORD)
        hands.press("Enter")
        hands.until(lambda: program.context, "the clerk is in")
        hands.press("Ctrl+4")
        hands.until(self.lists.isVisible, "the follow-up page stands")

    def read_barcode(self) -> None:
        """As a reader types it: on whatever page, into whatever field."""
        self.hands.type(FIRST.barcode)
        self.hands.press("Enter")
        self.hands.until(lambda: self.lists.isVisible() and self.acting.case and self.acting.panel.isVisible()
                         and self.acting.case.number == FIRST.text, "the slip's case is in front")

    def act(self, key: str) -> None:
        """One of the case's keys; the hands wait as for its button to light up."""
        self.hands.until(self.acting.panel.isEnabled, "the case can be acted on")
        self.hands.press(key)

    def fill(self, name: str, text: str) -> None:
        self.hands.until(lambda: self.acting.ask, "the case asks")
        assert self.acting.ask
        self.hands.fill(self.acting.ask.form, name, text)

    def answer(self, words: str, picture: str) -> None:
        self.read_barcode()
        self.act("F6")
        self.fill("outcome", "انجام")
        self.fill("words", words)
        self.hands.shoot(picture)
        self.hands.press("Enter")
        self.until_stage("answered")

    def call(self) -> None:
        self.hands.press("F4")
        self.hands.until(lambda: self.calls.list.current_id(), "the visitor is to be called")

    def until_stage(self, stage: str) -> None:
        self.hands.until(lambda: self.acting.case and self.acting.case.now.stage == stage, f"the case is {stage}")

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
    def calls(self) -> CallSection:
        return cast(CallSection, self.followup.sections["calls"])

    @property
    def acting(self) -> Acting:
        return self.lists.acting
