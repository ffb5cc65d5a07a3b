"""A visitor and an earlier matter in a few words."""

from app.cases.earlier import EarlierMatter
from app.cases.story import Story
from app.persian.calendar import jalali, jalali_year, short_day
from app.persian.text import isolate
from app.visits.visits import STATES
from ui.parts.stage_tags import stage_tags
from ui.widgets import ListRow
from ui.widgets.frames import TagKind

_NTH = (
    "اولین مراجعه",
    *(f"مراجعهٔ {nth}" for nth in ("دوم", "سوم", "چهارم", "پنجم", "ششم", "هفتم", "هشتم", "نهم", "دهم")),
)
_HERE = ("waiting", "called", "meeting", "held")


def visitor_summary(story: Story) -> str:
    """What the official should know about the visitor before they talk."""
    visit, visitor = story.visit, story.visitor
    nth = _NTH[story.nth - 1] if story.nth <= len(_NTH) else f"{story.nth} مراجعه"
    people = f"گروه {visit.people} نفره" if visit.people > 1 else ""
    return " · ".join(filter(None, (people, visit.priority, story.district, visitor.workplace, nth)))


def earlier_matter_row(earlier: EarlierMatter, category: str, day: str) -> ListRow:
    """Return the row of an earlier matter: when and which official, what was said and to which units, what became
    of it.

    `category` and `day` are those of the matter at hand; only what differs from them is written out.
    """
    said = f"«{' '.join(earlier.words.split())}»" if earlier.words else " ".join(earlier.matter.split())
    about = "" if earlier.category == category else f"{earlier.category}:"
    quiet = " ".join(filter(None, (about, said, f"— {earlier.units}" if earlier.units else "")))
    when = short_day(earlier.day) if jalali_year(earlier.day) == jalali_year(day) else isolate(jalali(earlier.day))
    name = " · ".join(filter(None, (when, earlier.official)))
    return ListRow(earlier.visit_id, name, quiet, tags=_outcome_tags(earlier))


def _outcome_tags(earlier: EarlierMatter) -> tuple[tuple[TagKind, str], ...]:
    if earlier.stage:
        return stage_tags(earlier)
    if earlier.state in _HERE:
        return (("accent", STATES[earlier.state]),)
    return (("plain", earlier.outcome or STATES[earlier.state]),)
