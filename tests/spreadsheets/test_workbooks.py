"""Workbooks written row by row, read back with openpyxl."""

import io
import string
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.spreadsheets import workbooks
from app.spreadsheets.workbooks import Sheet, sheet_name, write

SEEN = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"))
CELLS = st.one_of(
    SEEN.filter(bool),
    st.none(),
    st.integers(-(10**12), 10**12),
    st.dates(date(1901, 1, 1), date(2100, 1, 1)).map(lambda day: datetime(day.year, day.month, day.day)),
    st.datetimes(datetime(1901, 1, 1), datetime(2100, 1, 1)).map(lambda moment: moment.replace(microsecond=0)),
)


def read(*sheets: Sheet) -> openpyxl.Workbook:
    file = io.BytesIO()
    assert write(sheets, file) == sum(len(list(each.rows)) for each in sheets)
    return openpyxl.load_workbook(file)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=4))
def test_cells_are_read_as_they_were_written(rows):
    sheet = read(Sheet("فهرست", ("یک", "دو", "سه"), (9, 9, 9), rows)).active
    assert list(sheet.iter_rows(min_row=2, max_row=len(rows) + 1, max_col=3, values_only=True)) == rows


def test_each_sheet_is_a_table_with_a_filter_a_frozen_head_and_right_to_left():
    book = read(Sheet("یک", ("نام", "شمار"), (24, 12), [("الف", 1), ("ب", 2)]), Sheet("دو", ("نام",), (30,), []))
    for sheet, ref in zip(book.worksheets, ("A1:B3", "A1:A2"), strict=True):
        (table,) = sheet.tables.values()
        assert (table.ref, table.autoFilter.ref) == (ref, ref)
        assert [column.name for column in table.tableColumns] == [cell.value for cell in sheet[1]]
        assert sheet.sheet_view.rightToLeft and sheet.freeze_panes == "A2" and sheet["A1"].font.bold
    assert [table.displayName for sheet in book.worksheets for table in sheet.tables.values()] == ["List1", "List2"]
    assert (book["یک"].column_dimensions["A"].width, book["دو"].column_dimensions["A"].width) == (24, 30)


def test_heads_that_are_alike_are_told_apart_as_a_table_demands():
    sheet = read(Sheet("یک", ("پاسخ", "پاسخ", "پاسخ"), (9, 9, 9), [(1, 2, 3)])).active
    assert [cell.value for cell in sheet[1]] == ["پاسخ", "پاسخ 2", "پاسخ 3"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "<b>&amp;", "  دو  فاصله ", "سطر\nسطر"])
def test_text_stays_text(text):
    cell = read(Sheet("یک", ("نام",), (9,), [(text,)])).active["A2"]
    assert (cell.value, cell.data_type) == (text, "s")


def test_letters_that_a_workbook_cannot_hold_are_left_out_and_long_text_is_cut():
    sheet = read(Sheet("یک", ("نام",), (9,), [("ا\0\x07\x1f\ud800ب\uffff",), ("ا" * 40_000,)])).active
    assert (sheet["A2"].value, len(sheet["A3"].value)) == ("اب", workbooks.TEXT)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("دیرکرد", "دیرکرد"),
        ("فهرست: [آزمون]*?\\", "فهرست آزمون"),
        ("موضوع و منطقه، \u20681404/09/10\u2069 تا \u20681405/09/09\u2069", "موضوع و منطقه"),
        ("کارنامه تا 1405/09/09", "کارنامه تا 1405-09-09"),
        ("فهرستی که نام آن از اندازه بلندتر است", "فهرستی که نام آن از اندازه"),
        ("ا" * 40, "ا" * 31),
        ("'نام'", "نام"),
    ],
)
def test_sheet_names_have_no_stray_marks_and_end_with_a_clause_or_a_word(title, name):
    assert sheet_name(title) == name
    assert read(Sheet(title, ("نام",), (9,), [("ا",)])).sheetnames == [name]


@given(st.text(string.printable + "آبپ‌،؛/«»\u2068\u2069", max_size=60))
def test_every_title_gives_a_name_that_can_be_opened(title):
    (name,) = read(Sheet(title, ("نام",), (9,), [("ا",)])).sheetnames
    assert 0 < len(name) <= workbooks.TITLE and not set(name) & set("[]:*?/\\\u2068\u2069")
