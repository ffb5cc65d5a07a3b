"""Referrals of an office whose data a program of an older schema kept: their states are made anew once."""

from app.journal.writing import SYSTEM, Change, writing
from app.office.settings import settings
from app.office.working_days import WorkingDays
from app.referrals import lifecycle
from db import Database, Row

_OLDER = "acknowledge_days IS NULL"
"""SQL of the rows of `followup` that the upgrade carried over: before it the days a unit has to acknowledge a slip were
not kept with the slip."""


def bring_up_to_date(db: Database) -> None:
    """Give what an upgrade has carried over the facts it lacks, and make its states anew. Does nothing after that."""
    if not _is_older(db):
        return
    with writing(db, SYSTEM, (), "paraphs") as change:
        if not _is_older(db):
            return  # another program was first
        _count_extensions(change)
        db.send(f"UPDATE followup SET acknowledge_days = :days WHERE {_OLDER}", days=settings(db).acknowledge_days)
        change.record("change", "deadlines", None, after={"papers": lifecycle.make_all_anew(change)})


def _is_older(db: Database) -> bool:
    return db.row(f"SELECT referral_id FROM followup WHERE {_OLDER} LIMIT 1") is not None


def _count_extensions(change: Change) -> None:
    """Give each extension the working days between the deadline before it and the one it set: those were kept alone."""
    days = WorkingDays.load(change.db)
    rows = change.db.rows(
        "SELECT referral_step.id AS id, referral_step.referral_id AS referral_id, kind, day, to_day, due_day,"
        " followup.working_days AS given FROM referral_step"
        " JOIN followup ON followup.referral_id = referral_step.referral_id"
        " WHERE kind IN ('acknowledged', 'extended', 'resumed', 'objected') AND followup.working_days IS NOT NULL"
        " AND followup.referral_id IN (SELECT referral_id FROM referral_step WHERE kind = 'extended')"
        " ORDER BY referral_step.id"
    )
    deadlines: dict[int, str] = {}
    for row in rows:
        before = str(deadlines.get(row["referral_id"], row["due_day"]))
        if row["kind"] == "extended":
            change.db.send(
                "UPDATE referral_step SET working_days = :days WHERE id = :id",
                days=max(1, days.between(before, row["to_day"])),
                id=row["id"],
            )
        deadlines[row["referral_id"]] = _deadline_after(row, days)


def _deadline_after(step: Row, days: WorkingDays) -> str:
    return days.after(step["day"], step["given"]) if step["kind"] == "acknowledged" else str(step["to_day"])
