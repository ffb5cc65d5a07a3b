"""The barcode of a ticket: which visit it finds, and what it cannot be mistaken for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Refused
from app.persian.text import fa
from app.referrals import numbers
from app.referrals.numbers import Number, check_digit
from app.referrals.ticket_codes import FoundTicket, find_ticket, is_ticket_code, ticket_code

codes = st.builds(ticket_code, st.integers(0, 9), st.integers(1, 99_999), st.integers(1, 9_999))


@given(st.integers(0, 9), st.integers(1, 99_999), st.integers(1, 9_999))
def test_code_has_twelve_digits_of_kind_series_session_ticket_and_check(series, session_round, ticket):
    code = ticket_code(series, session_round, ticket)
    assert len(code) == 12 and is_ticket_code(code) and is_ticket_code(f" {fa(code)}\r\n")
    assert (code[0], int(code[1]), int(code[2:7]), int(code[7:11])) == ("4", series, session_round, ticket)


@given(codes, st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(code, at, by):
    wrong = code[:at] + str((int(code[at]) + by) % 10) + code[at + 1 :]
    assert not is_ticket_code(wrong)


@given(codes)
def test_ticket_is_no_slip_receipt_or_reminder(code):
    with pytest.raises(Refused):
        numbers.parse_barcode(code)


@given(st.integers(1400, 1999), st.integers(0, 9), st.integers(1, 999_999))
def test_slip_receipt_and_reminder_are_no_ticket(year, series, serial):
    slip = Number(year, "م", series, serial).barcode
    assert not any(is_ticket_code(numbers.paper_code(slip, kind)) for kind in ("slip", "receipt", "reminder"))


@pytest.mark.parametrize(("session_round", "ticket"), [(0, 1), (100_000, 1), (1, 10_000)])
def test_number_beyond_the_digits_has_no_code(session_round, ticket):
    assert ticket_code(1, session_round, ticket) == ""


@pytest.mark.parametrize("typed", ["", "0499370899", "41000620042", "سلام", "4100062004۲x"])
def test_other_text_is_no_ticket_code(db, typed):
    assert not is_ticket_code(typed)
    with pytest.raises(Refused):
        find_ticket(db, typed)


def test_visit_is_found_by_series_session_and_number(db, arrive, session):
    arrive()
    visit = arrive()
    code = ticket_code(session.series_digit, session.round, visit.ticket)
    assert find_ticket(db, fa(code)) == FoundTicket(visit.id, "waiting", None)
    other = f"4{session.series_digit}{session.round + 1:05}{visit.ticket:04}"
    assert find_ticket(db, other + check_digit(other)) is None
