"""Exported lists of referrals carry what somebody needs to work with them, and cover what the screen covers."""

import openpyxl
import pytest

from app.exports import lists as exports
from app.followup.query import ListQuery
from app.line import steps
from app.office import lists
from app.referrals import answers, dispatch, verdicts
from app.referrals.answers import UnitAnswer
from app.referrals.issuing import Addressee
from app.spreadsheets import writing
from app.table import paraphs
from app.visits.visitors import Visitor
from tests.conftest import CODES

WRITTEN = {
    "شرح درخواست": "احداث پارک",
    "پاراف": "بررسی شود",
    "پاراف‌کننده": "شهردار کرج",
    "منطقهٔ ملک": "منطقهٔ 7",
    "متن پاسخ": "اجرا شد",
    "اعتراض متقاضی": "کاری نشده است",
}


@pytest.fixture
def denied(db, clerk, arrive, tables):
    """A referral that the unit answered twice, once beside the point, and whose visitor objected."""
    district = next(row["id"] for row in lists.entries(db, "unit") if row["name"] == WRITTEN["منطقهٔ ملک"])
    official = next(row["id"] for row in lists.entries(db, "official") if row["post"] == WRITTEN["پاراف‌کننده"])
    person = Visitor(code=CODES[0], first_name="نمونه", last_name="آزمایشی", mobile="09120000000")
    visit = arrive(visitor=person, matter=WRITTEN["شرح درخواست"], district_id=district)
    steps.came(db, clerk, steps.call(db, clerk, visit.id, tables[0]["id"]).id)
    draft = paraphs.Draft(official, "referred", WRITTEN["پاراف"], (Addressee(district, "lead", working_days=5),))
    (referral,) = paraphs.referrals(db, paraphs.save(db, clerk, visit.id, draft).paraph_id)
    dispatch.send(db, clerk, [referral.id], "secretariat")
    dispatch.acknowledge(db, clerk, [referral.id])
    answers.record_final(db, clerk, referral.id, UnitAnswer("done", "پاسخ دیگری"))
    answers.send_back(db, clerk, referral.id, "به شرح درخواست پاسخ داده نشده است")
    answers.record_final(db, clerk, referral.id, UnitAnswer("done", WRITTEN["متن پاسخ"]))
    return referral.id


def rows(listing):
    return [dict(zip(listing.headers(), cells, strict=True)) for cells in listing.cells()]


def test_open_list_carries_matter_paraph_district_official_answer_objection_promise_and_session(
    db, clerk, session, denied, tmp_path
):
    verdicts.object_to(db, clerk, denied, WRITTEN["اعتراض متقاضی"])
    writing.save(exports.followup_listing(db, clerk, ListQuery("open")), tmp_path / "a.xlsx", lambda _: True)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    head, row = sheet.iter_rows(values_only=True)
    found = dict(zip(head, row, strict=True))
    assert {name: found[name] for name in WRITTEN} == WRITTEN
    assert (found["جلسه"], found["روز جلسه"], found["وعده به متقاضی"]) == (session.round, "1405/09/04", "1405/09/11")
    assert sheet.title == "همهٔ باز" and sheet.sheet_view.rightToLeft and sheet.freeze_panes == "A2"
    assert [table.autoFilter.ref for table in sheet.tables.values()] == [sheet.dimensions]


def test_calls_carry_the_matter_beside_the_answer(db, clerk, denied):
    (row,) = rows(exports.phone_call_listing(db, clerk))
    assert {name: row[name] for name in WRITTEN} == WRITTEN | {"اعتراض متقاضی": ""}


def test_confidential_matter_is_covered_for_who_may_not_read_it(db, clerk, make_clerk, denied):
    with db.write("office"):
        db.rows("UPDATE category SET confidential = 1")
    other = make_clerk("followup")
    (call,) = rows(exports.phone_call_listing(db, other))
    verdicts.object_to(db, clerk, denied, WRITTEN["اعتراض متقاضی"])
    (row,) = rows(exports.followup_listing(db, other, ListQuery("open")))
    for covered in (call, row):
        assert covered["موضوع"] == "محرمانه" and {covered[name] for name in WRITTEN} == {""}
    (row,) = rows(exports.followup_listing(db, clerk, ListQuery("open")))
    assert {name: row[name] for name in WRITTEN} == WRITTEN


def test_answer_that_was_sent_back_is_not_the_last_one(db, clerk, denied):
    answers.send_back(db, clerk, denied, "باز هم نامربوط است")
    (row,) = rows(exports.followup_listing(db, clerk, ListQuery("open")))
    assert (row["متن پاسخ"], row["نتیجهٔ پاسخ"]) == ("", "")
