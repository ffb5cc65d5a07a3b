"""A programme's period on A4: figures beside those of the period before, charts, tables, and what each word means."""

from collections.abc import Sequence

from app.papers.documents import Chart, Measure, Measured, Measures, PeriodReport
from app.persian.calendar import jalali
from app.persian.text import fa, isolate
from reports.charts import LABEL, Bar, Box, bars, heading, percent
from reports.letter import Area, head, title
from reports.line import Span, layout
from reports.minutes import BOTTOM, PAGES, SIDE, TOP, numbered, section
from reports.scorecard import boxes, definitions
from reports.sheet import A4, MM, Sheet
from reports.table import INSET, Column

IN_ROW = 6
"""Figures beside each other."""
TALL, GAP = 40 * MM, 8 * MM
SIZE = 7.5
SMALL = LABEL - 1
"""Of names under bars: between the size of few bars and that of many."""
INSETS = 2 * INSET + 0.5 * MM
NARROWEST, WIDEST = 24 * MM, 60 * MM
"""Of a column of names."""


def period_report(report: PeriodReport) -> bytes:
    sheet = Sheet(*A4, fa(f"{report.title} {report.period}"))
    area = Area(SIDE, TOP, PAGES.width, A4[1] - TOP - BOTTOM)
    y = head(sheet, area, report.letterhead, [("تاریخ", jalali(report.day))])
    y = title(sheet, area, y, fa(f"{report.title} — {report.period}"), [])
    for start in range(0, len(report.figures), IN_ROW):
        some = report.figures[start : start + IN_ROW]
        y = boxes(sheet, [(name, shown(now, measure), shown(then, measure)) for name, measure, now, then in some], y)
        y += 4 * MM
    y = charts(sheet, report.charts, y)
    if not any(table.rows for table in report.tables):
        y += sheet.write([Span("در این دوره چیزی برای شمردن نبوده است.", 11)], SIDE, y, PAGES.width) + 4 * MM
    for table in report.tables:
        y = section(sheet, table.title, columns(table), texts(table), y, SIZE)
    definitions(sheet, report.definitions, y)
    numbered(sheet)
    return sheet.save()


def charts(sheet: Sheet, found: Sequence[Chart], y: float) -> float:
    """Beside each other, the first on the right; one that has nothing to show is left out."""
    drawn = [chart for chart in found if chart.bars]
    if not drawn:
        return y
    width = (PAGES.width - GAP * (len(drawn) - 1)) / len(drawn)
    for place, chart in enumerate(drawn):
        left = SIDE + PAGES.width - width * (place + 1) - GAP * place
        space = heading(sheet, Box(left, y, width, TALL), chart.title, fa(chart.quiet))
        bars(sheet, space, [Bar(short(name, width / len(chart.bars)), value or 0.0, shown(value, chart.measure))
                            for name, value in chart.bars], 1.0 if chart.measure == "share" else 0.0)
    return y + TALL + 4 * MM


def short(name: str, room: float) -> str:
    """As much of a name as stands under a bar in so many points."""
    if wide(name, SMALL) <= room:
        return fa(name)
    kept = next((name[:end] for end in range(len(name) - 1, 0, -1) if wide(f"{name[:end]}…", SMALL) <= room), name[:1])
    return fa(f"{kept.rstrip()}…")


def columns(table: Measures) -> list[Column]:
    """A number's column is as wide as its longest word needs; names share what is left, within reason."""
    widths = [INSETS + max(wide(word) for word in name.split()) for name, _ in table.columns]
    numbers = sum(width for width, (_, measure) in zip(widths, table.columns, strict=True) if measure != "text")
    texts = sum(measure == "text" for _, measure in table.columns)
    room = min(WIDEST, max(NARROWEST, (PAGES.width - numbers) / max(texts, 1)))
    return [Column(fa(name), room) if measure == "text" else Column(fa(name), width, "centre")
            for width, (name, measure) in zip(widths, table.columns, strict=True)]


def wide(word: str, size: float = SIZE) -> float:
    return layout((Span(fa(word), size),), PAGES.width)[0].width


def texts(table: Measures) -> list[list[str]]:
    return [[shown(value, measure) for value, (_, measure) in zip(row, table.columns, strict=True)]
            for row in table.rows]


def shown(value: Measured, measure: Measure) -> str:
    if value is None:
        return "—"
    if measure == "share":
        return percent(float(value))
    return fa(value) if measure == "text" else isolate(fa(round(float(value))))
