"""The deadlines of a referral.

The unit's own deadline counts the office's working days; it can be extended, and stopped while the visitor's papers are
missing. The legal deadline is a definite answer within three months of registration (note 4 to article 16 of the
Administrative Justice Court act, in force since 1402/03/22).
"""

from app.access.clerks import Clerk
from app.errors import Refused
from app.journal.topics import Topic
from app.journal.writing import writing
from app.office.working_days import WorkingDays
from app.persian.calendar import jalali_months_after, local_day
from app.persian.text import checked, fa
from app.referrals import lifecycle
from db import Database

ROLES = ("followup",)
TOPICS: tuple[Topic, ...] = ("paraphs",)
LONGEST_EXTENSION = 60
"""Working days."""
LEGAL_MONTHS = 3


def extend(db: Database, clerk: Clerk, referral_id: int, working_days: str, why: str, allowed_by: str) -> str:
    """Give the unit more working days (as typed), for a reason and with somebody's permission; return the new deadline.

    The day promised to the visitor stays as printed.
    """
    days = checked(working_days, "روز کاری", "working_days", 3)
    if not (days.isdecimal() and 1 <= int(days) <= LONGEST_EXTENSION):
        raise Refused(f"تمدید باید بین ۱ تا {fa(LONGEST_EXTENSION)} روز کاری باشد.", "working_days")
    allowed_by = checked(allowed_by, "موافقت‌کننده", "allowed_by", 120)
    if not allowed_by:
        raise Refused("نام کسی را که با تمدید موافقت کرده است بنویسید.", "allowed_by")
    with writing(db, clerk, ROLES, *TOPICS) as change:
        was = lifecycle.get(db, referral_id)
        was.must_allow("wait")
        later = WorkingDays.load(db).after(was.deadline, int(days))
        lifecycle.advance(
            change,
            was,
            "extended",
            local_day(change.now),
            words=f"{lifecycle.required_words(why)} ({allowed_by})",
            to_day=later,
            unit_due_day=later,
            extensions=was.extensions + 1,
        )
        return later


def pause(db: Database, clerk: Clerk, referral_id: int, why: str) -> None:
    """Stop the clock while the visitor's papers are missing."""
    with writing(db, clerk, ROLES, *TOPICS) as change:
        was = lifecycle.get(db, referral_id)
        was.must_allow("wait")
        if was.paused_day:
            raise Refused("مهلت این ارجاع اکنون متوقف است.")
        today = local_day(change.now)
        lifecycle.advance(change, was, "paused", today, words=lifecycle.required_words(why), paused_day=today)


def resume(db: Database, clerk: Clerk, referral_id: int) -> str:
    """Start the clock again: the deadline moves by the working days it was stopped. Return the new deadline."""
    with writing(db, clerk, ROLES, *TOPICS) as change:
        was = lifecycle.get(db, referral_id)
        was.must_allow("wait")
        if not was.paused_day:
            raise Refused("مهلت این ارجاع متوقف نیست.")
        today = local_day(change.now)
        days = WorkingDays.load(db)
        stopped = days.between(was.paused_day, today)
        later = days.after(was.deadline, stopped)
        lifecycle.advance(
            change,
            was,
            "resumed",
            today,
            to_day=later,
            paused_day="",
            paused_days=was.paused_days + stopped,
            unit_due_day=later,
        )
        return later


def legal_day(registered_day: str) -> str:
    """Return the day three Jalali months after registration; the last day of a month that is too short."""
    return jalali_months_after(registered_day, LEGAL_MONTHS)


def days_late(state: lifecycle.ReferralState, today: str, days: WorkingDays) -> int:
    """Return the working days an awaited answer is late; 0 while the clock is paused and where none is awaited."""
    return days_past(state.deadline, today, days) if state.awaited and not state.paused_day else 0


def days_past(deadline: str, today: str, days: WorkingDays) -> int:
    """Return the working days since a deadline; 0 on its day, before it, and for '' (no deadline)."""
    return days.between(deadline, today) if deadline and deadline < today else 0
