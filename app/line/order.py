"""The order of the line: arrival, with priority visitors let in between by a rule, never absolutely."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Waiting:
    """Who stands in line, as far as the order cares."""

    visit_id: int
    line_at: str
    """The moment that decides the place: the arrival, or a later return to the line."""
    ticket: int
    priority: bool
    table_id: int | None
    """The table asked for; None may be called by any."""

    @property
    def place(self) -> tuple[str, int]:
        return self.line_at, self.ticket


@dataclass(frozen=True, slots=True)
class Place:
    visit_id: int
    why: str
    """One Persian word of reason shown beside who comes next: «نوبت» or «اولویت»."""


def order(waiting: Sequence[Waiting], *, after: int, ordinary_since: int) -> list[Place]:
    """The line from its head.

    One priority visitor comes after every `after` ordinary ones, of whom `ordinary_since` have been called since the
    last; earlier only when he arrived earlier. So nobody's ticket is overtaken more than once in `after` calls.
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
            places.append(Place(special[s].visit_id, "اولویت" if overtakes else "نوبت"))
            s, ordinary_since = s + 1, 0
        else:
            places.append(Place(ordinary[o].visit_id, "نوبت"))
            o, ordinary_since = o + 1, ordinary_since + 1
    return places
