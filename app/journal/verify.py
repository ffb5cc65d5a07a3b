"""The check that the journal is whole: every row follows from the one before, and the marks kept elsewhere agree."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.errors import Refused
from app.journal.chain import MARK_DIGITS, link
from app.persian.calendar import jalali, local_day, local_time
from app.persian.text import ascii_digits, fa, isolate
from db import Database, Row

LIKE = "1234-3fa91b07c44d2e10"
"""A mark as an example."""
WHOLE = "همهٔ ردیف‌های سوابق تغییرات پیوسته‌اند؛ هیچ‌یک خارج از برنامه تغییر نکرده است."
_KINDS = {
    "altered": "ردیف {row} سوابق تغییرات ({at}، {clerk}) با ردیف پیش از خود پیوسته نیست:"
    " خارج از برنامه تغییر کرده است.",
    "removed": "پیش از ردیف {row} سوابق تغییرات ({at}، {clerk}) حداقل یک ردیف حذف شده است.",
    "slipped": "ردیف {row} سوابق تغییرات ({at}، {clerk}) خارج از برنامه میان ردیف‌ها افزوده شده است.",
    "cut": "انتهای سوابق تغییرات حذف شده است: ردیف {mark} در آن نیست؛ آخرین ردیف {row} است ({at}، {clerk}).",
    "recomputed": "سوابق تغییرات دوباره ساخته شده است: ردیف {mark} در آن نیست و ردیف {row} ({at}، {clerk}) جای آن است.",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """The first row that is not as it was written."""

    kind: str
    """'altered' · 'removed': rows before it · 'slipped': put between two others · 'cut': the end is gone ·
    'recomputed': every link agrees, but not with a mark kept elsewhere."""
    row: int
    at: str
    clerk: str
    mark: str = ""
    """The mark kept elsewhere that does not agree; '' where none was asked about."""

    @property
    def sentence(self) -> str:
        moment = f"{jalali(local_day(self.at))} {local_time(self.at)}" if self.at else "—"
        return fa(_KINDS[self.kind].format(row=self.row, at=isolate(moment), clerk=self.clerk, mark=isolate(self.mark)))


def fault(db: Database, kept: str = "") -> Fault | None:
    """Read the whole journal and return its first fault; None when it is whole.

    `kept`: a mark from the minutes or a backup, '1234-3fa91b07c44d2e10', or hex digits of a link alone. Refused when it
    is neither.
    """
    number, digits = _read(kept)
    before, previous, last_id, last = "", "", 0, Row()
    found, there = not kept, Row()
    for row in _walk(db):
        fields = {name: row[name] for name in row if name not in ("id", "chain")}
        if link(previous, fields) != row["chain"]:
            return _broken(db, row, fields, before, previous, last_id, last)
        if digits and row["chain"].startswith(digits) and number in (0, row["id"]):
            found = True
        there = row if row["id"] == number else there
        before, previous, last_id, last = previous, row["chain"], row["id"], row
    if found:
        return None
    return _fault("recomputed" if there else "cut", there or last, kept)


def missing(db: Database, mark: str) -> Fault | None:
    """Return the fault where the row of a mark is not as it was, in a journal that is known to be whole; None where it
    is."""
    number, digits = _read(mark)
    there = db.row("SELECT id, at, clerk, chain FROM journal WHERE id = :id", id=number)
    if there and there["chain"].startswith(digits):
        return None
    last = db.row("SELECT id, at, clerk FROM journal ORDER BY id DESC LIMIT 1") or {}
    return _fault("recomputed" if there else "cut", there or last, mark)


def _walk(db: Database) -> Iterator[Row]:
    first = -(2**63)  # also finds a row that was put before the first
    while rows := db.rows(
        "SELECT id, at, clerk_id, clerk, action, subject, subject_id, before, after, chain FROM journal"
        " WHERE id >= :first ORDER BY id LIMIT 5000",
        first=first,
    ):
        yield from rows
        first = rows[-1]["id"] + 1


def _broken(db: Database, row: Row, fields: Row, before: str, previous: str, last_id: int, last: Row) -> Fault:
    """Say what happened at the first row whose link is wrong. A row put between two others leaves the later of them a
    successor of the earlier."""
    if last and link(before, fields) == row["chain"]:
        return _fault("slipped", last)
    after = db.row(
        "SELECT at, clerk_id, clerk, action, subject, subject_id, before, after, chain FROM journal"
        " WHERE id > :id ORDER BY id LIMIT 1",
        id=row["id"],
    )
    if after and link(previous, {name: after[name] for name in after if name != "chain"}) == after["chain"]:
        return _fault("slipped", row)
    return _fault("removed" if row["id"] > last_id + 1 else "altered", row)


def _fault(kind: str, row: Row, mark: str = "") -> Fault:
    return Fault(kind, row.get("id", 0), row.get("at", ""), row.get("clerk", ""), mark)


def _read(kept: str) -> tuple[int, str]:
    """Return the row's number (0: not given) and the hex digits of a mark."""
    number, _, digits = "".join(ascii_digits(kept).lower().split()).rpartition("-")
    known = all(digit in "0123456789abcdef" for digit in digits) and MARK_DIGITS <= len(digits) <= 64
    if kept and not (known and number.isascii() and (number or "0").isdecimal() and len(number) < 10):
        raise Refused(f"نشان سوابق تغییرات مانند {isolate(LIKE)} است، به همان شکل که در صورت‌جلسه آمده است.", "head")
    return int(number or 0), digits
