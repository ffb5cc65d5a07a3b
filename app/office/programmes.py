"""Programmes: series of meeting days, each on one weekday every so many weeks."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from app.persian.calendar import weekday
from db import Database


@dataclass(frozen=True, slots=True)
class Programme:
    id: int
    name: str
    audience: str
    weekday: int
    """Saturday 0 … Friday 6."""
    every_weeks: int
    anchor_day: str
    """Any day of a week in which there is a session."""
    series: str
    series_digit: int
    next_round: int

    def days(self, start: str, count: int, holidays: Collection[str]) -> list[str]:
        """Return the next `count` days of this programme from `start` on. A holiday skips a round and leaves the
        rhythm."""
        first, step = self._first_on_or_after(start), timedelta(weeks=self.every_weeks)
        every = ((first + step * round_).isoformat() for round_ in range(count + len(holidays)))
        return list(islice((day for day in every if day not in holidays), count))

    def _first_on_or_after(self, start: str) -> date:
        first = date.fromisoformat(start)
        anchor = date.fromisoformat(self.anchor_day)
        anchor += timedelta(days=self.weekday - weekday(self.anchor_day))
        span = 7 * self.every_weeks
        return first + timedelta(days=(anchor - first).days % span)


_COLUMNS = "id, name, audience, weekday, every_weeks, anchor_day, series, series_digit, next_round"


def active(db: Database) -> list[Programme]:
    """Return the programmes in use, in the office's order."""
    rows = db.rows(f"SELECT {_COLUMNS} FROM programme WHERE retired_on = '' ORDER BY position, id")
    return [Programme(**row) for row in rows]


def get(db: Database, programme_id: int) -> Programme:
    return Programme(**db.required_row(f"SELECT {_COLUMNS} FROM programme WHERE id = :id", id=programme_id))
