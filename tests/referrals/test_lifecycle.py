"""From slip to solved, rule by rule, on both engines."""

import pytest

from app.errors import Refused
from app.followup import dossier
from app.line import steps
from app.office import lists
from app.office.working_days import WorkingDays
from app.persian.calendar import local_day
from app.referrals import answers, deadlines, dispatch, lifecycle, reminders, to_send, verdicts
from app.referrals.answers import UnitAnswer
from app.referrals.deadlines import Age
from app.referrals.issuing import Addressee
from app.table import paraphs


@pytest.fixture
def issue(db, clerk, arrive, tables):
    """issue(unit, unit …) → the referrals of a fresh paraph, ten working days each."""
    official = lists.entries(db, "official")[0]["id"]
    units = lists.entries(db, "unit")

    def one(*places, days=10):
        visit = arrive()
        steps.call(db, clerk, visit.id, tables[0]["id"])
        steps.came(db, clerk, visit.id)
        sent = [Addressee(units[at]["id"], "lead" if n == 0 else "partner", working_days=days)
                for n, at in enumerate(places)]
        saved = paraphs.save(db, clerk, visit.id, paraphs.Draft(official, "referred", "بررسی شود", tuple(sent)))
        return [row.id for row in paraphs.referrals(db, saved.paraph_id)]

    return one


def sent(db, clerk, *ids):
    dispatch.send(db, clerk, ids, "secretariat")
    dispatch.acknowledge(db, clerk, ids)


def stage(db, referral_id):
    return lifecycle.get(db, referral_id).stage


def papers_of(db, kind):
    return [row["subject_id"] for row in db.rows("SELECT subject_id FROM paper WHERE kind = :kind", kind=kind)]


def test_slips_are_gathered_by_unit_and_sent_with_a_ledger_each(db, clerk, issue):
    first, second, third = *issue(0, 1), *issue(0)
    parcels = to_send.parcels(db)
    assert sorted(len(parcel.slips) for parcel in parcels) == [1, 2]
    made = dispatch.send(db, clerk, [first, second, third], "hand")
    assert len(made) == 2 and papers_of(db, "ledger") == made
    assert to_send.parcels(db) == []
    head, rows = dispatch.ledger(db, made[0])
    assert head["mode"] == "hand" and [row["referral_id"] for row in rows] == [first, third]
    with pytest.raises(Refused, match="پیش‌تر ارسال"):
        dispatch.send(db, clerk, [first], "hand")


def test_the_automation_wants_its_number(db, clerk, issue):
    [one] = issue(0)
    with pytest.raises(Refused) as caught:
        dispatch.send(db, clerk, [one], "automation")
    assert caught.value.field == "office_number" and stage(db, one) == "issued"


def test_the_units_clock_runs_from_acknowledgement(db, clerk, issue, clock):
    [one] = issue(0, days=5)
    promised = lifecycle.get(db, one).due_day
    clock.turn(days=3)
    sent(db, clerk, one)
    now = lifecycle.get(db, one)
    assert now.due_day == promised and now.unit_due_day > promised
    assert WorkingDays.load(db).between(now.acknowledged_day, now.unit_due_day) == 5


def test_answered_is_not_solved_and_an_objection_reopens(db, clerk, issue, clock):
    [one] = issue(0)
    sent(db, clerk, one)
    clock.turn(days=7)
    answers.record_final(db, clerk, one, UnitAnswer("done", "انجام شد."))
    now = lifecycle.get(db, one)
    assert (now.stage, now.in_time, now.in_promise, now.answer_days) == ("answered", 1, 1, 5)
    clock.turn(days=1)
    verdicts.object_to(db, clerk, one, "هنوز چراغ خاموش است.")
    now = lifecycle.get(db, one)
    assert now.stage == "objected" and now.objections == 1 and now.awaited
    assert WorkingDays.load(db).between(local_day(db.now()), now.unit_due_day) == 10
    clock.turn(days=1)
    answers.record_final(db, clerk, one, UnitAnswer("done", "تعویض شد."))
    verdicts.accept(db, clerk, one)
    now = lifecycle.get(db, one)
    assert (now.stage, now.answer_days, now.in_time) == ("accepted", 5, 1), "the first answer's time stands"
    assert [step.kind for step in lifecycle.steps(db, one)] == [
        "dispatched", "acknowledged", "answered", "objected", "answered", "accepted"]


def test_an_answer_without_acknowledgement_counts_from_dispatch(db, clerk, issue, clock):
    [one] = issue(0, days=3)
    dispatch.send(db, clerk, [one], "hand")
    clock.turn(days=14)
    answers.record_final(db, clerk, one, UnitAnswer("done", "شد"))
    now = lifecycle.get(db, one)
    assert now.in_time == 0 and now.in_promise == 0 and now.answer_days == 10


def test_an_interim_answer_promises_a_day_and_leaves_the_clock(db, clerk, issue):
    [one] = issue(0)
    sent(db, clerk, one)
    before = lifecycle.get(db, one)
    for given, field in ((UnitAnswer("", "در دست بررسی"), "promised_day"),
                         (UnitAnswer("", "", promised_day="1405/10/10"), "words")):
        with pytest.raises(Refused) as caught:
            answers.record_interim(db, clerk, one, given)
        assert caught.value.field == field
    answers.record_interim(db, clerk, one, UnitAnswer("", "در دست بررسی", promised_day="۱۴۰۵/۱۰/۱۰"))
    now = lifecycle.get(db, one)
    assert (now.stage, now.interims, now.deadline) == (before.stage, 1, before.deadline)
    assert now.promised_day == "2026-12-31"


def test_an_answer_beside_the_point_goes_back_and_counts_as_none(db, clerk, issue):
    [one] = issue(0)
    sent(db, clerk, one)
    answers.record_final(db, clerk, one, UnitAnswer("done", "نامربوط"))
    answers.send_back(db, clerk, one, "دربارهٔ موضوع دیگری است.")
    now = lifecycle.get(db, one)
    assert (now.stage, now.answered_day, now.in_time, now.returns) == ("acknowledged", "", None, 1)
    assert [each.returned for each in answers.of_referral(db, one)] == [1]


def test_not_ours_goes_on_with_its_history_and_its_day(db, clerk, issue, clock):
    [one] = issue(0)
    sent(db, clerk, one)
    clock.turn(days=2)
    units = lists.entries(db, "unit")
    number = answers.pass_on(db, clerk, one, units[3]["id"], "در وظایف ما نیست.")
    row = db.one("SELECT id FROM referral WHERE number = :number", number=number)
    onward = lifecycle.get(db, row["id"])
    assert stage(db, one) == "passed"
    assert (onward.passed_from, onward.stage, onward.due_day) == (one, "issued", lifecycle.get(db, one).due_day)
    assert row["id"] in papers_of(db, "slip")
    with pytest.raises(Refused):
        answers.pass_on(db, clerk, row["id"], units[3]["id"], "x")


def test_more_time_needs_a_reason_and_a_name(db, clerk, issue):
    [one] = issue(0)
    sent(db, clerk, one)
    before = lifecycle.get(db, one)
    for days, why, by, field in (("0", "x", "y", "working_days"), ("۵", "", "y", "words"), ("5", "x", "", "allowed_by"),
                                 ("abc", "x", "y", "working_days")):
        with pytest.raises(Refused) as caught:
            deadlines.extend(db, clerk, one, days, why, by)
        assert caught.value.field == field
    later = deadlines.extend(db, clerk, one, "۵", "بارندگی", "معاون فنی")
    assert WorkingDays.load(db).between(before.deadline, later) == 5
    now = lifecycle.get(db, one)
    assert (now.unit_due_day, now.due_day, now.extensions) == (later, before.due_day, 1)


def test_the_clock_stands_while_papers_are_missing(db, clerk, issue, clock):
    [one] = issue(0)
    sent(db, clerk, one)
    before = lifecycle.get(db, one)
    deadlines.pause(db, clerk, one, "سند مالکیت نیاورده است.")
    clock.turn(days=7)
    later = deadlines.resume(db, clerk, one)
    assert WorkingDays.load(db).between(before.deadline, later) == 5 and lifecycle.get(db, one).paused_days == 5
    answers.record_final(db, clerk, one, UnitAnswer("done", "شد"))
    assert lifecycle.get(db, one).answer_days == 0


def test_answer_within_the_units_deadline_but_after_the_promised_day_breaks_the_promise(db, clerk, issue, clock):
    [one] = issue(0, days=5)
    clock.turn(days=3)
    sent(db, clerk, one)
    before = lifecycle.get(db, one)
    clock.turn(days=7)
    today = local_day(db.now())
    assert before.due_day < today <= before.unit_due_day
    answers.record_final(db, clerk, one, UnitAnswer("done", "شد"))
    now = lifecycle.get(db, one)
    assert (now.in_time, now.in_promise) == (1, 0)


def test_paused_referral_is_not_late_and_is_not_reminded(db, clerk, issue, clock):
    [one] = issue(0, days=2)
    sent(db, clerk, one)
    deadlines.pause(db, clerk, one, "سند مالکیت نیاورده است.")
    clock.turn(days=14)
    assert lifecycle.get(db, one).deadline < local_day(db.now())
    assert dossier.load(db, clerk, one).age == Age(late=0, left=0)
    with pytest.raises(Refused, match="هنوز نگذشته"):
        reminders.remind(db, clerk, [one])
    assert reminders.remind_all(db, clerk, [one]) == []


def test_only_a_late_unit_is_reminded_and_each_reminder_is_numbered(db, clerk, issue, clock):
    [one] = issue(0, days=2)
    sent(db, clerk, one)
    with pytest.raises(Refused, match="هنوز نگذشته"):
        reminders.remind(db, clerk, [one])
    clock.turn(days=14)
    made = [*reminders.remind(db, clerk, [one]), *reminders.remind(db, clerk, [one])]
    assert [each.ordinal for each in reminders.of_referral(db, one)] == [1, 2] and papers_of(db, "reminder") == made
    assert reminders.of_referral(db, one)[0].late_days == 8


def test_calls_that_brought_no_word_come_again(db, clerk, issue):
    [one] = issue(0)
    sent(db, clerk, one)
    answers.record_final(db, clerk, one, UnitAnswer("done", "شد"))
    verdicts.phoned_without_word(db, clerk, one, "no_contact")
    assert lifecycle.get(db, one).call_again_day > local_day(db.now())
    verdicts.accept(db, clerk, one)
    with pytest.raises(Refused):
        verdicts.phoned_without_word(db, clerk, one, "no_contact")


def test_a_void_referral_is_followed_no_more(db, clerk, issue):
    [one] = issue(0)
    paraph = db.one("SELECT paraph_id FROM referral WHERE id = :id", id=one)["paraph_id"]
    paraphs.void(db, clerk, paraph, "اشتباه")
    with pytest.raises(Refused, match="باطل"):
        lifecycle.get(db, one)
    assert to_send.parcels(db) == []


@pytest.mark.parametrize(("registered", "legal"), [
    ("2026-11-25", "2027-02-23"), ("2026-08-22", "2026-11-21"), ("2027-03-20", "2027-06-19"),
])
def test_the_legal_deadline_is_three_months_on(registered, legal):
    assert deadlines.legal_day(registered) == legal


@pytest.mark.parametrize("door", [
    lambda db, clerk, one: dispatch.send(db, clerk, [one], "hand"),
    lambda db, clerk, one: dispatch.acknowledge(db, clerk, [one]),
    lambda db, clerk, one: answers.record_final(db, clerk, one, UnitAnswer("done", "x")),
    lambda db, clerk, one: answers.pass_on(db, clerk, one, 1, "x"),
    lambda db, clerk, one: deadlines.extend(db, clerk, one, "5", "x", "y"),
    lambda db, clerk, one: deadlines.pause(db, clerk, one, "x"),
    lambda db, clerk, one: reminders.remind(db, clerk, [one]),
    lambda db, clerk, one: verdicts.accept(db, clerk, one),
    lambda db, clerk, one: verdicts.close(db, clerk, one, "x"),
])
def test_the_rules_refuse_who_may_not(db, make_clerk, issue, door):
    [one] = issue(0)
    with pytest.raises(Refused, match="نقش"):
        door(db, make_clerk("caller"), one)
