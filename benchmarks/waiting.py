"""How often the wait that a visitor is told comes true, over a year of invented Wednesdays."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from random import Random

from app.line.calls import FirstCall
from app.line.expected_wait import Coming
from app.line.order import Calling, Waiting, turns
from app.line.tables_now import TablesAt, line_now
from benchmarks.measure import Bench, Metric

AFTER = 2
_OPENS = datetime(2026, 11, 25, 5, 0, tzinfo=UTC)
_NO_SHOW, _PRIORITY = 0.05, 0.12
_LATELY = 30
_RUSH, _RUSH_MINUTES = 40, 20
"""So many people arrive in the first minutes, the others in the hours after."""


@dataclass(frozen=True, slots=True)
class _Table:
    id: int
    minutes: float
    """A visitor takes, on the average; unknown to the program."""


@dataclass(frozen=True, slots=True)
class Told:
    table_id: int | None
    """The table asked for; None: any."""
    least: int
    most: int
    waited: float

    @property
    def is_kept(self) -> bool:
        return self.least <= self.waited <= self.most


@dataclass
class Wednesday:
    """One day: people arrive, most of them for the mayor, and the tables call them by the program's own rule. What a
    visitor takes is drawn from a distribution that the program does not know."""

    chance: Random
    now: float = 0
    line: dict[int, Waiting] = field(default_factory=dict)
    arrived: dict[int, float] = field(default_factory=dict)
    asked: dict[int, int | None] = field(default_factory=dict)
    told: dict[int, tuple[int | None, tuple[int, int]]] = field(default_factory=dict)
    made: list[tuple[int, int, float]] = field(default_factory=list)
    """Visit, table and minute of each call."""
    ended: dict[int, float] = field(default_factory=dict)
    busy: dict[int, float] = field(default_factory=dict)
    specials: dict[int, int] = field(default_factory=dict)
    """Ordinary visitors called to a table since its last priority one."""
    priority_ids: set[int] = field(default_factory=set)

    def run(self) -> Iterator[Told]:
        chance = self.chance
        tables = [_Table(n, chance.uniform(3, 8)) for n in range(1, chance.randint(4, 6))]
        people = chance.randint(90, 150)
        arrivals = sorted(
            chance.uniform(0, _RUSH_MINUTES) if n < _RUSH else chance.uniform(_RUSH_MINUTES, 200) for n in range(people)
        )
        events: list[tuple[float, int, str, int]] = []
        for n, moment in enumerate(arrivals):
            heappush(events, (moment, n, "arrive", n + 1))
        for n in range(len(tables)):
            heappush(events, (chance.uniform(5, 20), people + n, "free", n))
        serial = people + len(tables)
        while events:
            self.now, _, what, which = heappop(events)
            if what == "arrive":
                self._arrive(which, len(tables))
                continue
            table = tables[which]
            if table.id in self.busy:
                self.ended[next(visit for visit, at, _ in reversed(self.made) if at == table.id)] = self.now
                del self.busy[table.id]
            taken = self._call(table)
            if taken is None and self.now > 400:
                continue
            serial += 1
            heappush(events, (self.now + (taken if taken is not None else 1.0), serial, "free", which))
            if taken is not None:
                visit = self.made[-1][0]
                if visit in self.told:
                    asked, (least, most) = self.told[visit]
                    yield Told(asked, least, most, self.now - self.arrived[visit])

    def _arrive(self, visit: int, tables: int) -> None:
        draw = self.chance.random()
        asked = 1 if draw < 0.5 else self.chance.randint(2, tables) if draw < 0.65 else None
        special = self.chance.random() < _PRIORITY
        self.priority_ids |= {visit} if special else set()
        self.line[visit] = Waiting(visit, visit, visit, special, asked, _at(self.now))
        self.arrived[visit], self.asked[visit] = self.now, asked
        lately = [each for each in self.priority_ids if self.arrived[each] >= self.now - _LATELY]
        coming = Coming(len(lately) / _LATELY, tuple(self.asked[each] for each in lately))
        at = TablesAt(_at(self.now), {table: _at(since) for table, since in self.busy.items()}, {})
        found = line_now([*self.line.values()], self._calls(), at, after=AFTER, coming=coming)
        if minutes := found.expected(visit).minutes:
            self.told[visit] = asked, minutes

    def _calls(self) -> list[FirstCall]:
        return [
            FirstCall(
                table, visit in self.priority_ids, _at(self.arrived[visit]), _at(moment),
                _at(self.ended[visit]) if visit in self.ended else "",
            )
            for visit, table, moment in self.made
        ]  # fmt: skip

    def _call(self, table: _Table) -> float | None:
        """Call the visitor whose turn it is, and return the minutes until the table is free; None without one."""
        since = self.specials.get(table.id, 0)
        turn = next(turns([*self.line.values()], [Calling(table.id, since)], after=AFTER), None)
        if turn is None:
            return None
        visit = self.line.pop(turn.visit_id)
        self.specials[table.id] = 0 if visit.priority else since + 1
        self.made.append((visit.visit_id, table.id, self.now))
        self.busy[table.id] = self.now
        if self.chance.random() < _NO_SHOW:
            return 3.0
        rest = self.chance.uniform(10, 25) if self.chance.random() < 0.01 else 0.0
        return self.chance.lognormvariate(0, 0.5) * table.minutes + self.chance.uniform(0.3, 1.2) + rest


def _at(minute: float) -> str:
    return (_OPENS + timedelta(minutes=minute)).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def kept_share(days: int, seed: int) -> tuple[float, int]:
    """Return the share of the told ranges that came true, and their number, over so many Wednesdays."""
    told = [each for day in range(days) for each in Wednesday(Random(seed * 1000 + day)).run()]
    return sum(each.is_kept for each in told) / len(told), len(told)


def kept(_: Bench) -> list[Metric]:
    """Over a year of Wednesdays, how far the share of the ranges that held is from four in five."""
    share, told = kept_share(days=52, seed=4)
    reference = f"points around 80 %: {share:.1%} of {told} ranges held"
    return [Metric("wait.kept", abs(share - 0.8) * 100, "pt", reference, 5, 1)]
