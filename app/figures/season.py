"""The report of three months (or any period) beside the period before: who came, what was sent, what was answered."""

from collections.abc import Collection, Mapping, Sequence

from app.figures import attendance, definitions
from app.figures.attendance import Counts, Times
from app.figures.counted import Narrowing
from app.figures.definitions import Scope, Tally
from app.figures.equal_age import before_at_same_age, stood
from app.figures.parts import (
    TOTAL,
    Cells,
    Columns,
    Link,
    Links,
    ReportContent,
    TableRow,
    behind,
    behind_figures,
    with_total,
)
from app.figures.scorecard import unit_figures
from app.office.declared_lists import UNIT_KINDS
from app.papers.period_report import Chart, ReportFigure, ReportTable
from app.persian.calendar import MONTHS, jalali
from db import Database

GROUPS: Columns = (
    ("گروه واحد", "text"),
    ("ارجاع", "count"),
    ("دورهٔ قبل", "count"),
    ("پاسخ", "count"),
    ("به‌هنگام", "share"),
    ("تا وعده", "share"),
    ("دورهٔ قبل", "share"),
    ("پرسیده", "count"),
    ("تأیید", "share"),
    ("دورهٔ قبل", "share"),
    ("میانه", "days"),
    ("صدک ۹۰", "days"),
    ("دیرشده", "count"),
)
BY_MONTH: Columns = (
    ("ماه", "text"),
    ("جلسه", "count"),
    ("مراجعه", "count"),
    ("نفر", "count"),
    ("ملاقات", "count"),
    ("غایب", "count"),
    ("انصراف", "count"),
    ("ارجاع‌شده", "count"),
    ("حل در محل", "count"),
    ("میانهٔ انتظار", "minutes"),
)
_PROMISED, _WORD = ("in_promise", "promise_due"), ("accepted", "asked")
GROUPS_LINKS: Links = (
    None,
    Link("referrals", ("sent",)),
    Link("referrals", ("sent",), earlier=True),
    Link("referrals", ("answered",)),
    Link("referrals", ("in_time", "due")),
    Link("referrals", _PROMISED),
    Link("referrals", _PROMISED, earlier=True),
    Link("referrals", ("asked",)),
    Link("referrals", _WORD),
    Link("referrals", _WORD, earlier=True),
    Link("referrals", ("timed",)),
    Link("referrals", ("timed",)),
    Link("referrals", ("overdue",)),
)
MONTHS_COUNTS = ("visits", "people", "met", "absent", "left", "referred", "settled")
BY_MONTH_LINKS: Links = (
    None,
    Link("sessions", ("sessions",)),
    *(Link("visits", (name,)) for name in MONTHS_COUNTS),
    Link("visits", ("waited",)),
)
FIGURES_LINKS = (
    Link("sessions", ("sessions",)),
    Link("visits", ("visits",)),
    Link("visits", ("met",)),
    Link("people", ("visitors",)),
    Link("visits", ("new",)),
    Link("visits", ("waited",)),
    Link("referrals", ("sent",)),
    Link("referrals", ("answered",)),
    Link("referrals", _PROMISED),
    Link("referrals", ("asked",)),
    Link("referrals", _WORD),
)
"""The rows that the figures of `_figures` count, in their order."""
CHART_SESSIONS = 14
"""The last sessions, each with a bar of its own."""
Waits = Mapping[tuple[str, int], Times]
PLURALS = {
    "mayor": "شهردار",
    "office": "حوزه‌ها",
    "deputy": "معاونت‌ها",
    "district": "مناطق",
    "organisation": "سازمان‌ها",
    "directorate": "ادارات کل",
    "other": "سایر",
}


def season(db: Database, scope: Scope, before: Scope) -> ReportContent:
    units = by_kind(db, scope)
    earlier = _stood_by_kind(db, scope)
    held, waits = attendance.counts(db, scope, "day"), attendance.waits(db, scope)
    months, by = _days_of_months(held), before_at_same_age(db, scope)[1]
    return ReportContent(
        _figures(db, scope, before, units, earlier, waits),
        _charts(held, units),
        (
            ReportTable("به تفکیک گروه واحد", GROUPS, _groups(units, earlier)),
            ReportTable("به تفکیک ماه", BY_MONTH, _months(held, waits, months)),
        ),
        behind=_behind(db, {*units, *earlier}, months, scope, before, by),
        behind_figures=behind_figures(FIGURES_LINKS, scope, before, by),
    )


def _behind(
    db: Database, kinds: Collection[str], months: Mapping[str, Sequence[str]], scope: Scope, before: Scope, by: str
) -> tuple[tuple[Cells, ...], ...]:
    units: dict[str, list[int]] = {}
    for row in db.rows("SELECT id, kind FROM unit"):
        units.setdefault(row["kind"], []).append(row["id"])
    groups: list[Narrowing] = [(("unit", tuple(units[kind])),) for kind, _ in UNIT_KINDS if kind in kinds]
    days: list[Narrowing] = [(("day", tuple(some)),) for some in months.values()]
    return (
        behind(GROUPS_LINKS, with_total(groups, ()), scope, before, by),
        behind(BY_MONTH_LINKS, with_total(days, ()), scope),
    )


def by_kind(db: Database, scope: Scope) -> dict[str, Tally]:
    """Return the tally of each kind of unit, in the office's order of kinds."""
    return _added_by_kind(db, {unit.id or 0: unit.tally for unit in unit_figures(db, scope)})


def _stood_by_kind(db: Database, scope: Scope) -> dict[str, Tally]:
    """Return the tally of each kind in the period before, as it stood at the age of this one."""
    before, by = before_at_same_age(db, scope)
    return _added_by_kind(db, stood(db, before, by, "unit"))


def _added_by_kind(db: Database, tallies: Mapping[int, Tally]) -> dict[str, Tally]:
    kinds = {row["id"]: row["kind"] for row in db.rows("SELECT id, kind FROM unit")}
    found: dict[str, list[Tally]] = {kind: [] for kind, _ in UNIT_KINDS}
    for unit, tally in tallies.items():
        found[kinds[unit]].append(tally)
    return {kind: definitions.add_up(some) for kind, some in found.items() if some}


def _figures(
    db: Database, scope: Scope, before: Scope, units: dict[str, Tally], earlier: dict[str, Tally], waits: Waits
) -> tuple[ReportFigure, ...]:
    now, then = (
        attendance.counts(db, each, "whole").get(each.programme_id, attendance.NO_VISITS) for each in (scope, before)
    )
    sent, was = (definitions.add_up(list(each.values())) for each in (units, earlier))
    waited, had = (attendance.merge_times(each.values()) for each in (waits, attendance.waits(db, before)))
    new, knew = (sum(attendance.newcomers(db, each, "whole").values()) for each in (scope, before))
    counted = [
        ReportFigure(label, "count", now[name], then[name])
        for label, name in (("جلسه", "sessions"), ("مراجعه", "visits"), ("ملاقات", "met"), ("مراجعه‌کننده", "visitors"))
    ]
    return (
        *counted,
        ReportFigure("جدید", "count", new, knew),
        ReportFigure("میانهٔ انتظار (دقیقه)", "minutes", waited.median, had.median),
        ReportFigure("ارجاع", "count", sent["sent"], was["sent"]),
        ReportFigure("پاسخ داده", "count", sent["answered"], was["answered"]),
        ReportFigure("تا روز وعده", "share", sent.in_promise, was.in_promise),
        ReportFigure("پرسیده از متقاضی", "count", sent.asked, was.asked),
        ReportFigure("تأیید از پرسیده", "share", sent.accepted, was.accepted),
    )


def _charts(held: dict[str, Counts], units: dict[str, Tally]) -> tuple[Chart, ...]:
    days: Sequence[str] = sorted(held)[-CHART_SESSIONS:]
    quiet = f"{CHART_SESSIONS} جلسهٔ آخر" if len(held) > CHART_SESSIONS else ""
    return (
        Chart("مراجعه در هر جلسه", quiet, "count", tuple((jalali(day)[5:], held[day]["visits"]) for day in days)),
        Chart(
            "تأیید از پرسیده",
            "سهم در هر گروه واحد",
            "share",
            tuple((PLURALS[kind], tally.accepted) for kind, tally in units.items()),
        ),
    )


def _groups(units: dict[str, Tally], earlier: dict[str, Tally]) -> tuple[TableRow, ...]:
    rows = [
        _group(PLURALS[kind], units.get(kind, Tally({})), earlier.get(kind, Tally({})))
        for kind, _ in UNIT_KINDS
        if kind in units or kind in earlier
    ]
    total, was = (definitions.add_up(list(each.values())) for each in (units, earlier))
    return with_total(rows, _group(TOTAL, total, was))


def _group(name: str, now: Tally, was: Tally) -> TableRow:
    return (
        name,
        now["sent"],
        was["sent"],
        now["answered"],
        now.in_time,
        now.in_promise,
        was.in_promise,
        now.asked,
        now.accepted,
        was.accepted,
        now.median,
        now.percentile_90,
        now["overdue"],
    )


def _days_of_months(held: Mapping[str, Counts]) -> dict[str, list[str]]:
    """Return the days on which sessions were held, by Jalali month such as '1405/09'."""
    days: dict[str, list[str]] = {}
    for day in sorted(held):
        days.setdefault(jalali(day)[:7], []).append(day)
    return days


def _months(held: dict[str, Counts], waits: Waits, days: Mapping[str, Sequence[str]]) -> tuple[TableRow, ...]:
    def month_row(name: str, some: Sequence[str]) -> TableRow:
        sums = attendance.add_counts([held[day] for day in some])
        waited = attendance.merge_times(times for (day, _), times in waits.items() if day in some)
        return (name, *(sums[each] for each in ("sessions", *MONTHS_COUNTS)), waited.median)

    rows = [month_row(f"{MONTHS[int(month[5:]) - 1]} {month[:4]}", some) for month, some in days.items()]
    return with_total(rows, month_row(TOTAL, sorted(held)))
