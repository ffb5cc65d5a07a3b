"""Days and times: kept as ISO text, moments in UTC, and shown in the Jalali calendar on Tehran's clock.

Iran has had no summer time since 1401, so its clock is UTC+03:30 the whole year.
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache

from app.errors import Refused
from app.persian.text import ascii_digits, clean, fa

TEHRAN = timezone(timedelta(hours=3, minutes=30))
WEEKDAYS = ("شنبه", "یکشنبه", "دوشنبه", "سه‌شنبه", "چهارشنبه", "پنجشنبه", "جمعه")
MONTHS = (
    "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند",
)  # fmt: skip
LAST_YEAR = 1436
"""The last year that can be typed."""
_YEARS = range(1300, LAST_YEAR + 1)  # where jdatetime and Qt's calendar agree day by day


@lru_cache(maxsize=4096)
def _parts(day: str) -> tuple[int, int, int]:
    import jdatetime  # late: start-up

    found = jdatetime.date.fromgregorian(date=date.fromisoformat(day))
    return found.year, found.month, found.day


def jalali(day: str) -> str:
    """'2026-11-25' → '1405/09/04', ASCII digits."""
    return "{:04}/{:02}/{:02}".format(*_parts(day))


def long_day(day: str) -> str:
    """'2026-11-25' → 'چهارشنبه ۴ آذر ۱۴۰۵'."""
    year, month, number = _parts(day)
    return fa(f"{WEEKDAYS[weekday(day)]} {number} {MONTHS[month - 1]} {year}")


def short_day(day: str) -> str:
    """'2026-11-25' → '۴ آذر'."""
    _, month, number = _parts(day)
    return fa(f"{number} {MONTHS[month - 1]}")


def jalali_year(day: str) -> int:
    return _parts(day)[0]


def parse_jalali(text: str) -> str:
    """Return the ISO day of a typed Jalali one: 1405/9/4, ۱۴۰۵-۰۹-۰۴, 1405.09.04 or 14050904."""
    import jdatetime  # late: start-up

    typed = re.fullmatch(r"([0-9]{4})([/.\- ]?)([0-9]{1,2})\2([0-9]{1,2})", clean(text))
    if not typed or (not typed[2] and len(typed[0]) != 8):
        raise Refused("تاریخ را به شکل سال/ماه/روز بنویسید؛ مانند ۱۴۰۵/۰۹/۰۴.")
    year, month, number = int(typed[1]), int(typed[3]), int(typed[4])
    if year not in _YEARS:
        raise Refused(f"سال باید بین {fa(_YEARS[0])} تا {fa(_YEARS[-1])} باشد.")
    try:
        return str(jdatetime.date(year, month, number).togregorian().isoformat())
    except ValueError:
        raise Refused(f"تاریخ {fa(typed[0])} در تقویم وجود ندارد.") from None


def _local(moment_utc: str) -> datetime:
    return datetime.fromisoformat(moment_utc).astimezone(TEHRAN)


def local_day(moment_utc: str) -> str:
    """Return the ISO day it was in Tehran at that moment."""
    return _local(moment_utc).date().isoformat()


def local_time(moment_utc: str) -> str:
    """Return hours and minutes on Tehran's clock: '10:42', ASCII digits."""
    return _local(moment_utc).time().isoformat("minutes")  # strftime would import a module at every call


def at(day: str, time: str) -> str:
    """Return the UTC moment of a time ('10:42', any digits) on Tehran's clock that day."""
    typed = re.fullmatch(r"([01]?[0-9]|2[0-3]):([0-5][0-9])", clean(time))
    if not typed:
        raise Refused("ساعت را به شکل ساعت:دقیقه بنویسید؛ مانند ۱۰:۴۲.")
    moment = datetime.fromisoformat(day).replace(hour=int(typed[1]), minute=int(typed[2]), tzinfo=TEHRAN)
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000Z"


def with_colon(typed: str) -> str:
    """Return a typed time with its colon: '920' means '9:20'."""
    digits = ascii_digits(typed).strip()
    return digits if ":" in digits else f"{digits[:-2]}:{digits[-2:]}"


def minutes_between(a_utc: str, b_utc: str) -> int:
    """Return the whole minutes from a to b; negative when b came first."""
    return int(exact_minutes_between(a_utc, b_utc))


def known_lengths(spans: Iterable[tuple[str, str]]) -> list[float]:
    """Return how many minutes each span took, from its first moment to its second. One that ended before it began is
    left out: the clock was set back in between, and nobody knows its length."""
    lengths = (exact_minutes_between(start, end) for start, end in spans)
    return [length for length in lengths if length >= 0]


def exact_minutes_between(a_utc: str, b_utc: str) -> float:
    return (datetime.fromisoformat(b_utc) - datetime.fromisoformat(a_utc)).total_seconds() / 60


def weekday(day: str) -> int:
    """Saturday 0 … Friday 6."""
    return (date.fromisoformat(day).weekday() + 2) % 7


def jalali_months_after(day: str, months: int) -> str:
    """Return the same day of the month `months` Jalali months later; the last day of a month that is too short."""
    import jdatetime  # late: start-up

    year, month, number = _parts(day)
    year, month = year + (month - 1 + months) // 12, (month - 1 + months) % 12 + 1
    last = jdatetime.j_days_in_month[month - 1] + (month == 12 and jdatetime.date(year, 1, 1).isleap())
    return str(jdatetime.date(year, month, min(number, last)).togregorian().isoformat())
