"""A pair of hands for the tour: keys, clicks and pictures on real widgets, as a clerk would."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QEvent, QEventLoop, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ui.widgets import Form

PATIENCE_MS = 25_000


class Stuck(Exception):
    """What the tour waited for did not come."""


class Driver:
    """`pressed` counts the keys since it was last set to 0; `window` is set by whoever opens the program."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._shots = folder, 0
        self.pressed = 0

    window: QWidget

    def type(self, text: str) -> None:
        """Into whatever has the focus. Letters go as events with their text: QTest cannot type Persian."""
        for letter in text:
            target = self._target()
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(target, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))
            self.pressed += 1
        self.settle()

    def press(self, *keys: str) -> None:
        """Named as on the buttons: 'Enter', 'Ctrl+Enter', 'F4', 'Alt+1'."""
        for name in keys:
            QTest.keySequence(self._target(), QKeySequence(name.replace("Enter", "Return")))
            self.pressed += 1
            self.settle()

    def _target(self) -> QWidget:
        """Who gets the next key: a list that has popped up before the field it belongs to, as Qt itself does it."""
        return QApplication.activePopupWidget() or QApplication.focusWidget() or self.window

    def click(self, widget: QWidget) -> None:
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        self.settle()

    def fill(self, form: Form, name: str, text: str) -> None:
        """Click into the field, write over what stands there, go on with Tab."""
        editor = form.editor(name)
        self.until(editor.isVisible, f"the field {name} stands")
        self.click(editor)
        self.press("Ctrl+A")
        self.type(text)
        self.press("Tab")

    def settle(self) -> None:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)

    def until(self, holds: Callable[[], object], what: str) -> None:
        """Let the program work until it holds; Stuck, naming `what`, when it never does."""
        deadline = QDeadlineTimer(PATIENCE_MS)
        while not holds():
            if deadline.hasExpired():
                self.shoot("stuck")
                raise Stuck(what)
            loop = QEventLoop()
            QTimer.singleShot(15, loop.quit)
            loop.exec()

    def shoot(self, name: str, widget: QWidget | None = None) -> None:
        """A numbered picture of the window, or of another widget."""
        self.settle()
        self._shots += 1
        (widget or self.window).grab().save(str(self._folder / f"{self._shots:02}-{name}.png"))
