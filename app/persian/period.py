"""The days a report is about, by the Jalali calendar, and those they are compared with."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from app.errors import Refused
from app.persian.calendar import MONTHS, jalali, parse_jalali
from app.persian.text import isolate

SEASONS = ("بهار", "تابستان", "پاییز", "زمستان")
SEASON, YEAR = 3, 12
"""Months."""
YEARS = (1921, 2200)
"""The Jalali calendar is 1300 to 1579 then."""


@dataclass(frozen=True, slots=True)
class Period:
    """Both days included."""

    since: str
    until: str

    def must_run_forward(self) -> None:
        if not _is_day(self.since):
            raise Refused("آغاز دوره را بنویسید.", "since")
        if not _is_day(self.until):
            raise Refused("پایان دوره را بنویسید.", "until")
        if self.until < self.since:
            raise Refused("پایان دوره پیش از آغاز آن است.", "until")

    @property
    def before(self) -> "Period":
        """As many whole months just before whole months; else as many days."""
        first, months = _month(self.since), self.months
        if months:
            return _months(first - months, months)
        last = date.fromisoformat(self.since) - timedelta(days=1)
        length = date.fromisoformat(self.until) - date.fromisoformat(self.since)
        return Period((last - length).isoformat(), last.isoformat())

    @property
    def months(self) -> int:
        """How many whole months it is; 0 when it is none."""
        first, last = _month(self.since), _month(self.until)
        return last - first + 1 if _months(first, last - first + 1) == self else 0

    @property
    def name(self) -> str:
        """«پاییز 1405», «سال 1405», «آذر 1405», or from when to when."""
        year, month = divmod(_month(self.since), YEAR)
        if self.months == YEAR and month == 0:
            return f"سال {year}"
        if self.months == SEASON and month % SEASON == 0:
            return f"{SEASONS[month // SEASON]} {year}"
        if self.months == 1:
            return f"{MONTHS[month]} {year}"
        return f"{isolate(jalali(self.since))} تا {isolate(jalali(self.until))}"


def _is_day(typed: str) -> bool:
    """Of the years an office may have papers from."""
    with suppress(ValueError):
        return YEARS[0] <= date.fromisoformat(typed).year <= YEARS[1] and "-" in typed
    return False


def season(day: str) -> Period:
    """The three months around a day."""
    return _months(_month(day) // SEASON * SEASON, SEASON)


def year(day: str) -> Period:
    return _months(_month(day) // YEAR * YEAR, YEAR)


def after(period: Period) -> Period:
    """The next one as long as a period of whole months; of another, as many days."""
    if period.months:
        return _months(_month(period.until) + 1, period.months)
    first = date.fromisoformat(period.until) + timedelta(days=1)
    length = date.fromisoformat(period.until) - date.fromisoformat(period.since)
    return Period(first.isoformat(), (first + length).isoformat())


def _month(day: str) -> int:
    """Months since the year 0."""
    year, month = jalali(day).split("/")[:2]
    return int(year) * YEAR + int(month) - 1


def _months(first: int, count: int) -> Period:
    last = date.fromisoformat(_first_day(first + count)) - timedelta(days=1)
    return Period(_first_day(first), last.isoformat())


def _first_day(month: int) -> str:
    return parse_jalali(f"{month // YEAR}/{month % YEAR + 1}/1")
