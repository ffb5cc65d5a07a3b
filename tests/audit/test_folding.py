"""Runs of prints in the journal folded to one row each."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.audit.folding import Fold, folded
from app.audit.reading import JournalRow


def row(n, clerk="الف", paper="رسید", is_print=True, day="2026-11-25", wrong=0):
    return JournalRow(n, f"{day}T08:00:00.000Z", clerk, "چاپ", "", 0, (), paper, is_print, wrong)


def test_prints_of_one_clerk_and_day_are_one_row_that_says_which_papers():
    rows = [row(9), row(8, paper="برگهٔ ارجاع"), row(7, paper="برگهٔ ارجاع"), row(6, is_print=False), row(5)]
    fold, other, single = folded(rows)
    assert isinstance(fold, Fold) and fold.rows == tuple(rows[:3]) and fold.id == -7
    assert fold.papers == (("برگهٔ ارجاع", 2), ("رسید", 1)) and [other, single] == rows[3:]


ROWS = st.lists(
    st.tuples(st.sampled_from("اب"), st.booleans(), st.sampled_from(["2026-11-25", "2026-11-24"]), st.integers(0, 1))
)


@given(ROWS)
def test_folding_loses_no_row_and_joins_only_what_is_alike(drawn):
    rows = [row(n, clerk, "رسید", prints, day, wrong) for n, (clerk, prints, day, wrong) in enumerate(drawn)]
    found = [each.rows if isinstance(each, Fold) else (each,) for each in folded(rows)]
    assert [each for run in found for each in run] == rows
    kinds = [{(each.clerk, each.is_print, each.at, each.wrong_clock) for each in run} for run in found]
    assert all(len(kind) == 1 for kind in kinds)
    assert all(run[0].is_print for run in found if len(run) > 1)
    for left, right in pairwise(kinds):
        assert left != right or not next(iter(left))[1]
