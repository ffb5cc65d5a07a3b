"""Units are ranked by the visitor's word: of invented units, the one that only says «done» stands below the honest."""

from dataclasses import dataclass, field

import pytest

from app.figures import scorecard
from app.figures.definitions import FIGURES, Scope
from app.line import steps
from app.office import lists, programmes
from app.referrals import answers, deadlines, dispatch, verdicts
from app.referrals.answers import UnitAnswer
from app.table import paraphs
from app.table.paraphs import Addressee, Draft
from tests.support.counted import counted

DONE_SAYER, GOOD, SLOW, SILENT = "فقط می‌گوید انجام شد", "خوب", "کند و درستکار", "خاموش"
CASES = 12
ACCEPTED = {DONE_SAYER: 5, GOOD: 11, SLOW: 10}
"""How many of the CASES of each unit are accepted; the visitors of the others object."""


@dataclass
class Year:
    """A few weeks of four units, each with its referrals."""

    db: object
    clerk: object
    units: dict = field(default_factory=dict)
    sent: dict = field(default_factory=dict)

    @property
    def scope(self):
        return Scope("2026-11-22", "2026-12-21", programmes.active(self.db)[0].id)

    def figures(self):
        return {unit.id: unit for unit in scorecard.compute(self.db, self.clerk, self.scope).units}

    def of(self, name):
        return self.figures()[self.units[name]]


@pytest.fixture
def year(db, clerk, arrive, tables, clock):
    """Four units get CASES each with five working days; one answers at once, one on the third day, one late, one never.
    All visitors who got an answer are asked."""
    made = Year(db, clerk)
    units = [row["id"] for row in lists.entries(db, "unit")]
    for name, unit in zip((DONE_SAYER, GOOD, SLOW, SILENT), units, strict=False):
        made.units[name], made.sent[name] = unit, []
        for _ in range(CASES):
            visit = arrive()
            steps.call(db, clerk, visit.id, tables[0]["id"])
            draft = Draft(tables[0]["official_id"], "referred", "اقدام شود", (Addressee(unit, working_days=5),))
            made.sent[name] += [
                each.id for each in paraphs.referrals(db, paraphs.save(db, clerk, visit.id, draft).paraph_id)
            ]
    slips = [slip for some in made.sent.values() for slip in some]
    dispatch.send(db, clerk, slips, "secretariat")
    dispatch.acknowledge(db, clerk, [slip for slip in slips if slip not in made.sent[SILENT]])
    for name, days in ((DONE_SAYER, 0), (GOOD, 4), (SLOW, 14)):
        clock.turn(days=days)
        for place, slip in enumerate(made.sent[name]):
            answers.record_final(db, clerk, slip, UnitAnswer("done", "انجام شد."))
            if place < ACCEPTED[name]:
                verdicts.accept(db, clerk, slip)
            else:
                verdicts.object_to(db, clerk, slip, "هیچ کاری نشده است.")
    return made


def test_unit_that_only_says_done_stands_below_the_honest_ones(year):
    good, slow, done, silent = (year.of(name) for name in (GOOD, SLOW, DONE_SAYER, SILENT))
    assert [each.rank for each in (good, slow, done, silent)] == [1, 2, 3, None]
    assert (done.tally.in_time, slow.tally.in_time, silent.tally.in_time) == (1.0, 0.0, 0.0)
    assert [each.tally.accepted for each in (good, slow, done)] == [11 / 12, 10 / 12, 5 / 12]
    assert silent.tally.accepted is None and silent.tally.in_promise == 0.0 and silent.tally["silent"] == CASES


def test_second_answer_that_is_accepted_leaves_the_first_denied(year, db, clerk):
    before = year.of(DONE_SAYER).tally
    for slip in year.sent[DONE_SAYER][ACCEPTED[DONE_SAYER] :]:
        answers.record_final(db, clerk, slip, UnitAnswer("done", "این بار انجام شد."))
    assert year.of(DONE_SAYER).tally.accepted == before.accepted
    for slip in year.sent[DONE_SAYER][ACCEPTED[DONE_SAYER] :]:
        verdicts.accept(db, clerk, slip)
    now = year.of(DONE_SAYER).tally
    assert [now[name] for name in ("accepted", "denied", "unasked")] == [5, 7, 0]


def test_objection_is_not_laid_to_an_answer_that_was_sent_back_before_it(year, db, clerk):
    [slip, *_] = year.sent[SILENT]
    answers.record_final(db, clerk, slip, UnitAnswer("done", "انجام شد."))
    answers.send_back(db, clerk, slip, "پاسخ دربارهٔ پروندهٔ دیگری است.")
    bar(db, clerk, slip)
    verdicts.object_to(db, clerk, slip, "قانون چنین منعی ندارد.")
    tally = year.of(SILENT).tally
    assert (tally["objected"], tally["denied"]) == (1, 0)


def bar(db, clerk, slip):
    answers.record_final(db, clerk, slip, UnitAnswer("barred", "قانون اجازه نمی‌دهد."))


def answer(db, clerk, slip):
    answers.record_final(db, clerk, slip, UnitAnswer("done", "انجام شد."))


def close(db, clerk, slip):
    verdicts.close(db, clerk, slip, "پیگیری نشد.")


def pass_on(db, clerk, slip):
    answers.pass_on(db, clerk, slip, lists.entries(db, "unit")[-1]["id"], "در وظایف ما نیست.")


def acknowledge(db, clerk, slip):
    dispatch.acknowledge(db, clerk, [slip])


def pause_and_answer(db, clerk, slip):
    deadlines.pause(db, clerk, slip, "مدرک ناقص است.")
    answer(db, clerk, slip)


def acknowledge_and_answer(db, clerk, slip):
    acknowledge(db, clerk, slip)
    answer(db, clerk, slip)


@pytest.mark.parametrize(
    "act",
    [pause_and_answer, acknowledge, acknowledge_and_answer, close, pass_on, bar, answer],
    ids=lambda each: each.__name__,
)
def test_nothing_a_unit_or_a_clerk_does_lifts_a_silent_unit(year, db, clerk, act):
    before = year.of(SILENT)
    for slip in year.sent[SILENT]:
        act(db, clerk, slip)
    _assert_not_lifted(before, year.of(SILENT))


@pytest.mark.parametrize("act", [answer, close, pass_on, bar], ids=lambda each: each.__name__)
def test_nothing_a_unit_or_a_clerk_does_takes_an_objection_back(year, db, clerk, act):
    before = year.of(DONE_SAYER)
    for slip in year.sent[DONE_SAYER][ACCEPTED[DONE_SAYER] :]:
        act(db, clerk, slip)
    now = year.of(DONE_SAYER)
    _assert_not_lifted(before, now)
    assert (now.tally.accepted, now.tally["denied"]) == (before.tally.accepted, before.tally["denied"])


def test_objection_to_an_answer_that_the_law_bars_denies_nothing(year, db, clerk):
    first, *_ = year.sent[SILENT]
    bar(db, clerk, first)
    verdicts.object_to(db, clerk, first, "قانون را نمی‌پذیرم.")
    assert (year.of(SILENT).tally["denied"], year.of(SILENT).tally["objected"]) == (0, 1)


def test_promise_counts_where_the_office_sent_the_slip_late(db, clerk, arrive, tables, clock):
    """By its own clock the unit is not late yet; the promise is the office's and the unit's together."""
    visit = arrive()
    steps.call(db, clerk, visit.id, tables[0]["id"])
    unit = lists.entries(db, "unit")[0]["id"]
    draft = Draft(tables[0]["official_id"], "referred", "اقدام شود", (Addressee(unit, working_days=5),))
    [slip] = [each.id for each in paraphs.referrals(db, paraphs.save(db, clerk, visit.id, draft).paraph_id)]
    clock.turn(days=14)
    dispatch.send(db, clerk, [slip], "secretariat")
    tally = Year(db, clerk, {GOOD: unit}).of(GOOD).tally
    assert (tally.in_promise, tally.in_time) == (0.0, None)


@pytest.mark.parametrize("act", [answer, close, pass_on, bar], ids=lambda each: each.__name__)
def test_every_figure_lists_what_it_counts_after_an_act(year, db, clerk, act):
    for slip in (year.sent[SILENT][0], year.sent[DONE_SAYER][-1]):
        act(db, clerk, slip)
    whole = scorecard.compute(db, clerk, year.scope).whole
    for figure in FIGURES:
        assert len(counted(db, clerk, year.scope, figure)) == whole[figure], figure


def _assert_not_lifted(before, now):
    assert (now.rank or 99) >= (before.rank or 99)
    for name in ("accepted", "in_time", "in_promise"):
        assert (getattr(now.tally, name) or 0) <= (getattr(before.tally, name) or 0), name
