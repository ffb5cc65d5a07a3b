"""Writes a list, columns and rows, as a workbook or CSV.

Spreadsheets have no Jalali days: Excel has a format for them that other programs show as Gregorian years. So a day
takes two columns: the Jalali day as text, which sorts and filters rightly everywhere, and beside it a real date for
calculations.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any, Literal

from app.errors import Refused
from app.persian.calendar import TEHRAN, jalali, local_day, local_time
from app.persian.text import isolate
from app.spreadsheets import workbooks
from app.spreadsheets.workbooks import Cell, Sheet

Kind = Literal["text", "words", "number", "day", "moment"]
Progress = Callable[[int], bool]
"""Called with the number of rows written; returns whether to go on."""
STEP_ROWS = 500
"""Rows between two calls of `Progress`."""
GREGORIAN = "میلادی"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_WIDTHS = {"text": 24, "words": 48, "number": 12, "day": 13, "moment": 18}


@dataclass(frozen=True, slots=True)
class Column:
    header: str
    kind: Kind = "text"
    """'words' are a text that needs more room than a name. A 'day' is an ISO day, a 'moment' an ISO moment in UTC, a
    'number' an int or float; '' or None is empty."""

    def headers(self) -> tuple[str, ...]:
        return (self.header, f"{self.header} ({GREGORIAN})") if self.kind in ("day", "moment") else (self.header,)

    def cells(self, value: Any) -> tuple[Cell, ...]:
        if self.kind == "number":
            return (None if value == "" else value,)
        if self.kind in ("text", "words"):
            return (str(value or ""),)
        if not value:
            return ("", None)
        if self.kind == "day":
            return jalali(value), date.fromisoformat(value)
        local = datetime.fromisoformat(value).astimezone(TEHRAN).replace(tzinfo=None, microsecond=0)
        return f"{jalali(local_day(value))} {local_time(value)}", local


@dataclass(frozen=True, slots=True)
class Listing:
    title: str
    columns: tuple[Column, ...]
    rows: Iterable[Sequence[Any]]
    """All rows, as the exporting clerk may read them, in the order of the columns."""
    more: tuple["Listing", ...] = ()
    """Lists that go out with it: each on a sheet of its own, or in a CSV one below the other under their titles."""

    def headers(self) -> list[str]:
        return [header for column in self.columns for header in column.headers()]

    def cells(self) -> Iterator[list[Cell]]:
        for row in self.rows:
            yield [cell for column, value in zip(self.columns, row, strict=True) for cell in column.cells(value)]


class Stopped(Exception):
    """The clerk stopped the export; no file is left."""


def save(listing: Listing, path: Path, progress: Progress) -> int:
    """Write the file, whole or not at all, and return its number of rows. Its suffix is .csv or .xlsx.

    Refused when the disk fails; Stopped when `progress` returns False.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            count = (_csv if path.suffix.lower() == ".csv" else _workbook)(listing, file, progress)
        part.replace(path)
    except OSError:
        raise Refused(
            f"فایل در {isolate(str(path.parent))} ذخیره نشد: اجازهٔ نوشتن در پوشه نیست، دیسک پر است"
            " یا فایل باز است. جای دیگری انتخاب کنید."
        ) from None
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return count


def csv_bytes(rows: Iterable[Sequence[object]]) -> bytes:
    """Return CSV as Excel reads it: UTF-8 with a byte order mark, CRLF; a cell that looks like a formula is text."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _csv(listing: Listing, file: IO[bytes], progress: Progress) -> int:
    text = io.TextIOWrapper(file, "utf-8-sig", newline="")
    out, count = csv.writer(text, lineterminator="\r\n"), 0
    for each in (listing, *listing.more):
        out.writerows([[], [each.title]] if each is not listing else [])
        out.writerow(each.headers())
        for cells in _counted(each, progress):
            out.writerow([_harmless(cell) for cell in cells])
            count += 1
    text.flush()
    text.detach()
    return count


def _workbook(listing: Listing, file: IO[bytes], progress: Progress) -> int:
    return workbooks.write([_sheet(each, progress) for each in (listing, *listing.more)], file)


def _sheet(listing: Listing, progress: Progress) -> Sheet:
    widths = [_WIDTHS[column.kind] for column in listing.columns for _ in column.headers()]
    return Sheet(listing.title, listing.headers(), widths, _counted(listing, progress))


def _counted(listing: Listing, progress: Progress) -> Iterator[list[Cell]]:
    for count, cells in enumerate(listing.cells()):
        if count % STEP_ROWS == 0 and not progress(count):
            raise Stopped
        yield cells
