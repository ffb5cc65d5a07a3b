"""The letters that tell the units of deadlines which moved with a day: one a unit and change."""

from app.access.clerks import Clerk
from app.errors import Refused
from app.journal.writing import writing
from app.papers import requests
from db import Database, Row

ROLES = ("administrator", "manager", "followup")


def print_letters(db: Database, clerk: Clerk, change_id: int) -> int:
    """Ask for the letters of a change at this clerk's PC; return how many there are."""
    with writing(db, clerk, ROLES, "papers") as change:
        rows = db.rows("SELECT id FROM deadline_letter WHERE change_id = :id ORDER BY id", id=change_id)
        if not rows:
            raise Refused("با این تغییر، مهلت هیچ ارجاعی جابه‌جا نشده است.")
        for row in rows:
            requests.ask(change, "deadlines", row["id"])
        change.record("print_letters", "holiday", None, after={"letters": len(rows)})
        return len(rows)


def latest_changes(db: Database) -> dict[int, int]:
    """Return the last change that moved deadlines by the id of the holiday it was about."""
    rows = db.rows("SELECT holiday_id, MAX(id) AS id FROM day_change GROUP BY holiday_id")
    return {row["holiday_id"]: row["id"] for row in rows}


def letter(db: Database, letter_id: int) -> tuple[Row, list[Row]]:
    """Return what a letter says above its table, and the rows of the table in the order of the new deadlines."""
    head = db.required_row(
        "SELECT day_change.day AS day, at, closed_day, opened_day, reason, letter FROM deadline_letter"
        " JOIN day_change ON day_change.id = change_id WHERE deadline_letter.id = :id",
        id=letter_id,
    )
    rows = db.rows(
        "SELECT moved_deadline.referral_id AS referral_id, before_day, after_day, number, addressed_as, unit_name,"
        " first_name, last_name, category.name AS category, confidential, followup.programme_id"
        " AS programme_id FROM moved_deadline JOIN referral ON referral.id = moved_deadline.referral_id"
        " JOIN followup ON followup.referral_id = referral.id JOIN visit ON visit.id = referral.visit_id"
        " JOIN visitor ON visitor.id = visit.visitor_id JOIN category ON category.id = visit.category_id"
        " WHERE letter_id = :id ORDER BY after_day, referral.id",
        id=letter_id,
    )
    return head, rows
