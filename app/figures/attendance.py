"""Who came: visits of a programme's sessions between two days, counted by the database.

A visit that was carried into another session is counted where it ended, so that nobody is counted twice.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import ceil
from typing import Any

from app.figures.definitions import Scope
from app.persian.calendar import exact_minutes_between, local_time
from app.sessions.minutes import middle, service_times
from db import Database, Row

_OF = "visit JOIN session ON session.id = visit.session_id"
_IN = ("session.programme_id = :programme AND session.day BETWEEN :since AND :until"
       " AND session.state IN ('open', 'closed') AND visit.state NOT IN ('moved', 'postponed')")
_COUNTED = {
    "visits": "COUNT(*)", "people": "SUM(people)", "met": "COUNT(*) FILTER (WHERE visit.state = 'done')",
    "absent": "COUNT(*) FILTER (WHERE visit.state = 'no_show')",
    "left": "COUNT(*) FILTER (WHERE visit.state = 'left')",
    "referred": "COUNT(*) FILTER (WHERE visit.state = 'done' AND outcome = 'referred')",
    "settled": "COUNT(*) FILTER (WHERE visit.state = 'done' AND outcome = 'settled')",
    "again": "COUNT(*) FILTER (WHERE same_as IS NOT NULL)",
    "sessions": "COUNT(DISTINCT session_id)", "visitors": "COUNT(DISTINCT visitor_id)",
}
GROUPS = {"whole": "session.programme_id", "session": "session_id", "day": "session.day", "category": "category_id",
          "district": "district_id"}
_FIRST = ("NOT EXISTS (SELECT 1 FROM visit AS earlier JOIN session AS held ON held.id = earlier.session_id"
          " WHERE earlier.visitor_id = visit.visitor_id AND earlier.id < visit.id"
          " AND held.programme_id = session.programme_id AND earlier.state NOT IN ('moved', 'postponed'))")
Counts = Mapping[str, int]
NOBODY: Counts = dict.fromkeys((*_COUNTED, "new"), 0)


def _asked(scope: Scope) -> dict[str, Any]:
    return {"programme": scope.programme_id, "since": scope.since, "until": scope.until}


def counts(db: Database, scope: Scope, by: str) -> dict[Any, Counts]:
    """What _COUNTED names, for each of what `by` names in GROUPS."""
    named = ", ".join(f"{sql} AS {name}" for name, sql in _COUNTED.items())
    rows = db.rows(f"SELECT {GROUPS[by]} AS grouped, {named} FROM {_OF} WHERE {_IN} GROUP BY 1", **_asked(scope))
    return {row["grouped"]: {name: int(row[name]) for name in _COUNTED} for row in rows}


def crossed(db: Database, scope: Scope) -> dict[tuple[int, int | None], int]:
    """Visits by category and district; None is none."""
    rows = db.rows(f"SELECT category_id, district_id, COUNT(*) AS n FROM {_OF} WHERE {_IN}"
                   " GROUP BY category_id, district_id", **_asked(scope))
    return {(row["category_id"], row["district_id"]): int(row["n"]) for row in rows}


def newcomers(db: Database, scope: Scope, by: str) -> dict[Any, int]:
    """Visitors whose first coming to this programme it was."""
    rows = db.rows(f"SELECT {GROUPS[by]} AS grouped, COUNT(*) AS n FROM {_OF} WHERE {_IN} AND {_FIRST} GROUP BY 1",
                   **_asked(scope))
    return {row["grouped"]: int(row["n"]) for row in rows}


def comings(db: Database, scope: Scope) -> dict[int, int]:
    """How many visitors came so many times."""
    rows = db.rows(f"SELECT times, COUNT(*) AS n FROM (SELECT visitor_id, COUNT(*) AS times FROM {_OF} WHERE {_IN}"
                   " GROUP BY visitor_id) AS each_one GROUP BY times ORDER BY times", **_asked(scope))
    return {int(row["times"]): int(row["n"]) for row in rows}


def sessions(db: Database, scope: Scope) -> list[Row]:
    """id, round and day of those that were held, oldest first."""
    return db.rows("SELECT id, round, day FROM session WHERE programme_id = :programme AND day BETWEEN :since AND"
                   " :until AND state IN ('open', 'closed') ORDER BY day, id", **_asked(scope))


@dataclass(frozen=True, slots=True)
class Times:
    """Lengths in minutes."""

    found: tuple[float, ...] = ()

    @property
    def median(self) -> int | None:
        return middle(self.found)

    @property
    def ninth(self) -> int | None:
        """Within which nine of ten were done: the 90th percentile by nearest rank."""
        return round(sorted(self.found)[ceil(0.9 * len(self.found)) - 1]) if self.found else None

    @property
    def longest(self) -> int | None:
        return round(max(self.found)) if self.found else None


def together(some: Iterable[Times]) -> Times:
    return Times(tuple(length for times in some for length in times.found))


def waits(db: Database, scope: Scope) -> dict[tuple[str, int], Times]:
    """From arrival to the first call, by the session's day and the hour of arrival on Tehran's clock. Who was served
    on paper waited for no call."""
    rows = db.rows(
        f"SELECT session.day AS day, arrived_at, MIN(started_at) AS called_at FROM {_OF} JOIN period ON"
        f" period.visit_id = visit.id WHERE {_IN} AND on_paper = 0 AND period.state IN ('called', 'meeting')"
        " AND note <> 'undone' GROUP BY visit.id, session.day, arrived_at", **_asked(scope))
    found: dict[tuple[str, int], list[float]] = {}
    for row in rows:
        length = exact_minutes_between(row["arrived_at"], row["called_at"])
        found.setdefault((row["day"], _hour(row["arrived_at"][11:16])), []).append(length)
    return {key: Times(tuple(lengths)) for key, lengths in found.items()}


@cache
def _hour(clock: str) -> int:
    """Of 'HH:MM' in UTC, on Tehran's clock."""
    return int(local_time(f"2000-01-01T{clock}Z")[:2])


def at_tables(db: Database, scope: Scope) -> dict[int, tuple[int, Times]]:
    """By table: how many were met there, and how long it took."""
    rows = db.rows(
        "SELECT visit_id, period.state AS state, started_at, ended_at, period.table_id AS table_id FROM"
        f" {_OF} JOIN period ON period.visit_id = visit.id WHERE {_IN} AND period.state = 'meeting'"
        " AND note <> 'undone' AND period.table_id IS NOT NULL ORDER BY period.id", **_asked(scope))
    mine: dict[int, list[Row]] = {}
    for row in rows:
        mine.setdefault(row["table_id"], []).append(row)
    return {table: (len({row["visit_id"] for row in some}), Times(tuple(service_times(some).values())))
            for table, some in mine.items()}


def paraphs(db: Database, scope: Scope, by: str) -> dict[int, Counts]:
    """Standing paraphs, `by` 'official' or 'table': all, those that referred, those that settled it on the spot."""
    rows = db.rows(
        f"SELECT paraph.{by}_id AS grouped, COUNT(*) AS paraphs,"
        " COUNT(*) FILTER (WHERE paraph.outcome = 'referred') AS referred,"
        " COUNT(*) FILTER (WHERE paraph.outcome = 'settled') AS settled"
        f" FROM {_OF} JOIN paraph ON paraph.visit_id = visit.id WHERE {_IN} AND paraph.state = 'valid' GROUP BY 1",
        **_asked(scope))
    return {row["grouped"]: row for row in rows}


def added(some: Sequence[Counts]) -> Counts:
    """Of visits that are counted apart; visitors may stand in several."""
    return {name: sum(each.get(name, 0) for each in some) for name in NOBODY}
