"""A paraph is amended or voided on a later day: under its giver's name, with a letter to the unit that has its slip."""

from dataclasses import replace

import pytest

from app.errors import Refused
from app.figures.definitions import Scope, add_up, tallies
from app.line import steps
from app.office import lists, programmes
from app.papers import requests
from app.papers.requests import Paper
from app.persian.calendar import local_day
from app.printing import gathering
from app.referrals import answers, dispatch, lifecycle, verdicts
from app.referrals.answers import UnitAnswer
from app.referrals.issuing import Addressee, AlreadySent
from app.referrals.numbers import parse_barcode
from app.sessions import sessions
from app.table import paraphs
from app.table.paraphs import Draft
from app.table.view import key_of, table_view
from app.visits import visits

STEPS = {
    "dispatched": lambda db, clerk, id: dispatch.send(db, clerk, [id], "secretariat"),
    "acknowledged": lambda db, clerk, id: dispatch.acknowledge(db, clerk, [id]),
    "answered": lambda db, clerk, id: answers.record_final(db, clerk, id, UnitAnswer("done", "انجام شد")),
    "objected": lambda db, clerk, id: verdicts.object_to(db, clerk, id, "انجام نشده است"),
}
STAGES = ("dispatched", "acknowledged", "answered", "objected")


def refused(rule, *args, **given):
    with pytest.raises(Refused) as caught:
        rule(*args, **given)
    return caught.value


@pytest.fixture
def units(db):
    return [row["id"] for row in lists.entries(db, "unit") if row["kind"] == "district"]


@pytest.fixture
def draft(tables, units):
    return Draft(tables[0]["official_id"], "referred", "بررسی شود", (Addressee(units[0], "lead", "", 15),))


@pytest.fixture
def write(db, clerk, arrive, tables, draft):
    def save(**visit):
        made = arrive(**visit)
        steps.call(db, clerk, made.id, tables[0]["id"])
        return paraphs.save(db, clerk, made.id, draft)

    return save


def referral(db, saved):
    return paraphs.referrals(db, saved.paraph_id)[0]


def brought_to(db, clerk, saved, stage):
    for each in STAGES[: STAGES.index(stage) + 1]:
        STEPS[each](db, clerk, referral(db, saved).id)
    return referral(db, saved).id


def letters(db):
    return [paper.subject_id for paper in requests.waiting(db, "") if paper.kind == "annulment"]


def test_paraph_is_amended_weeks_later_under_the_name_of_its_day(db, clerk, clock, write, session, draft, tables):
    mayor = tables[0]["official_id"]
    with db.write("office"):
        db.rows("UPDATE official SET holder = 'پیشین' WHERE id = :id", id=mayor)
    saved = write()
    sessions.close(db, clerk, session.id)
    clock.turn(days=20)
    with db.write("office"):
        db.rows("UPDATE official SET to_day = '2026-11-26' WHERE id = :id", id=mayor)
    new = paraphs.amend(db, clerk, saved.paraph_id, replace(draft, words="بازدید شود"), "واژه‌ای جا مانده بود")
    valid = next(each for each in paraphs.of_visit(db, saved.visit_id) if each.state == "valid")
    assert (valid.id, valid.official_name, valid.words) == (new.paraph_id, "پیشین", "بازدید شود")
    assert lifecycle.get(db, referral(db, new).id).issued_day == "2026-12-15", "the unit gets its slip now"
    assert visits.get(db, saved.visit_id).state == "done"
    outsider = replace(draft, official_id=tables[1]["official_id"], words="دیگری")
    with db.write("office"):
        db.rows("UPDATE official SET from_day = '2026-12-01' WHERE id = :id", id=outsider.official_id)
    no = refused(paraphs.amend, db, clerk, new.paraph_id, outsider, "مقام دیگر")
    assert (no.field, "۱۴۰۵/۰۹/۰۴" in no.sentence) == ("official_id", True)


def test_page_offers_the_officials_of_the_paraphs_day_and_says_whose_it_is(db, clerk, clock, write, session, tables):
    saved = write()
    sessions.close(db, clerk, session.id)
    with db.write("office"):
        db.rows("UPDATE official SET to_day = '2026-11-26' WHERE id = :id", id=tables[0]["official_id"])
    clock.turn(days=3)
    key = key_of(db, clerk, saved.visit_id)
    assert key == (saved.visit_id, saved.paraph_id)
    opened = table_view(db, clerk, tables[0]["id"], key).opened
    assert (opened.past.day, opened.past.given_day) == ("2026-11-25", "2026-11-28")
    assert tables[0]["official_id"] in [each.id for each in opened.past.officials]
    assert opened.paraph.official_post == "شهردار کرج"


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("act", ["amend", "void"])
def test_beyond_issued_it_asks_keeps_the_history_and_writes_to_the_unit(db, clerk, clock, write, draft, stage, act):
    saved = write()
    sent = brought_to(db, clerk, saved, stage)
    clock.turn(days=3)
    words = (replace(draft, words="بازدید شود"), "شخص دیگری بود") if act == "amend" else ("شخص دیگری بود",)
    rule = getattr(paraphs, act)
    question = refused(rule, db, clerk, saved.paraph_id, *words)
    assert isinstance(question, AlreadySent) and saved.numbers[0] in question.sentence.translate(
        str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")
    )
    assert lifecycle.get(db, sent).stage == stage and letters(db) == []
    new = rule(db, clerk, saved.paraph_id, *words, accepts_sent=True)
    assert lifecycle.get(db, sent).stage == "void"
    assert [step.kind for step in lifecycle.steps(db, sent)] == [*STAGES[: STAGES.index(stage) + 1], "void"]
    assert letters(db) == [sent]
    letter = gathering.annulment(db, sent)
    assert (letter.number, letter.reason, letter.day) == (saved.numbers[0], "شخص دیگری بود", local_day(db.now()))
    assert letter.addressed_as == referral(db, saved).addressed_as
    assert letter.instead == (new.numbers[0] if act == "amend" else "")
    assert letter.barcode[0] == "5" and parse_barcode(letter.barcode) == referral(db, saved).barcode


def test_paraph_whose_slip_has_not_left_the_office_needs_no_question_and_no_letter(db, clerk, clock, write):
    saved = write()
    clock.turn(days=3)
    paraphs.void(db, clerk, saved.paraph_id, "شخص دیگری بود")
    assert letters(db) == []


@pytest.mark.parametrize(("role", "may"), [("table", False), ("manager", True)])
def test_paraph_that_a_unit_has_is_the_managers(db, clerk, make_clerk, clock, write, session, role, may):
    saved = write()
    brought_to(db, clerk, saved, "dispatched")
    sessions.close(db, clerk, session.id)
    clock.turn(days=3)
    who = make_clerk(role)
    if may:
        assert paraphs.void(db, who, saved.paraph_id, "اشتباه", accepts_sent=True).taken_back
    else:
        assert "مدیر برنامه" in refused(paraphs.void, db, who, saved.paraph_id, "اشتباه", accepts_sent=True).sentence


def test_administrator_amends_only_in_a_session_that_is_corrected(db, make_clerk, write):
    saved = write()
    assert "نقش" in refused(paraphs.void, db, make_clerk("administrator"), saved.paraph_id, "اشتباه").sentence


@pytest.mark.parametrize("act", ["amend", "void"])
def test_clerk_who_may_not_read_the_matter_neither_amends_nor_voids_it(db, make_clerk, write, draft, act):
    secret = next(row["id"] for row in lists.entries(db, "category") if row["confidential"])
    saved = write(category_id=secret)
    words = (replace(draft, words="دیگر"), "x") if act == "amend" else ("x",)
    no = refused(getattr(paraphs, act), db, make_clerk("table"), saved.paraph_id, *words)
    assert "محرمانه" in no.sentence
    assert paraphs.of_visit(db, saved.visit_id)[0].state == "valid"
    assert paraphs.void(db, make_clerk("manager"), saved.paraph_id, "x").taken_back


CHANGES = {
    "words": lambda draft, units: replace(draft, words="دیگر"),
    "outcome": lambda draft, units: replace(draft, outcome="settled", addressees=()),
    "unit": lambda draft, units: replace(draft, addressees=(Addressee(units[1], "lead", "", 15),)),
    "days": lambda draft, units: replace(draft, addressees=(Addressee(units[0], "lead", "", 10),)),
    "one more": lambda draft, units: replace(draft, addressees=(*draft.addressees, Addressee(units[1], "copy"))),
    "no answer": lambda draft, units: replace(draft, addressees=(Addressee(units[0], answer_needed=False),)),
}


@pytest.mark.parametrize("change", CHANGES)
def test_amendment_that_changes_something_is_taken(db, clerk, write, draft, units, change):
    saved = write()
    assert paraphs.amend(db, clerk, saved.paraph_id, CHANGES[change](draft, units), "اصلاح").void == saved.numbers


def test_amendment_that_changes_nothing_is_refused(db, clerk, write, draft):
    saved = write()
    no = refused(paraphs.amend, db, clerk, saved.paraph_id, replace(draft, words=" بررسی شود "), "بی‌جهت")
    assert "تغییر نکرده" in no.sentence
    assert paraphs.of_visit(db, saved.visit_id)[0].state == "valid" and referral(db, saved).state == "issued"


def test_nothing_leaves_the_figures_without_standing_in_voided(db, clerk, clock, write, draft):
    scope = Scope("2026-11-01", "2026-12-31", programmes.active(db)[0].id)
    kept, voided, amended = write(), write(), write()
    brought_to(db, clerk, voided, "acknowledged")
    clock.turn(days=3)
    paraphs.void(db, clerk, voided.paraph_id, "x", accepts_sent=True)
    paraphs.amend(db, clerk, amended.paraph_id, replace(draft, words="دیگر"), "x")
    found = add_up(list(tallies(db, scope, "whole").values()))
    assert (found["sent"], found["voided"]) == (2, 2)
    assert found["sent"] + found["voided"] == db.required_row("SELECT COUNT(*) AS n FROM referral")["n"]
    assert kept.numbers


def test_letter_is_listed_under_its_number_and_unit(db, clerk, write):
    from app.printing import jobs

    saved = write()
    sent = brought_to(db, clerk, saved, "dispatched")
    paraphs.void(db, clerk, saved.paraph_id, "x", accepts_sent=True)
    (listed,) = [each for each in jobs.papers_of_today(db, clerk) if each.paper.kind == "annulment"]
    assert "نامهٔ ابطال ارجاع" in listed.name and not listed.void
    assert isinstance(listed.paper, Paper) and listed.paper.subject_id == sent
