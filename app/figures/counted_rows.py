"""The rows behind a number of a report, read in pages as one clerk may see them."""

from dataclasses import dataclass

from app.access.clerks import Clerk, current
from app.access.privacy import ReadingRights
from app.figures.counted import Counted, Subject, rows_sql
from app.figures.scorecard import ROLES
from app.referrals.state import STAGES
from app.spreadsheets.writing import Column, Listing
from app.visits import visits
from db import Database, Row

STATES = {**visits.STATES, **STAGES}
"""The words of a row's state."""
_COLUMNS = (
    Column("شماره"),
    Column("واحد یا مقام"),
    Column("مراجعه‌کننده"),
    Column("موضوع"),
    Column("روز", "day"),
    Column("وضعیت"),
)
PAGE = 200
"""Rows that are read at a time."""


@dataclass(frozen=True, slots=True)
class CountedRow:
    id: int
    """The id of a referral, a visit, a visitor, a session, a meeting or a paraph."""
    visit_id: int
    """The visit whose case it opens, of a visitor the last one; 0 of a session."""
    number: str
    """The number of a referral, the round of a session, else the ticket; '' without one."""
    name: str
    """The unit of a referral, the official of a paraph; else ''."""
    visitor: str
    """«محرمانه», like the category, where the clerk may not read the matter."""
    category: str
    day: str
    """The day of issue or of the session; of a promise the promised day."""
    state: str
    """The stage of a referral, the state of a visit; '' of a session."""
    amount: int
    """How much of the number it is: the people of a visit, the visits of a person or a session; else 1."""


@dataclass(frozen=True, slots=True)
class CountedPage:
    """One page of the rows, and how many there are."""

    rows: tuple[CountedRow, ...]
    offset: int
    total: int
    amount: int
    """The rows' amounts together, not of this page alone."""


_PERSON = "first_name, last_name, category.name AS category, confidential"
_OF_VISIT = (
    " JOIN visit ON visit.id = counted.visit_id JOIN visitor ON visitor.id = visitor_id"
    " JOIN category ON category.id = category_id"
)
_REFERRALS = (
    f"referral.visit_id AS visit_id, number, unit_name AS name, {_PERSON}, stage AS state",
    " JOIN referral ON referral.id = counted.id JOIN followup ON followup.referral_id = counted.id"
    " JOIN visit ON visit.id = referral.visit_id JOIN visitor ON visitor.id = visitor_id"
    " JOIN category ON category.id = visit.category_id",
)
_VISITS = (f"counted.visit_id AS visit_id, ticket AS number, '' AS name, {_PERSON}, visit.state AS state", _OF_VISIT)
_DETAILS: dict[Subject, tuple[str, str]] = {
    "referrals": _REFERRALS,
    "promises": _REFERRALS,
    "visits": _VISITS,
    "people": _VISITS,
    "meetings": _VISITS,
    "paraphs": (
        f"counted.visit_id AS visit_id, ticket AS number, official_post AS name, {_PERSON}, visit.state AS state",
        f" JOIN paraph ON paraph.id = counted.id{_OF_VISIT}",
    ),
    "sessions": (
        "0 AS visit_id, round AS number, '' AS name, '' AS first_name, '' AS last_name, '' AS category,"
        " 0 AS confidential, '' AS state",
        " JOIN session ON session.id = counted.id",
    ),
}
"""By subject, what is read of its rows, and the tables it comes from."""


def page(db: Database, clerk: Clerk, counted: Counted, offset: int = 0, limit: int = PAGE) -> CountedPage:
    """Return a page of the rows that a number counts, the oldest day first."""
    now = current(db, clerk.id)
    now.must(*ROLES)
    rights = ReadingRights(db, now)
    sql, values = rows_sql(db, counted)
    known = db.required_row(
        f"SELECT COUNT(*) AS n, COALESCE(SUM(amount), 0) AS amount FROM ({sql}) AS counted", **values
    )
    columns, tables = _DETAILS[counted.subject]
    rows = db.rows(
        f"SELECT counted.id AS id, counted.day AS day, amount, {columns} FROM"
        f" ({sql} ORDER BY day, id LIMIT :limit OFFSET :offset) AS counted{tables} ORDER BY counted.day, counted.id",
        limit=limit,
        offset=offset,
        **values,
    )
    return CountedPage(tuple(_row(row, rights) for row in rows), offset, int(known["n"]), int(known["amount"]))


def visit_ids(db: Database, clerk: Clerk, counted: Counted) -> list[int]:
    """Return the visits of all the rows, each once; none of a number that counts sessions."""
    rows = page(db, clerk, counted, limit=page(db, clerk, counted, limit=0).total).rows
    return sorted({each.visit_id for each in rows if each.visit_id})


def listing(db: Database, clerk: Clerk, title: str, counted: Counted) -> Listing:
    """Return all the rows as a list that leaves the program as a file."""
    rows = page(db, clerk, counted, limit=page(db, clerk, counted, limit=0).total).rows
    cells = [
        (each.number, each.name, each.visitor, each.category, each.day, STATES.get(each.state, "")) for each in rows
    ]
    return Listing(title, _COLUMNS, cells)


def _row(row: Row, rights: ReadingRights) -> CountedRow:
    cover = rights.cover(row["visit_id"], row["confidential"])
    return CountedRow(
        row["id"],
        row["visit_id"],
        str(row["number"] or ""),
        row["name"] and cover.label(row["name"]),
        cover.label(f"{row['first_name']} {row['last_name']}".strip()),
        cover.label(row["category"]),
        row["day"],
        row["state"],
        int(row["amount"]),
    )
