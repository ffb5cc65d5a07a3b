"""The time of day in Tehran, as a label."""

from PySide6.QtCore import QDateTime, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QLabel

from app.persian.calendar import local_day, local_time
from app.persian.text import fa

MINUTE = 60_000  # ms


def today() -> str:
    """Return the day it is in Tehran by this PC's clock, whatever its time zone."""
    return local_day(_moment(QDateTime.currentDateTimeUtc()))


def _moment(now: QDateTime) -> str:
    return now.toString("yyyy-MM-ddTHH:mm:ss.zzz") + "Z"


class Clock(QLabel):
    """Updates once a minute, on the minute, and only while it is visible."""

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._show_time)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_time()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def _show_time(self) -> None:
        now = QDateTime.currentDateTimeUtc()
        self.setText(fa(local_time(_moment(now))))
        self._timer.start(MINUTE - now.toMSecsSinceEpoch() % MINUTE + 50)
