"""Taking times: the program and its reference run by turns in one loop, so that noise meets both."""

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
"""Prepares the n-th run, untimed, and returns the call to be timed."""


@dataclass(frozen=True, slots=True)
class Metric:
    name: str
    value: float
    unit: str
    """'ms', 'MB' or 'pt' (points of a hundred)"""
    reference: str
    """The reference in words."""
    reference_value: float
    goal: float | None = None
    """The largest ratio allowed; None where none is set."""

    @property
    def ratio(self) -> float:
        return self.value / self.reference_value


@dataclass(frozen=True)
class Bench:
    """One run of the benchmarks: its folder, and the offices built there on first use."""

    folder: Path

    @cached_property
    def million(self) -> Path:
        """An office with 1,000,000 earlier visits and an open session."""
        from benchmarks.invented_office import build

        return build(self.folder / "million" / "office.db", 1_000_000)

    @cached_property
    def year(self) -> Path:
        """The folder that keeps the invented year's office, lived on first use."""
        from app.invented.kept import kept_year

        return kept_year(self.folder / "year")

    @cached_property
    def small(self) -> Path:
        """The same office with 10,000."""
        from benchmarks.invented_office import build

        return build(self.folder / "small" / "office.db", 10_000)


def race(times: int, *, warm: int = 10, **actions: Action) -> dict[str, list[float]]:
    """Return the milliseconds of each action's runs, sorted; the first `warm` rounds are not counted.

    Python's garbage collector is off while an action is timed, as in the program, which collects in quiet moments on
    its other thread (ui/services/gc_timer.py).
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
    return quantile(times, 0.5)


def p95(times: Sequence[float]) -> float:
    return quantile(times, 0.95)


def quantile(times: Sequence[float], share: float) -> float:
    """Return the value that `share` of the sorted times do not exceed."""
    return times[math.ceil(share * len(times)) - 1]


def plain_connection(path: Path) -> sqlite3.Connection:
    """Open the file through sqlite3 alone, with the settings the program uses."""
    connection = sqlite3.connect(path, isolation_level=None)
    for setting in ("journal_mode = WAL", *SETTINGS):
        connection.execute(f"PRAGMA {setting}")
    return connection


def bare_insert(path: Path) -> Action:
    """Return the reference action: one fsynced INSERT."""
    connection = plain_connection(path)
    connection.execute("CREATE TABLE bare (id INTEGER PRIMARY KEY, words TEXT NOT NULL)")
    return lambda n: lambda: connection.execute("INSERT INTO bare (words) VALUES (?)", (f"مراجعه‌کنندهٔ شمارهٔ {n}",))
