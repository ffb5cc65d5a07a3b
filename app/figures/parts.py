"""The building blocks of the reports of a period."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.figures.definitions import Tally
from app.figures.footnotes import answer_footnotes, visit_footnotes
from app.papers.period_report import Chart, Measure, ReportFigure, ReportTable, ReportValue

Columns = tuple[tuple[str, Measure], ...]
TableRow = tuple[ReportValue, ...]
ANSWERS: Columns = (
    ("ارجاع", "count"),
    ("پاسخ", "count"),
    ("به‌هنگام", "share"),
    ("تا وعده", "share"),
    ("پرسیده", "count"),
    ("تأیید", "share"),
    ("میانه", "days"),
    ("صدک ۹۰", "days"),
    ("دیرشده", "count"),
)
"""Columns about the answers to a row's referrals, as on the scorecard."""
TOTAL = "همه"
UNNAMED = "—"


@dataclass(frozen=True, slots=True)
class ReportContent:
    """The content of a report; `of_answers` and `of_visits` choose its footnotes."""

    figures: tuple[ReportFigure, ...]
    charts: tuple[Chart, ...]
    tables: tuple[ReportTable, ...]
    of_answers: bool = True
    of_visits: bool = True

    def footnotes(self) -> tuple[str, ...]:
        about_visits = visit_footnotes() if self.of_visits else ()
        return about_visits + (answer_footnotes() if self.of_answers else ())


def answers(tally: Tally) -> TableRow:
    """Return the cells of the columns ANSWERS."""
    return (
        tally["sent"],
        tally["answered"],
        tally.in_time,
        tally.in_promise,
        tally.asked,
        tally.accepted,
        tally.median,
        tally.percentile_90,
        tally["overdue"],
    )


def with_total(rows: Sequence[TableRow], total: TableRow) -> tuple[TableRow, ...]:
    """Put the total beneath the rows; a table without rows has none."""
    return (*rows, total) if rows else ()
