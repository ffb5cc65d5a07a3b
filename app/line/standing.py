"""The line of a session as it stands: who is next and why, who is at a table, aside, absent or gone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.line.order import Place, Waiting, order
from app.office import settings as office
from app.visits.visits import Visit, later_several, of_session
from db import Database, Row


@dataclass(frozen=True, slots=True)
class Line:
    """The session as the caller sees it."""

    next: tuple[Visit, ...]
    """Waiting, from the head of the line."""
    why: dict[int, str]
    """By visit: «نوبت» or «اولویت»."""
    at_tables: tuple[Visit, ...]
    held: tuple[Visit, ...]
    absent: tuple[Visit, ...]
    ended: tuple[Visit, ...]
    """Newest first."""


def line(db: Database, session_id: int) -> Line:
    visits = of_session(db, session_id)
    now = db.now()
    by_id = {visit.id: visit for visit in visits if visit.in_line(now)}
    places = _later_order(db, session_id)([_waiting(visit) for visit in by_id.values()], None)
    return Line(
        next=tuple(by_id[place.visit_id] for place in places),
        why={place.visit_id: place.why for place in places},
        at_tables=tuple(visit for visit in _some(visits, "called", "meeting") if not visit.on_paper),
        held=tuple(visit for visit in _some(visits, "held") if visit.id not in by_id),
        absent=_some(visits, "no_show"),
        ended=tuple(reversed(_some(visits, "done", "left", "postponed", "moved"))),
    )


def next_for(db: Database, session_id: int, table_id: int) -> Visit | None:
    """Who would be called to this table now: the look before the number goes public."""
    return later_next_for(db, session_id, table_id)()


def later_next_for(db: Database, session_id: int, table_id: int) -> Callable[[], Visit | None]:
    heads, ordered = _later_heads(db, session_id, table_id), _later_order(db, session_id)

    def head() -> Visit | None:
        now = db.now()
        by_id = {visit.id: visit for visit in heads() if visit.in_line(now)}
        places = ordered([_waiting(visit) for visit in by_id.values()], table_id)
        return by_id[places[0].visit_id] if places else None

    return head


def ahead(db: Database, visit: Visit) -> int:
    """How many will be called before this visit, as things stand."""
    return next((n for n, each in enumerate(line(db, visit.session_id).next) if each.id == visit.id), 0)


def _some(visits: Sequence[Visit], *states: str) -> tuple[Visit, ...]:
    return tuple(sorted((visit for visit in visits if visit.state in states), key=lambda visit: visit.since))


def _waiting(visit: Visit) -> Waiting:
    return Waiting(visit.id, visit.line_at, visit.ticket, bool(visit.priority), visit.wanted_table_id)


def _later_heads(db: Database, session_id: int, table_id: int) -> Callable[[], list[Visit]]:
    """The first ordinary and the first priority visitor who wait and may be called to this table, and whoever is held:
    the order's head is one of them. Who was held until a moment that has come is in line again by itself."""
    here = "FROM visit WHERE session_id = :id AND (wanted_table_id IS NULL OR wanted_table_id = :table_id) AND state ="
    first = f"SELECT id FROM (SELECT id {here} 'waiting' AND priority_group_id IS {{}}" \
            " ORDER BY line_at, ticket LIMIT 1) AS head"
    return later_several(db, f"IN ({first.format('NULL')} UNION ALL {first.format('NOT NULL')}"
                             f" UNION ALL SELECT id {here} 'held')", id=session_id, table_id=table_id)


def _later_order(db: Database, session_id: int) -> Callable[[Sequence[Waiting], int | None], list[Place]]:
    """The order of people, as one table sees it or (None) all of them together."""
    few, rule = _last_calls(db, session_id), office.later_number(db, "priority_after")

    def ordered(people: Sequence[Waiting], table_id: int | None) -> list[Place]:
        (calls, is_all), after, head = few(), rule(), _head(people)
        asks_here = table_id is not None and head is not None and head.table_id == table_id
        if not (is_all or _tell_enough(calls, after, table_id if asks_here else None)):
            calls = _recent_calls(db, session_id, max(_MANY, after * _OFTENEST))
        since = next((n for n, call in enumerate(calls) if call["special"]), len(calls))
        if asks_here and _last_was_special(calls, table_id):
            since = 0
        return order(people, after=after, ordinary_since=since)

    return ordered


def _head(people: Sequence[Waiting]) -> Waiting | None:
    """The ordinary visitor who has waited longest."""
    return min((each for each in people if not each.priority), key=lambda each: each.place, default=None)


def _last_was_special(calls: Sequence[Row], table_id: int | None) -> bool:
    """Whether the last call of the table that the ordinary head asks for was a priority one: no other table can serve
    him, so a stream of priority visitors for it would hold him up while the rest moves on."""
    last = next((call for call in calls if call["table_id"] == table_id), None)
    return bool(last and last["special"])


def _tell_enough(calls: Sequence[Row], after: int, table_id: int | None) -> bool:
    """Whether the last few calls decide; `table_id`: the table whose last call does too."""
    return (len(calls) >= after or any(call["special"] for call in calls)) and (
        table_id is None or any(call["table_id"] == table_id for call in calls))


_FEW, _MANY = 12, 60
"""Calls that mostly tell whose turn it is, and those looked at where they do not."""
_OFTENEST = 10
"""As one visitor is called at one go: office.py lets nine recalls follow."""
_LATELY = ("(SELECT id, visit_id, table_id FROM period WHERE state = 'called' AND note <> 'undone'"
           " ORDER BY id DESC LIMIT {}) AS lately")
_FIRST = "(SELECT MIN(id) FROM period WHERE visit_id = visit.id AND state = 'called' AND note <> 'undone')"


def _last_calls(db: Database, session_id: int) -> Callable[[], tuple[list[Row], bool]]:
    """Those of the last twelve calls that were somebody's first, newest first, and whether there were no more than
    these; recalls and mistaken calls do not count."""
    answer = db.send(  # no value in it, or PostgreSQL plans it anew each time
        "SELECT session_id, priority_group_id AS special, lately.table_id AS table_id,"
        f" on_paper = 0 AND lately.id = {_FIRST} AS counts FROM {_LATELY.format(_FEW)}"
        " JOIN visit ON visit.id = visit_id ORDER BY lately.id DESC"
    )

    def read() -> tuple[list[Row], bool]:
        calls = answer()
        return [call for call in calls if call["counts"] and call["session_id"] == session_id], len(calls) < _FEW

    return read


def _recent_calls(db: Database, session_id: int, among: int) -> list[Row]:
    """The first call of everyone in the last `among`, newest first."""
    rows = db.rows(
        "SELECT session_id, priority_group_id AS special, first.table_id AS table_id FROM visit"
        f" JOIN period AS first ON first.id = {_FIRST} WHERE on_paper = 0"
        f" AND visit.id IN (SELECT visit_id FROM {_LATELY.format(among)}) ORDER BY first.id DESC"
    )
    return [row for row in rows if row["session_id"] == session_id]
