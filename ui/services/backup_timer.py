"""Automatic backups: one a while after something changed, and one when a session closes."""

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.backups import taking
from app.backups.taking import NO_ARCHIVE, BackupResult
from app.errors import Refused
from app.journal.writing import SYSTEM
from app.persian.calendar import local_day, long_day
from app.this_pc.backup_place import BackupPlace
from app.wall_clock.doubt import WaitsForClock
from ui.work import Work

EVERY_MS = 60_000
FORGOTTEN = (
    "از آنچه از {} ثبت شده هنوز پشتیبان تهیه نشده است. در تنظیمات، «پشتیبان»، یکی تهیه کنید و پوشهٔ آن را بررسی کنید."
)


class BackupTimer(QObject):
    troubled = Signal(str)
    """A trouble with the backups that has just begun: a sentence for the clerk who answers for them."""

    def __init__(self, work: Work, place: BackupPlace) -> None:
        super().__init__(work)
        self._work, self._place = work, place
        self._is_busy = False
        self._archive_trouble = ""
        """The trouble with the archive of the last backup; '' when there is none."""
        self.trouble = ""
        """The trouble with the backups now; '' when there is none."""
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.back_up_if_due)
        self._timer.start()
        work.changed.connect(self._note_changes)
        work.crashed.connect(self._end_turn)

    @Slot()
    def back_up_if_due(self) -> None:
        """Take a backup if one is due, unless one is being taken."""
        if self._is_busy:
            return
        self._is_busy = True
        place = self._place
        if place.keeps_here():
            self._work.run_long(
                partial(taking.take_if_due, folder=place.folder, second=place.second(), minutes=place.minutes()),
                self._taken,
                self._failed,
            )
        else:
            self._check_coverage()

    def _note_changes(self, topics: set[str]) -> None:
        if "session" in topics:
            self.back_up_if_due()

    def _taken(self, taken: BackupResult) -> None:
        if taken.name:
            self._archive_trouble = NO_ARCHIVE.format(taken.note) if taken.note else ""
            self._work.run(partial(taking.record, clerk=SYSTEM, taken=taken))
        if trouble := taken.trouble or self._archive_trouble:
            self._is_busy = False
            self._report(trouble)
        else:
            self._check_coverage()

    def _end_turn(self, _: Exception) -> None:
        """After a bug, perhaps in this very task, the next turn comes all the same."""
        self._is_busy = False

    def _failed(self, refused: Refused) -> None:
        self._is_busy = False
        if not isinstance(refused, WaitsForClock):
            self._report(refused.sentence)

    def _check_coverage(self) -> None:
        """Warn when changes older than a day have no backup on any PC."""
        self._work.run_long(taking.uncovered_since, self._coverage_known, self._failed)

    def _coverage_known(self, uncovered_since: str) -> None:
        self._is_busy = False
        self._report(FORGOTTEN.format(long_day(local_day(uncovered_since))) if uncovered_since else "")

    def _report(self, trouble: str) -> None:
        before, self.trouble = self.trouble, trouble
        if trouble and trouble != before:
            self.troubled.emit(trouble)
