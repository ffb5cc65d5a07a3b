"""The journal as it is read: filtered, in words, and no window into what is closed elsewhere."""

import re
from pathlib import Path

import pytest

import app
from app.access.privacy import HIDDEN
from app.accounts import staff
from app.audit.reading import Asked, read
from app.audit.words import ACTIONS, SUBJECTS, Changed
from app.errors import Refused
from app.line import steps as queue
from app.office import lists
from app.office import settings as office
from app.reception.arrival import Arrival
from app.reception.registering import register
from app.table import paraphs
from app.table.paraphs import Addressee, Draft
from app.visits import visits
from app.visits.visitors import Visitor

SOMEBODY = Visitor(code="0499370899", first_name="فرضی", last_name="نمونه‌ای", mobile="09121234567")
APP = Path(app.__file__).parent


@pytest.fixture
def referred(db, clerk, tables, arrive):
    """Two visits: one of somebody known, referred to a district; the one after it of another. The first."""
    unit = next(row for row in lists.entries(db, "unit") if row["kind"] == "district")
    visit = arrive(visitor=SOMEBODY, matter="احداث پارک")
    arrive()
    queue.call(db, clerk, visit.id, tables[0]["id"])
    paraphs.save(
        db,
        clerk,
        visit.id,
        Draft(tables[0]["official_id"], "referred", "بررسی شود", (Addressee(unit["id"], "lead", "", 5),)),
    )
    return visit


def deeds(db, clerk, **asked):
    return [row.deed for row in read(db, clerk, Asked(**asked)).rows]


def test_a_person_or_a_case_has_all_its_rows_and_no_others(db, clerk, referred):
    whole = [
        "صدور · ارجاع",
        "پایان ملاقات · مراجعه",
        "نوشتن · پاراف",
        "آغاز ملاقات · مراجعه",
        "فراخوان · مراجعه",
        "ثبت · مراجعه",
        "افزودن · مراجعه‌کننده",
    ]
    for about in (SOMEBODY.name, SOMEBODY.code, "۰۴۹۹۳۷۰۸۹۹", "1405/م/00001", "1"):
        assert sorted(deeds(db, clerk, about=about)) == sorted(whole), about
    assert len(deeds(db, clerk, about="2")) == 2
    assert deeds(db, clerk, about="کسی که نیست") == []
    assert len(deeds(db, clerk)) > len(whole) + 2


def test_by_clerk_and_by_day(db, clerk, clock, make_clerk, referred):
    other = make_clerk("manager", "administrator")
    clock.turn(days=1)
    office.change_settings(db, other, phone="1888")
    assert deeds(db, clerk, clerk_id=other.id) == ["تغییر · تنظیمات سازمان"]
    assert deeds(db, clerk, day="2026-11-26") == ["تغییر · تنظیمات سازمان"]
    assert deeds(db, clerk, day="2026-11-26", clerk_id=clerk.id) == []
    assert "ثبت · مراجعه" in deeds(db, clerk, day="2026-11-25", about="1")
    assert deeds(db, clerk, day="2026-11-26", about="1") == []


def test_before_and_after_are_told_in_words(db, clerk, referred, tables):
    category = lists.entries(db, "category")[0]["name"]
    rows = {row.deed: row for row in read(db, clerk, Asked(about="1")).rows}
    registered = rows["ثبت · مراجعه"]
    assert {"موضوع": category, "شرح درخواست": "احداث پارک"}.items() <= {
        each.label: each.after for each in registered.changes
    }.items()
    assert (registered.about, registered.visit_id) == ("نوبت ۱ · فرضی نمونه‌ای", referred.id)
    assert Changed("وضعیت", "در انتظار", visits.STATES["called"]) in rows["فراخوان · مراجعه"].changes
    assert Changed("مهلت", "", "\u2068۱۴۰۵/۰۹/۱۱\u2069") in rows["صدور · ارجاع"].changes
    assert any(each.after == lists.entries(db, "meeting_table")[0]["name"] for each in rows["فراخوان · مراجعه"].changes)


def test_what_was_changed_is_named(db, clerk, make_clerk):
    someone = make_clerk("reception")
    staff.change(db, clerk, someone.id, name="نام تازه", roles=frozenset({"caller"}))
    (row, *_) = read(db, clerk, Asked()).rows
    assert (row.deed, row.about, row.visit_id) == ("تغییر · متصدی", "نام تازه", 0)
    assert Changed("نقش‌ها", "پذیرش", "فراخوان") in row.changes


def test_it_opens_no_window_into_what_is_closed(db, clerk, session, make_clerk, arrive):
    category = next(row for row in lists.entries(db, "category") if row["confidential"])
    register(db, clerk, session.id, Arrival(SOMEBODY, category["id"], "رشوه"))
    administrator, manager = make_clerk("administrator"), make_clerk("manager")
    closed, opened = (repr(read(db, someone, Asked()).rows) for someone in (administrator, manager))
    for word in ("رشوه", SOMEBODY.code, "۰۴۹۹۳۷۰۸۹۹", "۰۹۱۲۱۲۳۴۵۶۷"):
        assert word not in closed, word
    assert HIDDEN in closed and "رشوه" in opened and "۰۴۹۹۳۷۰۸۹۹" in opened
    assert deeds(db, administrator, about=SOMEBODY.code) == deeds(db, administrator, about="رشوه") == []
    assert deeds(db, manager, about="رشوه")


@pytest.mark.parametrize("role", ["reception", "caller", "table", "secretariat", "followup", "confidential"])
def test_it_is_for_managers(db, make_clerk, role):
    with pytest.raises(Refused, match="مدیر"):
        read(db, make_clerk(role), Asked())


def test_more_than_a_page_is_said(db, clerk):
    whole, page = read(db, clerk, Asked()), read(db, clerk, Asked(), limit=2)
    assert not whole.more and page.more and page.rows == whole.rows[:2]


def test_every_deed_of_the_program_has_a_word():
    """Those that are named by a variable are states and steps, which have words of their own."""
    sources = "\n".join(path.read_text("utf-8") for path in sorted(APP.rglob("*.py")))
    said = set(re.findall(r'\.record\(\s*"(\w+)", "(\w+)"', sources))
    assert len(said) > 20
    for action, subject in said:
        assert action in ACTIONS and subject in SUBJECTS, (action, subject)
    steps = set(re.findall(r'lifecycle\.advance\(\s*change, \w+, "(\w+)"', sources))
    assert len(steps) > 8 and steps <= set(ACTIONS)
    assert set(visits.STATES) <= set(ACTIONS)
