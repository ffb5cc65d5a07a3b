"""A screen nobody touches locks itself."""

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QWindow

MINUTES = (5, 10, 15, 30, 60)
DEFAULT_MINUTES = 10
LOOK_MS = 5_000
_TOUCHES = frozenset({
    QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
})


class IdleLock(QObject):
    """`expired`: neither key nor mouse has reached the window for so many minutes. It listens at the window as the
    system knows it: there only input arrives, while a filter on the application would be asked about every painting."""

    expired = Signal()

    def __init__(self, window: QWindow, minutes: Callable[[], int], now: Callable[[], float] = monotonic) -> None:
        super().__init__(window)
        self._minutes, self._now = minutes, now
        self._touched = now()
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        window.installEventFilter(self)

    def stop(self) -> None:
        self._timer.stop()

    @Slot()
    def look(self) -> None:
        if self._now() - self._touched >= self._minutes() * 60:
            self.expired.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self._touched = self._now()
        return super().eventFilter(watched, event)


def lock_minutes(text: str) -> int:
    """The minutes this PC's settings hold."""
    return next((minutes for minutes in MINUTES if str(minutes) == text), DEFAULT_MINUTES)
