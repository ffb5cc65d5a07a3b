"""Settings: what the office decides for itself, one section at a time."""

from collections.abc import Callable
from functools import partial
from typing import Protocol, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.office.lists import LISTS
from app.papers.documents import RecoverySheet
from ui.context import Context
from ui.settings.backup import BackupSection
from ui.settings.clerks import ClerksSection
from ui.settings.journal import JournalSection
from ui.settings.list_section import ListSection
from ui.settings.office import OfficeSection
from ui.settings.office_list import OfficeListSource
from ui.settings.ordered_section import OrderedSection
from ui.settings.sections import Sections
from ui.settings.server import ServerSection
from ui.settings.this_pc import ThisPcSection
from ui.widgets import Card, KeyButton, PageTitle, column, row


class Section(Protocol):
    topics: frozenset[str]

    def refresh(self) -> None: ...


class SettingsPage(QWidget):
    recovery_sheet_asked = Signal(RecoverySheet)
    case_asked = Signal(int)
    recovery_printed = Signal(str)
    """Why the sheet did not come out, or ''."""
    reopen_asked = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("page")
        self._context = context
        self._built: dict[str, QWidget] = {}
        self._stale: set[str] = set()
        self._titles = {
            "office": "دستگاه", "pc": "این رایانه", "server": "سرور محل", "backup": "پشتیبان", "clerks": "متصدی‌ها",
        } | {name: spec.title for name, spec in LISTS.items()} | {"journal": "رویدادنامه"}
        self.sections, self._stack = Sections(self._titles), QStackedWidget()
        self.sections.currentItemChanged.connect(self._show)
        self.sections.itemActivated.connect(self._enter)
        back = KeyButton("بخش‌ها", "F2", small=True)
        back.clicked.connect(self.sections.setFocus)
        contents = Card(self.sections, margin=8)
        body = row(contents, self._stack, gap=16)
        body.setStretch(0, 17)
        body.setStretch(1, 83)
        page = column(PageTitle("تنظیمات", "بخشی را برگزینید، سپس Enter", back), body, gap=16, parent=self)
        page.setContentsMargins(24, 20, 24, 20)
        page.setStretch(1, 1)
        self.setFocusProxy(self.sections)
        context.work.changed.connect(self._changed)

    def shown(self) -> None:
        if not self.sections.selectedItems():  # the focus alone makes the first one current, and marks nothing
            self.sections.setCurrentRow(0)
        self._refresh()

    def go(self, key: str) -> QWidget:
        """Show a section; answers with it."""
        self.sections.setCurrentRow(list(self._titles).index(key))
        return self._built[key]

    def _show(self) -> None:
        key = self.sections.key()
        if key not in self._built:
            self._built[key] = self._make(key)
            self._stack.addWidget(self._built[key])
            self._stale.add(key)
        self._stack.setCurrentWidget(self._built[key])
        self._refresh()

    def _enter(self) -> None:
        self._built[self.sections.key()].setFocus()

    def _changed(self, topics: set[str]) -> None:
        self._stale |= {key for key, section in self._built.items() if cast(Section, section).topics & topics}
        if self.isVisible():
            self._refresh()

    def _refresh(self) -> None:
        key = self.sections.key()
        if key in self._stale:
            self._stale.remove(key)
            cast(Section, self._built[key]).refresh()

    def _make(self, key: str) -> QWidget:
        """Built when first looked at."""
        if key == "clerks":
            section = ClerksSection(self._context)
            section.recovery_sheet_asked.connect(self.recovery_sheet_asked)
            self.recovery_printed.connect(section.sheet.told)
            return section
        if key in ("server", "backup"):
            place = ServerSection(self._context) if key == "server" else BackupSection(self._context)
            place.reopen_asked.connect(self.reopen_asked)
            return place
        if key == "journal":
            journal = JournalSection(self._context)
            journal.case_asked.connect(self.case_asked)
            return journal
        makers: dict[str, Callable[[Context], QWidget]] = {"office": OfficeSection, "pc": ThisPcSection}
        return makers.get(key, partial(_of_list, key))(self._context)


def _of_list(name: str, context: Context) -> QWidget:
    spec = LISTS[name]
    return OrderedSection(context, spec) if spec.by_position else ListSection(context, OfficeListSource(spec))
