"""The fair test beside exact fractions, the definition of its correction, and what chance does."""

from fractions import Fraction
from math import comb
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from app.figures.fair_test import LEVEL, Grown, alarms, divisor, probability


@given(st.integers(0, 80), st.integers(0, 80), st.integers(1, 19))
def test_probability_is_the_exact_one(now, before, twentieths):
    share, total = Fraction(twentieths, 20), now + before
    exact = sum(comb(total, k) * share**k * (1 - share) ** (total - k) for k in range(now, total + 1))
    assert abs(probability(Grown(now, before), float(share)) - exact) <= 1e-9 * max(exact, Fraction(1, 10**6))


@given(st.lists(st.integers(1, 30), max_size=60), st.floats(0.05, 0.95))
def test_level_is_divided_by_those_that_could_become_significant(totals, share):
    k = divisor(totals, share)
    assert k == 1 or sum(share**total <= LEVEL / (k - 1) for total in totals) > k - 1
    assert sum(share**total <= LEVEL / k * (1 - 1e-9) for total in totals) <= k


def test_chance_alone_gives_at_most_the_promised_number_of_false_alarms():
    """Three hundred cells of 2 to 60 people, each person in the later period by the toss of a coin: 200 times."""
    chance = Random(7)
    wrong = 0
    for _ in range(200):
        totals = [chance.randint(2, 60) for _ in range(300)]
        now = [sum(chance.random() < 0.5 for _ in range(total)) for total in totals]
        cells = [Grown(a, total - a) for a, total in zip(now, totals, strict=True)]
        wrong += any(is_alarm for _, is_alarm in alarms(cells, 0.5))
    assert wrong <= 200 * LEVEL


def test_real_growth_is_found_among_a_thousand_cells():
    chance = Random(1)
    quiet = [Grown(chance.randint(5, 9), 7) for _ in range(1000)]
    found = [is_alarm for _, is_alarm in alarms([Grown(54, 0), Grown(43, 4), *quiet], 0.5)]
    assert found[:2] == [True, True] and not any(found[2:])


def test_without_an_earlier_period_nothing_is_called_growth():
    assert alarms([Grown(54, 0)], 1.0) == [(1.0, False)]
