"""The stage of a referral or of an earlier matter as the tags of a row."""

from app.cases.earlier import EarlierMatter
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


def stage_tags(earlier: EarlierMatter) -> tuple[tuple[TagKind, str], ...]:
    """The stage of the referral that should be seen first; where it is late, how late, with the stage only where the
    visitor has denied its answer."""
    if not earlier.late:
        overdue: tuple[tuple[TagKind, str], ...] = (("late", OVERDUE),) if earlier.is_overdue else ()
        return (*overdue, stage_tag(earlier.stage))
    denied = f"{STAGES['objected']} · " if earlier.stage == "objected" else ""
    return (("late", f"{denied}{earlier.late} روز دیرکرد"),)
