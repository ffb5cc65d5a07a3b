"""A list whose rows are those of a table, where the window is wide enough for its columns."""

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QStyleOptionViewItem, QWidget

from app.persian.text import fa
from ui.widgets import theme
from ui.widgets.list_row import ListRow
from ui.widgets.row_delegate import END, MIDDLE, SELECTED, SIDE, START, RowDelegate, elided, ink, paint_parts, write

HEIGHT, GROUP_HEIGHT, HEAD_HEIGHT = 29, 24, 40
LEAST_NAME = 120
"""Width of the column that takes what the others leave, below which the rows are no table."""
LARGE = 44
"""Width of what stands out before the smaller text after it."""


class CellColumn(NamedTuple):
    title: str
    width: int
    """0 of the column that takes what the others leave."""
    align: Qt.AlignmentFlag = MIDDLE
    is_parts: bool = False
    """Whether the bar of the row's parts is drawn in it."""


def is_table(columns: Sequence[CellColumn], width: int) -> bool:
    """Whether the columns fit so many pixels."""
    return width - 2 * SIDE - sum(theme.px(each.width) for each in columns) >= theme.px(LEAST_NAME)


def places(columns: Sequence[CellColumn], inside: QRect) -> Iterator[tuple[CellColumn, QRect]]:
    """Return each column with its place, the first one at the right."""
    rest = inside.width() - sum(theme.px(each.width) for each in columns)
    right = inside.right() + 1
    for each in columns:
        width = theme.px(each.width) or rest
        yield each, QRect(right - width, inside.top(), width, inside.height())
        right -= width


class CellDelegate(RowDelegate):
    """A subclass says which columns there are. A row without cells is drawn as in any list."""

    columns: ClassVar[Sequence[CellColumn]]

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        row, width = _row(index), self._view.viewport().width()
        if not row.cells or not is_table(self.columns, width):
            return super().sizeHint(option, index)
        return QSize(width, theme.px(HEIGHT) + (theme.px(GROUP_HEIGHT) if row.group else 0))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        given: Any = option  # PySide's stub hides the fields of QStyleOption
        rect, row = QRect(given.rect), _row(index)
        if not row.cells or not is_table(self.columns, rect.width()):
            super().paint(painter, option, index)
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        if row.group:
            strip = QRect(rect.left(), rect.top(), rect.width(), theme.px(GROUP_HEIGHT))
            painter.fillRect(strip, ink(theme.PAGE))
            write(painter, strip.adjusted(SIDE, 0, -SIDE, 0), row.group, 13, theme.INK, START, theme.Weight.Medium)
            rect.setTop(strip.bottom() + 1)
        if given.state & SELECTED:
            self.paint_bar(painter, rect, bool(given.state & QStyle.StateFlag.State_HasFocus))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, ink(theme.ROW_LINE))
        self._paint_cells(painter, rect.adjusted(SIDE, 0, -SIDE, 0), row)
        painter.restore()

    def _paint_cells(self, painter: QPainter, inside: QRect, row: ListRow) -> None:
        for (column, place), (large, small) in zip(places(self.columns, inside), row.cells, strict=True):
            if column.is_parts:
                if any(row.parts):
                    paint_parts(painter, place.adjusted(6, 5, -6, -6), row.parts)
            elif large and small:
                first = QRect(place.right() + 1 - theme.px(LARGE), place.top(), theme.px(LARGE), place.height())
                write(painter, first, large, 14, theme.INK, START, theme.Weight.Medium)
                write(painter, place.adjusted(0, 0, -theme.px(LARGE), 0), small, 12, theme.QUIET, START)
            elif not column.width:
                write(painter, place, elided(small, 13, place.width() - SIDE), 13, theme.INK, START)
            else:
                weight = theme.Weight.Medium if large else theme.Weight.Normal
                write(painter, place, large or small, 14, theme.INK, column.align, weight)


class CellHead(QWidget):
    """The titles over the columns."""

    def __init__(self, columns: Sequence[CellColumn], view: QWidget) -> None:
        """`view`: the viewport of the list beneath, whose width is that of the columns."""
        super().__init__()
        self._columns, self._view = columns, view
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(0, theme.px(HEAD_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        painter.setFont(theme.font(12))
        painter.setPen(QColor(theme.QUIET))
        left = self.mapFromGlobal(self._view.mapToGlobal(QPoint())).x()
        inside = QRect(left + SIDE, 0, self._view.width() - 2 * SIDE, self.height())
        for column, place in places(self._columns, inside):
            side = column.align if column.align in (START, END) else Qt.AlignmentFlag.AlignHCenter
            painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap, fa(column.title))
        painter.end()


def _row(index: QModelIndex | QPersistentModelIndex) -> ListRow:
    row: ListRow = index.data(Qt.ItemDataRole.UserRole)
    return row
