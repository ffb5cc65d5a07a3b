"""Visitors, earlier matters and fresh tickets as lines of a list."""

from app.cases.earlier import EarlierMatter
from app.persian.calendar import jalali, local_time, short_day
from app.persian.text import fa, isolate
from app.reception.invitees import Invitee
from app.reception.view import Given
from app.visits.visitors import KINDS, Visitor
from app.visits.visits import STATES, Visit
from ui.parts.stage_tags import stage_tags
from ui.widgets import ListRow
from ui.widgets.frames import TagKind

_GOOD = ("settled", "phoned")
Tags = tuple[tuple[TagKind, str], ...]


def past_row(past: EarlierMatter) -> ListRow:
    """What about, when and what was said, what became of it."""
    round_ = f"جلسهٔ {past.round}" if past.round else "جلسهٔ آینده"
    said = f"{past.official}: «{' '.join(past.words.split())}»" if past.words else past.official
    promised = f"تا {isolate(jalali(past.due_day))}" if past.due_day else ""
    quiet = " · ".join(filter(None, (promised, round_, short_day(past.day), past.units, said)))
    return ListRow(past.visit_id, " ".join(past.matter.split()) or past.category, quiet, tags=_fate(past))


def _fate(past: EarlierMatter) -> Tags:
    if past.stage:
        return stage_tags(past)
    if past.state == "done":
        return (("good" if past.outcome_code in _GOOD else "plain", past.outcome or "پایان‌یافته"),)
    return (("accent" if past.state in ("waiting", "called", "meeting", "held") else "plain", STATES[past.state]),)


def visit_row(visit: Visit) -> ListRow:
    tags: list[tuple[TagKind, str]] = [("accent", visit.priority)] if visit.priority else []
    tags += [("plain", f"{visit.people} نفر")] if visit.people > 1 else []
    tags += [("waits", "از روی کاغذ")] if visit.on_paper else []
    quiet = f"{visit.category} · {visit.table or 'همهٔ میزها'}"
    return ListRow(visit.id, visit.name, quiet, str(visit.ticket), local_time(visit.arrived_at), tuple(tags))


def visitor_row(visitor: Visitor) -> ListRow:
    """Enough to tell two of one name apart."""
    father = f"فرزند {visitor.father}" if visitor.father else ""
    numbers = (isolate(number) for number in (visitor.code, visitor.mobile, visitor.personnel_number) if number)
    quiet = " · ".join(filter(None, (father, *numbers)))
    tags: Tags = () if visitor.kind == "person" else (("plain", KINDS[visitor.kind]),)
    return ListRow(visitor.id, visitor.titled, quiet, tags=tags)


def invitee_row(invitee: Invitee) -> ListRow:
    numbers = (isolate(number) for number in (invitee.code, invitee.mobile, invitee.personnel_number) if number)
    quiet = " · ".join(filter(None, (*numbers, " ".join(invitee.matter.split()))))
    tags: Tags = (("good", "پذیرفته شد"),) if invitee.visit_id else ()
    return ListRow(invitee.id, invitee.name, quiet, tags=tags)


def short(name: str) -> str:
    """A name of three hundred letters leaves room for the rest of its line."""
    return name if len(name) <= 26 else f"{name[:25]}…"


def wait_words(given: Given) -> str:
    """What the clerk tells the visitor about the line before him."""
    if given.visit.on_paper:
        return "از روی کاغذ ثبت شد"
    if given.ahead is None:
        return "در صف است"
    ahead = f"{given.ahead} نفر جلوتر" if given.ahead else "نفر بعد"
    return fa(ahead if given.wait is None else f"{ahead} · حدود {given.wait} دقیقه")
