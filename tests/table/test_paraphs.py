import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cases import earlier
from app.errors import Refused
from app.journal.reading import history
from app.line import standing, steps
from app.office import lists
from app.office import settings as office
from app.papers import requests
from app.persian import calendar
from app.reception import registering
from app.reception.arrival import Arrival, Served
from app.reception.from_paper import enter_from_paper
from app.referrals.issuing import Referral, replaced, suggested
from app.search import search
from app.sessions import sessions
from app.table import matters, paraphs
from app.table.paraphs import Addressee, Draft
from app.table.view import Phrase
from app.visits import visits
from app.visits.visitors import Visitor

FIFTEEN = "2026-12-16"  # fifteen working days after Wednesday 2026-11-25: no Thursdays, no Fridays


@pytest.fixture
def units(db):
    """By code."""
    return {row["code"]: row["id"] for row in lists.entries(db, "unit")}


@pytest.fixture
def mayor(db):
    return lists.entries(db, "official")[0]["id"]


@pytest.fixture
def draft(mayor, units):
    """draft(…) → a whole one: the mayor refers to one unit, fifteen working days."""

    def make(*addressees, outcome="referred", words="از محل بازدید و نتیجه گزارش شود", **changes):
        default = (Addressee(units["D04"], working_days=15),) if outcome == "referred" else ()
        return Draft(changes.pop("official_id", mayor), outcome, words, addressees or default, **changes)

    return make


@pytest.fixture
def at_table(db, clerk, arrive, tables):
    """at_table(…) → a visitor called to the first table and there."""

    def make(**changes):
        visit = steps.call(db, clerk, arrive(**changes).id, tables[0]["id"])
        return steps.came(db, clerk, visit.id)

    return make


def refused(act, *given, **named):
    with pytest.raises(Refused) as no:
        act(*given, **named)
    return no.value


def slips(db):
    return [paper.subject_id for paper in requests.waiting(db, "") if paper.kind == "slip"]


# -- saving ------------------------------------------------------------------------------------------------------------


def test_saved_paraph_numbers_its_referrals_asks_for_papers_and_frees_the_table(
    db, clerk, at_table, draft, units, tables
):
    visit = at_table()
    saved = paraphs.save(
        db,
        clerk,
        visit.id,
        draft(
            Addressee(units["D04"], "lead", "فوری", 7),
            Addressee(units["V01"], "partner", "", 15),
            Addressee(units["D02"], "copy"),
        ),
    )
    assert saved.numbers == ("1405/م/00001", "1405/م/00002", "1405/م/00003")
    rows = paraphs.referrals(db, saved.paraph_id)
    assert [row.number for row in rows] == list(saved.numbers)
    assert [(row.part, row.working_days, row.due_day) for row in rows] == [
        ("lead", 7, "2026-12-06"),
        ("partner", 15, FIFTEEN),
        ("copy", None, ""),
    ]
    assert slips(db) == [row.id for row in rows]
    assert [paper.subject_id for paper in requests.waiting(db, "") if paper.kind == "receipt"] == [visit.id]
    assert visits.at_table(db, tables[0]["id"]) is None
    done = visits.get(db, visit.id)
    assert (done.state, done.outcome) == ("done", "referred")


def test_paraph_keeps_the_names_its_units_and_official_had_that_day(db, clerk, at_table, draft, units, mayor):
    saved = paraphs.save(db, clerk, at_table().id, draft())
    (before,) = paraphs.referrals(db, saved.paraph_id)
    unit = next(row for row in lists.entries(db, "unit") if row["id"] == units["D04"])
    lists.save(
        db,
        clerk,
        "unit",
        unit["id"],
        {"code": unit["code"], "kind": unit["kind"], "name": "نام تازه", "addressed_as": "مدیر تازه"},
    )
    lists.save(db, clerk, "official", mayor, {"post": "سمت تازه", "holder": "تازه‌وارد"})
    (after,) = paraphs.referrals(db, saved.paraph_id)
    assert after == before
    assert paraphs.of_visit(db, saved.visit_id)[0].official_post == "شهردار کرج"


def test_called_visitor_is_served_without_the_step_came(db, clerk, arrive, tables, draft):
    visit = steps.call(db, clerk, arrive().id, tables[0]["id"])
    paraphs.save(db, clerk, visit.id, draft(outcome="settled"))
    states = [row["state"] for row in db.rows("SELECT state FROM period WHERE visit_id = :id ORDER BY id", id=visit.id)]
    assert states == ["waiting", "called", "meeting"]


def test_paraph_of_a_visit_that_is_not_at_a_table_is_refused(db, clerk, arrive, draft):
    visit = arrive()
    assert "در انتظار" in refused(paraphs.save, db, clerk, visit.id, draft()).sentence
    assert paraphs.of_visit(db, visit.id) == []


def test_paraph_is_refused_to_a_clerk_without_the_role_table(db, make_clerk, at_table, draft):
    visit = at_table()
    for role in ("reception", "caller", "administrator"):
        assert "میز" in refused(paraphs.save, db, make_clerk(role), visit.id, draft()).sentence
    paraphs.save(db, make_clerk("table"), visit.id, draft())


def test_words_of_a_paraph_are_found_by_search(db, clerk, at_table, draft):
    saved = paraphs.save(db, clerk, at_table().id, draft(words="دیوار حائل بازسازی گردد"))
    assert [hit.visit_id for hit in search.find(db, "دیوار حائل")] == [saved.visit_id]
    assert [hit.visit_id for hit in search.find(db, saved.numbers[0])] == [saved.visit_id]


def test_two_tables_share_one_series_and_staff_have_their_own(db, clerk, at_table, draft, arrive, tables, session):
    paraphs.save(db, clerk, at_table().id, draft())
    other = steps.call(db, clerk, arrive().id, tables[1]["id"])
    assert paraphs.save(db, clerk, other.id, draft()).numbers == ("1405/م/00002",)
    sessions.close(db, clerk, session.id)
    staff = sessions.open_today(
        db, clerk, next(row["id"] for row in lists.entries(db, "programme") if row["audience"] == "staff")
    )
    category = next(row["id"] for row in lists.entries(db, "category") if row["audience"] == "staff")
    visit = registering.register(
        db, clerk, staff.id, Arrival(Visitor(first_name="نمونه", last_name="پرسنلی", personnel_number="123"), category)
    )
    visit = steps.call(db, clerk, visit.id, tables[0]["id"])
    assert paraphs.save(db, clerk, visit.id, draft()).numbers == ("1405/پ/00001",)


def test_serial_begins_at_one_in_a_new_jalali_year(db, clerk, at_table, draft, clock):
    paraphs.save(db, clerk, at_table().id, draft())
    clock.turn(days=116)
    assert calendar.jalali_year(calendar.local_day(db.now())) == 1406
    assert paraphs.save(db, clerk, at_table().id, draft()).numbers == ("1406/م/00001",)


# -- what is refused, and beside which field ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"official_id": 0}, "official_id"),
        ({"official_id": 999}, "official_id"),
        ({"outcome": ""}, "outcome"),
        ({"outcome": "no_show"}, "outcome"),
        ({"outcome": "postponed"}, "outcome"),
        ({"words": " \n "}, "words"),
        ({"words": "آ" * 2001}, "words"),
        ({"words": "پاراف\ud800"}, "words"),
    ],
)
def test_incomplete_draft_is_refused_with_its_field(db, clerk, at_table, draft, changes, field):
    visit = at_table()
    assert refused(paraphs.save, db, clerk, visit.id, draft(**changes)).field == field
    assert paraphs.of_visit(db, visit.id) == []
    assert visits.get(db, visit.id).state == "meeting"


@pytest.mark.parametrize(
    ("addressees", "field"),
    [
        ([("D04", "lead", None)], "working_days"),
        ([("D04", "lead", 0)], "working_days"),
        ([("D04", "lead", 251)], "working_days"),
        ([("D04", "lead", 15), ("V01", "partner", None)], "working_days"),
        ([("D04", "copy", None)], "addressees"),
        ([("D04", "partner", 15)], "addressees"),
        ([("D04", "lead", 15), ("D04", "copy", None)], "addressees"),
        ([("D04", "boss", 15)], "addressees"),
        ([("", "lead", 15)], "addressees"),
    ],
)
def test_addressees_that_contradict_each_other_are_refused(db, clerk, at_table, draft, units, addressees, field):
    rows = [Addressee(units.get(code, 0), part, working_days=days) for code, part, days in addressees]
    assert refused(paraphs.save, db, clerk, at_table().id, draft(*rows)).field == field
    assert db.rows("SELECT last FROM numbering") == []


def test_referral_without_a_unit_is_refused(db, clerk, at_table, mayor):
    assert refused(paraphs.save, db, clerk, at_table().id, Draft(mayor, "referred", "متن")).field == "addressees"


def test_outcome_that_refers_nothing_takes_no_units(db, clerk, at_table, draft, units):
    visit = at_table()
    with_unit = draft(Addressee(units["D04"], working_days=15), outcome="guided")
    assert refused(paraphs.save, db, clerk, visit.id, with_unit).field == "outcome"
    saved = paraphs.save(db, clerk, visit.id, draft(outcome="guided", words=""))
    assert saved.numbers == ()
    assert visits.get(db, visit.id).outcome == "guided"


def test_referral_that_awaits_no_answer_has_no_deadline(db, clerk, at_table, draft, units):
    saved = paraphs.save(db, clerk, at_table().id, draft(Addressee(units["D04"], answer_needed=False)))
    assert paraphs.referrals(db, saved.paraph_id)[0].due_day == ""


def test_referral_to_a_retired_unit_is_refused(db, clerk, at_table, draft, units):
    lists.retire(db, clerk, "unit", units["D04"])
    assert refused(paraphs.save, db, clerk, at_table().id, draft()).field == "addressees"


@pytest.mark.parametrize(
    ("from_day", "to_day", "today"),
    [
        ("", "", True),
        ("1405/09/04", "", True),
        ("", "1405/09/04", True),
        ("1405/09/05", "", False),
        ("", "1405/09/03", False),
    ],
)
def test_official_signs_only_between_the_from_and_to_day_of_the_post(
    db, clerk, at_table, draft, from_day, to_day, today
):
    official = lists.save(db, clerk, "official", None, {"post": "سرپرست", "from_day": from_day, "to_day": to_day})
    visit = at_table()
    if today:
        paraphs.save(db, clerk, visit.id, draft(official_id=official))
    else:
        assert refused(paraphs.save, db, clerk, visit.id, draft(official_id=official)).field == "official_id"


def test_retired_official_is_refused(db, clerk, at_table, draft, mayor):
    lists.retire(db, clerk, "official", mayor)
    assert refused(paraphs.save, db, clerk, at_table().id, draft()).field == "official_id"


# -- complaints --------------------------------------------------------------------------------------------------------


def test_complaint_sent_to_the_unit_complained_of_is_questioned(db, clerk, at_table, draft, units):
    visit = at_table(against_unit_id=units["D04"])
    assert refused(paraphs.save, db, clerk, visit.id, draft()).field == "complaint"
    assert db.rows("SELECT last FROM numbering") == []
    paraphs.save(db, clerk, visit.id, draft(accepted=(units["D04"],)))
    said = next(row for row in history(db, "visit", visit.id) if row["action"] == "insist")
    assert json.loads(said["after"]) == {"unit_id": units["D04"]} and said["clerk"] == clerk.name


def test_complaint_sent_to_another_unit_is_not_questioned(db, clerk, at_table, draft, units):
    paraphs.save(db, clerk, at_table(against_unit_id=units["V01"]).id, draft())


@pytest.mark.parametrize(("category", "questioned"), [("شکایت از مدیر", True), ("وام و صندوق ذخیره", False)])
def test_complaint_of_staff_sent_to_their_own_workplace_is_questioned(
    db, clerk, draft, units, tables, category, questioned
):
    staff = next(row["id"] for row in lists.entries(db, "programme") if row["audience"] == "staff")
    session = sessions.open_today(db, clerk, staff)
    chosen = next(row["id"] for row in lists.entries(db, "category") if row["name"] == category)
    workplace = next(row["name"] for row in lists.entries(db, "unit") if row["id"] == units["D04"])
    visit = registering.register(
        db,
        clerk,
        session.id,
        Arrival(
            Visitor(first_name="نمونه", last_name="پرسنلی", personnel_number="12", workplace=f" {workplace} "), chosen
        ),
    )
    steps.call(db, clerk, visit.id, tables[0]["id"])
    if questioned:
        assert refused(paraphs.save, db, clerk, visit.id, draft()).field == "complaint"
    else:
        paraphs.save(db, clerk, visit.id, draft())


# -- amending and taking back ------------------------------------------------------------------------------------------


def test_amending_voids_the_old_numbers_and_the_new_slips_say_which_they_replace(db, clerk, at_table, draft, units):
    first = paraphs.save(
        db, clerk, at_table().id, draft(Addressee(units["D04"], working_days=15), Addressee(units["V01"], "copy"))
    )
    second = paraphs.amend(
        db,
        clerk,
        first.paraph_id,
        draft(Addressee(units["D02"], working_days=7), Addressee(units["D04"], working_days=15), words="متن تازه"),
        "واحد اشتباه",
    )
    assert second.void == first.numbers
    assert second.numbers == ("1405/م/00003", "1405/م/00004")
    assert {row.state for row in paraphs.referrals(db, first.paraph_id)} == {"void"}
    new = paraphs.referrals(db, second.paraph_id)
    assert [row.replaces for row in new] == [first.numbers[1], first.numbers[0]]
    assert slips(db) == [row.id for row in new]  # the old ones had not come out and never will


def test_amended_words_stay_in_the_journal_and_among_the_paraphs_of_the_visit(db, clerk, at_table, draft):
    first = paraphs.save(db, clerk, at_table().id, draft(words="متن کهنه"))
    second = paraphs.amend(db, clerk, first.paraph_id, draft(words="متن تازه"), "نظر برگشت")
    new, old = paraphs.of_visit(db, first.visit_id)
    assert (new.words, new.state, new.replaces) == ("متن تازه", "valid", first.paraph_id)
    assert (old.words, old.state, old.reason) == ("متن کهنه", "amended", "نظر برگشت")
    written, amended = history(db, "paraph", first.paraph_id)
    assert "متن کهنه" in written["after"]
    assert json.loads(amended["after"]) == {"state": "amended", "reason": "نظر برگشت", "void": first.numbers[0]}
    assert "متن تازه" in history(db, "paraph", second.paraph_id)[0]["after"]


def test_amended_outcome_becomes_the_outcome_of_the_visit(db, clerk, at_table, draft):
    first = paraphs.save(db, clerk, at_table().id, draft())
    paraphs.amend(db, clerk, first.paraph_id, draft(outcome="barred"), "منع قانونی دارد")
    assert visits.get(db, first.visit_id).outcome == "barred"
    assert slips(db) == []


def test_receipt_of_an_amended_paraph_is_an_original(db, clerk, at_table, draft, clock):
    first = paraphs.save(db, clerk, at_table().id, draft())
    receipt = next(paper for paper in requests.waiting(db, "") if paper.kind == "receipt")
    requests.mark_printed(db, clerk, [receipt.id])
    clock.turn(minutes=1)
    paraphs.amend(db, clerk, first.paraph_id, draft(words="متن تازه"), "نظر برگشت")
    (new,) = [paper for paper in requests.waiting(db, "") if paper.kind == "receipt"]
    assert new.reprint == 0


@pytest.mark.parametrize("act", ["amend", "void"])
def test_amendment_needs_a_reason_and_a_paraph_is_amended_once(db, clerk, at_table, draft, act):
    first = paraphs.save(db, clerk, at_table().id, draft())
    rest = (draft(words="تازه"),) if act == "amend" else ()
    assert refused(getattr(paraphs, act), db, clerk, first.paraph_id, *rest, "  ").field == "reason"
    getattr(paraphs, act)(db, clerk, first.paraph_id, *rest, "واحد اشتباه")
    said = refused(getattr(paraphs, act), db, clerk, first.paraph_id, *rest, "دوباره").sentence
    assert ("ذخیره کرد" if act == "amend" else "قبلاً") in said


def test_refused_amendment_changes_nothing(db, clerk, at_table, draft):
    first = paraphs.save(db, clerk, at_table().id, draft())
    refused(paraphs.amend, db, clerk, first.paraph_id, draft(words=""), "واحد اشتباه")
    assert [row.state for row in paraphs.of_visit(db, first.visit_id)] == ["valid"]
    assert slips(db) == [paraphs.referrals(db, first.paraph_id)[0].id]


def test_void_number_is_never_used_again(db, clerk, at_table, draft):
    first = paraphs.save(db, clerk, at_table().id, draft())
    gone = paraphs.void(db, clerk, first.paraph_id, "نوبت اشتباه")
    assert gone.void == first.numbers == ("1405/م/00001",)
    assert paraphs.save(db, clerk, at_table().id, draft()).numbers == ("1405/م/00002",)
    assert paraphs.referrals(db, first.paraph_id)[0].state == "void"


def test_visitor_whose_paraph_is_voided_is_in_line_again(db, clerk, at_table, draft, arrive, tables, session):
    first = paraphs.save(db, clerk, at_table().id, draft())
    arrive()
    paraphs.void(db, clerk, first.paraph_id, "نوبت اشتباه")
    visit = standing.next_for(db, session.id, tables[0]["id"])
    assert (visit.id, visit.state, visit.outcome, visit.wanted_table_id) == (
        first.visit_id,
        "waiting",
        "",
        tables[0]["id"],
    )
    assert [paper.kind for paper in requests.waiting(db, "") if paper.kind != "ticket"] == []


def test_paraph_voided_after_the_session_leaves_the_visit_without_outcome(db, clerk, at_table, draft, session):
    first = paraphs.save(db, clerk, at_table().id, draft())
    sessions.close(db, clerk, session.id)
    paraphs.void(db, clerk, first.paraph_id, "نوبت اشتباه")
    visit = visits.get(db, first.visit_id)
    assert (visit.state, visit.outcome) == ("done", "")


numbers = st.lists(st.integers(1, 8), unique=True, max_size=6)


@given(numbers, numbers)
def test_voided_number_is_replaced_at_most_once_and_by_its_own_unit_first(old, new):
    voided = [
        Referral(unit, unit, "", "", "lead", f"1405/م/{unit:05}", "", "", 5, "", "", "void", "", None) for unit in old
    ]
    instead = dict(zip(new, replaced(voided, new), strict=True))
    assert all(instead[unit] == f"1405/م/{unit:05}" for unit in new if unit in old)
    named = [number for number in instead.values() if number]
    assert len(named) == len(set(named)) == min(len(old), len(new))


# -- from paper, and what the table may still do -----


@pytest.fixture
def from_paper(db, clerk, session, tables, clock):
    clock.turn(hours=3)
    category = lists.entries(db, "category")[0]["id"]
    visitor = Visitor(kind="no_code", code_reason="همراه ندارد", first_name="نمونه", last_name="کاغذی")
    return enter_from_paper(
        db, clerk, session.id, Arrival(visitor, category), Served("9:05", "9:20", "9:31", tables[0]["id"])
    )


def test_visit_from_paper_awaits_its_paraph_and_keeps_its_true_times(db, clerk, from_paper, draft, tables, clock):
    (row,) = matters.at_table(db, tables[0]["id"])
    assert (row.visit_id, row.paraph_id) == (from_paper.id, None)
    saved = paraphs.save(db, clerk, from_paper.id, draft())
    assert [row.paraph_id for row in matters.at_table(db, tables[0]["id"])] == [saved.paraph_id]
    period = db.row("SELECT ended_at FROM period WHERE visit_id = :id ORDER BY id DESC LIMIT 1", id=from_paper.id)
    assert calendar.local_time(period["ended_at"]) == "09:31"
    paraphs.void(db, clerk, saved.paraph_id, "اشتباه")
    assert [row.paraph_id for row in matters.at_table(db, tables[0]["id"])] == [None]
    paraphs.save(db, clerk, from_paper.id, draft())


def test_table_lists_its_own_paraphs_of_today_newest_first(db, clerk, at_table, draft, tables, arrive, clock):
    early = paraphs.save(db, clerk, at_table().id, draft())
    late = paraphs.save(db, clerk, at_table().id, draft())
    other = steps.call(db, clerk, arrive().id, tables[1]["id"])
    paraphs.save(db, clerk, other.id, draft())
    ids = [row.paraph_id for row in matters.at_table(db, tables[0]["id"])]
    assert ids == [late.paraph_id, early.paraph_id]
    clock.turn(minutes=1)
    new = paraphs.amend(db, clerk, early.paraph_id, draft(words="تازه"), "نظر برگشت")
    assert [row.paraph_id for row in matters.at_table(db, tables[0]["id"])] == [new.paraph_id, late.paraph_id]
    clock.turn(days=1)
    assert matters.at_table(db, tables[0]["id"]) == []


def test_fate_of_a_paraph_is_told_at_the_next_visit(db, clerk, at_table, draft, clock):
    visit = at_table()
    saved = paraphs.save(db, clerk, visit.id, draft())
    clock.turn(days=28)
    (matter,) = earlier.history(db, visit.visitor_id)
    assert (matter.official, matter.words, matter.numbers) == (
        "شهردار کرج",
        "از محل بازدید و نتیجه گزارش شود",
        saved.numbers[0],
    )
    assert matter.is_open
    assert matter.late > 0


# -- deadlines ---------------------------------------------------------------------------------------------------------


def test_deadline_counts_working_days_from_today(db, clerk):
    assert paraphs.deadline(db, 15, db.now()) == FIFTEEN
    assert paraphs.deadline(db, 20, db.now()) == "2026-12-26"  # 2 Dey is a holiday
    office.change_settings(db, clerk, thursday_works=1)
    assert paraphs.deadline(db, 15, db.now()) == "2026-12-13"


PHRASES = [
    Phrase(1, "از محل بازدید و نتیجه گزارش شود", "", 1, 7),
    Phrase(2, "جهت بررسی و اقدام لازم", "", 1, 15),
    Phrase(3, "جهت اطلاع", "", 0, None),
]


@pytest.mark.parametrize(
    ("words", "ordinary", "days"),
    [
        ("", True, 10),
        ("متن آزاد", True, 10),
        ("از محل بازدید و نتیجه گزارش شود", True, 7),
        ("جهت بررسي و اقدام لازم؛ از محل بازدید و نتیجه گزارش شود.", True, 7),
        ("جهت بررسی و اقدام لازم", True, 15),
        ("جهت اطلاع", True, 0),
        ("جهت اطلاع و جهت بررسی و اقدام لازم", True, 15),
        ("جهت بررسی و اقدام لازم", False, 10),
        ("جهت اطلاع", False, 10),
    ],
)
def test_suggested_deadline_follows_urgency_and_phrases(words, ordinary, days):
    assert suggested(words, PHRASES, 10, ordinary=ordinary) == days
