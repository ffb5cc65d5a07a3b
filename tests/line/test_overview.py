"""The state of the day, as the strip at the foot of every page shows it."""

from app.line import steps
from app.line.overview import overview
from app.papers import requests


def test_overview_counts_the_session_under_way(db, clerk, clock, session, tables, arrive):
    for _ in range(4):
        arrive()
    steps.call_next(db, clerk, session.id, tables[0]["id"])
    state = overview(db, "")
    assert (state.session.id, state.waiting, state.at_tables, state.done) == (session.id, 3, 1, 0)
    assert state.mean_wait == 3
    assert not state.left_open
    assert state.clock_behind == 0


def test_session_left_open_and_clock_set_back_are_reported(db, clock, session, arrive):
    arrive()
    clock.turn(days=1)
    assert overview(db, "").left_open
    clock.turn(days=-1, minutes=-30)
    assert overview(db, "").clock_behind == 30


def test_only_papers_that_were_tried_count_as_waiting(db, clerk, session, arrive):
    arrive()
    arrive()
    assert overview(db, "").papers_waiting == 0
    requests.mark_failed(db, clerk, [requests.waiting(db, "")[0].id], "چاپگر کاغذ ندارد.")
    assert overview(db, "").papers_waiting == 1
