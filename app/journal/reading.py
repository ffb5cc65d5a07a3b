"""Reads of the journal for rules and screens: the history of one thing, and the clock's lag behind the last change."""

from app.persian.calendar import minutes_between
from db import Database, Row

TOLERANCE_MINUTES = 2
"""A clock that lags behind by less is not mentioned."""


def history(db: Database, subject: str, subject_id: int) -> list[Row]:
    """Return what happened to one thing, oldest first."""
    return db.rows(
        "SELECT at, clerk, action, before, after FROM journal"
        " WHERE subject = :subject AND subject_id = :id ORDER BY id",
        subject=subject,
        id=subject_id,
    )


def clock_behind(db: Database) -> int:
    """Return the minutes by which the clock lags behind the last change; 0 within the tolerance."""
    last = last_moment(db)
    lag = minutes_between(db.now(), last) if last else 0
    return lag if lag >= TOLERANCE_MINUTES else 0


def pc_clock_ahead(db: Database) -> int:
    """Return the minutes by which this PC's clock is ahead of the server's, negative when it is behind; 0 within the
    tolerance, and always without a server."""
    ahead = minutes_between(db.now(), db.pc_now())
    return ahead if abs(ahead) >= TOLERANCE_MINUTES else 0


def last_moment(db: Database) -> str:
    """Return the moment of the last change that is not marked as made under a wrong clock; '' before the first."""
    last = db.row(
        "SELECT at FROM journal WHERE NOT EXISTS (SELECT 1 FROM wrong_clock WHERE lifted_at = ''"
        " AND journal.at >= since AND journal.at <= until AND journal.id <= last_row) ORDER BY id DESC LIMIT 1"
    )
    return str(last["at"]) if last else ""
