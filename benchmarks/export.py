"""The time of a workbook of 100,000 visits, beside openpyxl alone writing the same rows."""

from functools import partial
from pathlib import Path
from typing import Any

from app.spreadsheets import writing as listing
from app.spreadsheets.writing import Column, Listing
from benchmarks import people
from benchmarks.measure import Bench, Metric, median, race

ROWS, TIMES = 100_000, 1
COLUMNS = (
    Column("نوبت", "number"),
    Column("نام"),
    Column("نام خانوادگی"),
    Column("کد ملی"),
    Column("موضوع"),
    Column("روز", "day"),
    Column("دیرکرد", "number"),
)


def xlsx(bench: Bench) -> list[Metric]:
    """Report progress and ask whether to continue every 500 rows, as the screen does."""
    rows = [
        (n, first, last, people.code(n), people.matter(n), f"2026-11-{n % 28 + 1:02}", n % 40)
        for n, (first, last, *_) in enumerate(people.names(ROWS))
    ]
    made = Listing("مراجعه‌ها", COLUMNS, rows)
    plain = list(made.cells())
    progress: list[int] = []

    def go_on(count: int) -> bool:
        progress.append(count)
        return True

    times = race(
        TIMES,
        warm=0,
        ours=lambda n: partial(listing.save, made, bench.folder / f"{n}.xlsx", go_on),
        bare=lambda n: partial(_bare, plain, bench.folder / f"bare{n}.xlsx"),
    )
    assert len(progress) == ROWS // listing.STEP_ROWS
    return [
        Metric(
            "export.xlsx", median(times["ours"]), "ms", "openpyxl alone writing the same rows", median(times["bare"]), 1
        )
    ]


def _bare(rows: list[list[Any]], path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    book.save(path)
