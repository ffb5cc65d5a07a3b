"""Backups of days, weeks and months are kept, whatever the times they were taken at."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.backups.retention import DAYS, LATEST, MONTHS, WEEKS, moments_to_keep
from app.persian.calendar import jalali, local_day

START = datetime(2026, 3, 21, tzinfo=UTC)


def told(moment):
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


MOMENTS = st.lists(st.integers(0, 3 * 365 * 24 * 60).map(lambda minutes: told(START + timedelta(minutes=minutes))))


@given(MOMENTS)
def test_removing_after_every_backup_keeps_the_same_as_removing_once(moments):
    left = set()
    for moment in sorted(moments):
        left = moments_to_keep(left | {moment})
    assert left == moments_to_keep(moments)


@given(MOMENTS)
def test_newest_moments_are_kept_and_their_number_is_bounded(moments):
    left = moments_to_keep(moments)
    assert left <= set(moments)
    assert set(sorted(set(moments))[-LATEST:]) <= left
    assert len(left) <= LATEST + DAYS + WEEKS + MONTHS
    assert moments_to_keep(left) == left


@given(MOMENTS)
def test_newest_moment_of_each_of_the_last_days_and_months_is_kept(moments):
    left = moments_to_keep(moments)
    for span, count in ((local_day, DAYS), (lambda moment: jalali(local_day(moment))[:7], MONTHS)):
        for one in sorted({span(moment) for moment in moments})[-count:]:
            assert max(moment for moment in moments if span(moment) == one) in left


def test_office_that_meets_weekly_keeps_seven_of_its_days():
    """From eight to half past one on a hundred Wednesdays."""
    every = [
        told(START + timedelta(days=4 + 7 * week, minutes=270 + 30 * turn)) for week in range(100) for turn in range(12)
    ]
    left = sorted(moments_to_keep(every))
    days = [local_day(moment) for moment in left]
    assert days[-LATEST:] == [local_day(every[-1])] * LATEST
    assert len(set(days)) == DAYS + MONTHS - 2, "seven Wednesdays of two months, and the last one of ten earlier months"
    assert left[0] < told(START + timedelta(days=100 * 7 - 300))
