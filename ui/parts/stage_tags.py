"""The stage of a referral or of an earlier matter as the tags of a row."""

from typing import Protocol

from app.referrals.state import STAGES
from ui.parts.summary_words import OVERDUE
from ui.widgets.frames import TagKind

KINDS: dict[str, TagKind] = {
    "issued": "waits",
    "dispatched": "waits",
    "acknowledged": "accent",
    "answered": "waits",
    "accepted": "good",
    "objected": "late",
    "closed": "plain",
    "passed": "plain",
    "void": "plain",
}


def stage_tag(stage: str) -> tuple[TagKind, str]:
    return KINDS[stage], STAGES[stage]


class Standing(Protocol):
    """How far a matter is: an earlier one, or one that was found."""

    @property
    def stage(self) -> str: ...
    @property
    def late(self) -> int: ...
    @property
    def is_overdue(self) -> bool: ...


def stage_tags(matter: Standing) -> tuple[tuple[TagKind, str], ...]:
    """The stage of the referral that should be seen first; where it is late, how late, with the stage only where the
    visitor has denied its answer."""
    if not matter.late:
        overdue: tuple[tuple[TagKind, str], ...] = (("late", OVERDUE),) if matter.is_overdue else ()
        return (*overdue, stage_tag(matter.stage))
    denied = f"{STAGES['objected']} · " if matter.stage == "objected" else ""
    return (("late", f"{denied}{matter.late} روز دیرکرد"),)
