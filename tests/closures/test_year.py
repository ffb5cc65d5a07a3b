"""A year's holidays are confirmed day by day, or all at once, on both engines."""

import pytest

from app.audit import reading as journal_reading
from app.audit.reading import JournalQuery
from app.closures import entries, year
from app.closures.view import holiday_list
from app.errors import Refused
from app.office import lists
from app.office.holidays import holidays
from app.office.working_days import WorkingDays
from app.persian.calendar import jalali, parse_jalali
from app.persian.holidays import official_holidays
from app.referrals import lifecycle


def of_year(db, wanted):
    return [row for row in lists.entries(db, "holiday") if jalali(row["day"])[:4] == str(wanted)]


@pytest.fixture
def in_dey(clock):
    clock.now = clock.now.replace(year=2026, month=12, day=22)  # 1 Dey 1405


def test_next_year_is_to_be_confirmed_from_dey_on(db, clock):
    clock.now = clock.now.replace(month=12, day=21, hour=12)
    assert year.year_to_confirm(db).year is None
    clock.turn(days=1)
    assert year.year_to_confirm(db).year == 1406


def test_year_that_nobody_confirmed_is_asked_for_before_the_next(db, clock):
    clock.now = clock.now.replace(year=2028, month=1, day=1)  # Dey 1406
    assert year.year_to_confirm(db).year == 1406


def test_confirmed_year_is_the_list_and_nothing_computed(db, clerk, in_dey):
    year.confirm_year(db, clerk, 1406)
    assert all(row["certain"] for row in of_year(db, 1406))
    assert holiday_list(db).year.confirmed == 1406 and holiday_list(db).year.year is None
    assert WorkingDays.load(db).are_confirmed(parse_jalali("1406/12/29"))
    assert not WorkingDays.load(db).are_confirmed(parse_jalali("1407/01/01"))


def test_year_after_the_list_is_put_into_it_once(db, clerk, clock, in_dey):
    year.confirm_year(db, clerk, 1406)
    before = holidays(db).days
    clock.now = clock.now.replace(year=2028, month=1, day=1)
    assert year.list_year(db, clerk, 1407) == len({each.day for each in official_holidays(1407)})
    assert year.list_year(db, clerk, 1407) == 0
    assert holidays(db).days == before, "listing a year closes no other day"
    assert {row["day"] for row in of_year(db, 1407)} == {each.day for each in official_holidays(1407)}
    year.confirm_year(db, clerk, 1407)
    assert all(row["certain"] for row in of_year(db, 1407))


@pytest.mark.parametrize("asked", [1405, 1407, 0, 99999])
def test_year_out_of_turn_is_refused(db, clerk, in_dey, asked):
    with pytest.raises(Refused):
        year.confirm_year(db, clerk, asked)


def entry(db, name, wanted=1406):
    return next(row for row in of_year(db, wanted) if row["name"] == name)


def test_day_is_moved_by_one_and_deadlines_with_it(db, clerk, issue):
    (referral,) = issue(0, days=112)
    assert lifecycle.get(db, referral).unit_due_day == "2027-05-18"
    done = year.move_day(db, clerk, entry(db, "عید سعید قربان")["id"], 1)
    assert entry(db, "عید سعید قربان")["day"] == "2027-05-18"
    assert lifecycle.get(db, referral).unit_due_day == "2027-05-17" and done.referrals == 1
    with pytest.raises(Refused, match="قطعی"):
        year.move_day(db, clerk, entry(db, "عید سعید قربان")["id"], 1)


def test_day_that_moves_to_a_holiday_joins_its_entry(db, clerk):
    days = WorkingDays.load(db)
    year.move_day(db, clerk, entry(db, "شهادت امام جعفر صادق علیه‌السلام")["id"], -1)
    (joined,) = [row for row in of_year(db, 1406) if "امام جعفر صادق" in row["name"] and row["day"] < "2027-05"]
    assert (joined["day"], joined["name"]) == ("2027-04-02", "روز طبیعت؛ شهادت امام جعفر صادق علیه‌السلام")
    assert (days.after("2027-04-01", 1), WorkingDays.load(db).after("2027-04-01", 1)) == ("2027-04-04", "2027-04-03")


def test_day_that_is_taken_is_not_moved_to(db, clerk):
    tasua = next(row for row in of_year(db, 1406) if row["name"] == "تاسوعای حسینی")
    with pytest.raises(Refused, match="عاشورای حسینی"):
        year.move_day(db, clerk, tasua["id"], 1)
    ashura = next(row for row in of_year(db, 1406) if row["name"] == "عاشورای حسینی")
    year.move_day(db, clerk, ashura["id"], 1)
    year.move_day(db, clerk, tasua["id"], 1)
    assert next(row for row in of_year(db, 1406) if row["id"] == tasua["id"])["day"] == ashura["day"]


def test_day_that_is_confirmed_or_taken_out_stays_so(db, clerk, in_dey):
    first, second, *_ = [row for row in of_year(db, 1406) if not row["certain"]]
    year.confirm_day(db, clerk, first["id"])
    entries.retire(db, clerk, second["id"])
    year.confirm_year(db, clerk, 1406)
    assert second["day"] not in holidays(db).days and first["day"] in holidays(db).days


def test_confirmation_is_told_in_persian(db, clerk, in_dey):
    year.confirm_year(db, clerk, 1406)
    row = journal_reading.read(db, clerk, JournalQuery(), 1).rows[0]
    assert [(each.label, each.before, each.after) for each in row.changes] == [
        ("تعطیلات تأییدشده تا سال", "۱۴۰۵", "۱۴۰۶")
    ]
