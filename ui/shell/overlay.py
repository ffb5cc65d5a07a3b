"""What lies over the window for a while: a search, a preview, two writings side by side."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from shiboken6 import isValid

SCRIM = QColor(14, 42, 51, 120)


class Overlay(QWidget):
    """Beneath it nothing answers to a key; when it is left, the focus is back where it was."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window, self._back = window, QApplication.focusWidget()
        window.installEventFilter(self)

    def cover_window(self) -> None:
        self.setGeometry(self._window.rect())
        self._rest(True)
        self.show()
        self.raise_()

    def leave(self) -> None:
        self._rest(False)
        self.hide()
        self.deleteLater()
        if self._back and isValid(self._back):
            self._back.setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), SCRIM)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._window.rect())
        return super().eventFilter(watched, event)

    def _rest(self, resting: bool) -> None:
        if beneath := self._window.centralWidget():
            beneath.setEnabled(not resting)
