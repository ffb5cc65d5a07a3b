"""The mayor's decisions about referrals: entered, taken back, in the dossier and in the journal; on both engines."""

import pytest

from app.audit import reading
from app.audit.reading import JournalQuery
from app.errors import Refused
from app.followup import dossier
from app.journal import verify
from app.office import lists, programmes
from app.referrals import answers, decisions, dispatch, lifecycle
from app.sessions import sessions
from app.table import paraphs

WORDS = "تا هفتهٔ آینده بازدید شود"


@pytest.fixture
def slip(issue):
    return issue()


def test_decision_belongs_to_the_session_under_way_and_changes_no_stage(db, clerk, session, slip):
    before = lifecycle.get(db, slip)
    given = decisions.decide(db, clerk, slip, f"  {WORDS} ")
    assert (given.words, given.session_id, given.clerk) == (WORDS, session.id, clerk.name)
    assert lifecycle.get(db, slip) == before and decisions.of_referral(db, slip) == [given]


def test_decision_entered_after_the_session_belongs_to_the_last_one_held(db, clerk, session, slip, clock):
    sessions.close(db, clerk, session.id, "left")
    clock.turn(days=1)
    sessions.plan(db, clerk, session.programme_id, "2026-12-02")
    other = next(each for each in programmes.active(db) if each.id != session.programme_id)
    sessions.open_today(db, clerk, other.id)
    assert decisions.decide(db, clerk, slip, WORDS).session_id == session.id


def test_decision_belongs_to_the_newest_of_several_sessions(db, clerk, session, slip, clock):
    sessions.close(db, clerk, session.id)
    clock.turn(days=7)
    newer = sessions.open_today(db, clerk, session.programme_id)
    assert decisions.decide(db, clerk, slip, WORDS).session_id == newer.id
    sessions.close(db, clerk, newer.id)
    clock.turn(days=1)
    assert decisions.decide(db, clerk, slip, WORDS).session_id == newer.id


def test_decision_without_words_is_refused_beside_its_field(db, clerk, slip):
    with pytest.raises(Refused, match="متن دستور") as refused:
        decisions.decide(db, clerk, slip, " \n ")
    assert refused.value.field == "words" and decisions.of_referral(db, slip) == []


def test_decision_about_an_answered_referral_stands_and_about_a_void_or_passed_one_is_refused(db, clerk, issue):
    answered, void, passed = issue(), issue(), issue()
    dispatch.send(db, clerk, [answered], "secretariat")
    answers.record_final(db, clerk, answered, answers.UnitAnswer("done", "انجام شد"))
    decisions.decide(db, clerk, answered, WORDS)
    paraph = db.required_row("SELECT paraph_id FROM referral WHERE id = :id", id=void)["paraph_id"]
    paraphs.void(db, clerk, paraph, "اشتباه")
    answers.pass_on(db, clerk, passed, lists.entries(db, "unit")[1]["id"], "مربوط به ما نیست")
    for each, sentence in ((void, "باطل"), (passed, "شمارهٔ جدید")):
        with pytest.raises(Refused, match=sentence):
            decisions.decide(db, clerk, each, WORDS)


def test_clerk_takes_back_an_own_decision_of_the_same_day_and_the_manager_any(db, clerk, slip, make_clerk, clock):
    mine, other, manager = make_clerk("table"), make_clerk("followup"), make_clerk("manager")
    first, second = (decisions.decide(db, mine, slip, words).id for words in (WORDS, "عکس پیوست شود"))
    assert decisions.to_take_back(db, other, slip) is None
    with pytest.raises(Refused, match="ثبت‌کننده در همان روز"):
        decisions.take_back(db, other, second)
    assert decisions.to_take_back(db, mine, slip) == second
    decisions.take_back(db, mine, second)
    assert [each.id for each in decisions.of_referral(db, slip)] == [first]
    clock.turn(days=1)
    assert decisions.to_take_back(db, mine, slip) is None and decisions.to_take_back(db, manager, slip) == first
    decisions.take_back(db, manager, first)
    assert decisions.of_referral(db, slip) == [] and dossier.load(db, manager, slip).steps == tuple(
        lifecycle.steps(db, slip)
    )
    with pytest.raises(Refused, match="قبلاً پس گرفته"):
        decisions.take_back(db, manager, first)


def test_decision_stands_in_the_dossier_and_in_the_journal_in_words(db, clerk, slip):
    decisions.take_back(db, clerk, decisions.decide(db, clerk, slip, "اشتباه").id)
    decisions.decide(db, clerk, slip, WORDS)
    case = dossier.load(db, clerk, slip)
    assert [(step.kind, step.words) for step in case.steps] == [("decided", WORDS)]
    assert case.decision_to_take_back == decisions.of_referral(db, slip)[0].id
    told = reading.read(db, clerk, JournalQuery()).rows[:3]
    assert [each.action for each in told] == [
        "دستور شهردار · ارجاع",
        "پس گرفتن دستور شهردار · ارجاع",
        "دستور شهردار · ارجاع",
    ]
    assert verify.fault(db) is None


def test_words_of_a_decision_about_a_confidential_matter_are_covered(db, clerk, slip, make_clerk):
    decisions.decide(db, clerk, slip, WORDS)
    with db.write("office"):
        db.rows("UPDATE category SET confidential = 1")
    (step,) = dossier.load(db, make_clerk("followup"), slip).steps
    assert (step.kind, step.words) == ("decided", "")
