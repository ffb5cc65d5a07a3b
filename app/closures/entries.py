"""The list of holidays as the settings edit it, and a closure by decree."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.access.clerks import Clerk
from app.closures.changes import ROLES, TOPICS, DayChange, by_unit, move_deadlines
from app.errors import Refused
from app.journal.writing import writing
from app.office import lists
from app.office.holidays import holidays
from app.office.lists import Value
from app.office.working_days import WorkingDays
from app.persian.calendar import long_day, weekday
from app.persian.text import checked
from app.referrals import lifecycle
from app.sessions import sessions
from db import Database

_FRIDAY = 6


@dataclass(frozen=True, slots=True)
class ClosureEffect:
    """The effect that a closure of one day would have on deadlines and sessions."""

    day: str
    referrals: int
    """Open ones whose deadline would move."""
    units: int
    sessions: tuple[str, ...]
    """The programmes with a session planned on that day."""


def save(
    db: Database, clerk: Clerk, entry_id: int | None, values: dict[str, str], seen: Mapping[str, Value] | None = None
) -> DayChange:
    """Add an entry (`entry_id` None) or change one, like `lists.save`, and move the deadlines."""
    with writing(db, clerk, ROLES, *TOPICS) as change:
        before = holidays(db).days
        return move_deadlines(change, lists.store(change, "holiday", entry_id, values, seen), before)


def retire(db: Database, clerk: Clerk, entry_id: int, *, back: bool = False) -> DayChange:
    """Take an entry out of the list, or `back` in, and move the deadlines."""
    with writing(db, clerk, ROLES, *TOPICS) as change:
        before = holidays(db).days
        lists.set_retired(change, "holiday", entry_id, back=back)
        return move_deadlines(change, entry_id, before)


def effect_of(db: Database, clerk: Clerk, day: str) -> ClosureEffect:
    """Return what the closure of a day (ISO) would change. Refused for a day that is closed already."""
    clerk.must(*ROLES)
    found, days = _closable(db, day), WorkingDays.load(db)
    moved = lifecycle.would_move(db, days.without(found), found)
    planned = tuple(each.programme for each in sessions.planned(db) if each.day == found)
    return ClosureEffect(found, len(moved), len(by_unit(db, moved)), planned)


def close_day(db: Database, clerk: Clerk, day: str, reason: str, letter: str) -> DayChange:
    """Enter a closure by decree and move the deadlines. `day`: ISO; `letter`: the decree's number, '' without one."""
    with writing(db, clerk, ROLES, *TOPICS) as change:
        found = _closable(db, day)
        row = {
            "name": checked(reason, "علت", "reason", 120),
            "letter": checked(letter, "شمارهٔ نامه", "letter", 60),
            "certain": 1,
            "closure": 1,
        }
        if not row["name"]:
            raise Refused("علت تعطیلی را بنویسید.", "reason")
        before = holidays(db).days
        kept = db.row("SELECT id FROM holiday WHERE day = :day", day=found)
        if kept:  # an entry that was taken out of the list
            entry_id = int(kept["id"])
            db.send(
                "UPDATE holiday SET name = :name, letter = :letter, certain = :certain, closure = :closure,"
                " retired_on = '' WHERE id = :id",
                id=entry_id,
                **row,
            )
        else:
            entry_id = int(
                db.required_row(
                    "INSERT INTO holiday (day, name, letter, certain, closure, position) SELECT :day, :name, :letter,"
                    " :certain, :closure, COALESCE(MAX(position), 0) + 1 FROM holiday RETURNING id",
                    day=found,
                    **row,
                )["id"]
            )
        change.record(
            "close_day", "holiday", entry_id, after={"day": found, "reason": row["name"], "letter": row["letter"]}
        )
        return move_deadlines(change, entry_id, before)


def _closable(db: Database, typed: str) -> str:
    """Return a day that can be closed as YYYY-MM-DD."""
    try:
        day = date.fromisoformat(typed).isoformat()
    except ValueError:
        raise Refused("تاریخ تعطیلی را بنویسید.", "day") from None
    closed = holidays(db)
    if day in closed.days:
        raise Refused(f"این روز در فهرست تعطیلات آمده است: {closed.names[day]}", "day")
    if weekday(day) == _FRIDAY:
        raise Refused(f"{long_day(day)} خود تعطیل است.", "day")
    return day
