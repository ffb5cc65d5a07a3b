"""The barcode of a ticket, which finds its visit.

Twelve digits like the codes of slips, receipts and reminders, and a first digit that none of them has. Ten would do for
session and number, but a national code has ten digits, and a reader types one as fast as the other.
"""

from dataclasses import dataclass

from app.errors import Refused
from app.office import number_gaps
from app.persian.text import ascii_digits
from app.referrals.numbers import check_digit
from db import Database

KIND = "4"
"""First digit of a ticket's code; 1, 2, 3 and 5 are slips, receipts, reminders and annulments."""
ROUND_DIGITS, TICKET_DIGITS = 5, 4
LENGTH = 1 + 1 + ROUND_DIGITS + TICKET_DIGITS + 1


@dataclass(frozen=True, slots=True)
class FoundTicket:
    visit_id: int
    state: str
    table_id: int | None
    """The table it is called to, or was met at."""


def ticket_code(series_digit: int, session_round: int, ticket: int) -> str:
    """Return kind 1, series 1, session 5, ticket 4, check 1; '' for a session without a number, and beyond these
    digits."""
    if not 0 < session_round < 10**ROUND_DIGITS or ticket >= 10**TICKET_DIGITS:
        return ""
    body = f"{KIND}{series_digit}{session_round:0{ROUND_DIGITS}}{ticket:0{TICKET_DIGITS}}"
    return body + check_digit(body)


def is_ticket_code(typed: str) -> bool:
    digits = ascii_digits(typed).strip()
    return (
        digits.isascii()
        and digits.isdecimal()
        and len(digits) == LENGTH
        and digits[0] == KIND
        and check_digit(digits[:-1]) == digits[-1]
    )


def find_ticket(db: Database, typed: str) -> FoundTicket | None:
    """Find the visit by the code of its ticket; Refused when the text is no such code, and when the ticket was given
    after a backup that was put back."""
    if not is_ticket_code(typed):
        raise Refused("بارکد برگهٔ نوبت درست خوانده نشد؛ دوباره بخوانید.", "barcode")
    series, session_round, ticket = _parts(typed)
    row = db.row(
        "SELECT visit.id AS visit_id, visit.state AS state, table_id FROM visit"
        " JOIN session ON session.id = session_id JOIN programme ON programme.id = programme_id"
        " WHERE series_digit = :series AND round = :round AND ticket = :ticket",
        series=series,
        round=session_round,
        ticket=ticket,
    )
    if row is None and (sentence := gap_sentence(db, typed)):
        raise Refused(sentence, "barcode")
    return FoundTicket(**row) if row else None


def gap_sentence(db: Database, typed: str) -> str:
    """Return what is to be said of the code of a ticket that was given after a backup which was put back; '' of any
    other text."""
    return number_gaps.ticket_sentence(db, *_parts(typed)) if is_ticket_code(typed) else ""


def _parts(typed: str) -> tuple[int, int, int]:
    """Return series digit, round and ticket of a code."""
    digits = ascii_digits(typed).strip()
    return int(digits[1]), int(digits[2 : 2 + ROUND_DIGITS]), int(digits[2 + ROUND_DIGITS : -1])
