"""The visits that a visit continues: its visitor came about the same matter before."""

from app.access.privacy import Cover, ReadingRights
from db import Database, Row

MOST = 99
"""Visits read at most, so that a circle in an old office ends."""


def times_and_number(db: Database, visit_id: int, confidential: object, unit_id: int | None = None) -> tuple[int, str]:
    """Return which visit about its matter this is, and the number of the earlier referral it follows, '' without one.

    The nearest earlier visit with a referral is named, by the number of the same unit where there is one, else of the
    responsible unit. The number of a confidential matter stands only on papers of a confidential one.
    """
    rows = _before(db, visit_id)
    told = [row for row in rows if row["number"] and (confidential or not row["confidential"])]
    nearest = min(told, default=None, key=lambda row: (row["step"], row["unit_id"] != unit_id, row["part"] != "lead"))
    return max((row["step"] for row in rows), default=0) + 1, nearest["number"] if nearest else ""


def cover_before(rights: ReadingRights, visit_id: int) -> Cover:
    """Return the cover over what a paper says of the visits before: closed where one of them is to this clerk."""
    return Cover(all(rights.may_read(row["visit_id"], row["confidential"]) for row in _before(rights.db, visit_id)))


def _before(db: Database, visit_id: int) -> list[Row]:
    """Return a row for each issued referral of each earlier visit, and one for a visit without any; nearest first."""
    return db.rows(
        "WITH RECURSIVE before (visit_id, step) AS (SELECT same_as, 1 FROM visit WHERE id = :id AND same_as IS NOT NULL"
        " UNION ALL SELECT same_as, step + 1 FROM before JOIN visit ON visit.id = before.visit_id"
        " WHERE same_as IS NOT NULL AND step < :most)"
        " SELECT before.visit_id AS visit_id, step, confidential, COALESCE(number, '') AS number, unit_id, part"
        " FROM before JOIN visit ON visit.id = before.visit_id JOIN category ON category.id = category_id"
        " LEFT JOIN referral ON referral.visit_id = visit.id AND referral.state = 'issued'"
        " ORDER BY step, referral.id",
        id=visit_id,
        most=MOST,
    )
