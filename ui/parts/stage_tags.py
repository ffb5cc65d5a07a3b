"""Where a referral or an earlier matter stands on its way from slip to solved, as the tags of a line."""

from app.cases.earlier import EarlierMatter
from app.referrals.lifecycle import STAGES
from ui.widgets.frames import TagKind

KINDS: dict[str, TagKind] = {
    "issued": "waits", "dispatched": "waits", "acknowledged": "accent", "answered": "good", "accepted": "good",
    "objected": "late", "closed": "plain", "passed": "plain",
}


def stage_tag(stage: str) -> tuple[TagKind, str]:
    return KINDS[stage], STAGES[stage]


def stage_tags(past: EarlierMatter) -> tuple[tuple[TagKind, str], ...]:
    """How late, and the stage of the referral that is least far."""
    late: tuple[tuple[TagKind, str], ...] = (("late", f"{past.late} روز دیر"),) if past.late else ()
    return (*late, stage_tag(past.stage))
