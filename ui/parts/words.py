"""A visitor and an earlier matter in a few words."""

from app.cases.earlier import EarlierMatter
from app.cases.referred import EarlierReferral
from app.cases.story import Story
from app.persian.calendar import jalali, jalali_year, short_day
from app.persian.text import isolate
from app.visits.visits import STATES
from ui.parts.stage_tags import stage_tags
from ui.parts.summary_words import NTH
from ui.widgets import ListRow
from ui.widgets.frames import TagKind

_HERE = ("waiting", "called", "meeting", "held")


def visitor_summary(story: Story) -> str:
    """The facts that the official should know about the visitor before they talk."""
    visit, visitor = story.visit, story.visitor
    times = story.summary.visits
    nth = f"مراجعهٔ {NTH[times - 1]}" if times <= len(NTH) else f"مراجعهٔ {times}"
    people = f"گروه {visit.people} نفره" if visit.people > 1 else ""
    return " · ".join(filter(None, (people, visit.priority, story.district, visitor.workplace, nth)))


def earlier_matter_row(earlier: EarlierMatter, category: str, day: str) -> ListRow:
    """Return the row of an earlier matter: when and which official, what was said and to which units, what became
    of it, what the unit answered and what the visitor said to that.

    `category` and `day` are those of the matter at hand; only what differs from them is written out.
    """
    said = f"«{' '.join(earlier.words.split())}»" if earlier.words else " ".join(earlier.matter.split())
    about = "" if earlier.category == category else f"{earlier.category}:"
    lines = said_lines(earlier)
    units = "" if lines and len(earlier.referrals) == 1 else earlier.units  # the line of what was said names it
    quiet = " ".join(filter(None, (about, said, f"— {units}" if units else "")))
    when = short_day(earlier.day) if jalali_year(earlier.day) == jalali_year(day) else isolate(jalali(earlier.day))
    name = " · ".join(filter(None, (when, earlier.official)))
    return ListRow(earlier.visit_id, name, quiet, tags=_outcome_tags(earlier), said=lines)


def said_lines(earlier: EarlierMatter) -> tuple[tuple[TagKind, str], ...]:
    """Return the last answer and the visitor's words on it: of the referral that should be seen first, where nothing is
    awaited any more of the one that was answered last."""
    settled = (each for each in earlier.referrals if each.answer)
    shown = earlier.first if earlier.is_unsettled else max(settled, key=lambda each: each.answer_day, default=None)
    return said_of(shown) if shown else ()


def said_of(referral: EarlierReferral) -> tuple[tuple[TagKind, str], ...]:
    unit, answer = referral.unit, " ".join(referral.answer.split())
    found: list[tuple[TagKind, str]] = []
    if answer:
        found.append(("plain", f"پاسخ {unit}، {_day(referral.answer_day)}: «{answer}»"))
    elif referral.is_awaited and unit:
        reminded = f"، با {referral.reminders} پیرو" if referral.reminders else ""
        found.append(("plain", f"{unit}: بدون پاسخ{reminded}"))
    if words := " ".join(referral.verdict_words.split()):
        denied = referral.verdict == "objected"
        found.append(("late" if denied else "good", f"متقاضی، {_day(referral.verdict_day)}: «{words}»"))
    return tuple(found)


def _day(day: str) -> str:
    return isolate(jalali(day))


def _outcome_tags(earlier: EarlierMatter) -> tuple[tuple[TagKind, str], ...]:
    if earlier.stage:
        return stage_tags(earlier)
    if earlier.state in _HERE:
        return (("accent", STATES[earlier.state]),)
    return (("plain", earlier.outcome or STATES[earlier.state]),)
