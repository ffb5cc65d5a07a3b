"""The marks by which the office knows its own answer files again: one of the file, one of each row.

A mark is signed with a key that never leaves the office's database, so that nobody can make one for another unit's row
or for another number.
"""

import base64
import hmac
import re
import secrets
from dataclasses import dataclass

from app.journal.writing import Change
from app.persian.text import ascii_digits, clean
from db import Database

_SETTING = "answer_file_key"
_BYTES = 10
"""The length of a signature: 80 bits are 16 letters, short enough for a narrow column."""
_ROW = re.compile(r"([0-9]{1,9})-([0-9]{1,12})-([A-Z2-7]{16})")
_FILE = re.compile(r"([0-9]{1,9})-([A-Z2-7]{16})")


@dataclass(frozen=True, slots=True)
class SignedReferral:
    """The facts of a row that its mark signs: a row in which one of them was changed is refused."""

    referral_id: int
    number: str
    barcode: str
    unit_id: int
    version: int
    """The last step of the referral after which an older answer no longer fits; 0 without one."""


def make_key(change: Change) -> str:
    """Return the office's key; make it on the first call. The journal says that it was made, not what it is."""
    if key := read_key(change.db):
        return key
    change.db.send(
        "INSERT INTO setting (name, value) VALUES (:name, :value)", name=_SETTING, value=secrets.token_hex(32)
    )
    change.record("make", "answer_key", None)
    return read_key(change.db)


def read_key(db: Database) -> str:
    """Return the office's key; '' while no file has been made."""
    row = db.row("SELECT value FROM setting WHERE name = :name", name=_SETTING)
    return str(row["value"]) if row else ""


def row_mark(key: str, signed: SignedReferral) -> str:
    words = ("row", signed.referral_id, signed.number, signed.barcode, signed.unit_id, signed.version)
    return f"{signed.unit_id}-{signed.version}-{_signature(key, *words)}"


def file_mark(key: str, unit_id: int) -> str:
    return f"{unit_id}-{_signature(key, 'file', unit_id)}"


def row_says(cell: str) -> tuple[int, int] | None:
    """Return the unit and the version that a row's mark names, not yet proved; None when the text is no mark."""
    found = _ROW.fullmatch(_plain(cell))
    return (int(found[1]), int(found[2])) if found else None


def is_genuine(key: str, cell: str, signed: SignedReferral) -> bool:
    return bool(key) and hmac.compare_digest(_plain(cell).encode(), row_mark(key, signed).encode())


def unit_of_file(key: str, cell: str) -> int | None:
    """Return the unit whose genuine file mark this is; None of any other text."""
    found = _FILE.fullmatch(_plain(cell))
    if not (key and found and hmac.compare_digest(_plain(cell).encode(), file_mark(key, int(found[1])).encode())):
        return None
    return int(found[1])


def _plain(cell: str) -> str:
    return ascii_digits(clean(cell)).replace(" ", "").upper()


def _signature(key: str, *words: object) -> str:
    text = "|".join(map(str, words)).encode()
    return base64.b32encode(hmac.digest(bytes.fromhex(key), text, "sha256")[:_BYTES]).decode()
