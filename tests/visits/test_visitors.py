"""Visitors: their kinds and codes, and how they are found again."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.cases import earlier
from app.errors import Refused
from app.journal.conflict import EditConflict
from app.journal.writing import writing
from app.office import lists
from app.reception.arrival import Arrival
from app.reception.registering import register
from app.visits import visitors
from app.visits.visitors import Visitor

PERSON = Visitor(code="0499370899", first_name="نمونه", last_name="آزمایشی‌فر")


def refused(visitor, *, staff=False):
    with pytest.raises(Refused) as caught:
        visitor.cleaned(staff=staff)
    return caught.value


@pytest.fixture
def keep(db, clerk):
    """keep(Visitor) stores the visitor and returns it as it is stored."""

    def make(visitor, *, staff=False, seen=None):
        with writing(db, clerk, (), "visitors") as change:
            clean = visitor.cleaned(staff=staff)
            stored = visitors.store(change, clean, visitors.known_deferred(change.db, clean)(), seen=seen).id
        return visitors.get(db, stored)

    return make


@pytest.mark.parametrize(
    "typed", ["0499370899", "۰۴۹۹۳۷۰۸۹۹", "٠٤٩٩٣٧٠٨٩٩", " 049-937-0899 ", "۰۴۹۹-۳۷۰۸۹۹", "0499\u200f370899"]
)
def test_code_in_any_digits_keeps_its_zeros(typed):
    assert replace(PERSON, code=typed).cleaned(staff=False).code == "0499370899"


@pytest.mark.parametrize("typed", ["09121234567", "+989121234567", "00989121234567", "۹۱۲۱۲۳۴۵۶۷", "0912 123 4567"])
def test_mobile_is_stored_in_one_form(typed):
    assert replace(PERSON, mobile=typed).cleaned(staff=False).mobile == "09121234567"


def test_number_that_is_no_mobile_is_refused():
    assert refused(replace(PERSON, mobile="0912")).field == "mobile"


def test_code_that_fails_its_check_needs_a_reason():
    wrong = replace(PERSON, code="0050541948")
    no = refused(wrong)
    assert no.field == "code_reason"
    assert "رقم کنترل" in no.sentence
    assert replace(wrong, code_reason="کارت را دیدم").cleaned(staff=False).code == "0050541948"


@pytest.mark.parametrize(
    ("visitor", "field"),
    [
        (replace(PERSON, code=""), "code"),
        (replace(PERSON, first_name=" "), "first_name"),
        (replace(PERSON, last_name="\u200c"), "last_name"),
        (replace(PERSON, last_name="ن" * 301), "last_name"),
        (replace(PERSON, kind="هیچ"), "kind"),
        (Visitor(kind="no_code", first_name="الف", last_name="ب"), "code_reason"),
        (Visitor(kind="foreigner", first_name="الف", last_name="ب"), "code"),
        (Visitor(kind="legal", last_name="شرکت"), "code"),
        (Visitor(kind="legal", last_name="شرکت", code="14003622311"), "code_reason"),
        (Visitor(kind="group", last_name=""), "last_name"),
        (Visitor(kind="group", last_name="اهالی", code="0050541948"), "code_reason"),
    ],
)
def test_missing_or_wrong_field_is_refused_by_its_name(visitor, field):
    assert refused(visitor).field == field


@pytest.mark.parametrize(
    "visitor",
    [
        Visitor(kind="no_code", first_name="الف", last_name="ب", code_reason="همراه ندارد"),
        Visitor(kind="foreigner", first_name="الف", last_name="ب", code="p-123 45"),
        Visitor(kind="legal", last_name="شرکت", code="10380284790"),
        Visitor(kind="group", last_name="اهالی محله"),
        Visitor(kind="person", first_name="ن" * 300, last_name="آ" * 300, code="0499370899"),
    ],
)
def test_every_kind_of_visitor_can_be_stored(keep, visitor):
    stored = keep(visitor)
    assert stored.kind == visitor.kind
    assert stored.last_name == visitor.last_name


def test_staff_without_a_code_are_known_by_their_personnel_number(db, keep):
    nameless = Visitor(first_name="الف", last_name="ب")
    assert refused(nameless, staff=True).field == "personnel_number"
    first = keep(replace(nameless, personnel_number="۰۰۱۲۳", workplace="منطقه 5"), staff=True)
    assert (first.personnel_number, first.code) == ("00123", "")
    assert keep(replace(nameless, personnel_number="00123", workplace="منطقه 5", father="پ"), staff=True).id == first.id
    assert [each.id for each in visitors.look_up(db, "۰۰۱۲۳")] == [first.id]


def test_same_code_is_the_same_visitor(db, keep):
    first = keep(PERSON)
    again = keep(replace(PERSON, last_name="آزمایشی", mobile="09121234567"), seen=first)
    assert again.id == first.id
    assert again.last_name == "آزمایشی"
    assert db.required_row("SELECT COUNT(*) AS n FROM visitor")["n"] == 1


def test_code_of_another_visitor_wins_over_the_one_in_the_form(db, keep):
    first, other = keep(PERSON), keep(Visitor(code="0790419904", first_name="دیگر", last_name="فرضی"))
    with pytest.raises(EditConflict) as caught:
        keep(replace(other, code=PERSON.code), seen=other)
    assert caught.value.theirs["last_name"] == first.last_name
    assert keep(replace(other, code=PERSON.code), seen=first).id == first.id
    assert visitors.get(db, other.id).code == "0790419904"


def test_visitor_without_a_code_can_get_one_later(keep):
    first = keep(Visitor(kind="no_code", first_name="الف", last_name="ب", code_reason="همراه ندارد"))
    assert keep(replace(first, kind="person", code=PERSON.code, code_reason=""), seen=first).id == first.id


def test_groups_with_one_representative_stay_apart(db, keep):
    one, two = (keep(Visitor(kind="group", last_name=name, code=PERSON.code)) for name in ("محلهٔ الف", "محلهٔ ب"))
    assert one.id != two.id
    assert [each.id for each in visitors.look_up(db, PERSON.code)] == [two.id, one.id]


@pytest.mark.parametrize(
    "typed", ["0499370899", "۰۴۹۹۳۷۰۸۹۹", "0499-370-899", "09121234567", "+98 912 123 4567", "۹۱۲۱۲۳۴۵۶۷", "آزمایشی",
              "ازمايشي فر", "آزمایشی‌فر نمونه", "نمو آزم", "آزمایشیفر", "دکتر آزمایشی"],
)  # fmt: skip
def test_visitor_is_found_by_code_mobile_or_name(db, clerk, session, typed):
    category = lists.entries(db, "category")[0]["id"]
    visit = register(db, clerk, session.id, Arrival(replace(PERSON, mobile="09121234567"), category))
    assert [each.id for each in visitors.look_up(db, typed)] == [visit.visitor_id]


@pytest.mark.parametrize("typed", ["", "   ", "0000000000", "ناشناس", "<b>", "' OR 1=1", '"*"', "049", "%", "۰۹۱۲"])
def test_text_that_matches_nobody_finds_nobody(db, arrive, typed):
    arrive(visitor=PERSON)
    assert visitors.look_up(db, typed) == []


def test_foreigners_code_is_found_however_it_is_written(db, keep):
    stored = keep(Visitor(kind="foreigner", first_name="الف", last_name="ب", code="p-123 45"))
    assert stored.code == "P12345"
    assert [each.id for each in visitors.look_up(db, "P-12345")] == [stored.id]


def test_visitors_are_listed_by_family_name(db, arrive):
    for last in ("یاوری", "پارسا", "احمدی", "گودرزی"):
        arrive(visitor=Visitor(kind="no_code", code_reason="ندارد", first_name="نمونه", last_name=last))
    assert [each.last_name for each in visitors.look_up(db, "نمونه")] == ["احمدی", "پارسا", "گودرزی", "یاوری"]


def test_history_tells_what_became_of_a_matter(db, arrive):
    first = arrive(visitor=PERSON, matter="آسفالت کوچه")
    matter = earlier.history(db, first.visitor_id)[0]
    assert (matter.matter, matter.state, matter.is_open) == ("آسفالت کوچه", "waiting", False)
    assert (matter.late, matter.outcome) == (0, "")
    assert earlier.history(db, first.visitor_id, before_visit=first.id) == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=60))
def test_any_text_can_be_looked_up(db, typed):
    assert visitors.look_up(db, typed) == []
