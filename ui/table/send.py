"""The panel that sends a visitor to another table, with a note for it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.persian.text import fa
from app.table.view import MeetingTable
from ui.widgets import Field, KeyButton, ListRow, ListView, TextEdit, column, heading, label, row

ANY = 0
"""Stands for the table that is free first."""


class SendPanel(QWidget):
    sent = Signal(int, str)
    """The table, or ANY, and the note."""
    dismissed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._title, self.tables, self.note = heading(""), ListView("میز دیگری نیست."), TextEdit("یک جمله برای آن میز")
        self._unsaved = label("متن پارافی که نوشته‌اید ثبت نشده است و همراه نوبت ارسال نمی‌شود.", "error", wraps=True)
        self._go = KeyButton("ارسال", "Enter", primary=True)
        back = KeyButton("بازگشت", "Esc")
        self._go.clicked.connect(self._send)
        self.tables.chosen.connect(self._send)
        back.clicked.connect(self.dismissed)
        self.setFocusProxy(self.tables)
        column(
            self._title,
            self._unsaved,
            self.tables,
            Field("یادداشت", self.note),
            row(self._go, back, 1),
            gap=12,
            parent=self,
        ).setStretch(2, 1)

    def offer(self, ticket: int, tables: Sequence[MeetingTable], but: int, *, unsaved: bool) -> None:
        self._title.setText(fa(f"نوبت {ticket} به کدام میز ارسال شود؟"))
        self._unsaved.setVisible(unsaved)
        self.note.clear()
        others = [
            ListRow(table.id, table.name, "در صف آن میز در جای خود قرار می‌گیرد") for table in tables if table.id != but
        ]
        self.tables.show_rows([*others, ListRow(ANY, "نخستین میز آزاد", "به جای خود در صف بازمی‌گردد")])
        self.tables.set_current(others[0].id if others else ANY)

    def _send(self) -> None:
        table_id = self.tables.current_id()
        if table_id is not None:
            self.sent.emit(table_id, self.note.text())
