"""Random histories of referrals beside a slow model that walks from day to day."""

import random
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.closures import entries, working_week
from app.errors import Refused
from app.figures import scorecard
from app.figures.definitions import Scope
from app.followup import view as followup
from app.followup.query import ListQuery
from app.journal import verify
from app.line import steps as line
from app.office import lists, programmes
from app.office.working_days import WorkingDays
from app.persian.calendar import jalali, local_day
from app.reception.arrival import Arrival
from app.reception.registering import register
from app.referrals import answers, deadlines, dispatch, lifecycle, taking_back, verdicts
from app.referrals.answers import UnitAnswer
from app.referrals.history import Step, fold, issued
from app.referrals.issuing import Addressee
from app.sessions import sessions
from app.table import paraphs
from app.visits.visitors import Visitor
from tests.support.slow_clock import Act, SlowReferral, slow_clock

FIRST = date(2026, 11, 25)
WEDNESDAY = 2
OPEN = {"issued", "dispatched", "acknowledged", "objected"}
ALLOWED = {
    "dispatched": {"issued"},
    "acknowledged": {"issued", "dispatched"},
    "answered": OPEN,
    "returned": {"answered"},
    "passed": OPEN,
    "extended": OPEN,
    "paused": OPEN,
    "resumed": OPEN,
    "accepted": {"answered"},
    "objected": {"answered", "accepted", "closed"},
    "closed": OPEN | {"answered"},
    "void": OPEN | {"answered", "accepted", "closed", "passed"},
}
SELDOM = {"void": 0.95, "passed": 0.85, "closed": 0.8}
"""How often an act that ends a referral is left out in an office."""
acts = st.tuples(st.sampled_from(sorted(ALLOWED)), st.integers(-15, 12), st.integers(0, 8), st.integers(1, 9))
histories = st.tuples(
    st.integers(1, 12),
    st.integers(1, 4),
    st.lists(acts, max_size=14),
    st.frozensets(st.integers(0, 120).map(lambda n: FIRST + timedelta(days=n)), max_size=12),
    st.booleans(),
)


def told(given_days, acknowledge_days, wanted):
    """Return the referral with those of the wanted acts that its stage allows: the days since the act before, negative
    where the PC's clock was set back, the days by which its true day lies back, working days."""
    made = SlowReferral(FIRST, given_days, acknowledge_days, FIRST + timedelta(days=given_days + 2))
    today, stage, paused = FIRST, "issued", False
    for kind, wait, back, days in wanted:
        today = max(FIRST, today + timedelta(days=wait))
        if stage not in ALLOWED[kind] or (kind in ("paused", "resumed") and paused == (kind == "paused")):
            continue
        entered = kind in ("returned", "objected", "closed", "passed", "void", "accepted")
        sent = [act.day for act in made.acts if act.kind in ("dispatched", "acknowledged", "objected")]
        day = today if entered else max([today - timedelta(days=back), FIRST, *sent])
        objected = kind == "objected"
        made.acts.append(Act(kind, day, given_days if objected else days if kind == "extended" else 0))
        paused = kind == "paused" or (paused and kind not in ("resumed", "answered", "closed", "passed", "void"))
        stage = slow_clock(made, lambda _: True).stage
    return made


def folded(referral, days):
    state = issued(
        referral_id=1,
        unit_id=1,
        registered_day=referral.issued.isoformat(),
        issued_day=referral.issued.isoformat(),
        working_days=referral.working_days,
        acknowledge_days=referral.acknowledge_days,
        due_day=referral.promised.isoformat(),
        passed_from=None,
    )
    steps = [Step(0, act.kind, act.day.isoformat(), "", "", working_days=act.working_days) for act in referral.acts]
    return fold(state, steps, days)


def seen(state):
    return {
        "stage": state.stage,
        "due": state.unit_due_day,
        "in_time_until": state.in_time_until,
        "answered": state.answered_day,
        "in_time": state.in_time,
        "in_promise": state.in_promise,
        "answer_days": state.answer_days,
        "objections": state.objections,
        "disputed": state.disputed,
    }


def expected(slow):
    return {
        "stage": slow.stage,
        "due": slow.due.isoformat(),
        "in_time_until": slow.in_time_until.isoformat() if slow.in_time_until else "",
        "answered": slow.answered.isoformat() if slow.answered else "",
        "in_time": slow.in_time,
        "in_promise": slow.in_promise,
        "answer_days": slow.answer_days,
        "objections": slow.objections,
        "disputed": slow.disputed,
    }


def compare(history):
    given_days, acknowledge_days, wanted, holidays, thursday = history
    referral = told(given_days, acknowledge_days, wanted)
    days = WorkingDays(frozenset(day.isoformat() for day in holidays), thursday)
    slow = slow_clock(referral, calendar(holidays, thursday))
    assert seen(folded(referral, days)) == expected(slow), referral


def calendar(holidays, thursday):
    off = {4} if thursday else {3, 4}
    return lambda day: day.weekday() not in off and day not in holidays


@given(histories)
@settings(max_examples=1500, deadline=None)
def test_folded_states_are_those_of_the_slow_model(history):
    compare(history)


@pytest.mark.long
@given(histories)
@settings(max_examples=30_000, deadline=None)
def test_thousands_of_folded_states_are_those_of_the_slow_model(history):
    compare(history)


@given(histories, st.integers(0, 20))
@settings(max_examples=500, deadline=None)
def test_no_pause_and_no_extension_from_its_late_day_on_makes_a_unit_punctual_slow_model(history, wait):
    given_days, acknowledge_days, wanted, holidays, thursday = history
    days = WorkingDays(frozenset(day.isoformat() for day in holidays), thursday)
    referral = told(given_days, acknowledge_days, wanted)
    state = folded(referral, days)
    if state.stage not in OPEN or not state.in_time_until:
        return
    late = date.fromisoformat(state.in_time_until) + timedelta(days=1 + wait)
    for kind in ("paused", "extended", "closed", "passed", "void", *(["acknowledged"] * (not state.acknowledged_day))):
        if kind == "paused" and state.paused_day:
            continue
        after = folded(
            SlowReferral(
                referral.issued,
                referral.working_days,
                referral.acknowledge_days,
                referral.promised,
                [*referral.acts, Act(kind, late, 30 if kind == "extended" else 0)],
            ),
            days,
        )
        assert after.in_time_until == state.in_time_until, kind


# -- through the doors of the office


@dataclass
class Walk:
    """An office in which clerks do at random what the rules allow, and beside it what the slow model was told."""

    db: object
    clerk: object
    clock: object
    chance: random.Random
    told: dict = field(default_factory=dict)
    closures: set = field(default_factory=set)
    tried: int = 0
    """The acts that were tried, those that were refused too."""

    def today(self):
        return date.fromisoformat(local_day(self.db.now()))

    def back(self):
        """A day of the last week, as typed."""
        day = self.today() - timedelta(days=self.chance.choice((0, 0, 1, 2, 5)))
        return day, jalali(day.isoformat())

    def act(self, referral):
        self.tried += 1
        if self.chance.random() < 0.004:
            self.amend(referral)
            return
        kind = self.chance.choice(self.kinds(referral))
        day, typed = self.back()
        days = self.chance.randrange(1, 9)
        letter = ("12", typed) if day < self.today() else ()
        db, clerk, now = self.db, self.clerk, self.today()
        doors = {
            "dispatched": lambda: (dispatch.send(db, clerk, [referral], "hand", day=typed), day),
            "acknowledged": lambda: (dispatch.acknowledge(db, clerk, [referral], typed), day),
            "answered": lambda: (answers.record_final(db, clerk, referral, UnitAnswer("done", "x", day=typed)), day),
            "returned": lambda: (answers.send_back(db, clerk, referral, "x"), now),
            "passed": lambda: (self.pass_on(referral), now),
            "extended": lambda: (deadlines.extend(db, clerk, referral, str(days), "x", "y", *letter), day),
            "paused": lambda: (deadlines.pause(db, clerk, referral, "x", *letter), day),
            "resumed": lambda: (deadlines.resume(db, clerk, referral, typed), day),
            "accepted": lambda: (verdicts.accept(db, clerk, referral), now),
            "objected": lambda: (verdicts.object_to(db, clerk, referral, "x"), now),
            "closed": lambda: (verdicts.close(db, clerk, referral, "x"), now),
            "void": lambda: (self.void(referral), now),
        }
        if self.chance.random() < SELDOM.get(kind, 0):
            return
        if self.chance.random() < 0.12:
            self.take_back(referral)
            return
        try:
            _, day = doors[kind]()
        except Refused:
            return
        slow = self.told[referral]
        given_days = days if kind == "extended" else slow.working_days if kind == "objected" else 0
        slow.acts.append(Act(kind, day, given_days))

    def kinds(self, referral):
        """Mostly acts that fit the stage, now and then any."""
        stage = lifecycle.get(self.db, referral).stage
        fit = [kind for kind, stages in sorted(ALLOWED.items()) if stage in stages]
        return fit if fit and self.chance.random() < 0.85 else sorted(ALLOWED)

    def take_back(self, referral):
        if last := taking_back.last_act(self.db, self.clerk, referral):
            taking_back.take_back(self.db, self.clerk, last.step_id)
            self.told[referral].acts.pop()

    def pass_on(self, referral):
        unit = self.chance.choice(lists.entries(self.db, "unit"))["id"]
        number = answers.pass_on(self.db, self.clerk, referral, unit, "x")
        onward = self.db.required_row("SELECT id FROM referral WHERE number = :number", number=number)["id"]
        slow = self.told[referral]
        self.told[onward] = SlowReferral(self.today(), slow.working_days, slow.acknowledge_days, slow.promised)

    def void(self, referral):
        row = self.db.required_row("SELECT paraph_id FROM referral WHERE id = :id", id=referral)
        others = self.db.rows("SELECT id FROM referral WHERE paraph_id = :id", id=row["paraph_id"])
        paraphs.void(self.db, self.clerk, row["paraph_id"], "x", accepts_sent=True)
        for other in others:
            if other["id"] != referral:
                self.told[other["id"]].acts.append(Act("void", self.today()))

    def close_the_office(self):
        """Enter a closure of the last days, or of the next ones, and move the clocks."""
        day = self.today() + timedelta(days=self.chance.randrange(-6, 6))
        if day in self.closures:
            return
        self.closures.add(day)
        with suppress(Refused):
            entries.close_day(self.db, self.clerk, day.isoformat(), "به دستور استانداری", "")

    def work_on_thursdays_or_not(self):
        works = not WorkingDays.load(self.db).thursday
        working_week.change_settings(self.db, self.clerk, thursday_works=str(int(works)))

    def amend(self, referral):
        row = self.db.required_row("SELECT paraph_id FROM referral WHERE id = :id", id=referral)
        gone = self.db.rows("SELECT id FROM referral WHERE paraph_id = :id", id=row["paraph_id"])
        with suppress(Refused):
            saved = paraphs.amend(self.db, self.clerk, row["paraph_id"], self.draft(), "x", accepts_sent=True)
            for each in gone:
                self.told[each["id"]].acts.append(Act("void", self.today()))
            self.tell(saved.paraph_id)

    def draft(self):
        official, units = lists.entries(self.db, "official")[0]["id"], lists.entries(self.db, "unit")
        unit, days = self.chance.choice(units)["id"], self.chance.randrange(1, 12)
        sent = (Addressee(unit, "lead", working_days=days),)
        return paraphs.Draft(official, "referred", f"بررسی شود {self.chance.random()}", sent)

    def tell(self, paraph_id):
        [sent] = [each for each in paraphs.referrals(self.db, paraph_id) if each.state == "issued"]
        due = date.fromisoformat(sent.due_day)
        self.told[sent.id] = SlowReferral(self.today(), sent.working_days, 3, due)

    def hold_a_session(self, referrals):
        if open_one := sessions.opened(self.db):
            sessions.close(self.db, self.clerk, open_one.id, "left")
        session = sessions.open_today(self.db, self.clerk, programmes.active(self.db)[0].id)
        category = lists.entries(self.db, "category")[0]["id"]
        table = lists.entries(self.db, "meeting_table")[0]["id"]
        for n in range(referrals):
            visitor = Visitor(kind="no_code", code_reason="ندارد", first_name="نمونه", last_name=f"آزمایشی {n}")
            visit = register(self.db, self.clerk, session.id, Arrival(visitor, category))
            line.call(self.db, self.clerk, visit.id, table)
            line.came(self.db, self.clerk, visit.id)
            self.tell(paraphs.save(self.db, self.clerk, visit.id, self.draft()).paraph_id)

    def act_while_the_clock_is_wrong(self):
        wrong = self.chance.choice((-10, 25))
        self.clock.turn(days=wrong)
        for referral in self.chance.sample(list(self.told), 5):
            self.act(referral)
        self.clock.turn(days=-wrong)


@pytest.fixture
def walk(db, clerk, clock):
    """`walk(seed, n)` is an office of the first Wednesday, with n referrals."""

    def make(seed, referrals):
        made = Walk(db, clerk, clock, random.Random(seed))
        made.hold_a_session(referrals)
        return made

    return make


def must_be_equal(made):
    db, days = made.db, WorkingDays.load(made.db)
    slow = {
        referral: slow_clock(each, lambda day: days.include(day.isoformat())) for referral, each in made.told.items()
    }
    for referral, each in slow.items():
        assert seen(lifecycle.get(db, referral)) == expected(each), made.told[referral]
    late = {
        referral
        for referral, each in slow.items()
        if each.stage in OPEN and each.in_time_until and each.in_time_until < made.today()
    }
    listed = followup.every_row(db, made.clerk, ListQuery("late"))
    assert {row.referral_id for row in listed} == late
    whole = scorecard.compute(db, made.clerk, Scope("2026-11-01", "2029-12-01", programmes.active(db)[0].id)).whole
    was_late = [each for each in slow.values() if each.in_time_until and each.in_time_until < made.today()]
    assert whole["overdue"] == len(late)
    assert whole["in_time"] == sum(each.in_time is True for each in slow.values())
    assert whole["due"] == len({id(each) for each in [*was_late, *(e for e in slow.values() if e.answered)]})
    for figure, stage in (("closed_late", "closed"), ("passed_late", "passed"), ("void_late", "void")):
        assert whole[figure] == sum(each.stage == stage and not each.answered for each in was_late), figure


def wander(made, days, more=0):
    """`more`: referrals of each later Wednesday."""
    for _ in range(days):
        if more and made.today().weekday() == WEDNESDAY:
            made.hold_a_session(more)
        for referral in list(made.told):
            if made.chance.random() < 0.3:
                made.act(referral)
        if made.chance.random() < 0.15:
            made.close_the_office()
        if made.chance.random() < 0.02:
            made.work_on_thursdays_or_not()
        if made.chance.random() < 0.05:
            made.act_while_the_clock_is_wrong()
        made.clock.turn(days=1)
    must_be_equal(made)


def test_random_days_of_an_office_end_in_the_figures_of_the_slow_model(walk):
    wander(walk(14, 12), 45)


@pytest.mark.long
def test_twenty_thousand_acts_of_a_year_end_in_the_figures_of_the_slow_model(walk):
    made = walk(1405, 40)
    while made.tried < 20_000:
        made.clock.turn(days=1)
        wander(made, 30, more=12)
    assert verify.fault(made.db) is None, "the journal is whole"
    serials = [int(row["number"].split("/")[2]) for row in made.db.rows("SELECT number FROM referral ORDER BY id")]
    years = [row["number"].split("/")[0] for row in made.db.rows("SELECT number FROM referral ORDER BY id")]
    for year in set(years):
        of_year = sorted(serial for serial, its in zip(serials, years, strict=True) if its == year)
        assert of_year == list(range(1, len(of_year) + 1)), "no gap and no double"


@pytest.mark.long
@pytest.mark.parametrize("seed", range(12))
def test_random_months_of_an_office_end_in_the_figures_of_the_slow_model(walk, seed):
    wander(walk(seed, 60), 150)
