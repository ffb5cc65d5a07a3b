from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import Refused
from app.journal.writing import writing
from app.persian.text import fa
from app.referrals.numbers import Number, allocate, check_digit, paper_code, parse_barcode, parse_number

some_numbers = st.builds(Number, st.integers(1400, 1499), st.just("م"), st.integers(0, 9), st.integers(1, 999_999))
on_one_file = settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def take(db, clerk, digit, year, *, fails=False):
    """Take a number in a transaction of its own, which is rolled back if it `fails`."""
    with writing(db, clerk, (), "paraphs"):
        number = allocate(db, "م", digit, year)
        if fails:
            raise Refused("نه")
        return number


def test_number_is_written_year_series_serial():
    assert Number(1405, "م", 1, 123).text == "1405/م/00123"
    assert Number(1405, "م", 1, 123456).text == "1405/م/123456"


@given(some_numbers)
def test_barcode_has_twelve_digits_and_is_read_in_any_kind_of_digits(number):
    assert len(number.barcode) == 12
    assert number.barcode.isascii()
    assert number.barcode.isdigit()
    assert parse_barcode(number.barcode) == parse_barcode(f" {fa(number.barcode)}\r\n") == number.barcode


@given(some_numbers)
def test_each_kind_of_paper_has_a_code_of_its_own_that_leads_to_the_slip(number):
    codes = {kind: paper_code(number.barcode, kind) for kind in ("slip", "receipt", "reminder")}
    assert codes["slip"] == number.barcode and len(set(codes.values())) == 3
    for kind, code in codes.items():
        assert len(code) == 12 and code.isdecimal() and code[0] == {"slip": "1", "receipt": "2", "reminder": "3"}[kind]
        assert parse_barcode(code) == parse_barcode(fa(code)) == number.barcode


def test_code_of_a_slip_printed_before_kinds_had_digits_is_still_a_slip():
    assert parse_barcode("140500008714") == "140500008714"


def test_no_referral_has_no_code():
    assert paper_code("", "receipt") == ""


def test_code_of_an_unknown_kind_is_refused():
    body = "94050000871"
    with pytest.raises(Refused):
        parse_barcode(body + check_digit(body))


def test_number_of_a_reminder_leads_to_its_referral():
    assert parse_number("۱۴۰۵/م/۸۷۱/پ۲") == "1405/م/00871"


@given(some_numbers, st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_always_shows(number, place, shift):
    wrong = list(number.barcode)
    wrong[place] = str((int(wrong[place]) + shift) % 10)
    with pytest.raises(Refused):
        parse_barcode("".join(wrong))


@given(some_numbers, some_numbers)
def test_two_numbers_never_share_a_barcode(one, other):
    assert (one.barcode == other.barcode) == (one == other)


@pytest.mark.parametrize("typed", ["", "12", "abcdefghijkl", "1" * 13, "1405/م/00123", "²²²²²²²²²²²²"])
def test_text_that_is_no_barcode_is_refused(typed):
    with pytest.raises(Refused) as no:
        parse_barcode(typed)
    assert no.value.field == "barcode"


def test_check_digit_is_that_of_gs1():
    assert check_digit("629104150021") == "3"  # the example of GS1's own page


@on_one_file
@given(st.lists(st.tuples(st.integers(1, 3), st.integers(1405, 1407), st.booleans()), max_size=30))
def test_rolled_back_writes_leave_no_gap_and_no_twin(db, clerk, takes):
    taken = {}
    for digit, year, fails in takes:
        with suppress(Refused):
            number = take(db, clerk, digit, year, fails=fails)
            taken.setdefault((digit, year), []).append(number.serial)
    for serials in taken.values():
        assert serials == list(range(serials[0], serials[0] + len(serials)))


def test_each_year_and_series_begins_at_one(db, clerk):
    assert [take(db, clerk, 1, 1405).serial for _ in range(3)] == [1, 2, 3]
    assert take(db, clerk, 2, 1405).serial == 1
    assert take(db, clerk, 1, 1406).serial == 1
    assert take(db, clerk, 1, 1405).serial == 4


def test_serial_too_long_for_the_barcode_is_refused(db, clerk):
    with writing(db, clerk, (), "paraphs"):
        db.rows("INSERT INTO numbering (series_digit, year, last) VALUES (1, 1405, 999998)")
    assert len(take(db, clerk, 1, 1405).barcode) == 12
    with pytest.raises(Refused):
        take(db, clerk, 1, 1405)
