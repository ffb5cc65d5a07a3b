"""Collective cases: made, added to, renamed, emptied; confidential matters are in none and tell of none."""

import pytest

from app.access import privacy
from app.audit.reading import JournalQuery
from app.audit.reading import read as read_journal
from app.collective import changes, view
from app.errors import Refused
from app.figures import counted_rows
from app.figures.counted import Counted
from app.figures.definitions import Scope
from app.office import lists
from app.search import case


@pytest.fixture
def visits(arrive):
    return [arrive(matter=f"پارک آزادگان {n}").id for n in range(3)]


@pytest.fixture
def hidden(db, arrive):
    confidential = next(row["id"] for row in lists.entries(db, "category") if row["confidential"])
    return arrive(category_id=confidential, matter="راز").id


def listed(db, clerk):
    return [(each.name, each.visits, each.people, each.open) for each in view.cases(db, clerk)]


def inside(db, clerk, collective_id):
    return [each.visit_id for each in view.members(db, clerk, collective_id)]


def test_visits_get_a_common_name_and_more_are_added(db, clerk, visits, session):
    made = changes.make(db, clerk, " پارک  آزادگان ", visits[:2])
    assert (made.added, made.already, made.confidential) == (2, 0, 0)
    assert listed(db, clerk) == [("پارک آزادگان", 2, 2, 0)]
    again = changes.add(db, clerk, made.collective_id, visits)
    assert (again.added, again.already) == (1, 2)
    assert inside(db, clerk, made.collective_id) == visits
    [only] = view.cases(db, clerk)
    assert only.since == only.until == session.day


def test_two_collective_cases_have_no_name_in_common(db, clerk, visits):
    made = changes.make(db, clerk, "پارک آزادگان", visits)
    with pytest.raises(Refused) as refused:
        changes.make(db, clerk, "پارك آزادگان", visits)
    assert refused.value.field == "name"
    other = changes.make(db, clerk, "روشنایی", visits)
    with pytest.raises(Refused):
        changes.rename(db, clerk, other.collective_id, "پارک آزادگان")
    changes.rename(db, clerk, made.collective_id, "بوستان آزادگان")
    changes.rename(db, clerk, made.collective_id, "بوستان آزادگان")
    assert {name for name, *_ in listed(db, clerk)} == {"بوستان آزادگان", "روشنایی"}
    for bad in ("", "الف" * 60):
        with pytest.raises(Refused) as refused:
            changes.rename(db, clerk, made.collective_id, bad)
        assert refused.value.field == "name"


def test_last_visit_that_is_taken_off_ends_the_collective_case(db, clerk, visits):
    made = changes.make(db, clerk, "پارک", visits[:2]).collective_id
    assert changes.take_off(db, clerk, made, visits[0]) is False
    with pytest.raises(Refused):
        changes.take_off(db, clerk, made, visits[0])
    assert changes.take_off(db, clerk, made, visits[1]) is True
    assert listed(db, clerk) == []
    for act in (
        lambda: changes.take_off(db, clerk, made, visits[1]),
        lambda: changes.rename(db, clerk, made, "پارک"),
        lambda: changes.add(db, clerk, made, visits),
    ):
        with pytest.raises(Refused, match="دیگر نیست"):
            act()


def test_visit_says_in_which_collective_cases_it_is(db, clerk, make_clerk, visits):
    changes.make(db, clerk, "پارک", visits)
    changes.make(db, clerk, "روشنایی", visits[:1])
    reader = make_clerk("reception")
    assert case.load(db, reader, visits[0]).story.collective == ("پارک (3 مراجعه)", "روشنایی (1 مراجعه)")
    assert case.load(db, reader, visits[1]).story.collective == ("پارک (3 مراجعه)",)


def test_confidential_matter_comes_into_no_collective_case(db, clerk, visits, hidden):
    made = changes.make(db, clerk, "پارک", [*visits, hidden])
    assert (made.added, made.confidential) == (3, 1)
    assert changes.add(db, clerk, made.collective_id, [*visits, hidden]).confidential == 1
    assert inside(db, clerk, made.collective_id) == visits
    with pytest.raises(Refused, match="محرمانه"):
        changes.make(db, clerk, "راز", [hidden])
    assert [name for name, *_ in listed(db, clerk)] == ["پارک"]


def test_matter_that_becomes_confidential_leaves_every_view(db, clerk, visits):
    made = changes.make(db, clerk, "پارک", visits).collective_id
    with db.transaction():
        other = db.required_row("SELECT MAX(id) AS id FROM category WHERE confidential = 1")["id"]
        db.rows("UPDATE visit SET category_id = :other WHERE id = :id", other=other, id=visits[0])
    assert inside(db, clerk, made) == visits[1:]
    assert listed(db, clerk) == [("پارک", 2, 2, 0)]
    assert view.of_visit(privacy.rights_of(db, clerk), visits[0]) == ()
    assert view.of_visit(privacy.rights_of(db, clerk), visits[1]) == ("پارک (2 مراجعه)",)


def test_collective_cases_are_for_those_who_judge_and_stand_in_the_journal(db, clerk, make_clerk, visits):
    made = changes.make(db, make_clerk("followup"), "پارک", visits).collective_id
    for role in ("reception", "table", "secretariat", "administrator"):
        someone = make_clerk(role)
        for act in (view.cases, lambda db, who: view.members(db, who, made)):
            with pytest.raises(Refused, match="نقش"):
                act(db, someone)
    changes.rename(db, clerk, made, "بوستان")
    changes.take_off(db, clerk, made, visits[0])
    told = [row.action for row in read_journal(db, clerk, JournalQuery(), 50).rows if "پروندهٔ جمعی" in row.action]
    assert [each.partition(" · ")[0] for each in told] == ["برداشتن از پرونده", "تغییر", "ساختن"]


def test_all_visits_behind_a_number_are_gathered(db, clerk, visits, hidden, session):
    counted = Counted("visits", "visits", Scope(session.day, session.day, session.programme_id))
    assert counted_rows.visit_ids(db, clerk, counted) == sorted([*visits, hidden])
    sessions = Counted("sessions", "sessions", Scope(session.day, session.day, session.programme_id))
    assert counted_rows.visit_ids(db, clerk, sessions) == []
