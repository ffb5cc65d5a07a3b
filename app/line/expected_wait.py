"""The wait that a visitor is told: the number of visits before, and the minutes between which the call will come."""

from dataclasses import dataclass, replace
from itertools import takewhile
from random import Random

from app.line.order import Calling, Turn, Waiting, order, turns
from app.line.pace import SHARED, Paces
from app.persian.text import fa

RUNS = 60
"""Possible courses of the line that a range is read from; about 15 ms for 100 people."""
LOWEST, HIGHEST = 0.08, 0.94
"""The shares of the courses in which the call comes earlier than the range begins, and earlier than it ends."""
_OVERDUE, _DRAWS = 0.25, 8
"""A visit that is longer already than so many drawn lengths goes on for this share of its length."""
_UNLIKE = 0.35
"""Standard deviation of the tables' paces among each other, as a share of their mean."""
_FORESEEN = 60
"""Minutes for which visitors are taken to go on coming as lately."""
STEP = 5
"""A range is told in steps of so many minutes."""


@dataclass(frozen=True, slots=True)
class ExpectedWait:
    ahead: int
    """Visits that will be called before, at the tables this visitor can go to."""
    minutes: tuple[int, int] | None
    """Least and most, multiples of STEP; None while nobody can know."""


def range_words(minutes: tuple[int, int]) -> str:
    """Return the range as a visitor is told it."""
    least, most = minutes
    return fa(f"{least} تا {most} دقیقه" if least else f"کمتر از {most} دقیقه")


@dataclass(frozen=True, slots=True)
class Coming:
    """The priority visitors who are likely to come, judged by those who came lately."""

    per_minute: float = 0
    asked: tuple[int | None, ...] = ()
    """The tables that they asked for; None: any."""


@dataclass(frozen=True, slots=True)
class LineNow:
    """The line of a session at one moment, with all that decides who is called when and where."""

    waiting: tuple[Waiting, ...]
    tables: tuple[Calling, ...]
    """The tables that call. One that stands still without a known end is not among them."""
    still: frozenset[int]
    """Tables that visitors ask for and that do not call: not opened yet, or on a break without an end."""
    after: int
    paces: Paces | None
    coming: Coming

    def course(self) -> list[Turn]:
        """Return the turns of everybody in the line, if every table keeps its pace. Before a table has called, all wait
        in one line."""
        if not self.tables:
            return order(self.waiting, after=self.after, ordinary_since=0)
        shared = self.paces.shared if self.paces else 1
        asleep = [Calling(table_id, minutes=shared, only_asked=True) for table_id in sorted(self.still)]
        return list(turns(self.waiting, [*self.tables, *asleep], after=self.after))

    def expected(self, visit_id: int) -> ExpectedWait:
        """Return what is told to a visitor in the line."""
        visit = next(each for each in self.waiting if each.visit_id == visit_id)
        before = list(takewhile(lambda turn: turn.visit_id != visit_id, self.course()))
        ahead = sum(self._competes(turn, visit) for turn in before)
        if self.paces is None or not self.tables or visit.table_id in self.still:
            return ExpectedWait(ahead, None)
        return ExpectedWait(ahead, self._range(visit_id, self.paces))

    def _competes(self, turn: Turn, visit: Waiting) -> bool:
        """Return whether a turn before the visit's is at a table it can go to. Until the tables have called nobody
        knows where those who asked for none will go, so they count."""
        if visit.table_id is None:
            return True
        if self.tables and visit.table_id not in self.still:
            return turn.table_id == visit.table_id
        return next(each.table_id for each in self.waiting if each.visit_id == turn.visit_id) in (None, visit.table_id)

    def _range(self, visit_id: int, paces: Paces) -> tuple[int, int]:
        chance = Random(visit_id)  # the same ticket printed again says the same
        waits = sorted(self._possible_wait(visit_id, paces, chance) for _ in range(RUNS))
        least, most = (STEP * round(waits[int(share * RUNS)] / STEP) for share in (LOWEST, HIGHEST))
        return least, max(most, least + STEP)

    def _possible_wait(self, visit_id: int, paces: Paces, chance: Random) -> float:
        """Return the minutes until the call in one possible course. What is drawn: how long each visitor takes, how far
        the table's mean is from what its few calls say, and the priority visitors who come meanwhile."""
        spread = paces.spread

        def length(table: Calling) -> float:
            return chance.gammavariate(spread**-2, table.minutes * spread**2)

        def drawn(table: Calling) -> Calling:
            known = paces.tables[table.table_id].known
            doubt = (spread**2 * known + (SHARED * _UNLIKE) ** 2) ** 0.5 / (known + SHARED)
            own = replace(table, minutes=table.minutes * chance.lognormvariate(0, doubt))
            if not table.busy_for:
                return own
            lengths = (length(own) for _ in range(_DRAWS))
            whole = next((each for each in lengths if each > table.busy_for), table.busy_for * (1 + _OVERDUE))
            return replace(own, free_in=whole - table.busy_for)

        tables = [drawn(table) for table in self.tables]
        coming = self._drawn_coming(chance) if self.coming.per_minute else ()
        course = turns(self.waiting, tables, after=self.after, length=length, coming=coming)
        return next((turn.minutes for turn in course if turn.visit_id == visit_id), 0.0)

    def _drawn_coming(self, chance: Random) -> list[tuple[float, Waiting]]:
        last = max(each.line_place for each in self.waiting)
        coming, moment = list[tuple[float, Waiting]](), chance.expovariate(self.coming.per_minute)
        while moment < _FORESEEN:
            asked = chance.choice(self.coming.asked)
            coming.append((moment, Waiting(0, last + 1 + len(coming), 0, True, asked)))
            moment += chance.expovariate(self.coming.per_minute)
        return coming
