"""The numbers of a report one by one, each with the rows that it counts."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.figures.counted import Counted
from app.figures.parts import Cells, ReportContent
from app.papers.period_report import Measure, ReportTable, ReportValue

AT_A_GLANCE = "در یک نگاه"
WORDS: tuple[Measure, ...] = ("text", "words", "day")
NOW, BEFORE = "این دوره", "دورهٔ قبل"


@dataclass(frozen=True, slots=True)
class Number:
    label: str
    measure: Measure
    value: ReportValue
    counted: tuple[Counted, ...]
    """A share has two, its part and its whole, every other number one; a computed pace counts nothing."""


@dataclass(frozen=True, slots=True)
class NumberRow:
    """A row of a report's table, or one of its large figures."""

    table: str
    name: str
    numbers: tuple[Number, ...]


def number_rows(content: ReportContent) -> tuple[NumberRow, ...]:
    """Return the rows of a report whose numbers can be listed, in its order."""
    return (*_figures(content), *(row for table in _tables(content) for row in table))


def _figures(content: ReportContent) -> Iterator[NumberRow]:
    """Return a row for each large figure, with what it is now and what it was before."""
    for figure, cells in zip(content.figures, content.behind_figures, strict=False):
        pairs = zip((NOW, BEFORE), (figure.now, figure.before), cells, strict=False)
        numbers = tuple(Number(label, figure.measure, value, counted) for label, value, counted in pairs)
        yield NumberRow(AT_A_GLANCE, figure.label, numbers)


def _tables(content: ReportContent) -> Iterator[Iterator[NumberRow]]:
    for table, rows in zip(content.tables, content.behind, strict=False):
        if rows:
            yield (_row(table, row, cells) for row, cells in zip(table.rows, rows, strict=True))


def _row(table: ReportTable, row: tuple[ReportValue, ...], cells: Cells) -> NumberRow:
    shown = list(zip(table.columns, row, cells, strict=True))
    names = [str(value) for (_, measure), value, _ in shown if measure in ("text", "words") and value]
    numbers = tuple(
        Number(label, measure, value, counted) for (label, measure), value, counted in shown if measure not in WORDS
    )
    return NumberRow(table.title, " · ".join(names), numbers)
