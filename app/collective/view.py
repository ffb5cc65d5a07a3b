"""Collective cases as they are read. A visit whose matter is confidential now is left out, for every reader."""

from dataclasses import dataclass

from app.access.clerks import Clerk
from app.access.privacy import ReadingRights, rights_of
from app.collective.changes import ROLES
from app.persian.text import sort_key
from app.referrals.state import IS_OPEN, WANTS_ANSWER
from app.spreadsheets.writing import Column, Listing
from app.visits.visits import STATES
from db import Database

_MEMBERS = (
    "collective_visit JOIN visit ON visit.id = collective_visit.visit_id JOIN session ON session.id = session_id"
    " JOIN category ON category.id = category_id AND confidential = 0"
)
_OPEN = (
    "(SELECT COUNT(*) FROM followup JOIN referral ON referral.id = referral_id WHERE referral.visit_id = visit.id"
    f" AND {IS_OPEN} AND {WANTS_ANSWER})"
)

_COLUMNS = (
    Column("نوبت", "number"),
    Column("مراجعه‌کننده"),
    Column("موضوع"),
    Column("شرح"),
    Column("روز", "day"),
    Column("وضعیت"),
    Column("ارجاع باز", "number"),
)


@dataclass(frozen=True, slots=True)
class CollectiveCase:
    id: int
    name: str
    visits: int
    people: int
    open: int
    """Referrals of its visits that wait for an answer."""
    since: str
    until: str
    """The days of its first and its last visit."""


@dataclass(frozen=True, slots=True)
class Member:
    """A visit of a collective case."""

    visit_id: int
    visitor: str
    category: str
    matter: str
    day: str
    ticket: int
    state: str
    """In words."""
    open: int


def cases(db: Database, clerk: Clerk) -> list[CollectiveCase]:
    """Return the collective cases that have a visit to show, by the day of their last one, the newest first."""
    rights_of(db, clerk).clerk.must(*ROLES)
    rows = db.rows(
        "SELECT collective_case.id AS id, collective_case.name AS name, COUNT(found.visit_id) AS visits,"
        " COUNT(DISTINCT visitor_id) AS people, SUM(open) AS open, MIN(day) AS since,"
        " MAX(day) AS until FROM collective_case JOIN (SELECT collective_id, visit.id AS visit_id,"
        f" visitor_id, session.day AS day, {_OPEN} AS open FROM {_MEMBERS}) AS found"
        " ON found.collective_id = collective_case.id GROUP BY collective_case.id, collective_case.name"
    )
    found = [CollectiveCase(**row | {"open": int(row["open"])}) for row in rows]
    return sorted(sorted(found, key=lambda case: sort_key(case.name)), key=lambda case: case.until, reverse=True)


def members(db: Database, clerk: Clerk, collective_id: int) -> list[Member]:
    """Return the visits of a collective case, oldest first."""
    rights_of(db, clerk).clerk.must(*ROLES)
    rows = db.rows(
        "SELECT visit.id AS visit_id, first_name, last_name, category.name AS category, matter, session.day AS day,"
        f" ticket, visit.state AS state, {_OPEN} AS open FROM {_MEMBERS} JOIN visitor ON visitor.id = visitor_id"
        " WHERE collective_id = :id ORDER BY session.day, visit.id",
        id=collective_id,
    )
    return [
        Member(
            row["visit_id"],
            f"{row['first_name']} {row['last_name']}".strip(),
            row["category"],
            row["matter"],
            row["day"],
            row["ticket"],
            STATES[row["state"]],
            int(row["open"]),
        )
        for row in rows
    ]


def listing(db: Database, clerk: Clerk, collective_id: int) -> Listing:
    """Return the visits of a collective case as a list that leaves the program as a file."""
    found = members(db, clerk, collective_id)
    name = next((case.name for case in cases(db, clerk) if case.id == collective_id), "پروندهٔ جمعی")
    rows = [(each.ticket, each.visitor, each.category, each.matter, each.day, each.state, each.open) for each in found]
    return Listing(name, _COLUMNS, rows)


def of_visit(rights: ReadingRights, visit_id: int) -> tuple[str, ...]:
    """Return the collective cases a visit is in, each with its number of visits: «پارک آزادگان (54 مراجعه)»."""
    rows = rights.db.rows(
        "SELECT collective_case.name AS name, (SELECT COUNT(*) FROM"
        f" {_MEMBERS} WHERE collective_id = collective_case.id) AS n"
        " FROM collective_case JOIN collective_visit AS mine ON mine.collective_id = collective_case.id"
        " JOIN visit AS shown ON shown.id = mine.visit_id JOIN category AS kind ON kind.id = shown.category_id"
        " WHERE mine.visit_id = :id AND kind.confidential = 0 ORDER BY collective_case.id",
        id=visit_id,
    )
    return tuple(f"{row['name']} ({row['n']} مراجعه)" for row in rows)
