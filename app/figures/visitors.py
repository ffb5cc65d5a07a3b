"""The visitors of a period: new and returning ones, and how long they waited by the hour of arrival."""

from collections.abc import Mapping

from app.figures import attendance
from app.figures.attendance import NO_VISITS, Counts, Times
from app.figures.counted import Narrowing
from app.figures.definitions import Scope, share_of
from app.figures.parts import TOTAL, Cells, Columns, Link, ReportContent, TableRow, behind, behind_figures, with_total
from app.papers.period_report import Chart, ReportFigure, ReportTable, ReportValue
from app.persian.calendar import jalali
from app.persian.text import isolate
from db import Database

SESSIONS: Columns = (
    ("جلسه", "text"),
    ("روز", "text"),
    ("مراجعه", "count"),
    ("مراجعه‌کننده", "count"),
    ("جدید", "count"),
    ("مراجعهٔ تکراری", "count"),
    ("سهم تکراری", "share"),
    ("همان موضوع", "count"),
)
SESSIONS_LINKS = (
    None,
    None,
    Link("visits", ("visits",)),
    Link("people", ("visitors",)),
    Link("visits", ("new",)),
    Link("visits", ("back",)),
    Link("visits", ("back", "visits")),
    Link("visits", ("again",)),
)
VISITS_EACH: Columns = (("تعداد مراجعه", "text"), ("مراجعه‌کننده", "count"), ("سهم", "share"))
HOURS: Columns = (
    ("ساعت ورود", "text"),
    ("فراخوانده", "count"),
    ("میانهٔ انتظار", "minutes"),
    ("صدک ۹۰", "minutes"),
    ("بیشترین", "minutes"),
)
HOURS_LINKS = (None, *[Link("visits", ("waited",))] * 4)
WAIT_CHARTS = (("میانهٔ انتظار", "median"), ("صدک ۹۰ انتظار", "percentile_90"))
CHART_SESSIONS = 14
"""The last sessions, each with a bar of its own."""


def visitors(db: Database, scope: Scope, before: Scope) -> ReportContent:
    held, new = attendance.counts(db, scope, "session"), attendance.newcomers(db, scope, "session")
    listed = attendance.sessions(db, scope)
    rows = [_session(row["round"], row["day"], held.get(row["id"], NO_VISITS), new.get(row["id"], 0)) for row in listed]
    only: list[Narrowing] = [(("session", (row["id"],)),) for row in listed]
    now, then = (_all_sessions(db, each) for each in (scope, before))
    total = _session(TOTAL, "", *now)
    shares = tuple((jalali(str(row[1]))[5:], _number(row[6])) for row in rows)[-CHART_SESSIONS:]
    shown = [(name, isolate(jalali(str(day))), *rest) for name, day, *rest in rows]
    sessions = ReportTable("به تفکیک جلسه", SESSIONS, with_total(shown, total))
    times = attendance.visits_each(db, scope)
    each = ReportTable("چند بار در این دوره", VISITS_EACH, _visits_each(times))
    chart = Chart("مراجعهٔ تکراری", "سهم در هر جلسه", "share", shares)
    return ReportContent(
        _figures(now, then),
        (chart,),
        (sessions, each),
        of_answers=False,
        behind=(behind(SESSIONS_LINKS, with_total(only, ()), scope), _behind_visits_each(scope, times)),
        behind_figures=behind_figures([link for link in SESSIONS_LINKS if link], scope, before),
    )


def _all_sessions(db: Database, scope: Scope) -> tuple[Counts, int]:
    """Return the counts of all sessions together and the new visitors."""
    counted = attendance.counts(db, scope, "whole").get(scope.programme_id, NO_VISITS)
    return counted, attendance.newcomers(db, scope, "whole").get(scope.programme_id, 0)


def _session(name: object, day: str, counted: Counts, new: int) -> TableRow:
    back = counted["visits"] - new
    return (
        str(name or "—"),
        day,
        counted["visits"],
        counted["visitors"],
        new,
        back,
        share_of(back, counted["visits"]),
        counted["again"],
    )


def _figures(now: tuple[Counts, int], then: tuple[Counts, int]) -> tuple[ReportFigure, ...]:
    (counted, new), (was, knew) = now, then
    back, had = counted["visits"] - new, was["visits"] - knew
    return (
        ReportFigure("مراجعه", "count", counted["visits"], was["visits"]),
        ReportFigure("مراجعه‌کننده", "count", counted["visitors"], was["visitors"]),
        ReportFigure("جدید", "count", new, knew),
        ReportFigure("مراجعهٔ تکراری", "count", back, had),
        ReportFigure("سهم تکراری", "share", share_of(back, counted["visits"]), share_of(had, was["visits"])),
        ReportFigure("همان موضوع", "count", counted["again"], was["again"]),
    )


def _visits_each(found: Mapping[int, int]) -> tuple[TableRow, ...]:
    everyone = sum(found.values())
    few = [(f"{times} بار", n, share_of(n, everyone)) for times, n in found.items() if times <= 3]
    more = sum(n for times, n in found.items() if times > 3)
    return tuple([*few, ("بیش از 3 بار", more, share_of(more, everyone))] if more else few)


def _behind_visits_each(scope: Scope, found: Mapping[int, int]) -> tuple[Cells, ...]:
    """Return what each row of `_visits_each` counts."""
    figures = dict.fromkeys(f"times_{times}" if times <= 3 else "times_more" for times in found)
    links = [(None, Link("people", (name,)), Link("people", (name, "visitors"))) for name in figures]
    return tuple(behind(each, [()], scope)[0] for each in links)


def waits(db: Database, scope: Scope, before: Scope) -> ReportContent:
    found = attendance.waits(db, scope)
    hours = {
        hour: attendance.merge_times(times for (_, at), times in found.items() if at == hour)
        for hour in sorted({hour for _, hour in found})
    }
    rows = [_hour(f"{hour:02} تا {hour + 1:02}", times) for hour, times in hours.items()]
    now, then = (attendance.merge_times(each.values()) for each in (found, attendance.waits(db, before)))
    called = ReportFigure("فراخوانده", "count", len(now.found), len(then.found))
    lengths = [
        ReportFigure(f"{title} (دقیقه)", "minutes", getattr(now, name), getattr(then, name))
        for title, name in (*WAIT_CHARTS, ("بیشترین", "longest"))
    ]
    charts = tuple(
        Chart(
            title,
            "دقیقه، به ساعت ورود",
            "minutes",
            tuple((f"{hour:02}", getattr(times, name)) for hour, times in hours.items()),
        )
        for title, name in WAIT_CHARTS
    )
    table = ReportTable("به تفکیک ساعت ورود", HOURS, with_total(rows, _hour(TOTAL, now)))
    only: list[Narrowing] = [(("hour", (hour,)),) for hour in hours]
    return ReportContent(
        (called, *lengths),
        charts,
        (table,),
        of_answers=False,
        behind=(behind(HOURS_LINKS, with_total(only, ()), scope),),
        behind_figures=behind_figures([Link("visits", ("waited",))] * 4, scope, before),
    )


def _hour(name: str, times: Times) -> TableRow:
    return name, len(times.found), times.median, times.percentile_90, times.longest


def _number(value: ReportValue) -> float | None:
    return None if value is None else float(value)
