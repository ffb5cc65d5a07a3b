"""Visits as lines of a list and as a few quiet words."""

from app.persian.calendar import jalali_year, local_time, minutes_between, short_day
from app.persian.text import isolate
from app.table.paraphs import Saved
from app.table.view import Row, Subject
from ui.widgets import ListRow
from ui.widgets.frames import TagKind


def today_row(row: Row) -> ListRow:
    """A visit this table may still put its hand to; its place in the list is its id."""
    name = f"{row['first_name']} {row['last_name']}".strip()
    if row["paraph_id"] is None:
        waits: tuple[TagKind, str] = ("waits", "از روی کاغذ؛ بی‌پاراف")
        return ListRow(row["visit_id"], name, row["category"], str(row["ticket"]), tags=(waits,))
    quiet = " ".join(row["words"].split()) or row["category"]
    return ListRow(row["visit_id"], name, quiet, str(row["ticket"]), local_time(row["written_at"]),
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
