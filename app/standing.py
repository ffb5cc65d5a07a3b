"""The line of a session as it stands: who is next and why, who is at a table, aside, absent or gone."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.line import Place, Waiting, order
from app.office import settings
from app.visits import Visit, of_session, one
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
    places = _ordered(db, session_id, [
        Waiting(visit.id, visit.line_at, visit.ticket, bool(visit.priority), visit.wanted_table_id)
        for visit in by_id.values()
    ])
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
    places = _ordered(db, session_id, _heads(db, session_id, table_id), table_id)
    return one(db, places[0].visit_id) if places else None


def ahead(db: Database, visit: Visit) -> int:
    """How many will be called before this visit, as things stand."""
    return next((n for n, each in enumerate(line(db, visit.session_id).next) if each.id == visit.id), 0)


def _some(visits: Sequence[Visit], *states: str) -> tuple[Visit, ...]:
    return tuple(sorted((visit for visit in visits if visit.state in states), key=lambda visit: visit.since))


def _heads(db: Database, session_id: int, table_id: int) -> list[Waiting]:
    """The first ordinary and the first priority visitor who may be called to this table now: the order's head is one
    of them. Who was held until a moment that has come is in line again by itself."""
    first = (
        "SELECT id, line_at, ticket, priority_group_id, wanted_table_id FROM visit WHERE session_id = :id"
        " AND state IN ('waiting', 'held') AND (state = 'waiting' OR COALESCE(return_at, '') <= :now)"
        " AND (wanted_table_id IS NULL OR wanted_table_id = :table_id) AND priority_group_id IS {}"
        " ORDER BY line_at, ticket LIMIT 1"
    )
    columns = "SELECT id, line_at, ticket, priority_group_id, wanted_table_id FROM"
    rows = db.rows(f"{columns} ({first.format('NULL')}) AS ordinary UNION ALL {columns} ({first.format('NOT NULL')})"
                   " AS special", id=session_id, now=db.now(), table_id=table_id)
    return [Waiting(row["id"], row["line_at"], row["ticket"], row["priority_group_id"] is not None,
                    row["wanted_table_id"]) for row in rows]


def _ordered(db: Database, session_id: int, people: Sequence[Waiting], table_id: int | None = None) -> list[Place]:
    calls = _recent_calls(db, session_id)
    since = next((n for n, call in enumerate(calls) if call["special"]), len(calls))
    if table_id is not None and _was_passed_over(people, calls, table_id):
        since = 0
    return order(people, after=settings(db).priority_after, ordinary_since=since)


def _was_passed_over(people: Sequence[Waiting], calls: Sequence[Row], table_id: int) -> bool:
    """Whether the ordinary visitor at the head asks for this very table, and its last call was a priority one: no
    other table can serve him, so a stream of priority visitors for it would hold him up while the rest moves on."""
    ordinary = min((each for each in people if not each.priority), key=lambda each: each.place, default=None)
    last = next((call for call in calls if call["table_id"] == table_id), None)
    return bool(ordinary and ordinary.table_id == table_id and last and last["special"])


def _recent_calls(db: Database, session_id: int) -> list[Row]:
    """The first call of everyone called lately, newest first; recalls and mistaken calls do not count."""
    return db.rows(
        "SELECT priority_group_id AS special, MIN(period.id) AS called, MIN(period.table_id) AS table_id"
        " FROM visit JOIN period ON period.visit_id = visit.id"
        " WHERE session_id = :id AND period.state = 'called' AND note <> 'undone' AND on_paper = 0 AND visit.id IN"
        " (SELECT visit_id FROM (SELECT visit_id FROM period WHERE state = 'called' AND note <> 'undone'"
        " ORDER BY id DESC LIMIT 60) AS recent)"
        " GROUP BY visit.id, priority_group_id ORDER BY called DESC", id=session_id,
    )
