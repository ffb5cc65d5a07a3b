"""What was entered in the follow-up by mistake is taken back, and leaves no mark on the unit."""

from dataclasses import asdict
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from app.errors import Refused
from app.figures import scorecard
from app.figures.definitions import Scope
from app.followup import dossier, phone_calls
from app.journal import verify
from app.office import lists, programmes
from app.papers import requests
from app.persian.text import fa, isolate
from app.printing import gathering
from app.referrals import answers, deadlines, dispatch, lifecycle, reminders, taking_back, verdicts
from app.referrals.answers import UnitAnswer
from app.table import paraphs
from app.visits import attachments
from app.visits.attachments import NewAttachment
from tests.support.journal import latest

DONE = UnitAnswer("done", "انجام شد")
ACTS = {
    "dispatched": lambda db, clerk, slip: dispatch.send(db, clerk, [slip], "secretariat"),
    "acknowledged": lambda db, clerk, slip: dispatch.acknowledge(db, clerk, [slip]),
    "answered": lambda db, clerk, slip: answers.record_final(db, clerk, slip, DONE),
    "interim": lambda db, clerk, slip: answers.record_interim(
        db, clerk, slip, UnitAnswer("", "در دست بررسی", promised_day="1405/10/20")
    ),
    "returned": lambda db, clerk, slip: answers.send_back(db, clerk, slip, "نامرتبط"),
    "extended": lambda db, clerk, slip: deadlines.extend(db, clerk, slip, "7", "برف", "مدیر کل"),
    "paused": lambda db, clerk, slip: deadlines.pause(db, clerk, slip, "مدارک"),
    "resumed": lambda db, clerk, slip: deadlines.resume(db, clerk, slip),
    "reminded": lambda db, clerk, slip: reminders.remind(db, clerk, [slip]),
    "called": lambda db, clerk, slip: verdicts.phoned_without_word(db, clerk, [slip], "no_contact"),
    "accepted": lambda db, clerk, slip: verdicts.accept(db, clerk, slip),
    "objected": lambda db, clerk, slip: verdicts.object_to(db, clerk, slip, "انجام نشده است"),
    "closed": lambda db, clerk, slip: verdicts.close(db, clerk, slip, "متقاضی منصرف شد"),
}
BEFORE = {
    "returned": ("answered",), "resumed": ("paused",), "called": ("answered",), "accepted": ("answered",),
    "objected": ("dispatched", "answered"),
}  # fmt: skip


def row(db, slip):
    return db.required_row("SELECT * FROM followup WHERE referral_id = :id", id=slip)


def last_step(db, slip):
    return lifecycle.steps(db, slip)[-1].id


def figures(db, clerk):
    scope = Scope("2026-11-22", "2026-12-21", programmes.active(db)[0].id)
    return asdict(scorecard.compute(db, clerk, scope).whole)


def papers(db, kind):
    return [
        (row["state"], row["gone"])
        for row in db.rows("SELECT state, gone FROM paper WHERE kind = :kind ORDER BY id", kind=kind)
    ]


def printed(db, clerk, kind):
    ids = [row["id"] for row in db.rows("SELECT id FROM paper WHERE kind = :kind AND state = 'waiting'", kind=kind)]
    requests.mark_printed(db, clerk, ids)


@pytest.mark.parametrize("kind", ACTS)
def test_act_taken_back_is_as_if_it_had_not_been(db, clerk, issue, clock, kind):
    slip = issue()
    for each in BEFORE.get(kind, ()):
        clock.turn(minutes=5)
        ACTS[each](db, clerk, slip)
    if kind == "reminded":
        clock.turn(days=20)
    before, told, counted = row(db, slip), lifecycle.steps(db, slip), figures(db, clerk)
    clock.turn(minutes=5)
    ACTS[kind](db, clerk, slip)
    assert row(db, slip) != before
    act = taking_back.last_act(db, clerk, slip)
    assert (act.kind, act.slips, act.clerk) == (kind, 1, clerk.name)
    taken = taking_back.take_back(db, clerk, act.step_id)
    assert taken.name == act.name == taking_back.NAMES[kind]
    assert (row(db, slip), lifecycle.steps(db, slip), figures(db, clerk)) == (before, told, counted)
    noted = latest(db, 1)[0]
    assert (noted["action"], noted["subject"], noted["subject_id"]) == ("taken_back", "referral", slip)
    assert f'"step":"{kind}"' in noted["after"] and verify.fault(db) is None
    ACTS[kind](db, clerk, slip)
    assert lifecycle.steps(db, slip)[-1].kind == kind, "it can be entered again, rightly"


def test_clerk_takes_back_own_acts_of_the_same_day_and_the_manager_any(db, clerk, issue, make_clerk, clock):
    slip, mine, other, manager = issue(), make_clerk("secretariat"), make_clerk("followup"), make_clerk("manager")
    dispatch.send(db, mine, [slip], "secretariat")
    step = last_step(db, slip)
    assert taking_back.last_act(db, other, slip) is None
    with pytest.raises(Refused, match="ثبت‌کننده در همان روز"):
        taking_back.take_back(db, other, step)
    assert taking_back.last_act(db, mine, slip).step_id == step
    clock.turn(days=1)
    assert taking_back.last_act(db, mine, slip) is None
    with pytest.raises(Refused, match="ثبت‌کننده در همان روز"):
        taking_back.take_back(db, mine, step)
    taking_back.take_back(db, manager, step)
    assert row(db, slip)["stage"] == "issued"
    with pytest.raises(Refused, match="قبلاً پس گرفته"):
        taking_back.take_back(db, manager, step)


def test_only_the_last_act_can_be_taken_back(db, clerk, issue):
    slip = issue()
    ACTS["dispatched"](db, clerk, slip)
    sent = last_step(db, slip)
    ACTS["acknowledged"](db, clerk, slip)
    with pytest.raises(Refused, match="ابتدا آن را پس بگیرید"):
        taking_back.take_back(db, clerk, sent)
    taking_back.take_back(db, clerk, last_step(db, slip))
    taking_back.take_back(db, clerk, sent)
    assert row(db, slip)["stage"] == "issued" and taking_back.last_act(db, clerk, slip) is None


def test_slip_that_was_passed_on_or_voided_keeps_what_happened_to_it(db, clerk, issue):
    passed, void = issue(), issue()
    answers.pass_on(db, clerk, passed, lists.entries(db, "unit")[1]["id"], "مربوط به ما نیست")
    dispatch.send(db, clerk, [void], "secretariat")
    sent = last_step(db, void)
    paraph = db.required_row("SELECT paraph_id FROM referral WHERE id = :id", id=void)["paraph_id"]
    paraphs.void(db, clerk, paraph, "اشتباه", accepts_sent=True)
    for slip in (passed, void):
        assert taking_back.last_act(db, clerk, slip) is None
    with pytest.raises(Refused, match="پس گرفته نمی‌شود"):
        taking_back.take_back(db, clerk, last_step(db, passed))
    with pytest.raises(Refused):
        taking_back.take_back(db, clerk, sent)


def test_bulk_dispatch_and_acknowledgement_are_taken_back_as_one_act_or_for_one_slip(db, clerk, issue):
    slips = [issue() for _ in range(3)]
    (ledger,) = dispatch.send(db, clerk, slips, "secretariat")
    dispatch.acknowledge_dispatches(db, clerk, [ledger])
    act = taking_back.last_act(db, clerk, slips[1])
    assert (act.kind, act.slips) == ("acknowledged", 3)
    assert taking_back.latest(db, clerk, taking_back.NAMES).kind == "acknowledged"
    assert taking_back.take_back(db, clerk, act.step_id).slips == 1
    assert [row(db, slip)["stage"] for slip in slips] == ["acknowledged", "dispatched", "acknowledged"]
    act = taking_back.last_act(db, clerk, slips[0])
    assert taking_back.take_back(db, clerk, act.step_id, whole=True).slips == 2
    assert [row(db, slip)["stage"] for slip in slips] == ["dispatched"] * 3
    act = taking_back.latest(db, clerk, ("dispatched", "acknowledged"))
    assert (act.kind, act.slips) == ("dispatched", 3)
    assert taking_back.take_back(db, clerk, act.step_id, whole=True).slips == 3
    assert [row(db, slip)["dispatch_id"] for slip in slips] == [None] * 3
    assert papers(db, "ledger") == [("waiting", "withdrawn")]


def test_bulk_act_is_taken_back_whole_or_not_at_all(db, clerk, issue):
    slips = [issue() for _ in range(2)]
    dispatch.acknowledge(db, clerk, slips)
    act = taking_back.last_act(db, clerk, slips[0])
    ACTS["answered"](db, clerk, slips[1])
    before = [row(db, slip) for slip in slips]
    with pytest.raises(Refused, match="ابتدا آن را پس بگیرید"):
        taking_back.take_back(db, clerk, act.step_id, whole=True)
    assert [row(db, slip) for slip in slips] == before
    taking_back.take_back(db, clerk, act.step_id)


def test_ledger_without_a_slip_taken_back_is_printed_or_collected(db, clerk, issue):
    slips = [issue() for _ in range(2)]
    (ledger,) = dispatch.send(db, clerk, slips, "secretariat")
    assert taking_back.take_back(db, clerk, last_step(db, slips[0])).to_collect == ()
    assert [each.number for each in gathering.ledger(db, ledger).rows] == ["1405/م/00002"]
    assert papers(db, "ledger") == [("waiting", "")]
    printed(db, clerk, "ledger")
    taken = taking_back.take_back(db, clerk, last_step(db, slips[1]))
    assert "دفتر ارسال ۱" in taken.sentence and "جمع‌آوری" in taken.sentence
    with pytest.raises(Refused, match="پس گرفته شده است"):
        requests.print_again(db, clerk, "ledger", ledger)
    assert requests.print_today_again(db, clerk) == 0


def test_reminder_that_waits_is_withdrawn_and_its_number_is_not_used_again(db, clerk, issue, clock):
    slip = issue()
    clock.turn(days=20)
    first = ACTS["reminded"](db, clerk, slip)[0]
    assert taking_back.take_back(db, clerk, last_step(db, slip)).to_collect == ()
    assert papers(db, "reminder") == [("waiting", "withdrawn")]
    assert not reminders.lately_reminded_on(db, slip)
    second = ACTS["reminded"](db, clerk, slip)[0]
    letter = gathering.reminder(db, second)
    assert (letter.ordinal, letter.earlier) == (2, ())
    printed(db, clerk, "reminder")
    taken = taking_back.take_back(db, clerk, last_step(db, slip))
    assert "نامهٔ پیرو ۲" in taken.sentence and "باید جمع‌آوری شود" in taken.sentence
    assert gathering.reminder(db, second).ordinal == 2, "the printed letter can still be looked at"
    for each in (first, second):
        with pytest.raises(Refused, match="پس گرفته شده است"):
            requests.print_again(db, clerk, "reminder", each)
    assert (row(db, slip)["reminders"], gathering.reminder(db, ACTS["reminded"](db, clerk, slip)[0]).ordinal) == (0, 3)


def test_reminders_to_a_whole_list_are_taken_back_as_one_act(db, clerk, issue, clock):
    slips = [issue() for _ in range(5)]
    clock.turn(days=20)
    first = reminders.remind_all(db, clerk, slips[:2])
    reminders.remind_all(db, clerk, slips[2:], first.act)
    printed(db, clerk, "reminder_letter")
    act = taking_back.last_act(db, clerk, slips[2])
    assert act.slips == 5, "two letters that were written one after the other are one act"
    taken = taking_back.take_back(db, clerk, act.step_id, whole=True)
    numbers = [row["number"] for row in db.rows("SELECT number FROM referral ORDER BY id")]
    assert [name.split()[-1] for name in taken.to_collect] == [fa(isolate(f"{numbers[n]}/پ1")) for n in (0, 2)]
    assert [row(db, slip)["reminders"] for slip in slips] == [0] * 5
    with pytest.raises(Refused, match="پس گرفته شده است"):
        requests.print_again(db, clerk, "reminder_letter", 1)


def test_letter_that_waits_is_printed_without_the_reminder_that_was_taken_back(db, clerk, issue, clock):
    slips = [issue() for _ in range(3)]
    clock.turn(days=20)
    reminders.remind_all(db, clerk, slips)
    whole = gathering.reminder_letter(db, 1)
    assert taking_back.take_back(db, clerk, last_step(db, slips[0])).to_collect == ()
    left = gathering.reminder_letter(db, 1)
    assert left.rows == whole.rows[1:] and (left.number, left.barcode) == (whole.number, whole.barcode)
    assert papers(db, "reminder_letter") == [("waiting", "")]
    for slip in slips[1:]:
        taking_back.take_back(db, clerk, last_step(db, slip))
    assert papers(db, "reminder_letter") == [("waiting", "withdrawn")]
    assert requests.print_today_again(db, clerk) == 0
    with pytest.raises(Refused, match="پس گرفته شده است"):
        gathering.reminder_letter(db, 1)


def test_slip_of_an_objection_is_withdrawn_or_collected(db, clerk, issue):
    slip = issue()
    printed(db, clerk, "slip")
    ACTS["answered"](db, clerk, slip)
    ACTS["objected"](db, clerk, slip)
    assert taking_back.take_back(db, clerk, last_step(db, slip)).to_collect == ()
    assert papers(db, "slip") == [("printed", ""), ("waiting", "withdrawn")]
    ACTS["objected"](db, clerk, slip)
    printed(db, clerk, "slip")
    assert "برگهٔ «اعتراض»" in taking_back.take_back(db, clerk, last_step(db, slip)).sentence


def test_answer_taken_back_is_shown_nowhere(db, clerk, issue):
    slip = issue()
    visit = db.required_row("SELECT visit_id FROM referral WHERE id = :id", id=slip)["visit_id"]
    drawn = BytesIO()
    Image.new("L", (40, 40), 255).save(drawn, "PNG")
    scan = NewAttachment("answer.png", drawn.getvalue())
    answers.record_final(db, clerk, slip, UnitAnswer("done", "پاسخ اشتباه", scans=(scan,)))
    verdicts.phoned_without_word(db, clerk, [slip], "no_contact")
    assert len(attachments.of_visit(db, visit)) == 1
    for _ in range(2):
        taking_back.take_back(db, clerk, last_step(db, slip))
    shown = dossier.load(db, clerk, slip)
    assert (shown.answers, shown.scans, shown.steps, shown.last_act) == ((), (), (), None)
    assert (attachments.of_visit(db, visit), answers.last_words(db, slip)) == ([], "")
    answers.record_final(db, clerk, slip, UnitAnswer("done", "پاسخ درست"))
    assert [each.words for each in dossier.load(db, clerk, slip).answers] == ["پاسخ درست"]
    assert [each.phone_calls for each in phone_calls.visitors_to_phone(db, clerk)] == [0]
    answers.send_back(db, clerk, slip, "نامرتبط")
    taking_back.take_back(db, clerk, last_step(db, slip))
    assert (answers.last_words(db, slip), answers.of_referral(db, slip)[0].returned) == ("پاسخ درست", 0)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from([*ACTS, "back"]), st.integers(0, 9)), max_size=18))
def test_history_with_acts_taken_back_equals_the_one_without_them_slow_model(db, clerk, issue, clock, history):
    """The twin is a second slip of the same moment, to which only what stood in the end was done."""
    began = clock.now
    slip = issue()
    clock.now = began
    twin = issue()
    stood = []
    for kind, days in history:
        clock.turn(days=days, minutes=1)
        try:
            if kind != "back":
                ACTS[kind](db, clerk, slip)
                stood.append((kind, clock.now))
            elif stood:
                taking_back.take_back(db, clerk, last_step(db, slip))
                stood.pop()
        except Refused:
            continue
    ended = clock.now
    for kind, moment in stood:
        clock.now = moment
        ACTS[kind](db, clerk, twin)
    clock.now = ended
    for name, value in row(db, slip).items():
        assert name in ("referral_id", "dispatch_id") or value == row(db, twin)[name], (name, history)
    assert [(each.kind, each.day, each.to_day) for each in lifecycle.steps(db, slip)] == [
        (each.kind, each.day, each.to_day) for each in lifecycle.steps(db, twin)
    ]
    clock.now = ended
