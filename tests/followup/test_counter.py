"""At the counter: a visitor's matter by a number on his receipt, as the reception may see it."""

import pytest

from app.errors import Refused
from app.followup import counter
from app.line import steps
from app.office import lists
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
def test_any_number_on_the_receipt_finds_the_whole_matter(db, make_clerk, sent, by):
    view = counter.find(db, make_clerk("reception"), getattr(sent[1], by))
    assert [each.number for each in view.referrals] == [referral.number for referral in sent]
    first, second = view.referrals
    assert (first.stage, first.words, first.outcome) == ("answered", "چراغ تعویض شد", "انجام شد")
    assert first.awaits_verdict and not second.awaits_verdict and not second.may_be_objected


def test_his_word_at_the_counter_counts_as_by_telephone(db, make_clerk, sent):
    reception = make_clerk("reception")
    verdicts.accept(db, reception, sent[0].id)
    assert lifecycle.get(db, sent[0].id).stage == "accepted"
    verdicts.object_to(db, reception, sent[0].id, "باز خاموش شد")
    view = counter.find(db, reception, sent[0].number)
    assert view.referrals[0].stage == "objected" and lifecycle.get(db, sent[0].id).objections == 1


@pytest.mark.parametrize("typed", ["1405/م/99", "140510000016", "", "سلام"])
def test_a_number_of_nothing_is_said(db, clerk, sent, typed):
    with pytest.raises(Refused) as refused:
        counter.find(db, clerk, typed)
    assert refused.value.field == "number"


def test_a_confidential_matter_shows_its_stage_alone(db, make_clerk, sent):
    with db.transaction():
        db.rows("UPDATE category SET confidential = 1")
    view = counter.find(db, make_clerk("reception"), sent[0].number)
    assert view.category == "محرمانه" and view.referrals[0].stage == "answered"
    assert not view.referrals[0].words and not view.referrals[0].outcome


def test_it_is_for_those_who_hear_the_visitor(db, make_clerk, sent):
    with pytest.raises(Refused, match="نقش"):
        counter.find(db, make_clerk("caller"), sent[0].number)
