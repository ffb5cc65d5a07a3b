"""One visitor over three Wednesdays, on both engines; the comments work out every figure of the scorecard by hand."""

import pytest

from app.figures import definitions, scorecard
from app.line import steps
from app.office import lists, programmes
from app.persian.calendar import local_day
from app.reception.arrival import Arrival
from app.reception.registering import register
from app.referrals import answers, dispatch, lifecycle, reminders, verdicts
from app.referrals.answers import UnitAnswer
from app.referrals.issuing import Addressee
from app.sessions import sessions
from app.table import paraphs
from app.visits import visitors
from app.visits.visitors import Visitor
from tests.support.counted import counted

# Azar 1405: the sessions are on Wednesdays 4, 11 and 18 (25 November, 2 and 9 December 2026). No holiday falls on these
# days; Thursday and Friday are no working days.


@pytest.fixture
def scope(db):
    programme = programmes.active(db)[0].id
    return definitions.Scope("2026-11-01", "2027-01-31", programme)


def open_session(db, clerk):
    programme = programmes.active(db)[0].id
    return sessions.open_today(db, clerk, programme)


def refer(db, clerk, visit_id, *units, days=5):
    table = lists.entries(db, "meeting_table")[0]["id"]
    steps.call(db, clerk, visit_id, table)
    steps.came(db, clerk, visit_id)
    sent = [Addressee(unit, "lead" if n == 0 else "partner", working_days=days) for n, unit in enumerate(units)]
    official = lists.entries(db, "official")[0]["id"]
    saved = paraphs.save(db, clerk, visit_id, paraphs.Draft(official, "referred", "بررسی شود", tuple(sent)))
    return [row.id for row in paraphs.referrals(db, saved.paraph_id)]


def come_again(db, clerk, session_id, earlier):
    row = db.required_row("SELECT visitor_id, category_id FROM visit WHERE id = :id", id=earlier.id)
    arrival = Arrival(
        visitors.get(db, row["visitor_id"]),
        row["category_id"],
        "پیگیری",
        same_as=earlier.id,
        accepted=frozenset({"open"}),
    )
    return register(db, clerk, session_id, arrival)


def compute_card(db, clerk, scope):
    return scorecard.compute(db, clerk, scope)


def test_scorecard_of_one_visitor_over_three_sessions(db, clerk, arrive, clock, scope):
    units = [row["id"] for row in lists.entries(db, "unit")[:2]]
    quick, slow = units
    sara = Visitor(kind="no_code", code_reason="همراه ندارد", first_name="سارا", last_name="نمونه‌ای")

    # First session, Wednesday 4 Azar: two units, five working days each; both slips acknowledged the same day, so both
    # clocks end on Wednesday 11 Azar.
    first = arrive(visitor=sara)
    in_time, late = refer(db, clerk, first.id, quick, slow)
    dispatch.send(db, clerk, [in_time, late], "secretariat")
    dispatch.acknowledge(db, clerk, [in_time, late])
    now = compute_card(db, clerk, scope)
    assert (now.whole["sent"], now.whole["open"], now.whole["answered"]) == (2, 2, 0)
    assert now.whole.in_time is None, "nothing is due yet: no share"
    assert now.whole.accepted is None and now.whole.median is None

    # Monday 9 Azar, three working days on (Saturday, Sunday, Monday): the first unit answers «done».
    clock.turn(days=5)
    answers.record_final(db, clerk, in_time, UnitAnswer("done", "چراغ تعویض شد."))
    # Second session, Wednesday 11 Azar: the other unit's last day; not late yet. The visitor asks after the matter,
    # which counts as a return with both units it was sent to.
    clock.turn(days=2)
    sessions.close(db, clerk, sessions.opened(db).id)
    come_again(db, clerk, open_session(db, clerk).id, first)
    now = compute_card(db, clerk, scope)
    assert now.whole["again"] == 2
    assert (now.whole["answered"], now.whole["overdue"], now.whole.in_time) == (1, 0, 1.0)
    # one answered, and the visitor not asked yet: silence is no solution
    assert (now.whole["unasked"], now.whole.asked, now.whole.accepted, now.whole.median) == (1, 0, None, 3)

    # Sunday 15 Azar: two working days late (Saturday, Sunday), reminded.
    clock.turn(days=4)
    now = compute_card(db, clerk, scope)
    assert (now.whole["overdue"], now.whole["owed"], now.whole.in_time) == (1, 1, 1 / 2)
    assert [case.id for case in counted(db, clerk, scope, "overdue")] == [late]
    reminders.remind(db, clerk, [late])
    assert reminders.of_referral(db, late)[0].late_days == 2

    # Monday 16 Azar: the late unit answers «done», eight working days after it acknowledged (Saturday 7 to Wednesday 11
    # are five, Saturday 14 to Monday 16 three).
    clock.turn(days=1)
    answers.record_final(db, clerk, late, UnitAnswer("done", "انجام شد."))
    # Third session, Wednesday 18 Azar: the visitor accepts the one and objects to the other.
    clock.turn(days=2)
    sessions.close(db, clerk, sessions.opened(db).id, "left")
    open_session(db, clerk)
    verdicts.accept(db, clerk, in_time)
    verdicts.object_to(db, clerk, late, "جدول هنوز شکسته است.")
    now = compute_card(db, clerk, scope)
    assert (now.whole["answered"], now.whole["in_time"], now.whole.in_time) == (2, 1, 1 / 2)
    assert (now.whole["objected"], now.whole["open"], now.whole["overdue"]) == (1, 1, 0)
    assert [now.whole[name] for name in ("accepted", "denied", "unasked")] == [1, 1, 0]
    assert (now.whole.median, now.whole.percentile_90) == (3, 8), "median and ninth decile of 3 and 8 days"
    assert now.whole.oldest == "2026-11-25" and [case.referral_id for case in now.oldest] == [late]

    # Reopened: five working days from 18 Azar end on Wednesday 25 Azar. On Sunday 22 Azar the unit answers again and
    # the visitor accepts.
    clock.turn(days=4)
    answers.record_final(db, clerk, late, UnitAnswer("done", "جدول ترمیم شد."))
    assert lifecycle.get(db, late).stage == "answered"
    assert compute_card(db, clerk, scope).whole.accepted == 1 / 2, "an answer takes no objection back"
    verdicts.accept(db, clerk, late)
    now = compute_card(db, clerk, scope)
    assert {name: now.whole[name] for name in definitions.FIGURES} == {
        "sent": 2,
        "open": 0,
        "overdue": 0,
        "unacknowledged": 0,
        "answered": 2,
        "owed": 0,
        "due": 2,
        "closed_late": 0,
        "passed_late": 0,
        "voided": 0,
        "void_late": 0,
        "in_time": 1,
        "in_promise": 1,
        "ahead": 0,
        "promise_due": 2,
        "accepted": 1,
        "denied": 1,
        "unasked": 0,
        "silent": 0,
        "objected": 1,
        "again": 2,
        "returned": 0,
        "barred": 0,
        "not_ours": 0,
        "passed": 0,
        "interim": 0,
        "extended": 0,
        "reminded": 1,
        "unanswered": 0,
    }
    assert (now.whole.in_time, now.whole.in_promise) == (1 / 2, 1 / 2), "the time of the first answer counts"
    assert (now.whole.accepted, now.whole.oldest) == (1 / 2, ""), "denied once, accepted later"
    by_unit = {unit.id: unit for unit in now.units}
    assert (by_unit[quick].tally.in_time, by_unit[quick].tally.median) == (1.0, 3)
    assert (by_unit[slow].tally.in_time, by_unit[slow].tally.median, by_unit[slow].tally["objected"]) == (0.0, 8, 1)
    assert all(unit.rank is None and unit.load == "کمتر از ده ارجاع" for unit in now.units), "no rank below ten slips"
    assert [(month, tally["sent"]) for month, tally in now.months] == [("1405/09", 2)]
    assert local_day(db.now()) == "2026-12-13"


def test_every_figure_lists_what_it_counts(db, clerk, arrive, clock, scope):
    """Barred and not-ours answers are listed, and nobody is asked about them; no length of silence solves a matter."""
    units = [row["id"] for row in lists.entries(db, "unit")[:8]]
    sent = [refer(db, clerk, arrive().id, unit)[0] for unit in units]
    quiet, barred, not_ours, beside, moved, ended, silent, stopped = sent
    dispatch.send(db, clerk, [one for one in sent if one != silent], "secretariat")
    dispatch.acknowledge(db, clerk, [one for one in sent if one != silent])
    for one, outcome in ((quiet, "done"), (barred, "barred"), (not_ours, "not_ours"), (beside, "done")):
        answers.record_final(db, clerk, one, UnitAnswer(outcome, "پاسخ"))
    answers.send_back(db, clerk, beside, "نامرتبط")
    answers.record_interim(db, clerk, stopped, UnitAnswer("", "در دست بررسی", promised_day="1405/12/01"))
    answers.pass_on(db, clerk, moved, units[0], "در وظایف ما نیست.")
    verdicts.close(db, clerk, ended, "از درخواست گذشت.")
    clock.turn(days=16)
    now = compute_card(db, clerk, scope).whole
    # eight slips and the new slip of the one passed on, less the one passed on: 8. Open and late: beside, silent,
    # stopped and the new one, none with a valid answer.
    assert (now["sent"], now["open"], now["overdue"], now["owed"], now["unacknowledged"]) == (8, 4, 4, 4, 2)
    assert (now["answered"], now["in_time"]) == (3, 3) and now.in_time == 3 / 7
    assert (now["unasked"], now["accepted"], now["denied"], now.accepted) == (1, 0, 0, None)
    assert [now[name] for name in ("barred", "not_ours", "passed", "interim", "returned", "unanswered")] == [1] * 6
    for name in definitions.FIGURES:
        assert len(counted(db, clerk, scope, name)) == now[name], name
    assert [case.id for case in counted(db, clerk, scope, "not_ours")] == [not_ours]


def test_units_are_ranked_among_those_of_similar_load():
    def unit(id, sent, accepted, denied):
        tally = definitions.Tally({"sent": sent, "answered": sent, "accepted": accepted, "denied": denied})
        return scorecard.UnitFigures(id, str(id), tally)

    given = (1, 200, 10, 10), (2, 120, 90, 10), (3, 15, 5, 5), (4, 9, 9, 0), (5, 20, 6, 6), (6, 150, 9, 0)
    found = scorecard.rank_units([unit(*each) for each in given])
    assert [(one.id, one.load, one.rank, one.ranked) for one in found] == [
        (2, "پربار", 1, 2),
        (1, "پربار", 2, 2),
        (6, "پربار", None, 0),
        (3, "کم‌بار", 1, 2),
        (5, "کم‌بار", 1, 2),
        (4, "کمتر از ده ارجاع", None, 0),
    ], "nine were asked about the sixth: no rank, however well they speak of it"


@pytest.mark.parametrize("by", ["unit", "category", "official", "table", "district", "day"])
def test_every_grouping_counts_the_whole(db, clerk, arrive, scope, by):
    unit = lists.entries(db, "unit")[0]["id"]
    [one] = refer(db, clerk, arrive().id, unit)
    assert definitions.add_up(list(definitions.tallies(db, scope, by).values()))["sent"] == 1
    elsewhere = definitions.Scope(scope.since, scope.until, scope.programme_id + 1)
    assert definitions.tallies(db, elsewhere, by) == {}, "matters of another programme are not counted"
    assert [case.id for case in counted(db, clerk, scope, "sent")] == [one]
