"""Reads of the journal for rules and screens: the history of one thing, and the clock's lag behind the last change."""

from datetime import datetime, timedelta

from db import Database, Row

TOLERANCE = timedelta(minutes=2)
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
    """Return the minutes by which this PC's clock lags behind the last change; 0 within the tolerance."""
    last = db.row("SELECT at FROM journal ORDER BY id DESC LIMIT 1")
    if not last:
        return 0
    lag = datetime.fromisoformat(last["at"]) - datetime.fromisoformat(db.now())
    return int(lag.total_seconds() // 60) if lag > TOLERANCE else 0
