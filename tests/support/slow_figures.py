"""The figures about answers once more, counted from what clerks did, by the slow clock and plain comparisons."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from tests.support.slow_clock import Act, SlowReferral, slow_clock

OPEN = ("issued", "dispatched", "acknowledged", "objected")
UNCOUNTED = {"barred", "not_ours"}


@dataclass
class Did(Act):
    outcome: str = ""
    together: int = 0
    """The same for the slips of one act."""


@dataclass
class SlowSlip(SlowReferral):
    """A slip as it was handed out, and where it is counted."""

    number: str = ""
    programme: int = 0
    unit: int = 0
    paraph: int = 0
    kept: str = ""
    """The day of a paper form whose slip this is."""


@dataclass
class Seen:
    """One slip on one day."""

    clock: object
    outcome: str
    times: Counter


def look(slip, is_working):
    outcome = ""
    for act in slip.acts:
        if act.kind == "answered":
            outcome = act.outcome
        elif act.kind == "returned":
            outcome = ""
        elif act.kind == "passed":
            outcome = "not_ours"
    return Seen(slow_clock(slip, is_working), outcome, Counter(act.kind for act in slip.acts))


def is_denied(slip, seen, today):
    """Whether the visitor has objected to the answer of a unit, after one that counts and was not sent back."""
    counting = []
    for act in slip.acts:
        if act.kind == "answered":
            counting.append(act.outcome not in UNCOUNTED)
        elif act.kind == "returned":
            counting.pop()
        if act.kind == "objected" and any(counting) and act.day <= today and seen.clock.disputed:
            return True
    return False


def promise_is_due(slip, clock, today):
    """Whether an answer has come, or the promised day has passed while one was owed."""
    if clock.answered and clock.answered <= today:
        return True
    ended = [act.day for act in slip.acts if act.kind == clock.stage]
    owed = clock.answered or clock.stage in OPEN or slip.promised < max(ended)
    return slip.promised < today and bool(owed)


def figures_of(slip, seen, today, is_working):
    """Return the names of the figures in which a slip is counted."""
    clock, times = seen.clock, seen.times
    stage, answered = clock.stage, clock.answered is not None
    kept, is_open = stage not in ("passed", "void"), stage in OPEN
    late = clock.in_time_until is not None and clock.in_time_until < today
    judged = kept and answered and seen.outcome not in UNCOUNTED
    denied = is_denied(slip, seen, today)
    waited = sum(is_working(slip.issued + timedelta(days=n)) for n in range(1, (today - slip.issued).days + 1))
    holds = {
        "sent": kept,
        "open": is_open,
        "overdue": is_open and late,
        "unacknowledged": stage in ("issued", "dispatched") and waited > slip.acknowledge_days,
        "answered": kept and answered,
        "owed": is_open and late and not answered,
        "due": answered or late,
        "in_time": clock.in_time is True,
        "in_promise": clock.in_promise is True,
        "judged": judged,
        "accepted": judged and stage == "accepted" and not denied,
        "denied": denied,
        "unasked": judged and stage not in ("accepted", "objected") and not denied,
        "ahead": is_open and not answered and slip.promised >= today,
        "promise_due": promise_is_due(slip, clock, today),
        "silent": not answered and late,
        "objected": kept and clock.disputed > 0,
        "again": False,
        "returned": times["returned"] > 0,
        "barred": kept and seen.outcome == "barred",
        "not_ours": kept and seen.outcome == "not_ours",
        "passed": stage == "passed",
        "interim": times["interim"] > 0,
        "extended": times["extended"] > 0,
        "reminded": times["reminded"] > 0,
        "unanswered": stage == "closed" and not answered,
        "closed_late": stage == "closed" and not answered and late,
        "passed_late": stage == "passed" and not answered and late,
        "voided": stage == "void",
        "void_late": stage == "void" and not answered and late,
    }
    return {name for name, held in holds.items() if held}
