"""What the reports of a period are put together from."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.figures import definitions as figures
from app.figures.definitions import Tally
from app.papers.documents import Chart, Measure, ReportFigure, ReportTable, ReportValue

Columns = tuple[tuple[str, Measure], ...]
ANSWERS: Columns = (
    ("ارجاع", "count"), ("پاسخ", "count"), ("به‌هنگام", "share"), ("حل", "share"), ("تأیید", "share"),
    ("میانه", "days"), ("صدک ۹۰", "days"), ("دیرشده", "count"), ("اعتراض", "count"),
)
"""How the referrals of a line were answered, as on the scorecard."""
WHOLE = "همه"
NONE = "—"


@dataclass(frozen=True, slots=True)
class Part:
    figures: tuple[ReportFigure, ...]
    charts: tuple[Chart, ...]
    tables: tuple[ReportTable, ...]
    of_answers: bool = True
    of_visits: bool = True
    """Which definitions belong at its foot."""

    def definitions(self, quiet_days: int) -> tuple[str, ...]:
        found = figures.visit_definitions() if self.of_visits else ()
        return found + (figures.definitions(quiet_days) if self.of_answers else ())


def answers(tally: Tally) -> tuple[ReportValue, ...]:
    """The values of ANSWERS."""
    return (tally["sent"], tally["answered"], tally.in_time, tally.solved, tally.accepted, tally.median, tally.ninth,
            tally["overdue"], tally["objected"])


def ordered(
    rows: Sequence[tuple[ReportValue, ...]], whole: tuple[ReportValue, ...]
) -> tuple[tuple[ReportValue, ...], ...]:
    """With the line of all of them at the end."""
    return (*rows, whole) if rows else ()


def share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
