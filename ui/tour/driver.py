"""Drives a window as a clerk would: keys, clicks and pictures on the real widgets."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QEvent, QEventLoop, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ui.widgets import Form

PATIENCE_MS = 25_000
STEADY_LOOKS, LOOK_MS, MOST_LOOKS = 4, 60, 60
"""A picture is taken once so many looks in a row were the same. On a loaded machine a page stood half filled for up to
150 ms. After the most looks it is taken all the same: the display flashes while a call is new."""


class Stuck(Exception):
    """A condition the tour waited for did not come true."""


class Pictures:
    """The numbered pictures of the whole tour, in one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._count = folder, 0

    def save(self, name: str, widget: QWidget) -> None:
        self._count += 1
        widget.grab().save(str(self._folder / f"{self._count:02}-{name}.png"))


class Driver:
    def __init__(self, window: QWidget, pictures: Pictures | None) -> None:
        """Without `pictures` none are taken, and no step waits for a window that stands still."""
        self.window, self._pictures = window, pictures
        self.key_count = 0
        """The keys pressed since a step last set this to 0."""

    def type(self, text: str) -> None:
        """Type into the widget with the focus. QTest cannot type Persian: letters go as events that carry their
        text."""
        for letter in text:
            target = self._target()
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(target, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))
            self.key_count += 1
        self._process_events()

    def press(self, *keys: str) -> None:
        """Press keys, named as on the buttons: 'Enter', 'Ctrl+Enter', 'F4', 'Alt+1'."""
        for key in keys:
            QTest.keySequence(self._target(), QKeySequence(key.replace("Enter", "Return")))
            self.key_count += 1
            self._process_events()

    def click(self, widget: QWidget) -> None:
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        self._process_events()

    def fill(self, form: Form, name: str, text: str) -> None:
        """Click into a field, replace its text and leave it with Tab."""
        editor = form.editor(name)
        self.wait(editor.isVisible, f"the field {name} is visible")
        self.click(editor)
        self.press("Ctrl+A")
        self.type(text)
        self.press("Tab")

    def wait(self, condition: Callable[[], object], description: str) -> None:
        """Let the program work until the condition is true; raise Stuck with the description when it never is."""
        deadline = QDeadlineTimer(PATIENCE_MS)
        while not condition():
            if deadline.hasExpired():
                self.picture("stuck")
                raise Stuck(description)
            self._work_on(15)

    def picture(self, name: str, widget: QWidget | None = None) -> None:
        """Save a picture of the window or of another widget once it stands still."""
        if self._pictures is None:
            return
        shown, same, before = widget or self.window, 0, None
        for _ in range(MOST_LOOKS):
            self._work_on(LOOK_MS)
            look = shown.grab().toImage()
            same = same + 1 if look == before else 1
            before = look
            if same == STEADY_LOOKS:
                break
        self._pictures.save(name, shown)

    def _work_on(self, milliseconds: int) -> None:
        """Let the program work for so long."""
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def _process_events(self) -> None:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)

    def _target(self) -> QWidget:
        """Return the widget that gets the next key. As in Qt, a popped-up list comes before the field it belongs to."""
        return QApplication.activePopupWidget() or QApplication.focusWidget() or self.window
