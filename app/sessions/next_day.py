"""The next session's day of a programme: as planned, else by the programme's rule and the calendar of closures."""

from datetime import date, timedelta

from app.office import programmes
from app.office.holidays import holidays
from app.office.programmes import Programme
from app.persian.calendar import local_day
from db import Database


def tomorrow(db: Database) -> str:
    """Return the day from which a session is the next one: one of today is under way, or over."""
    return (date.fromisoformat(local_day(db.now())) + timedelta(days=1)).isoformat()


def next_day(db: Database, programme_id: int, start: str) -> str:
    """Return the day of the programme's first session from `start` on."""
    row = db.required_row(
        "SELECT MIN(day) AS day FROM session WHERE programme_id = :id AND state = 'planned' AND day >= :start",
        id=programme_id,
        start=start,
    )
    return row["day"] or day_by_rule(db, programmes.get(db, programme_id), start)


def next_days(db: Database, start: str) -> dict[int, str]:
    """Return that day for each programme in use, and for a retired one that still has a planned session."""
    planned = db.rows(
        "SELECT programme_id, MIN(day) AS day FROM session WHERE state = 'planned' AND day >= :start"
        " GROUP BY programme_id",
        start=start,
    )
    days = {row["programme_id"]: row["day"] for row in planned}
    return days | {each.id: day_by_rule(db, each, start) for each in programmes.active(db) if each.id not in days}


def day_by_rule(db: Database, programme: Programme, start: str) -> str:
    """Return the programme's first day from `start` on that is no holiday and has had no session, held or not."""
    rows = db.rows("SELECT day FROM session WHERE programme_id = :id AND day >= :start", id=programme.id, start=start)
    return programme.days(start, 1, holidays(db).days | {row["day"] for row in rows})[0]
