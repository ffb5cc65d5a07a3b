"""How long people wait, from this session's own pace."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.persian.calendar import exact_minutes_between
from db import Database

CALLS_NEEDED = 4
RECENT = 20
"""Calls the pace is taken from: a lull an hour ago says nothing about now."""


@dataclass(frozen=True, slots=True)
class Pace:
    minutes_per_call: float | None
    """Over all tables; None while there have been too few calls."""
    mean_wait: int | None
    """Minutes from arrival to first call, over the session."""

    def wait(self, ahead: int) -> int | None:
        """Minutes someone with `ahead` people before him will wait, in steps of five once it is long."""
        if self.minutes_per_call is None:
            return None
        minutes = self.minutes_per_call * (ahead + 1)
        return round(minutes) if minutes < 10 else 5 * round(minutes / 5)


def pace(db: Database, session_id: int) -> Pace:
    rows = db.rows(
        "SELECT visit.arrived_at AS arrived_at, MIN(period.started_at) AS called_at FROM period"
        " JOIN visit ON visit.id = visit_id WHERE session_id = :id AND on_paper = 0"
        " AND period.state = 'called' AND note <> 'undone' GROUP BY visit.id, visit.arrived_at ORDER BY called_at",
        id=session_id,
    )
    calls = [row["called_at"] for row in rows]
    waits = [exact_minutes_between(row["arrived_at"], row["called_at"]) for row in rows]
    return Pace(gap(calls[-RECENT:]), round(sum(waits) / len(waits)) if waits else None)


def gap(calls: Sequence[str]) -> float | None:
    """The mean of the minutes between consecutive calls, the longest (the break for prayer, a late official) left out.

    No median: tables that call together would make it nought.
    """
    if len(calls) < CALLS_NEEDED:
        return None
    gaps = sorted(exact_minutes_between(a, b) for a, b in pairwise(calls))[:-1]
    return sum(gaps) / len(gaps)
