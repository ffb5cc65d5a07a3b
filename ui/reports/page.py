"""The page of reports; each of its sections has a key."""

from functools import cached_property, partial
from typing import TypeVar

from PySide6.QtWidgets import QStackedWidget

from app.figures.counted import Counted
from app.figures.definitions import Scope
from app.printing import jobs
from app.printing.jobs import ListedPaper
from ui.context import Context
from ui.page import Page
from ui.reports.collective_panel import CollectivePanel
from ui.reports.counted_panel import CountedPanel
from ui.reports.minutes import MinutesSection
from ui.reports.numbers_panel import NumbersPanel
from ui.reports.papers import TodaySection, WaitingSection
from ui.reports.periods import PeriodReportsSection
from ui.reports.scorecard import ScorecardSection
from ui.reports.section import ReportsSection
from ui.widgets import KeyButton, Notice, PageTitle, column, row
from ui.widgets.frames import restyle

_Panel = TypeVar("_Panel", NumbersPanel, CountedPanel, CollectivePanel)
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
        self.periods = PeriodReportsSection(context)
        self.sections: dict[str, ReportsSection] = {
            "minutes": MinutesSection(context),
            "today": TodaySection(context),
            "waiting": WaitingSection(context),
            "periods": self.periods,
            "scorecard": ScorecardSection(context),
        }
        self.tabs = {key: KeyButton(name, KEYS[key], small=True) for key, name in NAMES.items()}
        self._current, self._stack = "minutes", QStackedWidget()
        self._beneath: Page = self.sections["minutes"]
        """The section from which the list of cases was opened."""
        for key, section in self.sections.items():
            self._stack.addWidget(section)
            self.tabs[key].clicked.connect(partial(self.go, key))
            section.notified.connect(self.notice.say)
            section.numbers_asked.connect(self._open_numbers)
            section.counted_asked.connect(self._open_counted)
            section.collective_asked.connect(self._open_collective)
            section.report_asked.connect(self._open_report)
            self.adopt(section)
        layout = column(row(self.title, *self.tabs.values(), gap=6), self.notice, self._stack, gap=10, parent=self)
        layout.setStretchFactor(self._stack, 1)
        layout.setContentsMargins(16, 12, 16, 12)
        self._bring_to_front("minutes")

    def shown(self) -> None:
        super().shown()
        self._front().shown()

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

    def _front(self) -> Page:
        """Return the section in front, or what was opened over it."""
        front = self._stack.currentWidget()
        assert isinstance(front, Page)
        return front

    @cached_property
    def numbers(self) -> NumbersPanel:
        made = NumbersPanel(self.context)
        made.counted_asked.connect(self._open_counted)
        made.left.connect(self._close_numbers)
        return self._added(made)

    @cached_property
    def counted(self) -> CountedPanel:
        made = CountedPanel(self.context)
        made.left.connect(self._close_counted)
        return self._added(made)

    @cached_property
    def collective(self) -> CollectivePanel:
        made = CollectivePanel(self.context)
        made.left.connect(self._close_numbers)
        return self._added(made)

    def _added(self, panel: _Panel) -> _Panel:
        panel.notified.connect(self.notice.say)
        self.adopt(panel)
        self._stack.addWidget(panel)
        return panel

    def _open_report(self, kind: str, scope: Scope) -> None:
        self.go("periods")
        self.periods.open_report(kind, scope)

    def _open_numbers(self, kind: str, scope: Scope) -> None:
        self._put_over(self.numbers)
        self.numbers.show_report(kind, scope)

    def _open_counted(self, title: str, counted: tuple[Counted, ...]) -> None:
        self._beneath = self._front()
        self._put_over(self.counted)
        self.counted.show_counted(title, counted)

    def _open_collective(self) -> None:
        self._put_over(self.collective)

    def _close_numbers(self) -> None:
        self._put_over(self.current_section())

    def _close_counted(self) -> None:
        self._put_over(self._beneath)

    def _put_over(self, panel: Page) -> None:
        self._stack.setCurrentWidget(panel)
        self.setFocusProxy(panel)
        panel.setFocus()
        panel.shown()

    def _show_count(self, waiting: list[ListedPaper]) -> None:
        self.tabs["waiting"].set_text(f"{NAMES['waiting']} ({len(waiting)})" if waiting else NAMES["waiting"])
