"""Numbers of referrals, without gaps in their series and Jalali year, and the barcodes of digits that find them."""

import re
from dataclasses import dataclass
from typing import Literal

from app.errors import Refused
from app.office import number_gaps
from app.persian.text import ascii_digits, clean
from db import Database

SERIAL_DIGITS = 6
PaperKind = Literal["slip", "receipt", "reminder", "annulment"]
_KIND_DIGITS: dict[PaperKind, str] = {"slip": "1", "receipt": "2", "reminder": "3", "annulment": "5"}
"""First digit of a paper's code. It stands in place of the year's millennium, so that a code keeps its twelve digits
and every slip printed before the digit had a meaning is still a slip."""
_TYPED = re.compile(r"(\d{4})\s*/\s*([^\W\d_]{1,2})\s*/\s*(\d{1,6})(?:\s*/\s*پ\s*\d{1,3})?")


@dataclass(frozen=True, slots=True)
class Number:
    year: int
    series: str
    series_digit: int
    serial: int

    @property
    def text(self) -> str:
        """'1405/م/00123'"""
        return f"{self.year}/{self.series}/{self.serial:05}"

    @property
    def barcode(self) -> str:
        """Twelve digits: year 4, series 1, serial 6, check 1. A reader that types under a Persian keyboard layout would
        turn Latin letters into Persian ones."""
        body = f"{self.year:04}{self.series_digit}{self.serial:0{SERIAL_DIGITS}}"
        return body + check_digit(body)


@dataclass(frozen=True, slots=True)
class TypedNumber:
    """The meaning of a number or a barcode that was typed or read."""

    year: int
    series: str
    """'' in a barcode."""
    series_digit: int | None
    """None in a number, which has the letter instead."""
    serial: int


def allocate(db: Database, series: str, series_digit: int, year: int) -> Number:
    """Take the next number of a series inside the saving transaction: a rollback gives it back, so there is no gap."""
    row = db.required_row(
        "INSERT INTO numbering (series_digit, year, last) VALUES (:digit, :year, 1)"
        " ON CONFLICT (series_digit, year) DO UPDATE SET last = numbering.last + 1 RETURNING last",
        digit=series_digit,
        year=year,
    )
    if row["last"] >= 10**SERIAL_DIGITS:
        raise Refused("شماره‌های این سال تمام شده است.")
    return Number(year, series, series_digit, row["last"])


def check_digit(body: str) -> str:
    """Return the check digit of GS1: weights 3 and 1 from the right, so that one wrong digit always shows."""
    total = sum(int(digit) * (3 if at % 2 == 0 else 1) for at, digit in enumerate(reversed(body)))
    return str(-total % 10)


def paper_code(slip_code: str, kind: PaperKind) -> str:
    """Return the code of a receipt, reminder or annulment about the referral with this slip; '' without one."""
    if not slip_code:
        return ""
    body = _KIND_DIGITS[kind] + slip_code[1:-1]
    return body + check_digit(body)


def reminder_number(number: str, ordinal: int) -> str:
    """Return the number of a referral's reminder, '1405/م/00871/پ2'."""
    return f"{number}/پ{ordinal}"


def parse_barcode(typed: str) -> str:
    """Return the code of the slip, whichever of its referral's papers the code was read from or typed; Refused when the
    check digit does not fit."""
    return paper_code(_checked_digits(typed), "slip")


def _checked_digits(typed: str) -> str:
    digits = ascii_digits(typed).strip()
    if not (digits.isascii() and digits.isdecimal() and len(digits) == SERIAL_DIGITS + 6):
        raise Refused("بارکد باید دوازده رقم باشد.", "barcode")
    if check_digit(digits[:-1]) != digits[-1] or digits[0] not in _KIND_DIGITS.values():
        raise Refused("بارکد درست خوانده نشد؛ دوباره بخوانید.", "barcode")
    return digits


def parse_typed(typed: str) -> TypedNumber:
    """Read a number or a barcode; Refused, beside `barcode`, when the text is neither."""
    if found := _TYPED.fullmatch(clean(typed)):
        return TypedNumber(int(found[1]), found[2], None, int(found[3]))
    code = parse_barcode(typed)
    return TypedNumber(int(code[:4]), "", int(code[4]), int(code[5:-1]))


def gap_sentence(db: Database, typed: str) -> str:
    """Return what is to be said of a number or barcode that was given after a backup which was put back; '' of any
    other text."""
    try:
        found = parse_typed(typed)
    except Refused:
        return ""
    return number_gaps.sentence(db, found.year, found.serial, letter=found.series, digit=found.series_digit)


def parse_number(typed: str) -> str:
    """Return a typed number as it is stored, '1405/م/00123', whatever zeros were typed, and without
    a reminder's own part; '' when it is no number."""
    found = _TYPED.fullmatch(clean(typed))
    return f"{found[1]}/{found[2]}/{int(found[3]):05}" if found else ""
