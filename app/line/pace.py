"""How long people wait, from this session's own pace."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.persian.calendar import known_lengths
from db import Database

CALLS_NEEDED = 4
RECENT = 20
"""The pace is that of the last calls: a lull an hour ago says nothing about now."""


@dataclass(frozen=True, slots=True)
class Pace:
    minutes_per_call: float | None
    """Over all tables; None before CALLS_NEEDED calls."""
    mean_wait: int | None
    """Minutes from arrival to first call, over the session; None before the first call."""

    def wait(self, ahead: int) -> int | None:
        """Return the minutes that a visit with `ahead` others before it will wait, from ten on in steps of five."""
        if self.minutes_per_call is None:
            return None
        minutes = self.minutes_per_call * (ahead + 1)
        return round(minutes) if minutes < 10 else 5 * round(minutes / 5)


def pace(db: Database, session_id: int) -> Pace:
    rows = db.rows(
        "SELECT arrived_at, started_at AS called_at FROM (SELECT MIN(period.id) AS id FROM period"
        " JOIN visit ON visit.id = visit_id WHERE session_id = :id AND on_paper = 0"
        " AND period.state = 'called' AND note <> 'undone' GROUP BY visit.id) AS first"
        " JOIN period ON period.id = first.id JOIN visit ON visit.id = visit_id ORDER BY first.id",
        id=session_id,
    )
    calls = [row["called_at"] for row in rows]
    waits = known_lengths((row["arrived_at"], row["called_at"]) for row in rows)
    return Pace(mean_gap(calls[-RECENT:]), round(sum(waits) / len(waits)) if waits else None)


def mean_gap(calls: Sequence[str]) -> float | None:
    """Return the mean of the minutes between consecutive calls, without the longest, which may be the break for prayer
    or a late official. None before CALLS_NEEDED calls.

    A median would be zero where several tables call at once.
    """
    if len(calls) < CALLS_NEEDED:
        return None
    gaps = sorted(known_lengths(pairwise(calls)))[:-1]
    return sum(gaps) / len(gaps) if gaps else None
