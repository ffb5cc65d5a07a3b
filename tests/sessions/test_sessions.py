"""Sessions from planned to closed: numbering, closing, moving, reopening, and what is proposed."""

import contextlib
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.closures import entries
from app.errors import Refused
from app.journal import writing as journal
from app.journal.reading import history
from app.line import standing, steps
from app.office import lists, programmes
from app.papers import requests
from app.reception.arrival import Arrival
from app.reception.registering import register
from app.sessions import endings, sessions
from app.sessions.agenda import sessions_view
from app.visits import attachments, visits
from app.visits.visitors import Visitor
from tests.support.journal import latest

TODAY, NEXT = "2026-11-25", "2026-12-02"


@pytest.fixture
def citizens(db):
    return programmes.active(db)[0]


def visits_of(db, session_id):
    return db.rows(
        "SELECT ticket, state, moved_from, last_name FROM visit JOIN visitor ON visitor.id = visitor_id"
        " WHERE session_id = :id ORDER BY ticket",
        id=session_id,
    )


def names(rows):
    return [row["last_name"] for row in rows]


def proposals(db):
    return [each for each in sessions_view(db).proposals if not each.holiday]


# -- what the rhythm asks for


def test_next_days_of_every_programme_are_proposed(db, citizens):
    found = [(each.programme, each.day) for each in proposals(db)]
    assert found == [
        ("چهارشنبه‌های مردمی", TODAY),
        ("چهارشنبه‌های مردمی", NEXT),
        ("پنجشنبه‌های پرسنلی", "2026-12-03"),
        ("پنجشنبه‌های پرسنلی", "2026-12-17"),
    ]


def test_planned_or_cancelled_day_is_not_proposed_again(db, clerk, citizens):
    planned = sessions.plan(db, clerk, citizens.id, NEXT)
    assert NEXT not in [each.day for each in proposals(db)]
    sessions.cancel(db, clerk, planned.id, "آلودگی هوا")
    days = [each.day for each in proposals(db) if each.programme_id == citizens.id]
    assert days == [TODAY, "2026-12-09"]


def test_round_on_a_holiday_is_skipped_and_listed_as_such(db, clerk, citizens):
    entries.save(db, clerk, None, {"day": "1405/09/11", "name": "تعطیلی ویژه"})
    assert [each.day for each in proposals(db) if each.programme_id == citizens.id] == [TODAY, "2026-12-09"]
    skipped = [(each.day, each.holiday) for each in sessions_view(db).proposals if each.holiday]
    assert skipped == [(NEXT, "تعطیلی ویژه")]
    assert sessions.plan(db, clerk, citizens.id, "2026-12-01").day == "2026-12-01"
    ours = [each.day for each in sessions_view(db).proposals if each.programme_id == citizens.id]
    assert ours == [TODAY, NEXT, "2026-12-09"]


# -- opening


def test_rounds_are_numbered_in_the_order_they_are_held(db, clerk, citizens, clock):
    rounds = []
    for _ in range(3):
        rounds.append(sessions.open_today(db, clerk, citizens.id))
        sessions.close(db, clerk, rounds[-1].id)
        clock.turn(days=7)
    assert [session.round for session in rounds] == [1, 2, 3]
    assert [session.round for session in sessions.past(db)] == [3, 2, 1]


def test_every_session_of_two_years_can_be_looked_up(db, clerk, citizens, clock):
    for _ in range(104):
        sessions.close(db, clerk, sessions.open_today(db, clerk, citizens.id).id)
        clock.turn(days=7)
    assert [each.session.round for each in sessions_view(db).past] == list(range(104, 0, -1))


def test_count_of_rounds_goes_on_where_the_office_says(db, clerk, citizens):
    values = {
        "name": citizens.name,
        "audience": "citizen",
        "weekday": "4",
        "every_weeks": "1",
        "anchor_day": "1405/01/05",
        "series": "م",
        "series_digit": "1",
        "next_round": "62",
    }
    lists.save(db, clerk, "programme", citizens.id, values)
    assert sessions.open_today(db, clerk, citizens.id).round == 62


def test_second_session_is_refused_while_one_is_open(db, clerk, session):
    staff = programmes.active(db)[1]
    with pytest.raises(Refused, match="هنوز باز است"):
        sessions.open_today(db, clerk, staff.id)
    sessions.close(db, clerk, session.id)
    assert sessions.open_today(db, clerk, staff.id).round == 1
    assert len([each for each in sessions.past(db) if each.day == TODAY]) == 2


def test_planned_session_is_opened_on_its_day_only(db, clerk, citizens, clock):
    planned = sessions.plan(db, clerk, citizens.id, NEXT)
    clock.turn(days=7)
    assert sessions.open_today(db, clerk, citizens.id).id == planned.id


def test_session_opened_by_mistake_gives_its_number_back(db, clerk, citizens, session):
    cancelled = sessions.cancel(db, clerk, session.id, "اشتباه")
    assert (cancelled.state, cancelled.round, cancelled.reason) == ("cancelled", None, "اشتباه")
    assert sessions.open_today(db, clerk, citizens.id).round == session.round


@pytest.mark.parametrize("day", ["2026-11-24", "2028-01-01", "", "فردا", "2026-13-01", "9" * 50, "2026-12-02\ud800"])
def test_impossible_day_is_refused_beside_its_field(db, clerk, citizens, day):
    with pytest.raises(Refused) as refused:
        sessions.plan(db, clerk, citizens.id, day)
    assert refused.value.field == "day"


def test_two_sessions_of_one_programme_never_share_a_day(db, clerk, citizens):
    sessions.plan(db, clerk, citizens.id, NEXT)
    for day in (NEXT, "20261202", "2026-W49-3"):
        with pytest.raises(Refused):
            sessions.plan(db, clerk, citizens.id, day)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(day=st.text(st.characters(), max_size=20), reason=st.text(st.characters(), max_size=300))
def test_any_typed_text_moves_the_session_or_is_refused(db, clerk, citizens, day, reason):
    planned = next((one for one in sessions.planned(db) if one.day == NEXT), None)
    planned = planned or sessions.plan(db, clerk, citizens.id, NEXT)
    for attempt in (
        lambda: sessions.move(db, clerk, planned.id, day, reason),
        lambda: sessions.cancel(db, clerk, planned.id, reason),
    ):
        with contextlib.suppress(Refused):
            attempt()


# -- closing


def test_session_without_visits_is_closed_at_once_and_its_minutes_asked_for(db, clerk, session, clock):
    clock.turn(hours=3)
    assert sessions.close(db, clerk, session.id).sentence() == ""
    closed = sessions.get(db, session.id)
    assert (closed.state, closed.closed_at) == ("closed", "2026-11-25T08:30:00.000Z")
    asked = [(paper.kind, paper.subject_id) for paper in requests.waiting(db, clerk.desk)]
    assert asked == [("minutes", session.id)]


def test_session_with_visits_is_not_closed_before_they_are_decided_on(db, clerk, session, arrive):
    here = [arrive() for _ in range(5)]
    with pytest.raises(Refused) as refused:
        sessions.close(db, clerk, session.id, chosen={here[0].id: "left", here[1].id: "lost"})
    assert refused.value.field == "waiting" and "۱ نفر دیگر" in refused.value.sentence
    assert [each.name in refused.value.sentence for each in here] == [False, True, True, True, False]
    assert sessions.opened(db).id == session.id
    assert "minutes" not in [each.kind for each in requests.waiting(db, clerk.desk)]


@pytest.mark.parametrize("answer, state, outcome", [("left", "left", "withdrew"), ("no_show", "no_show", "no_show")])
def test_visits_still_waiting_end_as_left_or_no_show(db, clerk, session, arrive, answer, state, outcome):
    waiting = [arrive().id, arrive().id]
    sessions.close(db, clerk, session.id, answer)
    rows = db.rows("SELECT id, state, outcome FROM visit ORDER BY id")
    assert rows == [{"id": each, "state": state, "outcome": outcome} for each in waiting]
    assert not db.rows("SELECT id FROM period WHERE ended_at IS NULL")


def test_visits_still_waiting_are_carried_over_in_their_order(db, clerk, session, arrive, tables, citizens, clock):
    for _ in range(4):
        arrive()
    steps.call_next(db, clerk, session.id, tables[0]["id"])
    sessions.close(db, clerk, session.id, "next")
    goal = sessions.planned(db)[0]
    assert (goal.day, goal.programme_id) == (NEXT, citizens.id)
    here, there = visits_of(db, session.id), visits_of(db, goal.id)
    assert [row["state"] for row in here] == ["postponed"] * 4
    assert [(row["ticket"], row["state"]) for row in there] == [(n, "waiting") for n in (1, 2, 3, 4)]
    assert names(here) == names(there) and all(row["moved_from"] for row in there)


def test_visits_still_in_the_session_are_ended_each_as_chosen(db, clerk, session, arrive, tables):
    here = [arrive() for _ in range(5)]
    steps.call(db, clerk, here[0].id, tables[0]["id"])
    steps.hold(db, clerk, here[1].id, "12:00")
    shown = endings.unended(db, session.id)
    assert [(each.visit_id, each.name, each.state) for each in shown] == [
        (visit.id, visit.name, state)
        for visit, state in zip(here, ("called", "held", "waiting", "waiting", "waiting"), strict=True)
    ]
    assert [bool(each.table) for each in shown] == [True, False, False, False, False]
    steps.leave(db, clerk, here[4].id)  # after the clerk looked
    chosen = dict(zip([each.id for each in here], ("no_show", "next", "left", "next", "next"), strict=True))
    closing = sessions.close(db, clerk, session.id, chosen=chosen)
    assert (closing.carried, closing.left, closing.absent, closing.next_day) == (2, 1, 1, NEXT)
    assert [row["state"] for row in visits_of(db, session.id)] == ["no_show", "postponed", "left", "postponed", "left"]
    there = visits_of(db, sessions.planned(db)[0].id)
    assert [row["moved_from"] for row in there] == [here[1].id, here[3].id]


def test_days_between_two_sessions_are_no_waiting_time(db, clerk, session, arrive, tables, citizens, clock):
    arrive()
    sessions.close(db, clerk, session.id, "next")
    clock.turn(days=7)
    again = sessions.open_today(db, clerk, citizens.id)
    clock.turn(minutes=10)
    called = steps.call_next(db, clerk, again.id, tables[0]["id"])
    row = db.required_row(
        "SELECT started_at, ended_at FROM period WHERE visit_id = :id AND state = 'waiting'", id=called.id
    )
    assert (row["started_at"], called.arrived_at) == (again.opened_at, again.opened_at)


def test_closed_session_is_not_closed_opened_or_moved(db, clerk, session):
    sessions.close(db, clerk, session.id)
    with pytest.raises(Refused, match="پایان‌یافته"):
        sessions.close(db, clerk, session.id)
    with pytest.raises(Refused, match="پایان‌یافته"):
        sessions.move(db, clerk, session.id, NEXT, "علت")


# -- moving and calling off


def test_moved_session_takes_its_visits_along(db, clerk, session, arrive):
    for _ in range(5):
        arrive()
    sessions.move(db, clerk, session.id, "2026-11-28", "قطع برق")
    moved, goal = sessions.get(db, session.id), sessions.planned(db)[0]
    assert (moved.state, moved.reason, moved.moved_to, goal.day) == ("moved", "قطع برق", goal.id, "2026-11-28")
    here, there = visits_of(db, session.id), visits_of(db, goal.id)
    assert [row["state"] for row in here] == ["moved"] * 5
    assert [row["ticket"] for row in there] == [1, 2, 3, 4, 5] and names(here) == names(there)
    noted = [row for row in latest(db) if row["action"] == "carry"]
    assert len(noted) == 5 and all(json.loads(row["after"])["from"] for row in noted)


def test_moved_visits_keep_their_matter(db, clerk, session, arrive, clock):
    visit = arrive(matter="آسفالت کوچه")
    goal = sessions.move(db, clerk, session.id, "2026-11-28", "قطع برق")
    clock.turn(days=3)
    sessions.open_today(db, clerk, goal.programme_id)
    there = standing.line(db, goal.id).next
    assert [(each.matter, each.visitor_id) for each in there] == [("آسفالت کوچه", visit.visitor_id)]


def test_session_that_has_met_visitors_is_not_moved_or_cancelled(db, clerk, session, arrive, tables):
    visit = arrive()
    steps.call(db, clerk, visit.id, tables[0]["id"])
    steps.came(db, clerk, visit.id)
    with journal.writing(db, clerk, (), "queue") as change:
        steps.finish(change, visit.id, "solved")
    for attempt in (
        lambda: sessions.move(db, clerk, session.id, NEXT, "علت"),
        lambda: sessions.cancel(db, clerk, session.id, "علت"),
    ):
        with pytest.raises(Refused, match="ملاقات انجام شده"):
            attempt()


def test_session_with_visits_is_not_cancelled(db, clerk, session, arrive):
    arrive()
    with pytest.raises(Refused, match="منتقل"):
        sessions.cancel(db, clerk, session.id, "برف")


@pytest.mark.parametrize("reason", ["", "   ", "ب" * 201])
def test_moving_and_cancelling_need_a_reason(db, clerk, session, reason):
    for attempt in (
        lambda: sessions.move(db, clerk, session.id, NEXT, reason),
        lambda: sessions.cancel(db, clerk, session.id, reason),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.field == "reason"
    assert sessions.opened(db) and not sessions.planned(db)


def test_open_session_is_moved_to_a_later_day_only(db, clerk, session):
    with pytest.raises(Refused) as refused:
        sessions.move(db, clerk, session.id, TODAY, "علت")
    assert refused.value.field == "day"


# -- closed by mistake


@pytest.mark.parametrize("answer", ["next", "left", "no_show"])
def test_reopened_session_has_every_visit_at_its_old_place(db, clerk, session, arrive, tables, clock, answer):
    first, second, third, gone = arrive(), arrive(), arrive(), arrive()
    steps.leave(db, clerk, gone.id)
    steps.call(db, clerk, second.id, tables[0]["id"])
    clock.turn(minutes=5)
    sessions.close(db, clerk, session.id, answer)
    clock.turn(minutes=1)
    again = sessions.reopen(db, clerk, session.id, "به اشتباه بسته شد")
    assert (again.state, again.round, again.closed_at) == ("open", session.round, None)
    assert [visit.id for visit in standing.line(db, session.id).next] == [first.id, second.id, third.id]
    assert visits.get(db, second.id).ticket == second.ticket and visits.get(db, gone.id).state == "left"
    for planned in sessions.planned(db):
        assert {row["state"] for row in visits_of(db, planned.id)} == {"moved"}, "nobody waits in two sessions"
    assert history(db, "session", session.id)[-1]["action"] == "reopen"
    sessions.close(db, clerk, session.id, answer)
    assert not requests.waiting(db, clerk.desk)[-1].reprint, "these minutes are no copy of the earlier ones"


def test_attachments_come_back_with_their_visit_at_a_reopening(db, clerk, session, arrive):
    visit = arrive(attachments=(attachments.NewAttachment("scan.pdf", b"%PDF-1"),))
    sessions.close(db, clerk, session.id, "next")
    sessions.reopen(db, clerk, session.id, "اشتباه")
    assert [each.name for each in attachments.of_visit(db, visit.id)] == ["scan.pdf"]


def test_only_a_manager_reopens_and_only_today_and_with_a_reason(db, clerk, make_clerk, session, clock):
    with pytest.raises(Refused, match="پایان‌یافته"):
        sessions.reopen(db, clerk, session.id, "علت")
    sessions.close(db, clerk, session.id)
    with pytest.raises(Refused, match="نقش"):
        sessions.reopen(db, make_clerk("caller"), session.id, "علت")
    with pytest.raises(Refused) as refused:
        sessions.reopen(db, clerk, session.id, " ")
    assert refused.value.field == "reason"
    clock.turn(days=1)
    with pytest.raises(Refused, match="امروز"):
        sessions.reopen(db, clerk, session.id, "علت")
    assert sessions.get(db, session.id).state == "closed"


def test_session_is_not_reopened_while_another_is_open(db, clerk, session):
    sessions.close(db, clerk, session.id)
    other = next(one for one in programmes.active(db) if one.id != session.programme_id)
    sessions.open_today(db, clerk, other.id)
    with pytest.raises(Refused, match="هنوز باز است"):
        sessions.reopen(db, clerk, session.id, "علت")


# -- left open


def test_session_left_open_overnight_is_known(db, clerk, session, arrive, clock):
    arrive()
    assert sessions.left_open(db) is None
    clock.turn(days=1)
    assert sessions.left_open(db).day == TODAY
    clock.turn(days=20)
    sessions.close(db, clerk, session.id, "next")
    assert sessions.left_open(db) is None
    assert sessions.planned(db)[0].day >= "2026-12-16", "nobody is carried into a day that is gone"


def test_view_holds_open_planned_and_proposed_sessions(db, clerk, session, arrive, tables):
    arrive()
    arrive()
    steps.call_next(db, clerk, session.id, tables[0]["id"])
    sessions.plan(db, clerk, session.programme_id, NEXT)
    found = sessions_view(db)
    assert (found.today, found.opened.session) == (TODAY, session)
    assert [each.session.day for each in found.planned] == [NEXT]
    assert (found.remaining.waiting, found.remaining.at_tables, found.opened.people) == (1, 1, 2)
    assert [one.day for one in found.proposals] == ["2026-12-03", "2026-12-09", "2026-12-16", "2026-12-17"]


def test_session_opened_while_the_clock_was_a_year_ahead_is_closed_and_carried_to_the_next_week(
    db, clerk, citizens, clock
):
    clock.turn(days=364)
    wrong = sessions.open_today(db, clerk, citizens.id)
    register_in(db, clerk, wrong)
    clock.turn(days=-364)
    assert sessions.left_open(db) == wrong, "its day is still to come, and nobody closed it"
    sessions.close(db, clerk, wrong.id, "next")
    carried = db.required_row(
        "SELECT day FROM visit JOIN session ON session.id = session_id WHERE visit.state = 'waiting'"
    )
    assert carried["day"] == NEXT
    assert sessions.open_today(db, clerk, citizens.id).day == TODAY


def register_in(db, clerk, session):
    visitor = Visitor(kind="no_code", code_reason="همراه ندارد", first_name="نمونه", last_name="آزمایشی")
    return register(db, clerk, session.id, Arrival(visitor, lists.entries(db, "category")[0]["id"]))


def test_closing_is_taken_back_though_a_wrong_clock_ran_through_the_day(db, clerk, session, arrive, tables, clock):
    visit = arrive()
    clock.turn(hours=11)
    steps.call_next(db, clerk, session.id, tables[0]["id"])
    steps.back(db, clerk, visit.id)
    clock.turn(hours=-11)
    sessions.close(db, clerk, session.id, "left")
    sessions.reopen(db, clerk, session.id, "اشتباه")
    assert [each.id for each in standing.line(db, session.id).next] == [visit.id]
