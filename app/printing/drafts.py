"""The papers of a paraph that is not saved yet."""

from dataclasses import replace

from app.access import privacy
from app.access.clerks import Clerk
from app.errors import Refused
from app.office import settings as office
from app.office.working_days import WorkingDays
from app.papers.documents import Receipt, Slip
from app.persian.calendar import local_day
from app.persian.text import clean_lines
from app.printing.gathering import Document, before, receipt, units_by_part
from app.printing.parts import applicant, letterhead, name_then, visit_row
from app.printing.redaction import redacted
from app.referrals.issuing import Addressee
from app.table import paraphs
from app.table.paraphs import Draft
from app.visits import visits
from db import Database

NOT_YET = "پیش‌نویس"
"""Stands in place of the number on a slip that is not saved yet."""


def _draft_due(each: Addressee, days: WorkingDays, day: str) -> str:
    """Return the day an answer would be due; '' while what is typed is no deadline."""
    if not each.waits or not (each.due or each.working_days):
        return ""
    try:
        return each.promised(days, day)[1]
    except Refused:
        return ""


def _valid(db: Database, visit_id: int) -> int | None:
    """Return the paraph that a draft would amend."""
    row = db.row("SELECT id FROM paraph WHERE visit_id = :id AND state = 'valid'", id=visit_id)
    return int(row["id"]) if row else None


def draft_papers(db: Database, clerk: Clerk, visit_id: int, draft: Draft) -> tuple[list[Document], str]:
    """Return the slips of a paraph that is not saved yet, one a unit, or the receipt without referrals; and the form of
    slips the office chose. Parts missing from the draft are missing on them: nothing is refused here."""
    row, now = visit_row(db, visit_id), paraphs.given(db, visits.get(db, visit_id), _valid(db, visit_id), db.now())
    working_days = WorkingDays.load(db)
    official = db.row("SELECT post, holder FROM official WHERE id = :id", id=draft.official_id)
    units = {each["id"]: each for each in db.rows("SELECT id, name, addressed_as FROM unit")}
    parts = [(each.part, units[each.unit_id]["name"]) for each in draft.addressees]
    common = {
        "letterhead": letterhead(db, row, now),
        "round": row["round"] or 0,
        "number": NOT_YET,
        "barcode": "",
        "day": local_day(now),
        "enclosures": row["enclosures"],
        "confidential": bool(row["confidential"]),
        "applicant": applicant(db, row),
        "category": name_then(db, "category", row["category_id"], now),
        "matter": row["matter"],
        "district": name_then(db, "unit", row["district_id"], now),
        "official_post": official["post"] if official else "",
        "official_name": official["holder"] if official else "",
        "words": clean_lines(draft.words),
        "replaces": "",
        "passed_number": "",
        "passed_unit": "",
        "objected_day": "",
        "objection": "",
        "void": False,
        "reprint": False,
    }
    slips: list[Slip | Receipt] = [
        Slip(
            **common,
            urgency=each.urgency,
            addressed_as=units[each.unit_id]["addressed_as"],
            part=each.part,
            working_days=each.working_days if each.waits else None,
            due_day=_draft_due(each, working_days, local_day(now)),
            **before(db, visit_id, row, each.unit_id),
            **units_by_part([part for n, part in enumerate(parts) if n != at]),
        )
        for at, each in enumerate(draft.addressees)
    ]
    outcome = db.row("SELECT name FROM visit_outcome WHERE code = :code", code=draft.outcome)
    single = replace(receipt(db, visit_id), outcome_code=draft.outcome, outcome=outcome["name"] if outcome else "")
    rights = privacy.rights_of(db, clerk)
    return [redacted(rights, each, visit_id) for each in slips or [single]], office.settings(db).slip_form
