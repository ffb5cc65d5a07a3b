"""The days the office is closed: the list, and what is computed beyond the confirmed years."""

from datetime import date, timedelta

from app.closures import entries
from app.office import lists, settings
from app.office.holidays import holidays
from app.office.working_days import WorkingDays
from app.persian.calendar import jalali, parse_jalali
from app.persian.holidays import official_holidays


def add(db, clerk, day, name):
    return entries.save(db, clerk, None, {"day": day, "name": name, "certain": ""}).entry_id


def days_of(db, year):
    return {jalali(day)[5:] for day in holidays(db).days if jalali(day)[:4] == str(year)}


def test_deadline_and_session_skip_the_new_year_that_nobody_has_listed(db):
    days = WorkingDays.load(db)
    assert jalali(days.after(parse_jalali("1406/12/24"), 5)) == "1407/01/08"  # 25, 28 Esfand, 6, 7, 8
    assert not {"01/01", "01/02", "01/03", "01/04"} - days_of(db, 1407)


def test_computed_holidays_need_no_row(db):
    assert not [row for row in lists.entries(db, "holiday") if jalali(row["day"])[:4] == "1407"]
    assert days_of(db, 1407) == {jalali(each.day)[5:] for each in official_holidays(1407)}


def test_list_of_the_office_wins_over_what_is_computed(db, clerk):
    computed = next(each for each in official_holidays(1407) if each.name == "اربعین حسینی")
    kept = (date.fromisoformat(computed.day) - timedelta(days=1)).isoformat()
    assert computed.day in holidays(db).days
    add(db, clerk, jalali(kept), computed.name)
    assert holidays(db).names[kept] == computed.name and computed.day not in holidays(db).days
    removed = add(db, clerk, "1407/01/12", "روز جمهوری اسلامی")
    entries.retire(db, clerk, removed)
    assert "01/12" not in days_of(db, 1407), "what the office has taken out is not computed again"


def test_closure_named_like_a_holiday_does_not_stand_for_it(db, clerk):
    eid = next(each for each in official_holidays(1407) if each.name == "عید سعید فطر")
    day_before = (date.fromisoformat(eid.day) - timedelta(days=1)).isoformat()
    entries.close_day(db, clerk, day_before, eid.name, "")
    assert {day_before, eid.day} <= holidays(db).days


def test_confirmed_year_has_what_the_list_has(db, clerk):
    settings.change_settings(db, clerk, holidays_confirmed=1407)
    assert days_of(db, 1407) == set()
    assert holidays(db).are_confirmed(parse_jalali("1407/12/29"))
    assert not holidays(db).are_confirmed(parse_jalali("1408/01/01"))
    assert "01/01" in days_of(db, 1408)


def test_years_that_are_confirmed_at_first_are_those_of_the_list_shipped(db):
    days = WorkingDays.load(db)
    assert days.are_confirmed(parse_jalali("1405/12/29")) and not days.are_confirmed(parse_jalali("1406/01/01"))
