"""The words in which visits, tables and the pace are shown."""

from app.line.standing import Line
from app.line.view import Hall, Table
from app.persian.calendar import local_time, minutes_between
from app.persian.text import isolate
from app.visits.visits import STATES, Visit
from ui import widgets
from ui.widgets.frames import TagKind

LISTS = ("next", "held", "absent", "ended")
TITLES = {"next": "در صف", "held": "نگه‌داشته", "absent": "غایب", "ended": "پایان‌یافته"}
EMPTY = {
    "next": "کسی در صف نیست. هر کس در پذیرش نوبت بگیرد، این‌جا می‌آید.",
    "held": "نوبتی نگه داشته نشده است. با F8 نوبت تا ساعت معینی نگه داشته می‌شود و سپس خودکار به صف بازمی‌گردد.",
    "absent": "غیبتی ثبت نشده است. هر کس پس از فراخوان حاضر نشود، با F5 این‌جا می‌آید.",
    "ended": "هنوز ملاقاتی پایان نیافته است.",
}
STATE_KINDS: dict[str, TagKind] = {
    "waiting": "plain", "called": "waits", "meeting": "good", "held": "plain", "no_show": "late", "left": "plain",
    "postponed": "plain", "moved": "plain", "done": "good",
}  # fmt: skip
Tags = tuple[tuple[TagKind, str], ...]


def visits(line: Line, which: str) -> tuple[Visit, ...]:
    return {"next": line.next, "held": line.held, "absent": line.absent, "ended": line.ended}[which]


def rows(hall: Hall, which: str, next_id: int | None) -> list[widgets.ListRow]:
    return [_ROWS[which](hall, visit, visit.id == next_id) for visit in visits(hall.line, which)]


def _waiting(hall: Hall, visit: Visit, is_next: bool) -> widgets.ListRow:
    overtakes = visit.id in hall.line.overtaking
    why = "نوبت اولویت" if overtakes else f"ورود {local_time(visit.arrived_at)}"
    tags: list[tuple[TagKind, str]] = [("good", "نفر بعدی")] if is_next else []
    tags += [("accent" if overtakes else "plain", "اولویت")] if visit.priority else []
    waited = minutes_between(visit.arrived_at, hall.now)
    tags += [("late", "انتظار طولانی")] if waited >= hall.long_wait else []
    return _row(visit, why, minutes(visit.arrived_at, hall.now), tuple(tags))


def _held(_: Hall, visit: Visit, __: bool) -> widgets.ListRow:
    until = local_time(visit.return_at or visit.since)
    return _row(visit, f"ورود {local_time(visit.arrived_at)}", f"تا {until}", _priority(visit))


def _absent(_: Hall, visit: Visit, __: bool) -> widgets.ListRow:
    return _row(visit, f"فراخوان به {visit.table}", local_time(visit.since), _priority(visit))


def _ended(_: Hall, visit: Visit, __: bool) -> widgets.ListRow:
    return _row(visit, "", local_time(visit.since), ((STATE_KINDS[visit.state], STATES[visit.state]),))


_ROWS = {"next": _waiting, "held": _held, "absent": _absent, "ended": _ended}


def _row(visit: Visit, first: str, time: str, tags: Tags) -> widgets.ListRow:
    people = f"گروه {visit.people} نفره" if visit.people > 1 else ""
    table = visit.table if visit.wanted_table_id and visit.state in ("waiting", "held") else ""
    note = f"یادداشت: {visit.line_note}" if visit.line_note else ""
    quiet = " · ".join(filter(None, (first, _group(visit), table, people, visit.category, note)))
    return widgets.ListRow(visit.id, visit.name, quiet, str(visit.ticket), time, tags)


def _priority(visit: Visit) -> Tags:
    return (("plain", "اولویت"),) if visit.priority else ()


def _group(visit: Visit) -> str:
    """Return the name of the priority group without the explanation in brackets."""
    return visit.priority.split(" (")[0]


def minutes(start: str, end: str) -> str:
    passed = max(minutes_between(start, end), 0)
    return f"{passed} دقیقه" if passed else "هم‌اکنون"


def summary(hall: Hall) -> str:
    """Return the text beside the page's title: how many wait, how long, and how fast they are called."""
    waiting = len(hall.line.next)
    parts = [f"{waiting} نفر در صف" if waiting else "کسی در صف نیست"]
    if hall.pace.mean_wait is not None:
        parts.append(f"میانگین انتظار {hall.pace.mean_wait} دقیقه")
    if hall.pace.minutes_per_call is not None:
        parts.append(f"هر {max(round(hall.pace.minutes_per_call), 1)} دقیقه یک فراخوان")
    if hall.line.last_in and waiting > 1:
        parts.append(f"آخرین نفر حدود {hall.line.last_in} دقیقهٔ دیگر")
    return " · ".join(parts)


def empty_words(table: Table) -> str:
    """Return what is said of a table without a visit."""
    if table.back_at is None:
        return "خالی"
    return f"استراحت تا {isolate(local_time(table.back_at))}" if table.back_at else "استراحت"


def at_table(table: Table, now: str) -> str:
    """Return since when the visit is there, and how often the number was called again."""
    if table.visit is None:
        return ""
    again = f" · بار {table.recalls + 1}" if table.recalls else ""
    return f"از {isolate(local_time(table.since))} · {minutes(table.since, now)}{again}"
