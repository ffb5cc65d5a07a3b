"""What a visitor is told about the wait: the table asked for, its own pace, its breaks, and a range that holds."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Refused
from app.line import breaks, standing, steps
from app.line.calls import FirstCall
from app.line.expected_wait import range_words
from app.line.order import Calling, Waiting, turns
from app.line.pace import paces
from app.office import lists
from app.persian.calendar import at
from app.sessions import sessions
from app.visits import visits
from benchmarks.waiting import kept_share

START = datetime(2026, 11, 25, 5, 30, tzinfo=UTC)


def moment(minute):
    return (START + timedelta(minutes=minute)).isoformat(timespec="milliseconds").replace("+00:00", "Z")


# -- the rule at several tables


def tables_by_the_rule(waiting, tables, after):
    """Let the table that is free first call by the rule, looking at everybody each time."""
    left, called = list(waiting), []
    state = {table.table_id: [table.free_in, place, table, table.ordinary_since] for place, table in enumerate(tables)}
    while state:
        now, place, table, since = min(state.values(), key=lambda each: each[:2])
        mine = [each for each in left if each.table_id in (None, table.table_id)]
        if not mine:
            del state[table.table_id]
            continue
        first = min(mine, key=lambda each: each.place)
        special = min((each for each in mine if each.priority), key=lambda each: each.place, default=None)
        chosen = special if special and since >= after else first
        left.remove(chosen)
        called.append((chosen.visit_id, table.table_id, now))
        state[table.table_id] = [now + table.minutes, place, table, 0 if chosen.priority else since + 1]
    return called


@st.composite
def halls(draw):
    tables = [
        Calling(n, draw(st.integers(0, 4)), draw(st.integers(0, 9)), draw(st.integers(1, 9)))
        for n in range(1, draw(st.integers(2, 5)))
    ]
    asked = st.sampled_from([None, *(table.table_id for table in tables)])
    people = draw(st.lists(st.tuples(st.integers(0, 59), st.booleans(), asked), max_size=25))
    waiting = [Waiting(n + 1, place, n + 1, special, table) for n, (place, special, table) in enumerate(people)]
    return waiting, tables, draw(st.integers(1, 4))


@given(halls())
def test_every_table_calls_by_the_rule_for_itself(hall):
    waiting, tables, after = hall
    found = [(turn.visit_id, turn.table_id, turn.minutes) for turn in turns(waiting, tables, after=after)]
    assert found == tables_by_the_rule(waiting, tables, after)
    assert sorted(visit for visit, _, _ in found) == sorted(each.visit_id for each in waiting)


# -- the pace of a table


def calls_of(table_id, *minutes, arrived=0, ended=None):
    return [
        FirstCall(table_id, False, moment(arrived), moment(each), moment(ended[n]) if ended else "")
        for n, each in enumerate(minutes)
    ]


def test_each_table_has_its_own_pace():
    made = calls_of(1, *range(0, 91, 10)) + calls_of(2, *range(0, 89, 4))
    made.sort(key=lambda call: call.called_at)
    found = paces(made, moment(90)).tables
    assert 8 < found[1].minutes < 10.5 and 4 <= found[2].minutes < 5


def test_table_without_visitors_is_not_taken_for_a_slow_one():
    """Four visits of five minutes; nobody came for half an hour after each."""
    made = [FirstCall(1, False, moment(n * 35), moment(n * 35), moment(n * 35 + 5)) for n in range(5)]
    assert paces(made, moment(146)).tables[1].minutes < 7


def test_prayer_between_two_calls_is_no_visitor_s_length():
    made = calls_of(1, 0, 5, 10, 15, 60, 65, 70, 75)
    assert paces(made, moment(75)).tables[1].minutes < 7


def test_pace_is_unknown_before_four_calls():
    assert paces(calls_of(1, 0, 5, 10), moment(12)) is None


# -- what the visitor is told


@pytest.fixture
def mayor_s_line(db, clerk, session, tables, arrive, clock):
    """Fifteen visitors wait for the mayor alone, who takes five minutes for each; table 2 takes one minute and has
    nobody."""
    mayor, other = tables[0]["id"], tables[1]["id"]
    for _ in range(6):
        arrive(wanted_table_id=mayor)
        arrive(wanted_table_id=other)
    for _ in range(6):
        for table in (other, mayor):
            visit = steps.call_next(db, clerk, session.id, table)
            clock.turn(minutes=1 if table == other else 4)
            steps.no_show(db, clerk, visit.id)
    for _ in range(15):
        arrive(wanted_table_id=mayor)
    return mayor, other


def test_wait_is_that_of_the_table_asked_for(db, mayor_s_line, arrive):
    mayor, other = mayor_s_line
    told = standing.expected_wait(db, arrive(wanted_table_id=mayor))
    least, most = told.minutes
    assert told.ahead == 15 and least <= 75 <= most and least >= 45 and most <= 120
    told = standing.expected_wait(db, arrive(wanted_table_id=other))
    assert told.ahead == 0 and told.minutes == (0, 5)
    told = standing.expected_wait(db, arrive())
    assert told.minutes[1] <= 15, "a visitor who asks for no table does not wait for the mayor"


def test_same_ticket_printed_again_tells_the_same(db, mayor_s_line, arrive):
    visit = arrive(wanted_table_id=mayor_s_line[0])
    assert standing.expected_wait(db, visit) == standing.expected_wait(db, visit)


def test_break_of_the_table_is_in_the_wait(db, clerk, mayor_s_line, arrive, clock):
    _, other = mayor_s_line
    visit = arrive(wanted_table_id=other)
    assert standing.expected_wait(db, visit).minutes == (0, 5)
    breaks.begin(db, clerk, other, local(clock, minutes=40))
    least, most = standing.expected_wait(db, visit).minutes
    assert 35 <= least <= 40 <= most <= 50
    breaks.begin(db, clerk, other, "")
    assert standing.expected_wait(db, visit).minutes is None, "nobody knows when it calls again"
    breaks.finish(db, clerk, other)
    assert standing.expected_wait(db, visit).minutes == (0, 5)


def local(clock, minutes):
    """The time of day in so many minutes, as a clerk types it."""
    return (clock() + timedelta(minutes=minutes, hours=3, seconds=1800)).strftime("%H:%M")


def test_call_ends_the_break_of_its_table(db, clerk, session, tables, arrive, clock):
    table = tables[0]["id"]
    breaks.begin(db, clerk, table, local(clock, minutes=30))
    assert breaks.now(db, session.id) == {table: at(session.day, local(clock, minutes=30))}
    steps.call(db, clerk, arrive().id, table)
    assert breaks.now(db, session.id) == {}
    with pytest.raises(Refused, match="استراحت"):
        breaks.finish(db, clerk, table)


@pytest.mark.parametrize("until", ["25:00", "ظهر", "08:00"])
def test_break_until_no_time_to_come_is_refused_beside_its_field(db, clerk, session, tables, until):
    with pytest.raises(Refused) as refused:
        breaks.begin(db, clerk, tables[0]["id"], until)
    assert refused.value.field == "until" and breaks.now(db, session.id) == {}


def test_table_that_sleeps_while_somebody_waits_promises_nothing(db, mayor_s_line, arrive, clock):
    _, other = mayor_s_line
    visit = arrive(wanted_table_id=other)
    clock.turn(minutes=25)
    assert standing.expected_wait(db, visit).minutes is None


def test_break_of_an_earlier_session_is_over_with_it(db, clerk, session, tables, citizens_again):
    breaks.begin(db, clerk, tables[0]["id"], "")
    again = citizens_again()
    assert breaks.now(db, again.id) == {}


@pytest.fixture
def citizens_again(db, clerk, session, clock):
    """Close the session and open that of the next week."""

    def reopen():
        sessions.close(db, clerk, session.id)
        clock.turn(days=7)
        return sessions.open_today(db, clerk, session.programme_id)

    return reopen


@pytest.mark.parametrize(("minutes", "words"), [((0, 5), "کمتر از ۵ دقیقه"), ((10, 25), "۱۰ تا ۲۵ دقیقه")])
def test_range_is_told_in_words(minutes, words):
    assert range_words(minutes) == words


def test_ranges_told_on_invented_wednesdays_mostly_hold():
    """The year of 52 days is in the benchmarks."""
    share, told = kept_share(days=6, seed=7)
    assert told > 300 and 0.68 <= share <= 0.92


# -- a table that is retired


def retire(db, clerk, table_id):
    lists.retire(db, clerk, "meeting_table", table_id)


def test_visitors_of_a_retired_table_go_to_any(db, clerk, session, tables, arrive):
    gone, other = tables[2]["id"], tables[1]["id"]
    waiting = arrive(wanted_table_id=gone)
    retire(db, clerk, gone)
    assert visits.get(db, waiting.id).wanted_table_id is None and visits.get(db, waiting.id).table == ""
    assert standing.next_for(db, session.id, other).id == waiting.id
    assert steps.call_next(db, clerk, session.id, other).id == waiting.id


def test_postponed_visitors_lose_a_table_that_is_gone(db, clerk, session, tables, arrive, citizens_again):
    visit = arrive(wanted_table_id=tables[2]["id"])
    steps.postpone(db, clerk, visit.id)
    retire(db, clerk, tables[2]["id"])
    again = citizens_again()
    assert steps.call_next(db, clerk, again.id, tables[1]["id"]).visitor_id == visit.visitor_id


# -- priority at a table


def test_one_priority_visitor_after_two_ordinary_ones_at_each_table(db, clerk, session, tables, arrive):
    """However many the other tables call in between."""
    mayor, other = tables[0]["id"], tables[1]["id"]
    group = lists.entries(db, "priority_group")[0]["id"]
    for _ in range(8):
        arrive(wanted_table_id=other)
    tickets = [arrive(wanted_table_id=mayor).ticket for _ in range(6)]
    special = [arrive(wanted_table_id=mayor, priority_group_id=group, priority_reason="دید").ticket for _ in range(3)]
    called = []
    for _ in range(8):
        for table in (other, mayor):
            visit = steps.call_next(db, clerk, session.id, table)
            steps.no_show(db, clerk, visit.id)
            called += [visit.ticket] if table == mayor else []
    assert called == [*tickets[:2], special[0], *tickets[2:4], special[1], *tickets[4:]]
