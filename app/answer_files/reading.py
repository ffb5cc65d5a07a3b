"""Reads an answer file that came back: people sort it, delete rows, add columns, and save it otherwise."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.answer_files.columns import FILLED, HEADERS, NAMES, NEEDED, Name, header_key
from app.errors import Refused
from app.persian.calendar import jalali
from app.persian.text import ascii_digits
from app.spreadsheets.reading import read_rows

_GREGORIAN = re.compile(r"((?:19|20)[0-9]{2})[-/]([0-9]{1,2})[-/]([0-9]{1,2})(?:[T ][0-9:.]*)?")


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class ReceivedRow:
    """A row as it stands in the file; '' in a cell that is empty or whose column was deleted."""

    line: int
    """As a spreadsheet program counts: the first is 1."""
    number: str
    code: str
    mark: str
    outcome: str
    words: str
    day: str
    """A Jalali day as typed; Excel's own dates are made Jalali."""
    letter: str
    other_unit: str

    @property
    def is_blank(self) -> bool:
        """Whether the unit gave no answer: a day alone is none, for a column is easily filled down to the end."""
        return not (self.outcome or self.words or self.other_unit)


@dataclass(frozen=True, slots=True)
class ReceivedSheet:
    file_marks: tuple[str, ...]
    """The texts of the cells above the header; one of them may be the file's mark."""
    rows: tuple[ReceivedRow, ...]


def read(file: ReceivedFile) -> ReceivedSheet:
    """Raise Refused when the file cannot be read or is no answer file."""
    rows = read_rows(file.name, file.data)
    for at, (_, cells) in enumerate(rows):
        columns = _columns(cells)
        if "number" in columns and "mark" in columns:
            _must_be_whole(cells, columns)
            above = tuple(cell for _, row in rows[:at] for cell in row if cell)
            return ReceivedSheet(above, tuple(_row(line, row, columns) for line, row in rows[at + 1 :]))
    raise Refused(
        f"این فایل پاسخ‌نامه نیست یا سرستون‌های «{HEADERS['number']}» و «{HEADERS['mark']}» در برگهٔ اول آن پاک شده است."
    )


def _columns(cells: Sequence[str]) -> dict[Name, int]:
    """Return the place of each known column in a header row."""
    found: dict[Name, int] = {}
    for at, cell in enumerate(cells):
        if cell and (name := NAMES.get(header_key(cell))):
            found.setdefault(name, at)
    return found


def _must_be_whole(cells: Sequence[str], columns: dict[Name, int]) -> None:
    if missing := [f"«{HEADERS[name]}»" for name in NEEDED if name not in columns]:
        raise Refused(f"ستون {'، '.join(missing)} در این فایل نیست؛ سرستون‌ها نباید تغییر کند.")
    keys = [header_key(cell) for cell in cells]
    for name in columns:
        if keys.count(header_key(HEADERS[name])) > 1:
            raise Refused(f"ستون «{HEADERS[name]}» در این فایل دو بار آمده است؛ یکی را حذف کنید.")


def _row(line: int, cells: Sequence[str], columns: dict[Name, int]) -> ReceivedRow:
    texts = {name: cells[at] for name, at in columns.items() if at < len(cells)}
    filled = {name: texts.get(name, "") for name in FILLED}
    filled["day"] = _jalali_text(filled["day"])
    return ReceivedRow(
        line, texts.get("number", ""), texts.get("code", ""), texts.get("mark", ""),
        filled["outcome"], filled["words"], filled["day"], filled["letter"], filled["other_unit"],
    )  # fmt: skip


def _jalali_text(cell: str) -> str:
    """Return an Excel date as a typed Jalali day; any other text as it is. A Jalali year is never 19xx or 20xx."""
    found = _GREGORIAN.fullmatch(ascii_digits(cell).strip())
    if not found:
        return cell
    year, month, day = (int(part) for part in found.groups())
    try:
        return jalali(f"{year:04}-{month:02}-{day:02}")
    except ValueError:
        return cell
