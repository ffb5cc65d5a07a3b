"""How far the referrals of a found visit are, on both engines."""

import pytest

from app.access.privacy import ReadingRights
from app.followup import dossier
from app.line import steps
from app.office import lists
from app.referrals import answers, verdicts
from app.referrals.answers import UnitAnswer
from app.search import search
from app.table import paraphs, renewal
from app.table.paraphs import Addressee, Draft
from app.visits.visitors import Visitor
from tests.conftest import CODES

PERSON = Visitor(code=CODES[0], first_name="نمونه", last_name="آزمایشی", mobile="09120000000")


@pytest.fixture
def meet(db, clerk, arrive, tables):
    """A visitor who sits at the first table."""

    def make(**visit):
        made = arrive(visitor=PERSON, accepted=frozenset({"here", "open"}), **visit)
        return steps.came(db, clerk, steps.call(db, clerk, made.id, tables[0]["id"]).id)

    return make


@pytest.fixture
def refer(db, clerk, meet):
    """Write a paraph to two units and return the visit and the ids of its referrals."""

    def make(**visit):
        made, official = meet(**visit), lists.entries(db, "official")[0]["id"]
        to = tuple(Addressee(unit["id"], "lead", working_days=5) for unit in lists.entries(db, "unit")[:2])
        saved = paraphs.save(db, clerk, made.id, Draft(official, "referred", "بررسی شود", to))
        return made, [each.id for each in paraphs.referrals(db, saved.paraph_id)]

    return make


def standing(db, clerk, visit):
    hit = next(hit for hit in search.find_for(db, clerk, PERSON.code)[1] if hit.visit_id == visit.id)
    return hit.stage, hit.late, hit.is_overdue


def test_latest_referral_of_a_visit_is_told_before_those_that_are_settled(db, clerk, clock, refer):
    visit, [late, done] = refer()
    assert standing(db, clerk, visit) == ("issued", 0, False)
    answers.record_final(db, clerk, done, UnitAnswer("done", "انجام شد"))
    verdicts.accept(db, clerk, done)
    clock.turn(days=30)
    days = dossier.load(db, clerk, late).days_late
    assert days > 0 and standing(db, clerk, visit) == ("issued", days, True)
    answers.record_final(db, clerk, late, UnitAnswer("done", "انجام شد"))
    assert standing(db, clerk, visit) == ("answered", 0, False)
    verdicts.object_to(db, clerk, late, "نشده است")
    assert standing(db, clerk, visit)[0] == "objected"
    verdicts.close(db, clerk, late, "بسته شد")
    assert standing(db, clerk, visit) == ("accepted", 0, False)


def test_renewed_visit_is_as_far_as_the_case_it_continues(db, clerk, clock, meet, refer):
    first, _ = refer()
    clock.turn(days=1)
    again = meet(same_as=first.id)
    assert standing(db, clerk, again) == ("issued", 0, False)
    renewal.renew(db, clerk, again.id, first.id, lists.entries(db, "official")[0]["id"])
    clock.turn(days=30)
    assert standing(db, clerk, again) == standing(db, clerk, first) and standing(db, clerk, again)[1] > 0


def test_visit_without_a_referral_has_the_outcome_of_its_meeting(db, clerk, meet):
    visit, official = meet(), lists.entries(db, "official")[0]["id"]
    paraphs.save(db, clerk, visit.id, Draft(official, "settled", ""))
    [hit] = search.find_for(db, clerk, PERSON.code)[1]
    assert (hit.stage, hit.outcome) == ("", "در محل حل شد")


def test_covered_hit_keeps_its_stage_and_not_its_outcome(db, make_clerk, refer):
    secret = next(row["id"] for row in lists.entries(db, "category") if row["confidential"])
    visit, _ = refer(category_id=secret)
    clerk = make_clerk("secretariat")
    assert not ReadingRights(db, clerk).may_read(visit.id, 1)
    [hit] = search.find_for(db, clerk, PERSON.code)[1]
    assert (hit.stage, hit.outcome, hit.numbers) == ("issued", "", "")
