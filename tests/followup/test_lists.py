"""The lists of the follow-up, on both engines."""

from contextlib import closing

import pytest

from app.errors import Refused
from app.followup import view as followup
from app.followup.lists import LISTS, day_marks
from app.followup.query import ListQuery
from app.office import lists
from app.office import settings as office
from app.printing import gathering, jobs
from app.referrals import answers, deadlines, dispatch, reminders, to_send, verdicts
from app.referrals.answers import UnitAnswer
from app.sessions import sessions
from db import open_database
from reports.reminder import reminder_pdf
from tests.support import readback


@pytest.fixture
def listed(db, clerk):
    """`listed('late')` returns the referrals of a list, in order, and checks that the list counts what it shows."""

    def make(key):
        rows = followup.every_row(db, clerk, ListQuery(key))
        assert followup.list_counts(db)[key] == len(rows)
        return [each.referral_id for each in rows]

    return make


def sent(db, clerk, *ids):
    dispatch.send(db, clerk, ids, "secretariat")
    dispatch.acknowledge(db, clerk, ids)


def test_each_list_holds_what_its_title_says(db, clerk, issue, listed, clock):
    two, five, silent, paused, answered, promising = (issue(days) for days in (2, 5, 30, 2, 10, 30))
    sent(db, clerk, two, five, paused, answered, promising)
    deadlines.pause(db, clerk, paused, "سند ندارد")
    answers.record_final(db, clerk, answered, UnitAnswer("done", "شد"))
    answers.record_interim(db, clerk, promising, UnitAnswer("", "در دست اقدام", promised_day="1405/09/11"))
    assert listed("unacknowledged") == [] == listed("late")
    clock.turn(days=7)  # five working days on
    assert listed("today") == [five] and listed("late") == [two]
    assert listed("unacknowledged") == [silent] and listed("paused") == [paused]
    assert listed("verdict") == [answered] and listed("promised") == [promising]
    assert set(listed("open")) == {two, five, silent, paused, promising}
    assert followup.every_row(db, clerk, ListQuery("late"))[0].late == 3
    office.change_settings(db, clerk, acknowledge_days="10")
    assert listed("unacknowledged") == []
    clock.turn(days=70)
    assert two in listed("legal"), "three months after registration less a fortnight"


def test_list_until_the_next_session_holds_what_is_due_or_promised_by_then(db, clerk, issue, session, clock):
    late, today, by_clock, on_the_day, afterwards, promising, paused = (issue(n) for n in (1, 2, 4, 6, 8, 40, 4))
    sent(db, clerk, late, today, by_clock, on_the_day, afterwards, promising, paused)
    answers.record_interim(db, clerk, promising, UnitAnswer("", "در دست اقدام", promised_day="1405/09/10"))
    deadlines.pause(db, clerk, paused, "سند ندارد")
    clock.turn(days=4)  # Sunday 8 Azar
    assert day_marks(db).next_day(session.programme_id) == "2026-12-02"
    rows = followup.every_row(db, clerk, ListQuery("next"))
    due = [(row.referral_id, row.list_day) for row in rows]
    promised = (paused, "2026-12-01")  # the clock is stopped, the promise to the visitor is not
    assert due == [(today, "2026-11-29"), (by_clock, "2026-12-01"), (promising, "2026-12-01"), promised]
    clock.turn(days=1)
    sessions.plan(db, clerk, session.programme_id, "2026-12-05")
    rows = followup.every_row(db, clerk, ListQuery("next"))
    assert [row.referral_id for row in rows] == [by_clock, promising, paused, on_the_day]


def test_legal_day_before_the_next_session_is_on_its_list(db, clerk, issue, clock):
    referral = issue(200)
    clock.turn(days=83)
    assert followup.every_row(db, clerk, ListQuery("next")) == []
    clock.turn(days=1)  # the session of this Wednesday is not the next one
    [row] = followup.every_row(db, clerk, ListQuery("next"))
    assert (row.referral_id, row.list_day) == (referral, "2027-02-23")


def test_promise_of_today_is_broken_tomorrow(db, clerk, issue, listed, clock):
    referral = issue(30)
    sent(db, clerk, referral)
    answers.record_interim(db, clerk, referral, UnitAnswer("", "در دست اقدام", promised_day="1405/09/11"))
    clock.turn(days=7)
    assert listed("promised") == [referral] and listed("broken") == []
    clock.turn(days=1)
    assert listed("promised") == [] and listed("broken") == [referral]


def test_legal_day_is_ahead_or_past_and_stands_at_the_row(db, clerk, issue, listed, clock):
    referral = issue(30)
    clock.turn(days=90)  # the legal day itself
    assert listed("legal") == [referral] and listed("lapsed") == []
    [row] = followup.every_row(db, clerk, ListQuery("legal"))
    assert row.list_day == row.legal_day == "2027-02-23"
    clock.turn(days=1)
    assert listed("legal") == [] and listed("lapsed") == [referral]


def test_objected_answers_are_a_list_from_the_day_of_the_objection(db, clerk, issue, listed, clock):
    referral = issue(30)
    sent(db, clerk, referral)
    answers.record_final(db, clerk, referral, UnitAnswer("done", "شد"))
    assert listed("objected") == []
    clock.turn(days=2)
    verdicts.object_to(db, clerk, referral, "هنوز نه")
    assert listed("objected") == [referral]
    assert followup.every_row(db, clerk, ListQuery("objected"))[0].list_day == "2026-11-27"


def test_paused_referral_is_listed_without_lateness(db, clerk, issue, clock):
    paused = issue(2)
    sent(db, clerk, paused)
    deadlines.pause(db, clerk, paused, "سند ندارد")
    clock.turn(days=14)
    [row] = followup.every_row(db, clerk, ListQuery("paused"))
    assert (row.referral_id, row.late) == (paused, 0)


def test_unacknowledged_referral_is_late_when_the_days_to_acknowledge_and_to_answer_are_over(
    db, clerk, issue, listed, clock
):
    referral = issue(2)
    clock.turn(days=9)
    assert listed("late") == [] and listed("today") == [referral], "Wednesday was the last day; Friday is none"
    clock.turn(days=2)
    assert listed("late") == [referral] == listed("unacknowledged")
    assert followup.every_row(db, clerk, ListQuery("late"))[0].late == 2


def test_confidential_matter_is_listed_without_its_category(db, make_clerk, issue):
    secret = next(row["id"] for row in lists.entries(db, "category") if row["confidential"])
    visit = issue()
    db_visit = db.required_row("SELECT visit_id FROM referral WHERE id = :id", id=visit)["visit_id"]
    with db.write("queue"):
        db.rows("UPDATE visit SET category_id = :secret WHERE id = :id", secret=secret, id=db_visit)
    assert followup.every_row(db, make_clerk("followup"), ListQuery("open"))[0].category == "محرمانه"
    assert followup.every_row(db, make_clerk("confidential"), ListQuery("open"))[0].category != "محرمانه"


def test_slip_is_found_by_its_number_and_by_its_barcode(db, issue):
    referral = issue()
    row = db.required_row("SELECT number, barcode FROM referral WHERE id = :id", id=referral)
    year, series, serial = row["number"].split("/")
    for typed in (row["barcode"], row["number"], f" {year} / {series} / {int(serial)} "):
        assert followup.find_referral(db, typed).referral_id == referral
    assert followup.find_referral(db, f"{year}/{series}/99999") is None
    with pytest.raises(Refused):
        followup.find_referral(db, "12")


def test_ledger_and_reminder_state_what_was_sent(db, clerk, issue, clock):
    referral, two = issue(2), issue(3)
    [dispatched] = dispatch.send(db, clerk, [referral, two], "automation", "7712")
    made = gathering.ledger(db, dispatched)
    assert (made.number, made.mode, made.office_number, len(made.rows)) == (dispatched, "اتوماسیون اداری", "7712", 2)
    assert made.letterhead.programme == "چهارشنبه‌های مردمی" and made.rows[0].visitor == "نمونه آزمایشی 0"
    assert [each.about for each in jobs.papers_of_today(db, clerk) if each.paper.kind == "ledger"] == [made.unit]
    clock.turn(days=14)
    reminders.remind(db, clerk, [referral])
    clock.turn(days=7)
    [second] = reminders.remind(db, clerk, [referral])
    letter = gathering.reminder(db, second)
    assert (letter.ordinal, letter.late_days, len(letter.earlier)) == (2, 10, 1)
    assert letter.slip_number == made.rows[0].number and letter.number == f"{letter.slip_number}/پ2" and letter.barcode
    newest = jobs.papers_of_today(db, clerk)[0]
    assert "پیرو ۲" in newest.name and newest.visit_id and newest.paper.subject_id == second
    assert jobs.document_to_read(db, clerk, newest)[0][0] == letter


def test_reminder_after_an_objection_says_that_the_unit_has_answered(db, clerk, issue, clock):
    referral = issue(2)
    sent(db, clerk, referral)
    answers.record_final(db, clerk, referral, UnitAnswer("done", "شد"))
    clock.turn(days=1)
    verdicts.object_to(db, clerk, referral, "هنوز نه")
    clock.turn(days=10)
    letter = gathering.reminder(db, reminders.remind(db, clerk, [referral])[0])
    assert (letter.answered_day, letter.answer) == ("2026-11-25", "انجام شد. شد")
    assert (letter.objected_day, letter.objection) == ("2026-11-26", "هنوز نه")
    read = "".join(readback.page_texts(reminder_pdf(letter)))
    assert "به پاسخ آن واحد اعتراض" in read and "هنوز نه" in read and "بررسی شود" in read


def test_reminder_to_a_unit_that_never_answered_names_no_objection(db, clerk, issue, clock):
    referral = issue(2)
    sent(db, clerk, referral)
    verdicts.close(db, clerk, referral, "x")
    verdicts.object_to(db, clerk, referral, "کسی نیامد")
    clock.turn(days=10)
    assert gathering.reminder(db, reminders.remind(db, clerk, [referral])[0]).objected_day == ""


def test_ledger_of_a_confidential_matter_names_nobody(db, clerk, issue):
    referral = issue()
    secret = next(row["id"] for row in lists.entries(db, "category") if row["confidential"])
    visit = db.required_row("SELECT visit_id FROM referral WHERE id = :id", id=referral)["visit_id"]
    with db.write("queue"):
        db.rows("UPDATE visit SET category_id = :secret WHERE id = :id", secret=secret, id=visit)
    [line] = gathering.ledger(db, dispatch.send(db, clerk, [referral], "hand")[0]).rows
    assert (line.visitor, line.category) == ("", "محرمانه")


def test_parcels_are_read_by_session_and_unacknowledged_slips_by_dispatch(db, clerk, issue, session):
    referral, two = issue(), issue()
    heap = to_send.load(db, session.id)
    assert [len(each.slips) for each in heap.parcels] == [2] and [key for key, _ in heap.sessions] == [session.id]
    assert to_send.load(db, session.id + 1).parcels == ()
    [sent_] = dispatch.send(db, clerk, [referral, two], "hand")
    heap = to_send.load(db)
    assert heap.parcels == () == heap.sessions and [each.slips for each in heap.dispatches] == [2]
    dispatch.acknowledge(db, clerk, [referral])
    assert [slip.referral_id for slip in to_send.unacknowledged(db, sent_)] == [two]
    assert dispatch.acknowledge_dispatches(db, clerk, [sent_]) == 1 and to_send.load(db).dispatches == ()


def test_every_list_is_read_through_an_index(path):
    with closing(open_database(path)) as db:
        marks = day_marks(db)
        for key, chosen in LISTS.items():
            count = marks.sql(f"SELECT COUNT(*) AS n FROM followup WHERE {chosen.condition}")
            plan = db.rows(f"EXPLAIN QUERY PLAN {count}", **marks.values)[0]
            index = plan["detail"].split("INDEX ")[-1].split(" ")[0]
            assert index.removeprefix("followup_") in {
                "due",
                "late",
                "promised",
                "sent",
                "answered",
                "paused",
                "registered",
            }, (key, plan["detail"])
