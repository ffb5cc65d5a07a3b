"""Did reminders help: against a model that walks day by day, on planted worlds, and through the office's own rules."""

from collections import Counter
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.figures import reports as period_reports
from app.figures.definitions import Scope
from app.figures.reminder_effect import BANDS, ENOUGH, WITHIN, Late, late_referrals, measured
from app.line import steps
from app.office import lists, programmes
from app.persian.calendar import local_day
from app.referrals import answers, reminders, verdicts
from app.referrals.answers import UnitAnswer
from app.table import paraphs
from app.table.paraphs import Addressee, Draft

TODAY = 1000


@st.composite
def histories(draw):
    found = []
    for number in range(draw(st.integers(1, 12))):
        promised = draw(st.integers(700, TODAY - 2))
        ended = draw(st.integers(promised + 1, TODAY))
        reminded = draw(st.none() | st.integers(promised - 5, ended + 3))
        found.append(Late(number, draw(st.integers(1, 2)), promised, ended, draw(st.booleans()), reminded))
    return found


def band(days):
    return max(place for place, first in enumerate(BANDS) if days >= first)


def walked(referrals):
    """The measured referrals with what was expected, told by walking through every late day of every referral."""
    days, came = Counter(), Counter()
    for late in referrals:
        for day in range(late.promised + 1, late.ended + 1):
            if late.reminded is not None and day >= late.reminded:
                break
            for key in ((late.unit_id, band(day - late.promised)), (0, band(day - late.promised))):
                days[key] += 1
                came[key] += late.is_answered and day == late.ended
    found = {}
    for late in referrals:
        at = late.reminded
        if at is None or not late.promised < at < late.ended or at + WITHIN > TODAY:
            continue
        silent = 1.0
        for day in range(at + 1, at + WITHIN + 1):
            key = (late.unit_id, band(day - late.promised))
            key = key if days[key] >= ENOUGH else (0, key[1])
            silent = None if silent is None or not days[key] else silent * (1 - came[key] / days[key])
        if silent is not None:
            found[late.referral_id] = 1 - silent
    return found


@given(histories())
def test_what_is_expected_is_what_a_walk_through_every_day_says(referrals):
    found = {each.late.referral_id: each.expected for each in measured(referrals, TODAY)}
    assert found == pytest.approx(walked(referrals))


def world(seed, *, pace, after):
    """Two thousand late referrals of units of different pace: every third is reminded on its fifth late day; an answer
    comes each day with the unit's pace, and `after` times as fast after the reminder."""
    chance, found = Random(seed), []
    for number in range(2000):
        unit = 1 + number % 2
        reminded = 500 + 5 if number % 3 == 0 else None
        day = 500
        while day < TODAY:
            day += 1
            faster = after if reminded is not None and day > reminded else 1
            if chance.random() < pace * unit * faster:
                break
        found.append(Late(number, unit, 500, day, day < TODAY, reminded))
    return found


def shares(referrals):
    found = measured(referrals, TODAY)
    return sum(each.late.was_answered_soon for each in found) / len(found), sum(e.expected for e in found) / len(found)


def test_reminder_without_effect_shows_none_and_one_with_effect_shows_it():
    answered, expected = shares(world(1, pace=0.02, after=1))
    assert answered == pytest.approx(expected, abs=0.05)
    answered, expected = shares(world(1, pace=0.02, after=3))
    assert answered > expected + 0.2


@pytest.fixture
def scope(db):
    return Scope("2026-11-22", "2026-12-21", programmes.active(db)[0].id)


def test_referrals_of_an_office_are_measured_by_their_steps(db, clerk, arrive, tables, scope, clock):
    unit, slips = lists.entries(db, "unit")[0]["id"], []
    for _ in range(4):
        visit = arrive()
        steps.call(db, clerk, visit.id, tables[0]["id"])
        draft = Draft(tables[0]["official_id"], "referred", "اقدام شود", (Addressee(unit, working_days=5),))
        slips += [each.id for each in paraphs.referrals(db, paraphs.save(db, clerk, visit.id, draft).paraph_id)]
    answered, silent, never, closed = slips
    clock.turn(days=21)
    reminded_on = date.fromisoformat(local_day(db.now())).toordinal()
    reminders.remind(db, clerk, [answered, silent])
    clock.turn(days=4)
    answers.record_final(db, clerk, answered, UnitAnswer("done", "شد"))
    verdicts.close(db, clerk, closed, "متقاضی منصرف شد")
    clock.turn(days=10)
    today = reminded_on + 14
    found = {each.referral_id: each for each in late_referrals(db, scope)}
    told = {slip: (each.reminded, each.ended, each.is_answered) for slip, each in found.items()}
    assert told == {
        answered: (reminded_on, reminded_on + 4, True),
        silent: (reminded_on, today, False),
        never: (None, today, False),
        closed: (None, reminded_on + 4, False),
    }
    soon = {each.late.referral_id: each.late.was_answered_soon for each in measured(list(found.values()), today)}
    assert soon == {answered: True, silent: False}
    report = period_reports.gather(db, clerk, "reminders", scope)
    assert [each.now for each in report.figures[:3]] == [2, 1, 0.5] and report.figures[3].now == 0
    assert any("نه علت را" in each for each in report.definitions)


def test_reminder_of_the_last_days_is_not_measured_yet(db):
    late = Late(1, 1, 500, TODAY, False, TODAY - WITHIN + 1)
    other = Late(2, 1, 500, TODAY, False, None)
    assert not measured([late, other], TODAY) and len(measured([late, other], TODAY + 1)) == 1
