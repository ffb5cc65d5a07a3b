"""A visitor who comes again and again."""

import pytest

from app.line import steps
from app.office import lists
from app.referrals.issuing import Addressee
from app.table import paraphs
from app.visits.visitors import Visitor
from tests.conftest import CODES

PERSON = Visitor(code=CODES[0], first_name="نمونه", last_name="آزمایشی", mobile="09120000000")


@pytest.fixture
def come(db, clerk, arrive, tables):
    """`come(units=2, days=5)` is one more visit of the person, whose matter is referred to so many units; it returns
    the visit and the ids of the referrals."""

    def make(units=1, days=5, **visit):
        made = arrive(visitor=PERSON, accepted=frozenset({"here", "open"}), **visit)
        steps.came(db, clerk, steps.call(db, clerk, made.id, tables[0]["id"]).id)
        ids = [row["id"] for row in lists.entries(db, "unit")[:units]]
        to = tuple(Addressee(each, "lead", working_days=days) for each in ids)
        official = lists.entries(db, "official")[0]["id"]
        outcome = "referred" if units else "settled"
        saved = paraphs.save(db, clerk, made.id, paraphs.Draft(official, outcome, "بررسی شود", to))
        return made, [each.id for each in paraphs.referrals(db, saved.paraph_id)]

    return make
