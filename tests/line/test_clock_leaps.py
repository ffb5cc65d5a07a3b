"""The line, the numbers and the journal while the clock leaps, against a line kept as a plain list."""

import random
import shutil
from contextlib import closing
from datetime import timedelta
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.access import clerks
from app.journal import verify
from app.line import standing, steps
from app.line.pace import pace
from app.office import lists
from app.reception.arrival import Arrival
from app.reception.registering import register
from app.sessions import minutes, sessions
from app.table import paraphs
from app.visits.visitors import Visitor
from db import open_database
from tests.conftest import Clock

LEAPS = (
    timedelta(),
    timedelta(minutes=1),
    timedelta(seconds=-30),
    timedelta(hours=11),
    timedelta(hours=-11),
    timedelta(days=30),
    timedelta(days=-30),
    timedelta(days=365),
    timedelta(days=-365),
)
ACTS = ("register", "register", "call", "undo", "no_show", "back", "paraph")


class SlowModel:
    """The line as a list of visits, from its head. Nothing in it looks at a clock."""

    def __init__(self):
        self.line, self.places, self.called, self.absent, self.tickets = [], {}, None, [], []

    def put(self, visit_id):
        self.places[visit_id] = len(self.places) + len(self.tickets) * 1000
        self.line.append(visit_id)

    def put_back(self, visit_id):
        self.line = sorted([*self.line, visit_id], key=self.places.__getitem__)


class Hall:
    """An open session and the model of its line."""

    def __init__(self, db):
        self.db, self.model, self.count = db, SlowModel(), 0

        self.clerk = clerks.everyone(db)[0]
        self.session = sessions.open_today(db, self.clerk, 1)
        self.category = lists.entries(db, "category")[0]["id"]
        self.table = lists.entries(db, "meeting_table")[0]["id"]
        self.official = lists.entries(db, "official")[0]["id"]
        self.units = [row["id"] for row in lists.entries(db, "unit")]

    def act(self, name):
        getattr(self, name)()
        assert [visit.id for visit in standing.line(self.db, self.session.id).next] == self.model.line
        head = standing.next_for(self.db, self.session.id, self.table)
        assert (head.id if head else None) == (self.model.line[0] if self.model.line else None)

    def register(self):
        self.count += 1
        person = Visitor(
            kind="no_code", code_reason="همراه ندارد", first_name="نمونه", last_name=f"آزمایشی {self.count}"
        )
        visit = register(self.db, self.clerk, self.session.id, Arrival(person, self.category))
        self.model.tickets.append(visit.ticket)
        self.model.put(visit.id)

    def call(self):
        if self.model.called is None and self.model.line:
            called = steps.call_next(self.db, self.clerk, self.session.id, self.table)
            self.model.called = self.model.line.pop(0)
            assert called.id == self.model.called

    def undo(self):
        if self.model.called:
            steps.undo(self.db, self.clerk, self.model.called)
            self.model.put_back(self.model.called)
            self.model.called = None

    def no_show(self):
        if self.model.called:
            steps.no_show(self.db, self.clerk, self.model.called)
            self.model.absent.append(self.model.called)
            self.model.called = None

    def back(self):
        if self.model.absent:
            visit_id = self.model.absent.pop(0)
            steps.back(self.db, self.clerk, visit_id)
            self.model.places.pop(visit_id)
            self.model.tickets.append(None)
            self.model.put(visit_id)

    def paraph(self):
        if self.model.called:
            sent = (paraphs.Addressee(self.units[self.count % 5], working_days=5),)
            draft = paraphs.Draft(self.official, "referred", "بررسی شود", sent)
            paraphs.save(self.db, self.clerk, self.model.called, draft)
            self.model.called = None


@pytest.mark.parametrize("at_start", [timedelta(), timedelta(days=365)])
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(walk=st.lists(st.tuples(st.sampled_from(ACTS), st.sampled_from(LEAPS)), min_size=5, max_size=40))
def test_line_numbers_and_journal_are_right_while_the_clock_leaps_slow_model(furnished, at_start, walk):
    clock = Clock()
    clock.now += at_start
    with TemporaryDirectory() as folder:
        shutil.copy(furnished, folder)
        with closing(open_database(f"{folder}/office.db", clock=clock)) as db:
            live(db, clock, walk)


def test_long_walk_with_clock_leaps_is_right_on_both_engines_slow_model(db, clock):
    chance = random.Random(1405)
    live(db, clock, [(chance.choice(ACTS), chance.choice(LEAPS)) for _ in range(150)])


@pytest.mark.long
def test_walk_of_two_thousand_acts_with_clock_leaps_is_right_slow_model(db, clock):
    chance = random.Random()
    live(db, clock, [(chance.choice(ACTS), chance.choice(LEAPS)) for _ in range(2000)])


def live(db, clock, walk):
    hall = Hall(db)
    for act, leap in walk:
        clock.now += leap if 2010 < (clock.now + leap).year < 2045 else -leap
        hall.act(act)
    must_be_whole(db, hall)


def must_be_whole(db, hall):
    tickets = [row["ticket"] for row in db.rows("SELECT ticket FROM visit ORDER BY id")]
    assert tickets == list(range(1, len(tickets) + 1))
    serials: dict[str, list[int]] = {}
    for row in db.rows("SELECT number FROM referral ORDER BY id"):
        year, _, serial = row["number"].split("/")
        serials.setdefault(year, []).append(int(serial))
    assert all(some == list(range(1, len(some) + 1)) for some in serials.values()), "no gap and no double in a year"
    for row in db.rows(
        "SELECT issued_day, referral.due_day AS due_day FROM referral JOIN followup ON referral_id = referral.id"
    ):
        assert row["issued_day"] <= row["due_day"], "both are of the same clock"
    assert verify.fault(db) is None
    wait = pace(db, hall.session.id).mean_wait
    assert wait is None or wait >= 0
    visits, periods = (
        db.rows("SELECT id, arrived_at FROM visit"),
        db.rows("SELECT visit_id, state, started_at, ended_at, table_id FROM period ORDER BY id"),
    )
    assert all(length >= 0 for length in minutes.waiting_times(visits, periods))
    assert all(length > 0 for length in minutes.service_times(periods).values())
