"""The tables that call the line at this moment: when each is free for its next visitor, and how long it takes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.line.calls import FirstCall, ordinary_since
from app.line.expected_wait import Coming, LineNow
from app.line.order import Calling, Waiting
from app.line.pace import Paces, minutes_since, paces

_OVERDUE = 0.25
"""A visit that is longer already than its table's mean is expected to go on for this share of the mean."""
_ASLEEP, _ASLEEP_MINUTES = 4, 15
"""A table that was free so many times its pace, and so many minutes, while somebody waited for it, does not call."""


@dataclass(frozen=True, slots=True)
class TablesAt:
    """The state of the tables at one moment."""

    now: str
    busy: Mapping[int, str]
    """Since when a visit is at a table, by its id."""
    breaks: Mapping[int, str]
    """Until when a table is on a break, by its id; '' for a break without a known end."""

    def minutes_to(self, moment: str) -> float:
        return minutes_since(self.now, moment)


def line_now(
    waiting: Sequence[Waiting], made: Sequence[FirstCall], at: TablesAt, *, after: int, coming: Coming
) -> LineNow:
    """`made`: the first calls of the session, earliest first. `after`: ordinary visitors between two priority ones."""
    known = paces(made, at.now)
    tables = _calling(made, known, at, waiting)
    asked = {visit.table_id for visit in waiting if visit.table_id}
    still = frozenset(asked - {table.table_id for table in tables})
    return LineNow(tuple(waiting), tables, still, after, known, coming)


def _calling(
    made: Sequence[FirstCall], known: Paces | None, at: TablesAt, waiting: Sequence[Waiting]
) -> tuple[Calling, ...]:
    """Return the tables that call: those that have called in this session and neither are on a break without an end
    nor have slept while somebody waited for them. While the pace is unknown they take turns."""
    by_table: dict[int, list[FirstCall]] = {}
    for call in made:
        by_table.setdefault(call.table_id, []).append(call)
    if known is None:
        return tuple(
            Calling(table_id, _since(own)) for table_id, own in by_table.items() if at.breaks.get(table_id) != ""
        )
    return tuple(
        _table(table_id, own, known, at)
        for table_id, own in by_table.items()
        if at.breaks.get(table_id) != "" and not _is_asleep(table_id, own, known, at, waiting)
    )


def _table(table_id: int, own: Sequence[FirstCall], known: Paces, at: TablesAt) -> Calling:
    minutes = known.tables[table_id].minutes
    busy_for = minutes_since(at.busy[table_id], at.now) if table_id in at.busy else 0.0
    left = max(minutes - busy_for, minutes * _OVERDUE) if table_id in at.busy else 0.0
    rest = at.minutes_to(at.breaks[table_id]) if table_id in at.breaks else 0.0
    return Calling(table_id, _since(own), max(left, rest), minutes, 0.0 if rest > left else busy_for)


def _since(own: Sequence[FirstCall]) -> int:
    return ordinary_since([call.priority for call in reversed(own)])


def _is_asleep(table_id: int, own: Sequence[FirstCall], known: Paces, at: TablesAt, waiting: Sequence[Waiting]) -> bool:
    if table_id in at.busy or table_id in at.breaks:
        return False
    arrivals = [visit.since for visit in waiting if visit.table_id in (None, table_id)]
    if not arrivals:
        return False
    unused_since = max(own[-1].ended_at or own[-1].called_at, min(arrivals))
    return minutes_since(unused_since, at.now) > max(_ASLEEP * known.tables[table_id].minutes, _ASLEEP_MINUTES)
