"""The steps of a referral, and the one function that folds the steps into its state."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from app.office.working_days import WorkingDays
from app.referrals.clock import Extension, Facts, Term, UnitClock
from app.referrals.state import NOT_OURS, OPEN, ReferralState


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened to a referral. Steps that were taken back are not among them."""

    id: int
    kind: str
    day: str
    """The day from which it counts: as the clerk said, or as a letter proves; ISO."""
    at: str
    """The moment it was recorded."""
    clerk: str
    words: str = ""
    to_day: str = ""
    """The deadline, promise or next phone call it set, as it was said then; '' when it set none."""
    working_days: int | None = None
    """The days an extension or an objection gave."""
    letter: str = ""
    """The number of the letter that proves the day; '' where the day is that of the entry."""
    dispatch_id: int | None = None
    outcome: str = ""
    """The outcome of the answer that a step recorded."""


@dataclass(slots=True)
class _Fold:
    """The state between two steps. It is a plain dict: making 37 fields anew at each step took half of a rebuild."""

    values: dict[str, Any]
    """The fields of ReferralState that are not fixed."""
    terms: list[Term] = field(default_factory=list)

    def add(self, step: Step) -> None:
        _EFFECTS[step.kind](self, step)

    def set(self, **values: Any) -> None:
        self.values.update(values)

    def one_more(self, count: str) -> None:
        self.values[count] += 1

    def term(self, **values: Any) -> None:
        """Change the last term; a copy has none."""
        if self.terms:
            self.terms[-1] = replace(self.terms[-1], **values)

    def stop(self, day: str) -> None:
        """End the pause that lasts, if one does: not before the day on which it began."""
        begun = self.values["paused_day"]
        if begun and self.terms:
            self.term(pauses=(*self.terms[-1].pauses[:-1], (begun, max(begun, day))))
        self.set(paused_day="")

    def end(self, step: Step, stage: str, **values: Any) -> None:
        """End the referral, and the unit's time where it has not answered."""
        self.stop(step.day)
        if self.values["stage"] in OPEN:
            self.term(ended=step.day)
        self.set(stage=stage, call_again_day="", **values)


def issued(**fixed: Any) -> ReferralState:
    """Return the state of a slip to which nothing has happened, from its fixed fields."""
    return ReferralState(**fixed, **_AT_FIRST)


def fold(state: ReferralState, steps: Sequence[Step], days: WorkingDays) -> ReferralState:
    """Return the state that follows from the fixed fields of a state and the steps, in the order they were recorded."""
    folded = _Fold(dict(_AT_FIRST))
    if state.working_days is not None:
        folded.terms.append(Term(state.working_days))
    for step in steps:
        folded.add(step)
    if folded.terms:
        folded.set(**_timed(state, folded, days))
    return replace(state, **folded.values)


def _timed(state: ReferralState, folded: _Fold, days: WorkingDays) -> dict[str, Any]:
    """Return the fields that the clock decides."""
    facts = Facts(
        state.issued_day,
        state.acknowledge_days or 0,
        state.due_day,
        tuple(folded.terms),
        folded.values["dispatched_day"],
        folded.values["acknowledged_day"],
    )
    clock = UnitClock(facts, days)
    return {
        "unit_due_day": clock.due_day,
        "in_time_until": clock.in_time_until,
        "paused_days": clock.paused_days,
        "answered_day": clock.answered_day,
        "answer_days": clock.answer_days,
        "in_time": None if clock.in_time is None else int(clock.in_time),
        "in_promise": None if clock.in_promise is None else int(clock.in_promise),
    }


def _answered(folded: _Fold, step: Step) -> None:
    folded.stop(step.day)
    folded.term(answered=step.day)
    folded.set(
        stage="answered",
        outcome=step.outcome,
        last_answer_day=step.day,
        verdict_day="",
        call_again_day="",
        promised_day="",
    )


def _returned(folded: _Fold, step: Step) -> None:
    term = folded.terms[-1]
    folded.term(answered="", with_office=(*term.with_office, (term.answered, max(term.answered, step.day))))
    folded.one_more("returns")
    stage = "objected" if folded.values["objections"] else "acknowledged"
    folded.set(stage=stage, outcome="", last_answer_day="")


def _interim(folded: _Fold, step: Step) -> None:
    folded.one_more("interims")
    folded.set(promised_day=step.to_day)


def _extended(folded: _Fold, step: Step) -> None:
    folded.one_more("extensions")
    more = Extension(step.day, step.working_days or 0)
    folded.term(extensions=(*folded.terms[-1].extensions, more))


def _paused(folded: _Fold, step: Step) -> None:
    if folded.values["paused_day"]:
        return  # the end of the pause before was taken back
    folded.term(pauses=(*folded.terms[-1].pauses, (step.day, "")))
    folded.set(paused_day=step.day)


def _objected(folded: _Fold, step: Step) -> None:
    folded.one_more("objections")
    if folded.terms:
        if folded.terms[-1].answered:
            folded.one_more("disputed")
        folded.terms.append(Term(step.working_days or folded.terms[0].working_days, step.day))
    folded.set(stage="objected", verdict_day=step.day, call_again_day="")


_EFFECTS: dict[str, Callable[[_Fold, Step], None]] = {
    "dispatched": lambda folded, step: folded.set(
        stage="dispatched", dispatched_day=step.day, dispatch_id=step.dispatch_id
    ),
    "acknowledged": lambda folded, step: folded.set(stage="acknowledged", acknowledged_day=step.day),
    "answered": _answered,
    "interim": _interim,
    "returned": _returned,
    "passed": lambda folded, step: folded.end(step, "passed", outcome=NOT_OURS),
    "extended": _extended,
    "paused": _paused,
    "resumed": lambda folded, step: folded.stop(step.day),
    "reminded": lambda folded, step: folded.one_more("reminders"),
    "called": lambda folded, step: folded.set(call_again_day=step.to_day),
    "accepted": lambda folded, step: folded.set(stage="accepted", verdict_day=step.day, call_again_day=""),
    "objected": _objected,
    "closed": lambda folded, step: folded.end(step, "closed"),
    "void": lambda folded, step: folded.end(step, "void"),
}
_FIXED = (
    "referral_id",
    "unit_id",
    "registered_day",
    "issued_day",
    "working_days",
    "acknowledge_days",
    "due_day",
    "passed_from",
)
_COUNTS = ("paused_days", "objections", "disputed", "interims", "extensions", "reminders", "returns")
_NONE_YET = ("dispatch_id", "answer_days", "in_time", "in_promise")
_AT_FIRST: dict[str, Any] = {
    each.name: "issued"
    if each.name == "stage"
    else 0
    if each.name in _COUNTS
    else None
    if each.name in _NONE_YET
    else ""
    for each in fields(ReferralState)
    if each.name not in _FIXED
}
"""The state of a slip to which nothing has happened."""
