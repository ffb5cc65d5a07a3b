"""The unit's clock once more, slowly and on its own: every rule is read off a walk from day to day.

It shares nothing with app/referrals but the words of the acts.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

HORIZON = 900
"""Days the walk goes beyond the last act: further than any deadline a test gives."""


@dataclass
class Act:
    kind: str
    day: date
    working_days: int = 0


@dataclass
class SlowReferral:
    """One referral: what it began with, and the acts in the order they were entered."""

    issued: date
    working_days: int
    acknowledge_days: int
    promised: date
    acts: list[Act] = field(default_factory=list)


@dataclass
class SlowClock:
    """What follows for one referral on a calendar."""

    stage: str = "issued"
    due: date | None = None
    in_time_until: date | None = None
    answered: date | None = None
    in_time: bool | None = None
    in_promise: bool | None = None
    answer_days: int | None = None
    objections: int = 0
    disputed: int = 0


@dataclass
class _Term:
    since: date
    timed_since: date
    allowed: int
    more: list[tuple[date, int]] = field(default_factory=list)
    stopped: list[list[date | None]] = field(default_factory=list)
    pauses: list[list[date | None]] = field(default_factory=list)
    """Those of the stops that are pauses."""
    paused: bool = False
    answered: date | None = None
    over: date | None = None


def slow_clock(referral: SlowReferral, is_working) -> SlowClock:
    """`is_working`: whether the office works on a day."""
    told, terms = SlowClock(), _terms(referral, is_working)
    _stages(referral, told)
    late_before = None
    for term in terms:
        late, used = _walk(term, is_working)
        if term.answered and told.answered is None:
            told.answered = term.answered
            told.in_time = late is None and late_before is None
            told.in_promise = term.answered <= referral.promised
            told.answer_days = used + sum(_walk(each, is_working)[1] for each in terms[: terms.index(term)])
        late_before = late_before or late
    last = terms[-1]
    told.due = _due(last, is_working)
    if not last.answered:
        late = late_before if told.answered is None else _walk(last, is_working)[0]
        told.in_time_until = late - timedelta(days=1) if late else None
    return told


def _terms(referral, is_working):
    """Split the acts at the objections."""
    sent = [act.day for act in referral.acts if act.kind == "dispatched"]
    heard = [act.day for act in referral.acts if act.kind == "acknowledged"]
    handed = sent[0] if sent else referral.issued
    start, left = handed, referral.acknowledge_days
    while left and start not in heard:
        start += timedelta(days=1)
        left -= is_working(start)
    terms = [_Term(start, start if heard else handed, referral.working_days)]
    for act in referral.acts:
        _tell(terms, act)
    return terms


def _tell(terms, act):
    term = terms[-1]
    if act.kind in ("answered", "closed", "passed", "void") and term.paused:
        term.stopped[-1][1] = max(term.stopped[-1][0], act.day)
        term.paused = False
    if act.kind == "objected":
        terms.append(_Term(act.day, act.day, act.working_days))
    elif act.kind == "extended":
        term.more.append((act.day, act.working_days))
    elif act.kind == "paused":
        term.stopped.append([act.day, None])
        term.pauses.append(term.stopped[-1])
        term.paused = True
    elif act.kind == "resumed":
        term.stopped[-1][1] = max(term.stopped[-1][0], act.day)
        term.paused = False
    elif act.kind == "answered":
        term.answered = act.day
    elif act.kind == "returned":
        term.stopped.append([term.answered, max(term.answered, act.day)])
        term.answered = None
    elif act.kind in ("closed", "passed", "void") and not term.answered and not term.over:
        term.over = act.day


def _stands(spans, day):
    return any(begun < day and (end is None or day <= end) for begun, end in spans)


def _walk(term, is_working):
    """Return the first late day up to the end of the term, and how many days the unit used until then.

    A late unit loses the days of a pause that began then.
    """
    end = term.answered or term.over
    used, late, day = 0, None, term.since
    last = end or max([term.since, *(each for each, _ in term.more)]) + timedelta(days=HORIZON)
    while day < last and late is None:
        day += timedelta(days=1)
        used += is_working(day) and not _stands(term.stopped, day)
        if used > term.allowed + sum(more for since, more in term.more if since < day):
            late = day
    gained = [span for span in term.pauses if late and span[0] >= late]
    stops = [span for span in term.stopped if not any(span is each for each in gained)]
    timed, day = 0, term.timed_since
    while day < last:
        day += timedelta(days=1)
        timed += is_working(day) and not _stands(stops, day)
    return late, timed


def _due(term, is_working):
    allowed, day = term.allowed + sum(more for _, more in term.more), term.since
    over = [span for span in term.stopped if span[1] is not None]
    while allowed:
        day += timedelta(days=1)
        stands = any(begun < day <= end for begun, end in over)
        allowed -= bool(is_working(day) and not stands)
    return day


_STAGE = {
    "dispatched": "dispatched",
    "acknowledged": "acknowledged",
    "answered": "answered",
    "accepted": "accepted",
    "objected": "objected",
    "closed": "closed",
    "passed": "passed",
    "void": "void",
}


def _stages(referral, told):
    stands = False
    for act in referral.acts:
        if act.kind == "objected":
            told.objections += 1
            told.disputed += stands
            stands = False
        elif act.kind in ("answered", "returned"):
            stands = act.kind == "answered"
        if act.kind == "returned":
            told.stage = "objected" if told.objections else "acknowledged"
        else:
            told.stage = _STAGE.get(act.kind, told.stage)
