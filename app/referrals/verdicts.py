"""The visitor's verdict on an answer: acceptance ends the referral, an objection reopens it."""

from collections.abc import Collection

from app.access.clerks import Clerk
from app.errors import Refused, refusals_beside
from app.journal.topics import Topic
from app.journal.writing import Change, writing
from app.office.working_days import WorkingDays
from app.papers import requests
from app.persian.calendar import local_day, parse_jalali
from app.referrals import lifecycle
from db import Database

ROLES = ("followup", "reception")
CLOSING_ROLES = ("followup",)
TOPICS: tuple[Topic, ...] = ("paraphs", "papers")
PHONE_RESULTS = {"accepted": "تأیید", "objected": "اعتراض", "no_contact": "تماس بی‌پاسخ", "again": "تماس دوباره"}
NEXT_CALL = 1
"""Working days until a visitor who could not be reached is on the list of phone calls again."""


def accept(db: Database, clerk: Clerk, referral_id: int, words: str = "") -> None:
    with writing(db, clerk, ROLES, *TOPICS) as change:
        was = lifecycle.get(db, referral_id)
        was.must_allow("verdict")
        today = local_day(change.now)
        lifecycle.advance(change, was, "accepted", today, words=words.strip())


def object_to(db: Database, clerk: Clerk, referral_id: int, words: str) -> str:
    """Record an objection in the visitor's words and return the new deadline.

    The unit owes a new answer within the slip's working days from today; a slip with the new deadline and these words
    is asked for.
    """
    with writing(db, clerk, ROLES, *TOPICS) as change:
        was = lifecycle.get(db, referral_id)
        was.must_allow("object")
        today = local_day(change.now)
        said = lifecycle.required_words(words, "اظهارات متقاضی")
        now = lifecycle.advance(change, was, "objected", today, words=said, working_days=was.working_days)
        requests.ask(change, "slip", referral_id, renewed=True)
        return now.unit_due_day


def close(db: Database, clerk: Clerk, referral_id: int, why: str) -> None:
    """End a referral without the visitor's verdict, for a reason."""
    with writing(db, clerk, CLOSING_ROLES, *TOPICS) as change:
        add_closing(change, referral_id, why)


def add_closing(change: Change, referral_id: int, why: str, act: int = 0) -> None:
    """End a referral in a change under way. `act`: as for `lifecycle.advance`."""
    was = lifecycle.get(change.db, referral_id)
    was.must_allow("close")
    words = lifecycle.required_words(why)
    lifecycle.advance(change, was, "closed", local_day(change.now), words=words, act=act)


def phoned_without_word(
    db: Database, clerk: Clerk, referral_ids: Collection[int], result: str, again: str = ""
) -> None:
    """Record one phone call without a verdict, about all these referrals of its visitor or none. `result`: 'no_contact'
    or 'again'; `again`: the day of the next phone call as typed, '' for the next working day."""
    if result not in ("no_contact", "again"):
        raise Refused("نتیجهٔ تماس را انتخاب کنید.", "result")
    with writing(db, clerk, ROLES, *TOPICS) as change:
        today = local_day(change.now)
        day = _next_call_day(db, again, today)
        for referral_id in referral_ids:
            was = lifecycle.get(db, referral_id)
            was.must_allow("verdict")
            lifecycle.advance(change, was, "called", today, words=PHONE_RESULTS[result], to_day=day)


def _next_call_day(db: Database, typed: str, today: str) -> str:
    if not typed.strip():
        return WorkingDays.load(db).after(today, NEXT_CALL)
    with refusals_beside("again"):
        day = parse_jalali(typed)
    if day <= today:
        raise Refused("تاریخ تماس بعدی باید پس از امروز باشد.", "again")
    return day
