"""The follow-up sheet: the session it is printed for, and what stands on it; on both engines."""

import pytest

from app.errors import Refused
from app.followup import sheet
from app.office import lists, programmes
from app.papers import requests
from app.papers.documents import Letterhead
from app.printing import gathering, jobs
from app.referrals import answers, deadlines, dispatch
from app.referrals.answers import UnitAnswer
from app.sessions import sessions
from reports.followup_sheet import followup_sheet_pdf
from tests.support.readback import text


def test_sheet_is_requested_for_the_open_session(db, clerk, session):
    assert sheet.request(db, clerk).id == session.id
    assert requests.waiting(db, clerk.desk)[-1].subject_id == session.id


def test_sheet_is_requested_for_the_next_planned_session_when_none_is_open(db, clerk, session, clock):
    sessions.close(db, clerk, session.id)
    with pytest.raises(Refused, match="Ctrl"):
        sheet.request(db, clerk)
    later = sessions.plan(db, clerk, session.programme_id, "2026-12-09")
    sooner = sessions.plan(db, clerk, session.programme_id, "2026-12-02")
    assert sheet.request(db, clerk).id == sooner.id
    clock.turn(days=8)
    assert sheet.request(db, clerk).id == later.id


def test_sheet_lists_what_earlier_rounds_left_open(db, clerk, session, refer, clock, tmp_path):
    late, done, hidden = refer(0, name="نمونه"), refer(1), refer(2)
    with db.write("office"):
        other = lists.entries(db, "category")[1]["id"]
        db.rows("UPDATE category SET confidential = 1 WHERE id = :id", id=other)
        db.rows("UPDATE visit SET category_id = :id WHERE ticket = 3", id=other)
    dispatch.send(db, clerk, [late], "hand")
    answers.record_final(db, clerk, done, UnitAnswer("done", "چراغ تعویض شد"))
    sessions.close(db, clerk, session.id)
    clock.turn(days=21)
    now = sessions.open_today(db, clerk, programmes.active(db)[0].id)
    requests.print_again(db, clerk, "followup", now.id)
    [listed] = [each for each in jobs.papers_of_today(db, clerk) if each.paper.kind == "followup"]
    sheet = gathering.document(db, listed.paper)
    rows = {row.number: row for unit in sheet.units for row in unit.rows}
    numbers = [
        db.required_row("SELECT number FROM referral WHERE id = :id", id=each)["number"]
        for each in (late, done, hidden)
    ]
    assert set(rows) == {numbers[0], numbers[2]} and rows[numbers[0]].late > 0
    assert rows[numbers[2]].visitor == "" and rows[numbers[2]].category == "محرمانه"
    found = text(followup_sheet_pdf(sheet), "pdfium", tmp_path)
    assert "پیگیری" in found and "ارسال" in found and "نمونه" in found
    assert gathering.document(db, requests.Paper(1, "followup", session.id, "", "waiting", "", 0)).units == ()


def test_paused_referral_stands_on_the_sheet_without_lateness(db, clerk, session, refer, clock):
    late, paused = refer(0), refer(1)
    deadlines.pause(db, clerk, paused, "سند ندارد")
    sessions.close(db, clerk, session.id)
    clock.turn(days=21)
    now = sessions.open_today(db, clerk, programmes.active(db)[0].id)
    found = sheet.gather(db, now.id, Letterhead("شهرداری کرج", "چهارشنبه‌های مردمی", None, "137"))
    numbers = {
        each: db.required_row("SELECT number FROM referral WHERE id = :id", id=each)["number"]
        for each in (late, paused)
    }
    lateness = {row.number: row.late for unit in found.units for row in unit.rows}
    assert lateness[numbers[late]] > 0
    assert lateness[numbers[paused]] == 0
