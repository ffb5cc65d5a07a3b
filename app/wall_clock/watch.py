"""The watch on the clock: it stops every task, from before the database is opened, while the clock is in doubt."""

from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from time import monotonic

from app.wall_clock.doubt import LEAP, ClockInDoubt, Doubt, hours_after, reason_for_doubt
from db import Database, StorageError, is_server

SERVER_SECONDS = 60
"""A server's clock is asked no more often: each time costs a round trip."""


class ClockWatch:
    """Belongs to one program. Any thread may look; two that look at once find the same."""

    def __init__(self, folders: Callable[[], Sequence[Path]]) -> None:
        """`folders`: where this PC keeps backups."""
        self._folders = folders
        self._seen = ""
        """The moment of the clock when it was last found right; '' before."""
        self._looked_at = 0.0

    def before_opening(self, open_reader: Callable[[], Database]) -> None:
        """Raise ClockInDoubt before anything is upgraded or written. A database that is not there yet, or away, is
        looked at once it is open."""
        try:
            reader = open_reader()
        except StorageError:
            return
        with closing(reader):
            self._check(reader, reader.now())

    def look(self, db: Database) -> None:
        """Raise ClockInDoubt when the clock has leapt since it was last found right."""
        if self._seen and is_server(db.address) and monotonic() - self._looked_at < SERVER_SECONDS:
            return
        self._looked_at, now = monotonic(), db.now()
        if self._seen and abs(hours_after(self._seen, now)) <= LEAP:
            self._seen = now
        else:
            self._check(db, now)

    def trust(self, doubt: Doubt) -> None:
        """A clerk has said that the clock of the doubt is right."""
        self._seen = doubt.now

    def _check(self, db: Database, now: str) -> None:
        from app.wall_clock.evidence import gather  # late: start-up

        if self._seen and abs(hours_after(self._seen, now)) <= LEAP:
            return
        reason = reason_for_doubt(evidence := gather(db, self._folders(), now)) if db.has_table("journal") else None
        if reason:
            known = evidence.last if reason == "behind" else evidence.known
            raise ClockInDoubt(Doubt(reason, now, known, shared=is_server(db.address)))
        self._seen = now
