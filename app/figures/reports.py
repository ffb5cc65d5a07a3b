"""Reports about a period of one programme: the kinds there are, what is on each, and asking for one on paper."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from app.access.clerks import Clerk, current
from app.errors import Refused
from app.figures import by_group, promise_reports, referred, reminder_report, returning, rising_report, season, visitors
from app.figures.definitions import Scope
from app.figures.equal_age import before_at_same_age
from app.figures.numbers import NumberRow, number_rows
from app.figures.parts import ReportContent
from app.figures.scorecard import ROLES
from app.journal.writing import writing
from app.office import programmes
from app.office import settings as office
from app.papers import requests
from app.papers.documents import Letterhead
from app.papers.period_report import Measure, PeriodReport, ReportTable, ReportValue
from app.persian.calendar import jalali, local_day
from app.persian.period import SEASON, Period
from app.persian.text import isolate
from app.spreadsheets.writing import Column, Listing
from app.spreadsheets.writing import Kind as ColumnKind
from db import Database


@dataclass(frozen=True, slots=True)
class Kind:
    title: str
    about: str
    build: Callable[[Database, Scope, Scope], ReportContent]
    """Builds the content from a scope and the one it is compared with."""
    span: Callable[[Database, Scope], Scope] | None = None
    """Returns the days it is about, where they follow from today and not from the period that was chosen."""


KINDS = {
    "season": Kind("گزارش سه‌ماهه", "جلسه‌ها، مراجعه‌ها و گروه واحدها کنار دورهٔ قبل", season.season),
    "category": Kind("به تفکیک موضوع", "مراجعه و پاسخ در هر موضوع", by_group.categories),
    "district": Kind("به تفکیک منطقه", "مراجعه و پاسخ در هر منطقه", by_group.districts),
    "crossed": Kind("موضوع و منطقه", "تعداد مراجعهٔ هر منطقه دربارهٔ هر موضوع", by_group.crossed),
    "official": Kind("به تفکیک مقام", "پاراف‌های هر مقام و نتیجهٔ آن‌ها", by_group.officials),
    "table": Kind("به تفکیک میز", "ملاقات‌های هر میز، زمان آن‌ها و نتیجهٔ پاراف‌ها", by_group.tables),
    "visitors": Kind("جدید و تکراری", "چه کسانی اولین بار و چه کسانی دوباره مراجعه کردند", visitors.visitors),
    "returning": Kind(
        "مراجعه‌کنندگان تکراری", "چه کسی چند بار و برای چه مراجعه کرد و واحد چه پاسخ داد", returning.returning
    ),
    "rising": Kind("موضوع‌های رو به افزایش", "برای چه چیزی افراد بیشتری از دورهٔ قبل مراجعه کردند", rising_report.report),
    "waits": Kind("انتظار به ساعت", "میانه و صدک ۹۰ انتظار در هر ساعت ورود", visitors.waits),
    "referred": Kind("هر مقام چه ارجاع داد و چه شد", "ارجاع‌های هر مقام و سرانجام آن‌ها", referred.referred),
    "promises_ahead": Kind(
        "وعده‌های تا جلسهٔ بعد",
        "وعده‌هایی که از امروز تا جلسهٔ بعد سر می‌رسند",
        promise_reports.promises_ahead,
        promise_reports.until_next_session,
    ),
    "promises_before": Kind(
        "وعده‌های جلسهٔ پیش و سرانجام آن‌ها",
        "در موعد، تأییدشده، ردشده، شکسته یا هنوز نرسیده",
        promise_reports.promises_before,
        promise_reports.of_last_session,
    ),
    "reminders": Kind(
        "آیا پیرو کمک کرد؟", "پاسخ پس از پیرو، کنار ارجاع‌های همان‌قدر دیر بدون پیرو", reminder_report.reminders
    ),
}


_SHEET_KINDS: Mapping[Measure, ColumnKind] = {"text": "text", "words": "text", "day": "day"}
"""The kind of a column in an exported file, where it is no number."""


def gather(db: Database, clerk: Clerk, kind: str, scope: Scope) -> PeriodReport:
    current(db, clerk.id).must(*ROLES)
    return _gathered(db, kind, scope)


def numbers(db: Database, clerk: Clerk, kind: str, scope: Scope) -> tuple[NumberRow, ...]:
    """Return the report's numbers, each with what it counts."""
    current(db, clerk.id).must(*ROLES)
    _must_be_valid(kind, scope)
    return number_rows(_content(db, kind, _spanned(db, kind, scope))[0])


def gather_requested(db: Database, report_id: int, reprint: bool = False) -> PeriodReport:
    """Build a requested report from the figures of now: a later print is no copy of an earlier one."""
    row = db.required_row("SELECT kind, programme_id, since, until FROM report WHERE id = :id", id=report_id)
    return _gathered(db, row["kind"], Scope(row["since"], row["until"], row["programme_id"]))


def name(kind: str, scope: Scope) -> str:
    """Return kind and period, such as «گزارش سه‌ماهه، پاییز 1405»; the kind alone where today decides the days."""
    if KINDS[kind].span:
        return KINDS[kind].title
    title = _title(kind, scope.period)
    return f"{title}{'' if title.endswith('؟') else '،'} {scope.period.name}"


def request(db: Database, clerk: Clerk, kind: str, scope: Scope) -> int:
    """Ask for a report on paper at this clerk's PC; return the id of the paper."""
    with writing(db, clerk, ROLES, "papers") as change:
        _must_be_valid(kind, scope)
        row = db.required_row(
            "INSERT INTO report (kind, programme_id, since, until, asked_at) VALUES"
            " (:kind, :programme, :since, :until, :now) RETURNING id",
            kind=kind,
            programme=scope.programme_id,
            since=scope.since,
            until=scope.until,
            now=change.now,
        )
        change.record("make", "report", row["id"], after={"name": name(kind, scope)})
        return int(requests.ask_first(change, "report", row["id"]).required_row()["id"])


def exported(db: Database, clerk: Clerk, kind: str, scope: Scope) -> Listing:
    """Return the report as lists: its first table, then the other tables and the large figures."""
    report = gather(db, clerk, kind, scope)
    first, *others = [_listing(table) for table in report.tables]
    return replace(first, title=name(kind, scope), more=(*others, _large(report)))


def _listing(table: ReportTable) -> Listing:
    columns = tuple(
        Column(f"{header} (٪)" if measure == "share" else header, _SHEET_KINDS.get(measure, "number"))
        for header, measure in table.columns
    )
    return Listing(table.title, columns, [_cells(row, table) for row in table.rows])


def _large(report: PeriodReport) -> Listing:
    columns = (Column("تعداد"), Column("این دوره", "number"), Column("دورهٔ قبل", "number"))
    return Listing(
        "در یک نگاه",
        columns,
        [
            (
                f"{each.label} (٪)" if each.measure == "share" else each.label,
                _cell(each.now, each.measure),
                _cell(each.before, each.measure),
            )
            for each in report.figures
        ],
    )


def _cells(row: tuple[ReportValue, ...], table: ReportTable) -> list[ReportValue]:
    return [_cell(value, measure) for value, (_, measure) in zip(row, table.columns, strict=True)]


def _cell(value: ReportValue, measure: Measure) -> ReportValue:
    return round(100 * float(value), 1) if measure == "share" and value is not None else value


def _title(kind: str, period: Period) -> str:
    return "گزارش دوره" if kind == "season" and period.months != SEASON else KINDS[kind].title


def _gathered(db: Database, kind: str, scope: Scope) -> PeriodReport:
    _must_be_valid(kind, scope)
    known, scope = office.settings(db), _spanned(db, kind, scope)
    content, by = _content(db, kind, scope)
    head = Letterhead(known.office, programmes.get(db, scope.programme_id).name, office.emblem(db), known.phone)
    return PeriodReport(
        head,
        local_day(db.now()),
        _title(kind, scope.period),
        scope.period.name,
        _compared(scope.before.period, by),
        content.figures,
        content.charts,
        content.tables,
        content.footnotes(),
    )


def _content(db: Database, kind: str, scope: Scope) -> tuple[ReportContent, str]:
    """Return the content of a report, and the day up to which the period before is compared."""
    before, by = before_at_same_age(db, scope)
    return KINDS[kind].build(db, scope, before), by


def _spanned(db: Database, kind: str, scope: Scope) -> Scope:
    span = KINDS[kind].span
    return span(db, scope) if span else scope


def _compared(period: Period, by: str) -> str:
    """Return the name of the period before, with the day up to which it is compared where it went on."""
    return f"{period.name} تا {isolate(jalali(by))}" if by < period.until else period.name


def _must_be_valid(kind: str, scope: Scope) -> None:
    if kind not in KINDS:
        raise Refused("گزارش را از فهرست انتخاب کنید.")
    scope.period.must_run_forward()
