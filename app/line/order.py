"""The order of the line: as visitors came, with priority visitors let in between by a rule, never absolutely."""

from collections.abc import Sequence
from dataclasses import dataclass


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

    @property
    def place(self) -> tuple[int, int]:
        return self.line_place, self.ticket


@dataclass(frozen=True, slots=True)
class Place:
    visit_id: int
    overtakes: bool
    """The rule puts this priority visitor before an ordinary one who came earlier."""


def order(waiting: Sequence[Waiting], *, after: int, ordinary_since: int) -> list[Place]:
    """Return the places of the line, from its head.

    One priority visitor comes after every `after` ordinary ones; `ordinary_since` have been called since the last
    priority one. A priority visitor who arrived earlier comes earlier. So a ticket is overtaken at most once in `after`
    calls.
    """
    by_place = sorted(waiting, key=lambda visit: visit.place)
    ordinary = [visit for visit in by_place if not visit.priority]
    special = [visit for visit in by_place if visit.priority]
    places: list[Place] = []
    o = s = 0
    while o < len(ordinary) or s < len(special):
        due = s < len(special) and ordinary_since >= after
        if s < len(special) and (due or o == len(ordinary) or special[s].place < ordinary[o].place):
            overtakes = o < len(ordinary) and special[s].place > ordinary[o].place
            places.append(Place(special[s].visit_id, overtakes))
            s, ordinary_since = s + 1, 0
        else:
            places.append(Place(ordinary[o].visit_id, False))
            o, ordinary_since = o + 1, ordinary_since + 1
    return places
