"""Two clerks edit the same thing: the later one is told what the other saved meanwhile, and nothing is overwritten.

A form keeps the values it was filled with and sends them along as `seen`. The rule compares them, inside its
transaction, with the values stored by then.
"""

from collections.abc import Mapping
from typing import Any

from app.errors import Refused
from app.persian.calendar import local_day, local_time, minutes_between, short_day
from app.persian.text import fa, isolate
from db import Database

LATELY = 60
"""Minutes; a change longer ago is given by the clock."""


class EditConflict(Refused):
    """Somebody else saved the same thing since the form was filled.

    `theirs`: the stored values, by column. Sent along as `seen` they let the clerk's own values pass.
    """

    def __init__(self, sentence: str, theirs: Mapping[str, Any]) -> None:
        super().__init__(sentence)
        self.theirs = dict(theirs)


def refuse_if_changed(
    db: Database,
    subject: str,
    subject_id: int | None,
    seen: Mapping[str, Any] | None,
    stored: Mapping[str, Any],
    wanted: Mapping[str, Any],
) -> None:
    """Raise EditConflict where a stored value is neither the `seen` nor the `wanted` one. `seen` None: no form was
    filled."""
    if seen is not None and any(stored[name] not in (seen[name], wanted[name]) for name in stored):
        raise edit_conflict(db, subject, subject_id, stored)


def edit_conflict(db: Database, subject: str, subject_id: int | None, theirs: Mapping[str, Any]) -> EditConflict:
    editor = last_editor(db, subject, subject_id)
    return EditConflict(f"{editor} همین را ذخیره کرد؛ نوشتهٔ شما هنوز ذخیره نشده است.", theirs)


def last_editor(db: Database, subject: str, subject_id: int | None) -> str:
    """Return the clerk who changed a thing last, and when: «ن. نمونه‌ای 2 دقیقه پیش»."""
    row = db.row(
        "SELECT clerk, at FROM journal WHERE subject = :subject AND COALESCE(subject_id, 0) = :id"
        " ORDER BY id DESC LIMIT 1",
        subject=subject,
        id=subject_id or 0,
    )
    return f"{row['clerk']} {_ago(row['at'], db.now())}" if row else "شخص دیگری"


def _ago(at: str, now: str) -> str:
    minutes = minutes_between(at, now)
    if minutes < 1:
        return "هم‌اکنون"
    if minutes == 1:
        return "یک دقیقه پیش"
    if minutes < LATELY:
        return f"{fa(minutes)} دقیقه پیش"
    day = local_day(at)
    return f"ساعت {isolate(fa(local_time(at)))}" if day == local_day(now) else f"در {short_day(day)}"
