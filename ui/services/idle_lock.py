"""Locks a screen that nobody touches."""

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QWindow

MINUTES = (5, 10, 15, 30, 60)
DEFAULT_MINUTES = 10
CHECK_MS = 5_000
_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


class IdleLock(QObject):
    """Emits `expired` when neither key nor mouse has reached the window for the given minutes.

    It filters the events of the system's window, where only input arrives; a filter on the application would be called
    for every painting too.
    """

    expired = Signal()

    def __init__(self, window: QWindow, minutes: Callable[[], int], seconds: Callable[[], float] = monotonic) -> None:
        super().__init__(window)
        self._minutes, self._seconds = minutes, seconds
        self._touched_at = seconds()
        self._timer = QTimer(self, interval=CHECK_MS)
        self._timer.timeout.connect(self.check)
        self._timer.start()
        window.installEventFilter(self)

    def stop(self) -> None:
        self._timer.stop()

    def idle_seconds(self) -> float:
        return self._seconds() - self._touched_at

    @Slot()
    def check(self) -> None:
        if self.idle_seconds() >= self._minutes() * 60:
            self.expired.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self._touched_at = self._seconds()
        return super().eventFilter(watched, event)


def lock_minutes(text: str) -> int:
    """Return the minutes that this PC's settings hold, or the default for anything but one of MINUTES."""
    return next((minutes for minutes in MINUTES if str(minutes) == text), DEFAULT_MINUTES)
