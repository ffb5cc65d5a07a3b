"""Minutes of a second session: who came again, what was promised, what became of the promises of the first."""

import pytest

from app.figures.promises import FATES
from app.line import steps
from app.office import lists
from app.papers.documents import MinutesFate, MinutesReturn
from app.printing import gathering
from app.reception.arrival import Arrival
from app.reception.registering import register
from app.referrals import answers
from app.referrals.answers import UnitAnswer
from app.sessions import sessions
from app.table import paraphs
from app.table.paraphs import Addressee, Draft
from app.visits.visitors import Visitor
from tests.conftest import CODES

FIRST, SECOND, THIRD, FOURTH = (
    Visitor(code=CODES[n], first_name="نمونه", last_name=name, mobile=f"0912000000{n}")
    for n, name in enumerate(("یکم", "دوم", "سوم", "چهارم"))
)


@pytest.fixture
def refer(db, clerk, session, tables):
    """`refer(person, 5)` refers a new visit in the open session, with so many working days."""
    unit, category = (lists.entries(db, name)[0]["id"] for name in ("unit", "category"))

    def make(person, working_days, matter=""):
        arrival = Arrival(person, category, matter, accepted=frozenset({"here", "open"}))
        made = register(db, clerk, sessions.opened(db).id, arrival)
        steps.came(db, clerk, steps.call(db, clerk, made.id, tables[0]["id"]).id)
        draft = Draft(tables[0]["official_id"], "referred", "اقدام شود", (Addressee(unit, working_days=working_days),))
        return paraphs.referrals(db, paraphs.save(db, clerk, made.id, draft).paraph_id)[0].id

    return make


@pytest.fixture
def reopen(db, clerk, session, clock):
    """`reopen()` closes the session and opens the programme's next one a week later."""

    def make():
        sessions.close(db, clerk, sessions.opened(db).id)
        clock.turn(days=7)
        return sessions.open_today(db, clerk, session.programme_id)

    return make


def test_first_session_has_nobody_who_came_again_and_no_promises_before(db, session, refer):
    refer(FIRST, 5, matter="احداث پارک")
    made = gathering.minutes(db, session.id)
    assert (made.returns, made.before, made.promised) == ((), None, (("2026-12-02", 1),))
    assert made.referral_list[0].matter == "احداث پارک"


def test_second_session_says_who_came_again_and_what_became_of_the_promises(db, clerk, session, refer, reopen):
    kept = refer(FIRST, 3)
    refer(SECOND, 2)  # broken
    refer(THIRD, 30)  # not yet due
    answers.record_final(db, clerk, kept, UnitAnswer("done", "شد"))
    second = reopen()
    refer(FIRST, 5)
    refer(FIRST, 10)
    refer(FOURTH, 5)
    made = gathering.minutes(db, second.id)
    assert made.returns == (MinutesReturn("نمونه یکم", 3),)
    assert [count for _, count in made.promised] == [2, 1]
    assert (made.before.round, made.before.day, made.before.until) == (session.round, session.day, second.day)
    assert made.before.fates == (
        MinutesFate(FATES["unasked"].label, 1, 1),
        MinutesFate(FATES["broken"].label, 1, 1),
        MinutesFate(FATES["ahead"].label, 1, 0),
    )


def test_nothing_of_a_confidential_matter_but_its_number_stands_in_the_minutes(db, clerk, refer, reopen):
    refer(FIRST, 5)
    second = reopen()
    refer(FIRST, 5, matter="راز")
    with db.write("office"):
        db.rows("UPDATE category SET confidential = 1")
    made = gathering.minutes(db, second.id)
    assert made.returns == (MinutesReturn("", 2),)
    assert [(row.visitor, row.category, row.matter) for row in made.referral_list] == [("", "محرمانه", "")]
