"""A visitor and the earlier matters in a few quiet words."""

from app.cases.earlier import EarlierMatter
from app.cases.story import Story
from app.persian.calendar import jalali, jalali_year, short_day
from app.persian.text import isolate
from app.visits.visits import STATES
from ui.parts.stage_tags import stage_tags
from ui.widgets import ListRow
from ui.widgets.frames import TagKind

_NTH = ("نخستین مراجعه", *(f"مراجعهٔ {nth}" for nth in (
    "دوم", "سوم", "چهارم", "پنجم", "ششم", "هفتم", "هشتم", "نهم", "دهم")))
_HERE = ("waiting", "called", "meeting", "held")


def who(story: Story) -> str:
    """What the official should know of the visitor before the first word."""
    visit, visitor = story.visit, story.visitor
    nth = _NTH[story.nth - 1] if story.nth <= len(_NTH) else f"{story.nth} مراجعه"
    people = f"گروه {visit.people} نفره" if visit.people > 1 else ""
    return " · ".join(filter(None, (people, visit.priority, story.district, visitor.workplace, nth)))


def past_row(past: EarlierMatter, category: str, day: str) -> ListRow:
    """When and by whom, what was said and to whom, what became of it."""
    said = f"«{' '.join(past.words.split())}»" if past.words else " ".join(past.matter.split())
    about = "" if past.category == category else f"{past.category}:"
    quiet = " ".join(filter(None, (about, said, f"— {past.units}" if past.units else "")))
    when = short_day(past.day) if jalali_year(past.day) == jalali_year(day) else isolate(jalali(past.day))
    return ListRow(past.visit_id, " · ".join(filter(None, (when, past.official))), quiet, tags=_fate(past))


def _fate(past: EarlierMatter) -> tuple[tuple[TagKind, str], ...]:
    if past.stage:
        return stage_tags(past)
    if past.state in _HERE:
        return (("accent", STATES[past.state]),)
    return (("plain", past.outcome or STATES[past.state]),)
