"""Entering the mayor's decisions from the sheets that come back: by the number that stands in their line."""

from dataclasses import dataclass

from app.access import privacy
from app.access.clerks import Clerk
from app.errors import Refused, refusals_beside
from app.followup.view import find_referral
from app.referrals import decisions
from app.referrals.decisions import ROLES
from db import Database

UNKNOWN = "برگه‌ای با این شماره صادر نشده است؛ شماره را از روی برگهٔ واحد بنویسید."


@dataclass(frozen=True, slots=True)
class DecidedReferral:
    """The referral that a typed number means, as the clerk may read it."""

    referral_id: int
    number: str
    unit: str
    visitor: str
    matter: str
    decided: str
    """The words of the last decision about it; '' without one."""


def find(db: Database, clerk: Clerk, typed: str) -> DecidedReferral:
    """Find a referral by its number or the barcode of its slip. Refused, beside `number`, when there is none."""
    clerk.must(*ROLES)
    if not typed.strip():
        raise Refused("شمارهٔ ارجاع را بنویسید.", "number")
    with refusals_beside("number"):
        found = find_referral(db, typed)
    if found is None:
        raise Refused(UNKNOWN, "number")
    row = db.required_row(
        "SELECT number, unit_name, first_name, last_name, matter, category.name AS category, confidential FROM referral"
        " JOIN visit ON visit.id = visit_id JOIN visitor ON visitor.id = visitor_id"
        " JOIN category ON category.id = category_id WHERE referral.id = :id",
        id=found.referral_id,
    )
    cover = privacy.rights_of(db, clerk).cover(found.visit_id, row["confidential"])
    given = decisions.of_referral(db, found.referral_id)
    return DecidedReferral(
        found.referral_id,
        row["number"],
        row["unit_name"],
        f"{row['first_name']} {row['last_name']}".strip(),
        cover.label(row["matter"] or row["category"]),
        cover.words(given[-1].words) if given else "",
    )


def decide(db: Database, clerk: Clerk, typed: str, words: str) -> DecidedReferral:
    """Enter a decision about the referral that the typed number means, and return that referral."""
    found = find(db, clerk, typed)
    decisions.decide(db, clerk, found.referral_id, words)
    return found
