"""Nothing a unit or a clerk does lifts a figure without the visitor: each act in bulk on a fresh copy of the year."""

from contextlib import ExitStack
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pytest

from app.errors import Refused
from app.figures import scorecard
from app.figures.definitions import Scope
from app.invented.kept import BEGINS
from app.invented.year import LAST_DAY
from app.line import steps
from app.office import lists, programmes
from app.persian.calendar import jalali
from app.reception.arrival import Arrival
from app.reception.registering import register
from app.referrals import answers, deadlines, dispatch, lifecycle, reminders, taking_back, verdicts
from app.referrals.answers import UnitAnswer
from app.sessions import sessions
from app.table import paraphs, renewal
from app.table.paraphs import Addressee, Draft
from app.visits import visitors
from tests.support.counted import counted
from tests.support.lived_office import clerk_named, fresh_copy

WEEKS = 6
SILENT = "R08"
"""The unit that hardly answers."""
NEVER = 99


class Bulk:
    """A copy of the year whose clock is set by hand, and the clerks who act on one unit's referrals."""

    def __init__(self, db, clock, code):
        self.db, self.clock = db, clock
        self.followup, self.manager = clerk_named(db, "followup"), clerk_named(db, "demo")
        self.programme = programmes.active(db)[0].id
        self.codes = {row["code"]: row["id"] for row in lists.entries(db, "unit")}
        self.unit = self.codes[code]
        self.official = lists.entries(db, "official")[0]["id"]

    @property
    def scope(self):
        return Scope("2025-12-01", LAST_DAY, self.programme)

    def figures(self):
        return next(each for each in scorecard.unit_figures(self.db, self.scope) if each.id == self.unit)

    def listed(self, figure):
        """The ids of the unit's referrals that a figure counts."""
        scope = replace(self.scope, unit_id=self.unit)
        found = counted(self.db, self.followup, scope, figure)
        return [each.id for each in found]

    def each(self, act, some):
        """Do an act to each referral that allows it; return how many did."""
        done = 0
        for referral in some:
            try:
                act(self, referral)
            except Refused:
                continue
            done += 1
        return done


def answer(office, one):
    answers.record_final(office.db, office.followup, one, UnitAnswer("done", "انجام شد."))


def bar(office, one):
    answers.record_final(office.db, office.followup, one, UnitAnswer("barred", "قانون اجازه نمی‌دهد."))


def acknowledge(office, one):
    dispatch.acknowledge(office.db, office.followup, [one])


def pause(office, one):
    deadlines.pause(office.db, office.followup, one, "مدرک ناقص است.")


def pause_and_resume(office, one):
    pause(office, one)
    deadlines.resume(office.db, office.followup, one)


def extend(office, one):
    deadlines.extend(office.db, office.followup, one, "60", "حجم کار", "مدیر برنامه")


def promise(office, one):
    """Give an interim answer that promises the last day the law allows."""
    legal = date.fromisoformat(deadlines.legal_day(lifecycle.get(office.db, one).registered_day))
    given = UnitAnswer("", "در دست اقدام است.", promised_day=jalali((legal - timedelta(days=1)).isoformat()))
    answers.record_interim(office.db, office.followup, one, given)


def remind(office, one):
    reminders.remind(office.db, office.followup, [one])


def close(office, one):
    verdicts.close(office.db, office.followup, one, "پیگیری نشد.")


def pass_on(office, one):
    answers.pass_on(office.db, office.followup, one, office.codes["D05"], "در وظایف ما نیست.")


def decline_and_pass_on(office, one):
    answers.record_final(office.db, office.followup, one, UnitAnswer("not_ours", "در وظایف ما نیست."))
    pass_on(office, one)


def answer_and_send_back(office, one):
    answer(office, one)
    answers.send_back(office.db, office.followup, one, "بی‌ارتباط است.")


def answer_and_take_back(office, one):
    answer(office, one)
    take_back(office, one)


def close_and_take_back(office, one):
    close(office, one)
    take_back(office, one)


def take_back(office, one):
    last = taking_back.last_act(office.db, office.followup, one)
    taking_back.take_back(office.db, office.followup, last.step_id)


def amend_away(office, one):
    draft = Draft(
        office.official, "referred", "به واحد دیگر ارجاع شود.", (Addressee(office.codes["D05"], working_days=9),)
    )
    paraphs.amend(office.db, office.manager, paraph_of(office, one), draft, "اشتباه", accepts_sent=True)


def void(office, one):
    paraphs.void(office.db, office.manager, paraph_of(office, one), "اشتباه", accepts_sent=True)


def paraph_of(office, one):
    return office.db.required_row("SELECT paraph_id FROM referral WHERE id = :id", id=one)["paraph_id"]


def renew(office, one):
    """The visitor comes again, and the same paraph is written once more."""
    db, desk = office.db, clerk_named(office.db, "reception")
    before = db.required_row(
        "SELECT visit_id, visitor_id, category_id FROM referral JOIN visit ON visit.id = visit_id"
        " WHERE referral.id = :id",
        id=one,
    )
    known = visitors.get(db, before["visitor_id"])
    session = sessions.opened(db)
    arrival = Arrival(known, before["category_id"], accepted=frozenset({"open", "here"}), seen=known)
    visit = register(db, desk, session.id, arrival)
    seated = db.required_row("SELECT id, table_id FROM visit WHERE state IN ('called', 'meeting') LIMIT 1")
    steps.back(db, clerk_named(db, "caller"), seated["id"])
    steps.call(db, clerk_named(db, "caller"), visit.id, seated["table_id"])
    steps.came(db, clerk_named(db, "table"), visit.id)
    renewal.renew(db, clerk_named(db, "table"), visit.id, before["visit_id"], office.official)


SILENT_ACTS = [
    pause,
    pause_and_resume,
    acknowledge,
    extend,
    promise,
    remind,
    close,
    pass_on,
    decline_and_pass_on,
    bar,
    answer_and_send_back,
    answer_and_take_back,
    close_and_take_back,
    amend_away,
    void,
    renew,
]
ANSWERS = (bar, decline_and_pass_on)
"""After these the unit is no longer silent, late as it is, and its days to the answer are known."""
TIMES = ("silent", "median", "percentile")
DENIED_ACTS = [answer, bar, close, pass_on, pause, extend, amend_away, void]


class Shown:
    """What stands on the scorecard about a unit, said so that more is better for it."""

    def __init__(self, unit):
        tally = unit.tally
        self.good = {
            "rank": -(unit.rank or NEVER),
            "accepted": tally.accepted or 0,
            "in_time": tally.in_time or 0,
            "in_promise": tally.in_promise or 0,
            "silent": -tally["silent"],
            "again": -tally["again"],
            "denied": -tally["denied"],
            "due": -tally["due"],
            "promise due": -tally["promise_due"],
            "median": -(tally.median or 0),
            "percentile": -(tally.percentile_90 or 0),
        }
        self.load = unit.load

    def must_be_no_better_than(self, *others, apart_from=()):
        for name, value in self.good.items():
            assert name in apart_from or value <= max(other.good[name] for other in others) + 1e-9, name
        assert self.load == others[0].load


class Turned:
    """A clock that stands still until a test turns it."""

    def __init__(self):
        self.now = BEGINS

    def __call__(self):
        return self.now


def most_denied(db):
    return db.required_row(
        "SELECT unit.code AS code, COUNT(*) AS n FROM followup JOIN unit ON unit.id = unit_id"
        " WHERE stage = 'objected' AND disputed > 0 AND programme_id = :programme GROUP BY unit.code"
        " ORDER BY n DESC, code LIMIT 1",
        programme=programmes.active(db)[0].id,
    )["code"]


@pytest.fixture
def office_of(lived_year, tmp_path):
    """`office_of(code, …)` is a fresh copy of the year, or of its last weeks, with one unit in sight; with '' the one
    that owes most answers after objections."""
    with ExitStack() as stack:

        def make(code, *year):
            clock = Turned()
            db = stack.enter_context(fresh_copy(lived_year(*year), tmp_path, clock))
            return Bulk(db, clock, code or most_denied(db))

        yield make


@pytest.fixture(scope="module")
def plainly_answered(lived_year, tmp_path_factory):
    """`plainly_answered(…)` is the silent unit four weeks later, after «done» to everything that is late today."""

    @cache
    def make(*year):
        clock = Turned()
        with fresh_copy(lived_year(*year), tmp_path_factory.mktemp("plain"), clock) as db:
            office = Bulk(db, clock, SILENT)
            late = office.listed("owed")
            clock.now += timedelta(days=28)
            office.each(answer, late)
            return Shown(office.figures())

    return make


def must_not_be_lifted(office, act, plain, least):
    """Neither by the act alone, nor where everything that can be answered then is answered four weeks later."""
    before, late = Shown(office.figures()), office.listed("owed")
    assert len(late) >= least
    some = late[:3] if act is renew else late
    if act is acknowledge:  # most that are late have been acknowledged, late too
        some = {*late, *office.listed("unacknowledged")}
    assert office.each(act, some)
    apart_from = TIMES if act in ANSWERS else ()
    Shown(office.figures()).must_be_no_better_than(before, apart_from=apart_from)
    office.clock.now += timedelta(days=28)
    office.each(answer, late)
    Shown(office.figures()).must_be_no_better_than(before, plain, apart_from=apart_from)


@pytest.mark.parametrize("act", SILENT_ACTS, ids=lambda each: each.__name__)
def test_no_act_in_bulk_lifts_the_silent_unit(office_of, plainly_answered, act):
    must_not_be_lifted(office_of(SILENT, WEEKS), act, plainly_answered(WEEKS), 5)


@pytest.mark.long
@pytest.mark.parametrize("act", SILENT_ACTS, ids=lambda each: each.__name__)
def test_no_act_in_bulk_lifts_the_silent_unit_of_the_year(office_of, plainly_answered, act):
    must_not_be_lifted(office_of(SILENT), act, plainly_answered(), 80)


def answer_of_the_first_day(office, one):
    was = lifecycle.get(office.db, one)
    day = jalali(was.acknowledged_day or was.dispatched_day or was.issued_day)
    answers.record_final(office.db, office.followup, one, UnitAnswer("done", "انجام شد.", day=day))


def test_no_answer_is_dated_back_into_its_time_without_a_letter(office_of):
    office = office_of(SILENT, WEEKS)
    before, late = Shown(office.figures()), office.listed("owed")
    assert late and office.each(answer_of_the_first_day, late) == 0
    assert Shown(office.figures()).good == before.good


def must_stay_denied(office, act, least):
    before, denied = Shown(office.figures()), office.listed("denied")
    assert len(denied) >= least
    assert office.each(act, denied)
    after = Shown(office.figures())
    after.must_be_no_better_than(before, apart_from=TIMES)
    assert after.good["denied"] == before.good["denied"]


@pytest.mark.parametrize("act", DENIED_ACTS, ids=lambda each: each.__name__)
def test_no_act_in_bulk_takes_back_what_visitors_denied(office_of, act):
    must_stay_denied(office_of("", WEEKS), act, 3)


@pytest.mark.long
@pytest.mark.parametrize("act", DENIED_ACTS, ids=lambda each: each.__name__)
def test_no_act_in_bulk_takes_back_what_visitors_of_the_year_denied(office_of, act):
    must_stay_denied(office_of(""), act, 20)
