"""The parts that several papers share: the visit, the letterhead, the applicant, and names as they were at a moment."""

import json
from typing import Any

from app.office import settings as office
from app.papers.documents import Applicant, Letterhead, Sender
from app.visits import visitors
from app.visits.visitors import CODE_LABELS, Visitor
from db import Database, Row


def visit_row(db: Database, visit_id: int) -> Row:
    return db.required_row(
        "SELECT visit.visitor_id AS visitor_id, ticket, arrived_at, enclosures, matter, category_id, district_id,"
        " people, companion, companion_relation, confidential, programme_id, session.day AS day, round,"
        " programme.audience AS audience, series_digit, COALESCE(meeting_table.name, '') AS wanted_table,"
        " COALESCE(visit.outcome, '') AS outcome_code, COALESCE(visit_outcome.name, '') AS outcome FROM visit"
        " JOIN session ON session.id = session_id"
        " JOIN programme ON programme.id = programme_id JOIN category ON category.id = category_id"
        " LEFT JOIN meeting_table ON meeting_table.id = wanted_table_id"
        " LEFT JOIN visit_outcome ON visit_outcome.code = visit.outcome WHERE visit.id = :id",
        id=visit_id,
    )


def letterhead(db: Database, row: Row, then: str) -> Letterhead:
    known = office.settings(db)
    programme = name_then(db, "programme", row["programme_id"], then)
    sender = Sender(known.return_address, known.secretariat_phone, known.sender_name, known.sender_post)
    return Letterhead(known.office, programme, office.emblem(db), known.phone, sender)


def applicant(db: Database, row: Row) -> Applicant:
    visitor = visitors.get(db, row["visitor_id"])
    staff = row["audience"] == "staff" and bool(visitor.personnel_number)
    relation = f" ({row['companion_relation']})" if row["companion_relation"] else ""
    return Applicant(
        name=_name(visitor, row["people"]),
        father=visitor.father,
        code=visitor.personnel_number if staff else visitor.code,
        code_label="کد پرسنلی" if staff else CODE_LABELS[visitor.kind],
        mobile=visitor.mobile,
        workplace=visitor.workplace if row["audience"] == "staff" else "",
        companion=row["companion"] + relation if row["companion"] else "",
    )


def _name(visitor: Visitor, people: int) -> str:
    return f"گروه {people} نفرهٔ {visitor.titled}" if visitor.kind == "group" else visitor.titled


def name_then(db: Database, list_name: str, entry_id: int | None, moment: str) -> str:
    """Return an entry's name in the office's lists at a moment: the one before the first renaming since."""
    if entry_id is None:
        return ""
    later = db.rows(
        "SELECT before FROM journal WHERE subject = :subject AND subject_id = :id AND at > :moment ORDER BY id",
        subject=list_name,
        id=entry_id,
        moment=moment,
    )
    changes: list[dict[str, Any]] = [json.loads(row["before"]) for row in later]
    renamed = next((change["name"] for change in changes if "name" in change), "")
    return str(renamed or db.required_row(f"SELECT name FROM {list_name} WHERE id = :id", id=entry_id)["name"])
