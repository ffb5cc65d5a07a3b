"""Where an earlier matter stands on its way from slip to solved, as the tags of a line."""

from app.chain import STAGES
from app.visitors import Past
from ui.kit.frames import TagKind

KINDS: dict[str, TagKind] = {"objected": "late", "answered": "good", "accepted": "good"}


def stage_tags(past: Past) -> tuple[tuple[TagKind, str], ...]:
    """How late, and the stage of the referral that is least far."""
    late: tuple[tuple[TagKind, str], ...] = (("late", f"{past.late} روز دیر"),) if past.late else ()
    return (*late, (KINDS.get(past.stage, "waits" if past.is_open else "plain"), STAGES[past.stage]))
