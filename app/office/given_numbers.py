"""The numbers an office has given to referrals, rounds, tickets, ledgers and reminders, in its data and in gaps."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from db import Database

Place = TypeVar("Place", tuple[int, int], tuple[int, str], str)


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
    ledgers: int = 0
    """The last ledger."""
    reminders: Mapping[str, int] = field(default_factory=dict)
    """The last reminder, by the referral's number."""

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
            max(self.ledgers, other.ledgers),
            _later(self.reminders, other.reminders),
        )


def given_numbers(db: Database) -> GivenNumbers:
    """Read the numbers of an office. Its schema may be older than the table of gaps."""
    held = _in_data(db)
    return held.joined(_in_gaps(db)) if db.has_table("number_gap") else held


def _in_data(db: Database) -> GivenNumbers:
    rounds: dict[int, set[int]] = {}
    for row in db.rows("SELECT programme_id, round FROM session WHERE round IS NOT NULL"):
        rounds.setdefault(row["programme_id"], set()).add(row["round"])
    tickets = db.rows(
        "SELECT programme_id, day, MAX(ticket) AS last FROM visit JOIN session ON session.id = session_id"
        " GROUP BY programme_id, day"
    )
    reminders = db.rows(
        "SELECT number, MAX(ordinal) AS last FROM reminder JOIN referral ON referral.id = referral_id GROUP BY number"
    )
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
        {(row["programme_id"], row["day"]): row["last"] for row in tickets},
        int(db.required_row("SELECT COALESCE(MAX(id), 0) AS last FROM dispatch")["last"]),
        {row["number"]: row["last"] for row in reminders},
    )


def _in_gaps(db: Database) -> GivenNumbers:
    rounds: dict[int, frozenset[int]] = {}
    tickets: dict[tuple[int, str], int] = {}
    ledgers, reminders = 0, dict[str, int]()
    for row in db.rows("SELECT kind, programme_id, day, number, first, last FROM number_gap ORDER BY last"):
        if row["kind"] == "round":
            before = rounds.get(row["programme_id"], frozenset())
            rounds[row["programme_id"]] = before | frozenset(range(row["first"], row["last"] + 1))
        elif row["kind"] == "ticket":
            tickets[row["programme_id"], row["day"]] = row["last"]
        elif row["kind"] == "ledger":
            ledgers = row["last"]
        elif row["kind"] == "reminder":
            reminders[row["number"]] = row["last"]
    return GivenNumbers(rounds=rounds, tickets=tickets, ledgers=ledgers, reminders=reminders)


def _later(one: Mapping[Place, int], other: Mapping[Place, int]) -> dict[Place, int]:
    return {place: max(one.get(place, 0), other.get(place, 0)) for place in {**one, **other}}
