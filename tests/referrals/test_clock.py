"""The unit's clock, rule by rule, through the doors the clerks use; on both engines."""

import pytest

from app.closures import entries
from app.errors import Refused
from app.figures import scorecard
from app.figures.definitions import Scope
from app.followup import dossier
from app.followup import view as followup
from app.followup.query import ListQuery
from app.line import steps
from app.office import lists, programmes
from app.office.working_days import WorkingDays
from app.persian.calendar import local_day, parse_jalali
from app.printing import gathering
from app.referrals import answers, deadlines, dispatch, lifecycle, reminders, verdicts
from app.referrals.answers import UnitAnswer
from app.referrals.issuing import Addressee
from app.sessions import sessions
from app.table import paraphs

DONE = UnitAnswer("done", "انجام شد.")


@pytest.fixture
def issue(db, clerk, arrive, tables):
    """`issue(days=…)` writes a paraph to a unit, the first unless told, and returns the id of the referral."""
    official = lists.entries(db, "official")[0]["id"]
    units = lists.entries(db, "unit")

    def make(days=5, unit=0, part="lead"):
        visit = arrive()
        steps.call(db, clerk, visit.id, tables[0]["id"])
        steps.came(db, clerk, visit.id)
        sent = [Addressee(units[unit]["id"], "lead", working_days=days)]
        if part == "copy":
            sent.append(Addressee(units[unit + 1]["id"], "copy"))
        saved = paraphs.save(db, clerk, visit.id, paraphs.Draft(official, "referred", "بررسی شود", tuple(sent)))
        return paraphs.referrals(db, saved.paraph_id)[-1].id

    return make


@pytest.fixture
def sent(db, clerk, issue):
    """`sent(days=…)` issues a referral, sends it and has it acknowledged on the same day."""

    def make(days=5, **given):
        referral = issue(days, **given)
        dispatch.send(db, clerk, [referral], "secretariat")
        dispatch.acknowledge(db, clerk, [referral])
        return referral

    return make


@pytest.fixture
def figures(db, clerk):
    def read():
        scope = Scope("2026-11-22", "2026-12-21", programmes.active(db)[0].id)
        return scorecard.compute(db, clerk, scope).whole

    return read


def state(db, referral):
    return lifecycle.get(db, referral)


def close_office(db, clerk, *days):
    for day in days:
        entries.save(db, clerk, None, {"day": day, "name": "تعطیلی به دستور"})


def paraph_of(db, referral):
    return db.required_row("SELECT paraph_id FROM referral WHERE id = :id", id=referral)["paraph_id"]


def test_extension_before_acknowledgement_survives_it(db, clerk, issue):
    referral = issue(5)
    dispatch.send(db, clerk, [referral], "hand")
    deadlines.extend(db, clerk, referral, "20", "بازدید", "معاون")
    dispatch.acknowledge(db, clerk, [referral])
    assert state(db, referral).unit_due_day == parse_jalali("1405/10/12")


def test_pause_before_acknowledgement_does_not_move_a_clock_that_has_not_begun(db, clerk, issue, clock):
    referral = issue(5)
    dispatch.send(db, clerk, [referral], "hand")
    deadlines.pause(db, clerk, referral, "سند")
    clock.turn(days=1)
    deadlines.resume(db, clerk, referral)
    clock.turn(days=2)
    dispatch.acknowledge(db, clerk, [referral])
    now = state(db, referral)
    assert (now.acknowledged_day, now.unit_due_day, now.paused_days) == ("2026-11-28", "2026-12-05", 0)


def test_days_on_which_the_office_had_an_answer_that_it_sent_back_are_not_the_units(db, clerk, sent, clock):
    referral = sent(5)
    clock.turn(days=4)  # Sunday: two of five are used
    deadlines.pause(db, clerk, referral, "سند")
    clock.turn(days=2)
    answers.record_final(db, clerk, referral, DONE)
    clock.turn(days=12)  # Sunday
    answers.send_back(db, clerk, referral, "نامرتبط")
    now = state(db, referral)
    assert (now.unit_due_day, now.in_time_until, now.paused_day) == ("2026-12-16", "2026-12-18", "")
    clock.turn(days=3)
    answers.record_final(db, clerk, referral, DONE)
    assert (state(db, referral).in_time, state(db, referral).answer_days) == (1, 5)


def test_pause_of_a_late_unit_takes_none_of_the_days_it_used_away(db, clerk, sent, clock):
    late, plain, before = sent(5), sent(5), sent(5)
    deadlines.pause(db, clerk, before, "سند")
    clock.turn(days=20)
    deadlines.pause(db, clerk, late, "سند")
    clock.turn(days=20)
    for referral in (late, plain, before):
        answers.record_final(db, clerk, referral, UnitAnswer("done", "انجام شد"))
    used = [lifecycle.get(db, referral).answer_days for referral in (late, plain, before)]
    assert used[0] == used[1] > 20 and used[2] == 0


def test_answer_entered_later_with_its_true_day_inside_a_pause_has_used_no_negative_days(db, clerk, sent, clock):
    referral = sent(5)
    deadlines.pause(db, clerk, referral, "سند")
    clock.turn(days=14)
    deadlines.resume(db, clerk, referral)
    answers.record_final(db, clerk, referral, UnitAnswer("done", "شد", day="1405/09/08", unit_number="12"))
    now = state(db, referral)
    assert (now.answered_day, now.answer_days, now.in_time, now.paused_days) == ("2026-11-29", 0, 1, 2)


def test_answer_of_a_day_in_time_is_proven_by_the_letter_of_a_unit_that_is_late(db, clerk, sent, clock):
    referral, early = sent(5), sent(5)
    clock.turn(days=1)
    answers.record_final(db, clerk, early, UnitAnswer("done", "شد", day="1405/09/04"))  # not late: no question
    clock.turn(days=19)
    with pytest.raises(Refused, match="شمارهٔ نامهٔ واحد") as refused:
        answers.record_final(db, clerk, referral, UnitAnswer("done", "شد", day="1405/09/08"))
    assert refused.value.field == "unit_number" and state(db, referral).answered_day == ""
    answers.record_final(db, clerk, referral, UnitAnswer("done", "شد", day="1405/09/08", unit_number="12/الف"))
    assert (state(db, referral).in_time, state(db, referral).in_promise) == (1, 1)


def test_slip_that_the_office_sent_late_is_answered_in_time(db, clerk, issue, clock):
    referral = issue(5)
    clock.turn(days=14)
    dispatch.send(db, clerk, [referral], "secretariat")
    clock.turn(days=1)
    answers.record_final(db, clerk, referral, DONE)
    now = state(db, referral)
    assert (now.in_time, now.in_promise) == (1, 0)


def test_slip_that_nobody_acknowledges_starts_the_clock_by_itself(db, clerk, issue, clock):
    referral = issue(5)
    dispatch.send(db, clerk, [referral], "secretariat")
    due = WorkingDays.load(db).after("2026-11-25", 3 + 5)
    assert state(db, referral).unit_due_day == due
    clock.turn(days=330)
    dispatch.acknowledge(db, clerk, [referral])
    answers.record_final(db, clerk, referral, DONE)
    now = state(db, referral)
    assert (now.unit_due_day, now.in_time) == (due, 0) and now.answer_days > 200


def test_closures_entered_later_are_not_the_units(db, clerk, sent, clock):
    referral = sent(5)  # Wednesday: due on the Wednesday after
    clock.turn(days=8)
    close_office(db, clerk, "1405/09/08", "1405/09/09")
    clock.turn(days=2)
    answers.record_final(db, clerk, referral, DONE)
    assert (state(db, referral).in_time, state(db, referral).answer_days) == (1, 4)


LATER_ACTS = {
    "closed": lambda db, clerk, referral: verdicts.close(db, clerk, referral, "x"),
    "paused": lambda db, clerk, referral: deadlines.pause(db, clerk, referral, "x"),
    "extended": lambda db, clerk, referral: deadlines.extend(db, clerk, referral, "60", "x", "y"),
    "acknowledged": lambda db, clerk, referral: dispatch.acknowledge(db, clerk, [referral]),
    "passed": lambda db, clerk, referral: answers.pass_on(db, clerk, referral, lists.entries(db, "unit")[5]["id"], "x"),
    "voided": lambda db, clerk, referral: paraphs.void(db, clerk, paraph_of(db, referral), "x", accepts_sent=True),
    "amended": lambda db, clerk, referral: paraphs.amend(
        db,
        clerk,
        paraph_of(db, referral),
        paraphs.Draft(
            lists.entries(db, "official")[0]["id"],
            "referred",
            "دوباره",
            (Addressee(lists.entries(db, "unit")[1]["id"], "lead", working_days=5),),
        ),
        "x",
        accepts_sent=True,
    ),
}
LISTED = {"closed": "closed_late", "passed": "passed_late", "voided": "void_late", "amended": "void_late"}
"""The figure that counts what ended late; the others stay on the late list."""


@pytest.mark.parametrize("act", LATER_ACTS)
def test_lateness_is_a_fact_once_it_has_happened(db, clerk, issue, sent, figures, clock, act):
    good = sent(5)
    late = issue(5, unit=1)
    dispatch.send(db, clerk, [late], "secretariat")
    clock.turn(days=1)
    answers.record_final(db, clerk, good, DONE)
    clock.turn(days=55)
    assert figures().in_time == 0.5
    LATER_ACTS[act](db, clerk, late)
    told = figures()
    assert (told.in_time, told["due"]) == (0.5, 2)
    if act in LISTED:
        assert told[LISTED[act]] == 1 and told["overdue"] == 0
    else:
        assert told["overdue"] == 1
        assert [row.referral_id for row in followup.every_row(db, clerk, ListQuery("late"))] == [late]
        assert reminders.remind_all(db, clerk, [late]).letters
        answers.record_final(db, clerk, late, DONE)
        assert (state(db, late).in_time, figures().in_time) == (0, 0.5)


def test_extension_before_the_lapse_keeps_the_unit_in_time(db, clerk, sent, clock):
    referral = sent(5)
    clock.turn(days=7)  # the day it is due
    deadlines.extend(db, clerk, referral, "2", "x", "y")
    clock.turn(days=4)
    answers.record_final(db, clerk, referral, DONE)
    assert state(db, referral).in_time == 1


def test_letter_proves_that_a_pause_and_an_extension_began_earlier(db, clerk, sent, clock):
    paused, extended = sent(5), sent(5)
    clock.turn(days=20)
    deadlines.pause(db, clerk, paused, "سند", "۱۲/الف", "1405/09/08")
    deadlines.extend(db, clerk, extended, "30", "x", "y", "۱۳/الف", "1405/09/08")
    assert followup.every_row(db, clerk, ListQuery("late")) == []
    row = db.required_row("SELECT after FROM journal WHERE action = 'paused'")
    assert "12/الف" in row["after"] and "2026-11-29" in row["after"]
    assert [step.letter for step in lifecycle.steps(db, extended)][-1] == "13/الف"


@pytest.mark.parametrize(
    ("letter", "day", "field"),
    [
        ("", "1405/09/08", "letter"),
        ("12", "", "letter_day"),
        ("12", "1405/09/01", "letter_day"),
        ("1", "x", "letter_day"),
    ],
)
def test_earlier_day_without_a_whole_letter_is_refused(db, clerk, sent, clock, letter, day, field):
    referral = sent(5)
    clock.turn(days=20)
    for act in (
        lambda: deadlines.pause(db, clerk, referral, "سند", letter, day),
        lambda: deadlines.extend(db, clerk, referral, "3", "x", "y", letter, day),
    ):
        with pytest.raises(Refused) as caught:
            act()
        assert caught.value.field == field


def test_unit_that_a_referral_is_passed_on_to_gets_its_own_days(db, clerk, sent, clock):
    referral = sent(5)
    promised = state(db, referral).due_day
    clock.turn(days=56)
    number = answers.pass_on(db, clerk, referral, lists.entries(db, "unit")[3]["id"], "در وظایف ما نیست.")
    onward = db.required_row("SELECT id, due_day FROM referral WHERE number = :number", number=number)
    now = state(db, onward["id"])
    days, today = WorkingDays.load(db), local_day(db.now())
    assert (onward["due_day"], now.unit_due_day) == (days.after(today, 5), days.after(today, 3 + 5))
    assert now.due_day == promised and not now.is_late(today)
    slip = gathering.slip(db, onward["id"])
    first = gathering.slip(db, referral)
    assert (slip.passed_number, slip.due_day) == (first.number, onward["due_day"])
    visit = db.required_row("SELECT visit_id FROM referral WHERE id = :id", id=referral)["visit_id"]
    assert [each.due_day for each in gathering.receipt(db, visit).referrals] == [promised]


def test_answer_that_it_is_not_the_units_duty_offers_to_pass_on_without_a_mark(db, clerk, sent, figures, clock):
    referral = sent(5)
    clock.turn(days=1)
    answers.record_final(db, clerk, referral, UnitAnswer("not_ours", "مربوط به واحد دیگری است."))
    assert state(db, referral).is_declined
    answers.pass_on(db, clerk, referral, lists.entries(db, "unit")[3]["id"], "x")
    told = figures()
    assert (told["passed"], told["passed_late"], told.in_time, told["unasked"]) == (1, 0, 1.0, 0)


def test_other_answers_are_not_passed_on(db, clerk, sent):
    referral = sent(5)
    answers.record_final(db, clerk, referral, DONE)
    with pytest.raises(Refused, match="در انتظار پاسخ نیست"):
        answers.pass_on(db, clerk, referral, lists.entries(db, "unit")[3]["id"], "x")


def test_copy_is_not_passed_on(db, clerk, issue):
    copy = issue(5, part="copy")
    with pytest.raises(Refused, match="رونوشت"):
        answers.pass_on(db, clerk, copy, lists.entries(db, "unit")[5]["id"], "x")


def test_thursday_and_friday_after_the_deadline_are_not_late(db, clerk, sent, figures, clock):
    referral = sent(5)
    clock.turn(days=7)
    for late in (False, False, False, True):  # Wednesday to Saturday
        today = local_day(db.now())
        assert bool(followup.every_row(db, clerk, ListQuery("late"))) == late, today
        assert bool(followup.every_row(db, clerk, ListQuery("today"))) != late, today
        assert figures()["overdue"] == int(late)
        assert bool(dossier.load(db, clerk, referral).days_late) == late
        assert bool(reminders.remind_all(db, clerk, [referral]).letters) == late
        clock.turn(days=1)


def test_legal_day_runs_from_the_first_registration_through_a_postponement(db, clerk, arrive, tables, clock):
    visit = arrive()
    first = local_day(db.now())
    steps.postpone(db, clerk, visit.id)
    sessions.close(db, clerk, visit.session_id, "next")
    clock.turn(days=7)
    sessions.open_today(db, clerk, programmes.active(db)[0].id)
    later = db.required_row("SELECT id FROM visit WHERE moved_from = :id", id=visit.id)["id"]
    steps.call(db, clerk, later, tables[0]["id"])
    draft = paraphs.Draft(
        lists.entries(db, "official")[0]["id"],
        "referred",
        "بررسی شود",
        (Addressee(lists.entries(db, "unit")[0]["id"], working_days=5),),
    )
    [referral] = paraphs.referrals(db, paraphs.save(db, clerk, later, draft).paraph_id)
    legal = deadlines.legal_day(first)
    assert state(db, referral.id).registered_day == first
    assert dossier.load(db, clerk, referral.id).legal_day == gathering.receipt(db, later).legal_day == legal


def test_interim_promise_lies_before_the_legal_day_and_is_renewed_twice(db, clerk, sent, clock):
    referral = sent(5)
    for day in ("1405/12/04", "1406/01/20"):
        with pytest.raises(Refused, match="مهلت قانونی") as caught:
            answers.record_interim(db, clerk, referral, UnitAnswer("", "در دست بررسی", promised_day=day))
        assert caught.value.field == "promised_day"
    for day in ("1405/10/10", "1405/11/10", "1405/12/03"):
        answers.record_interim(db, clerk, referral, UnitAnswer("", "در دست بررسی", promised_day=day))
    with pytest.raises(Refused, match="پاسخ نهایی"):
        answers.record_interim(db, clerk, referral, UnitAnswer("", "در دست بررسی", promised_day="1405/12/03"))


@pytest.mark.parametrize(
    ("act", "field"),
    [
        (lambda db, clerk, one, typed: dispatch.send(db, clerk, [one], "hand", day=typed), "day"),
        (lambda db, clerk, one, typed: dispatch.acknowledge(db, clerk, [one], typed), "day"),
        (lambda db, clerk, one, typed: answers.record_final(db, clerk, one, UnitAnswer("done", "x", day=typed)), "day"),
        (lambda db, clerk, one, typed: deadlines.pause(db, clerk, one, "x", "1", typed), "letter_day"),
    ],
)
@pytest.mark.parametrize("typed", ["1405/13/40", "1405/09/03", "1300/01/01", "1405/12/01", "دیروز"])
def test_impossible_day_is_refused_beside_its_field(db, clerk, issue, act, field, typed):
    referral = issue(5)
    before = state(db, referral)
    with pytest.raises(Refused) as caught:
        act(db, clerk, referral, typed)
    assert caught.value.field == field and caught.value.sentence.endswith(".")
    assert state(db, referral) == before


def test_pause_ends_no_day_before_it_began_and_acknowledgement_follows_dispatch(db, clerk, issue, clock):
    referral = issue(5)
    clock.turn(days=3)
    dispatch.send(db, clerk, [referral], "hand")
    with pytest.raises(Refused, match="پیش از ارسال"):
        dispatch.acknowledge(db, clerk, [referral], "1405/09/05")
    deadlines.pause(db, clerk, referral, "سند")
    with pytest.raises(Refused, match="پایان توقف") as caught:
        deadlines.resume(db, clerk, referral, "1405/09/05")
    assert caught.value.field == "day"


def test_objection_to_what_was_closed_unanswered_does_not_count_against_a_unit_that_never_spoke(
    db, clerk, sent, figures, clock
):
    referral = sent(5)
    verdicts.close(db, clerk, referral, "x")
    verdicts.object_to(db, clerk, referral, "کسی نیامد")
    assert figures()["objected"] == 0 and state(db, referral).awaited
    answers.record_final(db, clerk, referral, DONE)
    verdicts.object_to(db, clerk, referral, "هنوز نه")
    assert figures()["objected"] == 1


def test_unit_that_was_late_when_closed_is_late_when_an_objection_reopens_it(db, clerk, sent, figures, clock):
    referral = sent(5)
    clock.turn(days=30)
    verdicts.close(db, clerk, referral, "x")
    verdicts.object_to(db, clerk, referral, "کسی نیامد")
    assert figures()["overdue"] == 1
    answers.record_final(db, clerk, referral, DONE)
    assert figures().in_time == 0.0


def test_void_referral_stands_in_the_figure_of_its_own(db, clerk, sent, figures):
    referral = sent(5)
    paraphs.void(db, clerk, paraph_of(db, referral), "اشتباه", accepts_sent=True)
    told = figures()
    assert (told["sent"], told["voided"], told["void_late"], told.in_time) == (0, 1, 0, None)


def test_closure_moves_the_clocks_of_open_referrals_and_no_promise(db, clerk, sent, clock):
    referral, answered = sent(5), sent(5)
    promised = state(db, referral).due_day
    clock.turn(days=10)  # Saturday, a working day too late
    answers.record_final(db, clerk, answered, DONE)
    assert state(db, answered).in_time == 0
    close_office(db, clerk, "1405/09/08")
    moved = db.rows("SELECT referral_id, before_day, after_day FROM moved_deadline")
    assert [tuple(each.values()) for each in moved] == [(referral, "2026-12-02", "2026-12-05")]
    assert state(db, referral).due_day == promised
    assert state(db, answered).in_time == 1
