"""How fast the tables of a session call, by their own calls."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean, median

from app.line import calls
from app.line.calls import FirstCall
from app.persian.calendar import exact_minutes_between, known_lengths
from db import Database

CALLS_NEEDED = 4
RECENT = 20
"""The pace is that of the last calls: a lull an hour ago says nothing about now."""
_BREAK = 4
"""A gap so many times the median is no visitor's: prayer, or an official who came late."""
SHARED = 3
"""The mean of all tables weighs as much in a table's own pace as so many of its calls."""
_PART = 0.6
"""A visit under way is on the average so much of a visit: half of it, and more where their lengths differ."""
_SPREADS = (0.3, 1.2)
"""Bounds of the spread, which a handful of calls cannot tell."""


@dataclass(frozen=True, slots=True)
class Pace:
    minutes_per_call: float | None
    """Over all tables; None before CALLS_NEEDED calls."""
    mean_wait: int | None
    """Minutes from arrival to first call, over the session; None before the first call."""


def pace(db: Database, session_id: int) -> Pace:
    return pace_of(calls.of_session(db, session_id))


def pace_of(made: Sequence[FirstCall]) -> Pace:
    waits = known_lengths((call.waited_since, call.called_at) for call in made)
    recent = [call.called_at for call in made[-RECENT:]]
    return Pace(mean_gap(recent), round(fmean(waits)) if waits else None)


def mean_gap(moments: Sequence[str]) -> float | None:
    """Return the mean of the minutes between consecutive calls, without the longest, which may be the break for prayer
    or a late official. None before CALLS_NEEDED calls.

    A median would be zero where several tables call at once.
    """
    if len(moments) < CALLS_NEEDED:
        return None
    gaps = sorted(known_lengths(pairwise(moments)))[:-1]
    return fmean(gaps) if gaps else None


@dataclass(frozen=True, slots=True)
class TablePace:
    """How long one table takes from one call to the next while somebody waits for it."""

    minutes: float
    known: int
    """Lengths that this is known from; 0 for a table known only by the others."""


@dataclass(frozen=True, slots=True)
class Paces:
    tables: dict[int, TablePace]
    """By the table's id, those that have called."""
    shared: float
    """Mean minutes over all tables."""
    spread: float
    """Standard deviation of a length, as a share of its table's mean."""


def paces(made: Sequence[FirstCall], now: str) -> Paces | None:
    """Return the pace of every table that has called; None before CALLS_NEEDED calls in all. A visit under way counts
    as a part of one: the long ones end last, and without it the first means are too short."""
    by_table: dict[int, list[FirstCall]] = {}
    for call in made:
        by_table.setdefault(call.table_id, []).append(call)
    lengths = {table_id: _lengths(own) for table_id, own in by_table.items()}
    everything = [length for own in lengths.values() for length in own]
    gap = mean_gap([call.called_at for call in made])
    if gap is None:
        return None
    running = {
        table_id: minutes_since(own[-1].called_at, now) for table_id, own in by_table.items() if not own[-1].ended_at
    }
    parts = len(everything) + _PART * len(running)
    shared = max((sum(everything) + sum(running.values())) / parts if parts else gap * len(by_table), 0.1)
    tables = {
        table_id: TablePace(
            (sum(own) + running.get(table_id, 0) + SHARED * shared)
            / (len(own) + _PART * (table_id in running) + SHARED),
            len(own),
        )
        for table_id, own in lengths.items()
    }
    squares = [(length / tables[table_id].minutes - 1) ** 2 for table_id, own in lengths.items() for length in own]
    spread = fmean(squares) ** 0.5 if squares else _SPREADS[1]
    return Paces(tables, shared, min(max(spread, _SPREADS[0]), _SPREADS[1]))


def _lengths(own: Sequence[FirstCall]) -> list[float]:
    """Return the minutes from each call of one table to its next. Where nobody waited when a visit ended, it is as long
    as the visit: an idle table is not a slow one."""
    spans = [
        (call.called_at, call.ended_at if call.ended_at and call.ended_at < later.waited_since else later.called_at)
        for call, later in pairwise(own)
    ]
    found = known_lengths(spans)[-RECENT:]
    usual = median(found) if found else 0
    return [length for length in found if length <= _BREAK * max(usual, 1)]


def minutes_since(moment: str, now: str) -> float:
    return max(exact_minutes_between(moment, now), 0)
