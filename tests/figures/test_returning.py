"""The share of visits by people who had been before, beside a count that walks through every visit."""

from contextlib import closing

import pytest

from app.figures import attendance
from app.figures.definitions import Scope
from app.invented.kept import OFFICE, LastDay
from db import open_database

AUTUMN = Scope("2026-09-23", "2026-12-21", 1)
MONTH = Scope("2026-11-01", "2026-11-30", 1)
YEAR = Scope("2025-12-01", "2026-11-30", 1)


def counted(db, scope):
    """Visits, and those of people who had been before, as the program counts them."""
    visits = attendance.counts(db, scope, "whole")[scope.programme_id]["visits"]
    return visits, visits - attendance.newcomers(db, scope, "whole")[scope.programme_id]


def walked(db, scope):
    """The same, by walking through all visits from the first day on."""
    seen, visits, back = set(), 0, 0
    for row in db.rows(
        "SELECT visitor_id, day, programme_id, visit.state AS state FROM visit JOIN session"
        " ON session.id = session_id ORDER BY day, visit.id"
    ):
        if row["programme_id"] != scope.programme_id or row["state"] in ("moved", "postponed"):
            continue
        if scope.since <= row["day"] <= scope.until:
            visits += 1
            back += row["visitor_id"] in seen
        seen.add(row["visitor_id"])
    return visits, back


@pytest.fixture(scope="module")
def weeks(lived_year):
    with closing(open_database(str(lived_year(6) / OFFICE), clock=LastDay())) as db:
        yield db


@pytest.mark.parametrize("scope", [AUTUMN, MONTH, Scope("2026-11-01", "2026-11-30", 2)])
def test_who_had_been_before_is_counted_as_by_walking_through_all_visits(weeks, scope):
    visits, back = counted(weeks, scope)
    assert (visits, back) == walked(weeks, scope) and 0 < back < visits


def test_those_who_came_again_are_the_people_of_these_visits(weeks):
    times, again = {}, set()
    for row in weeks.rows(
        "SELECT visitor_id, day FROM visit JOIN session ON session.id = session_id WHERE programme_id = 1"
        " AND visit.state NOT IN ('moved', 'postponed') AND day <= :until ORDER BY day, visit.id",
        until=MONTH.until,
    ):
        times[row["visitor_id"]] = times.get(row["visitor_id"], 0) + 1
        if row["day"] >= MONTH.since and times[row["visitor_id"]] > 1:
            again.add(row["visitor_id"])
    assert {each.visitor_id: each.times for each in attendance.comings(weeks, MONTH)} == {
        visitor: times[visitor] for visitor in again
    }


def test_day_on_paper_that_is_entered_later_came_before(db, clerk, session, arrive):
    """The form of Sunday is entered after Wednesday's visit of the same person."""
    first = arrive()
    with db.transaction():
        sunday = db.required_row(
            "INSERT INTO session (programme_id, round, day, state) VALUES (:id, 99, '2026-11-22', 'closed')"
            " RETURNING id",
            id=session.programme_id,
        )["id"]
        db.rows(
            "INSERT INTO visit (session_id, ticket, visitor_id, state, arrived_at, line_at, category_id, matter)"
            " SELECT :sunday, 1, visitor_id, 'done', arrived_at, line_at, category_id, matter FROM visit"
            " WHERE id = :id",
            sunday=sunday,
            id=first.id,
        )
    wednesday = Scope(session.day, session.day, session.programme_id)
    assert counted(db, Scope("2026-11-22", session.day, session.programme_id)) == (2, 1)
    assert attendance.newcomers(db, wednesday, "whole") == {}


@pytest.mark.long
@pytest.mark.parametrize("seed", [14050910, 7, 1405])
def test_share_of_a_whole_year_is_that_of_all_its_visits(lived_year, seed):
    with closing(open_database(str(lived_year(seed=seed) / OFFICE), clock=LastDay())) as db:
        visits, back = counted(db, YEAR)
        assert (visits, back) == walked(db, YEAR)
        assert 0.25 < back / visits < 0.33, "it was 0 while only those counted who came before the year"
