"""The deadlines of a referral.

The unit's own deadline counts the office's working days (`app/referrals/clock.py`); it can be extended, and stopped
while the visitor's papers are missing. The legal deadline is a definite answer within three months of registration
(note 4 to article 16 of the Administrative Justice Court act, in force since 1402/03/22).
"""

from app.access.clerks import Clerk
from app.errors import Refused
from app.journal.topics import Topic
from app.journal.writing import Change, writing
from app.office.working_days import WorkingDays
from app.persian.calendar import jalali, jalali_months_after, local_day
from app.persian.text import checked, fa, isolate
from app.referrals import lifecycle
from app.referrals.state import ReferralState
from db import Database

ROLES = ("followup",)
TOPICS: tuple[Topic, ...] = ("paraphs",)
LONGEST_EXTENSION = 60
"""Working days."""
LEGAL_MONTHS = 3


def extend(
    db: Database,
    clerk: Clerk,
    referral_id: int,
    working_days: str,
    why: str,
    allowed_by: str,
    letter: str = "",
    letter_day: str = "",
) -> str:
    """Give the unit more working days (as typed), for a reason and with somebody's permission; return the new deadline.

    They count from today, or from the day of the letter that allowed them: a unit that was late before stays late. The
    day promised to the visitor stays as printed.
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
        words = f"{lifecycle.required_words(why)} ({allowed_by})"
        day, proof = _proven_day(change, was, letter, letter_day)
        now = lifecycle.advance(change, was, "extended", day, words=words, working_days=int(days), letter=proof)
        return now.unit_due_day


def pause(db: Database, clerk: Clerk, referral_id: int, why: str, letter: str = "", letter_day: str = "") -> None:
    """Stop the clock while the visitor's papers are missing: from today, or from the day of the letter that says so."""
    with writing(db, clerk, ROLES, *TOPICS) as change:
        was = lifecycle.get(db, referral_id)
        was.must_allow("wait")
        if was.paused_day:
            raise Refused("مهلت این ارجاع اکنون متوقف است.")
        words = lifecycle.required_words(why)
        day, proof = _proven_day(change, was, letter, letter_day)
        lifecycle.advance(change, was, "paused", day, words=words, letter=proof)


def resume(db: Database, clerk: Clerk, referral_id: int, day: str = "") -> str:
    """Start the clock again on `day` (as typed, '' for today): the deadline moves by the working days it was stopped.
    Return the new deadline."""
    with writing(db, clerk, ROLES, *TOPICS) as change:
        was = lifecycle.get(db, referral_id)
        was.must_allow("wait")
        if not was.paused_day:
            raise Refused("مهلت این ارجاع متوقف نیست.")
        when = lifecycle.parse_past_day(day, local_day(change.now))
        if when < was.paused_day:
            began = isolate(fa(jalali(was.paused_day)))
            raise Refused(f"مهلت از {began} متوقف است؛ پایان توقف نباید پیش از آن باشد.", "day")
        return lifecycle.advance(change, was, "resumed", when).unit_due_day


def _proven_day(change: Change, was: ReferralState, letter: str, letter_day: str) -> tuple[str, str]:
    """Return the day from which an act counts, and the number of the letter that proves an earlier one than today."""
    number, today = checked(letter, "شمارهٔ نامه", "letter", 60), local_day(change.now)
    if letter_day.strip() and not number:
        raise Refused("شمارهٔ نامه را بنویسید؛ تاریخ گذشته فقط با نامه پذیرفته می‌شود.", "letter")
    if number and not letter_day.strip():
        raise Refused("تاریخ نامه را بنویسید.", "letter_day")
    since = max(was.issued_day, was.verdict_day)
    return lifecycle.parse_past_day(letter_day, today, "letter_day", since=since), number


def legal_day(registered_day: str) -> str:
    """Return the day three Jalali months after registration; the last day of a month that is too short."""
    return jalali_months_after(registered_day, LEGAL_MONTHS)


def days_late(state: ReferralState, today: str, days: WorkingDays) -> int:
    """Return the working days an awaited answer is late; 0 where it is not late, and where none is awaited."""
    return days.between(state.in_time_until, today) if state.is_late(today) else 0


def lapsed_deadline(state: ReferralState, today: str, days: WorkingDays) -> str:
    """Return the deadline that a reminder names: the unit's own, or where it was extended after it had passed, the one
    that passed."""
    if state.unit_due_day < today or not state.is_late(today):
        return state.unit_due_day
    return days.after(days.before(state.in_time_until, 1), 1)


def days_past(deadline: str, today: str, days: WorkingDays) -> int:
    """Return the working days since a day; 0 on it, before it, and for ''."""
    return days.between(deadline, today) if deadline and deadline < today else 0
