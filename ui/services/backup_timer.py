"""Backups that take themselves: one a while after something changed, one when a session closes."""

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.backups import backups
from app.backups.backups import NO_ARCHIVE, Taken
from app.errors import Refused
from app.journal.writing import SYSTEM
from app.persian.calendar import local_day, long_day
from app.this_pc.backup_place import BackupPlace
from ui.work import Work

EVERY_MS = 60_000
FORGOTTEN = "آنچه از {} نوشته شده هنوز پشتیبان ندارد. در تنظیمات، «پشتیبان»، یکی بگیرید و پوشهٔ آن را بررسی کنید."


class BackupTimer(QObject):
    troubled = Signal(str)
    """What is amiss with the backups, when it begins to be: for who answers for them."""

    def __init__(self, work: Work, place: BackupPlace) -> None:
        super().__init__(work)
        self._work, self._place = work, place
        self._busy = False
        self._note = ""
        """What was amiss with the last one's archive."""
        self.trouble = ""
        """What is amiss now; '' when all is well."""
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.turn)
        self._timer.start()
        work.changed.connect(self._changed)
        work.crashed.connect(self._stumbled)

    @Slot()
    def turn(self) -> None:
        """One if one is due. Never two under way."""
        if self._busy:
            return
        self._busy = True
        place = self._place
        if place.keeps_here():
            self._work.run_long(partial(backups.take_if_due, folder=place.folder, second=place.second(),
                                        minutes=place.minutes()), self._taken, self._failed)
        else:
            self._look_back("")

    def _changed(self, topics: set[str]) -> None:
        if "session" in topics:
            self.turn()

    def _taken(self, taken: Taken) -> None:
        if taken.name:
            self._note = NO_ARCHIVE.format(taken.note) if taken.note else ""
            self._work.run(partial(backups.note, clerk=SYSTEM, taken=taken))
        self._look_back(taken.trouble or self._note)

    def _stumbled(self, _: Exception) -> None:
        """A bug, here perhaps: the next turn comes all the same."""
        self._busy = False

    def _failed(self, refused: Refused) -> None:
        self._busy = False
        self._tell(refused.sentence)

    def _look_back(self, trouble: str) -> None:
        """Whether another PC, or this one on another day, has forgotten them."""
        if trouble:
            self._busy = False
            self._tell(trouble)
        else:
            self._work.run_long(backups.uncovered_since, self._looked_back, self._failed)

    def _looked_back(self, since: str) -> None:
        self._busy = False
        self._tell(FORGOTTEN.format(long_day(local_day(since))) if since else "")

    def _tell(self, trouble: str) -> None:
        before, self.trouble = self.trouble, trouble
        if trouble and trouble != before:
            self.troubled.emit(trouble)
