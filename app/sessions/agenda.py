"""The view of the sessions page: the session under way, the planned and the past ones, and those that a programme's
rhythm asks for."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.office import programmes
from app.office.holidays import Holidays, holidays
from app.office.programmes import Programme
from app.persian.calendar import local_day
from app.sessions import sessions
from app.sessions.sessions import Session
from db import Database

ROUNDS = 2
"""Sessions of each programme that are proposed."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A session that a programme's rhythm asks for and that nobody has planned yet."""

    programme_id: int
    programme: str
    day: str
    holiday: str = ""
    """Name of the holiday on that day, which skips the round unless a clerk sets another day; '' without one."""
    confirmed: bool = True
    """Whether the holidays of its year are confirmed."""


@dataclass(frozen=True, slots=True)
class Remaining:
    """The visits of the session under way that would be left in it if it closed now."""

    waiting: int
    at_tables: int


@dataclass(frozen=True, slots=True)
class ListedSession:
    session: Session
    people: int
    """Its visits and the invitees who have not come."""
    holiday: str = ""
    """Name of the holiday on its day: a closure came after the session was planned; '' without one."""
    confirmed: bool = True
    """Whether the holidays of its year are confirmed."""
    without_paraph: int = 0
    """Its meetings that no paraph was entered for; counted while the session is corrected."""


@dataclass(frozen=True, slots=True)
class SessionsView:
    today: str
    opened: ListedSession | None
    remaining: Remaining
    planned: tuple[ListedSession, ...]
    """Earliest first."""
    proposals: tuple[Proposal, ...]
    """Earliest first, the rounds that holidays skip among them."""
    past: tuple[ListedSession, ...]
    """Newest first."""
    programmes: tuple[Programme, ...]


def sessions_view(db: Database) -> SessionsView:
    opened, planned, past = sessions.opened(db), sessions.planned(db), sessions.past(db)
    closed = holidays(db)
    people = _people(db, min((session.id for session in (*planned, *past)), default=0))
    unwritten = _without_paraph(db)

    def listed(session: Session) -> ListedSession:
        return ListedSession(session, people.get(session.id, 0), without_paraph=unwritten.get(session.id, 0))

    return SessionsView(
        today=local_day(db.now()),
        opened=listed(opened) if opened else None,
        remaining=_remaining(db, opened.id if opened else 0),
        planned=tuple(_planned(each, people.get(each.id, 0), closed) for each in planned),
        proposals=tuple(sorted(_proposals(db, closed), key=lambda proposal: proposal.day)),
        past=tuple(listed(each) for each in past if each.state != "open"),
        programmes=tuple(programmes.active(db)),
    )


def _planned(session: Session, people: int, closed: Holidays) -> ListedSession:
    return ListedSession(session, people, closed.names.get(session.day, ""), closed.are_confirmed(session.day))


def _proposals(db: Database, closed: Holidays) -> Iterator[Proposal]:
    """Propose the next days of every programme that have no session yet, and name the rounds that holidays skip."""
    today = local_day(db.now())
    for programme in programmes.active(db):
        rows = db.rows(
            "SELECT day FROM session WHERE programme_id = :id AND day >= :today", id=programme.id, today=today
        )
        taken = {row["day"] for row in rows}
        held = programme.days(today, ROUNDS, closed.days | taken)
        skipped = [day for day in programme.days(today, ROUNDS, ()) if day in closed.days and day not in taken]
        for day in (*held, *skipped):
            yield Proposal(programme.id, programme.name, day, closed.names.get(day, ""), closed.are_confirmed(day))


def _remaining(db: Database, session_id: int) -> Remaining:
    row = db.required_row(
        "SELECT COUNT(*) FILTER (WHERE state IN ('waiting', 'held')) AS waiting,"
        " COUNT(*) FILTER (WHERE state IN ('called', 'meeting')) AS at_tables"
        " FROM visit WHERE session_id = :id AND on_paper = 0",
        id=session_id,
    )
    return Remaining(row["waiting"], row["at_tables"])


def _people(db: Database, first_id: int) -> dict[int, int]:
    """Count the visits and the invitees who have not come, by session, from session `first_id` on."""
    rows = db.rows(
        "SELECT session_id, COUNT(*) AS people FROM"
        " (SELECT session_id FROM visit WHERE session_id >= :first"
        " UNION ALL SELECT session_id FROM invitee WHERE session_id >= :first AND visit_id IS NULL) AS someone"
        " GROUP BY session_id",
        first=first_id,
    )
    return {row["session_id"]: row["people"] for row in rows}


def _without_paraph(db: Database) -> dict[int, int]:
    """Count the meetings without a valid paraph by session, of the sessions that are being corrected."""
    rows = db.rows(
        "SELECT session_id, COUNT(*) AS meetings FROM visit JOIN session ON session.id = session_id"
        " WHERE correcting_since <> '' AND visit.state IN ('meeting', 'done')"
        " AND NOT EXISTS (SELECT 1 FROM paraph WHERE visit_id = visit.id AND paraph.state = 'valid')"
        " GROUP BY session_id"
    )
    return {row["session_id"]: row["meetings"] for row in rows}
