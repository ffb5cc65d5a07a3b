"""A drawing whose parts open what they count: by a double click, or by the arrows and Enter."""

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from ui.widgets import theme
from ui.widgets.buttons import is_plain_enter
from ui.widgets.row_delegate import ink

_BACK = (Qt.Key.Key_Up, Qt.Key.Key_Right)
_ON = (Qt.Key.Key_Down, Qt.Key.Key_Left)


class Openable(QWidget):
    opened = Signal(int)
    """The place of the part, from the first on."""

    def __init__(self) -> None:
        super().__init__()
        self._current = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolTip("Enter یا دوبار کلیک: پرونده‌های این عدد")

    def places(self) -> list[QRect]:
        """Return where each part stands."""
        raise NotImplementedError

    def paint_focus(self, painter: QPainter) -> None:
        """Frame the part that Enter opens, while the drawing has the focus."""
        places = self.places()
        if self.hasFocus() and places:
            painter.setPen(ink(theme.ACCENT))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(places[min(self._current, len(places) - 1)].adjusted(0, 0, -1, -1))

    def event(self, event: QEvent) -> bool:
        """Keep Enter from the buttons of the page."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and is_plain_enter(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self.places()) - 1
        if last >= 0 and is_plain_enter(event):
            self.opened.emit(min(self._current, last))
        elif last >= 0 and event.key() in (*_BACK, *_ON):
            step = 1 if event.key() in _ON else -1
            self._current = max(0, min(self._current + step, last))
            self.update()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        for place, room in enumerate(self.places()):
            if room.contains(event.position().toPoint()):
                self._current = place
                self.opened.emit(place)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()
