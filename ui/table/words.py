"""The words of the table's page on visits and paraphs, in a row or a sentence."""

from app.persian.calendar import jalali_year, local_time, long_day, minutes_between, short_day
from app.persian.text import isolate
from app.table.matters import TableMatter
from app.table.paraphs import Saved
from app.table.view import Phrase, Subject, TableView
from app.visits.visits import Visit
from ui.widgets import ListRow
from ui.widgets.frames import TagKind


def today_row(matter: TableMatter) -> ListRow:
    if matter.written_at is None:
        waits: tuple[TagKind, str] = ("waits", "بدون پاراف")
        return ListRow(matter.visit_id, matter.name, matter.category, str(matter.ticket), tags=(waits,))
    quiet = " ".join((matter.words or "").split()) or matter.category
    return ListRow(
        matter.visit_id,
        matter.name,
        quiet,
        str(matter.ticket),
        local_time(matter.written_at),
        (("plain", matter.outcome),),
    )


def deadline(day: str) -> str:
    """'25 آذر 1405'"""
    return f"{short_day(day)} {jalali_year(day)}"


def phrase_row(phrase: Phrase) -> ListRow:
    days = f"{phrase.working_days} روز کاری" if phrase.working_days else "پاسخ لازم نیست"
    return ListRow(phrase.id, phrase.text, phrase.kind, time=days)


def set_aside(visit: Visit, view: TableView, *, amended: bool) -> str:
    """Say that the unfinished words about a visit were set aside, and where they will come back. `amended`: they amend
    a saved paraph, which stays valid."""
    if amended:
        return (
            f"اصلاح پاراف نوبت {visit.ticket} ثبت نشده است و پاراف پیشین معتبر است؛ متن اصلاح محفوظ است و با باز کردن"
            " همان پاراف ادامه می‌یابد."
        )
    kept = f"متن ناتمام نوبت {visit.ticket} محفوظ است و هنوز ثبت نشده است"
    if any(matter.visit_id == visit.id and matter.paraph_id for matter in view.today):
        return f"نوبت {visit.ticket} در رایانهٔ دیگری پاراف شد؛ {kept}. از «پاراف‌های امروز» آن را باز کنید."
    return f"{kept}."


def sitting(subject: Subject | None, view: TableView) -> str:
    """The words beside the page's title: the ticket, since when and how long; the saved paraph; or who waits."""
    if subject is None:
        return f"{view.waiting} نفر در انتظار این میز" if view.session and view.waiting else ""
    visit, paraph = subject.story.visit, subject.paraph
    if paraph is not None:
        giver = " · ".join(filter(None, (paraph.official_post, paraph.official_name)))
        day = f"{long_day(subject.past.day)} " if subject.past else ""
        return f"اصلاح پاراف نوبت {visit.ticket} · {giver} · {day}ساعت {local_time(paraph.written_at)}"
    if subject.past:
        return f"پاراف نوبت {visit.ticket} · {long_day(subject.past.day)}"
    if visit.on_paper:
        return f"نوبت {visit.ticket} · از روی کاغذ"
    minutes = max(minutes_between(visit.since, view.now), 0)
    lasted = f" · {minutes} دقیقه" if minutes else ""
    return f"نوبت {visit.ticket} · از {local_time(visit.since)}{lasted}"


def outcome(saved: Saved) -> str:
    """Say what was saved: the numbers given, and the slips that must come back."""
    gone = f" باطل شد: {_listed(saved.void)}؛ برگه‌های آن را پس بگیرید." if saved.void else ""
    done = f"پاراف نوبت {saved.ticket} اصلاح شد" if saved.amended else f"نوبت {saved.ticket} ثبت شد"
    if saved.numbers:
        return f"{done}؛ شمارهٔ ارجاع: {_listed(saved.numbers)}.{gone}"
    return f"پاراف نوبت {saved.ticket} باطل شد.{gone}" if saved.taken_back else f"{done}.{gone}"


def _listed(numbers: tuple[str, ...]) -> str:
    return "، ".join(isolate(number) for number in numbers)
