"""Visitors to phone: to each of them it is told once what the units have answered, and a verdict is asked for."""

from dataclasses import dataclass

from app.access import privacy
from app.access.clerks import Clerk
from app.persian.calendar import local_day
from db import Database, Row

_ANSWER = (
    "(SELECT MAX(response.id) FROM response WHERE response.referral_id = followup.referral_id AND kind = 'final'"
    " AND returned = 0 AND taken_back = 0)"
)


@dataclass(frozen=True, slots=True)
class AnswerToTell:
    """An answered referral of the visitor, as one clerk may see it."""

    referral_id: int
    visit_id: int
    number: str
    unit: str
    category: str
    """«محرمانه», and neither matter nor answer, where the clerk may not read the matter."""
    matter: str
    outcome: str
    """The name of the answer's outcome."""
    words: str
    answered_day: str
    phone_calls: int
    """Phone calls so far that brought no verdict."""
    call_again_day: str
    """The day set for the next phone call, today or past; '' when none was set."""
    message_day: str
    """The day on which the answer stood in a file of messages; '' while it did not."""


@dataclass(frozen=True, slots=True)
class VisitorToPhone:
    visitor_id: int
    visitor: str
    mobile: str
    answers: tuple[AnswerToTell, ...]
    """The newest first, at least one."""

    @property
    def phone_calls(self) -> int:
        return max(each.phone_calls for each in self.answers)


def visitors_to_phone(db: Database, clerk: Clerk) -> list[VisitorToPhone]:
    """Return the visitors to phone today, the newest answer first; an answer put off appears on its day."""
    rights = privacy.rights_of(db, clerk)
    by_visitor: dict[int, list[Row]] = {}
    for row in _waiting(db):
        by_visitor.setdefault(row["visitor_id"], []).append(row)
    return [
        VisitorToPhone(
            visitor_id,
            f"{rows[0]['first_name']} {rows[0]['last_name']}".strip(),
            rights.shown_identifier(rows[0]["mobile"]),
            tuple(_answer(rights, row) for row in rows),
        )
        for visitor_id, rows in by_visitor.items()
    ]


def _waiting(db: Database) -> list[Row]:
    return db.rows(
        "SELECT followup.referral_id AS referral_id, visit_id, visitor_id, number, unit_name, first_name, last_name,"
        " visitor.mobile AS mobile, category.name AS category, confidential, matter,"
        " COALESCE(response_outcome.name, '') AS outcome, COALESCE(response.words, '') AS words,"
        " last_answer_day, call_again_day, COALESCE(message_file.at, '') AS message_at,"
        " (SELECT COUNT(*) FROM referral_step WHERE referral_step.referral_id = followup.referral_id"
        " AND referral_step.kind = 'called' AND taken_back_at = '') AS phone_calls"
        " FROM followup JOIN referral ON referral.id = followup.referral_id"
        " JOIN visit ON visit.id = visit_id JOIN visitor ON visitor.id = visitor_id"
        " JOIN category ON category.id = visit.category_id"
        " LEFT JOIN response_outcome ON response_outcome.code = followup.outcome"
        f" LEFT JOIN response ON response.id = {_ANSWER}"
        " LEFT JOIN told ON told.event = 'response' AND told.subject_id = response.id"
        " LEFT JOIN message ON message.id = told.message_id LEFT JOIN message_file ON message_file.id = message.file_id"
        " WHERE stage = 'answered' AND last_answer_day > '' AND call_again_day <= :today"
        " ORDER BY last_answer_day DESC, followup.referral_id DESC",
        today=local_day(db.now()),
    )


def _answer(rights: privacy.ReadingRights, row: Row) -> AnswerToTell:
    cover = rights.cover(row["visit_id"], row["confidential"])
    return AnswerToTell(
        row["referral_id"],
        row["visit_id"],
        row["number"],
        row["unit_name"],
        cover.label(row["category"]),
        cover.words(row["matter"]),
        cover.words(row["outcome"]),
        cover.words(row["words"]),
        row["last_answer_day"],
        int(row["phone_calls"]),
        row["call_again_day"],
        local_day(row["message_at"]) if row["message_at"] else "",
    )
