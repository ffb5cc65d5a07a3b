"""Breaks of a table during a session: prayer, or its official has left for a while. The expected wait knows them."""

from app.access.clerks import Clerk
from app.errors import Refused, refusals_beside
from app.journal.writing import Change, writing
from app.persian.calendar import at, local_day
from app.persian.text import fa
from app.sessions import sessions
from db import Database

ROLES = ("caller", "table")


def now(db: Database, session_id: int) -> dict[int, str]:
    """Return until when (UTC) the tables that are on a break in this session are, by their ids; '' without a known
    end."""
    rows = db.rows(
        "SELECT table_id, back_at FROM table_break WHERE session_id = :id AND ended_at = '' ORDER BY id", id=session_id
    )
    return {row["table_id"]: row["back_at"] for row in rows}


def begin(db: Database, clerk: Clerk, table_id: int, until: str) -> None:
    """Let a table rest until a time of today, 'HH:MM', or '' until it calls again. A second break replaces the
    first."""
    with writing(db, clerk, ROLES, "queue") as change:
        session = sessions.opened(db)
        if session is None:
            raise Refused("اکنون جلسه‌ای باز نیست.")
        if not db.row("SELECT id FROM meeting_table WHERE id = :id AND retired_on = ''", id=table_id):
            raise Refused("میز را از فهرست انتخاب کنید.", "table_id")
        back_at = _moment(change, until) if until.strip() else ""
        _end(change, table_id)
        db.send(
            "INSERT INTO table_break (session_id, table_id, started_at, back_at, clerk_id)"
            " VALUES (:session, :table, :now, :back, :clerk)",
            session=session.id,
            table=table_id,
            now=change.now,
            back=back_at,
            clerk=clerk.id or None,
        )
        change.record("begin_break", "meeting_table", table_id, after={"back_at": back_at})


def finish(db: Database, clerk: Clerk, table_id: int) -> None:
    """End the break of a table. Refused where it is on none."""
    with writing(db, clerk, ROLES, "queue") as change:
        if not db.row("SELECT id FROM table_break WHERE table_id = :id AND ended_at = ''", id=table_id):
            raise Refused("این میز در استراحت نیست.")
        _end(change, table_id)
        change.record("end_break", "meeting_table", table_id)


def end_by_call(change: Change, table_id: int) -> None:
    """A table that calls is not on a break any more; the call is in the journal, the break's end needs no row of its
    own."""
    _end(change, table_id)


def _end(change: Change, table_id: int) -> None:
    change.db.send(
        "UPDATE table_break SET ended_at = :now WHERE table_id = :id AND ended_at = ''", now=change.now, id=table_id
    )


def _moment(change: Change, until: str) -> str:
    with refusals_beside("until"):
        moment = at(local_day(change.now), until)
    if moment <= change.now:
        raise Refused(f"ساعت {fa(until.strip())} گذشته است؛ زمانی پس از این را بنویسید.", "until")
    return moment
