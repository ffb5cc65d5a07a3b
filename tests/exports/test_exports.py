"""Exported lists, read back from their files cell by cell."""

import csv
from datetime import date, datetime
from functools import partial

import openpyxl
import pytest

from app.audit.reading import JournalQuery
from app.audit.words import WRONG_CLOCK
from app.errors import Refused
from app.exports import lists as exports
from app.exports import office as exports_office
from app.office import lists
from app.office import settings as office
from app.sessions import sessions
from app.spreadsheets import writing as listing
from app.spreadsheets.writing import Column, Listing, Stopped
from app.visits.visitors import Visitor
from app.wall_clock import marks
from app.wall_clock.marks import TypedSpan
from tests.conftest import CODES
from tests.support.journal import latest

COLUMNS = (Column("نام"), Column("شمار", "number"), Column("روز", "day"), Column("زمان", "moment"))
ROWS = [
    ("=1+1", 12, "2026-11-25", "2026-11-25T07:12:03.123Z"),
    ("۰۹۱۲\x07", 2.5, "", ""),
    ("@x", None, "2026-03-21", ""),
]


def go_on(_):
    return True


def sample(rows=ROWS):
    return Listing("فهرست: آزمون", COLUMNS, iter(rows))


def test_workbook_keeps_numbers_days_and_texts(tmp_path):
    assert listing.save(sample(), tmp_path / "a.xlsx", go_on) == 3
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    head, first, second, third = sheet.iter_rows()
    assert sheet.sheet_view.rightToLeft and sheet.title == "فهرست آزمون" and sheet.freeze_panes == "A2"
    assert [cell.value for cell in head] == ["نام", "شمار", "روز", "روز (میلادی)", "زمان", "زمان (میلادی)"]
    assert (first[0].value, first[0].data_type) == ("=1+1", "s") and third[0].data_type == "s"
    assert [cell.value for cell in first[1:]] == [
        12,
        "1405/09/04",
        datetime(2026, 11, 25),
        "1405/09/04 10:42",
        datetime(2026, 11, 25, 10, 42, 3),
    ]
    assert first[3].is_date and second[1].value == 2.5 and second[0].value == "۰۹۱۲" and second[3].value is None


def test_csv_opens_in_excel_and_runs_no_formula(tmp_path):
    listing.save(sample(), tmp_path / "a.csv", go_on)
    data = (tmp_path / "a.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") and b"\r\n" in data
    rows = list(csv.reader(data.decode("utf-8-sig").splitlines()))
    assert rows[1] == ["'=1+1", "12", "1405/09/04", str(date(2026, 11, 25)), "1405/09/04 10:42", "2026-11-25 10:42:03"]
    assert rows[3][0] == "'@x"


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_stopped_or_failed_export_leaves_no_new_file_and_keeps_the_old_one(tmp_path, ending):
    path = tmp_path / f"a.{ending}"
    path.write_text("پیشین")
    with pytest.raises(Stopped):
        listing.save(sample(ROWS * 2000), path, lambda count: count < 1000)
    assert [each.name for each in tmp_path.iterdir()] == [path.name] and path.read_text() == "پیشین"
    with pytest.raises(Refused, match="ذخیره نشد"):
        listing.save(sample(), tmp_path / "nowhere" / path.name, go_on)

    def full(_):
        raise OSError(28, "No space left on device")

    with pytest.raises(Refused, match="دیسک پر است"):
        listing.save(sample(), path, full)
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_exports_hide_confidential_matters_and_are_journalled(db, clerk, make_clerk, arrive, session):
    arrive(visitor=Visitor(code=CODES[0], first_name="نمونه", last_name="آزمایشی", mobile="09120000000"))
    with db.write("office"):
        db.rows("UPDATE category SET confidential = 1")
    caller, table = make_clerk("caller"), make_clerk("followup")
    (open_row,) = exports.visit_listing(db, clerk, session.id).cells()
    (hidden,) = exports.visit_listing(db, caller, session.id).cells()
    assert CODES[0] in open_row and "محرمانه" not in open_row
    assert CODES[0] not in hidden and "محرمانه" in hidden
    assert [row[1] for row in exports.search_listing(db, table, "آزمایشی").cells()] == [CODES[0]]
    with pytest.raises(Refused):
        exports.journal_listing(db, caller, JournalQuery())
    exports.record_export(db, caller, "دیرکرد")
    last = latest(db, 1)[0]
    assert (last["action"], last["subject"], last["clerk"]) == ("export", "lists", caller.name)
    assert "دیرکرد" in next(iter(exports.journal_listing(db, clerk, JournalQuery()).cells()))[-1]


def test_exported_journal_bears_the_mark_of_a_wrong_clock_as_the_page_does(db, clerk, clock):
    office.change_settings(db, clerk, phone="1888")
    clock.turn(days=1)
    marks.mark(db, clerk, TypedSpan("1405/09/04", "00:00", "1405/09/04", "23:59"))
    listing = exports.journal_listing(db, clerk, JournalQuery())
    at, act = listing.headers().index("علامت"), listing.headers().index("کار")
    marked = {row[act]: row[at] for row in listing.cells()}
    assert (marked["تغییر · تنظیمات سازمان"], marked["علامت «نادرست» · ساعت"]) == (WRONG_CLOCK, "")


def test_office_lists_are_exported_whole_by_administrators_and_managers_only(db, clerk, make_clerk, arrive, session):
    arrive()
    sessions.plan(db, clerk, session.programme_id, "2026-12-02")
    lists.retire(db, clerk, "unit", lists.entries(db, "unit")[0]["id"], back=False)
    planned, today = exports_office.session_listing(db, clerk).cells()
    assert (planned[2], planned[4], today[1], today[9]) == ("1405/09/11", "برنامه‌ریزی‌شده", 1, 1)
    head, rows = (
        exports_office.declared_listing(db, clerk, "category").headers(),
        list(exports_office.declared_listing(db, clerk, "category").cells()),
    )
    first = dict(zip(head, rows[0], strict=True))
    assert (first["برای"], first["محرمانه"]) == ("شهروندان", "خیر")
    assert "معاونت شهرسازی و معماری" in {row[head.index("واحد پیش‌فرض")] for row in rows}
    units = exports_office.declared_listing(db, clerk, "unit")
    assert sum(bool(row[-2]) for row in units.cells()) == len(lists.entries(db, "unit", retired=True)) - len(
        lists.entries(db, "unit")
    )
    assert [row[1] for row in exports_office.clerk_listing(db, clerk).cells()] == ["admin"]
    someone = make_clerk("table")
    for act in (exports_office.clerk_listing, partial(exports_office.declared_listing, name="unit")):
        with pytest.raises(Refused, match="نقش"):
            act(db, someone)
