"""What stands on the sheets of a session's units, and that every number on them is the length of its list."""

from collections import Counter
from contextlib import closing

import pytest

from app.access import clerks
from app.errors import Refused
from app.figures import scorecard
from app.figures.definitions import Scope
from app.followup.query import ListFilter, ListQuery
from app.followup.view import every_row
from app.invented.kept import OFFICE, LastDay
from app.line import steps as line
from app.office import lists, programmes
from app.papers import requests as papers
from app.papers.documents import Letterhead
from app.printing import gathering as printing
from app.printing import jobs
from app.printing.unit_sheets import sheets_to_read
from app.reception.arrival import Arrival
from app.reception.registering import register
from app.referrals import answers, deadlines, decisions, dispatch, verdicts
from app.referrals.answers import UnitAnswer
from app.referrals.issuing import Addressee
from app.sessions import sessions
from app.table import paraphs
from app.unit_sheets import requests
from app.unit_sheets.gathering import gather
from app.unit_sheets.view import unit_sheets_view
from app.visits.visitors import Visitor
from db import open_database
from reports.unit_sheet import unit_sheets_pdf
from tests.conftest import CODES
from tests.support.picture import sizes

HEAD = Letterhead("شهرداری کرج", "چهارشنبه‌های مردمی", None, "137")
WEEK = "2026-12-02"
"""The Wednesday after the first."""
SECTIONS = {
    "objected": lambda sheet: sheet.denied,
    "next": lambda sheet: sheet.due,
    "broken": lambda sheet: sheet.broken,
    "late": lambda sheet: sheet.late,
}
"""By list of the follow-up: the rows of a sheet that are as many."""
DONE = UnitAnswer("done", "جوی لایروبی شد")


@pytest.fixture
def refer(db, clerk, session, tables, clock):
    """`refer(n, unit)` refers the nth person to the unit in that place and returns the id of the referral."""

    def make(n, unit=0, *, days=5, **visit):
        man = Visitor(code=CODES[n], first_name="نمونه", last_name=f"آزمایشی {n}", mobile=f"0912000000{n}")
        clock.turn(minutes=1)
        values = {"category_id": lists.entries(db, "category")[0]["id"], "accepted": frozenset({"open"})} | visit
        made = register(db, clerk, sessions.opened(db).id, Arrival(man, **values))
        line.call(db, clerk, made.id, tables[0]["id"])
        addressee = Addressee(lists.entries(db, "unit")[unit]["id"], "lead", working_days=days)
        draft = paraphs.Draft(lists.entries(db, "official")[0]["id"], "referred", "بررسی شود", (addressee,))
        return paraphs.referrals(db, paraphs.save(db, clerk, made.id, draft).paraph_id)[0].id

    return make


@pytest.fixture
def next_week(db, clerk, session, clock):
    """`next_week()` closes the session under way and opens the next one, a week later."""

    def go():
        under_way = sessions.opened(db)
        sessions.close(db, clerk, under_way.id)
        clock.turn(days=7)
        return sessions.open_today(db, clerk, under_way.programme_id)

    return go


def sheet(db, session_id, unit=0):
    wanted = lists.entries(db, "unit")[unit]["id"]
    return next((each for each in gather(db, session_id, HEAD).units if each.unit_id == wanted), None)


def number(db, referral_id):
    return db.required_row("SELECT number FROM referral WHERE id = :id", id=referral_id)["number"]


def deny(db, clerk, referral_id):
    dispatch.send(db, clerk, [referral_id], "hand")
    answers.record_final(db, clerk, referral_id, DONE)
    verdicts.object_to(db, clerk, referral_id, "هیچ‌کس نیامده است")


def promise(db, clerk, referral_id, day):
    answers.record_interim(db, clerk, referral_id, UnitAnswer("", "پس از خرید لوله", promised_day=day))


def visitor_of(db, visit_id):
    return db.required_row("SELECT visitor_id FROM visit WHERE id = :id", id=visit_id)["visitor_id"]


def visitors_of_three_visits(db, programme):
    """Count in Python who came three times or more to a programme."""
    rows = db.rows(
        "SELECT visitor_id, visit.state AS state, session.state AS held FROM visit"
        " JOIN session ON session.id = session_id WHERE programme_id = :id",
        id=programme,
    )
    times = Counter(
        row["visitor_id"]
        for row in rows
        if row["held"] in ("open", "closed") and row["state"] not in ("moved", "postponed")
    )
    return {visitor for visitor, count in times.items() if count >= 3}


def check_numbers(db, clerk, session_id):
    """Compare every count of every unit with the follow-up's lists, filtered by unit and programme, and with the
    scorecard."""
    document, programme = gather(db, session_id, HEAD), sessions.get(db, session_id).programme_id
    card = scorecard.compute(db, clerk, Scope(document.since, document.made_day, programme))
    figures = {unit.name: unit for unit in card.units}
    shown = {each.unit_id: each for each in document.units}
    for unit in lists.entries(db, "unit", retired=True):
        each = shown.get(unit["id"])
        for name, rows in SECTIONS.items():
            wanted = ListQuery(name, ListFilter(unit=unit["id"], programme=programme))
            expected = [row.number for row in every_row(db, clerk, wanted)]
            assert sorted(row.number for row in rows(each)) == sorted(expected) if each else not expected, (unit, name)
    often = visitors_of_three_visits(db, programme)
    for each in document.units:
        wanted = ListQuery("open", ListFilter(unit=each.unit_id, programme=programme))
        people = {visitor_of(db, row.visit_id) for row in every_row(db, clerk, wanted)}
        assert len(each.again) == len(people & often)
        mine = figures[each.unit]
        same = [unit.tally for unit in card.units if unit.load == mine.load]
        assert (each.accepted, each.asked, each.load) == (mine.tally["accepted"], mine.tally.asked, mine.load)
        assert each.load_asked == sum(tally.asked for tally in same)
        assert each.load_accepted == sum(tally["accepted"] for tally in same)
    return document


def test_every_number_is_the_length_of_its_list(db, clerk, session, refer, next_week, clock):
    denied, due, broken, late, other = (refer(n) for n in range(5))
    deny(db, clerk, denied)
    promise(db, clerk, broken, "1405/09/08")
    clock.turn(days=2)
    deadlines.extend(db, clerk, due, "7", "برف", "مدیر کل")
    now = next_week()
    refer(5, unit=1)
    verdicts_before = check_numbers(db, clerk, now.id)
    found = sheet(db, now.id)
    assert number(db, denied) in [row.number for row in found.denied]
    assert number(db, broken) in [row.number for row in found.broken]
    assert {number(db, late), number(db, other)} <= {row.number for row in found.due} | {
        row.number for row in found.late
    }
    next_week()
    next_week()
    later = sheet(db, sessions.opened(db).id)
    assert {number(db, late), number(db, other)} <= {row.number for row in later.late}
    check_numbers(db, clerk, sessions.opened(db).id)
    assert len(verdicts_before.units) == 2


def test_every_number_of_a_lived_office_is_the_length_of_its_list(lived_year):
    with closing(open_database(str(lived_year(6) / OFFICE), clock=LastDay())) as db:
        clerk = manager(db)
        document = check_numbers(db, clerk, sessions.opened(db).id)
        assert len(document.units) > 20 and sum(len(each.denied) for each in document.units) > 3
        assert sizes(unit_sheets_pdf(document)) == [(210, 297)] * len(document.units)


@pytest.mark.long
@pytest.mark.parametrize("seed", [14050910, 7, 1405])
def test_every_unit_of_a_year_has_one_page_and_every_number_is_its_list(lived_year, seed):
    with closing(open_database(str(lived_year(seed=seed) / OFFICE), clock=LastDay())) as db:
        document = check_numbers(db, manager(db), sessions.opened(db).id)
        assert len(document.units) >= 30, "a unit that owes nothing and was asked about nothing has no sheet"
        assert sizes(unit_sheets_pdf(document)) == [(210, 297)] * len(document.units)


def manager(db):
    return next(each for each in clerks.everyone(db) if each.may("manager"))


def test_denied_answer_stands_with_what_the_unit_and_the_visitor_said(db, clerk, session, refer):
    deny(db, clerk, refer(0))
    [row] = sheet(db, session.id).denied
    assert (row.answer, row.objection, row.is_denied) == ("جوی لایروبی شد", "هیچ‌کس نیامده است", True)
    assert row.answer_day == row.objected_day == session.day


def test_answer_that_was_sent_back_follows_no_decision(db, clerk, session, refer, next_week, clock):
    slip = refer(0)
    dispatch.send(db, clerk, [slip], "hand")
    decisions.decide(db, clerk, slip, "بازدید شود")
    clock.turn(minutes=5)
    answers.record_final(db, clerk, slip, DONE)
    answers.send_back(db, clerk, slip, "نامرتبط")
    [given] = sheet(db, next_week().id).decisions
    assert (given.answered_since, given.referral.answer, given.referral.stage) == (False, "", "acknowledged")


def test_visitor_who_came_three_times_stands_once_with_the_worst_referral(db, clerk, refer, next_week):
    refer(0, days=60)
    next_week()
    worst = refer(0, days=1)
    next_week()
    now = next_week()
    assert sheet(db, now.id).again == ()
    refer(0, days=20)
    [row] = sheet(db, now.id).again
    assert (row.number, row.times, row.last_visit_day) == (number(db, worst), 3, now.day) and row.late > 0


def test_sheet_before_the_session_asks_for_what_is_due_until_the_one_after_it(db, clerk, session, refer, clock):
    refer(0, days=7)
    sessions.close(db, clerk, session.id)
    planned = sessions.plan(db, clerk, session.programme_id, WEEK)
    clock.turn(days=6)
    found = gather(db, planned.id, HEAD)
    assert (found.day, found.until, found.round) == (WEEK, "2026-12-09", 0)
    [row] = found.units[0].due
    assert WEEK < row.due_day <= found.until and row.due_by == "promise"


def test_decision_opens_the_next_sheet_with_what_became_of_it(db, clerk, session, refer, next_week, clock):
    slip, settled = refer(0, days=30), refer(1, days=30)
    for each in (slip, settled):
        dispatch.send(db, clerk, [each], "hand")
        decisions.decide(db, clerk, each, "بازدید شود")
    clock.turn(minutes=5)
    answers.record_final(db, clerk, settled, DONE)
    verdicts.accept(db, clerk, settled)
    assert all(each.decisions == () for each in gather(db, session.id, HEAD).units), "its own sheet has room for them"
    first, second = sheet(db, next_week().id).decisions
    assert (first.referral.number, first.words, first.answered_since) == (number(db, slip), "بازدید شود", False)
    assert (second.referral.number, second.answered_since, second.referral.stage) == (
        number(db, settled),
        True,
        "accepted",
    )
    assert first.session_day == session.day
    now = next_week()
    [kept] = sheet(db, now.id).decisions
    assert kept.referral.number == number(db, slip), "a settled one goes after one sheet, an open one stays"
    answers.record_final(db, clerk, slip, DONE)
    assert sheet(db, now.id) is None


def test_decision_that_was_taken_back_or_repeated_stands_as_the_last_one(db, clerk, session, refer, next_week):
    slip, other = refer(0, days=30), refer(1, days=30)
    decisions.decide(db, clerk, slip, "بازدید شود")
    decisions.decide(db, clerk, slip, "عکس پیوست شود")
    decisions.take_back(db, clerk, decisions.decide(db, clerk, other, "اشتباه").id)
    [only] = sheet(db, next_week().id).decisions
    assert only.words == "عکس پیوست شود"


def test_decision_about_an_answered_matter_tells_the_objection_that_came_after_it(
    db, clerk, session, refer, next_week, clock
):
    slip = refer(0, days=30)
    dispatch.send(db, clerk, [slip], "hand")
    decisions.decide(db, clerk, slip, "بازدید شود")
    clock.turn(minutes=5)
    answers.record_final(db, clerk, slip, DONE)
    verdicts.object_to(db, clerk, slip, "هیچ‌کس نیامده است")
    [given] = sheet(db, next_week().id).decisions
    assert given.answered_since and given.referral.is_denied and given.referral.objection == "هیچ‌کس نیامده است"


def test_answer_before_the_decision_is_none_that_follows_it(db, clerk, session, refer, next_week, clock):
    slip = refer(0, days=30)
    deny(db, clerk, slip)
    clock.turn(minutes=5)
    decisions.decide(db, clerk, slip, "بازدید شود")
    [given] = sheet(db, next_week().id).decisions
    assert not given.answered_since and given.referral.answer == "جوی لایروبی شد"


def test_confidential_matter_is_on_the_sheet_by_its_number_alone(db, clerk, session, refer, next_week):
    slip = refer(0)
    deny(db, clerk, slip)
    decisions.decide(db, clerk, slip, "بازدید شود")
    with db.write("office"):
        db.rows("UPDATE category SET confidential = 1")
    found = sheet(db, next_week().id)
    [row] = found.denied
    assert (row.number, row.visitor, row.matter) == (number(db, slip), "", "محرمانه")
    assert (row.answer, row.objection, row.promise, found.decisions[0].words) == ("", "", "", "")


def test_matter_without_words_is_named_by_its_category(db, clerk, session, refer, next_week):
    refer(0)
    refer(1, matter="سد معبر")
    category = lists.entries(db, "category")[0]["name"]
    assert {row.matter for row in sheet(db, next_week().id).late + sheet(db, sessions.opened(db).id).due} == {
        category,
        "سد معبر",
    }


def test_copy_for_information_and_another_programme_are_asked_about_by_nobody(db, clerk, session, refer, next_week):
    refer(0)
    with db.write("office"):
        db.rows("UPDATE followup SET working_days = NULL")
    assert gather(db, next_week().id, HEAD).units == ()
    other = next(each for each in programmes.active(db) if each.id != session.programme_id)
    with db.write("office"):
        db.rows("UPDATE followup SET working_days = 5, programme_id = :id", id=other.id)
    assert gather(db, session.id, HEAD).units == ()


def test_session_that_was_moved_has_its_sheets_for_the_new_day(db, clerk, session, refer, clock):
    refer(0)
    sessions.close(db, clerk, session.id)
    planned = sessions.plan(db, clerk, session.programme_id, WEEK)
    requests.request(db, clerk, planned.id)
    sessions.move(db, clerk, planned.id, "2026-12-03", "برف")
    [waiting] = [paper for paper in papers.waiting(db, "") if paper.kind == "unit_sheet"]
    assert printing.document(db, waiting).day == "2026-12-03"


def test_request_is_a_paper_of_all_units_or_of_one(db, clerk, session, refer, make_clerk):
    refer(0)
    refer(1, unit=1)
    unit = lists.entries(db, "unit")[1]
    requests.request(db, clerk, session.id)
    requests.request(db, make_clerk("secretariat"), session.id, unit["id"])
    whole, single = [printing.document(db, paper) for paper in papers.waiting(db, "") if paper.kind == "unit_sheet"]
    assert [each.unit for each in single.units] == [unit["name"]] and len(whole.units) == 2
    newest = jobs.papers_of_today(db, clerk)[0]
    assert (newest.about, "برگهٔ واحدها" in newest.name, "۱۴۰۵/۰۹/۰۴" in newest.name) == (unit["name"], True, True)
    for role in ("reception", "table", "caller"):
        with pytest.raises(Refused):
            requests.request(db, make_clerk(role), session.id)
        assert all(
            each.paper.kind != "unit_sheet" for each in jobs.papers_of_today(db, make_clerk(role, "confidential"))
        )


def test_screen_counts_what_the_paper_shows_and_offers_the_sessions_ahead(db, clerk, session, refer, make_clerk):
    refer(0)
    planned = sessions.plan(db, clerk, session.programme_id, WEEK)
    shown = unit_sheets_view(db, clerk)
    assert [each.id for each in shown.sessions] == [session.id, planned.id] and shown.session_id == session.id
    assert unit_sheets_view(db, clerk, planned.id).session_id == planned.id
    assert unit_sheets_view(db, clerk, 999).session_id == session.id
    read = sheets_to_read(db, make_clerk("followup"), session.id)
    assert [(each.unit_id, len(each.due)) for each in read.units] == [(each.unit_id, each.due) for each in shown.units]
    assert read.letterhead.office == "شهرداری کرج"
    with pytest.raises(Refused):
        sheets_to_read(db, make_clerk("reception"), session.id)


def test_retired_unit_that_still_owes_an_answer_has_its_sheet(db, clerk, session, refer, next_week):
    refer(0)
    with db.write("office"):
        db.rows("UPDATE unit SET retired_on = '2026-11-26' WHERE id = :id", id=lists.entries(db, "unit")[0]["id"])
    assert len(gather(db, next_week().id, HEAD).units) == 1
