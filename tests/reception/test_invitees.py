"""Invitees: their list is checked row by row, loaded whole or not at all, and each is checked in once."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import Refused
from app.office import lists, programmes
from app.reception import invitees
from app.reception.registering import register
from app.sessions import sessions
from app.spreadsheets.reading import Spreadsheet, guess_columns, read
from app.visits import visitors

HEADER = ("کد ملی", "نام", "نام خانوادگی", "موبایل", "موضوع", "شرح درخواست")
GOOD = ("0499370899", "نمونه", "آزمایشی‌فر", "9121234567", "", "تقسیط عوارض")


def sheet(*rows):
    return Spreadsheet(HEADER, rows, tuple(range(2, 2 + len(rows))))


MAPPING = guess_columns(HEADER)


@pytest.fixture
def planned(db, clerk):
    return sessions.plan(db, clerk, programmes.active(db)[0].id, "2026-12-02")


@pytest.fixture
def load(db, clerk):
    def make(session, *rows):
        return invitees.load(db, clerk, session.id, sheet(*rows), MAPPING)

    return make


def test_rows_become_invitees(db, planned, load):
    name = next(row["name"] for row in lists.entries(db, "category") if row["audience"] == "citizen")
    assert load(planned, GOOD, ("", "آ", "ب", "", name, "")) == 2
    found = invitees.of_session(db, planned.id)
    assert [each.name for each in found] == ["نمونه آزمایشی‌فر", "آ ب"]
    assert (found[0].code, found[0].mobile, found[0].matter) == ("0499370899", "09121234567", "تقسیط عوارض")
    assert found[1].category_id == lists.entries(db, "category")[0]["id"]
    assert invitees.expected(db, planned.id) == 2


def test_zeros_lost_by_a_spreadsheet_are_put_back(db, session):
    rows = sheet(("499370899", *GOOD[1:]), ("84575948", "آ", "ب", "", "", ""))
    preview = invitees.check(db, session.id, rows, MAPPING)
    assert [invitee.code for invitee in preview.good] == ["0499370899", "0084575948"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (("0050541948", *GOOD[1:]), "رقم کنترل"),
        (("499370898", *GOOD[1:]), "صفرهای ابتدای"),
        (("4.99E+08", *GOOD[1:]), "فقط شامل رقم"),
        (("", "", "ب", "", "", ""), "نام و نام خانوادگی"),
        (("", "آ", "ب", "0912", "", ""), "همراه"),
        (("", "آ", "ب", "", "هیچ", ""), "موضوع"),
        (("", "آ", "ب" * 301, "", "", ""), "۳۰۰"),
        (GOOD, "با ردیف ۲"),
    ],
)
def test_bad_row_is_listed_with_its_reason_and_nothing_is_loaded(db, planned, load, row, reason):
    preview = invitees.check(db, planned.id, sheet(GOOD, row), MAPPING)
    assert [(bad.line, reason in bad.reason) for bad in preview.bad] == [(3, True)]
    assert len(preview.good) == 1
    with pytest.raises(Refused):
        load(planned, GOOD, row)
    assert invitees.of_session(db, planned.id) == []


def test_same_list_is_not_loaded_twice(db, planned, load):
    load(planned, GOOD)
    with pytest.raises(Refused):
        load(planned, GOOD)
    assert load(planned, (*GOOD[:5], "موضوعی دیگر")) == 1


def test_loading_needs_the_role_and_a_planned_or_open_session(db, clerk, make_clerk, planned):
    with pytest.raises(Refused, match="پذیرش"):
        invitees.load(db, make_clerk("table"), planned.id, sheet(GOOD), MAPPING)
    sessions.cancel(db, clerk, planned.id, "تعطیل شد")
    with pytest.raises(Refused, match="لغوشده"):
        invitees.load(db, clerk, planned.id, sheet(GOOD), MAPPING)


def test_columns_without_a_name_are_left_out(db, session):
    mapping = {"first_name": 1, "last_name": 2, "mobile": 99}
    preview = invitees.check(db, session.id, sheet(GOOD), mapping)
    assert preview.good[0].code == preview.good[0].mobile == ""


def test_checking_in_fills_the_form_and_happens_once(db, clerk, session, load):
    load(session, GOOD)
    invited = invitees.of_session(db, session.id)[0]
    category = lists.entries(db, "category")[0]["id"]
    arrival = replace(invitees.arrival(db, invited.id), category_id=category)
    assert (arrival.visitor.name, arrival.matter) == ("نمونه آزمایشی‌فر", "تقسیط عوارض")
    visit = register(db, clerk, session.id, arrival)
    assert invitees.of_session(db, session.id)[0].visit_id == visit.id
    assert invitees.expected(db, session.id) == 0
    with pytest.raises(Refused, match="قبلاً پذیرش"):
        register(db, clerk, session.id, replace(arrival, accepted=frozenset({"here"})))


def test_invitee_who_is_a_stored_visitor_brings_the_stored_values(db, session, load, arrive):
    known = arrive(visitor=visitors.Visitor(code="0499370899", first_name="نمونه", last_name="آزمایشی", father="فرضی"))
    load(session, GOOD)
    arrival = invitees.arrival(db, invitees.of_session(db, session.id)[0].id)
    assert (arrival.visitor.id, arrival.visitor.father) == (known.visitor_id, "فرضی")
    assert (arrival.visitor.last_name, arrival.visitor.mobile) == ("آزمایشی‌فر", "09121234567")


def test_csv_as_excel_writes_it_is_loaded(db, clerk, planned):
    text = "ردیف;کد ملی;نام;نام خانوادگی;موبایل\n1;۰۴۹۹۳۷۰۸۹۹;نمونه;آزمایشی;۰۹۱۲۱۲۳۴۵۶۷\n"
    made = read("list.csv", text.encode("utf-8-sig"))
    assert invitees.load(db, clerk, planned.id, made, guess_columns(made.header)) == 1
    assert invitees.of_session(db, planned.id)[0].code == "0499370899"


def test_moved_session_takes_its_invitees_along(db, clerk, planned, load):
    load(planned, GOOD)
    goal = sessions.move(db, clerk, planned.id, "2026-12-03", "تعطیلی")
    assert len(invitees.of_session(db, goal.id)) == 1


cell = st.one_of(st.text(max_size=30), st.sampled_from(["0499370899", "<b>", "a\0b", "\ud800", "۹۱۲", "😀" * 400]))


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(*[cell] * 6), max_size=4))
def test_any_cells_make_a_good_or_a_bad_row(db, session, rows):
    preview = invitees.check(db, session.id, sheet(*rows), MAPPING)
    assert len(preview.good) + len(preview.bad) == len(rows)
    assert all(bad.reason for bad in preview.bad)
