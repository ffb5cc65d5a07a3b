"""A period's visitors: who was new and who came back, and how long they waited by the hour of their arrival."""

from collections.abc import Mapping

from app.figures import attendance
from app.figures.attendance import NOBODY, Counts, Times
from app.figures.definitions import Scope
from app.figures.parts import WHOLE, Columns, Part, ordered, share
from app.papers.documents import Chart, ReportFigure, ReportTable, ReportValue
from app.persian.calendar import jalali
from app.persian.text import isolate
from db import Database

SESSIONS: Columns = (
    ("جلسه", "text"), ("روز", "text"), ("مراجعه", "count"), ("مراجعه‌کننده", "count"), ("تازه", "count"),
    ("بازآمده", "count"), ("سهم بازآمده", "share"), ("همان موضوع", "count"),
)
COMINGS: Columns = (("چند بار آمدند", "text"), ("مراجعه‌کننده", "count"), ("سهم", "share"))
HOURS: Columns = (
    ("ساعت ورود", "text"), ("فراخوانده", "count"), ("میانهٔ انتظار", "minutes"), ("صدک ۹۰", "minutes"),
    ("بیشترین", "minutes"),
)
SHOWN = (("میانهٔ انتظار", "median"), ("صدک نود انتظار", "ninth"))
MOST = 14
"""Sessions that have a bar of their own."""
Line = tuple[ReportValue, ...]


def visitors(db: Database, scope: Scope, before: Scope) -> Part:
    held, new = attendance.counts(db, scope, "session"), attendance.newcomers(db, scope, "session")
    rows = [_session(row["round"], row["day"], held.get(row["id"], NOBODY), new.get(row["id"], 0))
            for row in attendance.sessions(db, scope)]
    now, then = (_whole(db, each) for each in (scope, before))
    whole = _session(WHOLE, "", *now)
    shares = tuple((jalali(str(row[1]))[5:], _number(row[6])) for row in rows)[-MOST:]
    told = [(name, isolate(jalali(str(day))), *rest) for name, day, *rest in rows]
    return Part(
        _figures(now, then), (Chart("بازآمده", "سهم در هر جلسه", "share", shares),),
        (ReportTable("به تفکیک جلسه", SESSIONS, ordered(told, whole)),
         ReportTable("چند بار در این دوره", COMINGS, _comings(attendance.comings(db, scope)))), of_answers=False)


def _whole(db: Database, scope: Scope) -> tuple[Counts, int]:
    """A visitor of several sessions once."""
    counted = attendance.counts(db, scope, "whole").get(scope.programme_id, NOBODY)
    return counted, attendance.newcomers(db, scope, "whole").get(scope.programme_id, 0)


def _session(name: object, day: str, counted: Counts, new: int) -> Line:
    back = counted["visitors"] - new
    return (str(name or "—"), day, counted["visits"], counted["visitors"], new, back, share(back, counted["visitors"]),
            counted["again"])


def _figures(now: tuple[Counts, int], then: tuple[Counts, int]) -> tuple[ReportFigure, ...]:
    (counted, new), (was, knew) = now, then
    back, had = counted["visitors"] - new, was["visitors"] - knew
    return (
        ReportFigure("مراجعه", "count", counted["visits"], was["visits"]),
        ReportFigure("مراجعه‌کننده", "count", counted["visitors"], was["visitors"]),
        ReportFigure("تازه", "count", new, knew),
        ReportFigure("بازآمده", "count", back, had),
        ReportFigure("سهم بازآمده", "share", share(back, counted["visitors"]), share(had, was["visitors"])),
        ReportFigure("همان موضوع", "count", counted["again"], was["again"]),
    )


def _comings(found: Mapping[int, int]) -> tuple[Line, ...]:
    everyone = sum(found.values())
    few = [(f"{times} بار", n, share(n, everyone)) for times, n in found.items() if times <= 3]
    more = sum(n for times, n in found.items() if times > 3)
    return tuple([*few, ("بیش از 3 بار", more, share(more, everyone))] if more else few)


def waits(db: Database, scope: Scope, before: Scope) -> Part:
    found = attendance.waits(db, scope)
    hours = {hour: attendance.together(times for (_, at), times in found.items() if at == hour)
             for hour in sorted({hour for _, hour in found})}
    rows = [_hour(f"{hour:02} تا {hour + 1:02}", times) for hour, times in hours.items()]
    now, then = (attendance.together(each.values()) for each in (found, attendance.waits(db, before)))
    called = ReportFigure("فراخوانده", "count", len(now.found), len(then.found))
    lengths = [ReportFigure(f"{title} (دقیقه)", "minutes", getattr(now, name), getattr(then, name))
               for title, name in (*SHOWN, ("بیشترین", "longest"))]
    charts = tuple(Chart(title, "دقیقه، به ساعت ورود", "minutes", tuple(
        (f"{hour:02}", getattr(times, name)) for hour, times in hours.items()))
        for title, name in SHOWN)
    table = ReportTable("به تفکیک ساعت ورود", HOURS, ordered(rows, _hour(WHOLE, now)))
    return Part((called, *lengths), charts, (table,), of_answers=False)


def _hour(name: str, times: Times) -> Line:
    return name, len(times.found), times.median, times.ninth, times.longest


def _number(value: ReportValue) -> float | None:
    return None if value is None else float(value)
