"""The letter and the barcode digit of a programme's numbers, which stay once a number stands on paper."""

import re

from app.errors import Refused
from app.persian.text import fa
from db import Database, Row

_LETTERS = re.compile("[آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی]{1,2}")


def fixed_columns(db: Database, programme: Row) -> frozenset[str]:
    """Return which of `series` and `series_digit` of a programme can no longer be changed."""
    digit, printed = programme["series_digit"], _digit_on_paper(db, programme["series"])
    if printed not in (None, digit):
        return frozenset({"series"})  # an older program let the digit be changed: it may go back to the one on paper
    if printed is not None or _is_numbered(db, digit):
        return frozenset({"series", "series_digit"})
    return frozenset({"series_digit"} if _has_met(db, programme["id"]) else ())


def must_fit(db: Database, before: Row | None, row: Row) -> None:
    """Refuse a letter or a digit that would give a number twice. `before`: the programme as stored, with its id; None
    for a new one."""
    if (before is None or before["series"] != row["series"]) and not _LETTERS.fullmatch(str(row["series"])):
        raise Refused("«حرف شماره» یک یا دو حرف فارسی است.", "series")
    labels = {"series": "حرف شماره", "series_digit": "رقم بارکد"}
    for name in sorted(fixed_columns(db, before)) if before else ():
        if before and before[name] != row[name]:
            raise Refused(f"«{labels[name]}» پس از صدور اولین شماره تغییر نمی‌کند.", name)
    if (digit := _digit_on_paper(db, row["series"])) not in (None, row["series_digit"]):
        raise Refused(f"شماره‌های این حرف با رقم بارکد {fa(digit)} صادر شده است؛ همان را بنویسید.", "series_digit")
    if (before is None or before["series_digit"] != row["series_digit"]) and digit is None:
        _must_be_unused(db, row["series_digit"])


def _must_be_unused(db: Database, digit: int) -> None:
    if _is_numbered(db, digit):
        raise Refused("با این رقم شماره‌های دیگری صادر شده است؛ رقم دیگری بنویسید.", "series_digit")


def _digit_on_paper(db: Database, letter: str) -> int | None:
    """Return the digit in the barcodes of the numbers with this letter; None before the first."""
    row = db.row(
        "SELECT barcode FROM referral WHERE number LIKE :numbers ORDER BY id DESC LIMIT 1", numbers=f"%/{letter}/%"
    )
    return int(row["barcode"][4]) if row else None


def _is_numbered(db: Database, digit: int) -> bool:
    return db.row("SELECT year FROM numbering WHERE series_digit = :digit LIMIT 1", digit=digit) is not None


def _has_met(db: Database, programme_id: int) -> bool:
    """Whether a session was opened: its tickets carry the digit too."""
    return (
        db.row("SELECT id FROM session WHERE programme_id = :id AND round IS NOT NULL LIMIT 1", id=programme_id)
        is not None
    )
