"""The line of a session now: which visit is next, and which are at a table, held, absent or ended."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.line import breaks, calls, tables_now
from app.line.calls import ordinary_since_deferred
from app.line.expected_wait import STEP, Coming, ExpectedWait, LineNow
from app.line.order import Waiting, order
from app.line.pace import minutes_since
from app.line.tables_now import TablesAt
from app.office import settings as office
from app.visits.visits import Visit, of_session, several_deferred
from db import Database, Deferred

_LATELY = 30
"""Minutes in which the arrivals tell how many are still to come."""


@dataclass(frozen=True, slots=True)
class Line:
    """The visits of a session, by what the caller can do with them."""

    next: tuple[Visit, ...]
    """Waiting, in the order in which they will be called if every table keeps its pace."""
    last_in: int | None
    """Minutes until the last of `next` is called, in steps of five; None while nobody can know."""
    overtaking: frozenset[int]
    """Visits in `next` that the priority rule has put before others who came earlier."""
    at_tables: tuple[Visit, ...]
    held: tuple[Visit, ...]
    absent: tuple[Visit, ...]
    ended: tuple[Visit, ...]
    """Newest first."""


def line(db: Database, session_id: int) -> Line:
    visits, now = of_session(db, session_id), db.now()
    by_id = {visit.id: visit for visit in visits if visit.in_line(now)}
    moment = _line_now(db, session_id, visits)
    course = moment.course()
    return Line(
        next=tuple(by_id[turn.visit_id] for turn in course),
        last_in=STEP * round(course[-1].minutes / STEP) if course and moment.paces else None,
        overtaking=frozenset(turn.visit_id for turn in course if turn.overtakes),
        at_tables=tuple(visit for visit in _in_state(visits, "called", "meeting") if not visit.on_paper),
        held=tuple(visit for visit in _in_state(visits, "held") if visit.id not in by_id),
        absent=_in_state(visits, "no_show"),
        ended=tuple(reversed(_in_state(visits, "done", "left", "postponed", "moved"))),
    )


def expected_wait(db: Database, visit: Visit) -> ExpectedWait:
    """Return what a visitor who has just got a number is told. Of a visit that is not in the line nothing is known."""
    now = line_now(db, visit.session_id)
    is_waiting = any(each.visit_id == visit.id for each in now.waiting)
    return now.expected(visit.id) if is_waiting else ExpectedWait(0, None)


def line_now(db: Database, session_id: int) -> LineNow:
    return _line_now(db, session_id, of_session(db, session_id))


def next_for(db: Database, session_id: int, table_id: int) -> Visit | None:
    """Return the visit that would be called to this table now; None when nobody waits for it."""
    return next_for_deferred(db, session_id, table_id)()


def next_for_deferred(db: Database, session_id: int, table_id: int) -> Deferred[Visit | None]:
    heads, after = _heads_deferred(db, session_id, table_id), office.number_deferred(db, "priority_after")
    since = ordinary_since_deferred(db, session_id, table_id, after)

    def head() -> Visit | None:
        by_id = {visit.id: visit for visit in heads()}
        if not by_id:
            return None
        in_order = order([_waiting(visit) for visit in by_id.values()], after=after(), ordinary_since=since())
        return by_id[in_order[0].visit_id]

    return Deferred(head)


def _in_state(visits: Sequence[Visit], *states: str) -> tuple[Visit, ...]:
    return tuple(visit for visit in visits if visit.state in states)


def _heads_deferred(db: Database, session_id: int, table_id: int) -> Deferred[list[Visit]]:
    """Return the only visits that can be called to this table next: the first ordinary and the first priority visit
    that wait for it, and every held one whose moment has come. Who asked for a table that was retired since may go to
    any."""
    here = (
        "FROM visit WHERE session_id = :id AND (wanted_table_id IS NULL OR wanted_table_id = :table_id OR"
        " wanted_table_id IN (SELECT id FROM meeting_table WHERE retired_on <> '')) AND state ="
    )
    first = (
        f"SELECT id FROM (SELECT id {here} 'waiting' AND priority_group_id IS {{}}"
        " ORDER BY line_place, ticket LIMIT 1) AS head"
    )
    found = several_deferred(
        db,
        f"IN ({first.format('NULL')} UNION ALL {first.format('NOT NULL')} UNION ALL SELECT id {here} 'held')",
        id=session_id,
        table_id=table_id,
    )

    def in_line(visits: list[Visit]) -> list[Visit]:
        now = db.now()
        return [visit for visit in visits if visit.in_line(now)]

    return found.map(in_line)


def _waiting(visit: Visit) -> Waiting:
    return Waiting(visit.id, visit.line_place, visit.ticket, bool(visit.priority), visit.wanted_table_id, visit.line_at)


def _line_now(db: Database, session_id: int, visits: Sequence[Visit]) -> LineNow:
    now = db.now()
    busy = {visit.table_id: visit.since for visit in _in_state(visits, "called", "meeting") if visit.table_id}
    return tables_now.line_now(
        [_waiting(visit) for visit in visits if visit.in_line(now)],
        calls.of_session(db, session_id),
        TablesAt(now, busy, breaks.now(db, session_id)),
        after=office.number_deferred(db, "priority_after")(),
        coming=_coming(visits, now),
    )


def _coming(visits: Sequence[Visit], now: str) -> Coming:
    lately = [
        visit
        for visit in visits
        if visit.priority and not visit.on_paper and minutes_since(visit.arrived_at, now) <= _LATELY
    ]
    return Coming(len(lately) / _LATELY, tuple(visit.wanted_table_id for visit in lately))
