"""One act on many referrals: the good go through, the others are named; on both engines."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import Refused
from app.journal import verify
from app.line import steps as line
from app.office import lists
from app.referrals import answers, bulk, dispatch, lifecycle, taking_back, verdicts
from app.referrals.answers import UnitAnswer
from app.referrals.issuing import Addressee
from app.table import paraphs

DONE = UnitAnswer("done", "انجام شد")
PATHS = {
    "issued": (),
    "dispatched": ("send",),
    "acknowledged": ("send", "acknowledge"),
    "answered": ("answer",),
    "accepted": ("answer", "accept"),
    "objected": ("answer", "object"),
    "closed": ("close",),
    "copy": (),
}
"""The acts that lead to each stage; a copy awaits nothing."""
STEPS = {
    "send": lambda db, clerk, each: dispatch.send(db, clerk, [each], "hand"),
    "acknowledge": lambda db, clerk, each: dispatch.acknowledge(db, clerk, [each]),
    "answer": lambda db, clerk, each: answers.record_final(db, clerk, each, DONE),
    "accept": lambda db, clerk, each: verdicts.accept(db, clerk, each),
    "object": lambda db, clerk, each: verdicts.object_to(db, clerk, each, "نشده است"),
    "close": lambda db, clerk, each: verdicts.close(db, clerk, each, "x"),
}
BULK = {
    "acknowledge": (lambda db, clerk, ids, act: bulk.acknowledge(db, clerk, ids, act=act), "acknowledged"),
    "answer": (lambda db, clerk, ids, act: bulk.answer(db, clerk, ids, DONE, act), "answered"),
    "close": (lambda db, clerk, ids, act: bulk.close(db, clerk, ids, "قدیمی است", act), "closed"),
}
ALLOWS = {
    "acknowledge": {"issued", "dispatched", "copy"},
    "answer": {"issued", "dispatched", "acknowledged", "objected"},
    "close": {"issued", "dispatched", "acknowledged", "answered", "objected", "copy"},
}
"""What each act is possible in, written down a second time."""


@pytest.fixture
def refer(db, clerk, arrive, tables):
    """`refer(stage)` returns the id of a referral in that stage."""
    unit, official = lists.entries(db, "unit")[0]["id"], lists.entries(db, "official")[0]["id"]

    def make(stage):
        visit = line.call(db, clerk, arrive().id, tables[0]["id"])
        to = Addressee(unit, "copy") if stage == "copy" else Addressee(unit, "lead", working_days=5)
        lead = Addressee(lists.entries(db, "unit")[1]["id"], "lead", working_days=5)
        draft = paraphs.Draft(official, "referred", "بررسی شود", (to, lead) if stage == "copy" else (to,))
        made = paraphs.referrals(db, paraphs.save(db, clerk, visit.id, draft).paraph_id)[0].id
        for step in PATHS[stage]:
            STEPS[step](db, clerk, made)
        return made

    return make


def journalled(db):
    return db.required_row("SELECT COUNT(*) AS n FROM journal")["n"]


@pytest.mark.parametrize("act", BULK)
@given(drawn=st.lists(st.sampled_from(sorted(PATHS)), min_size=1, max_size=6))
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_good_rows_go_through_and_the_others_are_named_with_their_reason(db, clerk, refer, act, drawn):
    do, stage = BULK[act]
    ids = {refer(each): each for each in drawn}
    before = {each: lifecycle.get(db, each) for each in ids}
    rows = journalled(db)
    good = [each for each, its in ids.items() if its in ALLOWS[act]]
    result = do(db, clerk, [*ids, *ids], 0)
    assert list(result.done) == good and [each.referral_id for each in result.refused] == [
        each for each in ids if each not in good
    ]
    for each in good:
        assert lifecycle.get(db, each).stage == stage
    for named in result.refused:
        assert lifecycle.get(db, named.referral_id) == before[named.referral_id]
        single = f"SELECT number FROM referral WHERE id = {named.referral_id}"
        assert named.number == db.required_row(single)["number"] and named.sentence
        [alone] = do(db, clerk, [named.referral_id], 0).refused
        assert alone == named
    assert journalled(db) == rows + len(good) and verify.fault(db) is None


@pytest.mark.parametrize("act", BULK)
def test_parts_of_one_act_are_taken_back_together(db, clerk, refer, act):
    do, _ = BULK[act]
    ids = [refer("dispatched") for _ in range(4)]
    first = do(db, clerk, ids[:2], 0)
    do(db, clerk, ids[2:], first.act)
    found = taking_back.last_act(db, clerk, ids[3])
    assert found.slips == 4
    taking_back.take_back(db, clerk, found.step_id, whole=True)
    assert {lifecycle.get(db, each).stage for each in ids} == {"dispatched"}


def test_what_was_typed_wrong_is_refused_beside_its_field_and_nothing_is_written(db, clerk, refer):
    ids = [refer("acknowledged"), refer("closed")]
    dispatched, rows = refer("dispatched"), journalled(db)
    for field, wrong in (("outcome", UnitAnswer("", "x")), ("words", UnitAnswer("done", " "))):
        with pytest.raises(Refused) as refused:
            bulk.answer(db, clerk, ids, wrong)
        assert refused.value.field == field
    with pytest.raises(Refused) as refused:
        bulk.acknowledge(db, clerk, [dispatched, ids[1]], "1405/13/40")
    assert refused.value.field == "day"
    with pytest.raises(Refused) as refused:
        bulk.close(db, clerk, ids, "  ")
    assert refused.value.field == "words"
    assert journalled(db) == rows and {lifecycle.get(db, each).stage for each in ids} == {"acknowledged", "closed"}


def test_day_that_fits_some_referrals_alone_is_recorded_for_them(db, clerk, refer, clock):
    early = refer("dispatched")
    clock.turn(days=3)
    late = refer("dispatched")
    result = bulk.acknowledge(db, clerk, [late, early], "1405/09/05")
    assert result.done == (early,) and [each.referral_id for each in result.refused] == [late]
    assert "نمی‌تواند پیش از ارسال" in result.refused[0].sentence


def test_bulk_acts_ask_for_their_roles(db, make_clerk, refer):
    ids = [refer("issued")]
    for do, _ in BULK.values():
        with pytest.raises(Refused):
            do(db, make_clerk("reception"), ids, 0)
