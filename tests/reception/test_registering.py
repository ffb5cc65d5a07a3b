"""Registering: refusals, warnings, the number, and the true times of visitors served on paper."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.access import privacy
from app.cases import earlier
from app.errors import Refused
from app.journal.reading import history
from app.line import standing, steps
from app.line.expected_wait import ExpectedWait
from app.office import lists, programmes
from app.papers import requests
from app.persian.calendar import at
from app.reception import from_paper, registering
from app.reception.arrival import Arrival, Served
from app.reception.registering import register
from app.reception.registration_warnings import warnings
from app.search import merging
from app.sessions import sessions
from app.table import paraphs
from app.visits import attachments, index, visitors, visits
from app.visits.attachments import NewAttachment
from app.visits.visitors import Visitor
from db import search as full_text

PNG = b"\x89PNG\r\n\x1a\n"
SAMPLE = Visitor(code="0499370899", first_name="نمونه", last_name="آزمایشی‌فر")


@pytest.fixture
def categories(db):
    return [row["id"] for row in lists.entries(db, "category") if row["audience"] == "citizen"]


@pytest.fixture
def come(db, clerk, session, categories):
    """come(Visitor, …) registers the visitor and returns the visit."""

    def make(visitor=SAMPLE, **changes):
        return register(db, clerk, session.id, Arrival(visitor, **{"category_id": categories[0]} | changes))

    return make


@pytest.fixture
def refer(db, clerk, tables):
    """refer(visit) refers its matter to the first district, an answer due in five working days."""

    def make(visit):
        steps.call(db, clerk, visit.id, tables[0]["id"])
        steps.came(db, clerk, visit.id)
        district = next(row["id"] for row in lists.entries(db, "unit") if row["kind"] == "district")
        official = lists.entries(db, "official")[0]["id"]
        to = paraphs.Addressee(district, working_days=5)
        paraphs.save(db, clerk, visit.id, paraphs.Draft(official, "referred", "رسیدگی شود", (to,)))

    return make


def refused(what, *args, **changes):
    with pytest.raises(Refused) as caught:
        what(*args, **changes)
    return caught.value


def test_numbers_follow_each_other_and_each_ticket_is_asked_for(db, come):
    first, second = come(), come(Visitor(code="0790419904", first_name="دیگر", last_name="فرضی"))
    assert (first.ticket, second.ticket) == (1, 2)
    assert [(paper.kind, paper.subject_id) for paper in requests.waiting(db, "")] == [
        ("ticket", first.id),
        ("ticket", second.id),
    ]
    assert [visit.ticket for visit in registering.latest(db, first.session_id)] == [2, 1]


def test_every_value_of_the_form_is_stored(db, come, tables, categories):
    district = next(row["id"] for row in lists.entries(db, "unit") if row["kind"] == "district")
    group = lists.entries(db, "priority_group")[0]
    visit = come(
        matter="خط یک\nخط دو",
        district_id=district,
        against_unit_id=district,
        enclosures="۱۲",
        priority_group_id=group["id"],
        priority_reason="کارت",
        companion="همراه او",
        companion_relation="پسر",
        wanted_table_id=tables[1]["id"],
        attachments=(NewAttachment("نامه.png", PNG + b"1"),),
    )
    stored = db.required_row(
        "SELECT matter, district_id, against_unit_id, enclosures, priority_reason, companion,"
        " companion_relation, wanted_table_id FROM visit WHERE id = :id",
        id=visit.id,
    )
    assert stored == {
        "matter": "خط یک\nخط دو",
        "district_id": district,
        "against_unit_id": district,
        "enclosures": 12,
        "priority_reason": "کارت",
        "companion": "همراه او",
        "companion_relation": "پسر",
        "wanted_table_id": tables[1]["id"],
    }
    assert visit.priority == group["name"]
    paper = attachments.of_visit(db, visit.id)[0]
    assert (paper.name, paper.kind) == ("نامه.png", "png")
    assert attachments.content(db, paper.id) == PNG + b"1"
    register_row = next(row for row in history(db, "visit", visit.id) if row["action"] == "register")
    assert '"ticket":1' in register_row["after"]


def test_returned_visit_equals_the_stored_one(db, come, tables, categories):
    """It is not read back from storage, because others wait for the lock."""
    group = lists.entries(db, "priority_group")[0]["id"]
    confidential = next(
        row["id"] for row in lists.entries(db, "category") if row["confidential"] and row["audience"] == "citizen"
    )
    many = Visitor(kind="group", first_name="نماینده", last_name="اهالی محله", code="0499370899")
    for visit in (
        come(),
        come(replace(SAMPLE, code="0013542419"), category_id=confidential),
        come(
            many,
            people="۱۲",
            priority_group_id=group,
            priority_reason="سالمند",
            matter=" آسفالت  کوچه ",
            wanted_table_id=tables[1]["id"],
        ),
    ):
        assert visit == visits.get(db, visit.id)


def test_new_visit_is_indexed_with_the_words_of_a_later_indexing(db, clerk, come):
    def words(visit):
        return {word for row in full_text.entries(db, visit.id - 1, 1) for word in row["words"].split()}

    def must_last(visit):
        first = words(visit)
        with db.write("visitors"):
            index.remember(db, visit.id)
        assert words(visit) == first

    kept = come(
        replace(SAMPLE, first_name="محمد\u200cرضا", father="علی", mobile="09123456789"),
        matter="آسفالت",
        companion="خواهر ایشان",
    )
    must_last(kept)
    double = Visitor(code="0013542419", first_name="محمدرضا", last_name="آزمایشی", mobile="09120000000")
    merging.merge(db, clerk, kept.visitor_id, come(double).visitor_id, "یکی است")
    as_written_then = come(double, accepted=frozenset({"here"}), seen=visitors.get(db, kept.visitor_id))
    assert as_written_then.visitor_id == kept.visitor_id
    must_last(as_written_then)
    assert {"0499370899", "0013542419"} <= words(as_written_then)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"category_id": 0}, "category_id"),
        ({"category_id": 999_999}, "category_id"),
        ({"district_id": 999_999}, "district_id"),
        ({"wanted_table_id": 999_999}, "wanted_table_id"),
        ({"priority_group_id": 1}, "priority_reason"),
        ({"enclosures": "-1"}, "enclosures"),
        ({"enclosures": "²"}, "enclosures"),
        ({"enclosures": "12345"}, "enclosures"),
        ({"matter": "ا" * 2001}, "matter"),
        ({"matter": "a\0b"}, "matter"),
        ({"companion": "\ud800"}, "companion"),
        ({"attachments": (NewAttachment("x.png", b"MZ"),)}, "attachments"),
        ({"attachments": (NewAttachment("x.png", PNG + bytes(attachments.LARGEST)),)}, "attachments"),
        ({"invitee_id": 999_999}, ""),
    ],
)
def test_refusal_names_its_field_and_leaves_nothing_behind(db, come, session, changes, field):
    assert refused(come, **changes).field == field
    assert registering.latest(db, session.id) == []
    assert requests.waiting(db, "") == []
    assert visitors.with_code(db, SAMPLE.code) == []


def test_staff_category_is_refused_for_a_citizen(db, come):
    staff = next(row["id"] for row in lists.entries(db, "category") if row["audience"] == "staff")
    assert refused(come, category_id=staff).field == "category_id"


def test_entry_retired_meanwhile_is_refused(db, clerk, come, tables):
    lists.retire(db, clerk, "meeting_table", tables[0]["id"])
    assert refused(come, wanted_table_id=tables[0]["id"]).field == "wanted_table_id"


def test_registering_needs_the_role_and_an_open_session(db, clerk, make_clerk, session, categories):
    arrival = Arrival(SAMPLE, categories[0])
    assert "پذیرش" in refused(register, db, make_clerk("table"), session.id, arrival).sentence
    assert register(db, make_clerk("reception"), session.id, arrival).ticket == 1
    sessions.close(db, clerk, session.id, "left")
    assert "پایان‌یافته" in refused(register, db, clerk, session.id, replace(arrival)).sentence


def test_visitor_who_is_here_already_gets_a_warning_before_a_second_number(db, clerk, come, session, categories):
    first = come()
    said = warnings(privacy.rights_of(db, clerk), session.id, first.visitor_id, 0)
    assert [(each.kind, each.visit_id) for each in said] == [("here", first.id)]
    assert "نوبت ۱ " in said[0].sentence
    assert refused(come, category_id=categories[1]).field == "here"
    assert come(category_id=categories[1], accepted=frozenset({"here"})).ticket == 2


def test_open_referral_on_the_same_category_gives_a_warning(db, clerk, come, refer, session, categories):
    first = come()
    refer(first)
    sessions.close(db, clerk, session.id)
    said = warnings(privacy.rights_of(db, clerk), session.id, first.visitor_id, categories[0])
    assert [each.kind for each in said] == ["here", "open"]
    assert "مهلت تا" in said[1].detail
    said = warnings(privacy.rights_of(db, clerk), session.id, first.visitor_id, categories[1])
    assert [each.kind for each in said] == ["here"]


def test_matter_is_continued_in_the_next_session(db, clerk, clock, come, refer, session, categories):
    first = come()
    refer(first)
    sessions.close(db, clerk, session.id)
    clock.turn(days=7)
    new = sessions.open_today(db, clerk, programmes.active(db)[0].id)
    again = Arrival(visitors.get(db, first.visitor_id), categories[0], same_as=first.id)
    assert refused(register, db, clerk, new.id, again).field == "open"
    visit = register(db, clerk, new.id, replace(again, accepted=frozenset({"open"})))
    assert db.required_row("SELECT same_as FROM visit WHERE id = :id", id=visit.id) == {"same_as": first.id}
    assert visit.visitor_id == first.visitor_id


def test_visit_of_another_visitor_cannot_be_continued(come):
    first = come()
    other = Visitor(code="0790419904", first_name="دیگر", last_name="فرضی")
    assert refused(come, other, same_as=first.id).field == "code"


def test_lateness_of_an_answer_is_counted_in_working_days(db, clerk, clock, come, refer, session, categories):
    first = come()
    refer(first)
    clock.turn(days=14)
    past = earlier.history(db, first.visitor_id)[0]
    assert past.is_open
    assert past.late > 0
    assert (
        f"{past.late}".translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
        in warnings(privacy.rights_of(db, clerk), session.id, first.visitor_id, categories[0])[1].detail
    )


def test_visits_ahead_and_the_wait_are_told(db, clerk, clock, come, arrive, tables):
    before = [arrive() for _ in range(7)]
    visit = arrive()
    assert standing.expected_wait(db, visit) == ExpectedWait(7, None)
    for each in before[:5]:
        clock.turn(minutes=4)
        steps.call(db, clerk, each.id, tables[0]["id"])
        steps.came(db, clerk, each.id)
        steps.back(db, clerk, each.id)
        steps.leave(db, clerk, each.id)
    expected = standing.expected_wait(db, visit)
    assert expected.ahead == 2
    least, most = expected.minutes
    assert least <= 10 <= most <= 20  # twice four minutes, and what is left of the present visit


SERVED = Served("۰۹:۰۵", "0920", "9:30", 1)


def test_visit_served_on_paper_keeps_its_true_times(db, clerk, clock, session, categories, tables):
    clock.turn(hours=1)
    served = replace(SERVED, table_id=tables[0]["id"])
    visit = from_paper.enter_from_paper(db, clerk, session.id, Arrival(SAMPLE, categories[0]), served)
    assert (visit.on_paper, visit.state, visit.arrived_at) == (1, "meeting", at(session.day, "09:05"))
    periods = db.rows("SELECT state, started_at, ended_at FROM period WHERE visit_id = :id ORDER BY id", id=visit.id)
    assert [tuple(row.values()) for row in periods] == [
        ("waiting", at(session.day, "09:05"), at(session.day, "09:20")),
        ("meeting", at(session.day, "09:20"), None),
    ]
    assert requests.waiting(db, "") == []
    assert visits.at_table(db, tables[0]["id"]) is None, "who was served on paper keeps no table busy"


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"arrived": "09:25"}, "ended"), ({"ended": "23:00"}, "ended"), ({"called": "نه"}, "called"),
     ({"arrived": ""}, "arrived"), ({"ended": "2570"}, "ended"), ({"table_id": 0}, "wanted_table_id"),
     ({"table_id": 999_999}, "wanted_table_id")],
)  # fmt: skip
def test_impossible_times_of_a_served_visit_are_refused(db, clerk, clock, session, categories, tables, changes, field):
    clock.turn(hours=1)
    served = replace(SERVED, **{"table_id": tables[0]["id"]} | changes)
    arrival = Arrival(SAMPLE, categories[0])
    assert refused(from_paper.enter_from_paper, db, clerk, session.id, arrival, served).field == field
    assert registering.latest(db, session.id) == []


hostile = st.one_of(
    st.text(max_size=40),
    st.text(st.characters(categories=["Cc", "Cf", "Cs", "Co", "Mn", "Nd", "No"]), max_size=40),
    st.sampled_from(["<b>x</b>", "'; DROP TABLE visit; --", "😀" * 300, "ا" * 301, "۰۹۱۲", "\u202eabc", "a\r\nb", "٣"]),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), kind=st.sampled_from([*visitors.KINDS, "هیچ"]))
def test_hostile_text_is_stored_or_refused(db, clerk, session, categories, data, kind):
    told = {
        name: data.draw(hostile)
        for name in (
            "code",
            "code_reason",
            "first_name",
            "last_name",
            "father",
            "mobile",
            "workplace",
            "personnel_number",
        )
    }
    words = {
        name: data.draw(hostile)
        for name in ("matter", "enclosures", "priority_reason", "companion", "companion_relation", "people")
    }
    arrival = Arrival(Visitor(kind=kind, **told), categories[0], **words, accepted=frozenset({"here", "open"}))
    before = db.required_row("SELECT COUNT(*) AS n FROM visit")["n"]
    try:
        visit = register(db, clerk, session.id, arrival)
    except Refused as no:
        assert no.sentence
        assert db.required_row("SELECT COUNT(*) AS n FROM visit")["n"] == before
    else:
        assert visit.ticket == before + 1
        assert visitors.look_up(db, told["last_name"]) is not None


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(matter=st.text(max_size=60), name=st.text(st.characters(categories=["L", "M", "Zs", "Nd"]), max_size=60))
def test_stored_text_registered_again_is_unchanged(db, come, matter, name):
    visitor = Visitor(kind="no_code", code_reason="ندارد", first_name="الف", last_name=name)
    try:
        visit = come(visitor, matter=matter)
    except Refused:
        return
    again = come(replace(visitors.get(db, visit.visitor_id)), matter=visit.matter, accepted=frozenset({"here"}))
    assert (again.visitor_id, again.matter, again.name) == (visit.visitor_id, visit.matter, visit.name)
