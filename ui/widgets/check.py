"""A box to tick."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QStyle, QStyleOptionButton

from ui.widgets import theme


class Check(QCheckBox):
    """Paints its own tick, because a style sheet can show one only from a picture file."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        where = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
        box = QRectF(where).adjusted(1, 1, -1, -1)
        on = self.isChecked()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(theme.ACCENT if on or self.hasFocus() else "#76818F"), 1.5))
            painter.setBrush(QColor(theme.ACCENT if on else theme.CARD))
            painter.drawRoundedRect(box, 4, 4)
            if on:
                painter.setPen(QPen(QColor(theme.CARD), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
                x, y, side = box.left(), box.top(), box.width()
                painter.drawPolyline(
                    [
                        QPointF(x + side * across, y + side * down)
                        for across, down in ((0.25, 0.52), (0.43, 0.7), (0.76, 0.32))
                    ]
                )
