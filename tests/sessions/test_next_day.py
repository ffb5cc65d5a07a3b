"""The day of a programme's next session, on both engines."""

import pytest

from app.closures import entries
from app.office import programmes
from app.sessions import sessions
from app.sessions.next_day import next_day, next_days, tomorrow


@pytest.fixture
def citizens(db):
    return programmes.active(db)[0]


def test_rule_gives_the_day_where_no_session_is_planned(db, citizens):
    assert tomorrow(db) == "2026-11-26"
    assert next_day(db, citizens.id, "2026-11-25") == "2026-11-25", "the first day counts"
    assert next_day(db, citizens.id, "2026-11-26") == "2026-12-02"


def test_planned_session_goes_before_the_rule(db, clerk, citizens):
    sessions.plan(db, clerk, citizens.id, "2026-12-06")
    assert next_day(db, citizens.id, "2026-11-26") == "2026-12-06"
    assert next_day(db, citizens.id, "2026-12-07") == "2026-12-09"


def test_day_of_a_cancelled_session_is_not_the_next_one(db, clerk, citizens):
    planned = sessions.plan(db, clerk, citizens.id, "2026-12-02")
    sessions.cancel(db, clerk, planned.id, "سفر شهردار")
    assert next_day(db, citizens.id, "2026-11-26") == "2026-12-09"


def test_closed_day_is_not_the_next_one(db, clerk, citizens):
    entries.close_day(db, clerk, "2026-12-02", "آلودگی هوا", "۷۷/۱۲")
    assert next_day(db, citizens.id, "2026-11-26") == "2026-12-09"


def test_every_programme_in_use_has_a_next_day(db, clerk, citizens):
    days = next_days(db, "2026-11-26")
    assert list(days) == [each.id for each in programmes.active(db)]
    assert all(day == next_day(db, id_, "2026-11-26") for id_, day in days.items())
