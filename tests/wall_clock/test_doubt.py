"""The table of cases: when the clock is asked about, and when a closed office explains the leap."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.persian.calendar import at
from app.wall_clock.doubt import Evidence, reason_for_doubt

WEDNESDAYS = tuple((date(2026, 11, 25) - timedelta(weeks=n)).isoformat() for n in range(8))
DAILY = tuple(
    day.isoformat() for n in range(56) if (day := date(2026, 11, 25) - timedelta(days=n)).weekday() not in (3, 4)
)
LAST = at("2026-11-25", "13:00")  # Wednesday


def asked(day, time, **more):
    return reason_for_doubt(Evidence(at(day, time), **{"last": LAST} | more))


@pytest.mark.parametrize(
    ("case", "day", "time", "more", "reason"),
    [
        ("first start ever", "2026-11-25", "03:00", {"last": ""}, None),
        ("a minute later", "2026-11-25", "13:01", {}, None),
        ("six hours later, in the evening", "2026-11-25", "19:00", {}, None),
        ("the next morning", "2026-11-26", "08:00", {"days_used": DAILY, "works_today": True}, "day"),
        ("the next morning of a new office", "2026-11-26", "08:00", {"days_used": WEDNESDAYS[:1]}, None),
        ("after the weekend, in daily use", "2026-11-28", "08:00", {"days_used": DAILY}, None),
        ("weekly use, the next session", "2026-12-02", "08:00", {"days_used": WEDNESDAYS, "session_today": True}, None),
        ("weekly use, the session is not planned", "2026-12-02", "08:00", {"days_used": WEDNESDAYS}, None),
        ("weekly use, on a Monday", "2026-11-30", "08:00", {"days_used": WEDNESDAYS}, "day"),
        ("two weeks without a session", "2026-12-09", "08:00", {"days_used": WEDNESDAYS}, None),
        ("three weeks of Nowruz", "2027-04-07", "08:00", {"last": at("2027-03-17", "14:00")}, None),
        ("three weeks of Nowruz, in daily use", "2027-04-07", "08:00",
         {"last": at("2027-03-17", "14:00"), "days_used": DAILY}, None),
        ("a holiday", "2026-12-02", "08:00", {"days_used": DAILY, "holiday_today": True}, "day"),
        ("a holiday on which a session is planned", "2026-12-02", "08:00",
         {"holiday_today": True, "session_today": True}, None),
        ("a Friday", "2026-11-27", "09:00", {"works_today": False}, "day"),
        ("a Thursday on which the office is used though it is off", "2026-12-03", "09:00",
         {"works_today": False, "days_used": (*DAILY, "2026-11-19")}, None),
        ("a month ahead", "2026-12-25", "13:00", {"session_today": True}, "pause"),
        ("February ahead", "2026-12-23", "13:00", {"days_used": WEDNESDAYS}, "pause"),
        ("a year ahead", "2027-11-25", "13:00", {"days_used": DAILY}, "pause"),
        ("the next morning read as evening", "2026-11-28", "20:30", {"days_used": DAILY}, "hour"),
        ("AM for PM on a session's day", "2026-12-02", "20:30", {"session_today": True}, "hour"),
        ("PM for AM on the next day", "2026-11-28", "01:30", {"days_used": DAILY}, "hour"),
        ("five hours behind", "2026-11-25", "08:00", {}, None),
        ("eleven hours behind, by AM for PM", "2026-11-25", "02:00", {}, "behind"),
        ("a day behind", "2026-11-24", "13:00", {}, "behind"),
        ("a flat battery", "2010-01-01", "08:00", {}, "behind"),
        ("restored by hand, months old, with yesterday's backup beside", "2026-11-28", "09:00",
         {"last": at("2026-08-25", "13:00"), "others": (LAST,), "days_used": ("2026-08-25",)}, None),
        ("restored by hand, months old, with nothing beside", "2026-11-28", "09:00",
         {"last": at("2026-08-25", "13:00")}, "pause"),
        ("a backup taken while the clock was ahead is no evidence", "2026-11-28", "09:00",
         {"others": (at("2027-11-28", "09:00"),), "days_used": DAILY}, None),
        ("a month ahead, with a backup taken while it was a year ahead", "2026-12-30", "09:00",
         {"others": (at("2027-11-28", "09:00"),), "days_used": DAILY}, "pause"),
    ],
)  # fmt: skip
def test_clock_is_asked_about_where_a_closed_office_explains_nothing(case, day, time, more, reason):
    assert asked(day, time, **more) == reason, case


@given(ahead=st.integers(28 * 24 * 60, 10 * 366 * 24 * 60), minute=st.integers(0, 24 * 60 - 1), session=st.booleans())
def test_clock_a_month_or_more_ahead_is_always_asked_about(ahead, minute, session):
    evening = timedelta(minutes=ahead)
    then = date(2026, 11, 25) + evening + timedelta(days=1)
    assert asked(then.isoformat(), f"{minute // 60:02}:{minute % 60:02}", session_today=session, days_used=DAILY)


@given(hours=st.floats(-6, 6))
def test_six_hours_either_way_are_never_asked_about(hours):
    minutes = round(13 * 60 + hours * 60)
    assert asked("2026-11-25", f"{minutes // 60:02}:{minutes % 60:02}", holiday_today=True) is None
