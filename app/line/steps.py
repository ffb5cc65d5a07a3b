"""Every step of a visit between the line and the tables. Reading them is in visits/visit.py and line/standing.py."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from app.access.clerks import Clerk
from app.errors import Refused, refusals_beside
from app.journal.topics import Topic
from app.journal.writing import Change, writing
from app.line.standing import later_next_for
from app.office.settings import settings
from app.persian.calendar import at, local_day, local_time
from app.persian.text import checked, fa
from app.sessions import sessions
from app.sessions.carry_over import carry_over, end_visit
from app.visits.visits import Visit, get, later_busy, later_visit, present_call, recalls
from db import Database, Row

ROLES = ("caller", "table")


def call_next(db: Database, clerk: Clerk, session_id: int, table_id: int) -> Visit | None:
    """Call whoever the order names; None when nobody waits for this table."""
    ahead = Next(db, session_id, table_id)
    with writing(db, clerk, ROLES, "queue", ask=ahead.ask) as change:
        ahead.session().must_be("open")
        table, visit = ahead.free(), ahead.head()
        return _call(change, visit, table_id, table) if visit else None


def call(db: Database, clerk: Clerk, visit_id: int, table_id: int) -> Visit:
    """Call a chosen one."""
    with stepping(db, clerk, ROLES, visit_id, "call") as (change, visit):
        return _call(change, visit, table_id, later_free(db, table_id)())


def recall(db: Database, clerk: Clerk, visit_id: int) -> Visit:
    """Say the number again, at most as often as the office allows; after that there is only no-show."""
    with stepping(db, clerk, ROLES, visit_id, "recall") as (change, visit):
        limit = settings(db).recall_limit
        if recalls(db, visit_id) >= limit:
            raise Refused(
                f"نوبت {fa(visit.ticket)} {fa(limit)} بار دوباره خوانده شده است؛ غیبت بزنید یا به صف برگردانید.")
        called = _entered(change, visit, "called", table_id=visit.table_id, return_at=visit.return_at)
    return called()


def came(db: Database, clerk: Clerk, visit_id: int) -> Visit:
    with stepping(db, clerk, ROLES, visit_id, "came") as (change, visit):
        met = _entered(change, visit, "meeting", table_id=visit.table_id)
    return met()


def no_show(db: Database, clerk: Clerk, visit_id: int) -> None:
    with stepping(db, clerk, ROLES, visit_id, "no_show") as (change, _):
        end_visit(change, visit_id, "no_show")


def back(db: Database, clerk: Clerk, visit_id: int) -> Visit:
    """Into the line again: at the old place, but who was absent or had left at its end."""
    with stepping(db, clerk, ROLES, visit_id, "back") as (change, visit):
        line_at = change.now if visit.state in ("no_show", "left") else visit.line_at
        waiting = _entered(change, visit, "waiting", line_at=line_at)
    return waiting()


def undo(db: Database, clerk: Clerk, visit_id: int) -> Visit:
    """Take back a mistaken call, or the mistaken no-show it ended in: everything is as before the call, the place in
    line too, and the call counts for nothing, with its repetitions."""
    with stepping(db, clerk, ROLES, visit_id, "undo") as (change, visit):
        for period_id in present_call(db, visit_id):
            db.send("UPDATE period SET note = 'undone' WHERE id = :id", id=period_id)
        before = _entered(change, visit, "held" if visit.return_at else "waiting", return_at=visit.return_at)
    return before()


def hold(db: Database, clerk: Clerk, visit_id: int, until: str) -> Visit:
    """Aside until a time of today, 'HH:MM'; then in line by itself at the old place."""
    with stepping(db, clerk, ROLES, visit_id, "hold") as (change, visit):
        moment = _moment(change, until)
        if moment <= change.now:
            raise Refused(f"ساعت بازگشت باید پس از اکنون ({fa(local_time(change.now))}) باشد.", "until")
        held = _entered(change, visit, "held", return_at=moment)
    return held()


def send(db: Database, clerk: Clerk, visit_id: int, table_id: int | None, note: str) -> Visit:
    """To another table's line (None: any table's) at the old place, with a word for that table."""
    with stepping(db, clerk, ROLES, visit_id, "send") as (change, visit):
        if table_id is not None:
            later_in_use(db, table_id)()
            if table_id == visit.table_id:
                raise Refused(f"نوبت {fa(visit.ticket)} سر همین میز است؛ میز دیگری برگزینید.", "table_id")
        note = checked(note, "یادداشت", "note", 200)
        sent = _entered(change, visit, "waiting", wanted_table_id=table_id, line_note=note)
    return sent()


def postpone(db: Database, clerk: Clerk, visit_id: int) -> None:
    """To the programme's next session, under a new ticket there."""
    with stepping(db, clerk, ROLES, visit_id, "postpone", "session") as (change, visit):
        session = sessions.get(db, visit.session_id)
        carry_over(change, [visit_id], sessions.following(change, session).id, "postponed")


def leave(db: Database, clerk: Clerk, visit_id: int) -> None:
    """The visitor gave up waiting."""
    with stepping(db, clerk, (*ROLES, "reception"), visit_id, "leave") as (change, _):
        end_visit(change, visit_id, "left")


def finish(change: Change, visit_id: int, outcome: str) -> None:
    """The meeting is over; frees the table. A visitor who was served without «آمد» has come all the same."""
    visit = get(change.db, visit_id)
    visit.must_allow("finish")
    if visit.state == "called":
        _enter(change, visit, "meeting", table_id=visit.table_id)
    if visit.on_paper:
        change.db.send("UPDATE period SET ended_at = (SELECT paper_ended_at FROM visit WHERE id = :id)"
                      " WHERE visit_id = :id AND ended_at IS NULL", id=visit_id)
    end_visit(change, visit_id, "done", outcome)


def reopen(change: Change, visit_id: int) -> Visit:
    """A finished visit whose paraph was taken back: in line at its old place, or, served on paper, without its paraph
    again. In a session that is over it stays finished, without an outcome."""
    visit = get(change.db, visit_id)
    if visit.on_paper or sessions.get(change.db, visit.session_id).state != "open":
        state = "meeting" if visit.on_paper else visit.state
        change.db.send("UPDATE visit SET state = :state, outcome = '' WHERE id = :id", state=state, id=visit_id)
        return get(change.db, visit_id)
    return _entered(change, visit, "waiting", wanted_table_id=visit.table_id)()


def _moment(change: Change, until: str) -> str:
    with refusals_beside("until"):
        return at(local_day(change.now), until)


def _call(change: Change, visit: Visit, table_id: int, table: str) -> Visit:
    """`return_at` stays: a mistaken call of someone held sends him back to wait until then. Told from what was written:
    nothing is read back while others wait."""
    _enter(change, visit, "called", table_id=table_id, return_at=visit.return_at)
    return replace(visit, state="called", since=change.now, table_id=table_id, table=table, outcome="")


def _entered(change: Change, visit: Visit, state: str, **changes: Any) -> Callable[[], Visit]:
    """Into a state; answers with the visit as it is then, for who looks at it once all is saved."""
    _enter(change, visit, state, **changes)
    return later_visit(change.db, visit.id)


def _enter(change: Change, visit: Visit, state: str, **changes: Any) -> None:
    """Into a state: the old period ends, a new one begins, the journal knows."""
    values: Row = {"table_id": None, "return_at": None, "line_at": visit.line_at, "line_note": visit.line_note,
                   "wanted_table_id": visit.wanted_table_id} | changes
    db, clerk_id = change.db, change.clerk.id or None
    db.send("UPDATE period SET ended_at = :now WHERE visit_id = :id AND ended_at IS NULL", now=change.now, id=visit.id)
    db.send("INSERT INTO period (visit_id, state, started_at, clerk_id, table_id)"
            " VALUES (:id, :state, :now, :clerk, :table_id)",
            id=visit.id, state=state, now=change.now, clerk=clerk_id, table_id=values["table_id"])
    db.send("UPDATE visit SET state = :state, outcome = '', table_id = :table_id, return_at = :return_at,"
            " line_at = :line_at, line_note = :line_note, wanted_table_id = :wanted_table_id WHERE id = :id",
            id=visit.id, state=state, **values)
    before = {name: getattr(visit, name) for name in ("state", *values)}
    change.record(state, "visit", visit.id, before=before, after={"state": state, **values})


@contextmanager
def stepping(
    db: Database, clerk: Clerk, roles: tuple[str, ...], visit_id: int, step: str, *topics: Topic
) -> Iterator[tuple[Change, Visit]]:
    """A change that takes a visit a step further, refused where its state or its session does not allow it."""
    ahead = _Step(db, visit_id)
    with writing(db, clerk, roles, "queue", *topics, ask=ahead.ask) as change:
        visit = ahead.visit()
        ahead.session().must_be("open")
        visit.must_allow(step)
        yield change, visit


class _Step:
    """What every step hangs on, asked with what begins its write."""

    def __init__(self, db: Database, visit_id: int) -> None:
        self._db, self._visit_id = db, visit_id

    def ask(self) -> None:
        self.visit = later_visit(self._db, self._visit_id)
        self.session = sessions.later_session_of(self._db, self._visit_id)


class Next:
    """What the next call to a table hangs on, asked with what begins its write."""

    def __init__(self, db: Database, session_id: int, table_id: int) -> None:
        self._db, self._session_id, self._table_id = db, session_id, table_id

    def ask(self) -> None:
        self.session = sessions.later_session(self._db, self._session_id)
        self.free = later_free(self._db, self._table_id)
        self.head = later_next_for(self._db, self._session_id, self._table_id)


def later_free(db: Database, table_id: int) -> Callable[[], str]:
    """The name of a table, when it is called: refused for one that is not in use or where somebody sits."""
    name, busy = later_in_use(db, table_id), later_busy(db, table_id)

    def free() -> str:
        table = name()
        if ticket := busy():
            raise Refused(f"نوبت {fa(ticket)} هنوز سر {fa(table)} است؛ نخست نتیجهٔ آن را ثبت کنید.")
        return table

    return free


def later_in_use(db: Database, table_id: int) -> Callable[[], str]:
    answer = db.send("SELECT name FROM meeting_table WHERE id = :id AND retired_on = ''", id=table_id)

    def in_use() -> str:
        if row := answer.row():
            return str(row["name"])
        raise Refused("میز را از فهرست برگزینید.", "table_id")

    return in_use
