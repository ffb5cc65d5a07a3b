"""Two clerks edit one thing: what the other saved meanwhile is said, and nothing is overwritten in silence.

A form keeps the values it was filled with and sends them along as `seen`. The rule compares them, inside its
transaction, with what stands by then.
"""

from collections.abc import Mapping
from typing import Any

from app.errors import Refused
from app.persian.calendar import local_day, local_time, minutes_between, short_day
from app.persian.text import fa, isolate
from db import Database

LATELY = 60
"""Minutes; what is longer ago is told by the clock."""


class EditConflict(Refused):
    """Somebody saved it since the form was filled. `theirs`: the values that stand now, by column; sent along as `seen`
    they let the clerk's own pass."""

    def __init__(self, sentence: str, theirs: Mapping[str, Any]) -> None:
        super().__init__(sentence)
        self.theirs = dict(theirs)


def refuse_if_changed(
    db: Database,
    subject: str,
    subject_id: int | None,
    seen: Mapping[str, Any] | None,
    stands: Mapping[str, Any],
    wanted: Mapping[str, Any],
) -> None:
    """EditConflict where a value is neither as it was `seen` nor as it is `wanted`. `seen` None: no form was filled."""
    if seen is not None and any(stands[name] not in (seen[name], wanted[name]) for name in stands):
        raise edit_conflict(db, subject, subject_id, stands)


def edit_conflict(db: Database, subject: str, subject_id: int | None, theirs: Mapping[str, Any]) -> EditConflict:
    editor = last_editor(db, subject, subject_id)
    return EditConflict(f"{editor} همین را ذخیره کرد؛ نوشتهٔ شما هنوز ذخیره نشده است.", theirs)


def last_editor(db: Database, subject: str, subject_id: int | None) -> str:
    """Who changed a thing last, and when: «ن. نمونه‌ای 2 دقیقه پیش»."""
    row = db.row(
        "SELECT clerk, at FROM journal WHERE subject = :subject AND COALESCE(subject_id, 0) = :id"
        " ORDER BY id DESC LIMIT 1",
        subject=subject,
        id=subject_id or 0,
    )
    return f"{row['clerk']} {_ago(row['at'], db.now())}" if row else "کسی دیگر"


def _ago(at: str, now: str) -> str:
    minutes = minutes_between(at, now)
    if minutes < 1:
        return "همین حالا"
    if minutes == 1:
        return "یک دقیقه پیش"
    if minutes < LATELY:
        return f"{fa(minutes)} دقیقه پیش"
    day = local_day(at)
    return f"ساعت {isolate(fa(local_time(at)))}" if day == local_day(now) else f"در {short_day(day)}"
