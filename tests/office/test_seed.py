"""The lists an office starts with are complete and refer to each other rightly."""

import pytest

from app.office import seed
from app.persian import calendar
from app.persian.holidays import official_holidays
from app.persian.text import clean

COLUMNS = {
    "units": "code kind name addressed_as active",
    "categories": "audience category examples confidential default_unit",
    "phrases": "code text kind answer_needed working_days",
    "priority_groups": "name",
    "visit_outcomes": "code name referral",
    "urgencies": "code name working_days",
    "employments": "name",
    "officials": "post holder from_day to_day",
    "tables": "name official",
    "programmes": "name weekday every_weeks anchor_day series series_digit audience next_round",
    "holidays": "day name certain",
}
NUMBERS = {"active", "confidential", "answer_needed", "referral", "certain"}


def column(name: str, field: str) -> list[str]:
    return [row[field] for row in seed.rows(name)]


@pytest.mark.parametrize("name", COLUMNS)
def test_every_list_has_its_columns_filled_with_clean_text(name: str) -> None:
    rows = seed.rows(name)
    assert rows
    for row in rows:
        assert list(row) == COLUMNS[name].split()
        assert all(cell == clean(cell) for cell in row.values())
        assert all(row[field].isdigit() for field in NUMBERS & row.keys())
        assert row[next(iter(row))], "the first column names the row"


@pytest.mark.parametrize(
    ("name", "field"),
    [("units", "code"), ("units", "name"), ("phrases", "code"), ("phrases", "text"), ("visit_outcomes", "code"),
     ("urgencies", "code"), ("employments", "name"), ("officials", "post"),
     ("tables", "name"), ("programmes", "series"), ("programmes", "series_digit"), ("holidays", "day"),
     ("priority_groups", "name")],
)  # fmt: skip
def test_name_of_a_row_is_unique(name: str, field: str) -> None:
    values = column(name, field)
    assert len(values) == len(set(values))


def test_categories_go_to_existing_units() -> None:
    active = {row["code"] for row in seed.rows("units") if row["active"] == "1"}
    assert set(column("categories", "default_unit")) - {""} <= active
    assert column("categories", "default_unit")[0] == "V01", "planning, the most frequent, has its unit"
    for audience in ("citizen", "staff"):
        names = [row["category"] for row in seed.rows("categories") if row["audience"] == audience]
        assert len(names) == len(set(names)) > 10


def test_complaints_are_confidential() -> None:
    complaints = [row for row in seed.rows("categories") if row["category"].startswith("شکایت")]
    assert [row["confidential"] for row in complaints] == ["1", "1"]


def test_tables_belong_to_officials_who_are_posts_without_names() -> None:
    assert set(column("tables", "official")) <= set(column("officials", "post"))
    assert set(column("officials", "holder")) == {""}


def test_phrase_that_wants_an_answer_has_a_deadline() -> None:
    for row in seed.rows("phrases"):
        assert (row["answer_needed"] == "1") == row["working_days"].isdigit()
    assert len(seed.rows("phrases")) == 27


def test_more_urgent_deadlines_are_shorter() -> None:
    days = [int(text) for text in column("urgencies", "working_days")]
    assert days == sorted(days, reverse=True) == [15, 7, 3, 1]


def test_anchor_day_is_on_the_weekday_of_its_programme() -> None:
    wednesday, thursday = seed.rows("programmes")
    for row in (wednesday, thursday):
        assert calendar.weekday(row["anchor_day"]) == int(row["weekday"])
        assert calendar.jalali_year(row["anchor_day"]) == 1405
        assert row["anchor_day"] not in column("holidays", "day")
    assert (wednesday["every_weeks"], thursday["every_weeks"]) == ("1", "2")
    assert (wednesday["series"], thursday["series"]) == ("م", "پ")


def test_seed_has_the_solar_holidays_of_both_years() -> None:
    shown = {calendar.jalali(row["day"]): row["certain"] for row in seed.rows("holidays")}
    for year in (1405, 1406):
        for day in ("01/01", "01/02", "01/03", "01/04", "01/12", "01/13", "03/14", "03/15", "11/22", "12/29"):
            assert shown[f"{year}/{day}"] == "1"
    assert {day[:4] for day in shown} == {"1405", "1406"}
    assert list(shown) == sorted(shown)


def test_seed_knows_the_meeting_days_lost_to_holidays_in_1405() -> None:
    lost = [calendar.jalali(day) for day in column("holidays", "day") if calendar.weekday(day) in (4, 5)]
    wednesdays = [day for day in lost if day[:4] == "1405" and calendar.weekday(calendar.parse_jalali(day)) == 4]
    assert wednesdays == ["1405/" + day for day in ("01/12", "03/06", "04/03", "05/21", "10/02", "10/16", "12/19")]
    assert sum(day.startswith("1405") for day in lost) - len(wednesdays) == 6


def test_lunar_holidays_are_uncertain() -> None:
    certain = {row["name"]: row["certain"] for row in seed.rows("holidays")}
    assert certain["تاسوعای حسینی"] == certain["عید سعید فطر"] == "0"
    assert not any("تخمینی" in name for name in certain)


def test_seed_of_1406_is_what_the_program_computes() -> None:
    """The list of 1406 was made by the package `holidays`, which the computed days then agree with."""
    kept = {(row["day"], row["name"], row["certain"] == "1") for row in seed.rows("holidays")}
    made = {(each.day, each.name, each.certain) for each in official_holidays(1406)}
    assert made == {entry for entry in kept if calendar.jalali_year(entry[0]) == 1406}
