"""A table that compares two versions of the same fields."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from app.persian.text import fa
from ui.widgets.frames import hairline, label

LABEL_SHARE, SHARE = 2, 5


class Comparison(QScrollArea):
    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("comparison")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)

    def show_rows(self, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """Show a table: each row is a label and one cell for each of the `heads`; an empty cell is shown as a dash."""
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(10)
        for place, words in enumerate(("", *heads)):
            grid.addWidget(label(words, "lead"), 0, place)
            grid.setColumnStretch(place, SHARE if place else LABEL_SHARE)
        for row in rows:
            _add(grid, row)
        grid.setRowStretch(grid.rowCount(), 1)
        self.setWidget(table)

    def full_height(self) -> int:
        table = self.widget()
        return table.sizeHint().height() + 2 if table else 0


def _add(grid: QGridLayout, row: Sequence[str]) -> None:
    at = grid.rowCount()
    grid.addWidget(hairline(), at, 0, 1, len(row))
    for place, words in enumerate(row):
        cell = label(fa(words) or "—", "" if place else "quiet", wraps=True)
        cell.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        grid.addWidget(cell, at + 1, place)
