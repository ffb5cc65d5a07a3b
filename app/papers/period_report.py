"""The data of a programme's report on a period: figures, charts, tables."""

from dataclasses import dataclass
from typing import Literal

from app.papers.documents import Letterhead

Measure = Literal["text", "words", "day", "count", "share", "minutes", "days"]
"""The kind of a report's value: text is a name, words are a sentence or more, a day is ISO, a share is between 0 and 1,
minutes and days are whole."""
ReportValue = str | int | float | None
"""None where there is nothing to measure."""


@dataclass(frozen=True, slots=True)
class ReportFigure:
    label: str
    measure: Measure
    now: ReportValue
    before: ReportValue
    """Its value in the period before."""


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table of a report."""

    title: str
    columns: tuple[tuple[str, Measure], ...]
    rows: tuple[tuple[ReportValue, ...], ...]
    on_paper: int | None = None
    """The most rows on paper; None for all. The exported file has every row."""


@dataclass(frozen=True, slots=True)
class Chart:
    title: str
    quiet: str
    """The quantity the bars measure, in words; written small beside the title."""
    measure: Measure
    bars: tuple[tuple[str, float | None], ...]
    """Name and value of each bar, the first rightmost."""


@dataclass(frozen=True, slots=True)
class PeriodReport:
    """A programme's period in figures, charts and tables."""

    letterhead: Letterhead
    day: str
    title: str
    period: str
    """In words, with ASCII digits."""
    compared: str
    """The period before, in words."""
    figures: tuple[ReportFigure, ...]
    charts: tuple[Chart, ...]
    tables: tuple[ReportTable, ...]
    definitions: tuple[str, ...]
