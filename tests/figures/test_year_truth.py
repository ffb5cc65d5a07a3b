"""The scorecard beside the truth of the invented year: units stand in the order of what their answers were worth."""

from contextlib import closing
from math import sqrt
from statistics import correlation

import pytest

from app.figures import scorecard
from app.figures.definitions import RANKED_FROM, Scope, add_up
from app.invented.year import LAST_DAY, SEED
from app.office import programmes
from tests.support.lived_office import clerk_named, opened

WEEKS = 6
OTHER_SEEDS = (7, 1405)
ACCEPTS_TRUE, ACCEPTS_UNTRUE = 0.94, 0.08
"""How often the invented visitors accept an answer that is true, and one that is not."""
UNJUDGED = ("barred", "not_ours")
"""Outcomes of answers that are neither kept nor broken words."""


class Told:
    """The units of one programme: what the scorecard says, and what is true."""

    def __init__(self, db, facts):
        programme = programmes.active(db)[0].id
        codes = {row["id"]: row["code"] for row in db.rows("SELECT id, code FROM unit")}
        self.units = scorecard.compute(db, clerk_named(db, "followup"), Scope("2025-12-01", LAST_DAY, programme)).units
        self.first = {}
        """By unit: whether the first answer to each referral is true."""
        self.all = {}
        """By unit: whether each answer is true, those after an objection too."""
        self.heard = {}
        """By unit: for each visitor who has said something, whether the first answer was accepted."""
        self.character = {}
        ids = {code: unit for unit, code in codes.items()}
        for one in facts.referrals.values():
            if one.programme_id == programme:
                unit = ids[one.unit]
                self.character[unit] = one.character
                said = [answer.is_true for answer in one.answers if answer.outcome not in UNJUDGED]
                self.all.setdefault(unit, []).extend(said)
                self.first.setdefault(unit, []).extend(said[:1])
                denied = any(answer.outcome not in UNJUDGED for answer in one.answers[: one.objections])
                if denied or (one.stage == "accepted" and said):
                    self.heard.setdefault(unit, []).append(not denied)

    @property
    def ranked(self):
        return [unit for unit in self.units if unit.tally.asked >= RANKED_FROM]

    def correlation(self, shown, truth):
        return correlation([shown(unit) for unit in self.ranked], [share(truth[unit.id]) for unit in self.ranked])

    def among(self, *characters):
        return [unit for unit in self.units if self.character[unit.id] in characters]


def share(some):
    return sum(some) / len(some)


@pytest.fixture(scope="module")
def weeks(lived_year):
    db, facts = opened(lived_year(WEEKS))
    with closing(db):
        yield Told(db, facts)


@pytest.mark.parametrize("character", ["good", "ordinary", "done_sayer"])
def test_share_accepted_is_the_truth_of_first_answers_within_chance(weeks, character):
    units = weeks.among(character)
    together = add_up([unit.tally for unit in units])
    true = share([each for unit in units for each in weeks.first.get(unit.id, [])])
    heard = ACCEPTS_TRUE * true + ACCEPTS_UNTRUE * (1 - true)
    assert together.asked >= RANKED_FROM
    assert abs(together.accepted - heard) <= 3 * sqrt(heard * (1 - heard) / together.asked)


def test_answers_nobody_was_asked_about_are_in_no_share(weeks):
    for unit in weeks.units:
        heard = weeks.heard.get(unit.id, [])
        assert unit.tally.asked == len(heard)
        assert unit.tally.accepted == (share(heard) if heard else None)
    assert sum(unit.tally["unasked"] for unit in weeks.units) >= 20


def test_units_that_only_say_done_stand_below_the_good_ones(weeks):
    good = [unit.tally.accepted for unit in weeks.among("good") if unit.tally.asked >= 5]
    done = [unit.tally.accepted for unit in weeks.among("done_sayer") if unit.tally.asked >= 5]
    assert good and done and min(good) > max(done)


@pytest.mark.long
@pytest.mark.parametrize("seed", [SEED, *OTHER_SEEDS])
def test_year_ranks_units_by_the_truth(lived_year, seed):
    db, facts = opened(lived_year(seed=seed))
    with closing(db):
        told = Told(db, facts)
    assert len(told.ranked) >= 30
    assert told.correlation(lambda unit: unit.tally.accepted, told.first) >= 0.9
    assert told.correlation(lambda unit: unit.tally.in_time or 0.0, told.first) < 0.5, "which the rank once went by"
    for unit in told.among("done_sayer"):
        assert unit.rank > unit.ranked / 2, unit.name
    assert {told.character[unit.id] for unit in told.units if unit.rank == 1 and unit.load == "پربار"} <= {
        "good",
        "slow_honest",
    }
