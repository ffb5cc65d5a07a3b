"""The office's own lists as files: sessions, clerks, the lists declared in app/office/lists.py, backups."""

from collections.abc import Sequence
from typing import Any

from app.access import clerks
from app.access.clerks import ROLES, Clerk
from app.backups import files
from app.office import declared_lists, lists
from app.office.declared_lists import LISTS
from app.sessions import sessions
from app.spreadsheets.writing import Column, Listing
from db import Database, Row

_SESSIONS = (
    Column("برنامه"),
    Column("شمارهٔ جلسه", "number"),
    Column("روز", "day"),
    Column("وضعیت"),
    Column("آغاز", "moment"),
    Column("پایان", "moment"),
    Column("مراجعه", "number"),
    Column("علت"),
)
_CLERKS = (Column("نام"), Column("نام کاربری"), Column("نقش‌ها"), Column("رفته از", "day"))
_BACKUPS = (
    Column("فایل"),
    Column("نوع"),
    Column("زمان", "moment"),
    Column("اندازه (بایت)", "number"),
    Column("در دو جا"),
)
RETIRED = Column("کنار گذاشته از", "day")
YES = {True: "بله", False: "خیر"}
KEEPERS = ("administrator", "manager")


def session_listing(db: Database, clerk: Clerk) -> Listing:
    """Return all sessions, planned and past, newest first."""
    visits = {
        row["session_id"]: row["n"]
        for row in db.rows(
            "SELECT session_id, COUNT(*) AS n FROM visit WHERE state NOT IN ('moved', 'postponed') GROUP BY session_id"
        )
    }
    found = sorted([*sessions.planned(db), *sessions.past(db)], key=lambda each: each.day, reverse=True)
    rows = (
        (
            each.programme,
            each.round,
            each.day,
            sessions.STATES[each.state],
            each.opened_at,
            each.closed_at,
            visits.get(each.id, 0),
            each.reason,
        )
        for each in found
    )
    return Listing("جلسه‌ها", _SESSIONS, rows)


def clerk_listing(db: Database, clerk: Clerk) -> Listing:
    clerks.current(db, clerk.id).must(*KEEPERS)
    rows = (
        (each.name, each.login, "، ".join(ROLES[role] for role in ROLES if role in each.roles), each.retired_on)
        for each in clerks.everyone(db, retired=True)
    )
    return Listing("متصدی‌ها", _CLERKS, rows)


def declared_listing(db: Database, clerk: Clerk, name: str) -> Listing:
    """Return a list declared in app/office/lists.py with its retired entries; a link is written as a name."""
    clerks.current(db, clerk.id).must(*KEEPERS)
    spec = LISTS[name]
    links = {
        column.name: {
            row["id"]: row[LISTS[column.target].shown] for row in lists.entries(db, column.target, retired=True)
        }
        for column in spec.columns
        if column.kind == "link"
    }
    columns = tuple(
        Column(each.label, "day" if each.kind == "day" else "number" if each.kind == "number" else "text")
        for each in spec.columns
    )
    rows = (
        [*(_cell(each, row, links) for each in spec.columns), row["retired_on"]]
        for row in lists.entries(db, name, retired=True)
    )
    return Listing(spec.title, (*columns, RETIRED), rows)


def backup_listing(_: Database, clerk: Clerk, found: Sequence[files.BackupFile]) -> Listing:
    """Return the backups as the page of this PC lists them."""
    rows = ((each.file.name, files.KINDS[each.kind], each.at, each.size, YES[each.twice]) for each in found)
    return Listing("پشتیبان‌ها", _BACKUPS, rows)


def _cell(column: declared_lists.Column, row: Row, links: dict[str, dict[Any, Any]]) -> Any:
    value = row[column.name]
    if column.kind == "link":
        return links[column.name].get(value, "")
    if column.kind == "flag":
        return YES[bool(value)]
    if column.kind == "choice":
        return dict(column.options).get(str(value), value)
    return value
