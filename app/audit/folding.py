"""The journal's prints folded: a run of them is one row, which says how many papers of which kind."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from app.audit.reading import JournalRow
from app.persian.calendar import local_day


@dataclass(frozen=True, slots=True)
class Fold:
    """Two or more prints of one clerk on one day, with nothing between them."""

    rows: tuple[JournalRow, ...]
    """Newest first."""

    @property
    def id(self) -> int:
        """Negative, so that it is no row's: minus the id of the oldest print, which stays when newer ones come."""
        return -self.rows[-1].id

    @property
    def papers(self) -> tuple[tuple[str, int], ...]:
        """The kinds of the papers and how many of each, the most frequent first."""
        return tuple(Counter(row.paper for row in self.rows).most_common())


def folded(rows: Iterable[JournalRow]) -> list[JournalRow | Fold]:
    found: list[JournalRow | Fold] = []
    for key, group in groupby(rows, _run):
        run = tuple(group)
        found += [Fold(run)] if key and len(run) > 1 else run
    return found


def _run(row: JournalRow) -> tuple[str, str, int] | None:
    return (row.clerk, local_day(row.at), row.wrong_clock) if row.is_print else None
