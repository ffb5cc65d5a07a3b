"""Paints the rows of a list."""

import math
from functools import lru_cache
from typing import Any, NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QPainter, QPen, QStaticText, QTextLayout, QTextOption
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.persian.text import fa
from ui.widgets import theme
from ui.widgets.list_row import ListRow

START = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
END = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
MIDDLE = Qt.AlignmentFlag.AlignCenter
SELECTED = QStyle.StateFlag.State_Selected
NUMBER_WIDTH, NAME_HEIGHT, QUIET_HEIGHT, EDGE, SIDE, GAP = 48, 26, 21, 8, 6, 8
PARTS_HEIGHT, PARTS_GAP, RAIL = 18, 4, 3
BOX = 18
BOX_ROOM = SIDE + BOX + 2 * GAP
"""Width from the right edge that the box of a row takes where rows can be marked."""


PART_LOOKS = (
    (theme.ACCENT, Qt.BrushStyle.SolidPattern, theme.CARD),
    (theme.TAGS["late"][0], Qt.BrushStyle.BDiagPattern, theme.TAGS["late"][0]),
    (theme.INK, Qt.BrushStyle.NoBrush, theme.INK),
)
"""Ink, fill and colour of the number of each part, told apart without colours too."""


class RowDelegate(QStyledItemDelegate):
    """From the right: the number, then the name with its tags above the quiet text, then the time. Where the quiet
    text may take more than one line, the tags stand at the far side."""

    def __init__(self, view: QListView, *, lines: int) -> None:
        super().__init__(view)
        self._view, self._lines, self._wraps = view, lines, lines > 1
        self.numbered = False
        self.marks: set[int] | None = None
        """The rows that are marked; None in a list whose rows cannot be."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        height = theme.px(NAME_HEIGHT) + theme.px(QUIET_HEIGHT) + 2 * EDGE
        width = self._view.viewport().width()
        if self._wraps:
            lines = wrapped(fa(_row(index).quiet), self._room(_row(index), width), theme.zoom(), self._lines)
            height += theme.px(QUIET_HEIGHT) * (len(lines) - 1 if _row(index).quiet else -1)
        height += theme.px(QUIET_HEIGHT) * len(_row(index).said)
        if any(_row(index).parts):
            height += theme.px(PARTS_HEIGHT) + PARTS_GAP
        return QSize(width, height + 1)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        given: Any = option  # PySide's stub hides the fields of QStyleOption
        rect, row = QRect(given.rect), _row(index)
        selected = bool(given.state & SELECTED)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        if row.id < 0:
            painter.fillRect(rect, ink(theme.GROUP))
        if selected:
            self.paint_bar(painter, rect, bool(given.state & QStyle.StateFlag.State_HasFocus))
        if index.row() + 1 < index.model().rowCount():
            painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, ink(theme.ROW_LINE))
        inside = rect.adjusted(SIDE, EDGE, -SIDE, -EDGE - 1)
        if self.marks is not None and row.id > 0:
            paint_box(painter, inside, is_marked=row.id in self.marks)
            inside.setRight(rect.right() - BOX_ROOM)
        if any(row.parts):
            bar = inside.adjusted(0, inside.height() - theme.px(PARTS_HEIGHT), 0, 0)
            inside.setBottom(bar.top() - PARTS_GAP)
            paint_parts(painter, bar, row.parts)
        for kind, text in reversed(row.said):
            line = inside.adjusted(0, inside.height() - theme.px(QUIET_HEIGHT), 0, 0)
            inside.setBottom(line.top() - 1)
            _paint_said(painter, line, kind, text)
        end = self._paint_end(painter, inside, row)
        inside.setLeft(end)
        inside.setRight(self._paint_number(painter, inside, row))
        self._paint_words(painter, inside, row, selected)
        painter.restore()

    def paint_bar(self, painter: QPainter, rect: QRect, focused: bool) -> None:
        painter.setPen(ink(theme.ACCENT) if focused else Qt.PenStyle.NoPen)
        painter.setBrush(ink(theme.TINT))
        painter.drawRoundedRect(rect.toRectF().adjusted(0.5, 1.5, -0.5, -2.5), 6, 6)

    def _paint_end(self, painter: QPainter, inside: QRect, row: ListRow) -> int:
        """Paint the time and, with `wraps`, the tags. Returns the x where the room for the name ends."""
        x = inside.left()
        if row.time:
            x += write(painter, inside.translated(x - inside.left(), 0), row.time, 13, theme.QUIET, END)
            x += GAP
        if self._wraps:
            for kind, text in row.tags:
                x += paint_tag(painter, x, inside.center().y(), kind, text) + GAP
        return x

    def _paint_number(self, painter: QPainter, inside: QRect, row: ListRow) -> int:
        if not self.numbered:
            return inside.right()
        width = max(theme.px(NUMBER_WIDTH), width_of(row.number, 20, theme.Weight.Bold) + 2 * GAP)
        where = QRect(inside.right() - width, inside.top(), width, inside.height())
        write(painter, where, row.number, 20, theme.INK, MIDDLE, theme.Weight.Bold)
        return where.left() - GAP

    def _paint_words(self, painter: QPainter, inside: QRect, row: ListRow, selected: bool) -> None:
        top = QRect(inside.left(), inside.top(), inside.width(), theme.px(NAME_HEIGHT))
        tags = () if self._wraps else row.tags
        room = top.width() - sum(tag_width(text) + GAP for _, text in tags)
        name = elided(row.name, 15, room)
        x = top.right() - write(painter, top, name, 15, theme.INK, START) - GAP
        for kind, text in tags:
            x -= tag_width(text)
            paint_tag(painter, x, top.center().y(), kind, text, theme.CARD if selected else "")
            x -= GAP
        beneath = QRect(inside.left(), top.bottom() + 1, inside.width(), inside.bottom() - top.bottom())
        if self._wraps:
            beneath.setHeight(theme.px(QUIET_HEIGHT))
            for words in wrapped(fa(row.quiet), beneath.width(), theme.zoom(), self._lines):
                write(painter, beneath, words, 13, theme.QUIET, START)
                beneath.translate(0, beneath.height())
        else:
            write(painter, beneath, elided(row.quiet, 13, beneath.width()), 13, theme.QUIET, START)

    def _room(self, row: ListRow, width: int) -> int:
        """The width that the time and the tags leave for the quiet text with `wraps`."""
        ends = [tag_width(text) for _, text in row.tags] + ([width_of(row.time, 13)] if row.time else [])
        return width - 1 - 2 * SIDE - sum(end + GAP for end in ends)


def paint_box(painter: QPainter, inside: QRect, *, is_marked: bool) -> None:
    """Draw the box of a row at the right, with its tick when it is marked."""
    box = QRect(0, 0, BOX, BOX)
    box.moveCenter(inside.center())
    box.moveRight(inside.right())
    painter.setPen(QPen(ink(theme.ACCENT if is_marked else theme.EDGE), 1.5))
    painter.setBrush(ink(theme.ACCENT if is_marked else theme.CARD))
    painter.drawRoundedRect(box, 4, 4)
    if is_marked:
        painter.setPen(QPen(ink(theme.CARD), 2))
        painter.drawPolyline([box.topLeft() + QPoint(*at) for at in ((4, 9), (8, 13), (14, 5))])


def _paint_said(painter: QPainter, line: QRect, kind: str, text: str) -> None:
    """Draw one line of what was said behind its rail."""
    rail = QRect(line.right() - RAIL, line.top() + 2, RAIL, line.height() - 4)
    painter.fillRect(rail, ink(theme.TAGS[kind][0]))
    words = line.adjusted(0, 0, -RAIL - GAP, 0)
    write(
        painter,
        words,
        elided(text, 13, words.width()),
        13,
        theme.TAGS["late"][0] if kind == "late" else theme.INK,
        START,
    )


def paint_parts(painter: QPainter, bar: QRect, parts: tuple[int, ...]) -> None:
    """Draw one bar divided by share from the right: solid, striped and outlined, each with its number where it fits."""
    right, done, whole = bar.right(), 0, sum(parts)
    for place, count in enumerate(parts):
        done += count
        left = bar.right() - round(bar.width() * done / whole)
        part, text = QRect(left, bar.top(), right - left, bar.height()), str(count)
        right = left
        if not count:
            continue
        edge, brush, words = PART_LOOKS[min(place, len(PART_LOOKS) - 1)]
        painter.setPen(ink(edge))
        painter.setBrush(QBrush(ink(edge), brush))
        painter.drawRect(part)
        if (width := width_of(text, 12, theme.Weight.Bold) + GAP) <= part.width():
            if brush == Qt.BrushStyle.BDiagPattern:
                middle = QRect(0, part.top() + 1, width, part.height() - 1)
                middle.moveLeft(part.center().x() - width // 2)
                painter.fillRect(middle, ink(theme.CARD))
            write(painter, part, text, 12, words, MIDDLE, theme.Weight.Bold)


@lru_cache(maxsize=500)
def wrapped(text: str, width: int, zoom: float, most: int) -> tuple[str, ...]:
    """Break the text into at most so many lines and elide the rest. Each line is drawn by itself, so that the space at
    the break does not indent it."""
    layout = QTextLayout(text, theme.font(13))
    layout.beginLayout()
    found: list[str] = []
    while len(found) < most and (line := layout.createLine()).isValid():
        line.setLineWidth(max(width, 40))
        end = len(text) if len(found) == most - 1 else line.textStart() + line.textLength()
        found.append(text[line.textStart() : end].strip())
    layout.endLayout()
    return (*found[:-1], _metrics(13).elidedText(found[-1], Qt.TextElideMode.ElideRight, width)) if found else ("",)


def tag_width(text: str) -> int:
    return width_of(text, 13) + theme.px(16)


def paint_tag(painter: QPainter, x: int, middle: int, kind: str, text: str, ground: str = "") -> int:
    """Draw a tag whose left edge is at `x`. Returns its width."""
    words, own = theme.TAGS[kind]
    where = QRect(x, 0, tag_width(text), theme.px(22))
    where.moveTop(middle - where.height() // 2)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink(ground or own))
    painter.drawRoundedRect(where, 5, 5)
    write(painter, where, text, 13, words, MIDDLE)
    return where.width()


def write(
    painter: QPainter,
    where: QRect,
    text: str,
    size: int,
    colour: str,
    side: Qt.AlignmentFlag,
    weight: theme.Weight = theme.Weight.Normal,
) -> int:
    """Draw one line of text at that side of `where`, in the middle of its height. Returns its width."""
    words, width, height = shaped(text, size, weight, theme.zoom())
    if side == START:
        x = where.right() + 1 - width
    else:
        x = where.left() + (0 if side == END else (where.width() - width) / 2)
    painter.setFont(theme.font(size, weight))
    painter.setPen(ink(colour))
    painter.drawStaticText(QPointF(x, where.top() + (where.height() - height) / 2), words)
    return math.ceil(width)


def width_of(text: str, size: int, weight: theme.Weight = theme.Weight.Normal) -> int:
    return math.ceil(shaped(text, size, weight, theme.zoom()).width)


class Shaped(NamedTuple):
    words: QStaticText
    width: float
    height: float


@lru_cache(maxsize=4000)
def shaped(text: str, size: int, weight: theme.Weight, zoom: float) -> Shaped:
    """Shape the text once: joining letters takes time, and each text is measured and drawn again at every scroll."""
    words = QStaticText(fa(text))
    words.setTextFormat(Qt.TextFormat.PlainText)
    words.setTextOption(_option())
    words.prepare(font=theme.font(size, weight))
    taken = words.size()
    return Shaped(words, taken.width(), taken.height())


@lru_cache
def _option() -> QTextOption:
    option = QTextOption()
    option.setTextDirection(Qt.LayoutDirection.RightToLeft)
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    return option


@lru_cache
def ink(colour: str) -> QColor:
    return QColor(colour)


def elided(text: str, size: int, room: int) -> str:
    if width_of(text, size) <= room:
        return text
    return _metrics(size).elidedText(fa(text), Qt.TextElideMode.ElideRight, room)


def _metrics(size: int) -> QFontMetrics:
    return QFontMetrics(theme.font(size))


def _row(index: QModelIndex | QPersistentModelIndex) -> ListRow:
    row: ListRow = index.data(Qt.ItemDataRole.UserRole)
    return row
