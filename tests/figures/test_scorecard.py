"""The scorecard: counting, listing, printing, and refusing clerks it is not for."""

import pytest

from app.errors import Refused
from app.figures import scorecard, scorecard_sheet
from app.figures.definitions import FIGURES, Scope
from app.line import steps
from app.office import lists, programmes
from app.papers import requests
from app.printing import jobs
from app.referrals import answers
from app.referrals.answers import UnitAnswer
from app.table import paraphs
from app.table.paraphs import Addressee
from app.visits.visitors import Visitor
from tests.support.counted import counted

SARA = Visitor(code="0499370899", first_name="سارا", last_name="نمونه‌ای", mobile="09120000000")


@pytest.fixture
def scope(db):
    return Scope("2026-11-22", "2026-12-21", programmes.active(db)[0].id)


@pytest.fixture
def refer(db, clerk, arrive, tables):
    """`refer(unit, **arrival)` refers a new visit to that unit of the list and returns the visit."""
    units = lists.entries(db, "unit")

    def make(unit=0, **arrival):
        visit = arrive(**arrival)
        steps.call(db, clerk, visit.id, tables[0]["id"])
        paraphs.save(
            db,
            clerk,
            visit.id,
            paraphs.Draft(
                tables[0]["official_id"], "referred", "اقدام شود", (Addressee(units[unit]["id"], working_days=5),)
            ),
        )
        return visit

    return make


def test_return_about_the_same_matter_counts_with_the_first_unit(db, clerk, refer, arrive, scope):
    first = refer(0, visitor=SARA)
    refer(1)
    assert scorecard.compute(db, clerk, scope).whole["again"] == 0
    sara = db.required_row("SELECT visitor_id FROM visit WHERE id = :id", id=first.id)["visitor_id"]
    again = Visitor(**{**{name: getattr(SARA, name) for name in SARA.__dataclass_fields__}, "id": sara})
    arrive(visitor=again, same_as=first.id, accepted=frozenset({"open", "here"}))
    card = scorecard.compute(db, clerk, scope)
    assert [unit.tally["again"] for unit in card.units if unit.tally["again"]] == [1] and card.whole["again"] == 1
    assert [case.visit_id for case in counted(db, clerk, scope, "again")] == [first.id]


@pytest.mark.parametrize("end", [steps.leave, steps.no_show])
def test_return_of_a_visitor_who_left_unseen_counts_only_with_a_unit_that_answered(
    db, clerk, refer, arrive, scope, tables, end
):
    first = refer(0, visitor=SARA)
    sara = db.required_row("SELECT visitor_id FROM visit WHERE id = :id", id=first.id)["visitor_id"]
    again = Visitor(**{**{name: getattr(SARA, name) for name in SARA.__dataclass_fields__}, "id": sara})
    back = arrive(visitor=again, same_as=first.id, accepted=frozenset({"open", "here"}))
    steps.call(db, clerk, back.id, tables[0]["id"])
    assert scorecard.compute(db, clerk, scope).whole["again"] == 1
    end(db, clerk, back.id)
    assert scorecard.compute(db, clerk, scope).whole["again"] == 0, "the unit never spoke"
    referral = db.required_row("SELECT id FROM referral WHERE visit_id = :id", id=first.id)["id"]
    answers.record_final(db, clerk, referral, UnitAnswer("done", "انجام شد"))
    assert scorecard.compute(db, clerk, scope).whole["again"] == 1
    assert [case.visit_id for case in counted(db, clerk, scope, "again")] == [first.id]


def test_every_figure_lists_as_many_referrals_as_it_counts(db, clerk, refer, scope, clock):
    refer(0), refer(0), refer(1)
    clock.turn(days=14)
    whole = scorecard.compute(db, clerk, scope).whole
    assert whole["overdue"] == 3
    for figure in FIGURES:
        assert len(counted(db, clerk, scope, figure)) == whole[figure], figure


def test_scorecard_is_exported_as_a_list_of_units(db, clerk, refer, scope):
    refer(0), refer(0), refer(1)
    made = scorecard.listing(db, clerk, scope)
    rows = list(made.rows)
    sent = [column.header for column in made.columns].index("ارجاع")
    assert [row[sent] for row in rows] == [2, 1] and all(len(row) == len(made.columns) for row in rows)
    assert rows[0][2] is None, "no rank under ten cases"


def test_requested_scorecard_waits_for_the_printer_with_or_without_unit_pages(db, clerk, refer, scope):
    refer(0), refer(1)
    unit = scorecard.compute(db, clerk, scope).units[0]
    alone = Scope(scope.since, scope.until, scope.programme_id, unit_id=unit.id)
    whole, one = scorecard_sheet.request(db, clerk, scope, unit_pages=True), scorecard_sheet.request(db, clerk, alone)
    waiting = {paper.id: paper for paper in requests.waiting(db, clerk.desk)}
    assert [waiting[each].kind for each in (whole, one)] == ["scorecard", "scorecard"]
    [every], [single] = (jobs.job_documents(db, [waiting[paper]])[0] for paper in (whole, one))
    assert [name for name, _ in every.units] == [card.name for card in every.whole.units]
    assert unit.name in single.title and single.whole.whole["sent"] == 1 and single.units == ()
    assert any("کارنامه" in listed.name for listed in jobs.papers_of_today(db, clerk))


def test_scorecard_refuses_a_clerk_who_judges_no_units(db, make_clerk, scope):
    reception = make_clerk("reception")
    for door in (scorecard.compute, scorecard_sheet.request, scorecard.listing):
        with pytest.raises(Refused, match="نقش"):
            door(db, reception, scope)


def test_printed_scorecard_hides_confidential_matters(db, clerk, refer, scope):
    with db.transaction():
        db.rows("UPDATE category SET confidential = 1")
    refer(0)
    assert scorecard_sheet.gather(db, clerk, scope).whole.oldest[0].visitor != "محرمانه"
    paper = scorecard_sheet.request(db, clerk, scope)
    [waiting] = [each for each in requests.waiting(db, clerk.desk) if each.id == paper]
    assert jobs.job_documents(db, [waiting])[0][0].whole.oldest[0].visitor == "محرمانه"
