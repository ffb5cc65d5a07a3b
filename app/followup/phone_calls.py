"""Visitors to tell that a unit has answered and to ask for a verdict: by phone, or by messages from an SMS panel."""

from dataclasses import dataclass

from app.access import privacy
from app.access.clerks import Clerk
from app.journal.writing import writing
from app.office.settings import settings
from app.persian.calendar import local_day
from app.persian.text import fa, sort_key
from app.referrals import answers
from app.spreadsheets.writing import csv_bytes
from db import Database, Row

ROLES = ("followup",)
LIMIT = 1000
HEADER = ("تلفن همراه", "نام", "متن")


@dataclass(frozen=True, slots=True)
class VisitorToPhone:
    """An answered referral and its visitor, as one clerk may see them."""

    referral_id: int
    visit_id: int
    number: str
    unit: str
    visitor: str
    mobile: str
    category: str
    """«محرمانه», and no answer, where the clerk may not read the matter."""
    outcome: str
    """The name of the answer's outcome."""
    words: str
    answered_day: str
    phone_calls: int
    """Phone calls so far that brought no verdict."""
    call_again_day: str
    """The day set for the next phone call, today or past; '' when none was set."""


def visitors_to_phone(db: Database, clerk: Clerk, limit: int = LIMIT) -> list[VisitorToPhone]:
    """Return the visitors to phone today, oldest answer first; those put off appear on their day."""
    rights, rows = privacy.rights_of(db, clerk), _waiting(db, limit)
    return [_visitor(db, rights, row) for row in rows]


def messages(db: Database, clerk: Clerk) -> bytes:
    """Return the same visitors as a CSV for an SMS panel: mobile, name, text; one message a visitor, none without a
    mobile. The file leaves the office, so the export is journalled, and no message says what the matter is."""
    with writing(db, clerk, ROLES) as change:
        known = settings(db)
        texts: dict[tuple[str, str], list[str]] = {}
        for row in _waiting(db):
            if row["mobile"]:
                texts.setdefault((row["mobile"], _name(row)), []).append(row["number"])
        change.record("export", "messages", None, after={"papers": len(texts)})
        lines = [
            (mobile, name, _text(name, numbers, known.office, known.phone))
            for (mobile, name), numbers in sorted(texts.items(), key=lambda item: sort_key(item[0][1]))
        ]
        return csv_bytes([HEADER, *lines])


def _text(name: str, numbers: list[str], office: str, phone: str) -> str:
    call = f" با تلفن {phone}" if phone else ""
    return fa(
        f"{name} گرامی، به درخواست شما ({'، '.join(numbers)}) پاسخ داده شده است."
        f" خواهشمند است نظر خود را{call} اعلام فرمایید. {office}"
    )


def _waiting(db: Database, limit: int = LIMIT) -> list[Row]:
    return db.rows(
        "SELECT followup.referral_id AS referral_id, visit_id, number, unit_name, first_name, last_name, mobile,"
        " category.name AS category, confidential, COALESCE(response_outcome.name, '') AS outcome, last_answer_day,"
        " call_again_day FROM followup JOIN referral ON referral.id = followup.referral_id"
        " JOIN visit ON visit.id = visit_id JOIN visitor ON visitor.id = visitor_id"
        " JOIN category ON category.id = visit.category_id"
        " LEFT JOIN response_outcome ON response_outcome.code = followup.outcome"
        " WHERE stage = 'answered' AND call_again_day <= :today"
        " ORDER BY last_answer_day, followup.referral_id LIMIT :limit",
        today=local_day(db.now()),
        limit=limit,
    )


def _visitor(db: Database, rights: privacy.ReadingRights, row: Row) -> VisitorToPhone:
    cover = rights.cover(row["visit_id"], row["confidential"])
    calls = db.required_row(
        "SELECT COUNT(*) AS n FROM referral_step WHERE referral_id = :id AND kind = 'called' AND taken_back_at = ''",
        id=row["referral_id"],
    )["n"]
    return VisitorToPhone(
        row["referral_id"],
        row["visit_id"],
        row["number"],
        row["unit_name"],
        _name(row),
        rights.shown_identifier(row["mobile"]),
        cover.label(row["category"]),
        cover.words(row["outcome"]),
        cover.words(answers.last_words(db, row["referral_id"])),
        row["last_answer_day"],
        int(calls),
        row["call_again_day"],
    )


def _name(row: Row) -> str:
    return f"{row['first_name']} {row['last_name']}".strip()
