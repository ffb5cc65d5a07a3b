"""A day on paper is entered afterwards, and a closed session is corrected, while today's session goes on."""

import pytest

from app.errors import Refused
from app.office import lists, programmes
from app.office.settings import change_settings
from app.papers import requests
from app.persian.calendar import at, local_time
from app.printing import gathering
from app.reception import registering
from app.reception.arrival import Arrival, Served
from app.reception.from_paper import enter_from_paper, enter_late
from app.referrals import lifecycle
from app.sessions import corrections, sessions
from app.sessions.corrections import PaperDay
from app.table import matters, paraphs
from app.table.paraphs import Addressee, Draft
from app.visits import visits
from app.visits.visitors import Visitor

WEDNESDAY, SATURDAY = "2026-11-25", "2026-11-28"
FIFTEEN = "2026-12-16"
"""Fifteen working days after Wednesday."""
HELD = PaperDay(WEDNESDAY, "09:00", "۱۳۰۰")


def refused(rule, *args, **given):
    with pytest.raises(Refused) as caught:
        rule(*args, **given)
    return caught.value


def person(n):
    return Visitor(kind="no_code", code_reason="همراه ندارد", first_name="نمونه", last_name=f"کاغذی {n}")


@pytest.fixture
def programme(db):
    return programmes.active(db)[0]


@pytest.fixture
def saturday(clock):
    clock.turn(days=3)


@pytest.fixture
def category(db):
    return lists.entries(db, "category")[0]["id"]


@pytest.fixture
def unit(db):
    return next(row["id"] for row in lists.entries(db, "unit") if row["kind"] == "district")


@pytest.fixture
def paper_day(db, clerk, programme, saturday):
    """Wednesday's session, which was never opened, being entered on Saturday."""
    return corrections.enter_past(db, clerk, programme.id, HELD, "برق قطع بود")


@pytest.fixture
def late(db, clerk, category, tables):
    """`late(session, 1)` enters the first visitor of the day, met from 9:20 to 9:30; the next ones ten minutes on."""

    def enter(session, n, *, accepted=(), table=0, **times):
        served = Served(
            times.get("arrived", "09:05"),
            times.get("called", f"9:{10 + 10 * (n - 1):02}"),
            times.get("ended", f"9:{20 + 10 * (n - 1):02}"),
            tables[table]["id"],
        )
        arrival = Arrival(person(n), category, accepted=frozenset(accepted))
        return enter_late(db, clerk, session.id, arrival, served)

    return enter


def directive(tables, unit, words="بررسی شود", days=15, due=""):
    return Draft(tables[0]["official_id"], "referred", words, (Addressee(unit, "lead", "", days, due=due),))


def followup(db, saved):
    row = db.required_row("SELECT id FROM referral WHERE number = :number", number=saved.numbers[0])
    return lifecycle.get(db, row["id"])


def test_day_on_paper_has_its_own_day_arrivals_slips_and_deadlines(db, clerk, paper_day, late, tables, unit):
    assert (paper_day.state, paper_day.day, paper_day.round) == ("closed", WEDNESDAY, 1)
    visit = late(paper_day, 1)
    assert (visit.ticket, visit.arrived_at) == (1, at(WEDNESDAY, "09:05"))
    saved = paraphs.save(db, clerk, visit.id, directive(tables, unit))
    slip = gathering.slip(db, followup(db, saved).referral_id)
    assert (slip.day, slip.due_day, slip.number) == (WEDNESDAY, FIFTEEN, "1405/م/00001")
    assert (followup(db, saved).issued_day, followup(db, saved).due_day) == (WEDNESDAY, FIFTEEN)
    assert gathering.receipt(db, visit.id).written_at == at(WEDNESDAY, "09:20")
    assert visits.get(db, visit.id).state == "done"
    periods = db.rows("SELECT started_at, ended_at FROM period WHERE visit_id = :id ORDER BY id", id=visit.id)
    assert [tuple(map(local_time, row.values())) for row in periods] == [("09:05", "09:10"), ("09:10", "09:20")]


def test_number_is_that_of_the_papers_year(db, clerk, programme, clock, late, tables, unit):
    clock.turn(days=120)
    session = corrections.enter_past(db, clerk, programme.id, HELD, "برق قطع بود")
    saved = paraphs.save(db, clerk, late(session, 1).id, directive(tables, unit))
    assert saved.numbers == ("1405/م/00001",), "in 1406, of a day of 1405"


def test_deadline_is_the_one_on_the_paper_slip(db, clerk, paper_day, late, tables, unit):
    saved = paraphs.save(db, clerk, late(paper_day, 1).id, directive(tables, unit, due="۱۴۰۵/۰۹/۱۵"))
    now = followup(db, saved)
    assert (now.due_day, now.working_days) == ("2026-12-06", 7)


@pytest.mark.parametrize(
    ("due", "sentence"),
    [("1405/13/40", "وجود ندارد"), ("فردا", "سال/ماه/روز"), ("1405/09/04", "پس از روز پاراف"), ("1408/01/01", "۲۵۰")],
)
def test_impossible_deadline_of_a_paper_slip_is_refused(db, clerk, paper_day, late, tables, unit, due, sentence):
    visit = late(paper_day, 1)
    no = refused(paraphs.save, db, clerk, visit.id, directive(tables, unit, due=due))
    assert (no.field, sentence in no.sentence) == ("working_days", True), no.sentence


def test_official_is_the_one_who_held_the_post_on_the_day(db, clerk, paper_day, late, tables, unit):
    mayor = tables[0]["official_id"]
    visit = late(paper_day, 1)
    with db.write("office"):
        db.rows("UPDATE official SET to_day = '2026-11-26', holder = 'پیشین' WHERE id = :id", id=mayor)
        db.rows("UPDATE official SET from_day = '2026-11-27' WHERE id = :id", id=tables[1]["official_id"])
    newer = Draft(tables[1]["official_id"], "settled", "حل شد")
    no = refused(paraphs.save, db, clerk, visit.id, newer)
    assert (no.field, "۱۴۰۵/۰۹/۰۴" in no.sentence) == ("official_id", True)
    saved = paraphs.save(db, clerk, visit.id, directive(tables, unit))
    assert paraphs.of_visit(db, visit.id)[0].official_name == "پیشین"
    assert saved.numbers


def test_planned_session_that_was_never_opened_is_the_one_entered(db, clerk, programme, clock, arrive, session):
    waiting = arrive()
    planned = sessions.plan(db, clerk, programme.id, "2026-12-02")
    sessions.close(db, clerk, session.id, "next")
    moved = db.required_row("SELECT id, session_id FROM visit WHERE moved_from = :id", id=waiting.id)
    assert moved["session_id"] == planned.id
    clock.turn(days=10)
    held = corrections.enter_past(db, clerk, programme.id, PaperDay("2026-12-02", "9:00", "12:00"), "برق قطع بود")
    assert (held.id, held.round, held.state) == (planned.id, 2, "closed")
    assert visits.get(db, moved["id"]).state == "moved", "carried on to the next session"
    onward = db.required_row("SELECT session_id FROM visit WHERE moved_from = :id", id=moved["id"])
    assert sessions.get(db, onward["session_id"]).day == "2026-12-09"


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("", "درست نیست"),
        ("1405-13-40", "درست نیست"),
        ("2026-11-29", "نیامده"),
        (SATURDAY, "جلسهٔ امروز"),
        ("2026-03-01", "۱۴۰۵/۰۱/۰۵"),
    ],
)
def test_day_that_cannot_have_been_held_is_refused_beside_its_field(db, clerk, programme, saturday, day, sentence):
    no = refused(corrections.enter_past, db, clerk, programme.id, PaperDay(day, "9:00", "12:00"), "برق")
    assert (no.field, sentence in no.sentence) == ("day", True), no.sentence


@pytest.mark.parametrize(
    ("opened", "closed", "field"), [("", "12:00", "opened"), ("9:00", "25:00", "closed"), ("12:00", "9:00", "closed")]
)
def test_hours_of_the_day_are_checked(db, clerk, programme, saturday, opened, closed, field):
    held = PaperDay(WEDNESDAY, opened, closed)
    assert refused(corrections.enter_past, db, clerk, programme.id, held, "برق").field == field


def test_day_that_has_a_session_is_corrected_and_not_entered_twice(db, clerk, session, clock):
    sessions.close(db, clerk, session.id)
    clock.turn(days=3)
    no = refused(corrections.enter_past, db, clerk, session.programme_id, HELD, "برق")
    assert (no.field, "برای اصلاح" in no.sentence) == ("day", True)


def test_reason_is_needed(db, clerk, programme, session, clock):
    sessions.close(db, clerk, session.id)
    clock.turn(days=10)
    day = PaperDay("2026-12-02", "9:00", "12:00")
    assert refused(corrections.enter_past, db, clerk, programme.id, day, " ").field == "reason"
    clock.turn(days=-9)
    assert refused(corrections.correct, db, clerk, session.id, "").field == "reason"


def test_correcting_a_session_leaves_todays_line_alone(db, clerk, session, arrive, clock, tables, late, category):
    """Wednesday's session is corrected while Saturday's is open: tickets, tables and lines do not mix."""
    arrive()
    clock.turn(hours=3)
    sessions.close(db, clerk, session.id, "left")
    clock.turn(days=3)
    today = sessions.open_today(db, clerk, session.programme_id)
    waiting = registering.register(db, clerk, today.id, Arrival(person("امروز"), category))
    corrected = corrections.correct(db, clerk, session.id, "سه برگه جا ماند")
    assert corrected.is_corrected_now and corrected.state == "closed"
    assert sessions.opened(db).id == today.id
    entered = late(session, 2)
    assert entered.ticket == 2
    assert [visit.id for visit in registering.latest(db, today.id)] == [waiting.id]
    assert matters.at_table(db, tables[0]["id"]) == [], "the session that is corrected has a list of its own"
    assert [matter.visit_id for matter in matters.of_session(db, session.id)] == [entered.id]
    done = corrections.finish(db, clerk, session.id)
    assert not done.is_corrected_now and sessions.opened(db).id == today.id


def test_session_takes_late_entries_only_while_it_is_corrected(db, clerk, session, late, clock):
    clock.turn(hours=3)
    sessions.close(db, clerk, session.id)
    clock.turn(days=3)
    assert "برای اصلاح" in refused(late, session, 1).sentence
    corrections.correct(db, clerk, session.id, "یک برگه جا ماند")
    late(session, 1)
    corrections.finish(db, clerk, session.id)
    assert "برای اصلاح" in refused(late, session, 2).sentence


def test_session_is_corrected_within_the_offices_days(db, clerk, session, clock):
    sessions.close(db, clerk, session.id)
    clock.turn(days=7)
    corrections.correct(db, clerk, session.id, "یک برگه جا ماند")
    corrections.finish(db, clerk, session.id)
    clock.turn(days=1)
    assert "۷ روز" in refused(corrections.correct, db, clerk, session.id, "باز هم").sentence
    change_settings(db, clerk, correction_days="30")
    assert corrections.correct(db, clerk, session.id, "باز هم").is_corrected_now
    assert refused(change_settings, db, clerk, correction_days="0").field == "correction_days"


def test_paper_day_is_corrected_within_the_days_after_its_entry(db, clerk, programme, clock):
    clock.turn(days=40)
    session = corrections.enter_past(db, clerk, programme.id, HELD, "برق قطع بود")
    corrections.finish(db, clerk, session.id)
    clock.turn(days=6)
    assert corrections.correct(db, clerk, session.id, "یک برگه جا ماند").is_corrected_now


def test_what_cannot_be_corrected_is_refused(db, clerk, session):
    assert "باز است" in refused(corrections.correct, db, clerk, session.id, "اشتباه").sentence
    sessions.close(db, clerk, session.id)
    assert "در حال اصلاح نیست" in refused(corrections.finish, db, clerk, session.id).sentence
    corrections.correct(db, clerk, session.id, "یک برگه جا ماند")
    assert "در حال اصلاح است" in refused(corrections.correct, db, clerk, session.id, "دوباره").sentence


@pytest.mark.parametrize("role", ["manager", "administrator"])
def test_manager_and_administrator_enter_a_whole_paper_day(
    db, make_clerk, programme, saturday, category, tables, unit, role
):
    who = make_clerk(role)
    session = corrections.enter_past(db, who, programme.id, HELD, "برق قطع بود")
    served = Served("9:05", "9:10", "9:20", tables[0]["id"])
    visit = enter_late(db, who, session.id, Arrival(person(1), category), served)
    first = paraphs.save(db, who, visit.id, directive(tables, unit))
    second = paraphs.amend(db, who, first.paraph_id, directive(tables, unit, "فوری بررسی شود"), "غلط خوانده شد")
    assert followup(db, second).issued_day == WEDNESDAY, "an entry of today is put right: the paper says Wednesday"
    corrections.finish(db, who, session.id)


def test_table_clerk_writes_nothing_into_a_session_that_is_corrected(db, make_clerk, paper_day, late, tables, unit):
    visit = late(paper_day, 1)
    no = refused(paraphs.save, db, make_clerk("table"), visit.id, directive(tables, unit))
    assert "«مدیر برنامه»" in no.sentence


# -- what is asked -----------------------------------------------------------------------------------------------------


def test_overlapping_meetings_at_one_table_are_asked_about(db, clerk, paper_day, late, tables, unit):
    paraphs.save(db, clerk, late(paper_day, 1).id, directive(tables, unit))
    overlapping = {"called": "9:15", "ended": "9:25"}
    no = refused(late, paper_day, 2, **overlapping)
    assert (no.field, "نوبت ۱" in no.sentence) == ("overlap", True)
    assert late(paper_day, 2, table=1, **overlapping).ticket == 2, "another table is free"
    assert late(paper_day, 3, accepted=("overlap",), **overlapping).ticket == 3
    assert late(paper_day, 4, called="9:25", ended="9:30").ticket == 4, "one after the other is no overlap"


@pytest.mark.parametrize(
    ("called", "ended", "overlaps"),
    [("9:06", "9:15", True), ("9:12", "9:18", True), ("9:06", "9:25", True), ("9:06", "9:10", False),
     ("9:20", "9:25", False), ("9:10", "9:20", True)],
)  # fmt: skip
def test_meetings_overlap_when_they_share_a_minute(paper_day, late, called, ended, overlaps):
    late(paper_day, 1)  # from 9:10 to 9:20
    if overlaps:
        assert refused(late, paper_day, 2, called=called, ended=ended).field == "overlap"
    else:
        assert late(paper_day, 2, called=called, ended=ended).ticket == 2


def test_meeting_whose_paraph_is_not_written_yet_overlaps_too(paper_day, late):
    late(paper_day, 1)
    assert refused(late, paper_day, 2, called="9:15", ended="9:25").field == "overlap"


@pytest.mark.parametrize("times", [{"arrived": "8:30"}, {"called": "12:50", "ended": "13:10"}])
def test_times_outside_the_day_are_asked_about(paper_day, late, times):
    no = refused(late, paper_day, 1, **times)
    assert (no.field, "۰۹:۰۰" in no.sentence) == ("outside", True)
    assert late(paper_day, 1, accepted=("outside",), **times).ticket == 1


def test_the_same_is_asked_in_the_session_under_way(db, clerk, session, clock, category, tables):
    clock.turn(hours=2)
    served = Served("8:30", "9:10", "9:20", tables[0]["id"])
    arrival = Arrival(person(1), category)
    assert refused(enter_from_paper, db, clerk, session.id, arrival, served).field == "outside"


# -- the minutes -------------------------------------------------------------------------------------------------------


def printed(db, session):
    return gathering.minutes(db, session.id)


def test_minutes_of_a_paper_day_say_what_was_entered_later(db, clerk, clock, paper_day, late, tables, unit):
    for n in (1, 2, 3):
        clock.turn(minutes=1)
        paraphs.save(db, clerk, late(paper_day, n).id, directive(tables, unit))
    assert printed(db, paper_day).draft
    corrections.finish(db, clerk, paper_day.id)
    minutes = printed(db, paper_day)
    assert not minutes.draft
    assert (minutes.day, minutes.registered, minutes.met, minutes.referrals, minutes.on_paper) == (
        WEDNESDAY,
        3,
        3,
        3,
        3,
    )
    assert [change.words for change in minutes.changes] == [
        "جلسه از روی برگه‌های کاغذی ثبت شد؛ علت: برق قطع بود.",
        "نوبت‌های ۱، ۲، ۳ از روی کاغذ ثبت شد.",
        "پاراف نوبت‌های ۱، ۲، ۳ ثبت شد.",
    ]
    assert {change.clerk for change in minutes.changes} == {clerk.name}
    assert local_time(minutes.changes[-1].at) == "09:03"
    assert minutes.clerk == clerk.name


def test_minutes_of_a_corrected_session_say_what_was_changed(db, clerk, clock, session, arrive, tables, unit, late):
    secret = next(row["id"] for row in lists.entries(db, "category") if row["confidential"])
    first, second = arrive(), arrive(category_id=secret)
    saved = []
    for visit in (first, second):
        with db.write("queue"):
            db.rows("UPDATE visit SET state = 'meeting', table_id = :t WHERE id = :id", t=tables[0]["id"], id=visit.id)
        saved.append(paraphs.save(db, clerk, visit.id, directive(tables, unit)))
    clock.turn(hours=3)
    sessions.close(db, clerk, session.id)
    assert printed(db, session).changes == ()
    clock.turn(days=3)
    corrections.correct(db, clerk, session.id, "دو برگه جا ماند")
    assert printed(db, session).changes == (), "nothing was corrected yet"
    late(session, 3)
    paraphs.amend(db, clerk, saved[0].paraph_id, directive(tables, unit, "فوری"), "واژه جا ماند")
    paraphs.void(db, clerk, saved[1].paraph_id, "رازی است")
    corrections.finish(db, clerk, session.id)
    words = [change.words.replace("\u2068", "").replace("\u2069", "") for change in printed(db, session).changes]
    assert words == [
        "جلسه برای اصلاح بازگشایی شد؛ علت: دو برگه جا ماند.",
        "نوبت ۳ از روی کاغذ ثبت شد.",
        "پاراف نوبت ۱ اصلاح شد؛ شمارهٔ باطل‌شده: ۱۴۰۵/م/۰۰۰۰۱؛ علت: واژه جا ماند.",
        "پاراف نوبت ۲ باطل شد؛ شمارهٔ باطل‌شده: ۱۴۰۵/م/۰۰۰۰۲.",
    ], "the reason of a confidential matter stays away"


def test_finishing_asks_for_the_minutes_anew(db, clerk, session, clock):
    sessions.close(db, clerk, session.id)
    first = [paper for paper in requests.waiting(db, "") if paper.kind == "minutes"]
    requests.mark_printed(db, clerk, [paper.id for paper in first])
    clock.turn(days=1)
    corrections.correct(db, clerk, session.id, "یک برگه جا ماند")
    corrections.finish(db, clerk, session.id)
    (again,) = [paper for paper in requests.waiting(db, "") if paper.kind == "minutes"]
    assert (again.subject_id, again.reprint) == (session.id, 0)


def test_session_reopened_on_its_day_is_not_being_corrected_any_more(db, clerk, session):
    sessions.close(db, clerk, session.id)
    corrections.correct(db, clerk, session.id, "یک برگه جا ماند")
    assert not sessions.reopen(db, clerk, session.id, "زود بسته شد").is_corrected_now


# -- after a void ------------------------------------------------------------------------------------------------------


def test_new_paraph_is_written_after_a_void_in_a_closed_session(db, clerk, clock, session, arrive, tables, unit):
    visit = arrive()
    with db.write("queue"):
        db.rows("UPDATE visit SET state = 'meeting', table_id = :t WHERE id = :id", t=tables[0]["id"], id=visit.id)
    saved = paraphs.save(db, clerk, visit.id, directive(tables, unit))
    sessions.close(db, clerk, session.id)
    clock.turn(days=3)
    assert refused(paraphs.save, db, clerk, visit.id, directive(tables, unit)), "one paraph is enough"
    paraphs.void(db, clerk, saved.paraph_id, "شخص دیگری بود")
    again = paraphs.save(db, clerk, visit.id, directive(tables, unit, "بازدید شود"))
    assert again.numbers == ("1405/م/00002",)
    assert followup(db, again).issued_day == SATURDAY, "the unit gets its slip now"
    assert visits.get(db, visit.id).outcome == "referred"
