"""The sessions around a day."""

from app.sessions import sessions
from app.sessions.sessions import Session
from db import Database


def held_before(db: Database, programme_id: int, day: str) -> Session | None:
    """Return the programme's last session before a day that was opened; None before its first one."""
    row = db.row(
        "SELECT id FROM session WHERE programme_id = :id AND day < :day AND state IN ('open', 'closed')"
        " ORDER BY day DESC, id DESC LIMIT 1",
        id=programme_id,
        day=day,
    )
    return sessions.get(db, row["id"]) if row else None
