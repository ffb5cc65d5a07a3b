"""The page of reports; each of its sections has a key."""

from functools import partial

from PySide6.QtWidgets import QStackedWidget

from app.printing import jobs
from app.printing.jobs import ListedPaper
from ui.context import Context
from ui.page import Page
from ui.reports.minutes import MinutesSection
from ui.reports.papers import TodaySection, WaitingSection
from ui.reports.periods import PeriodReportsSection
from ui.reports.scorecard import ScorecardSection
from ui.reports.section import ReportsSection
from ui.widgets import KeyButton, Notice, PageTitle, column, row
from ui.widgets.frames import restyle

NAMES = {
    "minutes": "صورت‌جلسه‌ها",
    "today": "برگه‌های امروز",
    "waiting": "چاپ‌نشده‌ها",
    "periods": "گزارش‌های دوره",
    "scorecard": "کارنامهٔ واحدها",
}
KEYS = {"minutes": "F2", "today": "F3", "waiting": "F4", "periods": "F7", "scorecard": "F9"}


class ReportsPage(Page):
    topics = frozenset({"papers", "paraphs"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.title, self.notice = PageTitle("گزارش‌ها"), Notice()
        self.sections: dict[str, ReportsSection] = {
            "minutes": MinutesSection(context),
            "today": TodaySection(context),
            "waiting": WaitingSection(context),
            "periods": PeriodReportsSection(context),
            "scorecard": ScorecardSection(context),
        }
        self.tabs = {key: KeyButton(name, KEYS[key], small=True) for key, name in NAMES.items()}
        self._current, self._stack = "minutes", QStackedWidget()
        for key, section in self.sections.items():
            self._stack.addWidget(section)
            self.tabs[key].clicked.connect(partial(self.go, key))
            section.notified.connect(self.notice.say)
            self.adopt(section)
        layout = column(row(self.title, *self.tabs.values()), self.notice, self._stack, gap=16, parent=self)
        layout.setStretchFactor(self._stack, 1)
        layout.setContentsMargins(24, 20, 24, 20)
        self._bring_to_front("minutes")

    def shown(self) -> None:
        super().shown()
        self.current_section().shown()

    def refresh(self) -> None:
        for key, section in self.sections.items():
            self.tabs[key].setVisible(self.context.clerk.may(*section.roles))
        if not self.context.clerk.may(*self.current_section().roles):
            self._bring_to_front("minutes")
        self.context.work.run(partial(jobs.waiting_papers, clerk=self.context.clerk), self._show_count)

    def go(self, key: str) -> ReportsSection:
        self._bring_to_front(key)
        self.sections[key].setFocus()
        self.shown()
        return self.sections[key]

    def _bring_to_front(self, key: str) -> None:
        self._current = key
        self._stack.setCurrentWidget(self.current_section())
        self.setFocusProxy(self.current_section())
        for name, tab in self.tabs.items():
            tab.setProperty("taken", name == key)
            restyle(tab)

    def current_section(self) -> ReportsSection:
        return self.sections[self._current]

    def _show_count(self, waiting: list[ListedPaper]) -> None:
        self.tabs["waiting"].set_text(f"{NAMES['waiting']} ({len(waiting)})" if waiting else NAMES["waiting"])
