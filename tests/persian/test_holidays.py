"""The computed holidays of a year against days that are known."""

from datetime import date, timedelta

import pytest

from app.persian.calendar import jalali
from app.persian.holidays import official_holidays

SEEN = {
    "عاشورای حسینی": ("1401/05/17", "1402/05/06", "1403/04/26", "1404/04/15"),
    "عید سعید فطر": ("1401/02/13", "1402/02/02", "1403/01/22", "1404/01/11"),
    "عید سعید قربان": ("1401/04/19", "1402/04/08", "1403/03/28", "1404/03/16"),
}
"""Lunar holidays as Iran kept them."""


@pytest.mark.parametrize("year", [1399, 1403, 1408, 1412])
def test_last_day_of_a_leap_year_is_a_holiday(year):
    assert f"{year}/12/30" in [jalali(each.day) for each in official_holidays(year)]
    assert not [each for each in official_holidays(year + 1) if jalali(each.day).endswith("/12/30")]


@pytest.mark.parametrize("year", range(1400, 1437))
def test_year_has_its_solar_holidays_for_certain_and_the_lunar_ones_to_be_confirmed(year):
    solar = [
        jalali(each.day)[5:] for each in official_holidays(year) if each.certain and not each.day.endswith("12/30")
    ]
    fixed = ["01/01", "01/02", "01/03", "01/04", "01/12", "01/13", "03/14", "03/15", "11/22", "12/29"]
    assert [day for day in solar if day != "12/30"] == fixed
    lunar = [each for each in official_holidays(year) if not each.certain]
    assert 16 <= len(lunar) <= 19  # a lunar year is eleven days shorter than a solar one
    assert all(jalali(each.day)[:4] == str(year) for each in official_holidays(year))


@pytest.mark.parametrize(("name", "days"), SEEN.items())
def test_lunar_holidays_are_computed_within_a_day_of_those_kept(name, days):
    for kept in days:
        found = [each.day for each in official_holidays(int(kept[:4])) if each.name == name]
        near = {jalali((date.fromisoformat(day) - timedelta(days=by)).isoformat()) for day in found for by in (0, 1)}
        assert kept in near
