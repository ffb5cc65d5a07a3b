"""The stage of a referral or of an earlier matter as the tags of a row."""

from app.cases.earlier import EarlierMatter
from app.referrals.state import STAGES
from ui.widgets.frames import TagKind

KINDS: dict[str, TagKind] = {
    "issued": "waits",
    "dispatched": "waits",
    "acknowledged": "accent",
    "answered": "good",
    "accepted": "good",
    "objected": "late",
    "closed": "plain",
    "passed": "plain",
    "void": "plain",
}


def stage_tag(stage: str) -> tuple[TagKind, str]:
    return KINDS[stage], STAGES[stage]


def stage_tags(earlier: EarlierMatter) -> tuple[tuple[TagKind, str], ...]:
    """The days late, and the stage of the referral that is least advanced."""
    late: tuple[tuple[TagKind, str], ...] = (("late", f"{earlier.late} روز دیرکرد"),) if earlier.late else ()
    return (*late, stage_tag(earlier.stage))
