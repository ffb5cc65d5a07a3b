"""A unit's deadline, in the office's working days: given more time, or stopped while papers are missing. Beside it the
legal one: a definite answer within three months of registration (note 4 to article 16 of the Administrative Justice
Court act; domain.md §6.1)."""

from dataclasses import dataclass

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
LONGEST = 60
LEGAL_MONTHS = 3


def extend(db: Database, clerk: Clerk, referral_id: int, working_days: str, why: str, allowed_by: str) -> str:
    """So many more working days by the unit's clock, for a reason and by someone's leave; the day promised to the
    visitor stays as printed. Answers with the new deadline."""
    days = checked(working_days, "روز کاری", "working_days", 3)
    if not (days.isdecimal() and 1 <= int(days) <= LONGEST):
        raise Refused(f"تمدید میان ۱ تا {fa(LONGEST)} روز کاری است.", "working_days")
    allowed_by = checked(allowed_by, "اجازه‌دهنده", "allowed_by", 120)
    if not allowed_by:
        raise Refused("بنویسید چه کسی تمدید را اجازه داده است.", "allowed_by")
    with writing(db, clerk, ROLES, *TOPICS) as change:
        was = lifecycle.get(db, referral_id)
        was.must_allow("wait")
        later = WorkingDays.load(db).after(was.deadline, int(days))
        lifecycle.advance(change, was, "extended", local_day(change.now),
                          words=f"{lifecycle.reason(why)} ({allowed_by})",
                      to_day=later, unit_due_day=later, extensions=was.extensions + 1)
        return later


def pause(db: Database, clerk: Clerk, referral_id: int, why: str) -> None:
    """The clock stops while the visitor's papers are missing."""
    with writing(db, clerk, ROLES, *TOPICS) as change:
        was = lifecycle.get(db, referral_id)
        was.must_allow("wait")
        if was.paused_day:
            raise Refused("مهلت این ارجاع هم‌اکنون ایستاده است.")
        today = local_day(change.now)
        lifecycle.advance(change, was, "paused", today, words=lifecycle.reason(why), paused_day=today)


def resume(db: Database, clerk: Clerk, referral_id: int) -> str:
    """The papers are there: the deadline moves by the working days it stood. Answers with the new one."""
    with writing(db, clerk, ROLES, *TOPICS) as change:
        was = lifecycle.get(db, referral_id)
        was.must_allow("wait")
        if not was.paused_day:
            raise Refused("مهلت این ارجاع نایستاده است.")
        today = local_day(change.now)
        days = WorkingDays.load(db)
        stood = days.between(was.paused_day, today)
        later = days.after(was.deadline, stood)
        lifecycle.advance(change, was, "resumed", today, to_day=later, paused_day="",
                      paused_days=was.paused_days + stood, unit_due_day=later)
        return later


def legal_day(registered_day: str) -> str:
    """Three Jalali months after registration; of a month too short for the day, its last."""
    return jalali_months_after(registered_day, LEGAL_MONTHS)


@dataclass(frozen=True, slots=True)
class Age:
    """Where a referral's deadline stands today."""

    late: int
    """Working days past the deadline; 0 in time, and while paused."""
    left: int
    """Working days still to go, today left out; 0 on the last day and after it."""


def age(was: lifecycle.Followup, today: str, days: WorkingDays) -> Age:
    if was.paused_day or not was.deadline or not was.awaited:
        return Age(0, 0)
    if today > was.deadline:
        return Age(days.between(was.deadline, today), 0)
    return Age(0, days.between(today, was.deadline))
