"""Which session the follow-up sheet is printed for when it is asked for from the follow-up."""

import pytest

from app.errors import Refused
from app.followup import sheet
from app.papers import requests
from app.sessions import sessions


def test_of_the_session_that_is_open(db, clerk, session):
    assert sheet.request(db, clerk).id == session.id
    assert requests.waiting(db, clerk.desk)[-1].subject_id == session.id


def test_else_of_the_next_one_planned_and_of_none_that_has_gone_by(db, clerk, session, clock):
    sessions.close(db, clerk, session.id)
    with pytest.raises(Refused, match="Ctrl"):
        sheet.request(db, clerk)
    later = sessions.plan(db, clerk, session.programme_id, "2026-12-09")
    sooner = sessions.plan(db, clerk, session.programme_id, "2026-12-02")
    assert sheet.request(db, clerk).id == sooner.id
    clock.turn(days=8)
    assert sheet.request(db, clerk).id == later.id
