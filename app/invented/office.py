"""The invented office while it is lived in: its database, clock and clerks, and what is to be done on which day."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random

from app.access import clerks
from app.access.clerks import Clerk
from app.accounts import first_run, staff
from app.invented import cast
from app.invented.cast import Cast, Cluster, Days
from app.invented.kept_facts import KeptFacts, KeptReferral
from app.invented.people import Coming, People, Person
from app.invented.set_clock import SetClock
from app.office import lists
from app.office.working_days import WorkingDays
from app.papers import requests
from app.persian.calendar import local_day
from db import Database, Row

LOGIN, PASSWORD = "demo", "123456"
_STAFF = (
    ("reception", "پ. پذیرشی", ("reception",)),
    ("caller", "ف. فراخوانی", ("caller", "manager")),
    ("table", "م. میزبانی", ("table", "confidential")),
    ("followup", "پ. پیگیری", ("followup", "secretariat", "confidential")),
)


@dataclass(slots=True)
class InventedOffice:
    db: Database
    clock: SetClock
    chance: Random
    cast: Cast
    clerks: dict[str, Clerk]
    """By login."""
    units: dict[str, int]
    """Ids by code."""
    categories: dict[tuple[str, str], int]
    """Ids by audience and name."""
    tables: list[Row]
    groups: list[int]
    """Ids of the groups with priority."""
    days: WorkingDays
    people: People
    persons: list[Person] = field(default_factory=list)
    by_visitor: dict[int, Person] = field(default_factory=dict)
    facts: KeptFacts = field(default_factory=KeptFacts)
    agenda: defaultdict[str, list[Callable[[], None]]] = field(default_factory=lambda: defaultdict(list))
    """By day: what the follow-up office does then."""
    receipts: defaultdict[str, list[KeptReferral]] = field(default_factory=lambda: defaultdict(list))
    """By day: the slips that their units acknowledge."""
    quotas: dict[str, list[tuple[Cluster, int]]] = field(default_factory=dict)
    """By the day of a session: the clusters whose people come, and how many of them."""

    @property
    def today(self) -> str:
        return local_day(self.db.now())

    def some_days(self, within: Days) -> int:
        return self.chance.randint(*within)

    def later(self, day: str, working_days: int) -> str:
        return self.days.after(day, working_days)

    def happens(self, share: float) -> bool:
        return self.chance.random() < share

    def at_work(self, seconds: int = 30) -> None:
        """Let so much time go by."""
        self.clock.turn(seconds)

    def count(self, act: str, times: int = 1) -> None:
        self.facts.acts[act] += times

    def coming(self, visitor_id: int) -> Coming:
        """Return what a person who is in a session came about."""
        return self.by_visitor[visitor_id].comings[-1]

    def print_what_waits(self) -> None:
        clerk = self.clerks["caller"]
        if papers := requests.waiting(self.db, clerk.desk):
            requests.mark_printed(self.db, clerk, [paper.id for paper in papers])


def found_office(db: Database, clock: SetClock, seed: int) -> InventedOffice:
    """Make an office with its clerks in an empty database."""
    first_run.set_up(db, office="شهرداری کرج", login=LOGIN, name="ن. نمونه‌ای", password=PASSWORD)
    leader = clerks.current(db, clerks.everyone(db)[0].id)
    for login, name, roles in _STAFF:
        staff.add(db, leader, login=login, name=name, roles=frozenset(roles), password=PASSWORD)
    chance, characters = Random(seed), cast.load()
    return InventedOffice(
        db,
        clock,
        chance,
        characters,
        {each.login: each for each in clerks.everyone(db)},
        {row["code"]: row["id"] for row in lists.entries(db, "unit")},
        {(row["audience"], row["name"]): row["id"] for row in lists.entries(db, "category")},
        lists.entries(db, "meeting_table"),
        [row["id"] for row in lists.entries(db, "priority_group")],
        WorkingDays.load(db),
        People(chance, tuple(characters.places)),
    )


def as_moment(day: str, hour: int) -> datetime:
    """Return a full hour of Universal Time of a day."""
    return datetime.fromisoformat(day).replace(hour=hour, tzinfo=UTC)
