"""The time of a year's scorecard and of the follow-up lists, on a million earlier visits."""

from collections import defaultdict
from contextlib import closing
from functools import partial
from operator import itemgetter

from app.figures import scorecard
from app.figures.definitions import Scope
from app.followup import view as followup
from app.followup.query import ListQuery
from benchmarks.invented_office import connect
from benchmarks.invented_scorecard import sheet
from benchmarks.measure import Bench, Metric, p95, race
from db import Database

TIMES, REFERENCE_TIMES, PDF_TIMES = 30, 3, 5
YEAR = Scope("2025-11-26", "2026-11-25", 1)
COLUMNS = (
    "unit_id",
    "programme_id",
    "issued_day",
    "stage",
    "due_day",
    "unit_due_day",
    "paused_day",
    "answered_day",
    "answer_days",
    "in_time",
    "in_promise",
    "outcome",
    "last_answer_day",
    "verdict_day",
    "objections",
)
Row = dict[str, object]
BUDGET = "budget"


def scorecard_open(bench: Bench) -> list[Metric]:
    """Compute a year's scorecard, beside the same figures counted from all rows in Python."""
    db, clerk, _ = connect(bench.million)
    with closing(db):
        ours = race(TIMES, warm=3, card=lambda n: partial(scorecard.compute, db, clerk, YEAR))["card"]
        every = race(REFERENCE_TIMES, warm=1, rows=lambda n: partial(_in_python, db))["rows"]
    return [Metric("scorecard.open", p95(ours), "ms", "the same counted from all rows in Python", p95(every), 0.1)]


def followup_open(bench: Bench) -> list[Metric]:
    """Read the list of late referrals and the sizes of the other lists."""
    db, clerk, _ = connect(bench.million)
    with closing(db):
        view = partial(followup.followup_view, db, clerk, ListQuery("late"))
        board = race(TIMES, warm=3, board=lambda n: view)["board"]
    return [Metric("followup.open", p95(board), "ms", BUDGET, 100, 1)]


def scorecard_pdf(bench: Bench) -> list[Metric]:
    """Draw a scorecard of sixty units, each also with a page of its own."""
    from reports.scorecard import scorecard_pdf as draw

    taken = race(PDF_TIMES, warm=1, pdf=lambda n: partial(draw, sheet(60, pages=60)))["pdf"]
    return [Metric("scorecard.pdf", p95(taken), "ms", BUDGET, 2000, 1)]


def _in_python(db: Database) -> dict[object, tuple[int, ...]]:
    """Return sent, answered, in time, accepted and the median of each unit."""
    mine: defaultdict[object, list[Row]] = defaultdict(list)
    for row in db.rows(f"SELECT {', '.join(COLUMNS)} FROM followup"):
        if YEAR.since <= str(row["issued_day"]) <= YEAR.until and row["programme_id"] == YEAR.programme_id:
            mine[row["unit_id"]].append(row)
    return {unit: _counted(rows) for unit, rows in mine.items()}


def _counted(rows: list[Row]) -> tuple[int, ...]:
    answered = sorted((row for row in rows if row["answer_days"] is not None), key=itemgetter("answer_days"))
    accepted = [row for row in answered if row["stage"] == "accepted"]
    median = int(str(answered[len(answered) // 2]["answer_days"])) if answered else 0
    return len(rows), len(answered), sum(row["in_time"] == 1 for row in answered), len(accepted), median
