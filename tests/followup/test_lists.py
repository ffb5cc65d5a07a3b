"""The lists of the follow-up, on both engines."""

from contextlib import closing

import pytest

from app.errors import Refused
from app.followup import dossier
from app.followup import lists as followup
from app.line import steps
from app.office import lists
from app.office import settings as office
from app.printing import gathering, jobs
from app.referrals import answers, deadlines, dispatch, reminders, to_send
from app.referrals.answers import UnitAnswer
from app.referrals.issuing import Addressee
from app.table import paraphs
from app.visits.attachments import NewAttachment
from db import open_database


@pytest.fixture
def issue(db, clerk, arrive, tables):
    """issue(days=…) → one referral of a fresh paraph."""
    official, unit = lists.entries(db, "official")[0]["id"], lists.entries(db, "unit")[0]["id"]

    def one(days=10, **visit):
        made = arrive(**visit)
        steps.call(db, clerk, made.id, tables[0]["id"])
        draft = paraphs.Draft(official, "referred", "بررسی شود", (Addressee(unit, "lead", working_days=days),))
        return paraphs.referrals(db, paraphs.save(db, clerk, made.id, draft).paraph_id)[0].id

    return one


@pytest.fixture
def listed(db, clerk):
    """listed('late') → the referrals on a list, in order; what it counts is what it shows."""

    def one(key):
        board = followup.followup_view(db, clerk, key)
        assert board.counts[key] == len(board.rows)
        return [each.referral_id for each in board.rows]

    return one


def sent(db, clerk, *ids):
    dispatch.send(db, clerk, ids, "secretariat")
    dispatch.acknowledge(db, clerk, ids)


def test_each_list_holds_what_its_name_says(db, clerk, issue, listed, clock):
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
    assert followup.followup_view(db, clerk, "late").rows[0].late == 3
    office.change_settings(db, clerk, acknowledge_days="10")
    assert listed("unacknowledged") == []
    clock.turn(days=70)
    assert two in listed("legal"), "three months after registration less a fortnight"


def test_the_unacknowledged_are_late_on_the_promised_day(db, clerk, issue, listed, clock):
    [one] = [issue(3)]
    clock.turn(days=7)
    assert listed("late") == [one] == listed("unacknowledged")
    assert followup.followup_view(db, clerk, "late").rows[0].late == 2


def test_a_confidential_matter_stands_in_the_list_without_its_name(db, make_clerk, issue):
    secret = next(row["id"] for row in lists.entries(db, "category") if row["confidential"])
    visit = issue()
    db_visit = db.one("SELECT visit_id FROM referral WHERE id = :id", id=visit)["visit_id"]
    with db.write("queue"):
        db.rows("UPDATE visit SET category_id = :secret WHERE id = :id", secret=secret, id=db_visit)
    assert followup.followup_view(db, make_clerk("followup"), "open").rows[0].category == "محرمانه"
    assert followup.followup_view(db, make_clerk("confidential"), "open").rows[0].category != "محرمانه"


def test_a_slip_is_found_by_either_number(db, issue):
    one = issue()
    row = db.one("SELECT number, barcode FROM referral WHERE id = :id", id=one)
    year, series, serial = row["number"].split("/")
    for typed in (row["barcode"], row["number"], f" {year} / {series} / {int(serial)} "):
        assert followup.find_referral(db, typed).referral_id == one
    assert followup.find_referral(db, f"{year}/{series}/99999") is None
    with pytest.raises(Refused):
        followup.find_referral(db, "12")


def test_a_ledger_and_a_reminder_say_what_was_sent(db, clerk, issue, clock):
    one, two = issue(2), issue(3)
    [dispatched] = dispatch.send(db, clerk, [one, two], "automation", "7712")
    made = gathering.ledger(db, dispatched)
    assert (made.number, made.mode, made.office_number, len(made.rows)) == (dispatched, "اتوماسیون اداری", "7712", 2)
    assert made.letterhead.programme == "چهارشنبه‌های مردمی" and made.rows[0].visitor == "نمونه آزمایشی 0"
    assert [each.about for each in jobs.papers_of_today(db, clerk) if each.paper.kind == "ledger"] == [made.unit]
    clock.turn(days=14)
    _, second = (reminders.remind(db, clerk, [one])[0] for _ in range(2))
    letter = gathering.reminder(db, second)
    assert (letter.ordinal, letter.late_days, len(letter.earlier)) == (2, 8, 1)
    assert letter.number == made.rows[0].number and letter.barcode
    newest = jobs.papers_of_today(db, clerk)[0]
    assert "پیرو ۲" in newest.name and newest.visit_id and newest.paper.subject_id == second
    assert jobs.document_to_read(db, clerk, newest)[0][0] == letter


def test_the_ledger_of_a_confidential_matter_names_nobody(db, clerk, issue):
    one = issue()
    secret = next(row["id"] for row in lists.entries(db, "category") if row["confidential"])
    visit = db.one("SELECT visit_id FROM referral WHERE id = :id", id=one)["visit_id"]
    with db.write("queue"):
        db.rows("UPDATE visit SET category_id = :secret WHERE id = :id", secret=secret, id=visit)
    [line] = gathering.ledger(db, dispatch.send(db, clerk, [one], "hand")[0]).rows
    assert (line.visitor, line.category) == ("", "محرمانه")


def test_a_dossier_tells_the_whole_chain_across_units_with_its_three_deadlines(db, clerk, issue, clock):
    one = issue(5)
    clock.turn(days=3)
    sent(db, clerk, one)
    scan = NewAttachment("نامه.png", b"\x89PNG\r\n\x1a\n")
    answers.record_interim(db, clerk, one, UnitAnswer("", "در دست بررسی", promised_day="1405/10/10", scans=(scan,)))
    number = answers.pass_on(db, clerk, one, lists.entries(db, "unit")[5]["id"], "در وظایف ما نیست")
    onward = followup.find_referral(db, number).referral_id
    case = dossier.load(db, clerk, onward)
    assert [step.kind for step in case.steps] == ["dispatched", "acknowledged", "interim", "passed"]
    assert all(step.clerk == clerk.name and step.at for step in case.steps)
    assert [scan.name for scan in case.scans] == ["نامه.png"] and case.answers[0].words == "در دست بررسی"
    before = dossier.load(db, clerk, one)
    assert case.now.due_day == before.now.due_day < before.now.unit_due_day
    assert (before.legal_day, case.legal_day) == ("2027-02-23", "2027-02-23")


def test_a_confidential_dossier_shows_the_chain_and_none_of_its_words(db, clerk, make_clerk, issue):
    one = issue()
    sent(db, clerk, one)
    answers.record_final(db, clerk, one, UnitAnswer("done", "راز", scans=(NewAttachment("راز.pdf", b"%PDF-"),)))
    secret = next(row["id"] for row in lists.entries(db, "category") if row["confidential"])
    visit = db.one("SELECT visit_id FROM referral WHERE id = :id", id=one)["visit_id"]
    with db.write("queue"):
        db.rows("UPDATE visit SET category_id = :secret WHERE id = :id", secret=secret, id=visit)
    case = dossier.load(db, make_clerk("followup"), one)
    assert "راز" not in repr(case) and "بررسی شود" not in repr(case) and len(case.steps) == 3
    assert "راز" in repr(dossier.load(db, make_clerk("confidential"), one))


def test_reminders_in_one_go_leave_out_who_is_not_late_or_had_one_today(db, clerk, issue, clock):
    late, later, early = issue(2), issue(2), issue(30)
    sent(db, clerk, late, later, early)
    clock.turn(days=14)
    reminders.remind(db, clerk, [late])
    assert len(reminders.remind_all(db, clerk, [late, later, early])) == 1
    assert reminders.remind_all(db, clerk, [late, later, early]) == []
    clock.turn(days=1)
    assert len(reminders.remind_all(db, clerk, [late, later])) == 2
    assert [each.ordinal for each in reminders.of_referral(db, late)] == [1, 2]


def test_what_goes_out_is_told_by_session_and_what_is_not_acknowledged_by_dispatch(db, clerk, issue, session):
    one, two = issue(), issue()
    heap = to_send.load(db, session.id)
    assert [len(each.slips) for each in heap.parcels] == [2] and [key for key, _ in heap.sessions] == [session.id]
    assert to_send.load(db, session.id + 1).parcels == ()
    [sent_] = dispatch.send(db, clerk, [one, two], "hand")
    heap = to_send.load(db)
    assert heap.parcels == () == heap.sessions and [each.slips for each in heap.dispatches] == [2]
    dispatch.acknowledge(db, clerk, [one])
    assert [slip.referral_id for slip in to_send.unacknowledged(db, sent_)] == [two]
    assert dispatch.acknowledge_dispatches(db, clerk, [sent_]) == 1 and to_send.load(db).dispatches == ()


def test_no_list_reads_every_referral(path):
    with closing(open_database(path)) as db:
        marks = followup.day_marks(db)
        for key, chosen in followup.LISTS.items():
            where = chosen.condition
            known = {name: value for name, value in marks.items() if f":{name}" in where}
            [plan] = db.rows(f"EXPLAIN QUERY PLAN SELECT COUNT(*) AS n FROM followup WHERE {where}", **known)
            index = plan["detail"].split("INDEX ")[-1].split(" ")[0]
            assert index.removeprefix("followup_") in {
                "due", "promised", "sent", "answered", "paused", "registered"}, (key, plan["detail"])
