"""What the public display shows."""

from dataclasses import dataclass

from app.office.settings import settings
from app.sessions import sessions
from app.sessions.sessions import Session
from db import Database


@dataclass(frozen=True, slots=True)
class Call:
    """Names only where the office chose so; the matter never."""

    period_id: int
    """Grows with every call and every repetition."""
    ticket: int
    table: str
    at: str
    name: str


@dataclass(frozen=True, slots=True)
class Board:
    office: str
    session: Session | None
    calls: tuple[Call, ...]
    """Newest first, one a visit."""
    waiting: int
    """Held ones too: they are in the hall."""


def board(db: Database) -> Board:
    session = sessions.opened(db)
    if session is None:
        return Board(settings(db).office, None, (), 0)
    waiting = db.one("SELECT COUNT(*) AS n FROM visit WHERE session_id = :id AND state IN ('waiting', 'held')",
                     id=session.id)["n"]
    return Board(settings(db).office, session, tuple(last_calls(db, session.id)), waiting)


def last_calls(db: Database, session_id: int, limit: int = 8) -> list[Call]:
    """Mistaken calls are left out, and those of people who are in line again: they are to come to no table."""
    names = bool(settings(db).display_names)
    rows = db.rows(
        "SELECT period.id AS period_id, ticket, meeting_table.name AS \"table\", started_at AS at,"
        " first_name, last_name FROM visit JOIN period ON period.id ="
        " (SELECT MAX(id) FROM period WHERE visit_id = visit.id AND state = 'called' AND note <> 'undone')"
        " JOIN meeting_table ON meeting_table.id = period.table_id JOIN visitor ON visitor.id = visitor_id"
        " WHERE session_id = :id AND visit.state IN ('called', 'meeting', 'no_show', 'done') AND on_paper = 0"
        " ORDER BY period.id DESC LIMIT :limit",
        id=session_id, limit=limit,
    )
    return [Call(row["period_id"], row["ticket"], row["table"], row["at"],
                 f"{row['first_name']} {row['last_name']}".strip() if names else "") for row in rows]
