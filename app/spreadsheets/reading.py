"""Reads a list made elsewhere: XLSX, ODS, or CSV in the encoding and with the separator that Excel chose."""

import csv
import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from itertools import islice
from xml.etree.ElementTree import ParseError

from app.errors import Refused
from app.persian.text import clean, fa, search_words
from app.spreadsheets import opendocument

_MEGABYTE = 2**20
_BYTES, _UNPACKED = 10 * _MEGABYTE, 100 * _MEGABYTE
_ROWS, _COLUMNS = 20_000, 60
_PARTS = 2000
_SEPARATORS = ",;\t؛"  # the last is the list separator of a Persian Windows
_BINARY = re.compile(r"[\0-\x08\x0e-\x19]")
_WHOLE = re.compile(r"([0-9]+)\.0+")
_SCIENTIFIC = re.compile(r"([0-9])\.([0-9]+)[eE]\+?([0-9]{1,2})")
_DAMAGES = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, ParseError, OSError, EOFError),
    *(LookupError, AttributeError, TypeError, ValueError, ArithmeticError),
    RuntimeError,  # zipfile's for a password, and for a way of packing it does not know
)
"""The errors of zipfile and openpyxl on a file with wrong bytes; found by spoiling thousands of files."""
_NAMES = {
    "national_code": ("کدملی", "شمارهملی", "کدملیمتقاضی", "nationalcode", "nationalid"),
    "last_name": ("نامخانوادگی", "نامفامیل", "نامفامیلی", "فامیل", "فامیلی", "شهرت", "lastname", "family"),
    "father": ("نامپدر", "پدر", "fathername", "father"),
    "first_name": ("نام", "نامکوچک", "اسم", "ناممتقاضی", "firstname", "name"),
    "mobile": ("تلفنهمراه", "شمارههمراه", "همراه", "موبایل", "شمارهتماس", "شمارهتلفن", "تلفن", "mobile", "phone"),
    "category": ("موضوع", "دسته", "دستهبندی", "نوعدرخواست", "category"),
    "matter": ("شرح", "شرحدرخواست", "متندرخواست", "خلاصهدرخواست", "درخواست", "توضیحات", "matter"),
    "personnel_number": ("کدپرسنلی", "شمارهپرسنلی", "شمارهکارمندی", "کدکارمندی", "personnelnumber"),
    "workplace": ("محلخدمت", "محلکار", "واحدسازمانی", "واحد", "workplace"),
}


@dataclass(frozen=True, slots=True)
class Spreadsheet:
    """A header and the rows under it, each as wide as the header; empty rows are left out."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    row_numbers: tuple[int, ...]
    """The number of each row in the file, as a spreadsheet program counts: the first is 1."""


def read(name: str, data: bytes) -> Spreadsheet:
    """Read the first sheet of a file. Raise Refused when it is too big, damaged or of another kind."""
    return _spreadsheet(read_rows(name, data))


def read_rows(name: str, data: bytes) -> list[tuple[int, list[str]]]:
    """Return the rows of the first sheet that are not empty, each with its number in the file, which begins with 1.
    Raise Refused when the file is too big, damaged or of another kind."""
    if len(data) > _BYTES:
        raise Refused(f"حجم فایل نباید بیش از {fa(_BYTES // _MEGABYTE)} مگابایت باشد.")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused("این فایل اکسل قدیمی است یا گذرواژه دارد؛ آن را بدون گذرواژه و با پسوند xlsx ذخیره کنید.")
    packed = data.startswith(b"PK\x03\x04")
    if not packed and name.lower().endswith((".xlsx", ".xlsm", ".ods")):
        raise Refused("این فایل اکسل آسیب دیده است؛ آن را دوباره از اکسل ذخیره کنید.")
    rows = _packed_rows(data) if packed else _csv_rows(data)
    filled = list(islice(((number, row) for number, row in enumerate(rows, 1) if any(row)), _ROWS + 2))
    if len(filled) > _ROWS + 1:
        raise Refused(f"فایل بیش از {fa(_ROWS)} ردیف دارد؛ آن را به چند فایل تقسیم کنید.")
    return filled


def _spreadsheet(filled: list[tuple[int, list[str]]]) -> Spreadsheet:
    # a title with one cell may stand above the header
    headers = (at for at, (_, row) in enumerate(filled) if len(row) - row.count("") > 1)
    first = next(headers, 0)
    if len(filled) < first + 2:
        raise Refused("فایل ردیفی ندارد؛ ردیف اول باید سرستون‌ها و ردیف‌های بعد نام‌ها باشند.")
    header = filled[first][1]
    width = max(at for at, cell in enumerate(header, 1) if cell)
    if width > _COLUMNS:
        raise Refused(f"فایل بیش از {fa(_COLUMNS)} ستون دارد؛ ستون‌های اضافه را حذف کنید.")
    body = filled[first + 1 :]
    rows_of_width = tuple(tuple((row + [""] * width)[:width]) for _, row in body)
    return Spreadsheet(tuple(header[:width]), rows_of_width, tuple(number for number, _ in body))


def _cell(value: object) -> str:
    """Return a cell as the text a person meant: 499370899.0 and 4.99370899E8 are codes that Excel took for numbers."""
    if isinstance(value, date):
        if value.year < 1900:
            # LibreOffice takes a typed 1405-09-04 for a day of that year, and counts days before 1582 by another
            # calendar than openpyxl: the day that was typed cannot be told
            return f"{value.isoformat()} ?"
        return value.isoformat().removesuffix("T00:00:00")
    text = clean("" if value is None else str(value))
    if whole := _WHOLE.fullmatch(text):
        return whole[1]
    exact = _SCIENTIFIC.fullmatch(text)
    # 4.99E+08 has lost its digits: unchanged it is refused as a code; completed it would be another person's
    return exact[1] + exact[2] if exact and len(exact[2]) == int(exact[3]) else text


def _csv_rows(data: bytes) -> Iterator[list[str]]:
    text = _decoded(data)
    head = text.splitlines()[:10]
    try:
        # lists compare item by item, so the first row that any separator cuts, the header, decides
        separator = max(_SEPARATORS, key=lambda mark: [len(row) for row in csv.reader(head, delimiter=mark)])
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            yield [_cell(value) for value in row[: _COLUMNS + 1]]
    except csv.Error:
        raise Refused("این فایل CSV خوانده نمی‌شود؛ آن را دوباره از اکسل ذخیره کنید.") from None


def _decoded(data: bytes) -> str:
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1256"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _BINARY.search(text):
            return text
    raise Refused("این فایل فهرست نیست؛ فایل اکسل (xlsx) یا CSV انتخاب کنید.")


def _packed_rows(data: bytes) -> Iterator[list[str]]:
    """Yield the rows of the first sheet of an XLSX or ODS file.

    Both are parsed with defusedxml, which refuses every entity: XML bombs are made of them, and an external one would
    read another file of this PC into the list.
    """
    import openpyxl  # late: start-up
    from defusedxml import DefusedXmlException

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if len(archive.infolist()) > _PARTS or sum(entry.file_size for entry in archive.infolist()) > _UNPACKED:
                raise Refused("محتوای این فایل اکسل بیش از حد بزرگ است.")
            if opendocument.is_opendocument(archive):
                for cells in opendocument.rows(archive, _ROWS + 2, _COLUMNS + 1):
                    yield [_cell(value) for value in cells]
                return
        with closing(openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)) as book:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # some programs write wrong ones
            for row in sheet.iter_rows(max_col=_COLUMNS + 1, values_only=True):
                yield [_cell(value) for value in row]
    except _DAMAGES as error:
        if any(isinstance(cause, DefusedXmlException) for cause in (error, error.__cause__)):
            raise Refused("این فایل با اکسل ذخیره نشده است؛ آن را در اکسل باز و دوباره ذخیره کنید.") from None
        raise Refused("این فایل اکسل آسیب دیده است؛ آن را دوباره از اکسل ذخیره کنید.") from None


def guess_columns(header: Iterable[str]) -> dict[str, int]:
    """Return the column of each field that is found by its usual names. A whole name is preferred to a part of one."""
    keys = ["".join(search_words(cell)) for cell in header]
    found: dict[str, int] = {}
    for matches in (_is_name, _has_name):
        for field, names in _NAMES.items():
            free = [(at, key) for at, key in enumerate(keys) if at not in found.values()]
            columns = (at for name in names for at, key in free if matches(key, name))
            if field not in found and (column := next(columns, None)) is not None:
                found[field] = column
    return found


def _is_name(key: str, name: str) -> bool:
    return key == name


def _has_name(key: str, name: str) -> bool:
    return len(name) > 4 and name in key and "نامونام" not in key  # «نام و نام خانوادگی» is two fields in one
