"""The visitor's word on an answer: accepted closes it, an objection reopens it and counts against the unit."""

from app.access.clerks import Clerk
from app.errors import Refused, refusals_beside
from app.journal.topics import Topic
from app.journal.writing import writing
from app.office.working_days import WorkingDays
from app.papers import requests
from app.persian.calendar import local_day, parse_jalali
from app.referrals import lifecycle
from app.referrals.dispatch import own_deadline
from db import Database

ROLES = ("followup", "reception")
CLOSING_ROLES = ("followup",)
TOPICS: tuple[Topic, ...] = ("paraphs", "papers")
PHONE_RESULTS = {
    "accepted": "پذیرفت", "objected": "اعتراض دارد", "no_contact": "پاسخ نداد", "again": "دوباره تماس بگیرید",
}
NEXT_CALL = 1
"""Working days until someone who could not be reached is on the list again."""


def accept(db: Database, clerk: Clerk, referral_id: int, words: str = "") -> None:
    with writing(db, clerk, ROLES, *TOPICS) as change:
        was = lifecycle.get(db, referral_id)
        was.must_allow("verdict")
        today = local_day(change.now)
        lifecycle.advance(change, was, "accepted", today, words=words.strip(), stage="accepted", verdict_day=today,
                      call_again_day="")


def object_to(db: Database, clerk: Clerk, referral_id: int, words: str) -> str:
    """In the visitor's words. The unit owes a new answer within as many working days from today; its slip is asked for
    anew. Answers with that day."""
    with writing(db, clerk, ROLES, *TOPICS) as change:
        was = lifecycle.get(db, referral_id)
        was.must_allow("object")
        today = local_day(change.now)
        deadline = own_deadline(db, was, today)
        lifecycle.advance(change, was, "objected", today, words=lifecycle.reason(words, "سخن متقاضی"), to_day=deadline,
                      stage="objected", verdict_day=today, objections=was.objections + 1, unit_due_day=deadline,
                      call_again_day="")
        requests.ask(change, "slip", referral_id)
        return deadline


def close(db: Database, clerk: Clerk, referral_id: int, why: str) -> None:
    """Ended without the visitor's word, for a reason."""
    with writing(db, clerk, CLOSING_ROLES, *TOPICS) as change:
        was = lifecycle.get(db, referral_id)
        was.must_allow("close")
        lifecycle.advance(change, was, "closed", local_day(change.now), words=lifecycle.reason(why), stage="closed",
                      call_again_day="")


def phoned_without_word(db: Database, clerk: Clerk, referral_id: int, result: str, again: str = "") -> None:
    """A call that brought no word: 'no_contact', or 'again' on a day (as typed; '' for the next working day)."""
    if result not in ("no_contact", "again"):
        raise Refused("نتیجهٔ تماس را برگزینید.", "result")
    with writing(db, clerk, ROLES, *TOPICS) as change:
        was = lifecycle.get(db, referral_id)
        was.must_allow("verdict")
        today = local_day(change.now)
        day = _day_again(db, again, today)
        lifecycle.advance(change, was, "called", today, words=PHONE_RESULTS[result], to_day=day, call_again_day=day)


def _day_again(db: Database, typed: str, today: str) -> str:
    if not typed.strip():
        return WorkingDays.load(db).after(today, NEXT_CALL)
    with refusals_beside("again"):
        day = parse_jalali(typed)
    if day <= today:
        raise Refused("تاریخ تماس بعدی باید پس از امروز باشد.", "again")
    return day
