"""Three months (or any period) as a whole, beside the period before: who came, what was sent, how it was answered."""

from collections.abc import Mapping, Sequence

from app.figures import attendance, definitions
from app.figures.attendance import Counts, Times
from app.figures.definitions import Scope, Tally
from app.figures.parts import WHOLE, Columns, Part, ordered
from app.figures.scorecard import standings
from app.office.lists import UNIT_KINDS
from app.papers.documents import Chart, ReportFigure, ReportTable, ReportValue
from app.persian.calendar import MONTHS, jalali
from db import Database

GROUPS: Columns = (
    ("گروه واحد", "text"), ("ارجاع", "count"), ("دورهٔ پیش", "count"), ("پاسخ", "count"), ("به‌هنگام", "share"),
    ("دورهٔ پیش", "share"), ("حل", "share"), ("دورهٔ پیش", "share"), ("تأیید", "share"), ("میانه", "days"),
    ("صدک ۹۰", "days"), ("دیرشده", "count"), ("اعتراض", "count"),
)
BY_MONTH: Columns = (
    ("ماه", "text"), ("جلسه", "count"), ("مراجعه", "count"), ("نفر", "count"), ("ملاقات", "count"), ("غایب", "count"),
    ("انصراف", "count"), ("ارجاع‌شده", "count"), ("حل در محل", "count"), ("میانهٔ انتظار", "minutes"),
)
MOST = 14
"""Sessions that have a bar of their own."""
Waits = Mapping[tuple[str, int], Times]
PLURALS = {"mayor": "شهردار", "office": "دفترها", "deputy": "معاونت‌ها", "district": "مناطق",
           "organisation": "سازمان‌ها", "directorate": "ادارات کل", "other": "سایر"}


def part(db: Database, scope: Scope, before: Scope) -> Part:
    units, earlier = (by_kind(db, each) for each in (scope, before))
    held, waits = attendance.counts(db, scope, "day"), attendance.waits(db, scope)
    return Part(_figures(db, scope, before, units, earlier, waits), _charts(held, units),
                (ReportTable("به تفکیک گروه واحد", GROUPS, _groups(units, earlier)),
                 ReportTable("به تفکیک ماه", BY_MONTH, _months(held, waits))))


def by_kind(db: Database, scope: Scope) -> dict[str, Tally]:
    """Figures of each kind of unit, in the office's order of kinds."""
    kinds = {row["id"]: row["kind"] for row in db.rows("SELECT id, kind FROM unit")}
    found: dict[str, list[Tally]] = {kind: [] for kind, _ in UNIT_KINDS}
    for unit in standings(db, scope, "unit"):
        found[kinds[unit.id or 0]].append(unit.tally)
    return {kind: definitions.together(some) for kind, some in found.items() if some}


def _figures(db: Database, scope: Scope, before: Scope, units: dict[str, Tally],
             earlier: dict[str, Tally], waits: Waits) -> tuple[ReportFigure, ...]:
    now, then = (attendance.counts(db, each, "whole").get(each.programme_id, attendance.NOBODY)
                 for each in (scope, before))
    sent, was = (definitions.together(list(each.values())) for each in (units, earlier))
    waited, had = (attendance.together(each.values()) for each in (waits, attendance.waits(db, before)))
    new, knew = (sum(attendance.newcomers(db, each, "whole").values()) for each in (scope, before))
    counted = [ReportFigure(label, "count", now[name], then[name]) for label, name in (
        ("جلسه", "sessions"), ("مراجعه", "visits"), ("ملاقات", "met"), ("مراجعه‌کننده", "visitors"))]
    return (
        *counted,
        ReportFigure("تازه", "count", new, knew),
        ReportFigure("میانهٔ انتظار (دقیقه)", "minutes", waited.median, had.median),
        ReportFigure("ارجاع", "count", sent["sent"], was["sent"]),
        ReportFigure("پاسخ داده", "count", sent["answered"], was["answered"]),
        ReportFigure("به‌هنگام", "share", sent.in_time, was.in_time),
        ReportFigure("حل‌شده", "share", sent.solved, was.solved),
        ReportFigure("میانهٔ روز کاری", "days", sent.median, was.median),
        ReportFigure("باز و دیرشده", "count", sent["overdue"], was["overdue"]),
    )


def _charts(held: dict[str, Counts], units: dict[str, Tally]) -> tuple[Chart, ...]:
    days: Sequence[str] = sorted(held)[-MOST:]
    quiet = f"{MOST} جلسهٔ آخر" if len(held) > MOST else ""
    return (
        Chart("مراجعه در هر جلسه", quiet, "count", tuple((jalali(day)[5:], held[day]["visits"]) for day in days)),
        Chart("پاسخ به‌هنگام", "سهم در هر گروه واحد", "share",
              tuple((PLURALS[kind], tally.in_time) for kind, tally in units.items())),
    )


def _groups(units: dict[str, Tally], earlier: dict[str, Tally]) -> tuple[tuple[ReportValue, ...], ...]:
    rows = [_group(PLURALS[kind], units.get(kind, Tally({})), earlier.get(kind, Tally({})))
            for kind, _ in UNIT_KINDS if kind in units or kind in earlier]
    whole, was = (definitions.together(list(each.values())) for each in (units, earlier))
    return ordered(rows, _group(WHOLE, whole, was))


def _group(name: str, now: Tally, was: Tally) -> tuple[ReportValue, ...]:
    return (name, now["sent"], was["sent"], now["answered"], now.in_time, was.in_time, now.solved, was.solved,
            now.accepted, now.median, now.ninth, now["overdue"], now["objected"])


def _months(held: dict[str, Counts], waits: Waits) -> tuple[tuple[ReportValue, ...], ...]:
    days: dict[str, list[str]] = {}
    for day in sorted(held):
        days.setdefault(jalali(day)[:7], []).append(day)

    def line(name: str, some: Sequence[str]) -> tuple[ReportValue, ...]:
        sums = attendance.added([held[day] for day in some])
        waited = attendance.together(times for (day, _), times in waits.items() if day in some)
        return (name, *(sums[each] for each in ("sessions", "visits", "people", "met", "absent", "left", "referred",
                                                "settled")), waited.median)

    rows = [line(f"{MONTHS[int(month[5:]) - 1]} {month[:4]}", some) for month, some in days.items()]
    return ordered(rows, line(WHOLE, sorted(held)))
