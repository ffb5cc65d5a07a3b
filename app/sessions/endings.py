"""The visits that a session still holds when it is closed, and how each leaves it by the choice of the clerk."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeGuard, get_args

from app.errors import Refused
from app.persian.calendar import long_day
from app.persian.text import fa, isolate
from db import Database

Ending = Literal["next", "left", "no_show"]
"""Carried over to the programme's next session, withdrawn, absent."""
NAMED = 3
"""A refusal names so many visitors, and counts the others."""


@dataclass(frozen=True, slots=True)
class Unended:
    """A visit that has not ended."""

    visit_id: int
    ticket: int
    name: str
    state: Literal["waiting", "called", "meeting", "held"]
    table: str
    """Name of the table that the visitor was called to; '' while nobody called."""


@dataclass(frozen=True, slots=True)
class Closing:
    """The numbers of visits that the closing of a session carried over or ended."""

    session_id: int
    next_day: str
    """The day that visits were carried over to, YYYY-MM-DD; '' when none was."""
    carried: int
    left: int
    absent: int

    def sentence(self) -> str:
        """Return what became of each group, as the clerk is told it; '' when nobody was left."""
        groups = (
            [f"{fa(self.carried)} نفر به جلسهٔ {isolate(long_day(self.next_day))} منتقل شدند"] if self.carried else []
        )
        groups += [f"برای {fa(self.left)} نفر انصراف ثبت شد"] if self.left else []
        groups += [f"برای {fa(self.absent)} نفر غیبت ثبت شد"] if self.absent else []
        return "، ".join(groups)


def unended(db: Database, session_id: int) -> tuple[Unended, ...]:
    """Return the visits that have not ended, in the order of their tickets. What was entered from paper is over."""
    rows = db.rows(
        "SELECT visit.id AS visit_id, ticket, first_name, last_name, visit.state AS state,"
        " COALESCE(meeting_table.name, '') AS table_name FROM visit JOIN visitor ON visitor.id = visitor_id"
        " LEFT JOIN meeting_table ON meeting_table.id = visit.table_id AND visit.state IN ('called', 'meeting')"
        " WHERE session_id = :id AND on_paper = 0 AND visit.state IN ('waiting', 'called', 'meeting', 'held')"
        " ORDER BY ticket",
        id=session_id,
    )
    return tuple(
        Unended(
            row["visit_id"],
            row["ticket"],
            f"{row['first_name']} {row['last_name']}".strip(),
            row["state"],
            row["table_name"],
        )
        for row in rows
    )


def decided(still_here: tuple[Unended, ...], chosen: Mapping[int, str], others: str) -> dict[int, Ending]:
    """Return the ending of each visit: the chosen one, or else `others`. Raise Refused at the field `waiting` when
    neither says one, with the names of the visitors it is missing for."""
    endings = {each.visit_id: chosen.get(each.visit_id, others) for each in still_here}
    undecided = [each for each in still_here if not _is_ending(endings[each.visit_id])]
    if undecided:
        raise Refused(f"{_names(undecided)} هنوز در جلسه هستند؛ وضعیت ایشان را مشخص کنید.", "waiting")
    return {visit_id: ending for visit_id, ending in endings.items() if _is_ending(ending)}


def _is_ending(word: str) -> TypeGuard[Ending]:
    return word in get_args(Ending)


def _names(visits: list[Unended]) -> str:
    named = "، ".join(f"{isolate(each.name)} (نوبت {isolate(fa(each.ticket))})" for each in visits[:NAMED])
    more = len(visits) - NAMED
    return f"{named} و {fa(more)} نفر دیگر" if more > 0 else named
