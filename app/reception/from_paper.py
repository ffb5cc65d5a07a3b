"""Entering visitors who were served on paper: in the session under way, or afterwards in one that is corrected."""

from functools import partial

from app.access.clerks import Clerk
from app.errors import Refused
from app.journal.writing import AskingChange, Change, writing
from app.persian.calendar import local_time
from app.persian.text import fa, isolate
from app.reception.arrival import Arrival, Served
from app.reception.registering import ROLES, Asked, add, ask, name_deferred
from app.sessions.sessions import REOPENERS, Session
from app.visits import visits
from app.visits.visits import Visit
from db import Database

QUESTIONS = ("outside", "overlap")
"""The questions about times that are possible but unlikely; the arrival names the kinds that the clerk has accepted."""


def enter_from_paper(db: Database, clerk: Clerk, session_id: int, arrival: Arrival, served: Served) -> Visit:
    """Enter a visitor of the session under way, with the true times; the paraph is written to the visit next."""
    with writing(db, clerk, ROLES, "queue", "visitors", ask=partial(ask, db, session_id, arrival)) as change:
        change.asked.session().must_be("open")
        return _enter(change, arrival, served)


def enter_late(db: Database, clerk: Clerk, session_id: int, arrival: Arrival, served: Served) -> Visit:
    """Enter a visitor of a session that is over and being corrected, with the true times of its day."""
    with writing(db, clerk, REOPENERS, "queue", "visitors", ask=partial(ask, db, session_id, arrival)) as change:
        change.asked.session().must_be_corrected_now()
        return _enter(change, arrival, served)


def _enter(change: AskingChange[Asked], arrival: Arrival, served: Served) -> Visit:
    db, session = change.db, change.asked.session()
    times = served.moments(session.day, change.now)
    table = name_deferred(db, "meeting_table", "wanted_table_id", served.table_id)()
    if "outside" not in arrival.accepted:
        _question_outside(session, times)
    if "overlap" not in arrival.accepted:
        _question_overlap(db, session, served.table_id, table, times)
    visit_id = add(change, arrival, times[0]).id
    _serve(change, visit_id, served.table_id, times)
    change.record("from_paper", "visit", visit_id, after=dict(zip(("arrived", "called", "ended"), times, strict=True)))
    return visits.get(db, visit_id)


def _question_outside(session: Session, times: list[str]) -> None:
    opened, closed = session.opened_at or times[0], session.closed_at or times[-1]
    if times[0][:16] < opened[:16] or times[-1][:16] > closed[:16]:  # by the minute, as they are typed
        until = f" تا {_clock(closed)}" if session.closed_at else ""
        raise Refused(f"این ساعت‌ها خارج از ساعت جلسه است؛ جلسه از {_clock(opened)}{until} برگزار شده است.", "outside")


def _question_overlap(db: Database, session: Session, table_id: int, table: str, times: list[str]) -> None:
    """Raise Refused when another visitor met at the same table at the same time."""
    row = db.row(
        "SELECT ticket, started_at, COALESCE(period.ended_at, paper_ended_at) AS ended_at FROM period"
        " JOIN visit ON visit.id = visit_id WHERE session_id = :session AND period.table_id = :table"
        " AND period.state = 'meeting' AND note <> 'undone' AND started_at < :ended"
        " AND COALESCE(period.ended_at, paper_ended_at, '9') > :called ORDER BY period.id LIMIT 1",
        session=session.id,
        table=table_id,
        called=times[1],
        ended=times[2],
    )
    if row:
        until = f" تا {_clock(row['ended_at'])}" if row["ended_at"] else ""
        raise Refused(
            f"در همین زمان نوبت {fa(row['ticket'])} پای {fa(table)} بوده است (از {_clock(row['started_at'])}{until}).",
            "overlap",
        )


def _clock(moment: str) -> str:
    return isolate(fa(local_time(moment)))


def _serve(change: Change, visit_id: int, table_id: int, times: list[str]) -> None:
    arrived, called, ended = times
    db = change.db
    db.send("UPDATE period SET ended_at = :called WHERE visit_id = :id", called=called, id=visit_id)
    db.send(
        "INSERT INTO period (visit_id, state, started_at, clerk_id, table_id, note)"
        " VALUES (:id, 'meeting', :called, :clerk, :table_id, 'paper')",
        id=visit_id,
        called=called,
        clerk=change.clerk.id,
        table_id=table_id,
    )
    db.send(
        "UPDATE visit SET state = 'meeting', on_paper = 1, table_id = :table_id, paper_ended_at = :ended,"
        " arrived_at = :arrived WHERE id = :id",
        table_id=table_id,
        ended=ended,
        arrived=arrived,
        id=visit_id,
    )
