"""The figures about visits: who came to a programme's sessions between two days, counted by the database.

A visit that was carried over to another session is counted in the session where it ended, so that nobody counts twice.
docs/figures.md says what each figure counts.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from math import ceil
from typing import Any

from app.figures.definitions import Scope
from app.persian.calendar import known_lengths, local_time
from app.sessions.minutes import middle, service_times
from db import Database, Row

VISITS = "visit JOIN session ON session.id = visit.session_id"
IN_SCOPE = (
    "session.programme_id = :programme AND session.day BETWEEN :since AND :until"
    " AND session.state IN ('open', 'closed') AND visit.state NOT IN ('moved', 'postponed')"
)
_REFERRING = "(SELECT code FROM visit_outcome WHERE referral = 1)"
CONDITIONS = {
    "visits": "TRUE",
    "met": "visit.state = 'done'",
    "absent": "visit.state = 'no_show'",
    "left": "visit.state = 'left'",
    "referred": f"visit.state = 'done' AND outcome IN {_REFERRING}",
    "settled": "visit.state = 'done' AND outcome = 'settled'",
    "again": "same_as IS NOT NULL",
}
"""SQL of the visits that a figure counts."""
FIGURES = {
    **{name: f"COUNT(*) FILTER (WHERE {condition})" for name, condition in CONDITIONS.items()},
    "people": "SUM(people)",
    "sessions": "COUNT(DISTINCT session_id)",
    "visitors": "COUNT(DISTINCT visitor_id)",
}
"""Name and SQL of each figure."""
GROUPS = {
    "whole": "session.programme_id",
    "session": "session_id",
    "day": "session.day",
    "category": "category_id",
    "district": "district_id",
}
"""SQL of what visits can be counted by."""
IS_FIRST = (
    "NOT EXISTS (SELECT 1 FROM visit AS earlier JOIN session AS held ON held.id = earlier.session_id"
    " WHERE earlier.visitor_id = visit.visitor_id AND held.programme_id = session.programme_id"
    " AND (held.day < session.day OR held.day = session.day AND earlier.id < visit.id)"
    " AND earlier.state NOT IN ('moved', 'postponed'))"
)
"""Whether the visitor had never been at this programme before this visit: by the days of the sessions, because a day
that was held on paper is entered afterwards."""
OFTEN = 3
"""Visits from which on a visitor with an open referral is listed first."""
TIMES_EVER = (
    "(SELECT COUNT(*) FROM visit AS ever JOIN session AS held ON held.id = ever.session_id"
    " WHERE ever.visitor_id = visit.visitor_id AND held.programme_id = :programme AND held.day <= :until"
    " AND held.state IN ('open', 'closed') AND ever.state NOT IN ('moved', 'postponed'))"
)
"""How often the visitor came up to the end of the scope."""
_FIRST_CALL = (
    "(SELECT MIN(called.id) FROM period AS called WHERE called.visit_id = visit.id"
    " AND called.state IN ('called', 'meeting') AND called.note <> 'undone')"
)
WAITED = (
    "on_paper = 0 AND EXISTS (SELECT 1 FROM period AS waited WHERE"
    f" waited.id = {_FIRST_CALL} AND waited.started_at >= arrived_at)"
)
"""Whether a visit has a wait: from its arrival to its first call, which nobody knows of one entered from paper."""
_MINUTES = "(CAST(SUBSTR(arrived_at, 12, 2) AS INTEGER) * 60 + CAST(SUBSTR(arrived_at, 15, 2) AS INTEGER) + 210)"
HOUR = f"({_MINUTES} / 60 - 24 * ({_MINUTES} / 1440))"
"""The hour of arrival in Tehran, three and a half hours ahead of UTC."""
IS_MEETING = "period.state = 'meeting' AND note <> 'undone' AND period.table_id IS NOT NULL"
PARAPHS = {"paraphs": "TRUE", "referred": f"paraph.outcome IN {_REFERRING}", "settled": "paraph.outcome = 'settled'"}
"""SQL of the paraphs that a figure counts."""
Counts = Mapping[str, int]
NO_VISITS: Counts = dict.fromkeys((*FIGURES, "new"), 0)


def _parameters(scope: Scope) -> dict[str, Any]:
    return {"programme": scope.programme_id, "since": scope.since, "until": scope.until}


def counts(db: Database, scope: Scope, by: str) -> dict[Any, Counts]:
    """Return the counts of FIGURES for each group; `by`: a key of GROUPS."""
    named = ", ".join(f"{sql} AS {name}" for name, sql in FIGURES.items())
    rows = db.rows(
        f"SELECT {GROUPS[by]} AS grouped, {named} FROM {VISITS} WHERE {IN_SCOPE} GROUP BY 1", **_parameters(scope)
    )
    return {row["grouped"]: {name: int(row[name]) for name in FIGURES} for row in rows}


def by_category_and_district(db: Database, scope: Scope) -> dict[tuple[int, int | None], int]:
    """Count visits by category and district; None: without a district."""
    rows = db.rows(
        f"SELECT category_id, district_id, COUNT(*) AS n FROM {VISITS} WHERE {IN_SCOPE}"
        " GROUP BY category_id, district_id",
        **_parameters(scope),
    )
    return {(row["category_id"], row["district_id"]): int(row["n"]) for row in rows}


def newcomers(db: Database, scope: Scope, by: str) -> dict[Any, int]:
    """Count the first visits of visitors to this programme; `by`: a key of GROUPS. All other visits are of people who
    come again."""
    rows = db.rows(
        f"SELECT {GROUPS[by]} AS grouped, COUNT(*) AS n FROM {VISITS} WHERE {IN_SCOPE} AND {IS_FIRST} GROUP BY 1",
        **_parameters(scope),
    )
    return {row["grouped"]: int(row["n"]) for row in rows}


@dataclass(frozen=True, slots=True)
class Coming:
    """A visitor who came in a period, and not for the first time, with the last visit up to its end."""

    visitor_id: int
    name: str
    times: int
    """Visits ever, up to the end of the period."""
    last_day: str
    category: str
    confidential: int
    matter: str
    state: str
    outcome: str
    """The name of the last meeting's outcome; '' without one."""


def comings(db: Database, scope: Scope) -> list[Coming]:
    """Return the visitors who came in the period and had been before, by their ids."""
    rows = db.rows(
        "SELECT visitor_id, first_name, last_name, session.day AS last_day, category.name AS category, confidential,"
        " matter, visit.state AS state, COALESCE(visit_outcome.name, '') AS outcome"
        f" FROM {VISITS} JOIN visitor ON visitor.id = visitor_id JOIN category ON category.id = category_id"
        " LEFT JOIN visit_outcome ON visit_outcome.code = visit.outcome"
        " WHERE session.programme_id = :programme AND session.day <= :until AND session.state IN ('open', 'closed')"
        " AND visit.state NOT IN ('moved', 'postponed')"
        f" AND visitor_id IN (SELECT visitor_id FROM {VISITS} WHERE {IN_SCOPE})"
        " ORDER BY visitor_id, session.day, visit.id",
        **_parameters(scope),
    )
    found: list[Coming] = []
    for visitor_id, some in groupby(rows, key=lambda row: int(row["visitor_id"])):
        *earlier, last = some
        if earlier:
            name = f"{last.pop('first_name')} {last.pop('last_name')}".strip()
            found.append(Coming(name=name, times=len(earlier) + 1, **last | {"visitor_id": visitor_id}))
    return found


def visits_each(db: Database, scope: Scope) -> dict[int, int]:
    """Count the visitors who came once, twice …, by the number of their visits."""
    rows = db.rows(
        f"SELECT times, COUNT(*) AS n FROM (SELECT visitor_id, COUNT(*) AS times FROM {VISITS}"
        f" WHERE {IN_SCOPE} GROUP BY visitor_id) AS each_one"
        " GROUP BY times ORDER BY times",
        **_parameters(scope),
    )
    return {int(row["times"]): int(row["n"]) for row in rows}


def sessions(db: Database, scope: Scope) -> list[Row]:
    """Return id, round and day of the sessions that were held, oldest first."""
    return db.rows(
        "SELECT id, round, day FROM session WHERE programme_id = :programme AND day BETWEEN :since AND"
        " :until AND state IN ('open', 'closed') ORDER BY day, id",
        **_parameters(scope),
    )


@dataclass(frozen=True, slots=True)
class Times:
    """Lengths of time in minutes."""

    found: tuple[float, ...] = ()

    @property
    def median(self) -> int | None:
        return middle(self.found)

    @property
    def percentile_90(self) -> int | None:
        """By the nearest rank: nine of ten took no longer."""
        return round(sorted(self.found)[ceil(0.9 * len(self.found)) - 1]) if self.found else None

    @property
    def longest(self) -> int | None:
        return round(max(self.found)) if self.found else None


def merge_times(some: Iterable[Times]) -> Times:
    return Times(tuple(length for times in some for length in times.found))


def waits(db: Database, scope: Scope) -> dict[tuple[str, int], Times]:
    """Return the waits from arrival to the first call, by the session's day and the hour of arrival in Tehran.

    Visits entered from paper are left out: they waited for no call.
    """
    rows = db.rows(
        "SELECT day, arrived_at, started_at AS called_at FROM (SELECT session.day AS day, arrived_at,"
        f" MIN(period.id) AS first FROM {VISITS} JOIN period ON"
        f" period.visit_id = visit.id WHERE {IN_SCOPE} AND on_paper = 0 AND period.state IN ('called', 'meeting')"
        " AND note <> 'undone' GROUP BY visit.id, session.day, arrived_at) AS called JOIN period ON period.id = first",
        **_parameters(scope),
    )
    found: dict[tuple[str, int], list[float]] = {}
    for row in rows:
        lengths = known_lengths([(row["arrived_at"], row["called_at"])])
        found.setdefault((row["day"], _hour(row["arrived_at"][11:16])), []).extend(lengths)
    return {key: Times(tuple(lengths)) for key, lengths in found.items()}


@cache
def _hour(clock: str) -> int:
    """Return the hour in Tehran of an 'HH:MM' in UTC."""
    return int(local_time(f"2000-01-01T{clock}Z")[:2])


def at_tables(db: Database, scope: Scope) -> dict[int, tuple[int, Times]]:
    """Return for each table how many visits were met there and how long the meetings took."""
    rows = db.rows(
        "SELECT visit_id, period.state AS state, started_at, ended_at, period.table_id AS table_id FROM"
        f" {VISITS} JOIN period ON period.visit_id = visit.id WHERE {IN_SCOPE} AND {IS_MEETING} ORDER BY period.id",
        **_parameters(scope),
    )
    by_table: dict[int, list[Row]] = {}
    for row in rows:
        by_table.setdefault(row["table_id"], []).append(row)
    return {
        table: (len({row["visit_id"] for row in some}), Times(tuple(service_times(some).values())))
        for table, some in by_table.items()
    }


def paraphs(db: Database, scope: Scope, by: str) -> dict[int, Counts]:
    """Count the valid paraphs, all, those that referred and those that settled the matter; `by`: 'official' or
    'table'."""
    counted = ", ".join(f"COUNT(*) FILTER (WHERE {condition}) AS {name}" for name, condition in PARAPHS.items())
    rows = db.rows(
        f"SELECT paraph.{by}_id AS grouped, {counted} FROM {VISITS} JOIN paraph ON paraph.visit_id = visit.id"
        f" WHERE {IN_SCOPE} AND paraph.state = 'valid' GROUP BY 1",
        **_parameters(scope),
    )
    return {row["grouped"]: row for row in rows}


def add_counts(some: Sequence[Counts]) -> Counts:
    """Add counts of different visits. A visitor in several of them counts in each."""
    return {name: sum(each.get(name, 0) for each in some) for name in NO_VISITS}
