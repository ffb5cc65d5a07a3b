"""The settings: what the office and this PC decide for themselves, one section at a time."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QStackedWidget

from app.office.declared_lists import LISTS
from ui.context import Context
from ui.page import Page
from ui.settings.backup import BackupSection
from ui.settings.clerks import ClerksSection
from ui.settings.holidays import HolidaysSection
from ui.settings.journal import JournalSection
from ui.settings.list_section import ListSection
from ui.settings.office import OfficeSection
from ui.settings.office_list import OfficeListSource
from ui.settings.ordered_section import OrderedSection
from ui.settings.printing import PrintingSection
from ui.settings.receipt_printers import ReceiptPrintersSection
from ui.settings.sections import Sections
from ui.settings.server import ServerSection
from ui.settings.this_pc import ThisPcSection
from ui.widgets import Card, KeyButton, PageTitle, column, row


class SettingsPage(Page):
    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.setObjectName("page")
        self._built: dict[str, Page] = {}
        self._titles = (
            {
                "office": "سازمان",
                "pc": "این رایانه",
                "printing": "چاپ",
                "receipt_printers": "چاپگرهای حرارتی",
                "server": "سرور محل",
                "backup": "پشتیبان",
                "clerks": "متصدی‌ها",
            }
            | {name: spec.title for name, spec in LISTS.items()}
            | {"journal": "سوابق تغییرات"}
        )
        self.sections, self._stack = Sections(self._titles), QStackedWidget()
        self.sections.currentItemChanged.connect(self._show)
        self.sections.itemActivated.connect(self._enter)
        back = KeyButton("بخش‌ها", "F2", small=True)
        back.clicked.connect(self.sections.setFocus)
        contents = Card(self.sections, margin=8)
        body = row(contents, self._stack, gap=16)
        body.setStretch(0, 17)
        body.setStretch(1, 83)
        page = column(PageTitle("تنظیمات", "بخشی را انتخاب کنید، سپس Enter", back), body, gap=16, parent=self)
        page.setContentsMargins(24, 20, 24, 20)
        page.setStretch(1, 1)
        self.setFocusProxy(self.sections)

    def shown(self) -> None:
        if not self.sections.selectedItems():  # the focus alone makes the first one current but does not select it
            self.sections.setCurrentRow(0)
        self._built[self.sections.key()].shown()

    def go(self, key: str) -> Page:
        self.sections.setCurrentRow(list(self._titles).index(key))
        return self._built[key]

    def _show(self) -> None:
        key = self.sections.key()
        if key not in self._built:
            self._built[key] = self._make(key)
            self.adopt(self._built[key])
            self._stack.addWidget(self._built[key])
        self._stack.setCurrentWidget(self._built[key])
        self._built[key].shown()

    def _enter(self) -> None:
        self._built[self.sections.key()].setFocus()

    def _make(self, key: str) -> Page:
        """Build the section; it is called when the section is first shown."""
        makers: dict[str, Callable[[Context], Page]] = {
            "office": OfficeSection,
            "pc": ThisPcSection,
            "printing": PrintingSection,
            "receipt_printers": ReceiptPrintersSection,
            "server": ServerSection,
            "backup": BackupSection,
            "clerks": ClerksSection,
            "holiday": HolidaysSection,
            "journal": JournalSection,
        }
        return makers.get(key, partial(_list_section, key))(self.context)


def _list_section(name: str, context: Context) -> Page:
    spec = LISTS[name]
    return OrderedSection(context, spec) if spec.by_position else ListSection(context, OfficeListSource(spec))
