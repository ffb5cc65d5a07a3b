"""Draws the public display. Sizes are those of a 1920×1080 screen and scale with the real one."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from app.persian.text import fa
from ui.display.slots import Call
from ui.widgets import theme

HEAD, FOOT, COLUMN, EDGE = 109, 70, 620, 56
ROWS = 4
"""How many earlier calls are listed."""
BOLD, NORMAL = theme.Weight.Bold, theme.Weight.Normal
PALE, PILL, RULE, AMBER = "#A9BCC2", "#0B8A82", "#1F434D", "#FFC65C"
DIGITS = {1: 270, 2: 230, 3: 190, 4: 155}
"""The height of a digit by the number of calls that stand large."""
FONT_OF_DIGIT = 400 / 270
"""The font size that gives a Vazirmatn digit the height 1."""
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
CENTRE = Qt.AlignmentFlag.AlignCenter


class Canvas:
    def __init__(self, width: int, height: int) -> None:
        self._width, self._height = width, height
        self._unit = min(width / 1920, height / 1080)

    def px(self, size: float) -> float:
        return size * self._unit

    def font(self, size: float, weight: theme.Weight = NORMAL) -> QFont:
        made = QFont(theme.FAMILY)
        made.setPixelSize(max(1, round(self.px(size))))
        made.setWeight(weight)
        return made

    def clock(self) -> QRectF:
        return QRectF(self.px(EDGE), 0, self.px(300), self.px(HEAD) - 2)

    def large(self) -> QRectF:
        left, top = self.px(COLUMN), self.px(HEAD)
        return QRectF(left, top, self._width - left, self._height - top - self.px(FOOT))

    def begin(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        painter.fillRect(0, 0, self._width, self._height, QColor(theme.NIGHT))

    def paint_head(self, painter: QPainter, programme: str, quiet: str) -> None:
        line = QRectF(self.px(400), 0, self._width - self.px(400 + EDGE), self.px(HEAD))
        width = self._write(painter, line, programme, self.font(36, BOLD), "#FFFFFF", RIGHT)
        self._write(painter, line.adjusted(0, 0, -width - self.px(28), 0), quiet, self.font(30), PALE, RIGHT)
        painter.fillRect(QRectF(0, line.bottom() - 1, self._width, 2), QColor(RULE))

    def paint_foot(self, painter: QPainter, sentence: str, lost: bool) -> None:
        line = QRectF(0, self._height - self.px(FOOT), self._width, self.px(FOOT))
        if lost:
            painter.fillRect(line, QColor(AMBER))
        inside = line.adjusted(self.px(EDGE), 0, -self.px(EDGE), 0)
        ink, weight = ("#3D2500", BOLD) if lost else (PALE, NORMAL)
        self._write(painter, inside, sentence, self.font(30, weight), ink, RIGHT)

    def paint_small(self, painter: QPainter, calls: Sequence[Call]) -> None:
        area = self.large()
        column = QRectF(0, area.top(), self.px(COLUMN), area.height())
        painter.fillRect(column, QColor(theme.NIGHT_ROW))
        high = (column.height() - self.px(36)) / ROWS
        for place, call in enumerate(calls[:ROWS]):
            row = QRectF(self.px(44), column.top() + self.px(18) + place * high, column.width() - self.px(88), high)
            width = self._write(painter, row, str(call.ticket), self.font(98, BOLD), "#FFFFFF", RIGHT)
            room = row.adjusted(0, 0, -width - self.px(24), 0)
            self._paint_table(painter, room, call.table)
            if place:
                painter.fillRect(QRectF(row.left(), row.top(), row.width(), 2), QColor(RULE))

    def _paint_table(self, painter: QPainter, room: QRectF, table: str) -> None:
        """Paint a table's name; a long one takes two lines before it becomes too small to read."""
        font = self._fitting(table, 52, NORMAL, room.width())
        if font.pixelSize() >= self.px(40):
            self._write(painter, room, table, font, "#FFFFFF", LEFT)
        else:
            painter.setFont(self.font(40))
            painter.setPen(QColor("#FFFFFF"))
            painter.drawText(room, LEFT | Qt.TextFlag.TextWordWrap, fa(table))

    def paint_large(
        self, painter: QPainter, calls: Sequence[Call], glow: Callable[[Call], float], instead: str
    ) -> None:
        """`instead`: the text shown while there are no calls."""
        area = self.large()
        if not calls:
            painter.setFont(self.font(56))
            painter.setPen(QColor(PALE))
            room = area.adjusted(self.px(60), 0, -self.px(60), 0)
            painter.drawText(room, CENTRE | Qt.TextFlag.TextWordWrap, fa(instead))
        elif len(calls) == 1:
            self._paint_alone(painter, area, calls[0], glow(calls[0]))
        else:
            high = area.height() / len(calls)
            for place, call in enumerate(calls):
                cell = QRectF(area.left(), area.top() + place * high, area.width(), high)
                self._paint_cell(painter, cell, call, DIGITS[len(calls)], glow(call))
                if place:
                    painter.fillRect(QRectF(cell.left(), cell.top(), cell.width(), 2), QColor(RULE))

    def _paint_alone(self, painter: QPainter, area: QRectF, call: Call, glow: float) -> None:
        self._light(painter, area, glow)
        lift = self.px(50 if call.name else 0)
        middle = area.center().y() - self.px(128) - lift
        self._paint_number(painter, QRectF(area.left(), middle - self.px(200), area.width(), self.px(400)), call, 270)
        pill = QRectF(area.left(), area.center().y() + self.px(142) - lift, area.width(), self.px(150))
        self._paint_pill(painter, pill, call.table, 90)
        if call.name:
            name = QRectF(pill.left(), pill.bottom() + self.px(20), pill.width(), self.px(110))
            font = self._fitting(call.name, 60, NORMAL, name.width() - self.px(80))
            self._write(painter, name, call.name, font, "#FFFFFF", CENTRE)

    def _paint_cell(self, painter: QPainter, cell: QRectF, call: Call, digits: int, glow: float) -> None:
        """Paint one of several calls: the number in the right half, its table in the left."""
        self._light(painter, cell, glow)
        half = QRectF(cell.center().x(), cell.top(), cell.width() / 2, cell.height())
        self._paint_number(painter, half, call, digits)
        other = QRectF(cell.left() + self.px(20), cell.top(), cell.width() / 2, cell.height())
        if not call.name:
            self._paint_pill(painter, _middle(other, self.px(120)), call.table, 66)
            return
        upper = _middle(other, self.px(180))
        self._paint_pill(painter, QRectF(upper.left(), upper.top(), upper.width(), self.px(110)), call.table, 60)
        lower = QRectF(upper.left(), upper.top() + self.px(110), upper.width(), self.px(70))
        self._write(painter, lower, call.name, self._fitting(call.name, 42, NORMAL, lower.width()), "#FFFFFF", CENTRE)

    def _paint_number(self, painter: QPainter, where: QRectF, call: Call, digits: int) -> None:
        """Paint the number centred by its digits: the font's own line is higher above them than below."""
        font = self._fitting(str(call.ticket), digits * FONT_OF_DIGIT, BOLD, where.width() - self.px(40))
        text = fa(call.ticket)
        ink = QFontMetricsF(font).tightBoundingRect(text)
        painter.setFont(font)
        painter.setPen(QColor("#FFFFFF"))
        painter.drawText(where.center() - ink.center(), text)

    def _paint_pill(self, painter: QPainter, where: QRectF, text: str, size: int) -> None:
        side = self.px(60) if size > 70 else self.px(36)
        font = self._fitting(text, size, BOLD, where.width() - 2 * side - self.px(20))
        pill = QRectF(0, 0, QFontMetricsF(font).horizontalAdvance(fa(text)) + 2 * side, where.height())
        pill.moveCenter(where.center())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(PILL))
        painter.drawRoundedRect(pill, self.px(24), self.px(24))
        self._write(painter, pill, text, font, "#FFFFFF", CENTRE)

    def _light(self, painter: QPainter, where: QRectF, glow: float) -> None:
        if glow > 0:
            light = QColor(PILL)
            light.setAlphaF(0.4 * glow)
            painter.fillRect(where, light)

    def _fitting(self, text: str, size: float, weight: theme.Weight, width: float) -> QFont:
        """Return the font at `size`, or as much smaller as the width requires."""
        needed = QFontMetricsF(self.font(size, weight)).horizontalAdvance(fa(text))
        return self.font(size * min(1.0, width / needed) if needed else size, weight)

    def _write(
        self, painter: QPainter, where: QRectF, text: str, font: QFont, colour: str, side: Qt.AlignmentFlag
    ) -> float:
        """Draw one line of text and return its width."""
        painter.setFont(font)
        painter.setPen(QColor(colour))
        painter.drawText(where, side | Qt.TextFlag.TextSingleLine, fa(text))
        return QFontMetricsF(font).horizontalAdvance(fa(text))


def _middle(where: QRectF, height: float) -> QRectF:
    return QRectF(where.left(), where.center().y() - height / 2, where.width(), height)
