"""How long visitors wait, from the pace of the session's calls."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.line import steps
from app.line.pace import Pace, mean_gap, pace

START = datetime(2026, 11, 25, 5, 30, tzinfo=UTC)


def moments(*minutes):
    return [(START + timedelta(minutes=each)).isoformat() for each in minutes]


def test_pace_is_unknown_before_four_calls():
    assert mean_gap(moments(0, 5, 10)) is None


def test_gap_is_the_mean_between_calls():
    assert mean_gap(moments(0, 4, 8, 12, 16)) == 4


def test_longest_gap_is_left_out():
    assert mean_gap(moments(0, 4, 8, 48, 52)) == 4


def test_tables_that_call_together_still_have_a_pace():
    """Three tables, all at once every nine minutes: one call in three minutes, not none."""
    calls = moments(0, 0, 0, 9, 9, 9, 18, 18, 18, 27, 27, 27)
    assert 1.5 <= mean_gap(calls) <= 3


@given(st.lists(st.integers(0, 600), min_size=4, max_size=30))
def test_gap_lies_between_zero_and_the_longest(minutes):
    calls = moments(*sorted(minutes))
    assert 0 <= mean_gap(calls) <= max(b - a for a, b in zip(sorted(minutes), sorted(minutes)[1:], strict=False))


def test_pace_and_mean_wait_come_from_the_session_s_own_calls(db, clerk, session, tables, arrive, clock):
    visits = [arrive() for _ in range(5)]  # a minute apart
    for visit in visits:
        clock.turn(minutes=6)
        steps.call(db, clerk, visit.id, tables[0]["id"])
        steps.recall(db, clerk, visit.id)
        steps.no_show(db, clerk, visit.id)
    found = pace(db, session.id)
    assert found.minutes_per_call == pytest.approx(6)
    assert found.mean_wait == round(sum(4 + 6 * n - n + 6 for n in range(5)) / 5)


def test_undone_calls_give_no_pace(db, clerk, session, tables, arrive, clock):
    for _ in range(5):
        visit = arrive()
        steps.undo(db, clerk, steps.call(db, clerk, visit.id, tables[0]["id"]).id)
    assert pace(db, session.id) == Pace(None, None)
