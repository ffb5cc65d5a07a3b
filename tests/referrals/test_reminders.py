"""Reminders to many referrals at once: one letter a unit, and none soon after the last, on both engines."""

from datetime import date, timedelta

import pytest

from app.journal import verify
from app.line import steps as line
from app.office import lists
from app.office import settings as office
from app.office.working_days import WorkingDays
from app.papers import requests
from app.persian.text import fa
from app.printing import gathering, jobs, reminder_letter
from app.referrals import answers, dispatch, numbers, reminders, verdicts
from app.referrals.answers import UnitAnswer
from app.referrals.issuing import Addressee
from app.table import paraphs
from reports.reminder_letter import reminder_letter_pdf
from tests.support import readback


@pytest.fixture
def issue(db, clerk, arrive, tables):
    """`issue(unit=n)` writes a paraph to the nth unit, two working days, and returns the id of the referral."""
    units, official = lists.entries(db, "unit"), lists.entries(db, "official")[0]["id"]

    def make(unit=0, days=2, **visit):
        made = line.call(db, clerk, arrive(**visit).id, tables[0]["id"])
        draft = paraphs.Draft(
            official, "referred", "بررسی شود", (Addressee(units[unit]["id"], "lead", working_days=days),)
        )
        return paraphs.referrals(db, paraphs.save(db, clerk, made.id, draft).paraph_id)[0].id

    return make


def waiting(db, *kinds):
    return [(paper.kind, paper.subject_id) for paper in requests.waiting(db, "") if paper.kind in kinds]


def in_words(pdf):
    return " ".join("".join(readback.page_texts(pdf)).replace("\u2068", "").replace("\u2069", "").split())


def slip_numbers(db, *ids):
    found = {row["id"]: row["number"] for row in db.rows("SELECT id, number FROM referral")}
    return [found[each] for each in ids]


def test_a_unit_gets_one_letter_with_a_row_for_each_of_its_referrals(db, clerk, issue, clock):
    ids = [issue(), issue(), issue()]
    alone = issue(unit=1)
    clock.turn(days=14)
    written = reminders.remind_all(db, clerk, [*ids, alone])
    assert (len(written.reminder_ids), written.letters, written.reminded_lately, written.in_time) == (4, 2, 0, 0)
    single = reminders.of_referral(db, alone)[0]
    assert waiting(db, "reminder", "reminder_letter") == [("reminder_letter", 1), ("reminder", single.id)]
    letter = gathering.reminder_letter(db, 1)
    assert [row.number for row in letter.rows] == [f"{number}/پ1" for number in slip_numbers(db, *ids)]
    assert letter.number == letter.rows[0].number and letter.barcode == letter.rows[0].barcode
    slips = {row["id"]: row["barcode"] for row in db.rows("SELECT id, barcode FROM referral")}
    for row, referral in zip(letter.rows, ids, strict=True):
        assert row.barcode[0] == "3" and numbers.parse_barcode(row.barcode) == slips[referral]
        assert (row.words, row.late_days, row.objected_day) == ("بررسی شود", 5, "")
    state = "SELECT reminders FROM followup WHERE referral_id = :id"
    assert [db.required_row(state, id=each)["reminders"] for each in (*ids, alone)] == [1] * 4
    journal = db.rows("SELECT subject_id FROM journal WHERE action = 'reminded' ORDER BY id")
    assert [row["subject_id"] for row in journal] == [*ids, alone] and verify.fault(db) is None
    assert [each.letter_id for each in (reminders.of_referral(db, ids[1])[0], single)] == [1, None]


def test_letter_says_what_was_answered_and_denied(db, clerk, issue, clock):
    silent, denied = issue(), issue(matter="آسفالت کوچهٔ نمونه")
    dispatch.send(db, clerk, [silent, denied], "hand")
    dispatch.acknowledge(db, clerk, [silent, denied])
    answers.record_final(db, clerk, denied, UnitAnswer("done", "به پیمانکار ابلاغ شد"))
    verdicts.object_to(db, clerk, denied, "هیچ کاری نشده است")
    clock.turn(days=14)
    reminders.remind_all(db, clerk, [silent, denied])
    letter = gathering.reminder_letter(db, 1)
    first, second = letter.rows
    assert (first.answered_day, first.answer) == ("2026-11-25", "انجام شد. به پیمانکار ابلاغ شد")
    assert (first.objected_day, first.objection) == ("2026-11-25", "هیچ کاری نشده است")
    assert first.matter == "آسفالت کوچهٔ نمونه" and (second.answer, second.objected_day) == ("", "")
    clock.turn(days=1)
    answers.record_final(db, clerk, denied, UnitAnswer("done", "دوباره"))
    verdicts.object_to(db, clerk, denied, "باز هم نه")
    assert gathering.reminder_letter(db, 1) == letter, "a letter stays what it was when it was written"
    read = in_words(reminder_letter_pdf(letter))
    for wanted in (
        "به پیمانکار ابلاغ شد",
        "هیچ کاری نشده است",
        "آسفالت کوچهٔ نمونه",
        fa(first.barcode),
        fa(f"{first.late_days} روز"),
    ):
        assert wanted in read, wanted


def test_confidential_matter_stands_in_the_letter_by_its_number_alone(db, clerk, issue, clock):
    secret = next(row["id"] for row in lists.entries(db, "category") if row["confidential"])
    hidden, open_ = issue(category_id=secret, matter="راز نمونه"), issue()
    clock.turn(days=14)
    reminders.remind_all(db, clerk, [hidden, open_])
    row = gathering.reminder_letter(db, 1).rows[0]
    assert (row.visitor, row.category, row.matter, row.official_post, row.words) == ("", "محرمانه", "", "", "")
    assert "راز" not in in_words(reminder_letter_pdf(gathering.reminder_letter(db, 1)))


def test_reminder_is_repeated_only_after_the_working_days_of_the_setting(db, clerk, issue, clock):
    kept = [issue(), issue()]
    clock.turn(days=14)
    reminders.remind_all(db, clerk, kept)
    days, first = WorkingDays.load(db), date(2026, 12, 9)
    for later in range(12):
        today = first + timedelta(days=later)
        worked = sum(days.include((first + timedelta(days=n)).isoformat()) for n in range(1, later + 1))
        for setting in (1, 5, 7):
            office.change_settings(db, clerk, remind_again_days=str(setting))
            found = reminders.plan(db, clerk, [*kept, 0])
            expected = (2, 0) if worked >= setting else (0, 2)
            assert (found.referrals, found.reminded_lately) == expected, (today, setting)
            assert found.in_time == 1
            assert bool(reminders.lately_reminded_on(db, kept[0])) == (worked < setting)
        clock.turn(days=1)
    office.change_settings(db, clerk, remind_again_days="5")
    assert reminders.remind_all(db, clerk, kept).letters == 1
    again = reminders.remind_all(db, clerk, kept)
    assert (again.reminder_ids, again.letters, again.reminded_lately) == ((), 0, 2)
    assert [each.ordinal for each in reminders.of_referral(db, kept[0])] == [1, 2]


def test_reminder_that_was_taken_back_does_not_hold_up_the_next(db, clerk, issue, clock):
    from app.referrals import lifecycle, taking_back

    kept = issue()
    clock.turn(days=14)
    reminders.remind(db, clerk, [kept])
    taking_back.take_back(db, clerk, lifecycle.steps(db, kept)[-1].id)
    assert reminders.remind_all(db, clerk, [kept]).letters == 1


def test_drafts_are_the_letters_to_come_and_change_nothing(db, clerk, issue, clock):
    ids = [issue(), issue(), issue(unit=1), issue(unit=1), issue(unit=2), issue(days=60)]
    clock.turn(days=14)
    before = db.rows("SELECT id FROM journal"), db.rows("SELECT id FROM paper")
    planned = reminders.plan(db, clerk, ids)
    drafts = reminder_letter.drafts(db, planned)
    assert (planned.referrals, planned.in_time, [len(each.referral_ids) for each in planned.units]) == (5, 1, [2, 2, 1])
    assert (db.rows("SELECT id FROM journal"), db.rows("SELECT id FROM paper")) == before
    reminders.remind_all(db, clerk, ids)
    assert drafts == [gathering.reminder_letter(db, each) for each in (1, 2)]


def test_letter_is_listed_by_number_and_unit_and_its_reprint_is_marked(db, clerk, issue, clock):
    ids = [issue(), issue()]
    clock.turn(days=14)
    reminders.remind_all(db, clerk, ids)
    [listed] = [each for each in jobs.papers_of_today(db, clerk) if each.paper.kind == "reminder_letter"]
    [first, _] = slip_numbers(db, *ids)
    assert listed.name.replace("\u2068", "").replace("\u2069", "") == fa(f"نامهٔ پیرو واحد {first}/پ1")
    assert listed.about == lists.entries(db, "unit")[0]["name"]
    requests.mark_printed(db, clerk, [listed.paper.id])
    requests.print_again(db, clerk, "reminder_letter", 1)
    [again] = [paper for paper in requests.waiting(db, "") if paper.kind == "reminder_letter"]
    assert gathering.document(db, again).reprint
    assert jobs.document_to_read(db, clerk, listed)[0] == [gathering.reminder_letter(db, 1)]
