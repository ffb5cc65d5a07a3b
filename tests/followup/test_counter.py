"""The counter: a visitor's matter, found by a number on the receipt, as reception may see it."""

import pytest

from app.errors import Refused
from app.followup import counter
from app.line import steps
from app.office import lists
from app.printing import gathering
from app.referrals import answers, lifecycle, verdicts
from app.referrals.answers import UnitAnswer
from app.referrals.issuing import Addressee
from app.table import paraphs
from app.visits.visitors import Visitor
from tests.conftest import CODES


@pytest.fixture
def sent(db, clerk, arrive, tables):
    """The referrals of one visitor to two units; the first has answered."""
    visit = arrive(visitor=Visitor(code=CODES[0], first_name="نمونه", last_name="آزمایشی", mobile="09120000000"))
    steps.call(db, clerk, visit.id, tables[0]["id"])
    to = tuple(Addressee(row["id"], working_days=5) for row in lists.entries(db, "unit")[:2])
    saved = paraphs.save(db, clerk, visit.id, paraphs.Draft(tables[0]["official_id"], "referred", "بررسی شود", to))
    rows = paraphs.referrals(db, saved.paraph_id)
    answers.record_final(db, clerk, rows[0].id, UnitAnswer("done", "چراغ تعویض شد"))
    return rows


@pytest.mark.parametrize("by", ["number", "barcode"])
def test_any_number_on_the_receipt_finds_all_its_referrals(db, make_clerk, sent, by):
    view = counter.find(db, make_clerk("reception"), getattr(sent[1], by))
    assert [each.number for each in view.referrals] == [referral.number for referral in sent]
    first, second = view.referrals
    assert (first.stage, first.words, first.outcome) == ("answered", "چراغ تعویض شد", "انجام شد")
    assert first.awaits_verdict and not second.awaits_verdict and not second.may_be_objected


def test_barcode_of_the_ticket_finds_the_matter(db, make_clerk, sent):
    (row,) = db.rows("SELECT visit_id FROM referral WHERE id = :id", id=sent[0].id)
    code = gathering.ticket(db, row["visit_id"]).barcode
    view = counter.find(db, make_clerk("reception"), code)
    assert view.visit_id == row["visit_id"] and len(view.referrals) == 2


def test_verdict_at_the_counter_counts_like_one_by_phone(db, make_clerk, sent):
    reception = make_clerk("reception")
    verdicts.accept(db, reception, sent[0].id)
    assert lifecycle.get(db, sent[0].id).stage == "accepted"
    verdicts.object_to(db, reception, sent[0].id, "باز خاموش شد")
    view = counter.find(db, reception, sent[0].number)
    assert view.referrals[0].stage == "objected" and lifecycle.get(db, sent[0].id).objections == 1


@pytest.mark.parametrize("typed", ["1405/م/99", "140510000016", "410006200425", "", "سلام"])
def test_unknown_number_is_refused_at_its_field(db, clerk, sent, typed):
    with pytest.raises(Refused) as refused:
        counter.find(db, clerk, typed)
    assert refused.value.field == "number"


def test_confidential_matter_shows_only_its_stage(db, make_clerk, sent):
    with db.transaction():
        db.rows("UPDATE category SET confidential = 1")
    view = counter.find(db, make_clerk("reception"), sent[0].number)
    assert view.category == "محرمانه" and view.referrals[0].stage == "answered"
    assert not view.referrals[0].words and not view.referrals[0].outcome


def test_counter_refuses_a_clerk_who_takes_no_verdicts(db, make_clerk, sent):
    with pytest.raises(Refused, match="نقش"):
        counter.find(db, make_clerk("caller"), sent[0].number)
