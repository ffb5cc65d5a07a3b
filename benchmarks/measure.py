"""Taking times: the measured thing and its reference turn about in one loop, so that noise meets both."""

import gc
import math
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from time import perf_counter

from db.sqlite import SETTINGS

Action = Callable[[int], Callable[[], object]]
"""Makes the n-th run ready, untimed, and answers with what is timed."""


@dataclass(frozen=True, slots=True)
class Metric:
    name: str
    value: float
    unit: str
    """'ms' or 'MB'"""
    reference: str
    """What the value is held against, in words."""
    reference_value: float
    goal: float | None = None
    """The largest ratio that will do; None where none is set."""

    @property
    def ratio(self) -> float:
        return self.value / self.reference_value


@dataclass(frozen=True)
class Bench:
    """One run of the benchmarks: its folder, and the offices built in it when first asked for."""

    folder: Path

    @cached_property
    def million(self) -> Path:
        """An office with 1,000,000 earlier visits and an open session."""
        from benchmarks.million import build

        return build(self.folder / "million" / "office.db", 1_000_000)

    @cached_property
    def small(self) -> Path:
        """The same office with 10,000."""
        from benchmarks.million import build

        return build(self.folder / "small" / "office.db", 10_000)


def race(times: int, *, warm: int = 10, **actions: Action) -> dict[str, list[float]]:
    """Milliseconds of each action's runs, sorted; the first `warm` rounds are not counted.

    Python's collector rests while an act is timed: so it does in the program, which tidies in quiet moments on its
    other thread (ui/services/gc_timer.py).
    """
    taken: dict[str, list[float]] = {name: [] for name in actions}
    for n in range(warm + times):
        for name, action in actions.items():
            run = action(n)
            gc.disable()
            start = perf_counter()
            run()
            taken[name].append((perf_counter() - start) * 1000)
            gc.enable()
    return {name: sorted(times[warm:]) for name, times in taken.items()}


def median(times: Sequence[float]) -> float:
    return at(times, 0.5)


def p95(times: Sequence[float]) -> float:
    return at(times, 0.95)


def at(times: Sequence[float], share: float) -> float:
    """The value that `share` of the sorted times do not exceed."""
    return times[math.ceil(share * len(times)) - 1]


def plain(path: Path) -> sqlite3.Connection:
    """The file through sqlite3 alone, with the settings the program uses."""
    connection = sqlite3.connect(path, isolation_level=None)
    for setting in ("journal_mode = WAL", *SETTINGS):
        connection.execute(f"PRAGMA {setting}")
    return connection


def bare_insert(path: Path) -> Action:
    """One fsynced INSERT and nothing else."""
    connection = plain(path)
    connection.execute("CREATE TABLE line (id INTEGER PRIMARY KEY, words TEXT NOT NULL)")
    return lambda n: lambda: connection.execute("INSERT INTO line (words) VALUES (?)", (f"مراجعه‌کنندهٔ شمارهٔ {n}",))
