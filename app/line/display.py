"""The last calls, as the public display shows them."""

from dataclasses import dataclass

from app.office.settings import settings
from app.sessions import sessions
from app.sessions.sessions import Session
from db import Database


@dataclass(frozen=True, slots=True)
class Call:
    """One call as the hall may see it; the matter is never shown."""

    period_id: int
    """Grows with every call and every recall."""
    ticket: int
    table: str
    at: str
    """UTC."""
    name: str
    """'' unless the office chose to show names."""


@dataclass(frozen=True, slots=True)
class Board:
    office: str
    session: Session | None
    calls: tuple[Call, ...]
    """Newest first, one for each visit."""
    waiting: int
    """Visits in the line and held ones, whose visitors are in the hall too."""


def board(db: Database) -> Board:
    session = sessions.opened(db)
    if session is None:
        return Board(settings(db).office, None, (), 0)
    waiting = db.required_row(
        "SELECT COUNT(*) AS n FROM visit WHERE session_id = :id AND state IN ('waiting', 'held')", id=session.id
    )["n"]
    return Board(settings(db).office, session, tuple(last_calls(db, session.id)), waiting)


def last_calls(db: Database, session_id: int, limit: int = 8) -> list[Call]:
    """Return the last call of each visit, newest first. Mistaken calls are left out, and so are visits that are in the
    line again, because they are called to no table."""
    names = bool(settings(db).display_names)
    rows = db.rows(
        'SELECT period.id AS period_id, ticket, meeting_table.name AS "table", started_at AS at,'
        " first_name, last_name FROM visit JOIN period ON period.id ="
        " (SELECT MAX(id) FROM period WHERE visit_id = visit.id AND state = 'called' AND note <> 'undone')"
        " JOIN meeting_table ON meeting_table.id = period.table_id JOIN visitor ON visitor.id = visitor_id"
        " WHERE session_id = :id AND visit.state IN ('called', 'meeting', 'no_show', 'done') AND on_paper = 0"
        " ORDER BY period.id DESC LIMIT :limit",
        id=session_id,
        limit=limit,
    )
    return [
        Call(
            row["period_id"],
            row["ticket"],
            row["table"],
            row["at"],
            f"{row['first_name']} {row['last_name']}".strip() if names else "",
        )
        for row in rows
    ]
