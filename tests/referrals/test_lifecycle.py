"""The life of a referral, rule by rule, on both engines."""

import pytest

from app.errors import Refused
from app.followup import dossier
from app.line import steps
from app.office import lists
from app.office.working_days import WorkingDays
from app.persian.calendar import local_day
from app.referrals import answers, deadlines, dispatch, lifecycle, reminders, to_send, verdicts
from app.referrals.answers import UnitAnswer
from app.referrals.issuing import Addressee
from app.table import paraphs


@pytest.fixture
def issue(db, clerk, arrive, tables):
    """`issue(0, 1)` writes a paraph to two units, ten working days each, and returns the ids of the referrals."""
    official = lists.entries(db, "official")[0]["id"]
    units = lists.entries(db, "unit")

    def make(*places, days=10):
        visit = arrive()
        steps.call(db, clerk, visit.id, tables[0]["id"])
        steps.came(db, clerk, visit.id)
        sent = [
            Addressee(units[at]["id"], "lead" if n == 0 else "partner", working_days=days)
            for n, at in enumerate(places)
        ]
        saved = paraphs.save(db, clerk, visit.id, paraphs.Draft(official, "referred", "بررسی شود", tuple(sent)))
        return [row.id for row in paraphs.referrals(db, saved.paraph_id)]

    return make


def sent(db, clerk, *ids):
    dispatch.send(db, clerk, ids, "secretariat")
    dispatch.acknowledge(db, clerk, ids)


def stage(db, referral_id):
    return lifecycle.get(db, referral_id).stage


def papers_of(db, kind):
    return [row["subject_id"] for row in db.rows("SELECT subject_id FROM paper WHERE kind = :kind", kind=kind)]


def test_slips_are_gathered_by_unit_and_sent_with_a_ledger_for_each(db, clerk, issue):
    first, second, third = *issue(0, 1), *issue(0)
    parcels = to_send.parcels(db)
    assert sorted(len(parcel.slips) for parcel in parcels) == [1, 2]
    made = dispatch.send(db, clerk, [first, second, third], "hand")
    assert len(made) == 2 and papers_of(db, "ledger") == made
    assert to_send.parcels(db) == []
    head, rows = dispatch.ledger(db, made[0])
    assert head["mode"] == "hand" and [row["referral_id"] for row in rows] == [first, third]
    with pytest.raises(Refused, match="قبلاً ارسال"):
        dispatch.send(db, clerk, [first], "hand")


def test_sending_by_automation_needs_the_office_number(db, clerk, issue):
    [referral] = issue(0)
    with pytest.raises(Refused) as caught:
        dispatch.send(db, clerk, [referral], "automation")
    assert caught.value.field == "office_number" and stage(db, referral) == "issued"


def test_clock_of_a_unit_runs_from_acknowledgement(db, clerk, issue, clock):
    [referral] = issue(0, days=5)
    promised = lifecycle.get(db, referral).due_day
    clock.turn(days=3)
    sent(db, clerk, referral)
    now = lifecycle.get(db, referral)
    assert now.due_day == promised and now.unit_due_day > promised
    assert WorkingDays.load(db).between(now.acknowledged_day, now.unit_due_day) == 5


def test_objection_reopens_a_referral_and_the_first_answer_keeps_its_time(db, clerk, issue, clock):
    [referral] = issue(0)
    sent(db, clerk, referral)
    clock.turn(days=7)
    answers.record_final(db, clerk, referral, UnitAnswer("done", "انجام شد."))
    now = lifecycle.get(db, referral)
    assert (now.stage, now.in_time, now.in_promise, now.answer_days) == ("answered", 1, 1, 5)
    clock.turn(days=1)
    verdicts.object_to(db, clerk, referral, "هنوز چراغ خاموش است.")
    now = lifecycle.get(db, referral)
    assert now.stage == "objected" and now.objections == 1 and now.awaited
    assert WorkingDays.load(db).between(local_day(db.now()), now.unit_due_day) == 10
    clock.turn(days=1)
    answers.record_final(db, clerk, referral, UnitAnswer("done", "تعویض شد."))
    verdicts.accept(db, clerk, referral)
    now = lifecycle.get(db, referral)
    assert (now.stage, now.answer_days, now.in_time) == ("accepted", 5, 1), "the first answer's time stands"
    assert [step.kind for step in lifecycle.steps(db, referral)] == [
        "dispatched",
        "acknowledged",
        "answered",
        "objected",
        "answered",
        "accepted",
    ]


def test_answer_without_acknowledgement_is_timed_from_dispatch(db, clerk, issue, clock):
    [referral] = issue(0, days=3)
    dispatch.send(db, clerk, [referral], "hand")
    clock.turn(days=14)
    answers.record_final(db, clerk, referral, UnitAnswer("done", "شد"))
    now = lifecycle.get(db, referral)
    assert now.in_time == 0 and now.in_promise == 0 and now.answer_days == 10


def test_interim_answer_promises_a_day_and_keeps_the_deadline(db, clerk, issue):
    [referral] = issue(0)
    sent(db, clerk, referral)
    before = lifecycle.get(db, referral)
    for given, field in (
        (UnitAnswer("", "در دست بررسی"), "promised_day"),
        (UnitAnswer("", "", promised_day="1405/10/10"), "words"),
    ):
        with pytest.raises(Refused) as caught:
            answers.record_interim(db, clerk, referral, given)
        assert caught.value.field == field
    answers.record_interim(db, clerk, referral, UnitAnswer("", "در دست بررسی", promised_day="۱۴۰۵/۱۰/۱۰"))
    now = lifecycle.get(db, referral)
    assert (now.stage, now.interims, now.unit_due_day) == (before.stage, 1, before.unit_due_day)
    assert now.promised_day == "2026-12-31"


def test_answer_sent_back_counts_as_none(db, clerk, issue):
    [referral] = issue(0)
    sent(db, clerk, referral)
    answers.record_final(db, clerk, referral, UnitAnswer("done", "نامربوط"))
    answers.send_back(db, clerk, referral, "دربارهٔ موضوع دیگری است.")
    now = lifecycle.get(db, referral)
    assert (now.stage, now.answered_day, now.in_time, now.returns) == ("acknowledged", "", None, 1)
    assert [each.returned for each in answers.of_referral(db, referral)] == [1]


def test_referral_passed_on_keeps_its_history_and_the_promised_day(db, clerk, issue, clock):
    [referral] = issue(0)
    sent(db, clerk, referral)
    clock.turn(days=2)
    units = lists.entries(db, "unit")
    number = answers.pass_on(db, clerk, referral, units[3]["id"], "در وظایف ما نیست.")
    row = db.required_row("SELECT id FROM referral WHERE number = :number", number=number)
    onward = lifecycle.get(db, row["id"])
    assert stage(db, referral) == "passed"
    assert (onward.passed_from, onward.stage) == (referral, "issued")
    assert onward.due_day == lifecycle.get(db, referral).due_day
    assert row["id"] in papers_of(db, "slip")
    with pytest.raises(Refused):
        answers.pass_on(db, clerk, row["id"], units[3]["id"], "x")


def test_extension_needs_days_a_reason_and_who_allowed_it(db, clerk, issue):
    [referral] = issue(0)
    sent(db, clerk, referral)
    before = lifecycle.get(db, referral)
    for days, why, by, field in (
        ("0", "x", "y", "working_days"),
        ("۵", "", "y", "words"),
        ("5", "x", "", "allowed_by"),
        ("abc", "x", "y", "working_days"),
    ):
        with pytest.raises(Refused) as caught:
            deadlines.extend(db, clerk, referral, days, why, by)
        assert caught.value.field == field
    later = deadlines.extend(db, clerk, referral, "۵", "بارندگی", "معاون فنی")
    assert WorkingDays.load(db).between(before.unit_due_day, later) == 5
    now = lifecycle.get(db, referral)
    assert (now.unit_due_day, now.due_day, now.extensions) == (later, before.due_day, 1)


def test_pause_moves_the_deadline_by_its_working_days(db, clerk, issue, clock):
    [referral] = issue(0)
    sent(db, clerk, referral)
    before = lifecycle.get(db, referral)
    deadlines.pause(db, clerk, referral, "سند مالکیت نیاورده است.")
    clock.turn(days=7)
    later = deadlines.resume(db, clerk, referral)
    now = lifecycle.get(db, referral)
    assert WorkingDays.load(db).between(before.unit_due_day, later) == now.paused_days == 5
    answers.record_final(db, clerk, referral, UnitAnswer("done", "شد"))
    assert lifecycle.get(db, referral).answer_days == 0


def test_answer_within_the_units_deadline_but_after_the_promised_day_breaks_the_promise(db, clerk, issue, clock):
    [referral] = issue(0, days=5)
    clock.turn(days=3)
    sent(db, clerk, referral)
    before = lifecycle.get(db, referral)
    clock.turn(days=7)
    today = local_day(db.now())
    assert before.due_day < today <= before.unit_due_day
    answers.record_final(db, clerk, referral, UnitAnswer("done", "شد"))
    now = lifecycle.get(db, referral)
    assert (now.in_time, now.in_promise) == (1, 0)


def test_paused_referral_is_not_late_and_is_not_reminded(db, clerk, issue, clock):
    [referral] = issue(0, days=2)
    sent(db, clerk, referral)
    deadlines.pause(db, clerk, referral, "سند مالکیت نیاورده است.")
    clock.turn(days=14)
    assert lifecycle.get(db, referral).unit_due_day < local_day(db.now())
    assert dossier.load(db, clerk, referral).days_late == 0
    with pytest.raises(Refused, match="هنوز نگذشته"):
        reminders.remind(db, clerk, [referral])
    assert reminders.remind_all(db, clerk, [referral]).reminder_ids == ()


def test_only_a_late_unit_is_reminded_and_reminders_are_numbered(db, clerk, issue, clock):
    [referral] = issue(0, days=2)
    sent(db, clerk, referral)
    with pytest.raises(Refused, match="هنوز نگذشته"):
        reminders.remind(db, clerk, [referral])
    clock.turn(days=14)
    made = reminders.remind(db, clerk, [referral])
    with pytest.raises(Refused, match="پیرو صادر شده است"):
        reminders.remind(db, clerk, [referral])
    clock.turn(days=7)
    made += reminders.remind(db, clerk, [referral])
    assert papers_of(db, "reminder") == made
    assert [each.ordinal for each in reminders.of_referral(db, referral)] == [1, 2]
    assert reminders.of_referral(db, referral)[0].late_days == 8


def test_visitor_who_was_not_reached_is_phoned_again_until_a_verdict(db, clerk, issue):
    [referral] = issue(0)
    sent(db, clerk, referral)
    answers.record_final(db, clerk, referral, UnitAnswer("done", "شد"))
    verdicts.phoned_without_word(db, clerk, [referral], "no_contact")
    assert lifecycle.get(db, referral).call_again_day > local_day(db.now())
    verdicts.accept(db, clerk, referral)
    with pytest.raises(Refused):
        verdicts.phoned_without_word(db, clerk, [referral], "no_contact")


def test_void_referral_is_not_followed_up(db, clerk, issue):
    [referral] = issue(0)
    paraph = db.required_row("SELECT paraph_id FROM referral WHERE id = :id", id=referral)["paraph_id"]
    paraphs.void(db, clerk, paraph, "اشتباه")
    with pytest.raises(Refused, match="باطل"):
        dispatch.send(db, clerk, [referral], "hand")
    assert to_send.parcels(db) == []
    told = dossier.load(db, clerk, referral)
    assert (told.now.stage, [(step.kind, step.words) for step in told.steps]) == ("void", [("void", "اشتباه")])


@pytest.mark.parametrize(
    ("registered", "legal"), [("2026-11-25", "2027-02-23"), ("2026-08-22", "2026-11-21"), ("2027-03-20", "2027-06-19")]
)
def test_legal_deadline_is_three_jalali_months_after_registration(registered, legal):
    assert deadlines.legal_day(registered) == legal


@pytest.mark.parametrize(
    "door",
    [
        lambda db, clerk, referral: dispatch.send(db, clerk, [referral], "hand"),
        lambda db, clerk, referral: dispatch.acknowledge(db, clerk, [referral]),
        lambda db, clerk, referral: answers.record_final(db, clerk, referral, UnitAnswer("done", "x")),
        lambda db, clerk, referral: answers.pass_on(db, clerk, referral, 1, "x"),
        lambda db, clerk, referral: deadlines.extend(db, clerk, referral, "5", "x", "y"),
        lambda db, clerk, referral: deadlines.pause(db, clerk, referral, "x"),
        lambda db, clerk, referral: reminders.remind(db, clerk, [referral]),
        lambda db, clerk, referral: verdicts.accept(db, clerk, referral),
        lambda db, clerk, referral: verdicts.close(db, clerk, referral, "x"),
    ],
)
def test_every_act_refuses_a_clerk_without_its_role(db, make_clerk, issue, door):
    [referral] = issue(0)
    with pytest.raises(Refused, match="نقش"):
        door(db, make_clerk("caller"), referral)
