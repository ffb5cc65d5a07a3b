"""Lists as offices send them: Excel's encodings, separators and lost digits, and files that are no list."""

import datetime
import io
import re
import struct
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import Refused
from app.spreadsheets.reading import Spreadsheet, guess_columns, read

LIST = "کد ملی{0}نام{0}نام خانوادگی{0}تلفن همراه\n۰۴۹۹۳۷۰۸۹۹{0}علي{0}كريمي{0}09123456789\n0790419904{0}ندا{0}رضایی{0}\n"
ROWS = (("0499370899", "علی", "کریمی", "09123456789"), ("0790419904", "ندا", "رضایی", ""))


def xlsx(*rows: tuple[object, ...]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("separator", [",", ";", "\t", "؛"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_of_excel_is_read_in_every_encoding_and_separator(encoding: str, separator: str) -> None:
    sheet = read("list.csv", LIST.format(separator).encode(encoding))
    assert sheet.header == ("کد ملی", "نام", "نام خانوادگی", "تلفن همراه")
    assert sheet.rows == ROWS
    assert sheet.row_numbers == (2, 3)


def test_csv_of_an_old_arabic_windows_is_read() -> None:
    text = LIST.format(";").replace("ی", "ي").replace("ک", "ك").translate(str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789"))
    assert read("list.csv", text.encode("cp1256")).rows == ROWS


def test_commas_in_a_matter_do_not_change_the_separator() -> None:
    sheet = read("list.csv", 'نام;شرح\nعلی;آب, برق, گاز\nندا;"یک;دو\nسه"\n'.encode())
    assert sheet.rows == (("علی", "آب, برق, گاز"), ("ندا", "یک;دو سه"))


def test_xlsx_cells_become_the_text_a_person_typed() -> None:
    data = xlsx(
        ("کد\u00a0ملی\u200f", "نام", "تاریخ", "پلاک"),
        (499370899, " علي\u00a0\u200f ", datetime.date(2026, 11, 25), 12.5),
        (499370899.0, None, datetime.datetime(2026, 11, 25, 10, 42), True),
        ("4.99370899E8", "ك", "۱۴۰۵/۰۹/۰۴", "9.0"),
    )
    sheet = read("list.xlsx", data)
    assert sheet.header == ("کد ملی", "نام", "تاریخ", "پلاک")
    assert sheet.rows == (
        ("499370899", "علی", "2026-11-25", "12.5"),
        ("499370899", "", "2026-11-25T10:42:00", "True"),
        ("499370899", "ک", "1405/09/04", "9"),
    )


@pytest.mark.parametrize("lost", ["4.99E+08", "9.12346E+09", "9.1E9"])
def test_digits_excel_lost_are_not_invented(lost: str) -> None:
    sheet = read("list.csv", f"کد ملی,همراه\n0790419904,{lost}\n".encode())
    assert sheet.rows[0][1] == lost


@given(st.integers(10**9, 10**11).filter(lambda code: code % 10))
def test_code_that_excel_made_a_number_is_restored(code: int) -> None:
    scientific = f"{code:.{len(str(code)) - 1}E}"
    sheet = read("list.csv", f"کد,نام\n{scientific},{float(code)}\n".encode())
    assert sheet.rows == ((str(code), str(code)),)


def test_title_above_the_header_and_empty_rows_are_skipped() -> None:
    data = xlsx(
        ("فهرست ثبت‌نام قبلی",), (), ("نام", "کد ملی", None, None), (), ("علی", "0499370899"), (), ("ندا", "1", "x")
    )
    sheet = read("list.xlsx", data)
    assert sheet == Spreadsheet(("نام", "کد ملی"), (("علی", "0499370899"), ("ندا", "1")), (5, 7))


def test_list_of_one_column_is_read() -> None:
    assert read("codes.csv", b"code\n0499370899\n").rows == (("0499370899",),)


def zipped(size: int) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for number in range(size):
            archive.writestr(f"{number}.xml", bytes(2**20))
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("a.csv", b"", "ردیفی ندارد"),
        ("a.csv", "نام,کد\n".encode(), "ردیفی ندارد"),
        ("a.xlsx", xlsx(), "ردیفی ندارد"),
        ("a.xlsx", xlsx(("نام", "کد")), "ردیفی ندارد"),
        ("a.csv", b"a,b\n" + b"1,2\n" * 20_001, "۲۰٬?۰۰۰ ردیف"),
        ("a.csv", b"," .join([b"a"] * 61) + b"\n1,2\n", "۶۰ ستون"),
        ("a.xlsx", xlsx(("a",) * 61, (1, 2)), "۶۰ ستون"),
        ("a.csv", b"a" * (10 * 2**20 + 1), "مگابایت"),
        ("a.xlsx", b"not a zip", "آسیب"),
        ("a.xlsx", b"PK\x03\x04 broken", "آسیب"),
        ("a.xlsx", zipped(1), "آسیب"),
        ("a.xlsx", zipped(101), "بیش از حد"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "قدیمی"),
        ("a.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "فهرست نیست"),
        ("a.csv", b"a,b\n" + b"x" * 200_000 + b",1\n", "خوانده نمی"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_file_that_is_no_list_is_refused_with_a_sentence(name: str, data: bytes, word: str) -> None:
    with pytest.raises(Refused, match=word):
        read(name, data)


def test_largest_list_allowed_is_read() -> None:
    assert len(read("a.csv", b"a,b\n" + b"1,2\n" * 20_000).rows) == 20_000


LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "' + b"&a;" * 1000 + b'">]><x>' + b"&b;" * 1000 + b"</x>"
SECRET = "what another file of this PC holds"
PARTS = (
    "[Content_Types].xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
    "xl/worksheets/sheet1.xml",
)


def with_part(name: str, data: bytes) -> bytes:
    """Return a whole workbook with one part replaced."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, old in (unpacked(WHOLE) | {name: data}).items():
            archive.writestr(each, old)
    return made.getvalue()


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(
    "xml",
    [LAUGHS, b"<!--" + b" " * 5000 + b"-->" + LAUGHS, LAUGHS.decode().encode("utf-16")],
    ids=["at the start", "after a long comment", "in utf-16"],
)
def test_workbook_with_entities_is_refused(part: str, xml: bytes) -> None:
    with pytest.raises(Refused, match="با اکسل ذخیره نشده است"):
        read("a.xlsx", with_part(part, xml))


def test_entity_cannot_read_another_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(SECRET, "utf-8")
    sheet = unpacked(WHOLE)["xl/worksheets/sheet1.xml"].decode()
    outside = f'<!DOCTYPE x [<!ENTITY out SYSTEM "{(tmp_path / "secret").as_uri()}">]>'
    cell = '<row r="9"><c r="A9" t="inlineStr"><is><t>&out;</t></is></c></row></sheetData>'
    xml = outside + re.sub(r"<\?xml.*?\?>", "", sheet).replace("</sheetData>", cell)
    with pytest.raises(Refused, match="با اکسل ذخیره نشده است"):
        read("a.xlsx", with_part("xl/worksheets/sheet1.xml", xml.encode()))


def test_openpyxl_parses_with_defusedxml() -> None:
    assert openpyxl.DEFUSEDXML


def test_workbook_of_thousands_of_parts_is_refused() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for n in range(3000):
            archive.writestr(f"xl/{n}.xml", b"")
    with pytest.raises(Refused, match="بزرگ"):
        read("a.xlsx", made.getvalue())


def test_workbook_whose_directory_lies_about_a_part_is_refused() -> None:
    """The directory says a thousand bytes for two hundred megabytes; no more than it says is ever unpacked."""
    large = 200 * 2**20
    data = bytearray(with_part("xl/worksheets/sheet1.xml", b" " * large))
    for size in (struct.pack("<I", large),):
        while (at := data.find(size)) >= 0:
            data[at : at + 4] = struct.pack("<I", 1000)
    with pytest.raises(Refused, match="آسیب"):
        read("a.xlsx", bytes(data))


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        sheet = read("list.csv", data)
    except Refused:
        return
    assert {len(row) for row in sheet.rows} == {len(sheet.header)}


WHOLE = xlsx(("کد ملی", "نام"), ("0499370899", "علی"))


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_damaged_xlsx_is_read_or_refused(data: st.DataObject) -> None:
    parts = unpacked(WHOLE)
    name = data.draw(st.sampled_from(sorted(parts)))
    start = data.draw(st.integers(0, len(parts[name])))
    end = data.draw(st.integers(start, min(start + 60, len(parts[name]))))
    parts[name] = parts[name][:start] + data.draw(st.binary(max_size=3)) + parts[name][end:]
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for part, content in parts.items():
            if data.draw(st.integers(0, 20)):
                archive.writestr(part, content)
    try:
        read("list.xlsx", file.getvalue())
    except Refused as refused:
        assert refused.sentence


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (("ردیف", "کدملی", "نام", "نام خانوادگی", "نام پدر", "شماره موبایل", "موضوع", "شرح درخواست"),
         {"national_code": 1, "first_name": 2, "last_name": 3, "father": 4, "mobile": 5, "category": 6, "matter": 7}),
        (("كد ملي:", "نام\u200cخانوادگی *", "نام متقاضی", "تلفن"),
         {"national_code": 0, "last_name": 1, "first_name": 2, "mobile": 3}),
        (("کد پرسنلی", "محل خدمت", "نام", "فامیلی"),
         {"personnel_number": 0, "workplace": 1, "first_name": 2, "last_name": 3}),
        (("نام خانوادگی متقاضی", "کد ملی متقاضی", "نام"), {"last_name": 0, "national_code": 1, "first_name": 2}),
        (("نام و نام خانوادگی", "کد"), {}),
        (("تلفن", "تلفن همراه"), {"mobile": 1}),
        (("First Name", "Last name", "National Code"), {"first_name": 0, "last_name": 1, "national_code": 2}),
        ((), {}),
    ],
)  # fmt: skip
def test_columns_are_guessed_from_their_names(header: tuple[str, ...], expected: dict[str, int]) -> None:
    assert guess_columns(header) == expected


@given(st.lists(st.text(max_size=12), max_size=12))
def test_column_is_never_given_to_two_fields(header: list[str]) -> None:
    columns = list(guess_columns(header).values())
    assert len(columns) == len(set(columns))
    assert all(0 <= column < len(header) for column in columns)
