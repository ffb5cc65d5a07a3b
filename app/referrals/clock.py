"""The clock of a unit: from the facts of one referral to its deadline, the days it used, and its lateness.

The facts are what people did on a day: a slip was issued and sent, the unit acknowledged it, somebody allowed more
days, the clock was stopped, an answer came. Everything else follows from them and from the office's working days:

* The clock starts on the day of acknowledgement, and by itself after the days a unit has for it: a unit that never
  acknowledges gains nothing. A slip whose dispatch nobody registered counts as handed over on the day it was issued.
* Each working day after that is one of the unit's, unless the clock was stopped or the office had an answer that it
  sent back later. The day on which a pause begins still counts, the day on which it ends does not.
* The unit is late on the first such day beyond the days it had been allowed until the evening before. That is a fact
  from then on: a pause or an extension from that day on moves the deadline, and leaves the lateness.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.office.working_days import WorkingDays

Span = tuple[str, str]
"""Two ISO days: the days after the first one up to and with the second one, which is '' while the span lasts."""


@dataclass(frozen=True, slots=True)
class Extension:
    day: str
    """The day from which it counts."""
    working_days: int


@dataclass(frozen=True, slots=True)
class Term:
    """The days a unit has for one answer: those of the slip, and anew those that an objection gives."""

    working_days: int
    since: str = ""
    """The day of the objection; '' in the slip's own term, which starts with the clock."""
    extensions: tuple[Extension, ...] = ()
    pauses: tuple[Span, ...] = ()
    with_office: tuple[Span, ...] = ()
    """From an answer until the office sent it back."""
    answered: str = ""
    """The day of the answer that stands."""
    ended: str = ""
    """The day the referral was closed, passed on or voided without an answer."""


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of one referral on which its clock depends. Days are ISO, '' when it has not come to that."""

    issued_day: str
    acknowledge_days: int
    """Working days the unit had to acknowledge the slip."""
    promised_day: str
    """The day the visitor was promised an answer."""
    terms: tuple[Term, ...]
    """The slip's own, then one for each objection."""
    dispatched_day: str = ""
    acknowledged_day: str = ""


@dataclass(frozen=True, slots=True)
class UnitClock:
    """The state that follows from the facts."""

    facts: Facts
    days: WorkingDays

    @property
    def sent_day(self) -> str:
        """The day the office handed the slip over."""
        return self.facts.dispatched_day or self.facts.issued_day

    @property
    def start(self) -> str:
        by_itself = self.days.after(self.sent_day, self.facts.acknowledge_days)
        return min(self.facts.acknowledged_day or by_itself, by_itself)

    @property
    def due_day(self) -> str:
        """The day the last term ends with all its extensions. While the clock is stopped: if it went on at once."""
        term = self.facts.terms[-1]
        allowed = term.working_days + sum(each.working_days for each in term.extensions)
        return self._day_of(self._since(term), [span for span in _stops(term) if span[1]], allowed) or ""

    @property
    def in_time_until(self) -> str:
        """The last day that is not late, in the last term; '' where the unit answered in it, is not late as long as the
        clock is stopped, or was not late when the referral ended.

        A unit that has never answered stays late through an objection, which is not one to its answer.
        """
        last = len(self.facts.terms) - 1
        if self.facts.terms[last].answered:
            return ""
        earlier = "" if self.answered_day else self._late_before(last)
        return earlier or self._last_day_in_time(self.facts.terms[last])

    @property
    def answered_day(self) -> str:
        """The day of the first final answer that stands; an answer to an objection is not timed again."""
        return next((term.answered for term in self.facts.terms if term.answered), "")

    @property
    def in_time(self) -> bool | None:
        """Whether that answer was in time; None without one."""
        for at, term in enumerate(self.facts.terms):
            if term.answered:
                return not self._last_day_in_time(term) and not self._late_before(at)
        return None

    @property
    def in_promise(self) -> bool | None:
        """Whether that answer came by the day the visitor was promised; None without one."""
        return self.answered_day <= self.facts.promised_day if self.answered_day else None

    @property
    def answer_days(self) -> int | None:
        """The working days the unit had the matter before that answer; None without one.

        They count from the start of the clock; without an acknowledgement, which would make silence pay, since the slip
        was sent. A pause that began when the unit was late takes none of them away.
        """
        if not self.answered_day:
            return None
        used = 0
        for term in self.facts.terms:
            since = self.sent_day if not term.since and not self.facts.acknowledged_day else self._since(term)
            used += self._used(since, self._stops_in_time(term), term.answered or term.ended)
            if term.answered:
                break
        return used

    @property
    def paused_days(self) -> int:
        """The working days of the last term on which the clock was stopped, in pauses that are over."""
        term = self.facts.terms[-1]
        since, until = self._since(term), term.answered or term.ended or "9"
        over = [(max(begins, since), min(ends, until)) for begins, ends in _merged(term.pauses) if ends]
        return sum(self.days.between(begins, ends) for begins, ends in over if begins < ends)

    def _since(self, term: Term) -> str:
        return term.since or self.start

    def _late_before(self, at: int) -> str:
        """Return the last day in time of the first term before the one at this place that was late; '' without one."""
        return next(filter(None, map(self._last_day_in_time, self.facts.terms[:at])), "")

    def _last_day_in_time(self, term: Term) -> str:
        """Return the day before the term's first late day; '' where it has none, or came to its end before."""
        since, stops, end = self._since(term), _stops(term), term.answered or term.ended
        if (late := self._first_late_day(term, since, stops)) is None or (end and end < late):
            return ""
        return (date.fromisoformat(late) - timedelta(days=1)).isoformat()

    def _first_late_day(self, term: Term, since: str, stops: Sequence[Span]) -> str | None:
        """Return the first day beyond those allowed until the evening before."""
        allowed = term.working_days
        waiting = sorted(term.extensions, key=lambda each: each.day)
        late = self._day_of(since, stops, allowed + 1)
        while late and waiting and waiting[0].day < late:
            allowed += waiting.pop(0).working_days
            late = self._day_of(since, stops, allowed + 1)
        return late

    def _stops_in_time(self, term: Term) -> list[Span]:
        """Return the spans in which the days are not the unit's: a late unit gains nothing by a pause."""
        until = self._last_day_in_time(term)
        return [*(span for span in term.pauses if not until or span[0] <= until), *term.with_office]

    def _day_of(self, since: str, stops: Sequence[Span], count: int) -> str | None:
        """Return the day on which the unit uses its `count`th working day; None when the clock is stopped before."""
        at = since
        for begins, ends in _merged(stops):
            run = max(0, self.days.between(at, begins)) if at < begins else 0
            if run >= count:
                break
            if not ends:
                return None
            count -= run
            at = max(at, ends)
        return self.days.after(at, count)

    def _used(self, since: str, stops: Sequence[Span], until: str) -> int:
        """Return how many working days after `since`, up to and with `until`, were the unit's."""
        used, at = 0, since
        for begins, ends in _merged(stops):
            if at < min(begins, until):
                used += self.days.between(at, min(begins, until))
            at = max(at, ends or until)
        return used + (self.days.between(at, until) if at < until else 0)


def _stops(term: Term) -> list[Span]:
    return [*term.pauses, *term.with_office]


def _merged(spans: Sequence[Span]) -> list[Span]:
    """Return spans in their order, those that meet or overlap as one."""
    found: list[Span] = []
    for begins, ends in sorted(spans):
        if found and (not found[-1][1] or begins <= found[-1][1]):
            last = found[-1]
            found[-1] = (last[0], max(last[1], ends) if last[1] and ends else "")
        else:
            found.append((begins, ends))
    return found
