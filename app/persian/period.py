"""Periods of days that a report is about, in Jalali seasons, years and months where they fit."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from app.errors import Refused
from app.persian.calendar import MONTHS, jalali, parse_jalali
from app.persian.text import isolate

SEASONS = ("بهار", "تابستان", "پاییز", "زمستان")
SEASON, YEAR = 3, 12
"""Lengths in months."""
YEARS = (1921, 2200)
"""Gregorian years in which an office may have papers: 1300 to 1579 in the Jalali calendar."""


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `since` to `until`, ISO, both included."""

    since: str
    until: str

    def must_run_forward(self) -> None:
        """Raise Refused, beside `since` or `until`, for days that are missing or the wrong way round."""
        if not _is_day(self.since):
            raise Refused("آغاز دوره را بنویسید.", "since")
        if not _is_day(self.until):
            raise Refused("پایان دوره را بنویسید.", "until")
        if self.until < self.since:
            raise Refused("پایان دوره پیش از آغاز آن است.", "until")

    @property
    def before(self) -> "Period":
        """The period just before, of as many whole months; of as many days where this one is not of whole months."""
        first, months = _month(self.since), self.months
        if months:
            return _months(first - months, months)
        last = date.fromisoformat(self.since) - timedelta(days=1)
        length = date.fromisoformat(self.until) - date.fromisoformat(self.since)
        return Period((last - length).isoformat(), last.isoformat())

    @property
    def year_before(self) -> "Period":
        """The same months a year before, of a period of whole months."""
        return _months(_month(self.since) - YEAR, self.months)

    @property
    def months(self) -> int:
        """The number of whole Jalali months; 0 where the period does not begin and end with one."""
        first, last = _month(self.since), _month(self.until)
        return last - first + 1 if _months(first, last - first + 1) == self else 0

    @property
    def name(self) -> str:
        """«پاییز 1405», «سال 1405», «آذر 1405»; else the first and the last day, or the one day."""
        year, month = divmod(_month(self.since), YEAR)
        if self.months == YEAR and month == 0:
            return f"سال {year}"
        if self.months == SEASON and month % SEASON == 0:
            return f"{SEASONS[month // SEASON]} {year}"
        if self.months == 1:
            return f"{MONTHS[month]} {year}"
        if self.since == self.until:
            return isolate(jalali(self.since))
        return f"{isolate(jalali(self.since))} تا {isolate(jalali(self.until))}"


def _is_day(typed: str) -> bool:
    """Whether this is an ISO day within YEARS."""
    with suppress(ValueError):
        return YEARS[0] <= date.fromisoformat(typed).year <= YEARS[1] and "-" in typed
    return False


def season(day: str) -> Period:
    """Return the Jalali season of a day."""
    return _months(_month(day) // SEASON * SEASON, SEASON)


def year(day: str) -> Period:
    """Return the Jalali year of a day."""
    return _months(_month(day) // YEAR * YEAR, YEAR)


def after(period: Period) -> Period:
    """Return the period just after, of as many whole months; of as many days where it is not of whole months."""
    if period.months:
        return _months(_month(period.until) + 1, period.months)
    first = date.fromisoformat(period.until) + timedelta(days=1)
    length = date.fromisoformat(period.until) - date.fromisoformat(period.since)
    return Period(first.isoformat(), (first + length).isoformat())


def whole_months(first: str, last: str) -> Period:
    """Return the days from the first to the last of these Jalali months, such as '1405/07'."""
    start, end = (_month_number(each) for each in (first, last))
    return _months(start, end - start + 1)


def _month_number(month: str) -> int:
    year, _, number = month.partition("/")
    return int(year) * YEAR + int(number) - 1


def _month(day: str) -> int:
    """Return the months since the Jalali year 0."""
    year, month = jalali(day).split("/")[:2]
    return int(year) * YEAR + int(month) - 1


def _months(first: int, count: int) -> Period:
    last = date.fromisoformat(_first_day(first + count)) - timedelta(days=1)
    return Period(_first_day(first), last.isoformat())


def _first_day(month: int) -> str:
    return parse_jalali(f"{month // YEAR}/{month % YEAR + 1}/1")
