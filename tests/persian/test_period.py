"""Periods of seasons, years and days, and the period each is compared with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Refused
from app.persian import period
from app.persian.calendar import jalali
from app.persian.period import Period

DAYS = st.dates(min_value=period.date(1960, 1, 1), max_value=period.date(2050, 1, 1)).map(str)


@given(DAYS)
def test_season_has_its_day_and_is_three_whole_months(day):
    season = period.season(day)
    assert season.since <= day <= season.until and season.months == 3
    assert jalali(season.since)[5:] in ("01/01", "04/01", "07/01", "10/01")
    assert season.before.until < season.since and period.after(season.before) == season
    assert season.before == period.season(season.before.since)


@given(DAYS)
def test_year_has_four_seasons(day):
    year = period.year(day)
    first = period.season(year.since)
    fourth = period.after(period.after(period.after(first)))
    assert (first.since, fourth.until) == (year.since, year.until) and year.months == 12
    assert year.name == f"سال {jalali(day)[:4]}"


@given(DAYS, st.integers(0, 400))
def test_period_before_ends_the_day_before(since, days):
    until = (period.date.fromisoformat(since) + period.timedelta(days=days)).isoformat()
    asked = Period(since, until)
    before = asked.before
    assert period.date.fromisoformat(before.until) + period.timedelta(days=1) == period.date.fromisoformat(since)
    assert asked.months in (0, before.months), "as many days may be a whole month by chance"
    assert asked.months or before.months or period.after(before) == asked


def test_period_is_named_by_season_year_month_or_days():
    autumn = period.season("2026-11-25")
    assert autumn == Period("2026-09-23", "2026-12-21") and autumn.name == "پاییز 1405"
    assert autumn.before == Period("2026-06-22", "2026-09-22") and autumn.before.name == "تابستان 1405"
    assert Period("2026-11-22", "2026-12-21").name == "آذر 1405"
    assert Period("2026-11-25", "2026-11-25").name == "\u20681405/09/04\u2069"
    assert Period("2026-10-23", "2027-01-20").months == 3
    assert "1405/08/01" in Period("2026-10-23", "2027-01-20").name, "no season: from when to when"
    assert "1405/09/04" in Period("2026-11-25", "2026-11-25").name


@pytest.mark.parametrize(
    ("since", "until", "field"),
    [("", "2026-11-25", "since"), ("2026-11-25", "", "until"), ("2026-11-25", "2026-11-24", "until")],
)
def test_period_that_runs_backward_is_refused(since, until, field):
    with pytest.raises(Refused) as no:
        Period(since, until).must_run_forward()
    assert no.value.field == field
