"""A programme's period on A4: figures beside those of the period before, charts, tables and definitions."""

from collections.abc import Sequence

from app.papers.period_report import Chart, Measure, PeriodReport, ReportTable, ReportValue
from app.persian.calendar import jalali
from app.persian.text import fa, isolate
from reports.a4_pages import AREA, BOUNDS, SIDE, draw_notes, draw_section, number_pages, running_name
from reports.charts import (
    Bar,
    Box,
    LargeFigure,
    draw_bars,
    draw_chart_title,
    draw_compared,
    draw_large_figures,
    percent,
)
from reports.grid import INSET, Column
from reports.letter import draw_letterhead, draw_title
from reports.sheet import A4, MM, Sheet
from reports.text_line import Span, lay_out

FIGURES_IN_ROW = 6
CHART_HEIGHT, GAP = 40 * MM, 8 * MM
SIZE = 7.5
"""Type size of the tables, in points."""
INSETS = 2 * INSET + 0.5 * MM
NARROWEST, WIDEST = 24 * MM, 60 * MM
"""Widths of a column of names."""
A_DAY = "1405/09/11"
"""As wide as any day: the digits of the typeface are alike."""


def period_report_pdf(report: PeriodReport) -> bytes:
    sheet = Sheet(*A4, fa(f"{report.title} {report.period}"), report.letterhead.office)
    y = draw_letterhead(sheet, AREA, report.letterhead, [("تاریخ", jalali(report.day))])
    y = draw_title(sheet, AREA, y, fa(f"{report.title} — {report.period}"), [])
    compares = any(figure.before is not None for figure in report.figures)
    if compares:
        y = draw_compared(sheet, SIDE, y, BOUNDS.width, report.compared)
    for start in range(0, len(report.figures), FIGURES_IN_ROW):
        some = report.figures[start : start + FIGURES_IN_ROW]
        shown = [
            LargeFigure(
                fa(each.label), _shown(each.now, each.measure), _shown(each.before, each.measure) if compares else ""
            )
            for each in some
        ]
        y = draw_large_figures(sheet, SIDE, y, BOUNDS.width, shown) + 4 * MM
    y = _draw_charts(sheet, report.charts, y)
    if not any(table.rows for table in report.tables):
        empty = [Span("در این دوره چیزی برای شمردن نبوده است.", 11)]
        y += sheet.write(empty, SIDE, y, BOUNDS.width) + 4 * MM
    for table in report.tables:
        y = draw_section(sheet, _heading(table), _columns(table), _texts(table), y, SIZE)
    draw_notes(sheet, report.definitions, y)
    name, day = f"{report.title} — {report.period}", isolate(jalali(report.day))
    number_pages(sheet, running_name(name, report.letterhead.programme, day))
    return sheet.save()


def _draw_charts(sheet: Sheet, charts: Sequence[Chart], y: float) -> float:
    """Draw the charts beside each other, the first on the right; a chart without bars is left out."""
    drawn = [chart for chart in charts if chart.bars]
    if not drawn:
        return y
    width = (BOUNDS.width - GAP * (len(drawn) - 1)) / len(drawn)
    for place, chart in enumerate(drawn):
        left = SIDE + BOUNDS.width - width * (place + 1) - GAP * place
        box = draw_chart_title(sheet, Box(left, y, width, CHART_HEIGHT), chart.title, fa(chart.quiet))
        bars = [Bar(fa(name), value or 0.0, _shown(value, chart.measure)) for name, value in chart.bars]
        draw_bars(sheet, box, bars, 1.0 if chart.measure == "share" else 0.0)
    return y + CHART_HEIGHT + 4 * MM


def _columns(table: ReportTable) -> list[Column]:
    """Make a column of numbers or days as wide as its longest word. Names share what is left, between NARROWEST and
    WIDEST; beside columns of words they have NARROWEST, and the words share the rest."""
    measures = [measure for _, measure in table.columns]
    fixed = [
        INSETS + max(_width(word) for word in (A_DAY if measure == "day" else "", *name.split()))
        for name, measure in table.columns
    ]
    left = BOUNDS.width - sum(
        width for width, measure in zip(fixed, measures, strict=True) if measure not in ("text", "words")
    )
    names, words = measures.count("text"), measures.count("words")
    name_room = NARROWEST if words else min(WIDEST, max(NARROWEST, left / max(names, 1)))
    rooms = {"text": name_room, "words": max(NARROWEST, (left - names * name_room) / max(words, 1))}
    return [
        Column(fa(name), rooms[measure]) if measure in rooms else Column(fa(name), width, "centre")
        for width, (name, measure) in zip(fixed, table.columns, strict=True)
    ]


def _width(word: str, size: float = SIZE) -> float:
    return lay_out((Span(fa(word), size),), BOUNDS.width)[0].width


def _heading(table: ReportTable) -> str:
    """Return the table's title; where not all rows are on paper, with their number and the place of the others."""
    if table.on_paper is None or len(table.rows) <= table.on_paper:
        return fa(table.title)
    return fa(f"{table.title} ({table.on_paper} از {len(table.rows)} ردیف؛ همه در خروجی اکسل)")


def _texts(table: ReportTable) -> list[list[str]]:
    return [
        [_shown(value, measure) for value, (_, measure) in zip(row, table.columns, strict=True)]
        for row in table.rows[: table.on_paper]
    ]


def _shown(value: ReportValue, measure: Measure) -> str:
    if value is None:
        return "—"
    if measure == "share":
        return percent(float(value))
    if measure == "day":
        return isolate(fa(jalali(str(value))))
    return fa(value) if measure in ("text", "words") else isolate(fa(round(float(value))))
