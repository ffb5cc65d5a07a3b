"""The page of the follow-up: its sections, and the number of a slip that finds its referral."""

from functools import partial
from pkgutil import resolve_name

from app.errors import Refused
from app.followup import view as followup
from app.followup.view import FoundReferral
from ui.context import Context
from ui.followup.section import FollowupSection
from ui.page import Page
from ui.widgets import Field, KeyButton, Notice, PageTitle, column, row
from ui.widgets.frames import restyle
from ui.widgets.page_stack import PageStack
from ui.widgets.slip_number import SlipNumberEdit

SECTIONS = (
    ("lists", "ارجاع‌ها", "F2", "ui.followup.lists:ListSection"),
    ("dispatch", "ارسال و وصول", "F3", "ui.followup.dispatch:DispatchSection"),
    ("phone_calls", "تماس‌ها", "F4", "ui.followup.phone_calls:PhoneCallSection"),
    ("answer_files", "پاسخ‌نامه‌ها", "Shift+F4", "ui.followup.answer_files:AnswerFileSection"),
    ("unit_sheets", "برگهٔ واحدها", "Ctrl+P", "ui.followup.unit_sheets:UnitSheetSection"),
)
"""Name, title, key and class of each section, in their order."""


class Sections(dict[str, FollowupSection]):
    """Makes a section when it is first asked for: all of them together took twice the time of the first opening."""

    def __init__(self, page: "FollowupPage") -> None:
        super().__init__()
        self._page = page

    def __missing__(self, key: str) -> FollowupSection:
        home = next(home for name, _, _, home in SECTIONS if name == key)
        made: FollowupSection = resolve_name(home)(self._page.context)
        self[key] = made
        self._page.take_in(made)
        return made


class FollowupPage(Page):
    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.title, self.notice, self.number = PageTitle("پیگیری"), Notice(), SlipNumberEdit("بارکد یا شمارهٔ برگه")
        self.number.returnPressed.connect(self._find)
        self.sections = Sections(self)
        self.tabs = {key: KeyButton(title, fkey, small=True) for key, title, fkey, _ in SECTIONS}
        self._current, self._stack = SECTIONS[0][0], PageStack()
        for key, tab in self.tabs.items():
            tab.clicked.connect(partial(self.go, key))
        self.number.setMaximumWidth(260)
        head = row(self.title, *self.tabs.values(), 1, Field("شمارهٔ برگه", self.number, bare=True))
        layout = column(head, self.notice, self._stack, gap=12, parent=self)
        layout.setStretchFactor(self._stack, 1)
        layout.setContentsMargins(24, 16, 24, 16)
        self._bring_to_front(self._current)

    def take_in(self, section: FollowupSection) -> None:
        """Place a new section in the page."""
        self._stack.addWidget(section)
        section.notified.connect(self.notice.say)
        section.referral_asked.connect(self.open_referral)
        self.adopt(section)

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
            self.go("unit_sheets").open_subject(what, subject_id)
        else:
            self.open_referral(subject_id)

    def open_referral(self, referral_id: int) -> None:
        """Show the dossier of a referral, whatever list it is in."""
        self.go("lists").open_subject("referral", referral_id)

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
