"""The calls of a session, as far as they tell whose turn it is and how long a table takes for a visitor."""

from collections.abc import Sequence
from dataclasses import dataclass

from db import Database, Deferred, Row

RECENT_CALLS, MORE_CALLS = 12, 60
"""Calls to a table that mostly decide whose turn it is there, and those that are read where they do not."""
MAX_CALLS_PER_VISIT = 10
"""One call and the nine recalls that office/settings.py allows at the most."""
_FIRST = "(SELECT MIN(id) FROM period WHERE visit_id = visit.id AND state = 'called' AND note <> 'undone')"


@dataclass(frozen=True, slots=True)
class FirstCall:
    """The first call of a visit."""

    table_id: int
    priority: bool
    waited_since: str
    """When the visitor arrived, UTC."""
    called_at: str
    ended_at: str
    """When the visit ended; '' while it has not, and after it went back to the line."""


def of_session(db: Database, session_id: int) -> list[FirstCall]:
    """Return the first call of every visit of the session, earliest first; undone calls and paper visits left out."""
    rows = db.rows(
        "SELECT period.table_id AS table_id, priority_group_id, arrived_at, period.started_at AS called_at,"
        " CASE WHEN visit.state IN ('done', 'left', 'no_show') THEN last.ended_at END AS ended_at"
        " FROM (SELECT MIN(period.id) AS id, visit_id FROM period JOIN visit ON visit.id = visit_id"
        " WHERE session_id = :id AND on_paper = 0 AND period.state = 'called' AND note <> 'undone'"
        " GROUP BY visit_id) AS first JOIN period ON period.id = first.id JOIN visit ON visit.id = first.visit_id"
        " JOIN period AS last ON last.id = (SELECT MAX(id) FROM period WHERE visit_id = visit.id) ORDER BY first.id",
        id=session_id,
    )
    return [
        FirstCall(
            row["table_id"] or 0,
            bool(row["priority_group_id"]),
            row["arrived_at"],
            row["called_at"],
            row["ended_at"] or "",
        )
        for row in rows
    ]


def ordinary_since_deferred(db: Database, session_id: int, table_id: int, after: Deferred[int]) -> Deferred[int]:
    """Return how many ordinary visitors were called to a table since its last priority one, in this session. Once
    `after` are found, which make a priority visitor due, no more calls are read."""
    recent = _calls_deferred(db, table_id, RECENT_CALLS)

    def count() -> int:
        read = recent()
        if len(read) == RECENT_CALLS and not _decide(_counted(read, session_id), after()):
            read = _calls_deferred(db, table_id, max(MORE_CALLS, after() * MAX_CALLS_PER_VISIT))()
        return ordinary_since([bool(row["priority"]) for row in _counted(read, session_id)])

    return Deferred(count)


def ordinary_since(newest_first: Sequence[bool]) -> int:
    """Return how many ordinary calls were made since the last priority one. `newest_first`: whether each was one."""
    return next((n for n, priority in enumerate(newest_first) if priority), len(newest_first))


def _decide(counted: list[Row], after: int) -> bool:
    return len(counted) >= after or any(row["priority"] for row in counted)


def _counted(rows: list[Row], session_id: int) -> list[Row]:
    """Leave out recalls, visits served on paper and other sessions."""
    return [row for row in rows if row["counts"] and row["session_id"] == session_id]


def _calls_deferred(db: Database, table_id: int, limit: int) -> Deferred[list[Row]]:
    """Return the last calls to the table in any session, newest first, mistaken ones left out."""
    return db.send(
        f"SELECT session_id, priority_group_id AS priority, on_paper = 0 AND recent.id = {_FIRST} AS counts"
        " FROM (SELECT id, visit_id FROM period WHERE table_id = :table_id AND state = 'called' AND note <> 'undone'"
        f" ORDER BY id DESC LIMIT {limit}) AS recent JOIN visit ON visit.id = visit_id ORDER BY recent.id DESC",
        table_id=table_id,
    )
