"""The journal as a manager reads it: filtered, in words, and covered where other screens are."""

import re
from contextlib import closing
from pathlib import Path

import pytest

import app
from app.access import clerks
from app.access.privacy import HIDDEN
from app.accounts import staff
from app.audit.deeds import DEEDS, OTHERS
from app.audit.reading import NEWEST, JournalQuery, every_row, read
from app.audit.words import ACTIONS, SUBJECTS, ChangedValue
from app.errors import Refused
from app.invented.kept import OFFICE, LastDay
from app.line import steps as queue
from app.office import lists
from app.office import settings as office
from app.papers import requests
from app.printing import jobs
from app.reception.arrival import Arrival
from app.reception.registering import register
from app.table import paraphs
from app.table.paraphs import Addressee, Draft
from app.visits import visits
from app.visits.visitors import Visitor
from db import open_database

SOMEBODY = Visitor(code="0499370899", first_name="فرضی", last_name="نمونه‌ای", mobile="09121234567")
APP = Path(app.__file__).parent


@pytest.fixture
def referred(db, clerk, tables, arrive):
    """Return the first of two visits: SOMEBODY's, which is referred to a district."""
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


def actions(db, clerk, **query):
    return [row.action for row in read(db, clerk, JournalQuery(**query)).rows]


def test_a_query_about_a_visitor_finds_all_rows_of_the_case_and_no_others(db, clerk, referred):
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
        assert sorted(actions(db, clerk, about=about)) == sorted(whole), about
    assert len(actions(db, clerk, about="2")) == 2
    assert actions(db, clerk, about="کسی که نیست") == []
    assert len(actions(db, clerk)) > len(whole) + 2


def test_rows_are_filtered_by_clerk_and_by_day(db, clerk, clock, make_clerk, referred):
    other = make_clerk("manager", "administrator")
    clock.turn(days=1)
    office.change_settings(db, other, phone="1888")
    assert actions(db, clerk, clerk_id=other.id) == ["تغییر · تنظیمات سازمان"]
    assert actions(db, clerk, day="2026-11-26") == ["تغییر · تنظیمات سازمان"]
    assert actions(db, clerk, day="2026-11-26", clerk_id=clerk.id) == []
    assert "ثبت · مراجعه" in actions(db, clerk, day="2026-11-25", about="1")
    assert actions(db, clerk, day="2026-11-26", about="1") == []


def test_values_before_and_after_are_in_words(db, clerk, referred, tables):
    category = lists.entries(db, "category")[0]["name"]
    rows = {row.action: row for row in read(db, clerk, JournalQuery(about="1")).rows}
    registered = rows["ثبت · مراجعه"]
    assert {"موضوع": category, "شرح درخواست": "احداث پارک"}.items() <= {
        each.label: each.after for each in registered.changes
    }.items()
    assert (registered.about, registered.visit_id) == ("نوبت ۱ · فرضی نمونه‌ای", referred.id)
    assert ChangedValue("وضعیت", "در انتظار", visits.STATES["called"]) in rows["فراخوان · مراجعه"].changes
    assert ChangedValue("مهلت", "", "\u2068۱۴۰۵/۰۹/۱۱\u2069") in rows["صدور · ارجاع"].changes
    assert any(each.after == lists.entries(db, "meeting_table")[0]["name"] for each in rows["فراخوان · مراجعه"].changes)


def test_a_row_names_the_clerk_that_was_changed(db, clerk, make_clerk):
    someone = make_clerk("reception")
    staff.change(db, clerk, someone.id, name="نام تازه", roles=frozenset({"caller"}))
    (row, *_) = read(db, clerk, JournalQuery()).rows
    assert (row.action, row.about, row.visit_id) == ("تغییر · متصدی", "نام تازه", 0)
    assert ChangedValue("نقش‌ها", "پذیرش", "فراخوان") in row.changes


def test_a_confidential_matter_and_whole_codes_are_not_in_the_journal_of_an_administrator(
    db, clerk, session, make_clerk, arrive
):
    category = next(row for row in lists.entries(db, "category") if row["confidential"])
    register(db, clerk, session.id, Arrival(SOMEBODY, category["id"], "رشوه"))
    administrator, manager = make_clerk("administrator"), make_clerk("manager")
    covered, whole = (repr(read(db, someone, JournalQuery()).rows) for someone in (administrator, manager))
    for word in ("رشوه", SOMEBODY.code, "۰۴۹۹۳۷۰۸۹۹", "۰۹۱۲۱۲۳۴۵۶۷"):
        assert word not in covered, word
    assert HIDDEN in covered and "رشوه" in whole and "۰۴۹۹۳۷۰۸۹۹" in whole
    assert actions(db, administrator, about=SOMEBODY.code) == actions(db, administrator, about="رشوه") == []
    assert actions(db, manager, about="رشوه")


@pytest.mark.parametrize("role", ["reception", "caller", "table", "secretariat", "followup", "confidential"])
def test_the_journal_is_refused_to_every_role_but_managers(db, make_clerk, role):
    with pytest.raises(Refused, match="مدیر"):
        read(db, make_clerk(role), JournalQuery())


@pytest.mark.parametrize("query", [JournalQuery(), JournalQuery(about="1"), JournalQuery(about="کسی که نیست")])
@pytest.mark.parametrize("block", [1, 2, 1000])
def test_whole_journal_is_read_in_blocks_without_a_row_lost_or_twice(db, clerk, referred, query, block):
    assert tuple(every_row(db, clerk, query, block)) == read(db, clerk, query).rows


def test_pages_follow_each_other_and_say_how_many_rows_there_are(db, clerk, referred):
    whole, found, before = read(db, clerk, JournalQuery(about="1")), [], NEWEST
    while (page := read(db, clerk, JournalQuery(about="1"), 2, before)).rows:
        assert page.total == len(whole.rows) == whole.total
        found, before = [*found, *page.rows], page.rows[-1].id
        assert page.more == (len(found) < page.total)
    assert tuple(found) == whole.rows


def test_who_voided_is_found_by_the_deed(db, clerk, make_clerk, referred):
    paraph = db.required_row("SELECT id FROM paraph")["id"]
    paraphs.void(db, clerk, paraph, "تکراری")
    found = read(db, clerk, JournalQuery(deed="voided"))
    assert {row.action for row in found.rows} == {"باطل کردن · پاراف", "باطل کردن · ارجاع"}
    assert {row.clerk for row in found.rows} == {clerk.name} and found.total == 2
    assert actions(db, clerk, deed="voided", clerk_id=make_clerk("table").id) == []


def test_every_row_of_an_office_belongs_to_a_named_group_of_deeds(lived_year):
    with closing(open_database(str(lived_year() / OFFICE), clock=LastDay())) as office:
        boss = clerks.current(office, 1)
        assert read(office, boss, JournalQuery(deed=OTHERS)).total == 0
        counts = {key: read(office, boss, JournalQuery(deed=key), 1).total for key in DEEDS}
    assert {"voided", "registered", "line", "issued", "sent", "answered", "asked", "printed"} <= {
        key for key, count in counts.items() if count
    }


def test_row_of_a_print_says_which_paper(db, clerk, referred):
    requests.mark_printed(db, clerk, [id_ for job in jobs.next_jobs(db, clerk.desk) for id_ in job.ids])
    found = {row.paper: row for row in read(db, clerk, JournalQuery(deed="printed")).rows}
    assert found["برگهٔ ارجاع"].action == "چاپ · برگهٔ ارجاع" and found["برگهٔ ارجاع"].visit_id == referred.id
    assert "۱۴۰۵/م/۰۰۰۰۱" in found["برگهٔ ارجاع"].about and "فرضی نمونه‌ای" in found["برگهٔ ارجاع"].about


def test_a_page_says_that_there_are_older_rows(db, clerk):
    whole, page = read(db, clerk, JournalQuery()), read(db, clerk, JournalQuery(), limit=2)
    assert not whole.more and page.more and page.rows == whole.rows[:2]


def test_every_action_of_the_program_has_a_word():
    """An action that is named by a variable is a state or a step, which have words of their own."""
    sources = "\n".join(path.read_text("utf-8") for path in sorted(APP.rglob("*.py")))
    said = set(re.findall(r'\.record\(\s*"(\w+)",\s+"(\w+)"', sources))
    assert len(said) > 20
    for action, subject in said:
        assert action in ACTIONS and subject in SUBJECTS, (action, subject)
    steps = set(re.findall(r'lifecycle\.advance\(\s*change,\s+\w+,\s+"(\w+)"', sources))
    assert len(steps) > 8 and steps <= set(ACTIONS)
    assert set(visits.STATES) <= set(ACTIONS)
