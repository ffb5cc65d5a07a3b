"""At the counter: how far a visitor's matter is, by a number on his receipt, and which answers he may speak to."""

from dataclasses import dataclass

from app.access import privacy
from app.access.clerks import Clerk
from app.access.privacy import ReadingRights
from app.errors import Refused, refusals_beside
from app.followup import lists as followup
from app.referrals import lifecycle
from app.referrals.verdicts import ROLES
from app.visits import visitors
from db import Database, Row

UNKNOWN = "برگه‌ای با این شماره صادر نشده است؛ شمارهٔ ارجاع روی رسید را بنویسید."


@dataclass(frozen=True, slots=True)
class Sent:
    """One of his referrals. Days are ISO, '' when there is none."""

    referral_id: int
    number: str
    unit: str
    stage: str
    due_day: str
    outcome: str
    """Name of what the unit says it did; '' like the words where the matter is closed to this clerk."""
    words: str
    answered_day: str

    @property
    def waits_for_his_word(self) -> bool:
        return self.stage == "answered"

    @property
    def may_be_objected_to(self) -> bool:
        return self.stage in lifecycle.ACTS["object"][0]


@dataclass(frozen=True, slots=True)
class Matter:
    visit_id: int
    visitor: str
    category: str
    sent: tuple[Sent, ...]
    """In the order of their slips; void ones are left out."""


def find(db: Database, clerk: Clerk, typed: str) -> Matter:
    """By the number of a referral as it is printed on receipt and slip, or its barcode; Refused beside `number`."""
    clerk.must(*ROLES)
    with refusals_beside("number"):
        found = followup.find(db, typed)
    if found is None:
        raise Refused(UNKNOWN, "number")
    return of_visit(db, clerk, found.visit_id)


def of_visit(db: Database, clerk: Clerk, visit_id: int) -> Matter:
    clerk.must(*ROLES)
    rights = privacy.rights_of(db, clerk)
    row = db.one("SELECT visitor_id, category.name AS category, confidential FROM visit"
                 " JOIN category ON category.id = category_id WHERE visit.id = :id", id=visit_id)
    opens = rights.may_read(visit_id, row["confidential"])
    sent = tuple(_one(rights, each, opens) for each in _rows(db, visit_id))
    visitor = visitors.get(db, row["visitor_id"]).shown_to(rights)
    return Matter(visit_id, visitor.titled, row["category"] if opens else privacy.HIDDEN, sent)


def _rows(db: Database, visit_id: int) -> list[Row]:
    return db.rows(
        "SELECT followup.referral_id AS referral_id, number, unit_name, stage, followup.due_day AS due_day,"
        " last_answer_day, COALESCE(response_outcome.name, '') AS outcome"
        " FROM referral JOIN followup ON followup.referral_id = referral.id"
        " LEFT JOIN response_outcome ON response_outcome.code = followup.outcome"
        " WHERE visit_id = :id ORDER BY referral.id", id=visit_id)


def _one(rights: ReadingRights, row: Row, opens: bool) -> Sent:
    said = rights.db.row("SELECT words FROM response WHERE referral_id = :id AND kind = 'final' AND returned = 0"
                      " ORDER BY id DESC LIMIT 1", id=row["referral_id"])
    return Sent(row["referral_id"], row["number"], row["unit_name"], row["stage"], row["due_day"],
                row["outcome"] if opens else "", said["words"] if said and opens else "", row["last_answer_day"])
