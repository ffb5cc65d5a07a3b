"""The journal as a manager reads it: by clerk, by deed, by visitor or case, by day."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import chain

from app.access import privacy
from app.access.clerks import Clerk
from app.access.privacy import Cover, ReadingRights
from app.audit.deeds import condition
from app.audit.words import ChangedValue, action_words, changed_values
from app.office import declared_lists, lists
from app.papers.requests import KINDS
from app.persian.calendar import at
from app.persian.text import ascii_digits, clean, fa
from app.printing import jobs
from app.printing.jobs import ListedPaper
from app.search import search
from app.wall_clock.marks import Mark, marks
from db import Database, Row

ROLES = ("manager", "administrator")
LIMIT = 300
NEWEST = 2**62
"""Stands for the row after the last one."""
BLOCK = 4000
"""Rows of a whole journal read at a time: 127,000 at once take 280 MB."""
IDENTIFIERS = ("code", "mobile")
DIGITS_OF_A_TICKET = 4


@dataclass(frozen=True, slots=True)
class JournalQuery:
    clerk_id: int = 0
    """0 for every clerk."""
    about: str = ""
    """A name, a code, a mobile or a referral's number, as typed; up to four digits are a ticket of the day (without a
    day: of the newest session)."""
    day: str = ""
    """An ISO day; '' for any."""
    deed: str = ""
    """A key of deeds.TITLES; '' for any."""


@dataclass(frozen=True, slots=True)
class JournalRow:
    id: int
    at: str
    clerk: str
    action: str
    """The act in words: «تغییر · واحدها»."""
    about: str
    """The ticket and the visitor of the case, the paper, or the visitor, clerk or entry that was changed; '' where
    there is none of them."""
    visit_id: int
    """0 where the row is about no visit."""
    changes: tuple[ChangedValue, ...]
    """Empty where this clerk may not read them."""
    paper: str = ""
    """The kind of the paper it is about; '' where it is about none."""
    is_print: bool = False
    wrong_clock: int = 0
    """The id of the mark that says the clock was wrong then; 0 without one."""


@dataclass(frozen=True, slots=True)
class JournalPage:
    query: JournalQuery
    rows: tuple[JournalRow, ...]
    """Newest first."""
    total: int
    """The rows that the query asks for, those read before this page and after it too."""
    more: bool
    """Whether older rows were left out."""


def read(db: Database, clerk: Clerk, query: JournalQuery, limit: int = LIMIT, before: int = NEWEST) -> JournalPage:
    """Read the newest rows that a query asks for, of those written `before` a row. Refused for a clerk who is neither
    manager nor administrator; confidential matters are covered here too."""
    rights = privacy.rights_of(db, clerk)
    rights.clerk.must(*ROLES)
    where, values = _where(rights, query)
    rows = _read(rights, where, values, limit + 1, before)
    total = db.required_row(f"SELECT COUNT(*) AS n FROM journal WHERE {' AND '.join(where or ['1 = 0'])}", **values)
    return JournalPage(query, tuple(_journal_rows(rights, rows[:limit])), int(total["n"]), len(rows) > limit)


def every_row(db: Database, clerk: Clerk, query: JournalQuery, block: int = BLOCK) -> Iterator[JournalRow]:
    """Return all rows that a query asks for, newest first, a block of them in memory at a time. Refused as `read`."""
    rights = privacy.rights_of(db, clerk)
    rights.clerk.must(*ROLES)
    return _blocks(rights, *_where(rights, query), block)


def _blocks(rights: ReadingRights, where: list[str], values: Row, block: int) -> Iterator[JournalRow]:
    before = NEWEST
    while rows := _read(rights, where, values, block, before):
        yield from _journal_rows(rights, rows)
        before = rows[-1]["id"]


def _read(rights: ReadingRights, where: list[str], values: Row, limit: int, before: int) -> list[Row]:
    """Return the newest rows of the journal, before one, under these conditions; none without a condition."""
    if not where:
        return []
    return rights.db.rows(
        "SELECT id, at, clerk, action, subject, subject_id, before, after FROM journal"
        f" WHERE {' AND '.join(where)} AND id < :before ORDER BY id DESC LIMIT :limit",
        limit=limit,
        before=before,
        **values,
    )


def _where(rights: ReadingRights, query: JournalQuery) -> tuple[list[str], Row]:
    """Return the conditions and their values; no condition where nothing can match."""
    where, values = ["1 = 1"], Row()
    if query.clerk_id:
        where.append("clerk_id = :clerk")
        values["clerk"] = query.clerk_id
    if query.deed:
        where.append(condition(query.deed))
    if query.day:
        where.append("at >= :since AND at < :until")
        after = (date.fromisoformat(query.day) + timedelta(days=1)).isoformat()
        values |= {"since": at(query.day, "00:00"), "until": at(after, "00:00")}
    if clean(query.about):
        subjects = _subjects(rights.db, _visits(rights, query))
        either = [f"(subject = '{name}' AND subject_id IN ({_among(ids)}))" for name, ids in subjects.items() if ids]
        where = [*where, f"({' OR '.join(either)})"] if either else []
    return where, values


def _visits(rights: ReadingRights, query: JournalQuery) -> list[int]:
    about = ascii_digits(clean(query.about))
    if not (about.isdecimal() and len(about) <= DIGITS_OF_A_TICKET):
        return [hit.visit_id for hit in search.find_for(rights.db, rights.clerk, about, search.COUNTED)[1]]
    rows = rights.db.rows(
        "SELECT visit.id AS id FROM visit JOIN session ON session.id = session_id WHERE ticket = :ticket"
        " AND session.day = COALESCE(NULLIF(CAST(:day AS TEXT), ''),"
        " (SELECT MAX(day) FROM session WHERE state IN ('open', 'closed')))",
        ticket=int(about),
        day=query.day,
    )
    return [row["id"] for row in rows]


def _subjects(db: Database, visits: list[int]) -> dict[str, list[int]]:
    """Return the ids of all that belongs to some visits, by the subject the journal names them by."""
    if not visits:
        return {}
    among = _among(visits)
    referrals = _ids(db, f"SELECT id FROM referral WHERE visit_id IN ({among})")
    papers = _ids(
        db,
        f"SELECT id FROM paper WHERE (kind IN ('ticket', 'receipt') AND subject_id IN ({among}))"
        f" OR (kind = 'slip' AND subject_id IN ({_among(referrals)}))",
    )
    return {
        "visit": visits,
        "ticket": visits,
        "receipt": visits,
        "referral": referrals,
        "slip": referrals,
        "paper": papers,
        "paraph": _ids(db, f"SELECT id FROM paraph WHERE visit_id IN ({among})"),
        "visitor": _ids(db, f"SELECT visitor_id AS id FROM visit WHERE id IN ({among})"),
    }


def _journal_rows(rights: ReadingRights, rows: list[Row]) -> list[JournalRow]:
    papers = jobs.named_papers(rights, [row["subject_id"] or 0 for row in rows if row["subject"] == "paper"])
    visit_of = _cases(rights.db, rows, papers)
    names = _names(rights.db, [row["subject_id"] for row in rows if row["subject"] == "visitor"])
    cases = _people(rights.db, sorted(set(visit_of.values())))
    found = []
    for row in rows:
        paper = papers.get(row["subject_id"]) if row["subject"] == "paper" else None
        found.append(_journal_row(rights, row, cases.get(visit_of.get(row["id"], 0)), paper, names))
    if wrong := marks(rights.db):
        return [replace(each, wrong_clock=_mark_of(each, wrong)) for each in found]
    return found


def _mark_of(row: JournalRow, wrong: list[Mark]) -> int:
    return next((each.id for each in wrong if each.covers(row.id, row.at)), 0)


def _journal_row(
    rights: ReadingRights, row: Row, case: Row | None, paper: ListedPaper | None, names: dict[tuple[str, str], str]
) -> JournalRow:
    cover = rights.cover(case["id"], case["confidential"]) if case else Cover(is_open=True)
    before, after = (_masked(rights, row["subject"], json.loads(row[side])) for side in ("before", "after"))
    values = changed_values(before, after, names) if cover.is_open else [ChangedValue("موضوع", "", cover.label(""))]
    about = names.get((row["subject"], str(row["subject_id"])), "")
    if paper:
        about = " · ".join(filter(None, (paper.name, paper.about)))
    elif case:
        about = f"نوبت {case['ticket']} · {_name(case)}"
    return JournalRow(
        row["id"],
        row["at"],
        row["clerk"],
        action_words(row["action"], paper.paper.kind if paper else row["subject"]),
        fa(about),
        case["id"] if case else 0,
        tuple(values),
        KINDS[paper.paper.kind] if paper else "",
        row["action"] == "printed",
    )


def _masked(rights: ReadingRights, subject: str, values: Row) -> Row:
    """Return a visitor's values with the code and the mobile as this clerk sees them elsewhere."""
    if subject != "visitor":
        return values
    return {name: rights.shown_identifier(str(text)) if name in IDENTIFIERS else text for name, text in values.items()}


def _name(person: Row) -> str:
    return f"{person['first_name']} {person['last_name']}".strip()


def _cases(db: Database, rows: list[Row], papers: dict[int, ListedPaper]) -> dict[int, int]:
    """Return the visit each row is about, by the row's id."""
    by_subject: dict[str, list[int]] = {}
    for row in rows:
        by_subject.setdefault(row["subject"], []).append(row["subject_id"] or 0)
    referrals = _visit_ids(db, "referral", [*by_subject.get("referral", []), *by_subject.get("slip", [])])
    paraphs = _visit_ids(db, "paraph", by_subject.get("paraph", []))
    printed = {id_: paper.visit_id or 0 for id_, paper in papers.items()}
    found = {}
    for row in rows:
        subject, subject_id = row["subject"], row["subject_id"]
        visits = {"referral": referrals, "slip": referrals, "paraph": paraphs, "paper": printed}.get(subject, {})
        visit = subject_id if subject in ("visit", "ticket", "receipt") else visits.get(subject_id)
        if visit:
            found[row["id"]] = int(visit)
    return found


def _visit_ids(db: Database, table: str, ids: list[int]) -> dict[int, int]:
    return {
        row["id"]: row["visit_id"] for row in db.rows(f"SELECT id, visit_id FROM {table} WHERE id IN ({_among(ids)})")
    }


def _people(db: Database, visits: list[int]) -> dict[int, Row]:
    rows = db.rows(
        "SELECT visit.id AS id, ticket, first_name, last_name, confidential FROM visit"
        " JOIN visitor ON visitor.id = visitor_id JOIN category ON category.id = category_id"
        f" WHERE visit.id IN ({_among(visits)})"
    )
    return {row["id"]: row for row in rows}


def _names(db: Database, visitors: list[int]) -> dict[tuple[str, str], str]:
    found = {
        (name, str(row["id"])): str(row[spec.shown])
        for name, spec in declared_lists.LISTS.items()
        for row in lists.entries(db, name, retired=True)
    }
    for outcomes in ("response_outcome", "visit_outcome"):
        found |= {("outcome", str(row["code"])): str(row["name"]) for row in lists.entries(db, outcomes, retired=True)}
    found |= {("clerk", str(row["id"])): str(row["name"]) for row in db.rows("SELECT id, name FROM clerk")}
    people = db.rows(f"SELECT id, first_name, last_name FROM visitor WHERE id IN ({_among(visitors)})")
    return found | {("visitor", str(row["id"])): _name(row) for row in people}


def _ids(db: Database, sql: str) -> list[int]:
    return [int(row["id"]) for row in db.rows(sql)]


def _among(ids: list[int]) -> str:
    return ", ".join(str(int(each)) for each in dict.fromkeys(chain(ids, [0])))
