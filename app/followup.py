"""Referrals whose answer is awaited."""

from dataclasses import dataclass

from app import sight
from app.calendar import local_day, working_days_between
from app.clerks import Clerk
from app.lists import holidays
from app.office import settings
from db import Database


@dataclass(frozen=True, slots=True)
class Awaited:
    referral_id: int
    visit_id: int
    number: str
    unit: str
    visitor: str
    category: str
    due_day: str
    late: int
    """Working days past the deadline; 0 when in time."""


def awaited(db: Database, clerk: Clerk, limit: int = 500) -> list[Awaited]:
    """Issued referrals that want an answer, the earliest deadline first."""
    see = sight.of(db, clerk)
    closed, today, thursday = holidays(db), local_day(db.now()), bool(settings(db).thursday_works)
    rows = db.rows(
        "SELECT referral.id AS referral_id, referral.visit_id AS visit_id, number, unit_name, first_name, last_name,"
        " category.name AS category, confidential, due_day FROM referral JOIN visit ON visit.id = referral.visit_id"
        " JOIN visitor ON visitor.id = visitor_id JOIN category ON category.id = category_id"
        " WHERE referral.state = 'issued' AND due_day <> '' ORDER BY due_day, referral.id LIMIT :limit", limit=limit,
    )
    return [
        Awaited(row["referral_id"], row["visit_id"], row["number"], row["unit_name"],
                f"{row['first_name']} {row['last_name']}".strip(),
                row["category"] if see.opens(row["visit_id"], row["confidential"]) else sight.HIDDEN, row["due_day"],
                working_days_between(row["due_day"], today, closed, thursday) if row["due_day"] < today else 0)
        for row in rows
    ]


def by_barcode(db: Database, digits: str) -> int | None:
    """The visit a slip belongs to; None when no slip carries these digits."""
    row = db.row("SELECT visit_id FROM referral WHERE barcode = :digits", digits=digits)
    return row["visit_id"] if row else None
