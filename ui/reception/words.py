"""Visitors, earlier matters and new tickets as rows of a list."""

from app.cases.earlier import EarlierMatter
from app.line.expected_wait import range_words
from app.persian.calendar import jalali, local_time, short_day
from app.persian.text import fa, isolate
from app.reception.invitees import Invitee
from app.reception.view import GivenNumber
from app.visits.visitors import KINDS, Visitor
from app.visits.visits import STATES, Visit
from ui.parts.stage_tags import stage_tags
from ui.parts.words import said_lines
from ui.widgets import ListRow
from ui.widgets.frames import TagKind

_GOOD = ("settled", "phoned")
Tags = tuple[tuple[TagKind, str], ...]


def matter_row(matter: EarlierMatter) -> ListRow:
    """Return the matter, when it was, the official's words, how far it is, and what was said last."""
    round_ = f"جلسهٔ {matter.round}" if matter.round else "جلسهٔ آینده"
    paraph = f"{matter.official}: «{' '.join(matter.words.split())}»" if matter.words else matter.official
    promised = f"تا {isolate(jalali(matter.due_day))}" if matter.due_day else ""
    quiet = " · ".join(filter(None, (promised, round_, short_day(matter.day), matter.units, paraph)))
    name = " ".join(matter.matter.split()) or matter.category
    return ListRow(matter.visit_id, name, quiet, tags=_tags(matter), said=said_lines(matter))


def _tags(matter: EarlierMatter) -> Tags:
    if matter.stage:
        return stage_tags(matter)
    if matter.state == "done":
        return (("good" if matter.outcome_code in _GOOD else "plain", matter.outcome or "پایان‌یافته"),)
    is_here = matter.state in ("waiting", "called", "meeting", "held")
    return (("accent" if is_here else "plain", STATES[matter.state]),)


def visit_row(visit: Visit) -> ListRow:
    tags: list[tuple[TagKind, str]] = [("accent", visit.priority)] if visit.priority else []
    tags += [("plain", f"{visit.people} نفر")] if visit.people > 1 else []
    tags += [("waits", "از روی کاغذ")] if visit.on_paper else []
    quiet = f"{visit.category} · {visit.table or 'همهٔ میزها'}"
    return ListRow(visit.id, visit.name, quiet, str(visit.ticket), local_time(visit.arrived_at), tuple(tags))


def visitor_row(visitor: Visitor) -> ListRow:
    """Return a row with enough particulars to tell two visitors of the same name apart."""
    father = f"فرزند {visitor.father}" if visitor.father else ""
    numbers = (isolate(number) for number in (visitor.code, visitor.mobile, visitor.personnel_number) if number)
    quiet = " · ".join(filter(None, (father, *numbers)))
    tags: Tags = () if visitor.kind == "person" else (("plain", KINDS[visitor.kind]),)
    return ListRow(visitor.id, visitor.titled, quiet, tags=tags)


def invitee_row(invitee: Invitee) -> ListRow:
    numbers = (isolate(number) for number in (invitee.code, invitee.mobile, invitee.personnel_number) if number)
    quiet = " · ".join(filter(None, (*numbers, " ".join(invitee.matter.split()))))
    tags: Tags = (("good", "پذیرش شد"),) if invitee.visit_id else ()
    return ListRow(invitee.id, invitee.name, quiet, tags=tags)


def short(name: str) -> str:
    """Cut a name that may have 300 letters, so that it leaves room for the rest of its row."""
    return name if len(name) <= 26 else f"{name[:25]}…"


def wait_words(given: GivenNumber) -> str:
    """Return the length of the line before the visitor, as the clerk says it."""
    if given.visit.on_paper:
        return "از روی کاغذ ثبت شد"
    if given.wait is None:
        return "در صف است"
    ahead = fa(f"{given.wait.ahead} نفر جلوتر") if given.wait.ahead else "نفر بعدی"
    return f"{ahead} · {range_words(given.wait.minutes)}" if given.wait.minutes else ahead
