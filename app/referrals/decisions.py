"""The mayor's decisions about referrals, written by hand on a unit's sheet in a session and entered by a clerk.

A decision changes neither the stage nor the clock of its referral. It belongs to a session, and the sheets of the next
session begin with it and with what became of it.
"""

from dataclasses import dataclass

from app.access.clerks import Clerk
from app.errors import Refused
from app.journal.topics import Topic
from app.journal.writing import Change, writing
from app.persian.calendar import local_day
from app.referrals import lifecycle
from app.referrals.state import VOID
from db import Database, Row

ROLES = ("table", "followup", "secretariat", "manager")
TOPICS: tuple[Topic, ...] = ("paraphs",)
_SELECT = (
    "SELECT decision.id AS id, referral_id, session_id, words, decision.day AS day, at, clerk_id, clerk, taken_back_at"
    " FROM decision"
)


@dataclass(frozen=True, slots=True)
class Decision:
    id: int
    referral_id: int
    session_id: int
    """The session it was given in."""
    words: str
    day: str
    """The day it was entered."""
    at: str
    clerk: str


def decide(db: Database, clerk: Clerk, referral_id: int, words: str) -> Decision:
    """Enter a decision, for the session under way of the referral's programme, else for the last one that was held."""
    with writing(db, clerk, ROLES, *TOPICS) as change:
        was = lifecycle.get(db, referral_id)
        if was.stage == "void":
            raise Refused(VOID)
        if was.stage == "passed":
            raise Refused("این ارجاع به واحد دیگر واگذار شده است؛ دستور را برای شمارهٔ جدید آن ثبت کنید.")
        text, today = lifecycle.required_words(words, "متن دستور"), local_day(change.now)
        row = db.required_row(
            "INSERT INTO decision (referral_id, session_id, words, day, at, clerk_id, clerk) VALUES"
            " (:referral_id, :session_id, :words, :day, :now, :clerk_id, :clerk)"
            " RETURNING id, referral_id, session_id, words, day, at, clerk",
            referral_id=referral_id,
            session_id=_session_id(db, referral_id, today),
            words=text,
            day=today,
            now=change.now,
            clerk_id=change.clerk.id or None,
            clerk=change.clerk.name,
        )
        change.record("decided", "referral", referral_id, after={"day": today, "words": text})
        return _decision(row)


def take_back(db: Database, clerk: Clerk, decision_id: int) -> None:
    """Take back a decision that was entered by mistake. The clerk who entered it may do so on the same day, the manager
    later too."""
    with writing(db, clerk, ROLES, *TOPICS) as change:
        row = db.required_row(f"{_SELECT} WHERE decision.id = :id", id=decision_id)
        if refusal := _refusal(row, change.clerk, local_day(change.now)):
            raise refusal
        db.send(
            "UPDATE decision SET taken_back_at = :now, taken_back_by = :clerk WHERE id = :id",
            now=change.now,
            clerk=change.clerk.name,
            id=decision_id,
        )
        _record_taken_back(change, row)


def of_referral(db: Database, referral_id: int) -> list[Decision]:
    """Return the decisions about a referral that were not taken back, oldest first."""
    rows = db.rows(f"{_SELECT} WHERE referral_id = :id AND taken_back_at = '' ORDER BY decision.id", id=referral_id)
    return [_decision(row) for row in rows]


def to_take_back(db: Database, clerk: Clerk, referral_id: int) -> int | None:
    """Return the id of the last decision about a referral, if this clerk may take it back now."""
    row = db.row(
        f"{_SELECT} WHERE referral_id = :id AND taken_back_at = '' ORDER BY decision.id DESC LIMIT 1", id=referral_id
    )
    return None if row is None or _refusal(row, clerk, local_day(db.now())) else int(row["id"])


def _session_id(db: Database, referral_id: int, today: str) -> int:
    row = db.required_row(
        "SELECT session.id AS id FROM session JOIN followup ON followup.programme_id = session.programme_id"
        " WHERE referral_id = :id AND (state = 'open' OR state = 'closed' AND day <= :today)"
        " ORDER BY CASE state WHEN 'open' THEN 0 ELSE 1 END, day DESC, session.id DESC LIMIT 1",
        id=referral_id,
        today=today,
    )
    return int(row["id"])


def _refusal(row: Row, clerk: Clerk, today: str) -> Refused | None:
    if row["taken_back_at"]:
        return Refused("این دستور قبلاً پس گرفته شده است.")
    is_own = row["clerk_id"] == clerk.id and local_day(row["at"]) == today
    if not is_own and not clerk.may("manager"):
        return Refused("فقط ثبت‌کننده در همان روز، یا مدیر برنامه، می‌تواند این دستور را پس بگیرد.")
    return None


def _record_taken_back(change: Change, row: Row) -> None:
    before = {"words": row["words"], "day": row["day"]}
    change.record("decision_taken_back", "referral", row["referral_id"], before=before)


def _decision(row: Row) -> Decision:
    return Decision(row["id"], row["referral_id"], row["session_id"], row["words"], row["day"], row["at"], row["clerk"])
