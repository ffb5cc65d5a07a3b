"""The order in which tables call the line: as visitors came, with priority visitors let in between by a rule, never
absolutely. Each table counts for itself; a table calls those who asked for it and those who asked for none."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush


@dataclass(frozen=True, slots=True)
class Waiting:
    """A visit in the line, with what its place depends on."""

    visit_id: int
    line_place: int
    """The number the place depends on: the journal's id at the arrival, or at a later return to the line."""
    ticket: int
    priority: bool
    table_id: int | None
    """The table asked for; None: any table may call."""
    since: str = ""
    """When the visitor arrived, UTC; '' where it does not matter."""

    @property
    def place(self) -> tuple[int, int]:
        return self.line_place, self.ticket


@dataclass(frozen=True, slots=True)
class Calling:
    """A table that calls the line."""

    table_id: int
    ordinary_since: int = 0
    """Ordinary visitors called to it since its last priority one."""
    free_in: float = 0
    """Minutes until it calls the next visitor."""
    minutes: float = 1
    """From one call to the next, on average."""
    busy_for: float = 0
    """Minutes since its last call while that visit has not ended; 0 for a table that is free or on a break."""
    only_asked: bool = False
    """It calls nobody but those who asked for it: it has called nobody yet, and may not have opened."""


@dataclass(frozen=True, slots=True)
class Turn:
    visit_id: int
    table_id: int
    minutes: float
    """From now until the call."""
    overtakes: bool
    """The rule puts this priority visitor before an ordinary one who came earlier."""


def order(waiting: Sequence[Waiting], *, after: int, ordinary_since: int) -> list[Turn]:
    """Return the turns at one table that may call everybody.

    One priority visitor comes after every `after` ordinary ones; `ordinary_since` have been called since the last
    priority one. A priority visitor who arrived earlier comes earlier. So a ticket is overtaken at most once in `after`
    calls.
    """
    everybody = [Waiting(each.visit_id, each.line_place, each.ticket, each.priority, None) for each in waiting]
    return list(turns(everybody, [Calling(0, ordinary_since)], after=after))


def turns(
    waiting: Sequence[Waiting],
    tables: Sequence[Calling],
    *,
    after: int,
    length: Callable[[Calling], float] | None = None,
    coming: Sequence[tuple[float, Waiting]] = (),
) -> Iterator[Turn]:
    """Yield who is called when and where, if every table calls as soon as it is free; ends when no table finds anybody.

    `length`: the minutes that a table takes for its next visitor; its average without it. `coming`: visits that will
    join the line after so many minutes, earliest first; they go behind everybody of their kind.
    """
    line, joining = _Line(waiting), deque(coming)
    since = {table.table_id: table.ordinary_since for table in tables}
    free = [(table.free_in, place, table) for place, table in enumerate(tables)]
    heapify(free)
    while free:
        now, place, table = heappop(free)
        while joining and joining[0][0] <= now:
            line.join(joining.popleft()[1])
        found = line.take(table, since[table.table_id] >= after)
        if found is None:
            continue
        visit, overtakes = found
        since[table.table_id] = 0 if visit.priority else since[table.table_id] + 1
        yield Turn(visit.visit_id, table.table_id, now, overtakes)
        heappush(free, (now + (length(table) if length else table.minutes), place, table))


class _Line:
    """The waiting visits in their places, apart by the table asked for and by priority."""

    def __init__(self, waiting: Sequence[Waiting]) -> None:
        self._queues: dict[tuple[int | None, bool], deque[Waiting]] = {}
        for visit in sorted(waiting, key=lambda each: each.place):
            self.join(visit)

    def join(self, visit: Waiting) -> None:
        self._queues.setdefault((visit.table_id, visit.priority), deque()).append(visit)

    def take(self, table: Calling, priority_is_due: bool) -> tuple[Waiting, bool] | None:
        """Take out the visit that a table calls next, and say whether it overtakes; None when nobody waits for it."""
        ordinary, special = self._queue(table, False), self._queue(table, True)
        if special and (priority_is_due or not ordinary or special[0].place < ordinary[0].place):
            visit = special.popleft()
            return visit, bool(ordinary) and visit.place > ordinary[0].place
        return (ordinary.popleft(), False) if ordinary else None

    def _queue(self, table: Calling, priority: bool) -> deque[Waiting]:
        """Return the queue whose head came earlier, of those who asked for this table and those who asked for none."""
        asked = self._queues.get((table.table_id, priority)) or _EMPTY
        anywhere = _EMPTY if table.only_asked else self._queues.get((None, priority)) or _EMPTY
        if asked and anywhere:
            return min(asked, anywhere, key=lambda queue: queue[0].place)
        return asked or anywhere


_EMPTY: deque[Waiting] = deque()
