"""Typing for tests of screens; `qtbot.keyClicks` aborts Python at a Persian letter."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication


def type_text(widget, text):
    """Send the text letter by letter; an open list gets the keys first, as on a real screen."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            target = QApplication.activePopupWidget() or widget
            QApplication.sendEvent(target, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))


def press(widget, key, modifiers=Qt.KeyboardModifier.NoModifier):
    """Send a key as the keyboard does: shortcuts first, then the widget with focus (or the open list)."""
    QTest.keyClick(QApplication.activePopupWidget() or QApplication.focusWidget() or widget, key, modifiers)


def paste(widget, text):
    QGuiApplication.clipboard().setText(text)
    widget.paste()
