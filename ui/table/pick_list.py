"""A list over the paraph to choose from: typing narrows it, Enter takes, Esc goes back."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.persian.text import fa
from ui.widgets import KeyButton, ListRow, ListView, column, heading, row


class PickList(QWidget):
    chosen = Signal(int)
    dismissed = Signal()

    def __init__(self, title: str, hint: str, empty: str) -> None:
        super().__init__()
        self._title, self.list = heading(title), ListView(empty)
        self.box = self.list.filter_box(hint)
        self.back = KeyButton("بازگشت", "Esc", small=True, flat=True)
        self.back.clicked.connect(self.dismissed)
        self.list.chosen.connect(self.chosen)
        self.box.returnPressed.connect(self._take)
        self.setFocusProxy(self.box)
        column(row(self._title, 1, self.back), self.box, self.list, gap=10, parent=self).setStretch(2, 1)

    def set_title(self, title: str) -> None:
        self._title.setText(fa(title))

    def offer(self, rows: Sequence[ListRow]) -> None:
        """Show these rows anew: nothing typed, the first row current."""
        self.box.clear()
        self.list.show_rows(rows)
        self.list.set_current(rows[0].id if rows else None)

    def refresh(self, rows: Sequence[ListRow]) -> None:
        self.list.show_rows(rows)

    def _take(self) -> None:
        """Choose the current row when Enter is pressed before anything is typed."""
        current = self.list.current_id()
        if not self.box.text() and current is not None:
            self.chosen.emit(current)
