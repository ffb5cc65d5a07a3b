"""The view of the holidays for their section in the settings."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.closures.letters import latest_changes
from app.closures.year import YearToConfirm, year_to_confirm
from app.office import lists
from app.office.lists import Contents
from db import Database


@dataclass(frozen=True, slots=True)
class HolidayList:
    contents: Contents
    closures: frozenset[int]
    """The entries that are closures by decree."""
    changes: Mapping[int, int]
    """By entry: its last change that moved deadlines."""
    year: YearToConfirm


def holiday_list(db: Database) -> HolidayList:
    closures = frozenset(row["id"] for row in db.rows("SELECT id FROM holiday WHERE closure = 1"))
    return HolidayList(lists.contents(db, "holiday"), closures, latest_changes(db), year_to_confirm(db))
