"""Moving the deadlines with the days the office is closed, and keeping which moved, for the letters to the units."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from app.journal.topics import Topic
from app.journal.writing import Change
from app.office.holidays import holidays
from app.persian.calendar import local_day
from app.referrals import lifecycle
from app.referrals.lifecycle import Moved
from app.referrals.state import IS_OPEN
from db import Database

ROLES = ("administrator", "manager")
TOPICS: tuple[Topic, ...] = ("office", "session", "paraphs")


@dataclass(frozen=True, slots=True)
class DayChange:
    """An entry of the list of holidays that was written, and the deadlines that moved with it."""

    entry_id: int
    change_id: int | None = None
    """None where no deadline moved."""
    referrals: int = 0
    units: int = 0


def by_unit(db: Database, moved: Iterable[Moved]) -> list[tuple[int, list[Moved]]]:
    """Group open referrals by the unit that has them, without a statement for each."""
    rows = db.rows(f"SELECT referral_id, unit_id FROM followup WHERE {IS_OPEN}")
    units = {row["referral_id"]: row["unit_id"] for row in rows}
    found = sorted(((units[each.referral_id], each) for each in moved), key=lambda pair: (pair[0], pair[1].referral_id))
    return [(unit_id, [each for _, each in some]) for unit_id, some in groupby(found, key=itemgetter(0))]


def move_deadlines(change: Change, entry_id: int, before: frozenset[str]) -> DayChange:
    """Move the deadlines after an entry of the list was written. `before`: the days that were closed until then."""
    after = holidays(change.db).days
    if before == after:
        return DayChange(entry_id)
    moved = lifecycle.move_clocks(change, min(before ^ after))
    if not moved:
        return DayChange(entry_id)
    letters = by_unit(change.db, moved)
    change_id = _insert_change(change, entry_id, closed=after - before, opened=before - after)
    for unit_id, some in letters:
        _insert_letter(change, change_id, unit_id, some)
    change.record("deadlines", "holiday", entry_id, after={"moved": len(moved), "units": len(letters)})
    return DayChange(entry_id, change_id, len(moved), len(letters))


def _insert_change(change: Change, entry_id: int, *, closed: frozenset[str], opened: frozenset[str]) -> int:
    row = change.db.required_row(
        "INSERT INTO day_change (holiday_id, day, at, clerk, closed_day, opened_day, reason, letter)"
        " SELECT id, :today, :now, :clerk, :closed, :opened, name, letter FROM holiday WHERE id = :id RETURNING id",
        id=entry_id,
        today=local_day(change.now),
        now=change.now,
        clerk=change.clerk.name,
        closed=min(closed, default=""),
        opened=min(opened, default=""),
    )
    return int(row["id"])


def _insert_letter(change: Change, change_id: int, unit_id: int, some: Iterable[Moved]) -> None:
    letter = change.db.required_row(
        "INSERT INTO deadline_letter (change_id, unit_id) VALUES (:change, :unit) RETURNING id",
        change=change_id,
        unit=unit_id,
    )
    for each in some:
        change.db.send(
            "INSERT INTO moved_deadline (letter_id, referral_id, before_day, after_day)"
            " VALUES (:letter, :referral, :before, :after)",
            letter=letter["id"],
            referral=each.referral_id,
            before=each.before,
            after=each.after,
        )
