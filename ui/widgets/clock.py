"""The time of day, in Tehran, on a screen."""

from PySide6.QtCore import QDateTime, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QLabel

from app.persian.calendar import local_time
from app.persian.text import fa

MINUTE = 60_000  # ms


class Clock(QLabel):
    """Wakes once a minute, on the minute, and only while it is seen."""

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._tell)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tell()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def _tell(self) -> None:
        now = QDateTime.currentDateTimeUtc()
        self.setText(fa(local_time(now.toString("yyyy-MM-ddTHH:mm:ss.zzz") + "Z")))
        self._timer.start(MINUTE - now.toMSecsSinceEpoch() % MINUTE + 50)
