"""The fields of a record that stay when its matter is covered: a field that is added is covered or listed here."""

import typing
from dataclasses import fields, is_dataclass

import pytest

from app.access.privacy import ReadingRights
from app.cases.earlier import EarlierMatter
from app.cases.referred import EarlierReferral
from app.office import lists
from app.papers.annulment import Annulment
from app.papers.documents import Applicant, Receipt, ReceiptReferral, Slip, Ticket
from app.papers.reminders import Reminder
from app.printing.redaction import redacted
from app.table.matters import TableMatter
from app.visits.visits import Visit

ENGINES = ["sqlite"]
SHEET = {"letterhead", "number", "barcode", "confidential", "reprint"}
KEPT = {
    Visit: {"id", "session_id", "ticket", "visitor_id", "first_name", "last_name", "state", "arrived_at", "line_at"}
    | {
        "line_place",
        "since",
        "wanted_table_id",
        "table_id",
        "table",
        "return_at",
        "confidential",
        "priority",
        "people",
        "on_paper",
    }
    | {"outcome"},
    EarlierMatter: {"visit_id", "day", "round", "programme", "ticket", "confidential", "state", "outcome_code"},
    EarlierReferral: {"referral_id", "visit_id", "stage", "wants_answer", "due_day", "is_overdue", "late", "reminders"}
    | {"answer_day", "verdict", "verdict_day"},
    TableMatter: {"visit_id", "paraph_id", "ticket", "first_name", "last_name", "confidential", "written_at"}
    | {"outcome"},
    Ticket: {"letterhead", "round", "day", "number", "visitor", "table", "people_ahead", "wait", "arrived_at"}
    | {"priority", "on_paper", "reprint", "barcode"},
    Slip: SHEET
    | {"round", "day", "enclosures", "urgency", "part", "working_days", "due_day", "replaces", "passed_number"}
    | {"objected_day", "void", "times", "follows"},
    Receipt: {"letterhead", "round", "ticket", "written_at", "barcode", "legal_day", "reprint", "times", "follows"},
    Reminder: SHEET
    | {"ordinal", "day", "slip_number", "slip_day", "due_day", "late_days", "earlier", "objected_day"}
    | {"answered_day"},
    Annulment: SHEET | {"day", "slip_day", "instead"},
    ReceiptReferral: {"number", "due_day", "part"},
    Applicant: {"name", "father", "code_label", "workplace", "companion"},
}
"""By record, the fields that a clerk sees who may not read the matter and sees no identifiers."""


def filled(record, visit_id):
    """A record with something in every field, of a confidential matter."""
    hints = typing.get_type_hints(record)
    return record(**{each.name: value(hints[each.name], each.name, visit_id) for each in fields(record)})


def value(hint, name, visit_id):
    if name in ("id", "visit_id"):
        return visit_id
    if is_dataclass(hint):
        return filled(hint, visit_id)
    if typing.get_origin(hint) is tuple:
        return (value(typing.get_args(hint)[0], name, visit_id),)
    kinds = typing.get_args(hint) or (hint,)
    return f"متن {name}" if str in kinds else b"png" if bytes in kinds else True if bool in kinds else 7


def kept(before, after):
    return {each.name for each in fields(before) if getattr(before, each.name) == getattr(after, each.name)}


@pytest.fixture
def rights(db, make_clerk):
    return ReadingRights(db, make_clerk("caller"))


@pytest.fixture
def visit_id(db, arrive):
    confidential = next(row["id"] for row in lists.entries(db, "category") if row["confidential"])
    return arrive(category_id=confidential).id


@pytest.mark.parametrize("record", [Visit, EarlierMatter, TableMatter])
def test_record_without_its_confidential_matter_keeps_just_the_listed_fields(rights, visit_id, record):
    whole = filled(record, visit_id)
    shown = whole.shown_to(rights)
    assert kept(whole, shown) == KEPT[record]
    if record is EarlierMatter:
        assert kept(whole.referrals[0], shown.referrals[0]) == KEPT[EarlierReferral]


@pytest.mark.parametrize("paper", [Ticket, Slip, Receipt, Reminder, Annulment])
def test_paper_without_its_confidential_matter_keeps_just_the_listed_fields(rights, visit_id, paper):
    whole = filled(paper, visit_id)
    shown = redacted(rights, whole, visit_id)
    assert kept(whole, shown) == KEPT[paper]
    if paper is not Ticket:
        assert kept(whole.applicant, shown.applicant) == KEPT[Applicant]
    if paper is Receipt:
        assert kept(whole.referrals[0], shown.referrals[0]) == KEPT[ReceiptReferral]
