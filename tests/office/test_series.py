"""The letter and the barcode digit of a programme's numbers."""

import pytest

from app.errors import Refused
from app.line import steps
from app.office import lists
from app.persian.text import fa
from app.referrals.issuing import Addressee
from app.table import paraphs


@pytest.fixture
def change(db, clerk):
    """`change(series="ن")` changes the first programme, as typed."""

    def make(**typed):
        entry = lists.contents(db, "programme").entries[0]
        values = {name: "" if value is None else str(value) for name, value in entry.values.items()}
        values["anchor_day"] = "1405/01/05"
        return lists.save(db, clerk, "programme", entry.id, values | typed)

    return make


@pytest.fixture
def issue(db, clerk, arrive, tables):
    """`issue()` writes a paraph for the next visitor and returns the slip's number."""

    def make():
        visit = steps.call(db, clerk, arrive().id, tables[0]["id"])
        unit, official = lists.entries(db, "unit")[0]["id"], lists.entries(db, "official")[0]["id"]
        draft = paraphs.Draft(official, "referred", "بررسی شود", (Addressee(unit, "lead", working_days=5),))
        return paraphs.referrals(db, paraphs.save(db, clerk, visit.id, draft).paraph_id)[0].number

    return make


def refused(change, **typed):
    with pytest.raises(Refused) as said:
        change(**typed)
    return said.value.field


def fixed(db):
    return set(lists.contents(db, "programme").entries[0].fixed)


def test_letter_and_digit_may_change_until_they_stand_on_paper(db, change):
    assert fixed(db) == set()
    change(series="نم", series_digit="7")
    assert fixed(db) == set()


def test_digit_stays_from_the_first_session_on_because_tickets_carry_it(db, change, session):
    assert fixed(db) == {"series_digit"}
    assert refused(change, series_digit="7") == "series_digit"
    change(series="ن")


def test_letter_and_digit_stay_from_the_first_number_on(db, change, issue):
    first = issue()
    assert fixed(db) == {"series", "series_digit"}
    assert refused(change, series="ن") == "series"
    assert refused(change, series_digit="7") == "series_digit"
    change(name="نام تازه", next_round="80")
    assert (first, issue()) == ("1405/م/00001", "1405/م/00002"), "no paraph stops"


@pytest.mark.parametrize("letter", ["م1", "X", "م.", "۱", "/", "ـ", "abc", "مم م"])
def test_letter_is_one_or_two_persian_letters(change, letter):
    assert refused(change, series=letter) == "series"


@pytest.mark.parametrize("typed", [{"series": "ن", "series_digit": "1"}, {"series": "م", "series_digit": "7"}])
def test_programme_whose_digit_an_older_program_let_change_goes_back_to_the_one_on_paper(db, change, issue, typed):
    issue()
    with db.write("office"):
        db.rows("UPDATE programme SET series_digit = 4 WHERE id = 1")
    assert fixed(db) == {"series"}
    assert refused(change, **typed) in ("series", "series_digit")
    change(series_digit=fa(1))
    assert issue() == "1405/م/00002"


def test_new_programme_cannot_take_a_digit_or_letter_that_stands_on_paper(db, clerk, change, issue):
    issue()
    with db.write("office"):
        db.rows("UPDATE programme SET series_digit = 4, series = 'ک' WHERE id = 1")
    values = {
        "name": "تازه", "audience": "citizen", "weekday": "1", "every_weeks": "1", "anchor_day": "1405/01/05",
        "series": "م", "series_digit": "6", "next_round": "1",
    }  # fmt: skip
    for typed in ({}, {"series": "ن", "series_digit": "1"}):
        with pytest.raises(Refused) as said:
            lists.save(db, clerk, "programme", None, values | typed)
        assert said.value.field == "series_digit"
