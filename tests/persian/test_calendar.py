"""Jalali days agree with Qt's calendar over a century."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QCalendar, QDate

from app.errors import Refused
from app.persian import calendar
from app.persian.text import fa

FIRST, LAST = date(1957, 1, 1), date(2057, 12, 31)
DAYS = st.dates(FIRST, LAST).map(date.isoformat)


def test_a_century_of_days_agrees_with_qt() -> None:
    qt = QCalendar(QCalendar.System.Jalali)
    day = FIRST
    while day <= LAST:
        parts = qt.partsFromDate(QDate(day.year, day.month, day.day))
        shown = f"{parts.year:04}/{parts.month:02}/{parts.day:02}"
        assert calendar.jalali(day.isoformat()) == shown
        day += timedelta(days=1)


@given(DAYS)
def test_typed_jalali_day_gives_the_same_day_back(day: str) -> None:
    shown = calendar.jalali(day)
    forms = [shown, fa(shown), shown.replace("/", "-"), shown.replace("/", ""), shown.replace("/0", "/")]
    assert {calendar.parse_jalali(form) for form in forms} == {day}
    assert calendar.jalali_year(day) == int(shown[:4])


def test_day_is_written_in_words() -> None:
    assert calendar.long_day("2026-11-25") == "چهارشنبه ۴ آذر ۱۴۰۵"
    assert calendar.short_day("2026-11-25") == "۴ آذر"
    assert calendar.long_day("2025-03-20") == "پنجشنبه ۳۰ اسفند ۱۴۰۳"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "1405",
        "1405/13/01",
        "1405/00/10",
        "1405/07/31",
        "1404/12/30",
        "05/09/04",
        "1405/9-4",
        "140594",
        "2026/11/25",
        "چهار",
    ],
)
def test_text_that_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(Refused):
        calendar.parse_jalali(typed)


def test_leap_days_of_esfand_are_read() -> None:
    assert calendar.parse_jalali("1403/12/30") == "2025-03-20"
    assert calendar.parse_jalali("1408/12/30") == "2030-03-20"


def test_moment_is_shown_on_tehrans_clock() -> None:
    assert calendar.local_time("2026-11-25T07:12:03.123Z") == "10:42"
    assert calendar.local_day("2026-11-25T20:29:59.999Z") == "2026-11-25"
    assert calendar.local_day("2026-11-25T20:30:00.000Z") == "2026-11-26"
    assert calendar.local_time("2026-07-25T07:12:03.123Z") == "10:42", "no summer time"


@given(DAYS, st.times())
def test_typed_time_gives_the_same_time_back(day: str, time: time) -> None:
    clock = f"{time:%H:%M}"
    moment = calendar.at(day, fa(clock))
    assert (calendar.local_day(moment), calendar.local_time(moment)) == (day, clock)


def test_moment_is_stored_as_utc_with_milliseconds() -> None:
    assert calendar.at("2026-11-25", "۱:۰۵") == "2026-11-24T21:35:00.000Z"


@pytest.mark.parametrize("typed", ["", "24:00", "10:60", "10", "1042", "ده:۱۰", "10:4", "-1:00"])
def test_text_that_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(Refused):
        calendar.at("2026-11-25", typed)


def test_minutes_between_two_moments_are_whole_and_signed() -> None:
    assert calendar.minutes_between("2026-11-25T07:12:03.123Z", "2026-11-25T08:00:03.122Z") == 47
    assert calendar.minutes_between("2026-11-25T08:00:00.000Z", "2026-11-25T07:30:30.000Z") == -29


def test_week_begins_on_saturday() -> None:
    assert [calendar.weekday(f"2026-11-{day}") for day in range(21, 28)] == list(range(7))
    assert calendar.WEEKDAYS[calendar.weekday("2026-11-25")] == "چهارشنبه"
