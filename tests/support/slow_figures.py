"""The figures about answers once more, counted from what clerks did, by the slow clock and plain comparisons."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from tests.support.slow_clock import Act, SlowReferral, slow_clock

OPEN = ("issued", "dispatched", "acknowledged", "objected")
SOLVED, UNCOUNTED = {"done"}, {"barred", "not_ours"}


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
    verdict: bool
    last_answer: date | None
    times: Counter


def look(slip, is_working):
    outcome, verdict, last_answer = "", False, None
    for act in slip.acts:
        if act.kind == "answered":
            outcome, verdict, last_answer = act.outcome, False, act.day
        elif act.kind == "returned":
            outcome, last_answer = "", None
        elif act.kind in ("accepted", "objected"):
            verdict = True
        elif act.kind == "passed":
            outcome = "not_ours"
    times = Counter(act.kind for act in slip.acts)
    return Seen(slow_clock(slip, is_working), outcome, verdict, last_answer, times)


def figures_of(slip, seen, today, is_working):
    """Return the names of the figures in which a slip is counted."""
    clock, times = seen.clock, seen.times
    stage, answered = clock.stage, clock.answered is not None
    kept, is_open = stage not in ("passed", "void"), stage in OPEN
    late = clock.in_time_until is not None and clock.in_time_until < today
    judged = kept and answered and seen.outcome not in UNCOUNTED
    accepted = judged and stage == "accepted"
    quiet = seen.last_answer is not None and seen.last_answer < today - timedelta(days=15)
    undisputed = stage in ("answered", "closed") and not seen.verdict and quiet and seen.outcome in SOLVED
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
        "solved": accepted or undisputed,
        "accepted": accepted,
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
