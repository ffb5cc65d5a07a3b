"""Closures by decree and other changes of the list of holidays move the deadlines they touch, on both engines."""

import random
from datetime import date, timedelta

import pytest

from app.audit import reading as journal_reading
from app.audit.reading import JournalQuery
from app.closures import entries, letters
from app.errors import Refused
from app.followup import dossier
from app.journal import chain, verify
from app.office import lists, programmes
from app.office.holidays import holidays
from app.papers import requests
from app.persian.calendar import jalali, weekday
from app.printing import gathering, jobs
from app.referrals import answers, dispatch, lifecycle
from app.referrals.answers import UnitAnswer
from app.sessions import sessions
from tests.support.readback import page_texts
from ui.papers.drawing import draw

SATURDAY, TUESDAY = "2026-11-28", "2026-12-01"


def due(db, referral_id):
    return lifecycle.get(db, referral_id).unit_due_day


def close(db, clerk, day=SATURDAY, reason="آلودگی هوا", letter="1405/7712"):
    return entries.close_day(db, clerk, day, reason, letter)


def test_closure_moves_the_deadlines_it_touches_and_no_promise(db, clerk, issue):
    one, two = issue(0, 1, days=5)
    (short,) = issue(2, days=1)
    promised = lifecycle.get(db, one).due_day
    assert (due(db, one), due(db, short)) == ("2026-12-02", SATURDAY)
    done = close(db, clerk, TUESDAY)
    assert (due(db, one), due(db, two), due(db, short)) == ("2026-12-05", "2026-12-05", SATURDAY)
    assert (done.referrals, done.units) == (2, 2) and lifecycle.get(db, one).due_day == promised


def test_removed_closure_gives_the_deadlines_back(db, clerk, issue):
    (one,) = issue(0, days=5)
    done = close(db, clerk)
    assert due(db, one) == "2026-12-05"
    back = entries.retire(db, clerk, done.entry_id)
    assert due(db, one) == "2026-12-02" and back.referrals == 1
    assert close(db, clerk, reason="برودت هوا").entry_id == done.entry_id, "a day has one entry"
    assert due(db, one) == "2026-12-05"


def test_effect_is_told_before_and_is_what_the_closure_does(db, clerk, issue):
    issue(0, 1, days=5), issue(0, days=7), issue(3, days=1)
    sessions.plan(db, clerk, programmes.active(db)[0].id, "2026-12-02")
    head = chain.head(db)
    told = entries.effect_of(db, clerk, "2026-12-02")
    assert chain.head(db) == head, "asking changes nothing"
    assert (told.referrals, told.units, told.sessions) == (3, 2, ("چهارشنبه‌های مردمی",))
    done = close(db, clerk, "2026-12-02")
    assert (done.referrals, done.units) == (told.referrals, told.units)
    assert entries.effect_of(db, clerk, "2026-12-20").referrals == 0


def test_answer_in_four_of_five_working_days_is_in_time_when_two_closures_are_entered_later(db, clerk, issue, clock):
    (one,) = issue(0, days=5)
    clock.turn(days=11)  # 15 Azar: the sixth working day after 4 Azar
    answers.record_final(db, clerk, one, UnitAnswer("done", "شد"))
    assert lifecycle.get(db, one).in_time == 0
    close(db, clerk, SATURDAY), close(db, clerk, "2026-11-29")
    assert lifecycle.get(db, one).in_time == 1


@pytest.mark.parametrize(
    ("day", "reason", "field"),
    [
        ("2026-11-27", "x", "day"),  # a Friday
        ("2026-12-23", "x", "day"),  # a holiday of the list
        ("2028-03-22", "x", "day"),  # a computed one
        ("", "x", "day"),
        ("فردا", "x", "day"),
        (SATURDAY, " ", "reason"),
        (SATURDAY, "x" * 200, "reason"),
    ],
)
def test_day_that_cannot_be_closed_is_refused_beside_its_field(db, clerk, issue, day, reason, field):
    (one,) = issue(0, days=5)
    before, head = due(db, one), chain.head(db)
    with pytest.raises(Refused) as refused:
        close(db, clerk, day, reason)
    assert refused.value.field == field
    assert (due(db, one), chain.head(db)) == (before, head)


def test_entry_of_the_list_moves_deadlines_too(db, clerk, issue):
    (one,) = issue(0, days=5)
    done = entries.save(db, clerk, None, {"day": "1405/09/07", "name": "تعطیلی"})
    assert due(db, one) == "2026-12-05" and done.referrals == 1
    entries.save(db, clerk, done.entry_id, {"day": "1405/10/20", "name": "تعطیلی"})
    assert due(db, one) == "2026-12-02"
    with pytest.raises(Refused, match="مهلت‌ها"):
        lists.save(db, clerk, "holiday", None, {"day": "1405/09/07", "name": "x"})


def counted_on_fingers(start, count, closed):
    day = date.fromisoformat(start)
    while count:
        day += timedelta(days=1)
        count -= weekday(day.isoformat()) < 5 and day.isoformat() not in closed
    return day.isoformat()


@pytest.mark.parametrize("seed", range(3))
def test_slow_model_agrees_after_any_closures_and_removals(db, clerk, issue, seed):
    chance = random.Random(seed)
    given = {issue(chance.randrange(5), days=days)[0]: days for days in (1, 2, 3, 5, 8, 13)}
    promised = {each: lifecycle.get(db, each).due_day for each in given}
    for _ in range(25):
        if chance.random() < 0.7:
            day = date(2026, 11, 26) + timedelta(days=chance.randrange(30))
            try:
                close(db, clerk, day.isoformat())
            except Refused:
                continue
        elif chosen := [row for row in lists.entries(db, "holiday") if row["day"] < "2027"]:
            entries.retire(db, clerk, chance.choice(chosen)["id"])
        closed = holidays(db).days
        for referral_id, days in given.items():
            assert due(db, referral_id) == counted_on_fingers("2026-11-25", days, closed)
            assert lifecycle.get(db, referral_id).due_day == promised[referral_id]
    assert verify.fault(db) is None


def test_each_unit_gets_one_letter_with_its_rows(db, clerk, issue):
    issue(0, 1, days=5), issue(0, days=7)
    done = close(db, clerk)
    assert letters.print_letters(db, clerk, done.change_id) == 2
    asked = [paper for paper in requests.waiting(db, "") if paper.kind == "deadlines"]
    first, second = (gathering.document(db, paper) for paper in asked)
    assert [(row.before_day, row.after_day) for row in first.rows] == [
        ("2026-12-02", "2026-12-05"),
        ("2026-12-06", "2026-12-07"),
    ]
    assert (first.closed_day, first.opened_day, first.reason, first.decree) == (SATURDAY, "", "آلودگی هوا", "1405/7712")
    assert first.addressed_as != second.addressed_as and len(second.rows) == 1
    (shown,) = page_texts(draw([first], "a4"))
    for words in ("شنبه ۷ آذر ۱۴۰۵", "آلودگی هوا", "۱۴۰۵/۰۹/۱۱", "۱۴۰۵/۰۹/۱۴"):
        assert words in shown.replace("\u00a0", " ")
    listed = [each for each in jobs.papers_of_today(db, clerk) if each.paper.kind == "deadlines"]
    assert {each.about for each in listed} == {first.unit, second.unit}
    with pytest.raises(Refused):
        letters.print_letters(db, clerk, 999)


def test_history_of_a_referral_tells_the_day_that_moved_its_deadline(db, clerk, issue):
    (one,) = issue(0, days=5)
    entries.retire(db, clerk, close(db, clerk).entry_id)
    moved = [step for step in dossier.load(db, clerk, one).steps if step.kind == "moved"]
    assert [(step.words, step.to_day, step.letter) for step in moved] == [
        ("تعطیلی: آلودگی هوا", "2026-12-05", "1405/7712"),
        ("منتفی شدن تعطیلی: آلودگی هوا", "2026-12-02", "1405/7712"),
    ]
    assert [step.kind for step in dossier.load(db, clerk, one).steps[-2:]] == ["moved", "moved"]


def test_letter_names_no_visitor_of_a_confidential_matter(db, clerk, issue):
    issue(0, days=5)
    done = close(db, clerk)
    with db.write("office"):
        db.rows("UPDATE category SET confidential = 1")
    letters.print_letters(db, clerk, done.change_id)
    paper = next(paper for paper in requests.waiting(db, "") if paper.kind == "deadlines")
    (row,) = gathering.document(db, paper).rows
    assert (row.visitor, row.category) == ("", "محرمانه")


def test_letter_of_a_removed_closure_says_which_day_is_worked(db, clerk, issue):
    issue(0, days=5)
    done = entries.retire(db, clerk, close(db, clerk).entry_id)
    letters.print_letters(db, clerk, done.change_id)
    paper = next(paper for paper in requests.waiting(db, "") if paper.kind == "deadlines")
    document = gathering.document(db, paper)
    assert (document.closed_day, document.opened_day) == ("", SATURDAY)


def test_journal_tells_a_closure_in_persian(db, clerk, issue):
    issue(0, days=5)
    done = close(db, clerk)
    letters.print_letters(db, clerk, done.change_id)
    rows = journal_reading.read(db, clerk, JournalQuery(), 10).rows
    told = [(row.action, {change.label: change.after for change in row.changes}) for row in rows]
    assert told[2][1]["روز"].strip("\u2068\u2069") == "۱۴۰۵/۰۹/۰۷" and jalali(SATURDAY) == "1405/09/07"
    assert [action.split(" · ")[0] for action, _ in told[:3]] == [
        "چاپ نامه‌های تغییر مهلت",
        "جابه‌جایی مهلت‌ها",
        "ثبت تعطیلی اضطراری",
    ]


def test_referral_that_was_never_acknowledged_moves_with_the_clock_that_starts_by_itself(db, clerk, issue):
    (one,) = issue(0, days=5, acknowledged=False)
    dispatch.send(db, clerk, [one], "secretariat")
    before = due(db, one)
    close(db, clerk)
    assert due(db, one) > before
