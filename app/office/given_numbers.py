"""The numbers an office has given: of referrals, session rounds and tickets, on paper and in gaps alike."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from db import Database, Row

GAPS = "number_gap"
Place = TypeVar("Place", tuple[int, int], tuple[int, str])


@dataclass(frozen=True, slots=True)
class Series:
    """The series of one programme."""

    programme_id: int
    letter: str
    digit: int


@dataclass(frozen=True, slots=True)
class GivenNumbers:
    series: tuple[Series, ...] = ()
    referrals: Mapping[tuple[int, int], int] = field(default_factory=dict)
    """The last serial, by series digit and Jalali year."""
    rounds: Mapping[int, frozenset[int]] = field(default_factory=dict)
    """All rounds, by programme: they may jump, because the office may say at which the count goes on."""
    tickets: Mapping[tuple[int, str], int] = field(default_factory=dict)
    """The last ticket, by programme and the session's day."""

    def joined(self, other: "GivenNumbers") -> "GivenNumbers":
        """Return the numbers that either has given."""
        return GivenNumbers(
            self.series + other.series,
            _later(self.referrals, other.referrals),
            {
                programme: self.rounds.get(programme, frozenset()) | other.rounds.get(programme, frozenset())
                for programme in {**self.rounds, **other.rounds}
            },
            _later(self.tickets, other.tickets),
        )


def given_numbers(db: Database) -> GivenNumbers:
    """Read the numbers of an office. Its schema may be older than the table of gaps."""
    rounds: dict[int, set[int]] = {}
    for row in db.rows("SELECT programme_id, round FROM session WHERE round IS NOT NULL"):
        rounds.setdefault(row["programme_id"], set()).add(row["round"])
    tickets = {
        (row["programme_id"], row["day"]): int(row["last"])
        for row in db.rows(
            "SELECT programme_id, day, MAX(ticket) AS last FROM visit JOIN session ON session.id = session_id"
            " GROUP BY programme_id, day"
        )
    }
    for row in _gaps(db):
        if row["kind"] == "round":
            rounds.setdefault(row["programme_id"], set()).update(range(row["first"], row["last"] + 1))
        elif row["kind"] == "ticket":
            place = row["programme_id"], row["day"]
            tickets[place] = max(tickets.get(place, 0), row["last"])
    return GivenNumbers(
        tuple(
            Series(row["id"], row["series"], row["series_digit"])
            for row in db.rows("SELECT id, series, series_digit FROM programme ORDER BY position, id")
        ),
        {
            (row["series_digit"], row["year"]): row["last"]
            for row in db.rows("SELECT series_digit, year, last FROM numbering")  # counts the numbers in gaps too
        },
        {programme: frozenset(found) for programme, found in rounds.items()},
        tickets,
    )


def _gaps(db: Database) -> list[Row]:
    if not db.has_table(GAPS):
        return []
    return db.rows(f"SELECT kind, programme_id, day, first, last FROM {GAPS} WHERE kind <> 'referral'")


def _later(one: Mapping[Place, int], other: Mapping[Place, int]) -> dict[Place, int]:
    return {place: max(one.get(place, 0), other.get(place, 0)) for place in {**one, **other}}
