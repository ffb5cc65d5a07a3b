"""Written reminders to late units, numbered within their referral; sent one by one or to a whole list."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.access.clerks import Clerk
from app.errors import Refused
from app.journal.topics import Topic
from app.journal.writing import Change, writing
from app.office.number_gaps import NEXT_REMINDER
from app.office.working_days import WorkingDays
from app.papers import requests
from app.persian.calendar import local_day
from app.referrals import lifecycle
from app.referrals.deadlines import days_late, lapsed_deadline
from app.referrals.state import ReferralState
from db import Database

ROLES = ("followup",)
TOPICS: tuple[Topic, ...] = ("paraphs", "papers")


@dataclass(frozen=True, slots=True)
class SentReminder:
    id: int
    ordinal: int
    """1 for the first reminder of a referral."""
    day: str
    due_day: str
    """The unit's deadline on that day."""
    late_days: int
    """Working days; 0 where the visitor came again before the deadline."""
    clerk: str
    taken_back: int
    """1 when it was taken back; its ordinal is not used again."""


def remind(db: Database, clerk: Clerk, referral_ids: Sequence[int]) -> list[int]:
    """Write a reminder to each referral, all or none, and return their ids. Refused when one is not late."""
    with writing(db, clerk, ROLES, *TOPICS) as change:
        days = WorkingDays.load(db)
        return [_remind(change, referral_id, days) for referral_id in dict.fromkeys(referral_ids)]


def remind_all(db: Database, clerk: Clerk, referral_ids: Sequence[int]) -> list[int]:
    """Write to the referrals of a list that are late and have had no reminder today; return the reminders' ids.

    A second press, or an answer that came meanwhile, writes to nobody for nothing.
    """
    with writing(db, clerk, ROLES, *TOPICS) as change:
        days = WorkingDays.load(db)
        today = local_day(change.now)
        late = [
            each
            for each in dict.fromkeys(referral_ids)
            if not reminded_on(db, each, today) and days_late(lifecycle.get(db, each), today, days)
        ]
        return [_remind(change, each, days) for each in late]


def reminded_on(db: Database, referral_id: int, day: str) -> bool:
    return (
        db.row(
            "SELECT id FROM reminder WHERE referral_id = :id AND day = :day AND taken_back = 0 LIMIT 1",
            id=referral_id,
            day=day,
        )
        is not None
    )


def of_referral(db: Database, referral_id: int) -> list[SentReminder]:
    """Return every reminder of a referral, those taken back too."""
    rows = db.rows(
        "SELECT id, ordinal, day, due_day, late_days, clerk, taken_back FROM reminder WHERE referral_id = :id"
        " ORDER BY ordinal",
        id=referral_id,
    )
    return [SentReminder(**row) for row in rows]


def _remind(change: Change, referral_id: int, days: WorkingDays) -> int:
    was, today = lifecycle.get(change.db, referral_id), local_day(change.now)
    was.must_allow("wait")
    late = days_late(was, today, days)
    if not late:
        raise Refused("مهلت این ارجاع هنوز نگذشته است.")
    return write(change, was, late)


def write(change: Change, was: ReferralState, late: int) -> int:
    """Insert a reminder, ask for its paper and return its id.

    `late`: working days; 0 where the visitor came again before the deadline.
    """
    today = local_day(change.now)
    row = change.db.required_row(
        "INSERT INTO reminder (referral_id, ordinal, day, due_day, late_days, at, clerk)"
        f" VALUES (:id, {NEXT_REMINDER}, :day, :due, :late, :at, :clerk) RETURNING id",
        id=was.referral_id,
        day=today,
        due=lapsed_deadline(was, today, WorkingDays.load(change.db)),
        late=late,
        at=change.now,
        clerk=change.clerk.name,
    )
    lifecycle.advance(change, was, "reminded", today)
    requests.ask(change, "reminder", row["id"])
    return int(row["id"])
