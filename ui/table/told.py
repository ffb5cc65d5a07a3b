"""Visits as lines of a list and as a few quiet words."""

from app.cases.earlier import Past
from app.cases.story import Story
from app.line.steps import STATES
from app.persian.calendar import jalali, jalali_year, local_time, minutes_between, short_day
from app.persian.text import isolate
from app.table.paraph import Saved
from app.table.view import Row, Subject
from ui.kit import Line
from ui.kit.frames import TagKind
from ui.standing import stage_tags

_NTH = ("نخستین مراجعه", *(f"مراجعهٔ {nth}" for nth in (
    "دوم", "سوم", "چهارم", "پنجم", "ششم", "هفتم", "هشتم", "نهم", "دهم")))
_HERE = ("waiting", "called", "meeting", "held")


def who(story: Story) -> str:
    """What the official should know of the visitor before the first word."""
    visit, visitor = story.visit, story.visitor
    nth = _NTH[story.nth - 1] if story.nth <= len(_NTH) else f"{story.nth} مراجعه"
    people = f"گروه {visit.people} نفره" if visit.people > 1 else ""
    return " · ".join(filter(None, (people, visit.priority, story.district, visitor.workplace, nth)))


def past_line(past: Past, category: str, day: str) -> Line:
    """When and by whom, what was said and to whom, what became of it."""
    said = f"«{' '.join(past.words.split())}»" if past.words else " ".join(past.matter.split())
    about = "" if past.category == category else f"{past.category}:"
    quiet = " ".join(filter(None, (about, said, f"— {past.units}" if past.units else "")))
    when = short_day(past.day) if jalali_year(past.day) == jalali_year(day) else isolate(jalali(past.day))
    return Line(past.visit_id, " · ".join(filter(None, (when, past.official))), quiet, tags=_fate(past))


def _fate(past: Past) -> tuple[tuple[TagKind, str], ...]:
    if past.stage:
        return stage_tags(past)
    if past.state in _HERE:
        return (("accent", STATES[past.state]),)
    return (("plain", past.outcome or STATES[past.state]),)


def today_line(row: Row) -> Line:
    """A visit this table may still put its hand to; its place in the list is its id."""
    name = f"{row['first_name']} {row['last_name']}".strip()
    if row["paraph_id"] is None:
        waits: tuple[TagKind, str] = ("waits", "از روی کاغذ؛ بی‌پاراف")
        return Line(row["visit_id"], name, row["category"], str(row["ticket"]), tags=(waits,))
    quiet = " ".join(row["words"].split()) or row["category"]
    return Line(row["visit_id"], name, quiet, str(row["ticket"]), local_time(row["written_at"]),
                (("plain", row["outcome"]),))


def deadline(day: str) -> str:
    """'25 آذر 1405'"""
    return f"{short_day(day)} {jalali_year(day)}"


def sitting(subject: Subject, now: str) -> str:
    """The quiet words beside the page's title: which number, since when, how long; or which saved paraph."""
    visit, paraph = subject.story.visit, subject.paraph
    if paraph is not None:
        return f"اصلاح پاراف نوبت {visit.ticket} · ثبت‌شده {local_time(paraph['written_at'])}"
    if visit.on_paper:
        return f"نوبت {visit.ticket} · از روی کاغذ"
    minutes = max(minutes_between(visit.since, now), 0)
    lasted = f" · {minutes} دقیقه" if minutes else ""
    return f"نوبت {visit.ticket} · از {local_time(visit.since)}{lasted}"


def outcome(saved: Saved) -> str:
    """What is said after saving: the numbers given, and the slips that must come back."""
    gone = f" باطل شد: {_listed(saved.void)}؛ برگه‌های آن را پس بگیرید." if saved.void else ""
    if saved.numbers:
        return f"نوبت {saved.ticket} ثبت شد؛ شمارهٔ ارجاع: {_listed(saved.numbers)}.{gone}"
    return f"پاراف نوبت {saved.ticket} باطل شد.{gone}" if saved.taken_back else f"نوبت {saved.ticket} ثبت شد.{gone}"


def _listed(numbers: tuple[str, ...]) -> str:
    return "، ".join(isolate(number) for number in numbers)
