"""Changing the office's settings, with the deadlines that follow from whether Thursday is worked."""

from typing import Any

from app.access.clerks import Clerk
from app.closures.changes import ROLES, TOPICS
from app.journal.writing import writing
from app.office.settings import Settings, settings, store
from app.persian.calendar import local_day
from app.referrals import lifecycle
from db import Database


def change_settings(db: Database, clerk: Clerk, *, seen: Settings | None = None, **values: Any) -> Settings:
    """Store settings like `office.settings.change_settings`, and move the open deadlines when Thursday becomes a
    working day or ceases to be one. The days promised on paper stay."""
    with writing(db, clerk, ROLES, *TOPICS) as change:
        before = settings(db)
        after = store(change, values, seen)
        if before.thursday_works != after.thursday_works:
            moved = lifecycle.move_clocks(change, local_day(change.now))
            change.record("deadlines", "settings", None, after={"moved": len(moved)})
        return after
