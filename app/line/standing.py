"""The line of a session now: which visit is next, and which are at a table, held, absent or ended."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.line.order import Place, Waiting, order
from app.office import settings as office
from app.visits.visits import Visit, of_session, several_deferred
from db import Database, Deferred, Row

RECENT_CALLS, MORE_CALLS = 12, 60
"""Calls that mostly decide whose turn it is, and those that are read where they do not."""
MAX_CALLS_PER_VISIT = 10
"""One call and the nine recalls that office/settings.py allows at the most."""


@dataclass(frozen=True, slots=True)
class Line:
    """The visits of a session, by what the caller can do with them."""

    next: tuple[Visit, ...]
    """Waiting, from the head of the line."""
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
    places = _places_deferred(db, session_id, Deferred.ready([*by_id.values()]), None)()
    return Line(
        next=tuple(by_id[place.visit_id] for place in places),
        overtaking=frozenset(place.visit_id for place in places if place.overtakes),
        at_tables=tuple(visit for visit in _in_state(visits, "called", "meeting") if not visit.on_paper),
        held=tuple(visit for visit in _in_state(visits, "held") if visit.id not in by_id),
        absent=_in_state(visits, "no_show"),
        ended=tuple(reversed(_in_state(visits, "done", "left", "postponed", "moved"))),
    )


def next_for(db: Database, session_id: int, table_id: int) -> Visit | None:
    """Return the visit that would be called to this table now; None when nobody waits for it."""
    return next_for_deferred(db, session_id, table_id)()


def next_for_deferred(db: Database, session_id: int, table_id: int) -> Deferred[Visit | None]:
    heads = _heads_deferred(db, session_id, table_id)
    places = _places_deferred(db, session_id, heads, table_id)

    def head() -> Visit | None:
        by_id = {visit.id: visit for visit in heads()}
        return by_id[places()[0].visit_id] if by_id else None

    return Deferred(head)


def ahead(db: Database, visit: Visit) -> int:
    """Return how many visits will be called before this one, as the line is now."""
    return next((n for n, each in enumerate(line(db, visit.session_id).next) if each.id == visit.id), 0)


def _in_state(visits: Sequence[Visit], *states: str) -> tuple[Visit, ...]:
    return tuple(visit for visit in visits if visit.state in states)


def _heads_deferred(db: Database, session_id: int, table_id: int) -> Deferred[list[Visit]]:
    """Return the only visits that can be called to this table next: the first ordinary and the first priority visit
    that wait for it, and every held one whose moment has come."""
    here = "FROM visit WHERE session_id = :id AND (wanted_table_id IS NULL OR wanted_table_id = :table_id) AND state ="
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


def _places_deferred(
    db: Database, session_id: int, visits: Deferred[list[Visit]], table_id: int | None
) -> Deferred[list[Place]]:
    """Return the order in which `visits` will be called to one table or (None) to all of them together."""
    recent, rule = _recent_calls_deferred(db), office.number_deferred(db, "priority_after")

    def places() -> list[Place]:
        people, calls, after = [_waiting(visit) for visit in visits()], recent(), rule()
        first = min((each for each in people if not each.priority), key=lambda each: each.place, default=None)
        only_here = table_id if table_id and first and first.table_id == table_id else None
        firsts = [call for call in calls if call.counts and call.session_id == session_id]
        if len(calls) == RECENT_CALLS and not _decide(firsts, after, only_here):
            firsts = _more_calls(db, session_id, max(MORE_CALLS, after * MAX_CALLS_PER_VISIT))
        since = next((n for n, call in enumerate(firsts) if call.priority), len(firsts))
        if only_here and _last_was_priority(firsts, only_here):
            since = 0
        return order(people, after=after, ordinary_since=since)

    return Deferred(places)


def _waiting(visit: Visit) -> Waiting:
    return Waiting(visit.id, visit.line_place, visit.ticket, bool(visit.priority), visit.wanted_table_id)


@dataclass(frozen=True, slots=True)
class _Call:
    session_id: int
    priority: int | None
    """Id of the visit's priority group."""
    table_id: int
    counts: int = 1
    """0 for a recall and for a visit served on paper."""


def _decide(calls: Sequence[_Call], after: int, only_here: int | None) -> bool:
    """Return whether these calls are enough to tell whose turn it is. `only_here`: the table whose last call counts
    too."""
    return (len(calls) >= after or any(call.priority for call in calls)) and (
        only_here is None or any(call.table_id == only_here for call in calls)
    )


def _last_was_priority(calls: Sequence[_Call], table_id: int) -> bool:
    """Return whether the last call to the table that the first ordinary visitor asks for was a priority one. No other
    table can serve that visitor, so a stream of priority visitors for it would hold them up while the rest moves on."""
    last = next((call for call in calls if call.table_id == table_id), None)
    return bool(last and last.priority)


_CALLS = (
    "(SELECT id, visit_id, table_id FROM period WHERE state = 'called' AND note <> 'undone'"
    " ORDER BY id DESC LIMIT {}) AS recent"
)
_FIRST = "(SELECT MIN(id) FROM period WHERE visit_id = visit.id AND state = 'called' AND note <> 'undone')"


def _recent_calls_deferred(db: Database) -> Deferred[list[_Call]]:
    """Return the last RECENT_CALLS calls of any session, newest first, mistaken ones left out."""
    found = db.send(  # no value in it, or PostgreSQL plans it anew each time
        "SELECT session_id, priority_group_id AS priority, recent.table_id AS table_id,"
        f" on_paper = 0 AND recent.id = {_FIRST} AS counts FROM {_CALLS.format(RECENT_CALLS)}"
        " JOIN visit ON visit.id = visit_id ORDER BY recent.id DESC"
    )
    return found.map(_calls)


def _more_calls(db: Database, session_id: int, among: int) -> list[_Call]:
    """Return the first call of every visit that was called in the last `among` calls, newest first."""
    rows = db.rows(
        "SELECT session_id, priority_group_id AS priority, first.table_id AS table_id FROM visit"
        f" JOIN period AS first ON first.id = {_FIRST} WHERE on_paper = 0"
        f" AND visit.id IN (SELECT visit_id FROM {_CALLS.format(among)}) ORDER BY first.id DESC"
    )
    return [call for call in _calls(rows) if call.session_id == session_id]


def _calls(rows: list[Row]) -> list[_Call]:
    return [_Call(**row) for row in rows]
