"""The days promised to visitors: one fate for each promise, as a slow model tells it from the referrals' steps."""

from collections import Counter

import pytest

from app.access.privacy import rights_of
from app.figures import promises
from app.figures.promises import FATES, Promised
from app.line import steps
from app.office import lists, programmes
from app.referrals import answers, dispatch, verdicts
from app.referrals.answers import UnitAnswer
from app.sessions import days, sessions
from app.table import paraphs
from app.table.paraphs import Addressee, Draft


@pytest.fixture
def programme(db):
    return programmes.active(db)[0].id


@pytest.fixture
def refer(db, clerk, arrive, tables):
    """`refer()` refers a new visit to the first unit, with five working days, and returns the referral's id."""
    unit = lists.entries(db, "unit")[0]["id"]

    def make(**arrival):
        visit = arrive(**arrival)
        steps.call(db, clerk, visit.id, tables[0]["id"])
        draft = Draft(tables[0]["official_id"], "referred", "اقدام شود", (Addressee(unit, working_days=5),))
        saved = paraphs.save(db, clerk, visit.id, draft)
        return paraphs.referrals(db, saved.paraph_id)[0].id

    return make


def answer(db, clerk, referral, outcome="done"):
    answers.record_final(db, clerk, referral, UnitAnswer(outcome, "انجام شد."))


def fate(db, clerk, programme, referral):
    listed = promises.promises(rights_of(db, clerk), Promised(programme))
    return next(each.fate for each in listed if each.referral_id == referral)


def test_each_promise_has_the_fate_of_what_happened(db, clerk, refer, programme, clock):
    by_fate = {name: refer() for name in ("confirmed", "denied", "unasked", "declined", "closed", "late", "silent")}
    for name in ("confirmed", "denied", "unasked"):
        answer(db, clerk, by_fate[name])
    answer(db, clerk, by_fate["declined"], "barred")
    verdicts.accept(db, clerk, by_fate["confirmed"])
    verdicts.object_to(db, clerk, by_fate["denied"], "کاری نشده است.")
    verdicts.close(db, clerk, by_fate["closed"], "متقاضی منصرف شد")
    assert fate(db, clerk, programme, by_fate["silent"]) == "ahead"
    clock.turn(days=30)
    answer(db, clerk, by_fate["late"])
    verdicts.accept(db, clerk, by_fate["late"])
    answer(db, clerk, by_fate["denied"])
    verdicts.accept(db, clerk, by_fate["denied"])
    expected = {name: name for name in by_fate} | {"late": "broken", "silent": "broken"}
    assert {name: fate(db, clerk, programme, each) for name, each in by_fate.items()} == expected
    counted = promises.fates(db, Promised(programme))
    assert counted == {name: Counter(expected.values())[name] for name in FATES}


def test_closing_after_the_promised_day_leaves_the_promise_broken(db, clerk, refer, programme, clock):
    referral = refer()
    clock.turn(days=30)
    verdicts.close(db, clerk, referral, "متقاضی منصرف شد")
    assert fate(db, clerk, programme, referral) == "broken"


def test_answer_in_time_by_the_units_own_clock_may_come_after_the_promised_day(db, clerk, refer, programme, clock):
    """The unit has five working days from its acknowledgement on Saturday; the promise counted from Wednesday."""
    referral = refer()
    clock.turn(days=3)
    dispatch.acknowledge(db, clerk, [referral])
    clock.turn(days=5)
    answer(db, clerk, referral)
    row = db.required_row("SELECT in_time, in_promise FROM followup WHERE referral_id = :id", id=referral)
    assert (row["in_time"], row["in_promise"]) == (1, 0)
    assert fate(db, clerk, programme, referral) == "broken"


def test_promises_are_chosen_by_session_and_day_and_read_in_pages(db, clerk, session, refer, programme):
    made = [refer() for _ in range(5)]
    rights, day = rights_of(db, clerk), promises.promises(rights_of(db, clerk), Promised(programme))[0].day
    pages = [promises.promises(rights, Promised(programme), limit=2, offset=offset) for offset in (0, 2, 4)]
    assert [each.referral_id for page in pages for each in page] == made
    for promised, n in (
        (Promised(programme, session.id), 5),
        (Promised(programme, session.id + 1), 0),
        (Promised(programme, since=day, until=day), 5),
        (Promised(programme, until="2026-11-25"), 0),
        (Promised(programme + 1), 0),
    ):
        assert len(promises.promises(rights, promised)) == sum(promises.fates(db, promised).values()) == n
    assert not promises.promises(rights, Promised(programme), "broken")


def test_confidential_promise_shows_neither_visitor_nor_matter_to_the_follow_up(
    db, clerk, refer, programme, make_clerk
):
    hidden = next(row["id"] for row in lists.entries(db, "category") if row["confidential"])
    refer(category_id=hidden, matter="راز")
    covered = promises.promises(rights_of(db, make_clerk("followup")), Promised(programme))[0]
    assert (covered.visitor, covered.category, covered.matter) == ("محرمانه", "محرمانه", "")
    assert promises.promises(rights_of(db, clerk), Promised(programme))[0].matter == "راز"


def test_session_before_is_the_last_one_that_was_held(db, clerk, session, programme):
    sessions.plan(db, clerk, programme, "2026-12-02")
    assert days.held_before(db, programme, "2026-12-09").id == session.id
    assert days.held_before(db, programme, session.day) is None
