"""The counter: the referrals of a visitor's matter, found by a number on the receipt, and which await a verdict."""

from dataclasses import dataclass

from app.access import privacy
from app.access.clerks import Clerk
from app.access.privacy import Cover
from app.errors import Refused, refusals_beside
from app.followup import view as followup
from app.referrals import answers, ticket_codes
from app.referrals.state import stage_allows
from app.referrals.verdicts import ROLES
from app.visits import visitors
from db import Database, Row

UNKNOWN = "برگه‌ای با این شماره صادر نشده است؛ شمارهٔ ارجاع را از روی رسید بنویسید."


@dataclass(frozen=True, slots=True)
class CounterReferral:
    """One referral of the matter. Days are ISO, '' when there is none."""

    referral_id: int
    number: str
    unit: str
    stage: str
    due_day: str
    """The day the visitor was promised an answer."""
    outcome: str
    """The name of the last answer's outcome; '' like the words where the clerk may not read the matter."""
    words: str
    answered_day: str

    @property
    def awaits_verdict(self) -> bool:
        return self.stage == "answered"

    @property
    def may_be_objected(self) -> bool:
        return stage_allows(self.stage, "object")


@dataclass(frozen=True, slots=True)
class CounterView:
    """A visitor's matter as the counter shows it."""

    visit_id: int
    visitor: str
    category: str
    referrals: tuple[CounterReferral, ...]
    """In the order of their slips; void ones are left out."""


def find(db: Database, clerk: Clerk, typed: str) -> CounterView:
    """Find the matter by the number of one of its referrals, as printed on receipt and slip, or by its barcode, or by
    that of its ticket.

    Refused, beside `number`, when no slip has that number.
    """
    clerk.must(*ROLES)
    with refusals_beside("number"):
        if ticket_codes.is_ticket_code(typed) and (ticket := ticket_codes.find_ticket(db, typed)):
            return of_visit(db, clerk, ticket.visit_id)
        found = followup.find_referral(db, typed)
    if found is None:
        raise Refused(UNKNOWN, "number")
    return of_visit(db, clerk, found.visit_id)


def of_visit(db: Database, clerk: Clerk, visit_id: int) -> CounterView:
    clerk.must(*ROLES)
    rights = privacy.rights_of(db, clerk)
    row = db.required_row(
        "SELECT visitor_id, category.name AS category, confidential FROM visit"
        " JOIN category ON category.id = category_id WHERE visit.id = :id",
        id=visit_id,
    )
    cover = rights.cover(visit_id, row["confidential"])
    referrals = tuple(_referral(db, each, cover) for each in _rows(db, visit_id))
    visitor = visitors.get(db, row["visitor_id"]).shown_to(rights)
    return CounterView(visit_id, visitor.titled, cover.label(row["category"]), referrals)


def _rows(db: Database, visit_id: int) -> list[Row]:
    return db.rows(
        "SELECT followup.referral_id AS referral_id, number, unit_name, stage, followup.due_day AS due_day,"
        " last_answer_day, COALESCE(response_outcome.name, '') AS outcome"
        " FROM referral JOIN followup ON followup.referral_id = referral.id"
        " LEFT JOIN response_outcome ON response_outcome.code = followup.outcome"
        " WHERE visit_id = :id AND stage <> 'void' ORDER BY referral.id",
        id=visit_id,
    )


def _referral(db: Database, row: Row, cover: Cover) -> CounterReferral:
    return CounterReferral(
        row["referral_id"],
        row["number"],
        row["unit_name"],
        row["stage"],
        row["due_day"],
        cover.words(row["outcome"]),
        cover.words(answers.last_words(db, row["referral_id"])),
        row["last_answer_day"],
    )
