"""Deadlines in working days agree with counting on one's fingers."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.closures import entries
from app.errors import Refused
from app.office import lists
from app.office import settings as office
from app.office.working_days import WorkingDays

HOLIDAYS = st.frozensets(st.dates(date(2026, 3, 1), date(2026, 8, 1)).map(date.isoformat), max_size=60)
STARTS = st.dates(date(2026, 2, 20), date(2026, 6, 1)).map(date.isoformat)


@pytest.mark.parametrize(("thursday", "expected"), [(False, 5), (True, 6)])
def test_week_has_five_working_days_or_six_with_thursday(thursday: bool, expected: int) -> None:
    week = [f"2026-11-{day}" for day in range(21, 28)]
    assert sum(map(WorkingDays(thursday=thursday).include, week)) == expected
    assert not any(map(WorkingDays(frozenset(week), thursday).include, week))


def counted_on_fingers(start: str, count: int, holidays: frozenset[str], thursday: bool) -> str:
    """Every day after the start, one by one, by the names of its weekday."""
    off = {"Friday"} if thursday else {"Thursday", "Friday"}
    candidates = (date.fromisoformat(start) + timedelta(days=number) for number in range(1, 400))
    working = [day for day in candidates if f"{day:%A}" not in off and day.isoformat() not in holidays]
    return working[count - 1].isoformat() if count else start


@given(STARTS, st.integers(0, 60), HOLIDAYS, st.booleans())
def test_deadline_agrees_with_counting_day_by_day(
    start: str, count: int, holidays: frozenset[str], thursday: bool
) -> None:
    days = WorkingDays(holidays, thursday)
    due = days.after(start, count)
    assert due == counted_on_fingers(start, count, holidays, thursday)
    assert days.between(start, due) == count
    assert days.between(due, start) == -count


@given(STARTS, st.integers(1, 30), HOLIDAYS, st.booleans())
def test_day_before_is_the_latest_that_many_working_days_away(
    end: str, count: int, holidays: frozenset[str], thursday: bool
) -> None:
    days = WorkingDays(holidays, thursday)
    found = days.before(end, count)
    following = (date.fromisoformat(found) + timedelta(days=1)).isoformat()
    assert days.between(found, end) == count
    assert days.between(following, end) == count - 1


def test_holiday_moves_a_deadline_of_fifteen_working_days() -> None:
    assert WorkingDays().after("2026-11-25", 15) == "2026-12-16"
    assert WorkingDays(frozenset({"2026-11-28"})).after("2026-11-25", 15) == "2026-12-19"


@pytest.mark.parametrize("count", [-1, 1001, 2**70])
def test_absurd_deadline_is_refused(count: int) -> None:
    with pytest.raises(Refused):
        WorkingDays().after("2026-11-25", count)


def test_thursdays_before_the_office_changed_its_week_stay_what_they_were(db, clerk, clock):
    office.change_settings(db, clerk, thursday_works=1)  # Wednesday 2026-11-25
    clock.turn(days=21)
    office.change_settings(db, clerk, thursday_works=0)  # Wednesday 2026-12-16
    days = WorkingDays.load(db)
    thursdays = ("2026-11-19", "2026-11-26", "2026-12-10", "2026-12-17", "2027-11-25")
    assert [days.include(day) for day in thursdays] == [False, True, True, False, False]
    assert (
        days.between("2026-11-11", "2026-12-30") == WorkingDays(days.holidays).between("2026-11-11", "2026-12-30") + 3
    )


def test_office_decides_its_holidays_and_its_thursdays(db, clerk):
    before = WorkingDays.load(db)
    holiday = next(row for row in lists.entries(db, "holiday") if before.between("2026-11-25", row["day"]) > 0)
    entries.retire(db, clerk, holiday["id"])
    office.change_settings(db, clerk, thursday_works=1)
    after = WorkingDays.load(db)
    assert after.thursday and not before.thursday
    assert before.holidays - after.holidays == {holiday["day"]}
