"""Referrals to follow up."""

import pytest

from app.line import steps
from app.office import lists
from app.referrals.issuing import Addressee
from app.table import paraphs
from app.visits.visitors import Visitor
from tests.conftest import CODES


@pytest.fixture
def issue(db, clerk, arrive, tables):
    """`issue(days=…)` writes a paraph to one unit and returns the id of the referral."""
    official, unit = lists.entries(db, "official")[0]["id"], lists.entries(db, "unit")[0]["id"]

    def make(days=10, **visit):
        made = arrive(**visit)
        steps.call(db, clerk, made.id, tables[0]["id"])
        draft = paraphs.Draft(official, "referred", "بررسی شود", (Addressee(unit, "lead", working_days=days),))
        return paraphs.referrals(db, paraphs.save(db, clerk, made.id, draft).paraph_id)[0].id

    return make


@pytest.fixture
def refer(db, clerk, arrive, tables):
    """`refer(n)` refers the nth person to the nth unit, five working days, and returns the id of the referral."""

    def make(n, *, confidential=False, name="=نمونه"):
        man = Visitor(code=CODES[n], first_name=name, last_name=f"آزمایشی {n}", mobile=f"0912000000{n}")
        visit = arrive(visitor=man)
        steps.call(db, clerk, visit.id, tables[0]["id"])
        steps.came(db, clerk, visit.id)
        if confidential:
            with db.write("office"):
                db.rows("UPDATE category SET confidential = 1")
        unit, official = lists.entries(db, "unit")[n]["id"], lists.entries(db, "official")[0]["id"]
        draft = paraphs.Draft(official, "referred", "بررسی شود", (Addressee(unit, "lead", working_days=5),))
        return paraphs.referrals(db, paraphs.save(db, clerk, visit.id, draft).paraph_id)[0].id

    return make
