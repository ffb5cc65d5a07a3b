"""Every step between the line and the tables, and every step that is refused."""

from dataclasses import replace

import pytest

from app.errors import Refused
from app.journal import writing as journal
from app.line import display as calls
from app.line import steps as queue
from app.office import lists
from app.office import settings as office
from app.sessions import session as sessions
from app.visits.visit import STATES, STEPS

DOORS = {
    "call": lambda db, clerk, visit, table: queue.call(db, clerk, visit.id, table),
    "recall": lambda db, clerk, visit, table: queue.recall(db, clerk, visit.id),
    "came": lambda db, clerk, visit, table: queue.came(db, clerk, visit.id),
    "no_show": lambda db, clerk, visit, table: queue.no_show(db, clerk, visit.id),
    "back": lambda db, clerk, visit, table: queue.back(db, clerk, visit.id),
    "hold": lambda db, clerk, visit, table: queue.hold(db, clerk, visit.id, "12:00"),
    "send": lambda db, clerk, visit, table: queue.send(db, clerk, visit.id, None, ""),
    "postpone": lambda db, clerk, visit, table: queue.postpone(db, clerk, visit.id),
    "leave": lambda db, clerk, visit, table: queue.leave(db, clerk, visit.id),
    "undo": lambda db, clerk, visit, table: queue.undo(db, clerk, visit.id),
}
LEADS_TO = {
    "call": "called", "recall": "called", "came": "meeting", "no_show": "no_show", "back": "waiting", "hold": "held",
    "send": "waiting", "postpone": "postponed", "leave": "left", "undo": "waiting",
}
REACHED_BY = {
    "waiting": (), "called": ("call",), "meeting": ("call", "came"), "held": ("hold",), "no_show": ("call", "no_show"),
    "left": ("leave",), "postponed": ("postpone",),
}


@pytest.fixture
def table(tables):
    return tables[0]["id"]


@pytest.fixture
def other(tables):
    return tables[1]["id"]


@pytest.fixture
def brought(db, clerk, table, arrive):
    """brought('called') → a visit in that state."""

    def to(state):
        visit = arrive()
        for step in REACHED_BY[state]:
            DOORS[step](db, clerk, visit, table)
        return queue.one(db, visit.id)

    return to


@pytest.mark.parametrize("state", REACHED_BY)
@pytest.mark.parametrize("step", DOORS)
def test_a_step_is_taken_from_its_states_and_refused_from_the_others(db, clerk, table, brought, step, state):
    visit = brought(state)
    if state in STEPS[step]:
        told, kept = DOORS[step](db, clerk, visit, table), queue.one(db, visit.id)
        assert kept.state == LEADS_TO[step]
        assert told in (None, kept), "what is told of it is what is kept"
    else:
        with pytest.raises(Refused) as refused:
            DOORS[step](db, clerk, visit, table)
        assert STATES[state] in refused.value.sentence
        assert queue.one(db, visit.id) == visit


@pytest.mark.parametrize("step", DOORS)
def test_every_step_needs_its_role(db, make_clerk, table, brought, step):
    visit = brought(STEPS[step][0])
    with pytest.raises(Refused, match="نقش"):
        DOORS[step](db, make_clerk("secretariat"), visit, table)
    assert queue.one(db, visit.id) == visit


@pytest.mark.parametrize("step", DOORS)
def test_no_step_is_taken_in_a_session_that_is_over(db, clerk, session, table, brought, step):
    visit = brought("no_show" if step in ("back", "postpone", "leave") else "called")
    sessions.close(db, clerk, session.id, "no_show")
    with pytest.raises(Refused, match="پایان‌یافته"):
        DOORS[step](db, clerk, visit, table)


def test_every_step_leaves_a_period_and_a_line_in_the_journal(db, clerk, table, arrive, clock):
    visit = arrive()
    for step in ("call", "recall", "came", "back", "hold"):
        clock.turn(minutes=1)
        DOORS[step](db, clerk, visit, table)
    periods = db.rows("SELECT state, started_at, ended_at, clerk_id FROM period WHERE visit_id = :id ORDER BY id",
                      id=visit.id)
    assert [row["state"] for row in periods] == ["waiting", "called", "called", "meeting", "waiting", "held"]
    assert [row["ended_at"] for row in periods[:-1]] == [row["started_at"] for row in periods[1:]]
    assert periods[-1]["ended_at"] is None
    assert {row["clerk_id"] for row in periods} == {clerk.id}
    written = journal.of(db, "visit", visit.id)
    assert [row["action"] for row in written][-5:] == ["called", "called", "meeting", "waiting", "held"]
    assert '"meeting"' in written[-2]["before"]


def test_a_busy_table_calls_nobody_else(db, clerk, session, table, arrive):
    first, second = arrive(), arrive()
    queue.call(db, clerk, first.id, table)
    for refuse in (lambda: queue.call(db, clerk, second.id, table),
                   lambda: queue.call_next(db, clerk, session.id, table)):
        with pytest.raises(Refused, match="نوبت ۱ هنوز سر میز شهردار است"):
            refuse()
    assert queue.one(db, second.id).state == "waiting"


def test_one_is_called_to_one_table_only(db, clerk, table, other, arrive):
    visit = arrive()
    queue.call(db, clerk, visit.id, table)
    with pytest.raises(Refused, match="فراخوانده"):
        queue.call(db, clerk, visit.id, other)


def test_a_retired_table_is_called_to_no_more(db, clerk, table, arrive):
    visit = arrive()
    lists.retire(db, clerk, "meeting_table", table)
    for refuse in (lambda: queue.call(db, clerk, visit.id, table), lambda: queue.send(db, clerk, visit.id, table, "")):
        with pytest.raises(Refused, match="میز را از فهرست"):
            refuse()


def test_nobody_waits_for_this_table(db, clerk, session, table, other, arrive):
    arrive(wanted_table_id=other)
    assert queue.next_for(db, session.id, table) is None
    assert queue.call_next(db, clerk, session.id, table) is None


def test_the_look_names_who_is_then_called(db, clerk, session, table, arrive):
    arrive()
    seen = queue.next_for(db, session.id, table)
    assert seen.state == "waiting"
    assert queue.call_next(db, clerk, session.id, table).id == seen.id


def test_recalls_are_limited_by_the_office(db, clerk, table, arrive):
    office.change_settings(db, clerk, recall_limit=2)
    visit = arrive()
    queue.call(db, clerk, visit.id, table)
    for n in (1, 2):
        queue.recall(db, clerk, visit.id)
        assert queue.recalls(db, visit.id) == n
    with pytest.raises(Refused, match="۲ بار دوباره خوانده شده است"):
        queue.recall(db, clerk, visit.id)
    queue.no_show(db, clerk, visit.id)
    queue.back(db, clerk, visit.id)
    queue.call(db, clerk, visit.id, table)
    assert queue.recalls(db, visit.id) == 0


def test_back_goes_to_the_old_place_and_the_absent_to_the_end(db, clerk, session, table, arrive, clock):
    first, second, third = arrive(), arrive(), arrive()
    queue.call(db, clerk, first.id, table)
    queue.back(db, clerk, first.id)
    queue.call(db, clerk, second.id, table)
    queue.no_show(db, clerk, second.id)
    assert [visit.ticket for visit in queue.line(db, session.id).absent] == [2]
    clock.turn(minutes=1)
    queue.back(db, clerk, second.id)
    assert [visit.ticket for visit in queue.line(db, session.id).next] == [first.ticket, third.ticket, second.ticket]


def test_who_is_held_returns_by_himself_to_the_old_place(db, clerk, session, table, arrive, clock):
    first, second = arrive(), arrive()
    queue.hold(db, clerk, first.id, "۱۰:۰۰")
    line = queue.line(db, session.id)
    assert [visit.id for visit in line.next] == [second.id]
    assert [visit.return_at for visit in line.held] == ["2026-11-25T06:30:00.000Z"]
    assert queue.next_for(db, session.id, table).id == second.id
    clock.turn(minutes=70)
    line = queue.line(db, session.id)
    assert [visit.id for visit in line.next] == [first.id, second.id]
    assert not line.held
    assert queue.call_next(db, clerk, session.id, table).id == first.id


@pytest.mark.parametrize(("until", "said"), [
    ("08:59", "پس از اکنون"), ("25:00", "ساعت:دقیقه"), ("", "ساعت:دقیقه"), ("ده", "ساعت:دقیقه"),
])
def test_a_hold_needs_a_time_to_come(db, clerk, arrive, until, said):
    visit = arrive()
    with pytest.raises(Refused, match=said) as refused:
        queue.hold(db, clerk, visit.id, until)
    assert refused.value.field == "until"


def test_a_hold_can_be_made_longer(db, clerk, arrive):
    visit = arrive()
    queue.hold(db, clerk, visit.id, "10:00")
    assert queue.hold(db, clerk, visit.id, "11:00").return_at == "2026-11-25T07:30:00.000Z"


@pytest.mark.parametrize("before", ["waiting", "held"])
def test_undo_restores_what_was_before_the_call(db, clerk, session, table, other, arrive, clock, before):
    arrive()
    visit = arrive(wanted_table_id=other)
    if before == "held":
        queue.hold(db, clerk, visit.id, "10:00")
    was, line = queue.one(db, visit.id), queue.line(db, session.id)
    clock.turn(minutes=1)
    queue.call(db, clerk, visit.id, table)
    queue.recall(db, clerk, visit.id)
    queue.undo(db, clerk, visit.id)
    now = queue.one(db, visit.id)
    assert replace(now, since=was.since) == was
    assert [each.id for each in queue.line(db, session.id).next] == [each.id for each in line.next]
    assert calls.last_calls(db, session.id) == []
    assert queue.at_table(db, table) is None


def test_a_mistaken_absence_costs_nobody_his_place(db, clerk, session, table, arrive, clock):
    first, second = arrive(), arrive()
    was, line = queue.one(db, first.id), queue.line(db, session.id)
    clock.turn(minutes=1)
    queue.call(db, clerk, first.id, table)
    queue.no_show(db, clerk, first.id)
    clock.turn(minutes=1)
    queue.undo(db, clerk, first.id)
    assert replace(queue.one(db, first.id), since=was.since) == was
    assert [each.id for each in queue.line(db, session.id).next] == [each.id for each in line.next]
    queue.no_show(db, clerk, queue.call(db, clerk, first.id, table).id)
    queue.back(db, clerk, first.id)
    assert [each.id for each in queue.line(db, session.id).next] == [second.id, first.id], "who was absent stands last"


def test_send_keeps_the_place_and_takes_a_note_along(db, clerk, session, table, other, arrive):
    first = arrive()
    arrive()
    queue.call(db, clerk, first.id, table)
    sent = queue.send(db, clerk, first.id, other, "  پروندهٔ   پیوست را ببینید ")
    assert (sent.state, sent.table, sent.line_note) == ("waiting", "میز 1", "پروندهٔ پیوست را ببینید")
    assert queue.next_for(db, session.id, other).id == first.id
    assert queue.next_for(db, session.id, table).ticket == 2
    assert queue.at_table(db, table) is None


def test_send_refuses_the_same_table_and_a_note_too_long(db, clerk, table, other, arrive):
    visit = arrive()
    queue.call(db, clerk, visit.id, table)
    with pytest.raises(Refused, match="سر همین میز") as same:
        queue.send(db, clerk, visit.id, table, "")
    with pytest.raises(Refused) as long:
        queue.send(db, clerk, visit.id, other, "ن" * 201)
    assert (same.value.field, long.value.field) == ("table_id", "note")
    assert queue.one(db, visit.id).state == "called"


def test_postponed_to_the_next_session_under_a_new_ticket(db, clerk, session, arrive):
    arrive()
    visit = arrive()
    queue.postpone(db, clerk, visit.id)
    goal = sessions.planned(db)[0]
    assert (goal.programme_id, goal.day) == (session.programme_id, "2026-12-02")
    carried = db.one("SELECT ticket, matter, moved_from FROM visit WHERE session_id = :id", id=goal.id)
    assert carried == {"ticket": 1, "matter": visit.matter, "moved_from": visit.id}
    assert [each.id for each in queue.line(db, session.id).ended] == [visit.id]


def test_reception_may_say_that_someone_left(db, make_clerk, arrive):
    visit = arrive()
    queue.leave(db, make_clerk("reception"), visit.id)
    assert queue.one(db, visit.id).outcome == "withdrew"


def test_the_display_shows_each_visit_once_newest_first(db, clerk, session, table, other, arrive):
    first, second = arrive(), arrive()
    queue.call(db, clerk, first.id, table)
    queue.call(db, clerk, second.id, other)
    assert [(call.ticket, call.table) for call in calls.last_calls(db, session.id)] == [(2, "میز 1"), (1, "میز شهردار")]
    queue.recall(db, clerk, first.id)
    shown = calls.last_calls(db, session.id)
    assert [call.ticket for call in shown] == [1, 2]
    queue.no_show(db, clerk, second.id)
    queue.send(db, clerk, first.id, other, "")
    assert [call.ticket for call in calls.last_calls(db, session.id)] == [2]
    queue.call(db, clerk, first.id, other)
    assert [(call.ticket, call.table) for call in calls.last_calls(db, session.id)] == [(1, "میز 1"), (2, "میز 1")]


def test_the_display_names_nobody_unless_the_office_chose_so(db, clerk, session, table, arrive):
    visit = arrive(matter="راز")
    queue.call(db, clerk, visit.id, table)
    assert calls.last_calls(db, session.id)[0].name == ""
    office.change_settings(db, clerk, display_names=1)
    call = calls.last_calls(db, session.id)[0]
    assert call.name == visit.name
    assert "راز" not in repr(call)


def test_the_board_between_sessions_is_empty(db, clerk, session, table, arrive):
    queue.call(db, clerk, arrive().id, table)
    arrive()
    board = calls.board(db)
    assert (board.office, len(board.calls), board.waiting) == ("شهرداری کرج", 1, 1)
    sessions.close(db, clerk, session.id, "left")
    assert calls.board(db) == calls.Board("شهرداری کرج", None, (), 0)
