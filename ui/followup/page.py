"""The page of the follow-up: its sections, and the number of a slip that finds its referral."""

from functools import partial

from app.errors import Refused
from app.followup import view as followup
from app.followup.view import FoundReferral
from ui.context import Context
from ui.followup.answer_files import AnswerFileSection
from ui.followup.dispatch import DispatchSection
from ui.followup.lists import ListSection
from ui.followup.phone_calls import PhoneCallSection
from ui.followup.section import FollowupSection
from ui.followup.unit_sheets import UnitSheetSection
from ui.page import Page
from ui.widgets import Field, KeyButton, Notice, PageTitle, column, row
from ui.widgets.frames import restyle
from ui.widgets.page_stack import PageStack
from ui.widgets.slip_number import SlipNumberEdit

SECTIONS: tuple[tuple[str, str, str, type[FollowupSection]], ...] = (
    ("lists", "ارجاع‌ها", "F2", ListSection),
    ("dispatch", "ارسال و وصول", "F3", DispatchSection),
    ("phone_calls", "تماس‌ها", "F4", PhoneCallSection),
    ("answer_files", "پاسخ‌نامه‌ها", "Shift+F4", AnswerFileSection),
    ("unit_sheets", "برگهٔ واحدها", "Ctrl+P", UnitSheetSection),
)
"""Name, title, key and class of each section, in their order."""


class FollowupPage(Page):
    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.title, self.notice, self.number = PageTitle("پیگیری"), Notice(), SlipNumberEdit("بارکد یا شمارهٔ برگه")
        self.number.returnPressed.connect(self._find)
        self.sections = {key: make(context) for key, _, _, make in SECTIONS}
        self.tabs = {key: KeyButton(title, fkey, small=True) for key, title, fkey, _ in SECTIONS}
        self._current, self._stack = SECTIONS[0][0], PageStack()
        for key, section in self.sections.items():
            self._stack.addWidget(section)
            self.tabs[key].clicked.connect(partial(self.go, key))
            section.notified.connect(self.notice.say)
            section.referral_asked.connect(self.open_referral)
            self.adopt(section)
        self.number.setMaximumWidth(260)
        head = row(self.title, *self.tabs.values(), 1, Field("شمارهٔ برگه", self.number, bare=True))
        layout = column(head, self.notice, self._stack, gap=12, parent=self)
        layout.setStretchFactor(self._stack, 1)
        layout.setContentsMargins(24, 16, 24, 16)
        self._bring_to_front(self._current)

    def shown(self) -> None:
        self.sections[self._current].shown()

    def go(self, key: str) -> FollowupSection:
        """Bring a section to the front; a notice about another section goes."""
        if key != self._current:
            self.notice.close_notice()
        self._bring_to_front(key)
        self.sections[key].setFocus()
        self.shown()
        return self.sections[key]

    def open_subject(self, what: str, subject_id: int) -> None:
        """Show a referral, or the sheets of a session."""
        if what == "unit_sheets":
            section = self.go("unit_sheets")
            assert isinstance(section, UnitSheetSection)
            section.open_session(subject_id)
        else:
            self.open_referral(subject_id)

    def open_referral(self, referral_id: int) -> None:
        """Show the dossier of a referral, whatever list it is in."""
        lists = self.go("lists")
        assert isinstance(lists, ListSection)
        lists.open_referral(referral_id)

    def _bring_to_front(self, key: str) -> None:
        self._current = key
        self._stack.setCurrentWidget(self.sections[key])
        self.setFocusProxy(self.sections[key])
        for name, tab in self.tabs.items():
            tab.setProperty("taken", name == key)
            restyle(tab)

    def _find(self) -> None:
        self.context.work.run(partial(followup.find_referral, typed=self.number.text()), self._found, self._not_found)

    def _found(self, found: FoundReferral | None) -> None:
        if found is None:
            self.notice.say("warning", "برگه‌ای با این شماره صادر نشده است.")
            return
        self.notice.close_notice()
        self.number.clear()
        self.open_referral(found.referral_id)

    def _not_found(self, refused: Refused) -> None:
        self.notice.say("error", refused.sentence)
