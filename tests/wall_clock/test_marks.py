"""Times at which the clock was wrong: marked afterwards, and what took its day from them."""

import os
import re
from contextlib import closing
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.audit import reading
from app.audit.reading import JournalQuery
from app.backups import taking
from app.errors import Refused
from app.journal import verify
from app.journal.reading import clock_behind, last_moment
from app.office import programmes
from app.office import settings as office
from app.persian.calendar import jalali, local_day, local_time
from app.sessions import sessions
from app.wall_clock import marks
from app.wall_clock.doubt import ClockInDoubt
from app.wall_clock.marks import Span, TypedSpan
from app.wall_clock.watch import ClockWatch
from db import open_database
from tests.support.journal import latest


@pytest.fixture
def year_ahead(db, clerk, clock, arrive):
    """A session, a visit and a setting a year ahead; the clock is right again and nothing was written since."""
    clock.turn(days=365)
    sessions.close(db, clerk, sessions.opened(db).id)
    sessions.open_today(db, clerk, programmes.active(db)[0].id)
    office.change_settings(db, clerk, phone="1888")
    clock.turn(days=-365)


def typed(span):
    return TypedSpan(*(part for moment in (span.since, span.until) for part in written(moment)))


def written(moment):
    return jalali(local_day(moment)), local_time(moment)


def rows(db, clerk):
    return reading.read(db, clerk, JournalQuery(), 1000).rows


def test_marked_rows_are_no_longer_what_the_program_knows(db, clerk, clock, year_ahead):
    assert clock_behind(db) == 365 * 24 * 60
    with pytest.raises(ClockInDoubt):
        ClockWatch(list).look(db)
    before = [dict(row) for row in latest(db)]
    marks.mark(db, clerk, TypedSpan("1406/09/04", "09:00", "1406/09/04", "09:00"))
    assert clock_behind(db) == 0 and last_moment(db) == db.now()
    ClockWatch(list).look(db)
    assert [dict(row) for row in latest(db)][1:] == before, "the rows stay as they are"
    assert verify.fault(db) is None


def test_marking_is_journalled_with_what_took_its_day_from_the_wrong_clock(db, clerk, clock, session, arrive):
    clock.turn(days=365)
    arrive()
    arrive()
    sessions.close(db, clerk, session.id, "left")
    sessions.open_today(db, clerk, session.programme_id)
    clock.turn(days=-365)
    found = marks.mark(db, clerk, TypedSpan("1406/09/04", "09:00", "1406/09/04", "09:10"))
    assert (found["registered"], found["issued"]) == (2, 0)
    assert re.findall(r"\d{4}/\d\d/\d\d", found["sessions"]) == ["1406/09/04"]
    row = rows(db, clerk)[0]
    assert row.action == "علامت «نادرست» · ساعت"
    assert not [each for each in row.changes if re.search("[a-z]", each.label)]


def test_journal_shows_the_mark_on_the_rows_of_that_time_alone(db, clerk, clock, session, year_ahead):
    office.change_settings(db, clerk, phone="1")
    marks.mark(db, clerk, TypedSpan("1406/09/04", "00:00", "1406/09/04", "23:59"))
    clock.turn(days=365, minutes=1)
    office.change_settings(db, clerk, phone="2")
    shown = rows(db, clerk)
    assert not shown[0].wrong_clock and last_moment(db) == db.now(), "a year later the same date is right"
    wrong = [row for row in shown if row.wrong_clock]
    assert wrong and {row.at[:10] for row in wrong} == {"2027-11-25"}
    assert {row.at[:10] for row in shown if not row.wrong_clock} == {"2026-11-25", "2027-11-25"}


def test_backup_taken_under_the_marked_clock_is_no_evidence(db, clerk, clock, tmp_path):
    folder = tmp_path / "backups"
    clock.turn(days=45)
    taking.take(db, folder, None)
    office.change_settings(db, clerk, phone="1")
    clock.turn(days=-45)
    office.change_settings(db, clerk, phone="2")
    if db.engine == "sqlite":
        os.utime(db.address, (clock.now.timestamp(),) * 2)
    clock.turn(days=49)  # a Wednesday again; the backup alone would explain it
    ClockWatch(lambda: [folder]).look(db)
    clock.turn(days=-49)
    marks.mark(db, clerk, TypedSpan("1405/10/19", "00:00", "1405/10/19", "23:59"))
    clock.turn(days=49)
    with pytest.raises(ClockInDoubt):
        ClockWatch(lambda: [folder]).look(db)


def test_mark_is_lifted_once(db, clerk, clock, session, year_ahead):
    marks.mark(db, clerk, TypedSpan("1406/09/04", "00:00", "1406/09/04", "23:59"))
    made = marks.marks(db)[0]
    marks.lift(db, clerk, made.id)
    assert not marks.marks(db) and not [row for row in rows(db, clerk) if row.wrong_clock]
    with pytest.raises(Refused, match="قبلاً"):
        marks.lift(db, clerk, made.id)


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("since_day", {"since_day": ""}),
        ("since_day", {"since_day": "1405/13/40"}),
        ("until_day", {"until_day": "دیروز"}),
        ("since_time", {"since_time": "25:00"}),
        ("until_time", {"until_time": "صبح"}),
        ("until_time", {"until_time": "08:59"}),
        ("until_day", {"until_day": "1405/09/04"}),
        ("since_day", {"since_day": "1390/01/01", "until_day": "1390/01/02"}),
    ],
)
def test_span_that_cannot_be_is_refused_beside_its_field(db, clerk, session, year_ahead, field, changes):
    span = {"since_day": "1406/09/04", "since_time": "09:00", "until_day": "1406/09/04", "until_time": "09:30"}
    with pytest.raises(Refused) as refused:
        marks.mark(db, clerk, TypedSpan(**span | changes))
    assert refused.value.field == field and not marks.marks(db)


def test_latest_span_that_looks_wrong_is_suggested_until_it_is_marked(db, clerk, clock, session, year_ahead):
    assert marks.suggested(db) is None, "nothing tells the last rows from right ones before the next"
    office.change_settings(db, clerk, phone="1")
    found = marks.suggested(db)
    assert (found.since[:16], found.until[:16]) == ("2027-11-25T05:30", "2027-11-25T05:30")
    marks.mark(db, clerk, typed(found))
    assert marks.suggested(db) is None


def test_flat_battery_is_suggested_as_the_rows_of_the_old_date(db, clerk, clock):
    for _ in range(5):
        clock.turn(minutes=1)
        office.change_settings(db, clerk, phone=str(_))
    clock.turn(days=-4000)
    office.change_settings(db, clerk, phone="old")
    clock.turn(days=4000, minutes=1)
    office.change_settings(db, clerk, phone="right")
    assert marks.suggested(db).since == marks.suggested(db).until < "2016"


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(right=st.integers(1, 6), wrong=st.integers(1, 4), ahead=st.integers(7 * 60, 500 * 24 * 60))
def test_suggestion_is_what_the_wrong_clock_wrote_slow_model(path, clerk, clock, right, wrong, ahead):
    """A few rows under a clock that is ahead, between right ones of one morning."""
    with open_and_close(path, clock) as db:
        start = len(latest(db, 10_000))
        expected = []
        for n in range(right + wrong + right):
            is_wrong = right <= n < right + wrong
            clock.turn(minutes=1 + (ahead if is_wrong and n == right else 0) - (ahead if n == right + wrong else 0))
            office.change_settings(db, clerk, phone=f"{start}-{n}")
            if is_wrong:
                expected.append(db.now())
        assert marks.suggested(db) == Span(expected[0], expected[-1])
        marks.mark(db, clerk, typed(marks.suggested(db)))
        clock.turn(days=ahead // (24 * 60) + 2)  # the next example lies after all of this one


def open_and_close(path, clock):
    return closing(open_database(path, clock=clock))


def test_only_an_administrator_marks(db, make_clerk, clock, session, year_ahead):
    span = TypedSpan("1406/09/04", "09:00", "1406/09/04", "09:30")
    for act in (partial(marks.mark, typed=span), partial(marks.lift, mark_id=1)):
        with pytest.raises(Refused, match="نقش"):
            act(db, make_clerk("manager") if act.func is marks.mark else make_clerk("caller"))


def test_shown_span_is_read_back(db):
    span = Span("2027-11-25T05:30:00.000Z", "2027-11-25T06:10:59.999Z")
    assert typed(span).span() == span and typed(span).since_day == jalali("2027-11-25")
