"""A visitor who comes again: where the earlier matter stands, and how the new visit continues it; on both engines."""

import pytest

from app.errors import Refused
from app.journal.reading import history
from app.line import steps
from app.office import lists
from app.papers import requests
from app.printing import gathering
from app.reception import view as reception_view
from app.reception.arrival import Arrival
from app.reception.registering import register
from app.referrals import answers, lifecycle, reminders, verdicts
from app.referrals.answers import UnitAnswer
from app.referrals.issuing import Addressee
from app.search import search
from app.table import paraphs, renewal
from app.visits import visitors
from app.visits.visitors import Visitor
from tests.conftest import CODES

RETURNING = Visitor(code=CODES[0], first_name="نمونه", last_name="آزمایشی", mobile="09120000000")


@pytest.fixture
def referred(db, clerk, arrive, tables):
    """A visit referred to two units with ten working days each, and its referrals."""
    visit = arrive(visitor=RETURNING)
    steps.call(db, clerk, visit.id, tables[0]["id"])
    steps.came(db, clerk, visit.id)
    units, official = lists.entries(db, "unit"), lists.entries(db, "official")[0]["id"]
    sent = tuple(Addressee(units[at]["id"], part, working_days=10) for at, part in enumerate(("lead", "partner")))
    saved = paraphs.save(db, clerk, visit.id, paraphs.Draft(official, "referred", "بررسی شود", sent))
    return visit, [row.id for row in paraphs.referrals(db, saved.paraph_id)]


def test_reception_is_told_where_the_earlier_matter_stands(db, clerk, session, referred, clock):
    visit, (first, second) = referred

    def told():
        known = reception_view.known_visitor(db, clerk, session.id, visit.visitor_id, visit_category(db, visit))
        [past] = known.matters
        return past.stage, bool(past.due_day), past.late, [warning.kind for warning in known.warnings]

    assert told() == ("issued", True, 0, ["here", "open"])
    answers.record_final(db, clerk, first, UnitAnswer("done", "شد"))
    clock.turn(days=21)
    assert told()[:2] == ("issued", True) and told()[2] > 0
    answers.record_final(db, clerk, second, UnitAnswer("done", "شد"))
    assert told() == ("answered", False, 0, ["here", "open"]), "answered is not solved"
    assert (
        "پاسخ داده شده"
        in reception_view.known_visitor(db, clerk, session.id, visit.visitor_id, visit_category(db, visit))
        .warnings[1]
        .detail
    )
    verdicts.accept(db, clerk, first)
    verdicts.object_to(db, clerk, second, "هنوز نشده است")
    assert told() == ("objected", True, 0, ["here", "open"])
    answers.record_final(db, clerk, second, UnitAnswer("done", "شد"))
    verdicts.accept(db, clerk, second)
    assert told() == ("accepted", False, 0, ["here"])


def test_new_visit_is_linked_to_the_old_case(db, clerk, session, referred):
    visit, _ = referred
    him, category = visitors.get(db, visit.visitor_id), visit_category(db, visit)
    with pytest.raises(Refused, match="همان موضوع است؟"):
        register(db, clerk, session.id, Arrival(him, category, accepted=frozenset({"here"})))
    again = register(
        db, clerk, session.id, Arrival(him, category, same_as=visit.id, accepted=frozenset({"here", "open"}))
    )
    assert db.required_row("SELECT same_as FROM visit WHERE id = :id", id=again.id)["same_as"] == visit.id


def visit_category(db, visit):
    return db.required_row("SELECT category_id FROM visit WHERE id = :id", id=visit.id)["category_id"]


def test_earlier_paraph_is_renewed_with_a_reminder_and_no_second_number(db, clerk, session, referred, tables, clock):
    visit, (first, second) = referred
    answers.record_final(db, clerk, first, UnitAnswer("done", "شد"))
    him, category = visitors.get(db, visit.visitor_id), visit_category(db, visit)
    again = register(db, clerk, session.id, Arrival(him, category, accepted=frozenset({"here", "open"})))
    steps.call(db, clerk, again.id, tables[0]["id"])
    official = lists.entries(db, "official")[0]["id"]
    with pytest.raises(Refused):
        renewal.renew(db, clerk, again.id, again.id, official)
    saved = renewal.renew(db, clerk, again.id, visit.id, official)
    numbers = [
        db.required_row("SELECT number FROM referral WHERE id = :id", id=each)["number"] for each in (first, second)
    ]
    assert saved.numbers == (numbers[1],) and db.required_row("SELECT COUNT(*) AS n FROM referral")["n"] == 2
    [paraph] = paraphs.of_visit(db, again.id)
    assert paraph.words.endswith("بررسی شود") and numbers[1] in paraph.words
    stored = db.required_row("SELECT same_as, state FROM visit WHERE id = :id", id=again.id)
    assert stored == {"same_as": visit.id, "state": "done"}
    [reminder] = reminders.of_referral(db, second)
    assert lifecycle.get(db, second).reminders == 1 and reminder.late_days == 0
    assert reminders.of_referral(db, first) == []
    assert gathering.reminder(db, reminder.id).late_days == 0
    assert {paper.kind for paper in requests.waiting(db, clerk.desk)} >= {"reminder", "receipt"}
    answers.record_final(db, clerk, second, UnitAnswer("done", "شد"))
    third = register(db, clerk, session.id, Arrival(him, category, accepted=frozenset({"here", "open"})))
    steps.call(db, clerk, third.id, tables[0]["id"])
    with pytest.raises(Refused, match="باقی نمانده است"):
        renewal.renew(db, clerk, third.id, visit.id, official)


@pytest.fixture
def secret(db, clerk, arrive, tables):
    """A confidential matter, referred; its visitor stands at a table again about an ordinary one. Both visits."""
    category = {
        bool(row["confidential"]): row["id"] for row in lists.entries(db, "category") if row["audience"] == "citizen"
    }
    first = arrive(visitor=RETURNING, category_id=category[True])
    official, unit = lists.entries(db, "official")[0]["id"], lists.entries(db, "unit")[0]["id"]
    steps.call(db, clerk, first.id, tables[0]["id"])
    paraphs.save(
        db,
        clerk,
        first.id,
        paraphs.Draft(official, "referred", "رشوه‌خواهی بازرس گزارش شود", (Addressee(unit, working_days=5),)),
    )
    again = arrive(visitor=RETURNING, category_id=category[False], accepted=frozenset({"here", "open"}))
    steps.call(db, clerk, again.id, tables[0]["id"])
    return first, again, official


def test_clerk_who_may_not_read_a_confidential_paraph_cannot_renew_it(db, make_clerk, secret):
    first, again, official = secret
    with pytest.raises(Refused, match="محرمانه"):
        renewal.renew(db, make_clerk("table"), again.id, first.id, official)
    assert paraphs.of_visit(db, again.id) == []


def test_renewed_paraph_does_not_repeat_confidential_words(db, make_clerk, secret):
    first, again, official = secret
    saved = renewal.renew(db, make_clerk("table", "confidential"), again.id, first.id, official)
    assert len(saved.numbers) == 1, "the unit is reminded all the same"
    [paraph] = paraphs.of_visit(db, again.id)
    assert paraph.words == "پیرو پاراف پیشین، که محرمانه است."
    _, hits = search.find_for(db, make_clerk("caller"), "رشوه‌خواهی")
    assert hits == []
    for row in history(db, "visit", again.id) + history(db, "paraph", paraph.id):
        assert "بازرس" not in row["after"] and saved.numbers[0] not in row["after"]
