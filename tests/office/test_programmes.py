from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.office import programmes
from app.office.holidays import holidays
from app.office.programmes import Programme
from app.persian.calendar import weekday

DAYS = st.dates(date(2024, 1, 1), date(2030, 1, 1)).map(date.isoformat)
PROGRAMMES = st.builds(
    Programme,
    id=st.just(1),
    name=st.just("برنامه"),
    audience=st.just("citizen"),
    weekday=st.integers(0, 6),
    every_weeks=st.integers(1, 8),
    anchor_day=DAYS,
    series=st.just("م"),
    series_digit=st.just(1),
    next_round=st.just(1),
)


def week(day):
    """Weeks since some Saturday."""
    return (date.fromisoformat(day) - date(2000, 1, 1)).days // 7


@given(programme=PROGRAMMES, start=DAYS, count=st.integers(0, 12), closed=st.sets(DAYS, max_size=40))
def test_days_keep_the_weekday_and_the_rhythm(programme, start, count, closed):
    days = programme.days(start, count, closed)
    assert len(days) == count and days == sorted(set(days)) and all(day >= start for day in days)
    assert all(weekday(day) == programme.weekday for day in days)
    assert all((week(day) - week(programme.anchor_day)) % programme.every_weeks == 0 for day in days)
    assert not closed.intersection(days)


@given(programme=PROGRAMMES, start=DAYS, skipped=st.sets(st.integers(0, 9), max_size=5))
def test_holiday_skips_its_round_and_shifts_no_other(programme, start, skipped):
    all_days = programme.days(start, 10, ())
    closed = {all_days[at] for at in skipped}
    assert programme.days(start, 10 - len(skipped), closed) == [day for day in all_days if day not in closed]


@given(programme=PROGRAMMES, start=DAYS, later=st.integers(0, 200))
def test_rhythm_does_not_depend_on_the_day_of_the_question(programme, start, later):
    asked = (date.fromisoformat(start) + timedelta(days=later)).isoformat()
    fresh = programme.days(asked, 3, ())
    assert fresh == [day for day in programme.days(start, 40, ()) if day >= asked][:3] or later > 190


@pytest.mark.parametrize(
    "start, expected",
    [
        ("2026-11-25", ["2026-11-25", "2026-12-02"]),
        ("2026-11-26", ["2026-12-02", "2026-12-09"]),
        ("2026-12-17", ["2026-12-30", "2027-01-13"]),  # 2 and 16 Dey are holidays
    ],
)
def test_seed_programme_meets_on_wednesdays(db, start, expected):
    citizens = programmes.active(db)[0]
    assert citizens.days(start, 2, holidays(db).days) == expected


def test_seed_programme_of_staff_meets_every_second_thursday(db):
    staff = programmes.active(db)[1]
    assert staff.days("2026-11-25", 3, ()) == ["2026-12-03", "2026-12-17", "2026-12-31"]
    assert programmes.get(db, staff.id) == staff
