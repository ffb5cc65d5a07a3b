"""The numbers of one report of a period as a table whose every number can be opened."""

from functools import partial

from PySide6.QtCore import Signal

from app.errors import Refused
from app.figures import reports as period_reports
from app.figures.definitions import Scope
from app.figures.numbers import NumberRow
from app.persian.text import fa
from ui.context import Context
from ui.page import Page
from ui.reports.number_table import NumberTable
from ui.widgets import Card, KeyButton, column, label, row


class NumbersPanel(Page):
    topics = frozenset({"session", "paraphs", "office"})
    notified = Signal(str, str)
    counted_asked = Signal(str, object)
    """List the cases behind this number: its name, and what it counts."""
    left = Signal()
    """Back to the reports."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._kind, self._scope = "", Scope("", "", 0)
        self.title, self.table = label("", "heading"), NumberTable()
        self.open, self.back = KeyButton("پرونده‌های این عدد", "Enter", primary=True), KeyButton("بازگشت", "Esc")
        self.table.chosen.connect(self.counted_asked)
        self.open.clicked.connect(self.table.open_current)
        self.back.clicked.connect(self.left)
        card = Card(self.table, margin=12)
        card.inner.setStretchFactor(self.table, 1)
        whole = column(self.title, card, row(self.open, self.back, 1), gap=12, parent=self)
        whole.setStretchFactor(card, 1)
        self.setFocusProxy(self.table)

    def show_report(self, kind: str, scope: Scope) -> None:
        self._kind, self._scope = kind, scope
        self.title.setText(fa(period_reports.name(kind, scope)))
        self.table.show_rows(())
        self.refresh()

    def refresh(self) -> None:
        if self._kind:
            task = partial(period_reports.numbers, clerk=self.context.clerk, kind=self._kind, scope=self._scope)
            self.context.work.run(task, self._show, self._refused)

    def _show(self, rows: tuple[NumberRow, ...]) -> None:
        self.table.show_rows(rows)
        if not rows:
            self.notified.emit("info", "این گزارش عددی ندارد که پرونده‌های آن فهرست شود.")
            self.left.emit()

    def _refused(self, refused: Refused) -> None:
        self.notified.emit("error", refused.sentence)
