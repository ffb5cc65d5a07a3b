"""A running period beside earlier ones as they stood at the same age, from the days of the referrals' steps."""

import pytest

from app.figures import reports as period_reports
from app.figures import scorecard
from app.figures.definitions import FIGURES, Scope, add_up, tallies
from app.figures.equal_age import STOOD, progress, stood
from app.line import steps
from app.office import lists, programmes
from app.persian import period
from app.referrals import answers, verdicts
from app.referrals.answers import UnitAnswer
from app.table import paraphs
from app.table.paraphs import Addressee, Draft


@pytest.fixture
def slips(db, clerk, arrive, tables):
    """Four referrals of Wednesday 4 Azar 1405, each with five working days."""
    unit, found = lists.entries(db, "unit")[0]["id"], []
    for _ in range(4):
        visit = arrive()
        steps.call(db, clerk, visit.id, tables[0]["id"])
        draft = Draft(tables[0]["official_id"], "referred", "اقدام شود", (Addressee(unit, working_days=5),))
        found += [each.id for each in paraphs.referrals(db, paraphs.save(db, clerk, visit.id, draft).paraph_id)]
    return found


@pytest.fixture
def autumn(db):
    return Scope("2026-09-23", "2026-12-21", programmes.active(db)[0].id)


def answer(db, clerk, slip):
    answers.record_final(db, clerk, slip, UnitAnswer("done", "انجام شد."))


def counts(tally):
    return {name: tally[name] for name in STOOD}


def test_season_before_stands_as_it_was_on_the_same_day(db, clerk, slips, autumn, clock):
    """4 Azar is day 64 of autumn; what happens on 6 Azar and later is no part of how autumn stood on day 64 or 65."""
    first, second, third, _ = slips
    answer(db, clerk, first)
    answer(db, clerk, second)
    verdicts.accept(db, clerk, first)
    clock.turn(days=2)
    answer(db, clerk, third)
    verdicts.object_to(db, clerk, second, "هیچ کاری نشده است.")
    clock.turn(days=20)
    verdicts.object_to(db, clerk, first, "دوباره خراب شد.")
    on_day_64 = {"sent": 4, "answered": 2, "promise_due": 2, "in_promise": 2, "accepted": 1, "denied": 0}
    winter = Scope("2026-12-22", "2027-03-20", autumn.programme_id)
    clock.turn(days=68)  # 5 Esfand 1405, day 64 of winter
    now, before = scorecard.compute(db, clerk, winter).standings[:2]
    assert now.period.name == "زمستان 1405" and now.tally["sent"] == 0
    assert before.period.name == "پاییز 1405"
    assert counts(before.tally) == on_day_64, "as it stood, the objections of later days left out"


def test_figures_as_they_stand_today_are_those_of_the_card(db, clerk, slips, autumn, clock):
    first, second, third, fourth = slips
    for slip in (first, second, third):
        answer(db, clerk, slip)
    clock.turn(days=14)
    verdicts.accept(db, clerk, first)
    verdicts.object_to(db, clerk, second, "هیچ کاری نشده است.")
    verdicts.close(db, clerk, fourth, "پیگیری نشد.")
    card = scorecard.compute(db, clerk, autumn)
    assert counts(card.whole) == counts(card.standings[0].tally)
    assert counts(card.whole) == {
        "sent": 4,
        "answered": 3,
        "promise_due": 4,
        "in_promise": 3,
        "accepted": 1,
        "denied": 1,
    }
    by_unit = stood(db, autumn, "2026-12-09", "unit")
    assert counts(add_up(list(by_unit.values()))) == counts(card.whole)
    assert set(STOOD) <= set(FIGURES) and tallies(db, autumn, "whole")


def test_report_of_a_running_season_names_the_day_it_is_compared_up_to(db, clerk, slips, autumn):
    """On 4 Azar, day 64 of 90, summer is counted up to its own day 64, 2 Shahrivar."""
    report = period_reports.gather(db, clerk, "season", autumn)
    assert report.compared == "تابستان 1405 تا \u20681405/06/02\u2069"
    spring = Scope("2026-03-21", "2026-06-21", autumn.programme_id)
    assert period_reports.gather(db, clerk, "season", spring).compared == "زمستان 1404"


def test_title_says_how_many_days_are_left():
    autumn = period.season("2026-12-01")
    assert progress(autumn, "2026-12-01") == "تا روز 70 از 90، هنوز 20 روز مانده"
    assert progress(autumn, "2026-12-21") == progress(autumn, "2027-02-01") == progress(autumn, "2026-09-01") == ""
