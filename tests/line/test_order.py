"""The order of the line, against a brute-force statement of the rule."""

from itertools import takewhile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.line import standing, steps
from app.line.order import Waiting, order
from app.office import settings as office


def person(visit_id, minute, priority=False, table_id=None):
    return Waiting(visit_id, minute, visit_id, priority, table_id)


@st.composite
def lines(draw):
    minutes = draw(st.lists(st.integers(0, 59), max_size=25))
    return [person(n + 1, minute, draw(st.booleans())) for n, minute in enumerate(minutes)]


def by_the_rule(waiting, after, since):
    """Call one visitor at a time: the first priority one when one is due, else the one who came first."""
    left, called = sorted(waiting, key=lambda each: each.place), []
    history = [False] * since
    while left:
        special = next((each for each in left if each.priority), None)
        ordinary_since = len(list(takewhile(lambda was_special: not was_special, reversed(history))))
        one = special if special and ordinary_since >= after else left[0]
        left.remove(one)
        called.append(one.visit_id)
        history.append(one.priority)
    return called


@given(lines(), st.integers(1, 5), st.integers(0, 6))
def test_order_is_what_the_rule_gives_one_call_at_a_time(waiting, after, since):
    assert [place.visit_id for place in order(waiting, after=after, ordinary_since=since)] == by_the_rule(
        waiting, after, since
    )


@given(lines(), st.integers(1, 5), st.integers(0, 6))
def test_everyone_has_exactly_one_place(waiting, after, since):
    places = [place.visit_id for place in order(waiting, after=after, ordinary_since=since)]
    assert sorted(places) == sorted(each.visit_id for each in waiting)


@given(lines(), st.integers(1, 5), st.integers(0, 6))
def test_priority_visitor_is_never_later_than_by_arrival(waiting, after, since):
    places = [place.visit_id for place in order(waiting, after=after, ordinary_since=since)]
    arrival = [each.visit_id for each in sorted(waiting, key=lambda each: each.place)]
    for each in waiting:
        if each.priority:
            assert places.index(each.visit_id) <= arrival.index(each.visit_id)


@given(lines(), st.integers(1, 5), st.integers(0, 6))
def test_priority_visitors_never_starve_ordinary_ones(waiting, after, since):
    """Before the nth ordinary visitor at most one later priority visitor for every `after` ordinary ones."""
    places = [place.visit_id for place in order(waiting, after=after, ordinary_since=since)]
    people = {each.visit_id: each for each in waiting}
    ordinary = [visit_id for visit_id in places if not people[visit_id].priority]
    for n, visit_id in enumerate(ordinary):
        before = [people[other] for other in places[: places.index(visit_id)]]
        overtook = [each for each in before if each.priority and each.place > people[visit_id].place]
        assert len(overtook) <= (n + min(since, after)) // after


@given(lines(), st.integers(1, 5))
def test_only_a_place_before_an_earlier_visitor_is_marked_as_overtaking(waiting, after):
    places = order(waiting, after=after, ordinary_since=0)
    people = {each.visit_id: each for each in waiting}
    for n, place in enumerate(places):
        later = [people[other.visit_id] for other in places[n + 1 :]]
        mine = people[place.visit_id]
        overtakes = mine.priority and any(each.place < mine.place and not each.priority for each in later)
        assert place.overtakes == overtakes


@pytest.mark.parametrize(("priority", "called"), [("OOPOOP", [1, 2, 3, 4, 5, 6]), ("OOOOPP", [1, 2, 5, 3, 4, 6])])
def test_one_priority_visitor_follows_every_two_ordinary_ones(priority, called):
    waiting = [person(n + 1, n, letter == "P") for n, letter in enumerate(priority)]
    assert [place.visit_id for place in order(waiting, after=2, ordinary_since=0)] == called


@pytest.fixture
def group(db):
    return db.required_row("SELECT MIN(id) AS id FROM priority_group")["id"]


def called_in_turn(db, clerk, session, table_id, count):
    """Calls and lets go, `count` times."""
    tickets = []
    for _ in range(count):
        visit = steps.call_next(db, clerk, session.id, table_id)
        tickets.append(visit.ticket)
        steps.no_show(db, clerk, visit.id)
    return tickets


def test_rule_goes_on_from_the_calls_already_made(db, clerk, session, tables, arrive, group):
    for n in range(6):
        arrive(**({"priority_group_id": group, "priority_reason": "دید"} if n >= 4 else {}))
    assert called_in_turn(db, clerk, session, tables[0]["id"], 6) == [1, 2, 5, 3, 4, 6]


def test_undone_calls_and_recalls_do_not_count(db, clerk, session, tables, arrive, group):
    table = tables[0]["id"]
    for _ in range(3):
        arrive()
    arrive(priority_group_id=group, priority_reason="دید")
    first = steps.call_next(db, clerk, session.id, table)
    steps.recall(db, clerk, first.id)
    steps.undo(db, clerk, first.id)
    assert called_in_turn(db, clerk, session, table, 4) == [1, 2, 4, 3]


def test_table_calls_only_visitors_for_it_or_for_any_table(db, clerk, session, tables, arrive):
    mayor, one = tables[0]["id"], tables[1]["id"]
    arrive(wanted_table_id=mayor)
    arrive()
    arrive(wanted_table_id=one)
    assert called_in_turn(db, clerk, session, one, 2) == [2, 3]
    assert steps.call_next(db, clerk, session.id, one) is None
    assert called_in_turn(db, clerk, session, mayor, 1) == [1]


def test_priority_visitors_for_one_table_do_not_starve_its_ordinary_ones(db, clerk, session, tables, arrive, group):
    """The other tables' ordinary calls make a priority visitor due at every turn of this one."""
    mayor, one = tables[0]["id"], tables[1]["id"]
    waiting = arrive(wanted_table_id=mayor)
    for _ in range(4):
        arrive(wanted_table_id=mayor, priority_group_id=group, priority_reason="دید")
    called = []
    for _ in range(3):
        for _ in range(2):
            arrive(wanted_table_id=one)
        called_in_turn(db, clerk, session, one, 2)
        called += called_in_turn(db, clerk, session, mayor, 1)
    assert waiting.ticket in called[:2]


def test_last_call_of_a_table_counts_however_many_the_others_made_since(db, clerk, session, tables, arrive, group):
    mayor, one = tables[0]["id"], tables[1]["id"]
    arrive(wanted_table_id=mayor, priority_group_id=group, priority_reason="دید")
    called_in_turn(db, clerk, session, mayor, 1)
    for _ in range(14):
        arrive(wanted_table_id=one)
    called_in_turn(db, clerk, session, one, 14)
    waiting = arrive(wanted_table_id=mayor)
    arrive(priority_group_id=group, priority_reason="دید")
    assert called_in_turn(db, clerk, session, mayor, 1) == [waiting.ticket]


def test_office_may_let_twenty_ordinary_visitors_go_first(db, clerk, session, tables, arrive, group):
    office.change_settings(db, clerk, priority_after=20)
    for _ in range(21):
        arrive()
    arrive(priority_group_id=group, priority_reason="دید")
    assert called_in_turn(db, clerk, session, tables[0]["id"], 22) == [*range(1, 21), 22, 21]


def test_nobody_starves_behind_visitors_who_are_recalled_many_times(db, clerk, session, tables, arrive, group):
    office.change_settings(db, clerk, priority_after=7, recall_limit=9)
    for _ in range(8):
        arrive()
    special = arrive(priority_group_id=group, priority_reason="دید")
    for _ in range(7):
        called = steps.call_next(db, clerk, session.id, tables[0]["id"])
        for _ in range(9):
            steps.recall(db, clerk, called.id)
        steps.no_show(db, clerk, called.id)
    assert called_in_turn(db, clerk, session, tables[0]["id"], 1) == [special.ticket]


def test_ahead_counts_the_visits_that_will_be_called_before(db, clerk, session, arrive, group):
    visits = [arrive() for _ in range(3)]
    late = arrive(priority_group_id=group, priority_reason="دید")
    assert [standing.expected_wait(db, visit).ahead for visit in visits] == [0, 1, 3]
    assert standing.expected_wait(db, late).ahead == 2
