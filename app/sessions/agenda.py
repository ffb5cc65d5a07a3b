"""What lies before the office: the session under way, those planned, those the rhythm asks for, and those held."""

from dataclasses import dataclass

from app.office import programmes
from app.office.lists import holidays
from app.office.programmes import Programme
from app.persian.calendar import local_day
from app.sessions import sessions
from app.sessions.sessions import Session
from db import Database


@dataclass(frozen=True, slots=True)
class Proposal:
    """A session the rhythm asks for and nobody has planned yet."""

    programme_id: int
    programme: str
    day: str
    holiday: str = ""
    """The name of the holiday that skips this round, unless a clerk sets another day for it."""


@dataclass(frozen=True, slots=True)
class Remaining:
    """Who would be left behind if the session closed now."""

    waiting: int
    at_tables: int


@dataclass(frozen=True, slots=True)
class SessionsView:
    today: str
    opened: Session | None
    remaining: Remaining
    """Of the session under way."""
    planned: tuple[Session, ...]
    proposals: tuple[Proposal, ...]
    """With the rounds that holidays skip in between."""
    past: tuple[Session, ...]
    programmes: tuple[Programme, ...]
    people: dict[int, int]
    """By session: visits and, before it begins, invitees."""


def sessions_view(db: Database) -> SessionsView:
    opened, planned, past = sessions.opened(db), sessions.planned(db), sessions.past(db)
    return SessionsView(
        today=local_day(db.now()), opened=opened, remaining=_remaining(db, opened), planned=tuple(planned),
        proposals=_with_skipped(db), past=tuple(one for one in past if one.state != "open"),
        programmes=tuple(programmes.active(db)), people=_people(db, [one.id for one in (*planned, *past)]),
    )


def proposals(db: Database, count: int = 2) -> list[Proposal]:
    """The next days of every programme that have no session yet, earliest first."""
    closed, today = holidays(db), local_day(db.now())
    found = []
    for programme in programmes.active(db):
        rows = db.rows("SELECT day FROM session WHERE programme_id = :id AND day >= :today",
                       id=programme.id, today=today)
        taken = {row["day"] for row in rows}
        found += [Proposal(programme.id, programme.name, day) for day in programme.days(today, count, closed | taken)]
    return sorted(found, key=lambda proposal: proposal.day)


def skipped(db: Database, count: int = 2) -> list[Proposal]:
    """Rounds of the near future that fall on a holiday, earliest first."""
    names = {row["day"]: row["name"] for row in db.rows("SELECT day, name FROM holiday WHERE retired_on = ''")}
    today = local_day(db.now())
    return [
        Proposal(programme.id, programme.name, day, names[day])
        for programme in programmes.active(db) for day in programme.days(today, count, ()) if day in names
    ]


def _with_skipped(db: Database) -> tuple[Proposal, ...]:
    return tuple(sorted((*proposals(db), *skipped(db)), key=lambda proposal: proposal.day))


def _remaining(db: Database, session: Session | None) -> Remaining:
    row = db.one(
        "SELECT COUNT(*) FILTER (WHERE state IN ('waiting', 'held')) AS waiting,"
        " COUNT(*) FILTER (WHERE state IN ('called', 'meeting')) AS at_tables"
        " FROM visit WHERE session_id = :id AND on_paper = 0", id=session.id if session else 0,
    )
    return Remaining(row["waiting"], row["at_tables"])


def _people(db: Database, session_ids: list[int]) -> dict[int, int]:
    rows = db.rows(
        "SELECT session_id, COUNT(*) AS people FROM"
        " (SELECT session_id FROM visit WHERE session_id >= :first"
        " UNION ALL SELECT session_id FROM invitee WHERE session_id >= :first AND visit_id IS NULL) AS someone"
        " GROUP BY session_id", first=min(session_ids, default=0),
    )
    return {row["session_id"]: row["people"] for row in rows}
