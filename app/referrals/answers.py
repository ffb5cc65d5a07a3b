"""A unit's answers: final, interim, sent back by the office, or «not ours» and passed on. Answered is not solved."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.access.clerks import Clerk
from app.errors import Refused, refusals_beside
from app.journal.topics import Topic
from app.journal.writing import Change, writing
from app.office import lists
from app.persian.calendar import jalali, local_day, parse_jalali
from app.persian.text import checked, fa, isolate
from app.referrals import complaint, issuing, lifecycle
from app.referrals.deadlines import legal_day
from app.referrals.state import ReferralState
from app.visits import attachments
from app.visits.attachments import NewAttachment
from app.visits.index import remember
from db import Database

ROLES = ("followup", "secretariat")
TOPICS: tuple[Topic, ...] = ("paraphs", "papers")
RENEWALS = 2
"""How often the promise of an interim answer can be renewed."""
NOT_ANSWERS = ("irrelevant",)
"""Outcomes a unit cannot give: the office sends such an answer back."""


@dataclass(frozen=True, slots=True)
class UnitAnswer:
    """A unit's answer, as typed by its clerk."""

    outcome: str
    """A code in response_outcome; '' in an interim answer."""
    words: str
    day: str = ""
    """As typed; '' for today."""
    unit_number: str = ""
    promised_day: str = ""
    """As typed; in an interim answer the day the final one is promised for."""
    scans: tuple[NewAttachment, ...] = ()


@dataclass(frozen=True, slots=True)
class SavedAnswer:
    """An answer as it is kept; one that was sent back too."""

    id: int
    kind: str
    """'final' or 'interim'."""
    day: str
    outcome: str
    """A code in response_outcome; '' in an interim answer."""
    outcome_name: str
    words: str
    unit_number: str
    promised_day: str
    returned: int
    """1 when the office sent it back as beside the point."""
    at: str
    clerk: str


@dataclass(frozen=True, slots=True)
class Outcome:
    code: str
    name: str


def record_final(db: Database, clerk: Clerk, referral_id: int, given: UnitAnswer) -> int:
    """Save a final answer and return its id. The visitor's verdict comes next."""
    with writing(db, clerk, ROLES, *TOPICS) as change:
        return add_final(change, referral_id, given)


def add_final(change: Change, referral_id: int, given: UnitAnswer, act: int = 0) -> int:
    """Save a final answer in a change under way and return its id. `act`: as for `lifecycle.advance`."""
    was, day = _awaited(change, referral_id, given)
    must_prove_day(was, given, day, local_day(change.now))
    _must_be_known(change.db, given.outcome)
    words = lifecycle.required_words(given.words, "متن پاسخ")
    response_id = _insert(change, was, "final", day, given, words)
    lifecycle.advance(
        change, was, "answered", day, words=words, response_id=response_id, outcome=given.outcome, act=act
    )
    return response_id


def record_interim(db: Database, clerk: Clerk, referral_id: int, given: UnitAnswer) -> int:
    """Save an interim answer, with its reason and the day the final one is promised for. The clock runs on."""
    with writing(db, clerk, ROLES, *TOPICS) as change:
        was, day = _awaited(change, referral_id, given)
        words = lifecycle.required_words(given.words, "علت")
        if was.interims > RENEWALS:
            raise Refused(f"وعدهٔ این ارجاع {fa(RENEWALS)} بار تمدید شده است؛ اکنون پاسخ نهایی لازم است.")
        promised = _promised(given.promised_day, day, legal_day(was.registered_day))
        response_id = _insert(change, was, "interim", day, given, words, promised)
        lifecycle.advance(change, was, "interim", day, words=words, to_day=promised, response_id=response_id)
        return response_id


def send_back(db: Database, clerk: Clerk, referral_id: int, why: str) -> None:
    """Send a final answer back as beside the point: it counts as none, and the unit has the days left that it had when
    the answer came."""
    with writing(db, clerk, ROLES, *TOPICS) as change:
        was = lifecycle.get(db, referral_id)
        was.must_allow("return")
        row = db.required_row(
            "UPDATE response SET returned = 1 WHERE id = (SELECT MAX(id) FROM response WHERE referral_id = :id"
            " AND kind = 'final' AND taken_back = 0) RETURNING id",
            id=referral_id,
        )
        words = lifecycle.required_words(why)
        lifecycle.advance(change, was, "returned", local_day(change.now), words=words, response_id=row["id"])


def pass_on(
    db: Database, clerk: Clerk, referral_id: int, unit_id: int, why: str, accepted: Collection[int] = ()
) -> str:
    """Pass a referral that is not the unit's («not ours») on to the right unit and return its new number.

    The right unit gets its own days from today. The history and the day promised to the visitor go with it; the new
    slip is asked for. `accepted`: units complained
    of to which the clerk sends the complaint all the same.
    """
    with writing(db, clerk, ROLES, *TOPICS) as change:
        return hand_over(change, referral_id, unit_id, why, accepted)


def hand_over(change: Change, referral_id: int, unit_id: int, why: str, accepted: Collection[int] = ()) -> str:
    """Pass a referral on in a change under way and return its new number."""
    was = lifecycle.get(change.db, referral_id)
    was.must_allow("pass")
    if unit_id == was.unit_id:
        raise Refused("این ارجاع اکنون نزد همین واحد است.", "unit_id")
    words, visit_id = lifecycle.required_words(why), _visit_id(change.db, referral_id)
    complaint.must_be_accepted(change, visit_id, [unit_id], accepted)
    number = issuing.issue_onward(change, was, unit_id)
    lifecycle.advance(change, was, "passed", local_day(change.now), words=f"{words} ({number})")
    remember(change.db, visit_id)
    return number


def parse_answer_day(was: ReferralState, typed: str, today: str) -> str:
    """Return the ISO day of an answer, `today` when nothing was typed. Refused when the unit did not have the matter
    then."""
    since = max(was.acknowledged_day or was.dispatched_day or was.issued_day, was.verdict_day)
    return lifecycle.parse_past_day(typed, today, since=since)


def must_prove_day(was: ReferralState, given: UnitAnswer, day: str, today: str) -> None:
    """Refuse a first answer of an earlier day that would be in time, or within the promise, by that day alone: a letter
    proves it, as with a pause or an extension."""
    ends = [each for each in (was.in_time_until, was.due_day) if each]
    if not was.answered_day and not given.unit_number.strip() and any(day <= each < today for each in ends):
        end = isolate(fa(jalali(max(each for each in ends if day <= each < today))))
        raise Refused(
            f"مهلت این ارجاع در {end} گذشته است؛ برای پاسخ با تاریخ پیش از آن، شمارهٔ نامهٔ واحد را بنویسید.",
            "unit_number",
        )


def of_referral(db: Database, referral_id: int) -> list[SavedAnswer]:
    """Return every answer of a referral, oldest first, those sent back too, without those taken back."""
    rows = db.rows(
        "SELECT response.id AS id, kind, day, outcome, COALESCE(response_outcome.name, '') AS outcome_name, words,"
        " unit_number, promised_day, returned, at, clerk FROM response"
        " LEFT JOIN response_outcome ON response_outcome.code = outcome WHERE referral_id = :id AND taken_back = 0"
        " ORDER BY response.id",
        id=referral_id,
    )
    return [SavedAnswer(**row) for row in rows]


def last_words(db: Database, referral_id: int) -> str:
    """Return the words of the last final answer that was not sent back; '' without one."""
    row = db.row(
        "SELECT words FROM response WHERE referral_id = :id AND kind = 'final' AND returned = 0 AND taken_back = 0"
        " ORDER BY id DESC LIMIT 1",
        id=referral_id,
    )
    return str(row["words"]) if row else ""


def outcomes(db: Database) -> list[Outcome]:
    """Return the outcomes a unit can give in a final answer, in the office's order."""
    return [
        Outcome(row["code"], row["name"])
        for row in lists.entries(db, "response_outcome")
        if row["code"] not in NOT_ANSWERS
    ]


def _visit_id(db: Database, referral_id: int) -> int:
    return int(db.required_row("SELECT visit_id FROM referral WHERE id = :id", id=referral_id)["visit_id"])


def _awaited(change: Change, referral_id: int, given: UnitAnswer) -> tuple[ReferralState, str]:
    was = lifecycle.get(change.db, referral_id)
    was.must_allow("answer")
    return was, parse_answer_day(was, given.day, local_day(change.now))


def _must_be_known(db: Database, outcome: str) -> None:
    if outcome not in [each.code for each in outcomes(db)]:
        raise Refused("نتیجهٔ پاسخ را انتخاب کنید.", "outcome")


def _promised(typed: str, day: str, legal: str) -> str:
    if not typed.strip():
        raise Refused("تاریخی را که واحد وعده داده است بنویسید.", "promised_day")
    with refusals_beside("promised_day"):
        promised = parse_jalali(typed)
    if promised <= day:
        raise Refused("تاریخ وعده باید پس از تاریخ پاسخ باشد.", "promised_day")
    if promised >= legal:
        raise Refused(f"تاریخ وعده باید پیش از مهلت قانونی ({isolate(fa(jalali(legal)))}) باشد.", "promised_day")
    return promised


def _insert(
    change: Change, was: ReferralState, kind: str, day: str, given: UnitAnswer, words: str, promised: str = ""
) -> int:
    row = change.db.required_row(
        "INSERT INTO response (referral_id, kind, day, outcome, words, unit_number, promised_day, at, clerk)"
        " VALUES (:id, :kind, :day, :outcome, :words, :number, :promised, :at, :clerk) RETURNING id",
        id=was.referral_id,
        kind=kind,
        day=day,
        outcome=given.outcome if kind == "final" else "",
        words=words,
        number=checked(given.unit_number, "شمارهٔ نامهٔ واحد", "unit_number", 60),
        promised=promised,
        at=change.now,
        clerk=change.clerk.name,
    )
    _store_scans(change, was.referral_id, int(row["id"]), given.scans)
    return int(row["id"])


def _store_scans(change: Change, referral_id: int, response_id: int, scans: Sequence[NewAttachment]) -> None:
    if scans:
        visit_id = _visit_id(change.db, referral_id)
        for scan in scans:
            kept = attachments.store(change, visit_id, scan)
            change.db.send(
                "UPDATE attachment SET response_id = :response WHERE id = :id", response=response_id, id=kept
            )
