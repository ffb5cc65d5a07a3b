"""A clock that was wrong at one start and a session held under it; then it is right again. On both engines."""

import pytest

from app.backups import taking
from app.errors import Refused
from app.journal import verify
from app.journal.reading import clock_behind
from app.journal.writing import SYSTEM
from app.line import standing, steps
from app.office import lists, programmes
from app.printing import gathering
from app.reception.arrival import Arrival
from app.reception.registering import register
from app.referrals import dispatch, lifecycle
from app.referrals.issuing import Addressee
from app.sessions import sessions
from app.table import paraphs
from app.visits.visitors import Visitor
from app.wall_clock import marks
from app.wall_clock.confirming import confirm
from app.wall_clock.doubt import ClockInDoubt
from app.wall_clock.marks import TypedSpan
from app.wall_clock.watch import ClockWatch
from tests.support.journal import latest

# The right day is Wednesday 4 Azar 1405 (25 November 2026); five working days on is Wednesday 11 Azar, where neither
# Thursday nor Friday counts. The legal three months of a visit of that day end on 4 Esfand 1405.
TODAY, DUE = "2026-11-25", "2026-12-02"
WRONG = {
    "a year ahead": {"days": 364},
    "a month ahead": {"days": 35},
    "eleven hours ahead": {"hours": 11},
    "eleven hours behind": {"hours": -11},
    "a flat battery": {"days": -4004},
}


def come(db, clerk, session, name):
    visitor = Visitor(kind="no_code", code_reason="همراه ندارد", first_name="نمونه", last_name=name)
    return register(db, clerk, session.id, Arrival(visitor, lists.entries(db, "category")[0]["id"]))


def refer(db, clerk, visit):
    steps.call(db, clerk, visit.id, lists.entries(db, "meeting_table")[0]["id"])
    sent = (Addressee(lists.entries(db, "unit")[0]["id"], working_days=5),)
    draft = paraphs.Draft(lists.entries(db, "official")[0]["id"], "referred", "بررسی شود", sent)
    saved = paraphs.save(db, clerk, visit.id, draft)
    return saved, lifecycle.get(db, paraphs.referrals(db, saved.paraph_id)[0].id)


def trust(db, clerk):
    """The clerk says at the start that the clock is right."""
    with pytest.raises(ClockInDoubt) as asked:
        ClockWatch(list).look(db)
    confirm(db, clerk, asked.value.doubt)


def trust_if_asked(db, clerk):
    """From eleven hours behind to the right time of day is no leap that anybody is asked about."""
    try:
        ClockWatch(list).look(db)
    except ClockInDoubt as asked:
        confirm(db, clerk, asked.doubt)


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG.keys())
def test_day_after_a_session_under_a_wrong_clock_is_dated_rightly(db, clerk, clock, tmp_path, wrong):
    programme = programmes.active(db)[0].id
    clock.turn(**wrong)
    trust(db, clerk)
    taking.record(db, SYSTEM, taking.take(db, tmp_path / "backups", None))
    held = sessions.open_today(db, clerk, programme)
    mistaken, _ = refer(db, clerk, come(db, clerk, held, "اشتباه"))
    waiting = come(db, clerk, held, "مانده")

    clock.turn(minutes=5, **{unit: -by for unit, by in wrong.items()})
    trust_if_asked(db, clerk)
    assert clock_behind(db) == 0, "nobody is asked to set a right clock wrong"
    later = come(db, clerk, held, "بعدی")
    assert [each.id for each in standing.line(db, held.id).next] == [waiting.id, later.id], "nobody is overtaken"
    if held.day == TODAY:
        session = held
    else:
        assert sessions.left_open(db) is not None
        sessions.close(db, clerk, held.id, "left")
        session = sessions.open_today(db, clerk, programme)
    assert session.day == TODAY
    saved, sent = refer(db, clerk, come(db, clerk, session, "درست"))
    assert saved.numbers[0].startswith("1405/")
    assert (sent.issued_day, sent.due_day) == (TODAY, DUE)
    dispatch.send(db, clerk, [sent.referral_id], "secretariat")
    dispatch.acknowledge(db, clerk, [sent.referral_id])
    again = paraphs.amend(db, clerk, mistaken.paraph_id, draft_of(db), "تاریخ نادرست")
    assert again.numbers[0].startswith("1405/"), "the slip of the wrong day is issued anew under the right one"
    sessions.close(db, clerk, session.id, "left")
    printed = gathering.minutes(db, session.id, False)
    assert printed.wait_longest is None or printed.wait_longest >= 0
    assert taking.take_if_due(db, tmp_path / "backups", None, 30).name, "a backup is due though one bears a later date"
    assert verify.fault(db) is None


def draft_of(db):
    sent = (Addressee(lists.entries(db, "unit")[1]["id"], working_days=5),)
    return paraphs.Draft(lists.entries(db, "official")[0]["id"], "referred", "از نو بررسی شود", sent)


def test_marked_day_leaves_the_chain_whole_and_the_numbers_without_gap(db, clerk, clock, tmp_path):
    programme = programmes.active(db)[0].id
    clock.turn(days=364)
    held = sessions.open_today(db, clerk, programme)
    refer(db, clerk, come(db, clerk, held, "اشتباه"))
    clock.turn(days=-364)
    sessions.close(db, clerk, held.id, "left")
    found = marks.mark(db, clerk, TypedSpan("1406/09/03", "00:00", "1406/09/03", "23:59"))
    assert (found["registered"], found["issued"]) == (1, 1)
    session = sessions.open_today(db, clerk, programme)
    for n in range(3):
        refer(db, clerk, come(db, clerk, session, str(n)))
    numbers = [row["number"] for row in db.rows("SELECT number FROM referral ORDER BY id")]
    assert [number.split("/")[0] + number.split("/")[2] for number in numbers] == [
        "140600001",
        "140500001",
        "140500002",
        "140500003",
    ]
    with pytest.raises(Refused):
        sessions.open_today(db, clerk, programme)
    assert verify.fault(db) is None
    ids = [row["id"] for row in latest(db, 10_000)]
    assert ids == sorted(ids, reverse=True)
