"""A panel that covers the window for a while: a search, a preview, two texts side by side."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from shiboken6 import isValid

SCRIM = QColor(14, 42, 51, 120)


class Overlay(QWidget):
    """While it covers the window, no key reaches what lies beneath. Leaving gives the focus back to its old widget."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window, self._focus_before = window, QApplication.focusWidget()
        window.installEventFilter(self)

    def cover_window(self) -> None:
        self.setGeometry(self._window.rect())
        self._enable_window(False)
        self.show()
        self.raise_()

    def leave(self) -> None:
        self._enable_window(True)
        self.hide()
        self.deleteLater()
        if self._focus_before and isValid(self._focus_before):
            self._focus_before.setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), SCRIM)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._window.rect())
        return super().eventFilter(watched, event)

    def _enable_window(self, enabled: bool) -> None:
        if beneath := self._window.centralWidget():
            beneath.setEnabled(enabled)
