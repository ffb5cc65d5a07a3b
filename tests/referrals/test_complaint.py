"""A complaint reaches the unit it is about only after the clerk says yes, whichever way it would go there."""

import json

import pytest

from app.errors import Refused
from app.journal.reading import history
from app.line import steps
from app.office import lists, programmes
from app.reception import registering
from app.reception.arrival import Arrival
from app.referrals import answers
from app.referrals.complaint import Complained, works_in
from app.sessions import sessions
from app.table import paraphs, renewal
from app.table.paraphs import Addressee, Draft
from app.visits.visitors import Visitor


@pytest.fixture
def units(db):
    return {row["code"]: row["id"] for row in lists.entries(db, "unit")}


@pytest.fixture
def seat(db, clerk, tables):
    """`seat()` brings a colleague of the first district who complains of a manager to the mayor's table and returns the
    visit; `seat(accepted=…)` does so again."""
    staff = next(each for each in programmes.active(db) if each.audience == "staff")
    session = sessions.open_today(db, clerk, staff.id)
    category = next(row["id"] for row in lists.entries(db, "category") if row["name"] == "شکایت از مدیر")
    colleague = Visitor(first_name="نمونه", last_name="پرسنلی", personnel_number="12", workplace="شهرداری منطقه ۱، فنی")

    def make(**changes):
        visit = registering.register(db, clerk, session.id, Arrival(colleague, category, **changes))
        return steps.call(db, clerk, visit.id, tables[0]["id"])

    return make


@pytest.fixture
def draft(tables):
    def to(*unit_ids, accepted=()):
        return Draft(
            tables[0]["official_id"],
            "referred",
            "رسیدگی و گزارش شود",
            tuple(Addressee(each, working_days=10) for each in unit_ids),
            accepted,
        )

    return to


def insisted(db, visit_id):
    return [
        (json.loads(row["after"])["unit_id"], row["clerk"])
        for row in history(db, "visit", visit_id)
        if row["action"] == "insist"
    ]


def questioned(act, *given, **named):
    before = given[0].required_row("SELECT COUNT(*) AS n FROM journal")["n"]
    with pytest.raises(Complained, match=r"منطقهٔ 1.*ارسال شود؟") as asked:
        act(*given, **named)
    assert given[0].required_row("SELECT COUNT(*) AS n FROM journal")["n"] == before, "nothing is done by a question"
    return asked.value.units


def test_complaint_reaches_the_unit_complained_of_only_after_a_yes(db, clerk, seat, draft, units):
    visit, own, other = seat(), units["R01"], units["D02"]
    assert questioned(paraphs.save, db, clerk, visit.id, draft(other, own)) == (own,)
    questioned(paraphs.save, db, clerk, visit.id, draft(own, accepted=(other,)))
    first = paraphs.save(db, clerk, visit.id, draft(other))
    assert insisted(db, visit.id) == []
    questioned(paraphs.amend, db, clerk, first.paraph_id, draft(own), "واحد دیگر")
    paraphs.amend(db, clerk, first.paraph_id, draft(own, accepted=(own,)), "واحد دیگر")
    assert insisted(db, visit.id) == [(own, clerk.name)]


def test_copy_to_the_unit_complained_of_asks_too(db, clerk, seat, draft, units):
    visit, own = seat(), units["R01"]
    plain = draft(units["D02"])
    copy = Draft(plain.official_id, plain.outcome, plain.words, (*plain.addressees, Addressee(own, "copy")))
    assert questioned(paraphs.save, db, clerk, visit.id, copy) == (own,)


def test_passing_on_to_the_unit_complained_of_asks_too(db, clerk, seat, draft, units):
    visit, own = seat(), units["R01"]
    referral = paraphs.referrals(db, paraphs.save(db, clerk, visit.id, draft(units["D02"])).paraph_id)[0].id
    assert questioned(answers.pass_on, db, clerk, referral, own, "در حدود این واحد نیست") == (own,)
    answers.pass_on(db, clerk, referral, own, "در حدود این واحد نیست", accepted=(own,))
    assert insisted(db, visit.id) == [(own, clerk.name)]


def test_renewal_that_reminds_the_unit_complained_of_asks_too(db, clerk, seat, draft, units, tables):
    first, own = seat(), units["R01"]
    paraphs.save(db, clerk, first.id, draft(own, accepted=(own,)))
    again = seat(accepted=frozenset({"here", "open"}))
    official = tables[0]["official_id"]
    assert questioned(renewal.renew, db, clerk, again.id, first.id, official) == (own,)
    renewal.renew(db, clerk, again.id, first.id, official, accepted=(own,))
    assert insisted(db, again.id) == [(own, clerk.name)]


def test_named_unit_and_workplace_are_asked_about_in_one_question(db, clerk, seat, draft, units):
    visit = seat(against_unit_id=units["D02"])
    both = units["R01"], units["D02"]
    assert questioned(paraphs.save, db, clerk, visit.id, draft(*both)) == both
    questioned(paraphs.save, db, clerk, visit.id, draft(*both, accepted=(units["D02"],)))


@pytest.mark.parametrize(
    ("workplace", "unit", "is_there"),
    [
        ("منطقه ۱", "منطقه 1", True),
        ("شهرداری منطقهٔ ۱ / فنی", "منطقه 1", True),
        ("منطقه ۱۰", "منطقه 1", False),
        ("منطقه", "منطقه 1", False),
        ("", "حراست", False),
        ("ادارهٔ کل حراست", "حراست", True),
        ("حراست", "", False),
    ],
)
def test_workplace_lies_in_a_unit_by_whole_words(workplace, unit, is_there):
    assert works_in(workplace, unit) is is_there


def test_question_about_a_complaint_is_a_refusal():
    assert issubclass(Complained, Refused) and Complained("؟", (1,)).field == "complaint"
