"""A morning of five visits, worked out by hand."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.journal import chain, verify
from app.line import steps
from app.office import lists
from app.papers.documents import MinutesTable, NamedCount
from app.persian import calendar
from app.printing import gathering
from app.sessions import sessions
from app.sessions.minutes import middle, service_times, waiting_times
from app.table import paraphs
from app.table.paraphs import Addressee, Draft
from app.visits.visitors import Visitor


@pytest.fixture
def at(clock, session):
    """at('09:21') turns the clock to that time of the day in Tehran."""

    def turn(time):
        clock.now = datetime.fromisoformat(calendar.at(session.day, time))

    return turn


@pytest.fixture
def morning(db, clerk, session, arrive, tables, at):
    """Five visits between 09:01 and 10:10, at the times beside the lines."""
    groups = lists.entries(db, "priority_group")
    secret = next(row["id"] for row in lists.entries(db, "category") if row["confidential"])
    units = [row["id"] for row in lists.entries(db, "unit") if row["kind"] == "district"]
    mayor, deputy = tables[0], tables[1]

    one = arrive()  # 09:01
    two = arrive(priority_group_id=groups[0]["id"], priority_reason="سالمند")  # 09:02
    three, four = arrive(), arrive()  # 09:03, 09:04
    group = Visitor(kind="group", last_name="اهالی کوچهٔ بهار")
    five = arrive(visitor=group, people="4")  # 09:05
    at("09:10")
    steps.call(db, clerk, one.id, mayor["id"])  # waited 9 minutes
    at("09:12")
    steps.came(db, clerk, one.id)
    at("09:20")  # met for 8
    first = paraphs.save(
        db,
        clerk,
        one.id,
        Draft(
            mayor["official_id"],
            "referred",
            "بررسی شود",
            (Addressee(units[0], "lead", "", 15), Addressee(units[1], "copy")),
        ),
    )
    at("09:21")
    steps.call(db, clerk, two.id, deputy["id"])  # waited 19
    at("09:22")
    steps.came(db, clerk, two.id)
    at("09:34")  # met for 12
    paraphs.save(db, clerk, two.id, Draft(deputy["official_id"], "settled", "حل شد"))
    at("09:35")
    steps.call(db, clerk, three.id, mayor["id"])  # a mistake: counts for nothing
    at("09:36")
    steps.undo(db, clerk, three.id)
    at("09:50")
    steps.call(db, clerk, three.id, mayor["id"])  # waited 47
    at("09:55")
    steps.no_show(db, clerk, three.id)
    at("09:56")
    steps.leave(db, clerk, four.id)
    at("10:00")
    steps.call(db, clerk, five.id, deputy["id"])  # waited 55; nobody pressed «آمد»: the meeting's length is unknown
    with db.write("queue"):
        db.rows("UPDATE visit SET category_id = :id WHERE id = :visit", id=secret, visit=five.id)
    at("10:05")
    paraphs.save(
        db,
        clerk,
        five.id,
        Draft(deputy["official_id"], "referred", "رسیدگی شود", (Addressee(units[0], "lead", "", 10),)),
    )
    at("10:06")
    paraphs.amend(
        db,
        clerk,
        first.paraph_id,
        Draft(mayor["official_id"], "referred", "بررسی شود", (Addressee(units[2], "lead", "", 15),)),
        "واحد اشتباه بود",
    )
    at("10:10")
    return one, two, three, four, five


@pytest.fixture
def minutes(db, clerk, session, morning):
    sessions.close(db, clerk, session.id)
    return gathering.minutes(db, session.id)


def test_visits_and_referrals_are_counted(minutes):
    assert (minutes.registered, minutes.people) == (5, 8)
    assert (minutes.met, minutes.no_show, minutes.left, minutes.postponed) == (3, 1, 1, 0)
    assert (minutes.priority, minutes.on_paper, minutes.referrals) == (1, 0, 2)


def test_waiting_and_service_times_are_computed(minutes):
    assert (minutes.wait_median, minutes.wait_longest) == (33, 55)  # 9 19 47 55
    assert minutes.service_median == 10  # 8 12
    assert (minutes.opened_at[11:16], minutes.closed_at[11:16]) == ("05:30", "06:40")


def test_tables_are_listed_with_the_officials_who_gave_paraphs(minutes):
    assert minutes.by_table == (
        MinutesTable("میز شهردار", "شهردار کرج", 1, 8),
        MinutesTable("میز 1", "معاون شهرسازی و معماری", 2, 12),
    )
    assert minutes.officials == ("معاون شهرسازی و معماری", "شهردار کرج")


def test_visits_are_counted_by_outcome_category_and_unit(db, minutes, morning):
    assert minutes.by_outcome == (
        NamedCount("ارجاع شد", 2),
        NamedCount("در محل حل شد", 1),
        NamedCount("انصراف", 1),
        NamedCount("غایب", 1),
    )
    assert minutes.by_category == (NamedCount(morning[0].category, 4), NamedCount("محرمانه", 1))
    names = {row["name"] for row in lists.entries(db, "unit") if row["kind"] == "district"}
    assert [row.count for row in minutes.by_unit] == [1, 1] and {row.name for row in minutes.by_unit} <= names


def test_list_of_referrals_keeps_void_numbers_and_hides_confidential_names(minutes):
    told = [(row.number, row.ticket, bool(row.visitor), row.void) for row in minutes.referral_list]
    assert told == [
        ("1405/م/00001", 1, True, True),
        ("1405/م/00002", 1, True, True),
        ("1405/م/00003", 5, False, False),
        ("1405/م/00004", 1, True, False),
    ]
    assert minutes.referral_list[2].category == "محرمانه"
    assert minutes.referral_list[1].due_day == "" and minutes.referral_list[3].due_day > minutes.day


def test_journal_mark_is_that_of_the_closing(db, clerk, session, minutes):
    closing = db.required_row("SELECT id, chain FROM journal WHERE action = 'close'")
    assert minutes.journal_head == f"{closing['id']}-{closing['chain'][:16]}" and minutes.clerk == clerk.name
    lists.retire(db, clerk, "phrase", 1)
    assert chain.head(db) != closing["chain"]
    assert gathering.minutes(db, session.id).journal_head == minutes.journal_head
    assert verify.fault(db, minutes.journal_head) is None


def test_minutes_of_an_open_session_are_a_draft(db, session, morning):
    draft = gathering.minutes(db, session.id)
    assert draft.closed_at == "" and draft.registered == 5 and draft.journal_head == chain.head_mark(db)


def test_session_without_a_visit_has_empty_minutes(db, session):
    empty = gathering.minutes(db, session.id)
    assert (empty.registered, empty.wait_median, empty.wait_longest, empty.service_median) == (0, None, None, None)
    assert empty.by_table == empty.by_unit == empty.referral_list == ()


def test_postponed_visits_are_counted_where_they_were_registered(db, clerk, session, arrive):
    arrive(), arrive()
    sessions.close(db, clerk, session.id, "next")
    minutes = gathering.minutes(db, session.id)
    assert (minutes.registered, minutes.postponed, minutes.met) == (2, 2, 0)


moments = st.integers(0, 59).map(lambda minute: f"2026-11-25T06:{minute:02}:00.000Z")


@given(st.lists(st.tuples(moments, st.integers(1, 30)), min_size=1, max_size=20))
def test_service_times_of_the_tables_add_up_to_the_whole(meetings):
    periods = [
        {
            "visit_id": n % 4,
            "state": "meeting",
            "table_id": n % 3,
            "started_at": start,
            "ended_at": f"2026-11-25T07:{length:02}:00.000Z",
        }
        for n, (start, length) in enumerate(meetings)
    ]
    whole = service_times(periods)
    by_table = [service_times(periods, table) for table in range(3)]
    for visit, spent in whole.items():
        assert spent == pytest.approx(sum(table.get(visit, 0) for table in by_table))


@given(st.lists(st.floats(0, 600), min_size=1))
def test_median_lies_between_the_shortest_and_the_longest(times):
    assert round(min(times)) <= middle(times) <= round(max(times))


def test_visit_never_called_has_no_waiting_time():
    visits = [{"id": 1, "arrived_at": "2026-11-25T06:00:00.000Z"}, {"id": 2, "arrived_at": "2026-11-25T06:00:00.000Z"}]
    periods = [
        {"visit_id": 1, "state": "waiting", "started_at": "2026-11-25T06:00:00.000Z"},
        {"visit_id": 1, "state": "called", "started_at": "2026-11-25T06:07:30.000Z"},
        {"visit_id": 1, "state": "called", "started_at": "2026-11-25T06:20:00.000Z"},
    ]
    assert waiting_times(visits, periods) == [7.5]
