"""Thursday becomes a working day, or ceases to be one: the deadlines of open referrals follow, no promise does."""

import pytest

from app.closures import working_week
from app.errors import Refused
from app.line import steps
from app.office import lists
from app.referrals import lifecycle
from app.referrals.issuing import Addressee
from app.table import paraphs


@pytest.fixture
def referral(db, clerk, arrive, tables):
    """A referral of ten working days, issued on Wednesday 4 Azar 1405."""
    visit = arrive()
    steps.call(db, clerk, visit.id, tables[0]["id"])
    unit, official = lists.entries(db, "unit")[0]["id"], lists.entries(db, "official")[0]["id"]
    draft = paraphs.Draft(official, "referred", "بررسی شود", (Addressee(unit, "lead", working_days=10),))
    return paraphs.referrals(db, paraphs.save(db, clerk, visit.id, draft).paraph_id)[0].id


def test_deadlines_follow_the_working_week_and_promises_stay(db, clerk, referral):
    before = lifecycle.get(db, referral)
    working_week.change_settings(db, clerk, thursday_works="1")
    after = lifecycle.get(db, referral)
    assert after.unit_due_day < before.unit_due_day and after.due_day == before.due_day
    working_week.change_settings(db, clerk, thursday_works="0")
    assert lifecycle.get(db, referral) == before
    assert len(db.rows("SELECT id FROM journal WHERE action = 'deadlines'")) == 2


def test_other_settings_move_no_deadline(db, clerk, referral):
    working_week.change_settings(db, clerk, phone="138", acknowledge_days="9")
    assert db.rows("SELECT id FROM journal WHERE action = 'deadlines'") == []


def test_settings_are_refused_without_the_role(db, make_clerk):
    with pytest.raises(Refused, match="نقش"):
        working_week.change_settings(db, make_clerk("followup"), phone="1")
