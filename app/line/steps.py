"""The steps that take a visit from the line to a table and back. visits/visits.py declares which state allows which
step; line/standing.py decides which visit is next."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from app.access.clerks import Clerk
from app.errors import Refused, refusals_beside
from app.journal.topics import Topic
from app.journal.writing import Change, writing
from app.line import breaks
from app.line.standing import next_for_deferred
from app.office.settings import settings
from app.persian.calendar import at, local_day, local_time
from app.persian.text import checked, fa
from app.sessions import sessions
from app.sessions.carry_over import carry_over, end_visit
from app.sessions.sessions import Session
from app.visits import visits
from app.visits.visits import Visit, present_call, recalls, ticket_at_table_deferred
from db import Database, Deferred, Row

ROLES = ("caller", "table")


@dataclass(frozen=True, slots=True)
class _AskedStep:
    """The reads with which every step opens."""

    visit: Deferred[Visit]
    session: Deferred[Session]


def _ask_step(db: Database, visit_id: int) -> _AskedStep:
    return _AskedStep(visits.get_deferred(db, visit_id), sessions.of_visit_deferred(db, visit_id))


@contextmanager
def step_allowed(
    db: Database, clerk: Clerk, roles: tuple[str, ...], visit_id: int, step: str, *topics: Topic
) -> Iterator[tuple[Change, Visit]]:
    """Open a write in which a visit takes one of visits.STEPS. Refused unless its session is open and its state allows
    the step."""
    with writing(db, clerk, roles, "queue", *topics, ask=partial(_ask_step, db, visit_id)) as change:
        visit = change.asked.visit()
        change.asked.session().must_be("open")
        visit.must_allow(step)
        yield change, visit


@dataclass(frozen=True, slots=True)
class _AskedCall:
    """The reads with which the next call to a table opens."""

    session: Deferred[Session]
    table: Deferred[str]
    """Its name."""
    head: Deferred[Visit | None]


def _ask_call(db: Database, session_id: int, table_id: int) -> _AskedCall:
    return _AskedCall(
        sessions.get_deferred(db, session_id),
        _free_table_deferred(db, table_id),
        next_for_deferred(db, session_id, table_id),
    )


def call_next(db: Database, clerk: Clerk, session_id: int, table_id: int) -> Visit | None:
    """Call the visit whose turn it is; None when nobody waits for this table."""
    with writing(db, clerk, ROLES, "queue", ask=partial(_ask_call, db, session_id, table_id)) as change:
        change.asked.session().must_be("open")
        table, visit = change.asked.table(), change.asked.head()
        return _call(change, visit, table_id, table) if visit else None


def call(db: Database, clerk: Clerk, visit_id: int, table_id: int) -> Visit:
    """Call this visit, whether or not it is its turn."""
    with step_allowed(db, clerk, ROLES, visit_id, "call") as (change, visit):
        return _call(change, visit, table_id, _free_table_deferred(db, table_id)())


def recall(db: Database, clerk: Clerk, visit_id: int) -> Visit:
    """Call the number again, at most as often as the office allows; after that the clerk marks a no-show."""
    with step_allowed(db, clerk, ROLES, visit_id, "recall") as (change, visit):
        limit = settings(db).recall_limit
        if recalls(db, visit_id) >= limit:
            raise Refused(
                f"نوبت {fa(visit.ticket)}، {fa(limit)} بار دوباره فراخوانده شده است؛ غیبت ثبت کنید یا نوبت را به صف"
                " برگردانید."
            )
        called = _entered_deferred(change, visit, "called", table_id=visit.table_id, return_at=visit.return_at)
    return called()


def came(db: Database, clerk: Clerk, visit_id: int) -> Visit:
    with step_allowed(db, clerk, ROLES, visit_id, "came") as (change, visit):
        met = _entered_deferred(change, visit, "meeting", table_id=visit.table_id)
    return met()


def no_show(db: Database, clerk: Clerk, visit_id: int) -> None:
    with step_allowed(db, clerk, ROLES, visit_id, "no_show") as (change, _):
        end_visit(change, visit_id, "no_show")


def back(db: Database, clerk: Clerk, visit_id: int) -> Visit:
    """Put the visit into the line again: at its old place, or at the end after a no-show or after it had left."""
    with step_allowed(db, clerk, ROLES, visit_id, "back") as (change, visit):
        at_end = visit.state in ("no_show", "left")
        end = {"line_at": change.now, "line_place": change.place} if at_end else {}
        waiting = _entered_deferred(change, visit, "waiting", **end)
    return waiting()


def undo(db: Database, clerk: Clerk, visit_id: int) -> Visit:
    """Take back a mistaken call, or the mistaken no-show it ended in. The visit is as before the call, at its old place
    in the line, and neither the call nor its repetitions count."""
    with step_allowed(db, clerk, ROLES, visit_id, "undo") as (change, visit):
        for period_id in present_call(db, visit_id):
            db.send("UPDATE period SET note = 'undone' WHERE id = :id", id=period_id)
        before = _entered_deferred(change, visit, "held" if visit.return_at else "waiting", return_at=visit.return_at)
    return before()


def hold(db: Database, clerk: Clerk, visit_id: int, until: str) -> Visit:
    """Take the visit out of the line until a time of today, 'HH:MM'; then it is in line again at its old place without
    any step."""
    with step_allowed(db, clerk, ROLES, visit_id, "hold") as (change, visit):
        moment = _moment(change, until)
        if moment <= change.now:
            raise Refused(f"ساعت بازگشت باید پس از ساعت کنونی ({fa(local_time(change.now))}) باشد.", "until")
        held = _entered_deferred(change, visit, "held", return_at=moment)
    return held()


def send(db: Database, clerk: Clerk, visit_id: int, table_id: int | None, note: str) -> Visit:
    """Let the visit wait for another table (None: for any), at its old place, with a note for the clerk there."""
    with step_allowed(db, clerk, ROLES, visit_id, "send") as (change, visit):
        if table_id is not None:
            _table_in_use_deferred(db, table_id)()
            if table_id == visit.table_id:
                raise Refused(f"نوبت {fa(visit.ticket)} پای همین میز است؛ میز دیگری انتخاب کنید.", "table_id")
        note = checked(note, "یادداشت", "note", 200)
        sent = _entered_deferred(change, visit, "waiting", wanted_table_id=table_id, line_note=note)
    return sent()


def postpone(db: Database, clerk: Clerk, visit_id: int) -> None:
    """Carry the visit over to the programme's next session, under a new ticket there."""
    with step_allowed(db, clerk, ROLES, visit_id, "postpone", "session") as (change, visit):
        session = sessions.get(db, visit.session_id)
        carry_over(change, [visit_id], sessions.following(change, session).id, "postponed")


def leave(db: Database, clerk: Clerk, visit_id: int) -> None:
    """End the visit of a visitor who gave up waiting."""
    with step_allowed(db, clerk, (*ROLES, "reception"), visit_id, "leave") as (change, _):
        end_visit(change, visit_id, "left")


def finish(change: Change, visit_id: int, outcome: str) -> None:
    """End the meeting, which frees the table. A visit that was never marked «آمد» gets its meeting all the same."""
    visit = visits.get(change.db, visit_id)
    visit.must_allow("finish")
    if visit.state == "called":
        _enter(change, visit, "meeting", table_id=visit.table_id)
    if visit.on_paper:
        change.db.send(
            "UPDATE period SET ended_at = (SELECT paper_ended_at FROM visit WHERE id = :id)"
            " WHERE visit_id = :id AND ended_at IS NULL",
            id=visit_id,
        )
    end_visit(change, visit_id, "done", outcome)


def reopen(change: Change, visit_id: int) -> Visit:
    """Reopen a finished visit whose paraph was taken back: it waits at its old place, or, served on paper, for its
    paraph. In a session that is over it stays finished, without an outcome."""
    visit = visits.get(change.db, visit_id)
    if visit.on_paper or sessions.get(change.db, visit.session_id).state != "open":
        state = "meeting" if visit.on_paper else visit.state
        change.db.send("UPDATE visit SET state = :state, outcome = '' WHERE id = :id", state=state, id=visit_id)
        return visits.get(change.db, visit_id)
    return _entered_deferred(change, visit, "waiting", wanted_table_id=visit.table_id)()


def _call(change: Change, visit: Visit, table_id: int, table: str) -> Visit:
    """Return the visit as it was written, as far as the clerk may read it: reading it back would cost a round trip
    while others wait for the lock.

    `return_at` is kept, so that `undo` sends a visit that was held back to be held until then.
    """
    _enter(change, visit, "called", table_id=table_id, return_at=visit.return_at)
    breaks.end_by_call(change, table_id)
    called = replace(visit, state="called", since=change.now, table_id=table_id, table=table, outcome="")
    return called.shown_to(change.rights)


def _entered_deferred(change: Change, visit: Visit, state: str, **changes: Any) -> Deferred[Visit]:
    """Move the visit to `state` and return it as the clerk may read it; looked at after the commit, it was read in the
    commit's round trip."""
    _enter(change, visit, state, **changes)
    return visits.get_deferred(change.db, visit.id).map(lambda entered: entered.shown_to(change.rights))


def _enter(change: Change, visit: Visit, state: str, **changes: Any) -> None:
    """Move the visit to `state`: the old period ends and a new one begins."""
    values: Row = {
        "table_id": None,
        "return_at": None,
        "line_at": visit.line_at,
        "line_place": visit.line_place,
        "line_note": visit.line_note,
        "wanted_table_id": visit.wanted_table_id,
    } | changes
    db, clerk_id = change.db, change.clerk.id or None
    db.send("UPDATE period SET ended_at = :now WHERE visit_id = :id AND ended_at IS NULL", now=change.now, id=visit.id)
    db.send(
        "INSERT INTO period (visit_id, state, started_at, clerk_id, table_id)"
        " VALUES (:id, :state, :now, :clerk, :table_id)",
        id=visit.id,
        state=state,
        now=change.now,
        clerk=clerk_id,
        table_id=values["table_id"],
    )
    db.send(
        "UPDATE visit SET state = :state, outcome = '', table_id = :table_id, return_at = :return_at,"
        " line_at = :line_at, line_place = :line_place, line_note = :line_note,"
        " wanted_table_id = :wanted_table_id WHERE id = :id",
        id=visit.id,
        state=state,
        **values,
    )
    before = {name: getattr(visit, name) for name in ("state", *values)}
    change.record(state, "visit", visit.id, before=before, after={"state": state, **values})


def _free_table_deferred(db: Database, table_id: int) -> Deferred[str]:
    """Return the name of a table to call to; refused for one that is not in use or where a visit is."""
    name, busy = _table_in_use_deferred(db, table_id), ticket_at_table_deferred(db, table_id)

    def free() -> str:
        table = name()
        if ticket := busy():
            raise Refused(f"نوبت {fa(ticket)} هنوز پای {fa(table)} است؛ ابتدا نتیجهٔ آن را ثبت کنید.")
        return table

    return Deferred(free)


def _table_in_use_deferred(db: Database, table_id: int) -> Deferred[str]:
    """Return the name of a table; refused for one that is not in use."""

    def name(row: Row | None) -> str:
        if row is None:
            raise Refused("میز را از فهرست انتخاب کنید.", "table_id")
        return str(row["name"])

    return db.send("SELECT name FROM meeting_table WHERE id = :id AND retired_on = ''", id=table_id).map_row(name)


def _moment(change: Change, until: str) -> str:
    with refusals_beside("until"):
        return at(local_day(change.now), until)
