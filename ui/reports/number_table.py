"""The numbers of a report as a table; Enter or a double click on one opens the cases behind it."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Literal, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from app.figures.numbers import Number, NumberRow
from app.persian.text import fa, isolate
from ui.widgets import theme
from ui.widgets.buttons import is_plain_enter

Index = QModelIndex | QPersistentModelIndex
NAME_WIDTH, WIDEST_NAME, NARROWEST, WIDEST = 190, 800, 62, 110
HEIGHTS = {"title": 38, "head": 46, "row": 30}
START = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute


class _Line(NamedTuple):
    """A line of the table: the title of one of the report's tables, the heads of its columns, or a row of it."""

    kind: Literal["title", "head", "row"]
    name: str
    texts: Sequence[str] = ()
    numbers: Sequence[Number] = ()


class _Lines(QAbstractTableModel):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[_Line] = []

    def show(self, rows: Sequence[NumberRow]) -> None:
        self.beginResetModel()
        self.lines = [line for _, some in groupby(rows, key=lambda row: row.table) for line in _table(list(some))]
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's own signature
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's own signature
        return 0 if parent.isValid() else 1 + max((len(line.texts) for line in self.lines), default=0)

    def flags(self, index: Index) -> Qt.ItemFlag:
        line = self.lines[index.row()]
        place = index.column()
        is_open = line.kind == "row" and (place == 0 or any(each.counted for each in line.numbers[place - 1 : place]))
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable if is_open else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line, place = self.lines[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            texts = (line.name, *line.texts)
            return texts[place] if place < len(texts) else ""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return START if not place else Qt.AlignmentFlag.AlignCenter
        if role == Qt.ItemDataRole.FontRole:
            return theme.font(15, theme.Weight.Bold) if line.kind == "title" else theme.font(13)
        if role == Qt.ItemDataRole.ForegroundRole:
            return QColor(theme.QUIET if line.kind == "head" else theme.INK)
        return None


def _table(rows: Sequence[NumberRow]) -> Iterator[_Line]:
    yield _Line("title", fa(rows[0].table))
    yield _Line("head", "", [fa(number.label) for number in rows[0].numbers])
    for row in rows:
        yield _Line("row", fa(row.name), [shown(number) for number in row.numbers], row.numbers)


def shown(number: Number) -> str:
    if number.value is None:
        return "—"
    if number.measure == "share":
        return fa(f"{round(100 * float(number.value))}٪")
    return isolate(fa(round(float(number.value))))


class NumberTable(QTableView):
    chosen = Signal(str, object)
    """The number's name, and what it counts."""

    def __init__(self) -> None:
        super().__init__()
        self._lines = _Lines()
        self.setModel(self._lines)
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        self.setShowGrid(False)
        self.doubleClicked.connect(self._choose)

    def show_rows(self, rows: Sequence[NumberRow]) -> None:
        """Show the numbers; the cell that was current stays so where the table still has it."""
        place = (self.currentIndex().row(), self.currentIndex().column())
        self._lines.show(rows)
        self.clearSpans()
        for at, line in enumerate(self._lines.lines):
            self.setRowHeight(at, theme.px(HEIGHTS[line.kind]))
            if line.kind == "title":
                self.setSpan(at, 0, 1, max(1, self._lines.columnCount()))
        self._fit_columns()
        kept = self._lines.index(*place)
        first = next((at for at, line in enumerate(self._lines.lines) if line.kind == "row"), -1)
        is_kept = kept.isValid() and bool(kept.flags() & Qt.ItemFlag.ItemIsEnabled)
        self.setCurrentIndex(kept if is_kept else self._lines.index(first, 1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        """Share the room among the numbers' columns, none narrower or wider than it can be read; what they leave is
        the names'."""
        columns = self._lines.columnCount() - 1
        if columns > 0:
            room = (self.viewport().width() - theme.px(NAME_WIDTH)) // columns
            width = max(theme.px(NARROWEST), min(room, theme.px(WIDEST)))
            left = self.viewport().width() - columns * width
            self.setColumnWidth(0, min(max(left, theme.px(NAME_WIDTH)), theme.px(WIDEST_NAME)))
            for column in range(1, columns + 1):
                self.setColumnWidth(column, width)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_plain_enter(event):
            self._choose(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Let Enter open the current number rather than press a button of the page."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and is_plain_enter(event):
            event.accept()
            return True
        return super().event(event)

    def open_current(self) -> None:
        self._choose(self.currentIndex())

    def _choose(self, index: QModelIndex) -> None:
        """Open a number; of a row's name its first number."""
        if not index.isValid() or not index.flags() & Qt.ItemFlag.ItemIsEnabled:
            return
        line = self._lines.lines[index.row()]
        number = next(each for each in line.numbers[max(index.column() - 1, 0) :] if each.counted)
        self.chosen.emit(f"{line.name}، {number.label}", number.counted)
