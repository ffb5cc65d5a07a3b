"""Two reports about promises: those that fall due until the next session, and what became of those of the last one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from app.access.privacy import ReadingRights
from app.figures.counted import Counted, Key, Narrowing
from app.figures.definitions import FIRST_DAY, LAST_DAY, Scope
from app.figures.parts import TOTAL, UNNAMED, Cells, Columns, ReportContent, TableRow, with_total
from app.figures.promises import FATES, Promise, Promised, fates, fates_by, promises
from app.figures.scorecard import names
from app.figures.scorecard_sheet import ANY_READER
from app.papers.period_report import ReportFigure, ReportTable
from app.persian.calendar import jalali, local_day
from app.persian.text import isolate, sort_key
from app.sessions.days import held_before
from app.sessions.next_day import next_day, tomorrow
from db import Database

SESSIONS = 8
"""Earlier sessions that are listed with what became of their promises."""
_MANY = 10_000
"""More promises than one session gives, or than fall due in a week."""
LISTED: Columns = (
    ("روز وعده", "day"),
    ("واحد", "text"),
    ("شماره", "text"),
    ("مراجعه‌کننده", "text"),
    ("موضوع", "words"),
)
BECAME: Columns = (*LISTED, ("سرانجام", "text"))
FATES_COLUMNS: Columns = (("وعده", "count"), *((fate.label, "count") for fate in FATES.values()))
NOTE = (
    "وعده = روزی که روی رسید به مراجعه‌کننده گفته شده است و تغییر نمی‌کند. وعدهٔ شکسته = تا آن روز پاسخ نهایی نرسیده،"
    " هرچند بعد رسیده یا پرونده مختومه شده باشد. در موعد، تأییدشده یا ردشده = پاسخ تا آن روز رسیده و متقاضی آن را تأیید"
    " یا حداقل یک بار رد کرده است؛ پرسیده‌نشده = هنوز از متقاضی پرسیده نشده است.",
)


def until_next_session(db: Database, scope: Scope) -> Scope:
    """Return the days from today to the day of the programme's next session."""
    return Scope(local_day(db.now()), next_day(db, scope.programme_id, tomorrow(db)), scope.programme_id)


def of_last_session(db: Database, scope: Scope) -> Scope:
    """Return the day of the last session that was held before today; today where there was none."""
    today = local_day(db.now())
    session = held_before(db, scope.programme_id, today)
    day = session.day if session else today
    return Scope(day, day, scope.programme_id)


def promises_ahead(db: Database, scope: Scope, _: Scope) -> ReportContent:
    """Report the promises for the days of the scope, by unit, and one by one those without an answer."""
    promised = Promised(scope.programme_id, since=scope.since, until=scope.until)
    found, by_unit = fates(db, promised), fates_by(db, promised, "unit")
    table, behind = _fates_table(db, "به تفکیک واحد", by_unit, scope)
    return ReportContent(
        (
            ReportFigure("وعده در این روزها", "count", sum(found.values()), None),
            ReportFigure("هنوز بی‌پاسخ", "count", found["ahead"], None),
        ),
        (),
        (table, ReportTable("وعده‌های بی‌پاسخ", LISTED, _listed(db, promised, ("ahead",)))),
        of_answers=False,
        of_visits=False,
        behind=(behind, ()),
        behind_figures=tuple((_counted(scope, (name,)),) for name in ("all", "ahead")),
        notes=NOTE,
    )


def promises_before(db: Database, scope: Scope, _: Scope) -> ReportContent:
    """Report the promises of the session of the scope's day, those that fell due since, and earlier sessions'."""
    always = replace(scope, since=FIRST_DAY, until=LAST_DAY)
    session = held_before(db, scope.programme_id, _next(scope.since))
    if session is None:
        empty = _fates_table(db, "به تفکیک واحد", {}, always)[0]
        return ReportContent((), (), (empty,), of_answers=False, of_visits=False, notes=NOTE)
    promised = Promised(scope.programme_id, session.id)
    only: Narrowing = (("session", (session.id,)),)
    found = fates(db, promised)
    table, behind = _fates_table(db, "به تفکیک واحد", fates_by(db, promised, "unit"), always, only)
    earlier, behind_earlier = _earlier_sessions(db, scope, always)
    came = tuple(name for name in FATES if name != "ahead")
    return ReportContent(
        tuple(
            ReportFigure(label, "count", n, None)
            for label, n in (
                ("وعدهٔ این جلسه", sum(found.values())),
                *((fate.label, found[name]) for name, fate in FATES.items()),
            )
        ),
        (),
        (
            table,
            earlier,
            ReportTable("سررسیده‌های این جلسه", (*LISTED, ("سرانجام", "text")), _listed(db, promised, came)),
        ),
        of_answers=False,
        of_visits=False,
        behind=(behind, behind_earlier, ()),
        behind_figures=tuple((_counted(always, (name,), only),) for name in ("all", *FATES)),
        notes=NOTE,
    )


def _next(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def _counted(scope: Scope, figures: Sequence[str], only: Narrowing = ()) -> tuple[Counted, ...]:
    return tuple(Counted("promises", figure, scope, only) for figure in figures)


def _fates_row(name: str, found: Mapping[str, int]) -> TableRow:
    return (name, sum(found.values()), *(found[fate] for fate in FATES))


def _behind_row(scope: Scope, only: Narrowing) -> Cells:
    return ((), *(_counted(scope, (name,), only) for name in ("all", *FATES)))


def _fates_table(
    db: Database, title: str, by_unit: Mapping[Any, Mapping[str, int]], scope: Scope, only: Narrowing = ()
) -> tuple[ReportTable, tuple[Cells, ...]]:
    """Return a row for each unit, the one with the most broken or unanswered promises first, and what each counts."""
    called = names(db, "unit")
    keys = sorted(
        by_unit, key=lambda key: (-by_unit[key]["broken"] - by_unit[key]["ahead"], sort_key(called.get(key, UNNAMED)))
    )
    rows = [_fates_row(called.get(key, UNNAMED), by_unit[key]) for key in keys]
    total = {name: sum(each[name] for each in by_unit.values()) for name in FATES}
    cells = [_behind_row(scope, (*only, ("unit", (key,)))) for key in keys]
    return (
        ReportTable(title, (("واحد", "text"), *FATES_COLUMNS), with_total(rows, _fates_row(TOTAL, total))),
        with_total(cells, _behind_row(scope, only)),
    )


def _earlier_sessions(db: Database, scope: Scope, always: Scope) -> tuple[ReportTable, tuple[Cells, ...]]:
    """Return what fell due since the session, then what became of the promises of each session, the newest first."""
    since = Promised(scope.programme_id, since=scope.since, until=_yesterday(db))
    fell = replace(scope, until=_yesterday(db))
    rows, cells = [_fates_row("از آن جلسه تا دیروز سر رسید", fates(db, since))], [_behind_row(fell, ())]
    session = held_before(db, scope.programme_id, _next(scope.since))
    while session and len(rows) <= SESSIONS:
        name = f"جلسهٔ {session.round}، {isolate(jalali(session.day))}"
        rows.append(_fates_row(name, fates(db, Promised(scope.programme_id, session.id))))
        only: tuple[tuple[str, tuple[Key, ...]], ...] = (("session", (session.id,)),)
        cells.append(_behind_row(always, only))
        session = held_before(db, scope.programme_id, session.day)
    return ReportTable("جلسه‌های پیشین", (("وعده‌ها", "text"), *FATES_COLUMNS), tuple(rows)), tuple(cells)


def _yesterday(db: Database) -> str:
    return (date.fromisoformat(local_day(db.now())) - timedelta(days=1)).isoformat()


def _listed(db: Database, promised: Promised, shown: Sequence[str]) -> tuple[TableRow, ...]:
    """Return the promises with these fates, a confidential one covered: the report passes through many hands."""
    found = promises(ReadingRights(db, ANY_READER), promised, limit=_MANY)
    return tuple(_listed_row(each, shown) for each in found if each.fate in shown)


def _listed_row(promise: Promise, shown: Sequence[str]) -> TableRow:
    about = f"{promise.category}: {promise.matter}" if promise.matter else promise.category
    cells = (promise.day, promise.unit, isolate(promise.number), promise.visitor, about)
    return (*cells, FATES[promise.fate].label) if len(shown) > 1 else cells
