"""Referrals as lines."""

from app.calendar import jalali
from app.chain import STAGES
from app.followup import Followed
from app.text import fa, isolate
from ui.kit import Line
from ui.kit.frames import TagKind

TAGS: dict[str, TagKind] = {
    "issued": "waits", "dispatched": "waits", "acknowledged": "accent", "answered": "good", "accepted": "good",
    "objected": "late", "closed": "plain", "passed": "plain",
}


def day(iso: str) -> str:
    """As it stands inside other words; '' stays ''."""
    return isolate(fa(jalali(iso))) if iso else ""


def followed_line(each: Followed) -> Line:
    reminded = f"{each.reminders} پیرو" if each.reminders else ""
    promised = f"وعدهٔ {day(each.promised_day)}" if each.promised_day else ""
    quiet = " · ".join(filter(None, (isolate(fa(each.number)), each.visitor, each.category, reminded, promised)))
    return Line(each.referral_id, each.unit, quiet, time=day(each.last_answer_day or each.deadline), tags=_tags(each))


def _tags(each: Followed) -> tuple[tuple[TagKind, str], ...]:
    if each.paused_day:
        return (("plain", "مهلت ایستاده"),)
    late: tuple[tuple[TagKind, str], ...] = (("late", f"{each.late} روز دیر"),) if each.late else ()
    return (*late, (TAGS[each.stage], STAGES[each.stage]))
