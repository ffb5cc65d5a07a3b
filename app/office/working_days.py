"""The days the office works, and deadlines counted in them."""

from bisect import bisect_right
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from app.errors import Refused
from app.office import holidays
from app.persian.calendar import LAST_YEAR, jalali_year, weekday
from app.persian.text import fa
from db import Database

_THURSDAY = 5
_PYTHON_THURSDAY = 3
_ONE_DAY = timedelta(days=1)
_YEARS_BEFORE, _YEARS_AFTER = 5, 10
"""No referral is older than the ones, no deadline longer than the others."""
_LONGEST = 1000  # working days; nobody sets a deadline of four years


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """Saturday to Wednesday, and Thursday where the office keeps it; never a holiday. Days are ISO texts."""

    holidays: frozenset[str] = frozenset()
    thursday: bool = False
    confirmed_year: int = LAST_YEAR
    """The last Jalali year whose holidays the office has confirmed."""

    @classmethod
    def load(cls, db: Database) -> "WorkingDays":
        """As the office's list of holidays and its settings stand now."""
        closed, known = holidays.load(db)
        days, thursday = closed.days, bool(known.thursday_works)
        if known.thursday_changes:
            days, thursday = _with_thursdays_off(days, thursday, known.thursday_changes), True
        return cls(days, thursday, closed.confirmed_year)

    def are_confirmed(self, day: str) -> bool:
        """Whether the holidays of the year of this day are confirmed."""
        return jalali_year(day) <= self.confirmed_year

    def include(self, day: str) -> bool:
        return day not in self.holidays and self._in_week(day)

    def without(self, day: str) -> "WorkingDays":
        """Return the working days if the office were closed on one more day."""
        return replace(self, holidays=self.holidays | {day})

    def after(self, start: str, count: int) -> str:
        """Return the last of `count` working days after `start`; 0 is `start` itself. Refused beyond 1000."""
        if not 0 <= count <= _LONGEST:
            raise Refused(f"مهلت باید بین ۰ تا {fa(_LONGEST)} روز کاری باشد.", "working_days")
        return _after(self, start, count)

    def before(self, day: str, count: int) -> str:
        """Return the latest day that lies at least `count` working days before `day`."""
        found = date.fromisoformat(day)
        while count:
            count -= self.include(found.isoformat())
            found -= _ONE_DAY
        return found.isoformat()

    def between(self, start: str, end: str) -> int:
        """Count working days after `start` up to and with `end`; negative when `end` lies before `start`."""
        if end < start:
            return -self.between(end, start)
        first, last = date.fromisoformat(start).toordinal() + 1, date.fromisoformat(end).toordinal()
        weeks, over = divmod(last - first + 1, 7)  # whole weeks: a list counts years a thousand times
        worked = weeks * (_THURSDAY + self.thursday) + sum(
            self._in_week(date.fromordinal(number).isoformat()) for number in range(last - over + 1, last + 1)
        )
        closed = _closed_in_week(self.holidays, self.thursday)
        return worked - (bisect_right(closed, end) - bisect_right(closed, start))

    def _in_week(self, day: str) -> bool:
        return weekday(day) < _THURSDAY + self.thursday


@lru_cache(maxsize=8)
def _with_thursdays_off(days: frozenset[str], works_now: bool, changes: str) -> frozenset[str]:
    """Return the holidays and, as if they were some, the Thursdays on which the office did not work, around the days
    from which that changed: what was late or in time before does not change with the setting."""
    changed = changes.split()
    day = date.fromisoformat(changed[0]) - timedelta(days=_YEARS_BEFORE * 365)
    last = date.fromisoformat(changed[-1]) + timedelta(days=_YEARS_AFTER * 365)
    day += timedelta(days=(_PYTHON_THURSDAY - day.weekday()) % 7)
    off = []
    while day < last:
        works_then = works_now ^ (sum(each > day.isoformat() for each in changed) % 2 == 1)
        if not works_then:
            off.append(day.isoformat())
        day += timedelta(days=7)
    return days.union(off)


@lru_cache(maxsize=4096)
def _after(days: WorkingDays, start: str, count: int) -> str:
    """Kept, because the slips of a session share their days: a closure moves the clocks of 2,000 referrals at once."""
    day = date.fromisoformat(start)
    while count:
        day += _ONE_DAY
        count -= days.include(day.isoformat())
    return day.isoformat()


@lru_cache(maxsize=8)
def _closed_in_week(holidays: frozenset[str], thursday: bool) -> list[str]:
    """Return the holidays that would be working days, in order: a list counts the days between a thousand times."""
    return sorted(day for day in holidays if weekday(day) < _THURSDAY + thursday)
