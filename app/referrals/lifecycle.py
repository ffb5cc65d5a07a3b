"""The life of a referral after it is issued: its stages, which act is allowed in which, and its history.

issued → dispatched → acknowledged → answered → accepted, or objected and then answered again. `closed` ends a referral
without the visitor's verdict; `passed` hands it to another unit under a new number. The table `followup` holds the
present state of each referral, one row each; `referral_step` holds what happened, one row a step. A void referral has
no row in `followup`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Literal

from app.errors import Refused, refusals_beside
from app.journal.writing import Change
from app.persian.calendar import jalali, parse_jalali
from app.persian.text import checked, fa
from db import Database

STAGES = {
    "issued": "صادر شده",
    "dispatched": "ارسال شده",
    "acknowledged": "وصول شده",
    "answered": "پاسخ داده شده",
    "accepted": "تأیید متقاضی",
    "objected": "اعتراض متقاضی",
    "closed": "مختومه",
    "passed": "به واحد دیگر واگذار شده",
}
UNACKNOWLEDGED = ("issued", "dispatched")
"""The stages before the unit has said that it has the slip."""
OPEN = (*UNACKNOWLEDGED, "acknowledged", "objected")
"""The stages in which the unit owes an answer."""
UNSETTLED = (*OPEN, "answered")
"""Open, or answered without the visitor's verdict yet."""


def _is_one_of(stages: Sequence[str]) -> str:
    return "stage IN ('" + "', '".join(stages) + "')"


IS_UNACKNOWLEDGED, IS_OPEN, IS_UNSETTLED = _is_one_of(UNACKNOWLEDGED), _is_one_of(OPEN), _is_one_of(UNSETTLED)
"""SQL conditions on `followup`. These and the two below are spelled as in the indexes of db/steps/007_awaited.sql: a
database uses an index only for the expression it was made with."""
WANTS_ANSWER = "followup.working_days IS NOT NULL"
"""An answer is awaited at all: False of a copy."""
DEADLINE = "CASE WHEN unit_due_day = '' THEN followup.due_day ELSE unit_due_day END"
"""`ReferralState.deadline` in SQL."""
Act = Literal["dispatch", "acknowledge", "answer", "return", "pass", "wait", "verdict", "object", "close"]
_ALLOWED_IN: dict[Act, tuple[tuple[str, ...], str]] = {
    "dispatch": (("issued",), "این ارجاع قبلاً ارسال شده است."),
    "acknowledge": (UNACKNOWLEDGED, "وصول این ارجاع قبلاً ثبت شده است."),
    "answer": (OPEN, "این ارجاع در انتظار پاسخ نیست."),
    "return": (("answered",), "این ارجاع پاسخی ندارد که برگشت داده شود."),
    "pass": (OPEN, "این ارجاع در انتظار پاسخ نیست."),
    "wait": (OPEN, "این ارجاع در انتظار پاسخ نیست."),
    "verdict": (("answered",), "این ارجاع پاسخی ندارد که متقاضی دربارهٔ آن نظر دهد."),
    "object": (("answered", "accepted", "closed"), "این ارجاع پاسخی ندارد که متقاضی به آن اعتراض کند."),
    "close": (UNSETTLED, "این ارجاع قبلاً به پایان رسیده است."),
}
"""The stages that allow an act, and the sentence that refuses it in any other."""
WORDS_LIMIT = 2000


@dataclass(frozen=True, slots=True)
class ReferralState:
    """The state of one referral, as the table `followup` has it. Days are ISO, '' when it has not come to that."""

    referral_id: int
    stage: str
    unit_id: int
    issued_day: str
    working_days: int | None
    """None when no answer is awaited."""
    due_day: str
    """Printed on the slip and the receipt: the day the visitor was promised an answer."""
    dispatched_day: str
    acknowledged_day: str
    unit_due_day: str
    """The unit's own deadline: as many working days from acknowledgement, moved by pauses and extensions."""
    paused_day: str
    """Since when the clock is stopped; '' while it runs."""
    paused_days: int
    """Working days the clock was stopped before."""
    answered_day: str
    """The day of the first final answer; an answer after an objection is not timed again."""
    answer_days: int | None
    """Working days from acknowledgement to that answer, pauses left out."""
    in_time: int | None
    """1 when that answer came by the deadline of its day, else 0; None until answered."""
    in_promise: int | None
    """1 when it came by the day promised to the visitor, else 0; None until answered."""
    last_answer_day: str
    outcome: str
    """The code in response_outcome of the last final answer."""
    verdict_day: str
    objections: int
    interims: int
    promised_day: str
    """The day the unit promised in its last interim answer."""
    extensions: int
    reminders: int
    passed_from: int | None
    """The referral this one was passed on from."""
    returns: int
    """How many of its answers were sent back as beside the point."""
    call_again_day: str

    @property
    def deadline(self) -> str:
        """The unit's own deadline; before acknowledgement the day promised to the visitor."""
        return self.unit_due_day or self.due_day

    @property
    def awaited(self) -> bool:
        """Whether the unit owes an answer."""
        return self.working_days is not None and self.stage in OPEN

    def must_allow(self, act: Act) -> None:
        """Raise Refused when the act does not fit the stage, or waits for an answer that nobody asked for."""
        if not stage_allows(self.stage, act):
            raise Refused(_ALLOWED_IN[act][1])
        if act in ("answer", "wait") and self.working_days is None:
            raise Refused("این ارجاع جهت اطلاع ارسال شده است و نیازی به پاسخ ندارد.")


_COLUMNS = tuple(field.name for field in fields(ReferralState))


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


def stage_allows(stage: str, act: Act) -> bool:
    return stage in _ALLOWED_IN[act][0]


def get(db: Database, referral_id: int) -> ReferralState:
    """Raise Refused when the referral is void."""
    row = db.row(f"SELECT {', '.join(_COLUMNS)} FROM followup WHERE referral_id = :id", id=referral_id)
    if row is None:
        raise Refused("این ارجاع باطل شده است.")
    return ReferralState(**row)


def of_visit(db: Database, visit_id: int) -> list[ReferralState]:
    names = ", ".join(f"followup.{name}" for name in _COLUMNS)
    rows = db.rows(
        f"SELECT {names} FROM followup JOIN referral ON referral.id = referral_id"
        " WHERE visit_id = :id ORDER BY referral_id",
        id=visit_id,
    )
    return [ReferralState(**row) for row in rows]


def steps(db: Database, referral_id: int) -> list[Step]:
    """Return the steps of a referral, oldest first."""
    rows = db.rows(
        "SELECT kind, day, at, clerk, words, to_day FROM referral_step WHERE referral_id = :id ORDER BY id",
        id=referral_id,
    )
    return [Step(**row) for row in rows]


def open_followup(
    change: Change, referral_id: int, values: dict[str, Any], *, day: str, passed_from: int | None = None
) -> None:
    """Insert the state of a referral that has just been issued. `values`: the referral's own columns."""
    change.db.send(
        "INSERT INTO followup (referral_id, stage, unit_id, programme_id, category_id, official_id, table_id,"
        " issued_day, working_days, due_day, passed_from, registered_day) SELECT :id, 'issued', :unit,"
        " session.programme_id, visit.category_id, paraph.official_id, paraph.table_id, :day, :days, :due, :origin,"
        " session.day FROM paraph"
        " JOIN visit ON visit.id = paraph.visit_id JOIN session ON session.id = visit.session_id"
        " WHERE paraph.id = :paraph",
        id=referral_id,
        unit=values["unit_id"],
        day=day,
        days=values["working_days"],
        due=values["due_day"],
        origin=passed_from,
        paraph=values["paraph_id"],
    )


def delete_followups(change: Change, paraph_id: int) -> None:
    """Delete the states of a paraph's referrals, which have become void."""
    change.db.send(
        "DELETE FROM followup WHERE referral_id IN (SELECT id FROM referral WHERE paraph_id = :id)", id=paraph_id
    )


def advance(
    change: Change, was: ReferralState, kind: str, day: str, *, words: str = "", to_day: str = "", **changes: Any
) -> ReferralState:
    """Set the columns in `changes`, record the step that changed them, and journal both."""
    now = replace(was, **changes)
    if changes:
        change.db.send(
            f"UPDATE followup SET {', '.join(f'{name} = :{name}' for name in changes)}"
            " WHERE referral_id = :referral_id",
            referral_id=was.referral_id,
            **changes,
        )
    change.db.send(
        "INSERT INTO referral_step (referral_id, kind, day, at, clerk_id, clerk, words, to_day)"
        " VALUES (:id, :kind, :day, :at, :clerk_id, :clerk, :words, :to_day)",
        id=was.referral_id,
        kind=kind,
        day=day,
        at=change.now,
        clerk_id=change.clerk.id or None,
        clerk=change.clerk.name,
        words=words,
        to_day=to_day,
    )
    change.record(
        kind,
        "referral",
        was.referral_id,
        before={name: getattr(was, name) for name in changes},
        after={**changes, "day": day, "words": words},
    )
    return now


def parse_past_day(typed: str, today: str, field: str = "day", *, since: str = "") -> str:
    """Return the ISO day a clerk typed; `today` when nothing was typed. Refused when it is no day, lies after today or
    before `since`."""
    if not typed.strip():
        return today
    with refusals_beside(field):
        day = parse_jalali(typed)
    if day > today:
        raise Refused("این تاریخ هنوز نیامده است.", field)
    if since and day < since:
        raise Refused(f"این تاریخ نباید پیش از {fa(jalali(since))} باشد.", field)
    return day


def required_words(words: str, label: str = "علت", field: str = "words") -> str:
    """Return the checked text; Refused when it is empty."""
    text = checked(words, label, field, WORDS_LIMIT, lines=True)
    if not text:
        raise Refused(f"{label} را بنویسید.", field)
    return text
