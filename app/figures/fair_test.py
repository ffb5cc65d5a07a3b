"""A fair test for small numbers: which of many counts have grown by more than chance explains.

Of the n people of a cell in two periods, each falls into the later one with the chance that is that period's share of
all people, if nothing about the cell has changed. So the count of the later period is binomial, and the probability of
at least as many is exact for two people as for two hundred. Among a thousand cells some are rare by chance alone:
Bonferroni divides the level by their number, after Tarone (Biometrics 46, 1990) only by the number of those that could
have become significant at all with so few people.
"""

from collections.abc import Iterable, Sequence
from math import exp, lgamma, log
from typing import NamedTuple

LEVEL = 0.01
"""The probability of one false alarm or more among all cells looked at together: at one report a quarter, once in 25
years."""


class Grown(NamedTuple):
    """How many people a cell has in the later and in the earlier period."""

    now: int
    before: int


def probability(grown: Grown, share: float) -> float:
    """Return the probability of at least so many now, of all in both periods, where each is now with the chance
    `share`."""
    total = grown.now + grown.before
    if not grown.now or share >= 1:
        return 1.0
    if share <= 0:
        return 0.0
    whole = lgamma(total + 1)
    terms = (
        exp(whole - lgamma(k + 1) - lgamma(total - k + 1) + k * log(share) + (total - k) * log(1 - share))
        for k in range(grown.now, total + 1)
    )
    return min(1.0, sum(terms))


def divisor(totals: Iterable[int], share: float, level: float = LEVEL) -> int:
    """Return by how many tests the level is divided: the least k for which no more than k cells could reach level ÷ k.
    `totals`: the people of each cell in both periods."""
    if not 0 < share < 1:
        return 1
    least = sorted(total * log(share) for total in totals)
    k = 1
    while k < len(least) and least[k] <= log(level / k):
        k += 1
    return k


def alarms(cells: Sequence[Grown], share: float, level: float = LEVEL) -> list[tuple[float, bool]]:
    """Return for each cell its probability, and whether it has grown by more than chance explains."""
    tests = divisor((cell.now + cell.before for cell in cells), share, level)
    found = [probability(cell, share) for cell in cells]
    return [(each, each <= level / tests) for each in found]
