"""Every step between the line and the tables, and every step that is refused."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from app.errors import Refused
from app.journal.reading import history
from app.line import display, standing, steps
from app.office import lists
from app.office import settings as office
from app.sessions import sessions
from app.visits import visits
from app.visits.visits import STATES, STEPS

TAKE = {
    "call": lambda db, clerk, visit, table: steps.call(db, clerk, visit.id, table),
    "recall": lambda db, clerk, visit, table: steps.recall(db, clerk, visit.id),
    "came": lambda db, clerk, visit, table: steps.came(db, clerk, visit.id),
    "no_show": lambda db, clerk, visit, table: steps.no_show(db, clerk, visit.id),
    "back": lambda db, clerk, visit, table: steps.back(db, clerk, visit.id),
    "hold": lambda db, clerk, visit, table: steps.hold(db, clerk, visit.id, "12:00"),
    "send": lambda db, clerk, visit, table: steps.send(db, clerk, visit.id, None, ""),
    "postpone": lambda db, clerk, visit, table: steps.postpone(db, clerk, visit.id),
    "leave": lambda db, clerk, visit, table: steps.leave(db, clerk, visit.id),
    "undo": lambda db, clerk, visit, table: steps.undo(db, clerk, visit.id),
}
LEADS_TO = {
    "call": "called",
    "recall": "called",
    "came": "meeting",
    "no_show": "no_show",
    "back": "waiting",
    "hold": "held",
    "send": "waiting",
    "postpone": "postponed",
    "leave": "left",
    "undo": "waiting",
}
REACHED_BY = {
    "waiting": (),
    "called": ("call",),
    "meeting": ("call", "came"),
    "held": ("hold",),
    "no_show": ("call", "no_show"),
    "left": ("leave",),
    "postponed": ("postpone",),
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
            TAKE[step](db, clerk, visit, table)
        return visits.get(db, visit.id)

    return to


@pytest.mark.parametrize("state", REACHED_BY)
@pytest.mark.parametrize("step", TAKE)
def test_step_is_taken_from_its_states_and_refused_from_the_others(db, clerk, table, brought, step, state):
    visit = brought(state)
    if state in STEPS[step]:
        returned, stored = TAKE[step](db, clerk, visit, table), visits.get(db, visit.id)
        assert stored.state == LEADS_TO[step]
        assert returned in (None, stored)
    else:
        with pytest.raises(Refused) as refused:
            TAKE[step](db, clerk, visit, table)
        assert STATES[state] in refused.value.sentence
        assert visits.get(db, visit.id) == visit


@pytest.mark.parametrize("step", TAKE)
def test_every_step_needs_its_role(db, make_clerk, table, brought, step):
    visit = brought(STEPS[step][0])
    with pytest.raises(Refused, match="نقش"):
        TAKE[step](db, make_clerk("secretariat"), visit, table)
    assert visits.get(db, visit.id) == visit


@pytest.mark.parametrize("step", TAKE)
def test_no_step_is_taken_in_a_session_that_is_over(db, clerk, session, table, brought, step):
    visit = brought("no_show" if step in ("back", "postpone", "leave") else "called")
    sessions.close(db, clerk, session.id, "no_show")
    with pytest.raises(Refused, match="پایان‌یافته"):
        TAKE[step](db, clerk, visit, table)


def test_every_step_begins_a_period_and_is_journalled(db, clerk, table, arrive, clock):
    visit = arrive()
    for step in ("call", "recall", "came", "back", "hold"):
        clock.turn(minutes=1)
        TAKE[step](db, clerk, visit, table)
    periods = db.rows(
        "SELECT state, started_at, ended_at, clerk_id FROM period WHERE visit_id = :id ORDER BY id", id=visit.id
    )
    assert [row["state"] for row in periods] == ["waiting", "called", "called", "meeting", "waiting", "held"]
    assert [row["ended_at"] for row in periods[:-1]] == [row["started_at"] for row in periods[1:]]
    assert periods[-1]["ended_at"] is None
    assert {row["clerk_id"] for row in periods} == {clerk.id}
    written = history(db, "visit", visit.id)
    assert [row["action"] for row in written][-5:] == ["called", "called", "meeting", "waiting", "held"]
    assert '"meeting"' in written[-2]["before"]


def test_busy_table_calls_nobody_else(db, clerk, session, table, arrive):
    first, second = arrive(), arrive()
    steps.call(db, clerk, first.id, table)
    for refuse in (
        lambda: steps.call(db, clerk, second.id, table),
        lambda: steps.call_next(db, clerk, session.id, table),
    ):
        with pytest.raises(Refused, match="نوبت ۱ هنوز پای میز شهردار است"):
            refuse()
    assert visits.get(db, second.id).state == "waiting"


def test_visitor_is_called_to_one_table_only(db, clerk, table, other, arrive):
    visit = arrive()
    steps.call(db, clerk, visit.id, table)
    with pytest.raises(Refused, match="فراخوانده"):
        steps.call(db, clerk, visit.id, other)


def test_nobody_is_called_or_sent_to_a_retired_table(db, clerk, table, arrive):
    visit = arrive()
    lists.retire(db, clerk, "meeting_table", table)
    for refuse in (lambda: steps.call(db, clerk, visit.id, table), lambda: steps.send(db, clerk, visit.id, table, "")):
        with pytest.raises(Refused, match="میز را از فهرست"):
            refuse()


def test_call_next_calls_nobody_who_waits_for_another_table(db, clerk, session, table, other, arrive):
    arrive(wanted_table_id=other)
    assert standing.next_for(db, session.id, table) is None
    assert steps.call_next(db, clerk, session.id, table) is None


def test_visit_shown_as_next_is_the_one_then_called(db, clerk, session, table, arrive):
    arrive()
    seen = standing.next_for(db, session.id, table)
    assert seen.state == "waiting"
    assert steps.call_next(db, clerk, session.id, table).id == seen.id


def test_recalls_are_limited_by_the_office(db, clerk, table, arrive):
    office.change_settings(db, clerk, recall_limit=2)
    visit = arrive()
    steps.call(db, clerk, visit.id, table)
    for n in (1, 2):
        steps.recall(db, clerk, visit.id)
        assert visits.recalls(db, visit.id) == n
    with pytest.raises(Refused, match="۲ بار دوباره فراخوانده شده است"):
        steps.recall(db, clerk, visit.id)
    steps.no_show(db, clerk, visit.id)
    steps.back(db, clerk, visit.id)
    steps.call(db, clerk, visit.id, table)
    assert visits.recalls(db, visit.id) == 0


def test_called_visitor_returns_to_the_old_place_and_an_absent_one_to_the_end(db, clerk, session, table, arrive, clock):
    first, second, third = arrive(), arrive(), arrive()
    steps.call(db, clerk, first.id, table)
    steps.back(db, clerk, first.id)
    steps.call(db, clerk, second.id, table)
    steps.no_show(db, clerk, second.id)
    assert [visit.ticket for visit in standing.line(db, session.id).absent] == [2]
    clock.turn(minutes=1)
    steps.back(db, clerk, second.id)
    assert [visit.ticket for visit in standing.line(db, session.id).next] == [first.ticket, third.ticket, second.ticket]


def test_visitor_who_left_returns_to_the_end_of_the_line(db, clerk, session, arrive, clock):
    first, second = arrive(), arrive()
    steps.leave(db, clerk, first.id)
    clock.turn(minutes=1)
    steps.back(db, clerk, first.id)
    assert [visit.ticket for visit in standing.line(db, session.id).next] == [second.ticket, first.ticket]


def test_held_visitor_is_in_line_from_the_very_moment_the_hold_ends(db, clerk, session, table, arrive, clock):
    visit = arrive()
    held = steps.hold(db, clerk, visit.id, "10:00")
    clock.now = datetime.fromisoformat(held.return_at) - timedelta(milliseconds=1)
    assert not held.in_line(db.now()) and standing.next_for(db, session.id, table) is None
    clock.turn(milliseconds=1)
    assert held.in_line(db.now()) and standing.next_for(db, session.id, table).id == visit.id


def test_held_visitor_returns_to_the_old_place_without_a_step(db, clerk, session, table, arrive, clock):
    first, second = arrive(), arrive()
    steps.hold(db, clerk, first.id, "۱۰:۰۰")
    line = standing.line(db, session.id)
    assert [visit.id for visit in line.next] == [second.id]
    assert [visit.return_at for visit in line.held] == ["2026-11-25T06:30:00.000Z"]
    assert standing.next_for(db, session.id, table).id == second.id
    clock.turn(minutes=70)
    line = standing.line(db, session.id)
    assert [visit.id for visit in line.next] == [first.id, second.id]
    assert not line.held
    assert steps.call_next(db, clerk, session.id, table).id == first.id


@pytest.mark.parametrize(
    ("until", "said"),
    [("08:59", "پس از ساعت کنونی"), ("25:00", "ساعت:دقیقه"), ("", "ساعت:دقیقه"), ("ده", "ساعت:دقیقه")],
)
def test_hold_needs_a_time_that_is_still_to_come(db, clerk, arrive, until, said):
    visit = arrive()
    with pytest.raises(Refused, match=said) as refused:
        steps.hold(db, clerk, visit.id, until)
    assert refused.value.field == "until"


def test_hold_can_be_made_longer(db, clerk, arrive):
    visit = arrive()
    steps.hold(db, clerk, visit.id, "10:00")
    assert steps.hold(db, clerk, visit.id, "11:00").return_at == "2026-11-25T07:30:00.000Z"


@pytest.mark.parametrize("before", ["waiting", "held"])
def test_undo_restores_the_state_before_the_call(db, clerk, session, table, other, arrive, clock, before):
    arrive()
    visit = arrive(wanted_table_id=other)
    if before == "held":
        steps.hold(db, clerk, visit.id, "10:00")
    was, line = visits.get(db, visit.id), standing.line(db, session.id)
    clock.turn(minutes=1)
    steps.call(db, clerk, visit.id, table)
    steps.recall(db, clerk, visit.id)
    steps.undo(db, clerk, visit.id)
    now = visits.get(db, visit.id)
    assert replace(now, since=was.since) == was
    assert [each.id for each in standing.line(db, session.id).next] == [each.id for each in line.next]
    assert display.last_calls(db, session.id) == []
    assert visits.at_table(db, table) is None


def test_undone_no_show_costs_no_place(db, clerk, session, table, arrive, clock):
    first, second = arrive(), arrive()
    was, line = visits.get(db, first.id), standing.line(db, session.id)
    clock.turn(minutes=1)
    steps.call(db, clerk, first.id, table)
    steps.no_show(db, clerk, first.id)
    clock.turn(minutes=1)
    steps.undo(db, clerk, first.id)
    assert replace(visits.get(db, first.id), since=was.since) == was
    assert [each.id for each in standing.line(db, session.id).next] == [each.id for each in line.next]
    steps.no_show(db, clerk, steps.call(db, clerk, first.id, table).id)
    steps.back(db, clerk, first.id)
    assert [each.id for each in standing.line(db, session.id).next] == [second.id, first.id]


def test_send_keeps_the_place_and_takes_a_note_along(db, clerk, session, table, other, arrive):
    first = arrive()
    arrive()
    steps.call(db, clerk, first.id, table)
    sent = steps.send(db, clerk, first.id, other, "  پروندهٔ   پیوست را ببینید ")
    assert (sent.state, sent.table, sent.line_note) == ("waiting", "میز 1", "پروندهٔ پیوست را ببینید")
    assert standing.next_for(db, session.id, other).id == first.id
    assert standing.next_for(db, session.id, table).ticket == 2
    assert visits.at_table(db, table) is None


def test_send_refuses_the_same_table_and_a_note_too_long(db, clerk, table, other, arrive):
    visit = arrive()
    steps.call(db, clerk, visit.id, table)
    with pytest.raises(Refused, match="پای همین میز") as same:
        steps.send(db, clerk, visit.id, table, "")
    with pytest.raises(Refused) as long:
        steps.send(db, clerk, visit.id, other, "ن" * 201)
    assert (same.value.field, long.value.field) == ("table_id", "note")
    assert visits.get(db, visit.id).state == "called"


def test_postponed_visit_gets_a_new_ticket_in_the_next_session(db, clerk, session, arrive):
    arrive()
    visit = arrive()
    steps.postpone(db, clerk, visit.id)
    goal = sessions.planned(db)[0]
    assert (goal.programme_id, goal.day) == (session.programme_id, "2026-12-02")
    carried = db.required_row("SELECT ticket, matter, moved_from FROM visit WHERE session_id = :id", id=goal.id)
    assert carried == {"ticket": 1, "matter": visit.matter, "moved_from": visit.id}
    assert [each.id for each in standing.line(db, session.id).ended] == [visit.id]


def test_reception_may_mark_a_visitor_as_left(db, make_clerk, arrive):
    visit = arrive()
    steps.leave(db, make_clerk("reception"), visit.id)
    assert visits.get(db, visit.id).outcome == "withdrew"


def test_display_shows_each_visit_once_newest_first(db, clerk, session, table, other, arrive):
    first, second = arrive(), arrive()
    steps.call(db, clerk, first.id, table)
    steps.call(db, clerk, second.id, other)
    calls = [(call.ticket, call.table) for call in display.last_calls(db, session.id)]
    assert calls == [(2, "میز 1"), (1, "میز شهردار")]
    steps.recall(db, clerk, first.id)
    shown = display.last_calls(db, session.id)
    assert [call.ticket for call in shown] == [1, 2]
    steps.no_show(db, clerk, second.id)
    steps.send(db, clerk, first.id, other, "")
    assert [call.ticket for call in display.last_calls(db, session.id)] == [2]
    steps.call(db, clerk, first.id, other)
    assert [(call.ticket, call.table) for call in display.last_calls(db, session.id)] == [(1, "میز 1"), (2, "میز 1")]


def test_display_names_nobody_unless_the_office_chose_so(db, clerk, session, table, arrive):
    visit = arrive(matter="راز")
    steps.call(db, clerk, visit.id, table)
    assert display.last_calls(db, session.id)[0].name == ""
    office.change_settings(db, clerk, display_names=1)
    call = display.last_calls(db, session.id)[0]
    assert call.name == visit.name
    assert "راز" not in repr(call)


def test_display_is_empty_between_sessions(db, clerk, session, table, arrive):
    steps.call(db, clerk, arrive().id, table)
    arrive()
    board = display.board(db)
    assert (board.office, len(board.calls), board.waiting) == ("شهرداری کرج", 1, 1)
    sessions.close(db, clerk, session.id, "left")
    assert display.board(db) == display.Board("شهرداری کرج", None, (), 0)
