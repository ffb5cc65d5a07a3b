"""The sessions around a day: the day of a programme's next one, and the last one that was held before."""

from datetime import date, timedelta

from app.office import programmes
from app.office.holidays import holidays
from app.persian.calendar import local_day
from app.sessions import sessions
from app.sessions.sessions import Session
from db import Database


def next_day(db: Database, programme_id: int | None = None) -> str:
    """Return the day of the next session after today: the first one planned, or the first of the programme's rhythm.

    None asks for the nearest day of all programmes in use.
    """
    tomorrow = (date.fromisoformat(local_day(db.now())) + timedelta(days=1)).isoformat()
    asked = [programmes.get(db, programme_id)] if programme_id else programmes.active(db)
    planned = {
        row["id"]: row["day"]
        for row in db.rows(
            "SELECT programme_id AS id, MIN(day) AS day FROM session WHERE state = 'planned' AND day >= :tomorrow"
            " GROUP BY programme_id",
            tomorrow=tomorrow,
        )
    }
    closed = holidays(db).days
    return min(planned.get(each.id) or each.days(tomorrow, 1, closed)[0] for each in asked)


def held_before(db: Database, programme_id: int, day: str) -> Session | None:
    """Return the programme's last session before a day that was opened; None before its first one."""
    row = db.row(
        "SELECT id FROM session WHERE programme_id = :id AND day < :day AND state IN ('open', 'closed')"
        " ORDER BY day DESC, id DESC LIMIT 1",
        id=programme_id,
        day=day,
    )
    return sessions.get(db, row["id"]) if row else None
