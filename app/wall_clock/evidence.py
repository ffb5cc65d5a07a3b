"""The evidence of the time: the journal, the backups, the data file, and on which days the office works."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from app.backups.files import backup_files
from app.journal.reading import last_moment
from app.office import holidays, programmes
from app.office.working_days import WorkingDays
from app.persian.calendar import local_day
from app.wall_clock.doubt import LEAP, Evidence, hours_after
from app.wall_clock.marks import Mark, marks
from db import Database, is_server

WEEKS_BACK = timedelta(weeks=8)


def gather(db: Database, folders: Sequence[Path], now: str) -> Evidence:
    """Read what is known; of an office that was not upgraded yet, and of an hour ago, no more than is needed."""
    is_current = db.row("SELECT n FROM revision WHERE topic = 'schema'") == {"n": db.version}
    last = last_moment(db) if is_current else _last_row(db)
    if last and abs(hours_after(last, now)) <= LEAP:
        return Evidence(now, last)
    today = local_day(now)
    closed = holidays.holidays(db).days if is_current else frozenset()
    days = WorkingDays.load(db) if is_current else WorkingDays(thursday=True)
    return Evidence(
        now,
        last,
        tuple(_moments_of_files(db, folders, marks(db) if is_current else [])),
        session_today=_is_planned(db, today) or (is_current and _is_due(db, today, closed)),
        holiday_today=today in closed,
        works_today=days.include(today),
        days_used=tuple(_days_used(db, last)),
    )


def _is_planned(db: Database, today: str) -> bool:
    row = db.row("SELECT id FROM session WHERE day = :day AND state IN ('planned', 'open') LIMIT 1", day=today)
    return row is not None


def _is_due(db: Database, today: str, closed: frozenset[str]) -> bool:
    return any(programme.days(today, 1, closed)[0] == today for programme in programmes.active(db))


def _days_used(db: Database, last: str) -> list[str]:
    """Return the days of use before the last change, by UTC: an office works when both calendars have the same day."""
    if not last:
        return []
    since = (date.fromisoformat(last[:10]) - WEEKS_BACK).isoformat()
    rows = db.rows(
        "SELECT DISTINCT SUBSTR(at, 1, 10) AS day FROM journal WHERE at >= :since AND at <= :last ORDER BY day",
        since=since,
        last=last,
    )
    return [row["day"] for row in rows]


def _last_row(db: Database) -> str:
    """Return the moment of the journal's last row, in a schema that may know no marks."""
    last = db.row("SELECT at FROM journal ORDER BY id DESC LIMIT 1")
    return str(last["at"]) if last else ""


def _moments_of_files(db: Database, folders: Sequence[Path], wrong: Sequence[Mark]) -> list[str]:
    """Return when backups were taken, by their names, and when the data file was last written; not what a wrong clock
    wrote."""
    found = [each.at for each in backup_files(*folders)]
    if not is_server(db.address):
        with suppress(OSError):
            written = datetime.fromtimestamp(Path(db.address).stat().st_mtime, UTC)
            found.append(written.isoformat(timespec="milliseconds").replace("+00:00", "Z"))
    return [moment for moment in found if not any(each.covers(0, moment) for each in wrong)]
