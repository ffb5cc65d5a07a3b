"""Reports: minutes of the sessions, today's papers, those no printer has taken yet, periods, and how units do."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.printing import jobs as outbox
from app.printing.jobs import Listed
from ui.context import Context
from ui.reports.minutes import MinutesSection
from ui.reports.periods import PeriodsSection
from ui.reports.printed import PapersSection, TodaySection, WaitingSection
from ui.reports.scorecard import ScorecardSection
from ui.reports.section import Section
from ui.widgets import KeyButton, Notice, PageTitle, column, row
from ui.widgets.frames import restyle

NAMES = {"minutes": "صورت‌جلسه‌ها", "today": "برگه‌های امروز", "waiting": "چاپ‌نشده‌ها",
         "periods": "گزارش‌های دوره", "scorecard": "کارنامهٔ واحدها"}
KEYS = {"minutes": "F2", "today": "F3", "waiting": "F4", "periods": "F7", "scorecard": "F9"}


class ReportsPage(QWidget):
    case_asked = Signal(int)
    """The visit whose case is to be shown."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.title, self.notice = PageTitle("گزارش‌ها"), Notice()
        self.sections: dict[str, Section] = {
            "minutes": MinutesSection(context), "today": TodaySection(context), "waiting": WaitingSection(context),
            "periods": PeriodsSection(context), "scorecard": ScorecardSection(context),
        }
        self.tabs = {key: KeyButton(name, KEYS[key], small=True) for key, name in NAMES.items()}
        self._current, self._stack = "minutes", QStackedWidget()
        for key, section in self.sections.items():
            self._stack.addWidget(section)
            self.tabs[key].clicked.connect(partial(self.go, key))
            section.told.connect(self.notice.say)
            if isinstance(section, PapersSection | ScorecardSection):
                section.case_asked.connect(self.case_asked)
        layout = column(row(self.title, *self.tabs.values()), self.notice, self._stack, gap=16, parent=self)
        layout.setStretchFactor(self._stack, 1)
        layout.setContentsMargins(24, 20, 24, 20)
        self._take("minutes")
        context.work.changed.connect(self._changed)

    def shown(self) -> None:
        self._count()
        for key, section in self.sections.items():
            self.tabs[key].setVisible(self._context.clerk.may(*section.roles))
        if not self._context.clerk.may(*self._section().roles):
            self._take("minutes")
        if self._section().is_stale:
            self._section().refresh()

    def go(self, key: str) -> None:
        """To a section, by its name."""
        self._take(key)
        self.sections[key].setFocus()
        self.shown()

    def _take(self, key: str) -> None:
        self._current = key
        self._stack.setCurrentWidget(self._section())
        self.setFocusProxy(self._section())
        for name, tab in self.tabs.items():
            tab.setProperty("taken", name == key)
            restyle(tab)

    def _section(self) -> Section:
        return self.sections[self._current]

    def _changed(self, topics: set[str]) -> None:
        for section in self.sections.values():
            section.is_stale = section.is_stale or bool(section.topics & topics)
        if self.isVisible():
            self.shown()

    def _count(self) -> None:
        self._context.work.run(partial(outbox.waiting, clerk=self._context.clerk), self._show_count)

    def _show_count(self, waiting: list[Listed]) -> None:
        self.tabs["waiting"].set_text(f"{NAMES['waiting']} ({len(waiting)})" if waiting else NAMES["waiting"])
