"""The state of a referral: its stage, what each stage allows, and the SQL of the conditions that many rules share.

issued → dispatched → acknowledged → answered → accepted, or objected and then answered again. `closed` ends a referral
without the visitor's verdict; `passed` hands it to another unit under a new number; `void` takes the slip back. The
table `followup` holds the present state of each referral, one row each.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from app.errors import Refused

STAGES = {
    "issued": "صادر شده",
    "dispatched": "ارسال شده",
    "acknowledged": "وصول شده",
    "answered": "پاسخ داده شده",
    "accepted": "تأیید متقاضی",
    "objected": "اعتراض متقاضی",
    "closed": "مختومه",
    "passed": "به واحد دیگر واگذار شده",
    "void": "باطل شده",
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
"""SQL conditions on `followup`. These and the three below are spelled as in the indexes of db/steps/018_clock.sql: a
database uses an index only for the expression it was made with."""
WANTS_ANSWER = "followup.working_days IS NOT NULL"
"""An answer is awaited at all: False of a copy."""
WAS_LATE = "in_time_until <> '' AND in_time_until < :today"
"""The unit is late, or was when the referral was closed, passed on or voided without an answer."""
IS_LATE = f"{IS_OPEN} AND {WAS_LATE}"
"""The unit owes an answer and is late: `ReferralState.is_late` in SQL."""
Act = Literal["dispatch", "acknowledge", "answer", "return", "pass", "wait", "verdict", "object", "close"]
VOID = "این ارجاع باطل شده است."
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
NOT_OURS = "not_ours"
"""The outcome of an answer which says that the request is not the unit's duty."""


@dataclass(frozen=True, slots=True)
class ReferralState:
    """The state of one referral, as the table `followup` has it. Days are ISO, '' when it has not come to that.

    The first eight fields are fixed when the slip is issued; the others follow from what happened since.
    """

    referral_id: int
    unit_id: int
    registered_day: str
    """The day the visitor's request was first registered, whatever session it was carried to since."""
    issued_day: str
    working_days: int | None
    """None when no answer is awaited."""
    acknowledge_days: int | None
    """Working days the unit has to acknowledge the slip; None in a row of an older schema that is not derived yet."""
    due_day: str
    """Printed on the receipt: the day the visitor was promised an answer."""
    passed_from: int | None
    """The referral this one was passed on from."""
    stage: str
    dispatch_id: int | None
    dispatched_day: str
    acknowledged_day: str
    unit_due_day: str
    """The unit's own deadline; '' of a copy."""
    in_time_until: str
    """The last day that is not late. '' where no answer is awaited any more, and while the clock is stopped before the
    unit was late. Kept when the referral ends late without an answer."""
    paused_day: str
    """Since when the clock is stopped; '' while it runs."""
    paused_days: int
    """Working days the clock was stopped before."""
    answered_day: str
    """The day of the first final answer; an answer after an objection is not timed again."""
    answer_days: int | None
    """Working days the unit had the matter before that answer, pauses left out."""
    in_time: int | None
    """1 when that answer was in time, else 0; None until answered."""
    in_promise: int | None
    """1 when it came by the day promised to the visitor, else 0; None until answered."""
    last_answer_day: str
    outcome: str
    """The code in response_outcome of the last final answer."""
    verdict_day: str
    objections: int
    disputed: int
    """The objections to an answer: without those to a referral that was closed before the unit spoke."""
    interims: int
    promised_day: str
    """The day the unit promised in its last interim answer."""
    extensions: int
    reminders: int
    returns: int
    """How many of its answers were sent back as beside the point."""
    call_again_day: str

    @property
    def awaited(self) -> bool:
        """Whether the unit owes an answer."""
        return self.working_days is not None and self.stage in OPEN

    def is_late(self, today: str) -> bool:
        """Whether the unit owes an answer and at least one of its working days has passed since the deadline."""
        return self.awaited and bool(self.in_time_until) and self.in_time_until < today

    def must_allow(self, act: Act) -> None:
        """Raise Refused when the act does not fit the stage, or waits for an answer that nobody asked for."""
        if self.stage == "void":
            raise Refused(VOID)
        if not (stage_allows(self.stage, act) or (act == "pass" and self.is_declined)):
            raise Refused(_ALLOWED_IN[act][1])
        if act == "pass" and self.working_days is None:
            raise Refused("این ارجاع رونوشت است و به واحد دیگر واگذار نمی‌شود.")
        if act in ("answer", "wait") and self.working_days is None:
            raise Refused("این ارجاع جهت اطلاع ارسال شده است و نیازی به پاسخ ندارد.")

    @property
    def is_declined(self) -> bool:
        """Whether the unit answered that the request is not its duty: then it can be passed on."""
        return self.stage == "answered" and self.outcome == NOT_OURS


def stage_allows(stage: str, act: Act) -> bool:
    return stage in _ALLOWED_IN[act][0]
