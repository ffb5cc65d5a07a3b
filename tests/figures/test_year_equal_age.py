"""A running period of the invented year stands beside the one before as that one stood on its own same day."""

from collections import Counter
from contextlib import closing

import pytest

from app.figures import scorecard
from app.figures.definitions import Scope
from app.figures.equal_age import STOOD
from app.office import programmes
from app.office.working_days import WorkingDays
from app.referrals import lifecycle
from app.referrals.history import fold
from tests.support.lived_office import clerk_named, opened

WEEKS = 6
ABAN = ("2026-10-23", "2026-11-21")
AZAR, DAY_11 = ("2026-11-22", "2026-12-21"), "2026-11-02"
SUMMER = ("2026-06-22", "2026-09-22")
AUTUMN, DAY_71 = ("2026-09-23", "2026-12-21"), "2026-08-31"
UNCOUNTED = ("barred", "not_ours")


def as_of(db, programme, since, until, by):
    """Count the figures of the referrals of a period from nothing but the steps up to the end of a day."""
    days, found = WorkingDays.load(db), Counter()
    rows = db.rows(
        "SELECT referral_id FROM followup WHERE working_days IS NOT NULL AND programme_id = :programme"
        " AND issued_day BETWEEN :since AND :until AND issued_day <= :by",
        programme=programme,
        since=since,
        until=until,
        by=by,
    )
    for row in rows:
        steps = [step for step in lifecycle.steps(db, row["referral_id"]) if step.day <= by]
        then = fold(lifecycle.get(db, row["referral_id"]), steps, days)
        found.update(figures_of(then, steps, by))
    return {name: found[name] for name in STOOD}


def figures_of(then, steps, by):
    kept = then.stage not in ("passed", "void")
    returned = {step.id for step in steps if step.kind == "returned"}
    said, denied = "", False
    for step in steps:
        if step.kind == "answered":
            said = step.outcome
        elif step.id in returned:
            said = ""
        elif step.kind == "objected":
            denied = denied or said not in ("", *UNCOUNTED)
    owes = then.stage in ("issued", "dispatched", "acknowledged", "objected")
    ended = max((step.day for step in steps if step.kind == then.stage), default="")
    answered = bool(then.answered_day)
    return [
        name
        for name, holds in {
            "sent": kept,
            "answered": kept and answered,
            "promise_due": answered or (then.due_day < by and (owes or then.due_day < ended)),
            "in_promise": then.in_promise == 1,
            "accepted": kept and then.stage == "accepted" and then.outcome not in UNCOUNTED and not denied,
            "denied": denied,
        }.items()
        if holds
    ]


def must_stand_beside(folder, now, before, same_day, names):
    db, _ = opened(folder)
    with closing(db):
        programme = programmes.active(db)[0].id
        clerk = clerk_named(db, "followup")
        card = scorecard.compute(db, clerk, Scope(*now, programme))
        assert tuple(each.period.name for each in card.standings[:2]) == names
        here, there = ({name: each.tally[name] for name in STOOD} for each in card.standings[:2])
        assert here == {name: card.whole[name] for name in STOOD}
        assert there == as_of(db, programme, *before, same_day)
        today = scorecard.compute(db, clerk, Scope(*before, programme)).whole
    assert there["sent"] and there["answered"] < today["answered"], "it has become older since"


def test_month_of_the_weeks_stands_beside_the_month_before_on_its_same_day(lived_year):
    must_stand_beside(lived_year(WEEKS), AZAR, ABAN, DAY_11, ("آذر 1405", "آبان 1405"))


@pytest.mark.long
def test_autumn_of_the_year_stands_beside_summer_on_its_own_day_71(lived_year):
    must_stand_beside(lived_year(), AUTUMN, SUMMER, DAY_71, ("پاییز 1405", "تابستان 1405"))
