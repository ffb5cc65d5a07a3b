"""The days on which the office is closed: its own list, and the computed holidays of the years it has not confirmed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from app.office.settings import Settings, settings_deferred
from app.persian.calendar import LAST_YEAR, jalali_year
from app.persian.holidays import OfficialHoliday, official_holidays
from db import Database

UNCONFIRMED_YEAR = "تعطیلات این سال هنوز تأیید نشده است"
"""Stands beside a day whose year is not confirmed."""
YEARS_AHEAD = 12
"""Years after the confirmed ones that are computed; 1000 working days, the longest deadline, are four."""
NEAR = 3
"""Days by which the office's own entry of an occasion may differ from the computed one."""
_SELECT = "SELECT day, name, retired_on, closure FROM holiday"


@dataclass(frozen=True, slots=True)
class ListedDay:
    """An entry of the list of holidays, retired ones too."""

    day: str
    name: str
    retired_on: str
    closure: int
    """1 for a closure by decree, which says nothing about the holidays of its year."""


@dataclass(frozen=True, slots=True)
class Holidays:
    names: Mapping[str, str]
    """By ISO day, of the list and of the computed ones."""
    days: frozenset[str]
    confirmed_year: int
    """The last Jalali year whose holidays the office has confirmed."""

    def are_confirmed(self, day: str) -> bool:
        """Whether the holidays of the year of this day are confirmed."""
        return jalali_year(day) <= self.confirmed_year


def holidays(db: Database) -> Holidays:
    return load(db)[0]


def load(db: Database) -> tuple[Holidays, Settings]:
    """Read the holidays, and the settings they depend on, in one round trip."""
    known = settings_deferred(db)
    rows = db.rows(_SELECT)
    return _holidays(tuple(tuple(row.values()) for row in rows), known().holidays_confirmed), known()


def listed_days(db: Database) -> list[ListedDay]:
    return [ListedDay(**row) for row in db.rows(_SELECT)]


def missing(listed: Sequence[ListedDay], year: int) -> list[OfficialHoliday]:
    """Return the computed holidays of a Jalali year that the list has no entry for; a retired entry is one."""
    return [holiday for holiday in official_holidays(year) if not _has(listed, holiday)]


@lru_cache(maxsize=8)
def _holidays(rows: tuple[tuple[Any, ...], ...], confirmed: int) -> Holidays:
    """Computing the years ahead takes 20 ms, and the list is read for every deadline."""
    listed = [ListedDay(*row) for row in rows]
    names = {each.day: each.name for each in listed if not each.retired_on}
    for year in range(confirmed + 1, min(confirmed + YEARS_AHEAD, LAST_YEAR) + 1):
        for holiday in missing(listed, year):
            names[holiday.day] = "؛ ".join(filter(None, (names.get(holiday.day), holiday.name)))
    return Holidays(MappingProxyType(names), frozenset(names), confirmed)


def _has(listed: Sequence[ListedDay], holiday: OfficialHoliday) -> bool:
    occasions = set(holiday.name.split("؛ "))
    return any(
        each.day == holiday.day
        or (_days_between(each.day, holiday.day) <= NEAR and occasions <= set(each.name.split("؛ ")))
        for each in listed
        if not each.closure
    )


def _days_between(one: str, other: str) -> int:
    return abs((date.fromisoformat(one) - date.fromisoformat(other)).days)
