"""Who is to be told of an answer, the messages for an SMS panel, and the sheet before a session; on both engines."""

import csv
import io

import pytest

from app.errors import Refused
from app.followup import phone_calls
from app.journal.reading import latest
from app.line import steps
from app.office import lists, programmes
from app.papers import requests
from app.printing import gathering, jobs
from app.referrals import answers, dispatch, verdicts
from app.referrals.answers import UnitAnswer
from app.referrals.issuing import Addressee
from app.sessions import sessions
from app.table import paraphs
from app.visits.visitors import Visitor
from reports.followup_sheet import followup_sheet_pdf
from tests.conftest import CODES
from tests.support.readback import text


@pytest.fixture
def refer(db, clerk, arrive, tables):
    def one(n, *, confidential=False, name="=نمونه"):
        man = Visitor(code=CODES[n], first_name=name, last_name=f"آزمایشی {n}", mobile=f"0912000000{n}")
        visit = arrive(visitor=man)
        steps.call(db, clerk, visit.id, tables[0]["id"])
        steps.came(db, clerk, visit.id)
        if confidential:
            with db.write("office"):
                db.rows("UPDATE category SET confidential = 1")
        unit, official = lists.entries(db, "unit")[n]["id"], lists.entries(db, "official")[0]["id"]
        draft = paraphs.Draft(official, "referred", "بررسی شود", (Addressee(unit, "lead", working_days=5),))
        return paraphs.referrals(db, paraphs.save(db, clerk, visit.id, draft).paraph_id)[0].id

    return one


def answered(db, clerk, *ids):
    for referral_id in ids:
        answers.record_final(db, clerk, referral_id, UnitAnswer("done", "چراغ تعویض شد"))


def test_a_call_brings_his_word_or_another_day(db, clerk, refer, clock):
    first, second, third = refer(0), refer(1), refer(2)
    answered(db, clerk, first, second, third)
    assert [each.referral_id for each in phone_calls.visitors_to_phone(db, clerk)] == [first, second, third]
    assert phone_calls.visitors_to_phone(db, clerk)[0].words == "چراغ تعویض شد"
    verdicts.accept(db, clerk, first)
    verdicts.object_to(db, clerk, second, "هنوز خاموش است")
    verdicts.phoned_without_word(db, clerk, third, "no_contact")
    assert phone_calls.visitors_to_phone(db, clerk) == []
    clock.turn(days=4)
    [again] = phone_calls.visitors_to_phone(db, clerk)
    assert (again.referral_id, again.phone_calls) == (third, 1)


def test_the_messages_are_safe_in_a_spreadsheet_and_say_nothing_of_the_matter(db, clerk, make_clerk, refer):
    answered(db, clerk, refer(0, confidential=True))
    with pytest.raises(Refused):
        phone_calls.messages(db, make_clerk("caller"))
    data = phone_calls.messages(db, clerk)
    assert data.startswith(b"\xef\xbb\xbf") and b"\r\n" in data
    head, line = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    assert tuple(head) == phone_calls.HEADER
    assert line[0] == "09120000000" and line[1].startswith("'=نمونه") and "۱۴۰۵/م/" in line[2]
    assert lists.entries(db, "category")[0]["name"] not in line[2] and "چراغ" not in line[2]
    assert latest(db, 1)[0]["action"] == "export"


def test_before_a_session_stands_what_earlier_rounds_left_open(db, clerk, session, refer, clock, tmp_path):
    late, done, hidden = refer(0, name="نمونه"), refer(1), refer(2)
    with db.write("office"):
        other = lists.entries(db, "category")[1]["id"]
        db.rows("UPDATE category SET confidential = 1 WHERE id = :id", id=other)
        db.rows("UPDATE visit SET category_id = :id WHERE ticket = 3", id=other)
    dispatch.send(db, clerk, [late], "hand")
    answered(db, clerk, done)
    sessions.close(db, clerk, session.id)
    clock.turn(days=21)
    now = sessions.open_today(db, clerk, programmes.active(db)[0].id)
    requests.print_again(db, clerk, "followup", now.id)
    [listed] = [each for each in jobs.papers_of_today(db, clerk) if each.paper.kind == "followup"]
    sheet = gathering.document(db, listed.paper)
    rows = {row.number: row for unit in sheet.units for row in unit.rows}
    numbers = [db.one("SELECT number FROM referral WHERE id = :id", id=each)["number"] for each in (late, done, hidden)]
    assert set(rows) == {numbers[0], numbers[2]} and rows[numbers[0]].late > 0
    assert rows[numbers[2]].visitor == "" and rows[numbers[2]].category == "محرمانه"
    found = text(followup_sheet_pdf(sheet), "pdfium", tmp_path)
    assert "پیگیری" in found and "ارسال" in found and "نمونه" in found
    assert gathering.document(db, requests.Paper(1, "followup", session.id, "", "waiting", "", 0)).units == ()
