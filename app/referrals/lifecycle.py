"""From slip to solved: what a referral goes through after it is issued, one row each and one step a row.

issued → dispatched → acknowledged → answered → accepted, or objected and answered anew. `closed` ends it without the
visitor's word, `passed` hands it to another unit under a number of its own. domain.md §6.3.
"""

from dataclasses import dataclass, replace
from typing import Any

from app.errors import Refused, refusals_beside
from app.journal.writing import Change
from app.persian.calendar import jalali, parse_jalali
from app.persian.text import checked, fa
from db import Database

STAGES = {
    "issued": "صادر شده", "dispatched": "ارسال شده", "acknowledged": "وصول شده", "answered": "پاسخ داده شده",
    "accepted": "تأیید متقاضی", "objected": "اعتراض متقاضی", "closed": "مختومه", "passed": "به واحد دیگر سپرده شده",
}
OPEN = ("issued", "dispatched", "acknowledged", "objected")
"""The unit owes an answer."""
ACTS = {
    "dispatch": (("issued",), "این ارجاع پیش‌تر ارسال شده است."),
    "acknowledge": (("issued", "dispatched"), "وصول این ارجاع پیش‌تر ثبت شده است."),
    "answer": (OPEN, "این ارجاع در انتظار پاسخ نیست."),
    "return": (("answered",), "این ارجاع پاسخی ندارد که برگردانده شود."),
    "pass": (OPEN, "این ارجاع در انتظار پاسخ نیست."),
    "wait": (OPEN, "این ارجاع در انتظار پاسخ نیست."),
    "verdict": (("answered",), "این ارجاع پاسخی ندارد که متقاضی دربارهٔ آن نظر دهد."),
    "object": (("answered", "accepted", "closed"), "این ارجاع پاسخی ندارد که متقاضی به آن اعتراض کند."),
    "close": (("answered", *OPEN), "این ارجاع پیش‌تر به پایان رسیده است."),
}
WORDS_LIMIT = 2000
COLUMNS = (
    "referral_id", "stage", "unit_id", "issued_day", "working_days", "due_day", "dispatched_day", "acknowledged_day",
    "unit_due_day", "paused_day", "paused_days", "answered_day", "answer_days", "in_time", "in_promise",
    "last_answer_day", "outcome", "verdict_day", "objections", "interims", "promised_day", "extensions", "reminders",
    "passed_from", "returns", "call_again_day",
)


@dataclass(frozen=True, slots=True)
class Followup:
    """Where one referral stands. Days are ISO, '' when not yet."""

    referral_id: int
    stage: str
    unit_id: int
    issued_day: str
    working_days: int | None
    """None when no answer is awaited."""
    due_day: str
    """Printed on the slip and the receipt: what the visitor was promised."""
    dispatched_day: str
    acknowledged_day: str
    unit_due_day: str
    """By the unit's own clock: as many working days from acknowledgement, moved by pauses and extensions."""
    paused_day: str
    paused_days: int
    answered_day: str
    """Of the first final answer; what came after an objection counts no time anew."""
    answer_days: int | None
    """Working days from acknowledgement to that answer, pauses left out."""
    in_time: int | None
    """By the deadline of that day; None until answered."""
    in_promise: int | None
    """By the day printed on the slip."""
    last_answer_day: str
    outcome: str
    """Code of response_outcome of the last final answer."""
    verdict_day: str
    objections: int
    interims: int
    promised_day: str
    """What the unit promised in an interim answer."""
    extensions: int
    reminders: int
    passed_from: int | None
    returns: int
    call_again_day: str

    @property
    def deadline(self) -> str:
        """Until a unit has acknowledged, the promise to the visitor counts."""
        return self.unit_due_day or self.due_day

    @property
    def awaited(self) -> bool:
        return self.working_days is not None and self.stage in OPEN

    def must_allow(self, act: str) -> None:
        stages, sentence = ACTS[act]
        if self.stage not in stages:
            raise Refused(sentence)
        if act in ("answer", "wait") and self.working_days is None:
            raise Refused("این ارجاع برای آگاهی فرستاده شده و پاسخ نمی‌خواهد.")


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened to a referral."""

    kind: str
    day: str
    """The day it happened by the clerk's word; ISO."""
    at: str
    """The moment it was recorded."""
    clerk: str
    words: str
    to_day: str
    """The deadline, promise or next phone call it set; '' when it set none."""


def get(db: Database, referral_id: int) -> Followup:
    row = db.row(f"SELECT {', '.join(COLUMNS)} FROM followup WHERE referral_id = :id", id=referral_id)
    if row is None:
        raise Refused("این ارجاع باطل شده است.")
    return Followup(**row)


def of_visit(db: Database, visit_id: int) -> list[Followup]:
    names = ", ".join(f"followup.{name}" for name in COLUMNS)
    rows = db.rows(f"SELECT {names} FROM followup JOIN referral ON referral.id = referral_id"
                   " WHERE visit_id = :id ORDER BY referral_id", id=visit_id)
    return [Followup(**row) for row in rows]


def steps(db: Database, referral_id: int) -> list[Step]:
    """The steps of a referral, oldest first."""
    rows = db.rows("SELECT kind, day, at, clerk, words, to_day FROM referral_step WHERE referral_id = :id ORDER BY id",
                   id=referral_id)
    return [Step(**row) for row in rows]


def begin(change: Change, referral_id: int, values: dict[str, Any], *, day: str,
          passed_from: int | None = None) -> None:
    """The follow-up of a referral begins with its slip. `values`: the referral's own columns."""
    change.db.send(
        "INSERT INTO followup (referral_id, stage, unit_id, programme_id, category_id, official_id, table_id,"
        " issued_day, working_days, due_day, passed_from, registered_day) SELECT :id, 'issued', :unit,"
        " session.programme_id, visit.category_id, paraph.official_id, paraph.table_id, :day, :days, :due, :origin,"
        " session.day FROM paraph"
        " JOIN visit ON visit.id = paraph.visit_id JOIN session ON session.id = visit.session_id"
        " WHERE paraph.id = :paraph",
        id=referral_id, unit=values["unit_id"], day=day, days=values["working_days"], due=values["due_day"],
        origin=passed_from, paraph=values["paraph_id"],
    )


def drop(change: Change, paraph_id: int) -> None:
    """Void referrals are followed no more."""
    change.db.send("DELETE FROM followup WHERE referral_id IN (SELECT id FROM referral WHERE paraph_id = :id)",
                  id=paraph_id)


def advance(change: Change, was: Followup, kind: str, day: str, *, words: str = "", to_day: str = "",
            **changes: Any) -> Followup:
    """Set `changes` and leave the step that made them; both or neither, with the journal."""
    now = replace(was, **changes)
    if changes:
        change.db.send(f"UPDATE followup SET {', '.join(f'{name} = :{name}' for name in changes)}"
                      " WHERE referral_id = :referral_id", referral_id=was.referral_id, **changes)
    change.db.send(
        "INSERT INTO referral_step (referral_id, kind, day, at, clerk_id, clerk, words, to_day)"
        " VALUES (:id, :kind, :day, :at, :clerk_id, :clerk, :words, :to_day)",
        id=was.referral_id, kind=kind, day=day, at=change.now, clerk_id=change.clerk.id or None,
        clerk=change.clerk.name,
        words=words, to_day=to_day,
    )
    change.record(kind, "referral", was.referral_id, before={name: getattr(was, name) for name in changes},
                 after={**changes, "day": day, "words": words})
    return now


def day_of(typed: str, today: str, field: str = "day", *, since: str = "") -> str:
    """The ISO day a clerk means: nothing typed is today, never later than that nor before `since`."""
    if not typed.strip():
        return today
    with refusals_beside(field):
        day = parse_jalali(typed)
    if day > today:
        raise Refused("این تاریخ هنوز نیامده است.", field)
    if since and day < since:
        raise Refused(f"این تاریخ پیش از {fa(jalali(since))} است.", field)
    return day


def reason(words: str, label: str = "علت", field: str = "words") -> str:
    """What must be written; Refused when it is not."""
    text = checked(words, label, field, WORDS_LIMIT, lines=True)
    if not text:
        raise Refused(f"{label} را بنویسید.", field)
    return text
