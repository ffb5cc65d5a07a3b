"""Referrals to decide about and to take back."""

import pytest

from app.line import steps as line
from app.office import lists
from app.referrals.issuing import Addressee
from app.table import paraphs


@pytest.fixture
def issue(db, clerk, arrive, tables):
    """`issue()` writes a paraph to one unit, five working days, and returns the id of the referral."""
    unit, official = lists.entries(db, "unit")[0]["id"], lists.entries(db, "official")[0]["id"]

    def make():
        visit = line.call(db, clerk, arrive().id, tables[0]["id"])
        draft = paraphs.Draft(official, "referred", "بررسی شود", (Addressee(unit, "lead", working_days=5),))
        return paraphs.referrals(db, paraphs.save(db, clerk, visit.id, draft).paraph_id)[0].id

    return make
