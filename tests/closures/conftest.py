"""Referrals whose deadlines a change of the calendar moves."""

import pytest

from app.line import steps
from app.office import lists
from app.referrals import dispatch
from app.referrals.issuing import Addressee
from app.table import paraphs


@pytest.fixture
def issue(db, clerk, arrive, tables):
    """`issue(0, 1, days=5)` refers a new visit to these units of the list, and returns the ids of the referrals."""
    official, units = lists.entries(db, "official")[0]["id"], lists.entries(db, "unit")

    def make(*places, days=10, acknowledged=True):
        visit = arrive()
        steps.call(db, clerk, visit.id, tables[0]["id"])
        steps.came(db, clerk, visit.id)
        to = [
            Addressee(units[at]["id"], "lead" if n == 0 else "partner", working_days=days)
            for n, at in enumerate(places)
        ]
        saved = paraphs.save(db, clerk, visit.id, paraphs.Draft(official, "referred", "بررسی شود", tuple(to)))
        made = [row.id for row in paraphs.referrals(db, saved.paraph_id)]
        if acknowledged:
            dispatch.send(db, clerk, made, "secretariat")
            dispatch.acknowledge(db, clerk, made)
        return made

    return make
