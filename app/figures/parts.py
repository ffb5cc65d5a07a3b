"""The building blocks of the reports of a period."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from app.figures.counted import Counted, Narrowing, Subject
from app.figures.definitions import Scope, Tally
from app.figures.footnotes import answer_footnotes, visit_footnotes
from app.papers.period_report import Chart, Measure, ReportFigure, ReportTable, ReportValue

_Row = TypeVar("_Row")
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


@dataclass(frozen=True, slots=True)
class Link:
    """The rows that the numbers of a column count; a share has its part and its whole."""

    subject: Subject
    figures: tuple[str, ...]
    only: Narrowing = ()
    """The condition of the column itself."""
    earlier: bool = False
    """Whether it is a column about the period before."""


Links = tuple[Link | None, ...]
"""By column; None where there is nothing to list, such as a name."""
Cells = tuple[tuple[Counted, ...], ...]
"""The rows that each cell of a row counts; () where there is nothing to list."""
ANSWERS_LINKS: Links = (
    Link("referrals", ("sent",)),
    Link("referrals", ("answered",)),
    Link("referrals", ("in_time", "due")),
    Link("referrals", ("in_promise", "promise_due")),
    Link("referrals", ("asked",)),
    Link("referrals", ("accepted", "asked")),
    Link("referrals", ("timed",)),
    Link("referrals", ("timed",)),
    Link("referrals", ("overdue",)),
)
"""The rows that the columns ANSWERS count."""
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
    behind: tuple[tuple[Cells, ...], ...] = ()
    """The rows that the cells of each table count."""
    behind_figures: tuple[Cells, ...] = ()
    """The rows that each figure counts now, and those it counted in the period before."""
    notes: tuple[str, ...] = ()
    """Definitions of its own."""

    def footnotes(self) -> tuple[str, ...]:
        about_visits = visit_footnotes() if self.of_visits else ()
        return self.notes + about_visits + (answer_footnotes() if self.of_answers else ())


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


def with_total(rows: Sequence[_Row], total: _Row) -> tuple[_Row, ...]:
    """Put the total beneath the rows; a table without rows has none."""
    return (*rows, total) if rows else ()


def behind(
    links: Links, rows: Sequence[Narrowing], scope: Scope, before: Scope | None = None, by: str = ""
) -> tuple[Cells, ...]:
    """Return what the cells of each row count. `before` and `by`: the period before, and the day it stood at."""

    def counted(link: Link | None, only: Narrowing) -> tuple[Counted, ...]:
        if link is None or (link.earlier and before is None):
            return ()
        at, day = (before, by if link.subject == "referrals" else "") if link.earlier else (scope, "")
        assert at
        return tuple(Counted(link.subject, figure, at, only + link.only, day) for figure in link.figures)

    return tuple(tuple(counted(link, only) for link in links) for only in rows)


def behind_figures(links: Sequence[Link], scope: Scope, before: Scope, by: str = "") -> tuple[Cells, ...]:
    """Return what each figure counts now and in the period before, which stood at the day `by`."""
    return tuple(behind((link, replace(link, earlier=True)), [()], scope, before, by)[0] for link in links)
