"""The invented year: how long it takes to live it; exports, unit sheets, the filter of a list, the opening of pages."""

from collections import defaultdict
from contextlib import closing
from functools import partial
from time import perf_counter

from app.exports.lists import followup_listing
from app.figures import reports
from app.figures.definitions import Scope
from app.followup.query import ListQuery
from app.invented.kept import OFFICE, LastDay
from app.invented.year import LAST_DAY
from app.office import programmes
from app.persian import period
from app.printing.unit_sheets import sheets_to_read
from app.sessions import sessions
from app.spreadsheets.writing import save
from benchmarks.measure import Bench, Metric, p95, race
from benchmarks.screens import BUDGET, child
from benchmarks.year_child import leader
from db import open_database

OPENINGS, EXPORTS, SHEETS = 5, 5, 10


def build(bench: Bench) -> list[Metric]:
    """Live the year; the next groups open the office that is left."""
    start = perf_counter()
    assert bench.year
    return [Metric("year.build", (perf_counter() - start) * 1000, "ms", BUDGET, 180_000, 1)]


def export_open(bench: Bench) -> list[Metric]:
    """Write the list of all open referrals as a workbook."""
    with closing(open_database(str(bench.year / OFFICE), clock=LastDay())) as db:
        clerk = leader(db)
        write = partial(save, path=bench.folder / "open.xlsx", progress=lambda _: True)
        wanted = ListQuery("open")
        times = race(EXPORTS, warm=1, ours=lambda n: lambda: write(followup_listing(db, clerk, wanted)))["ours"]
    return [Metric("export.open", p95(times), "ms", BUDGET, 2000, 1)]


def unit_sheets(bench: Bench) -> list[Metric]:
    """Gather and draw the sheets of all units for the session under way."""
    from reports.unit_sheet import unit_sheets_pdf

    with closing(open_database(str(bench.year / OFFICE), clock=LastDay())) as db:
        clerk, session = leader(db), sessions.opened(db)
        assert session
        times = race(SHEETS, warm=1, ours=lambda n: lambda: unit_sheets_pdf(sheets_to_read(db, clerk, session.id)))[
            "ours"
        ]
    return [Metric("unit_sheet.all", p95(times), "ms", BUDGET, 2000, 1)]


def rising_open(bench: Bench) -> list[Metric]:
    """Find what rises in the season of the year's last day, with its numbers as the screen has them."""
    with closing(open_database(str(bench.year / OFFICE), clock=LastDay())) as db:
        clerk, now = leader(db), period.season(LAST_DAY)
        scope = Scope(now.since, now.until, programmes.active(db)[0].id)
        times = race(OPENINGS, warm=1, ours=lambda n: lambda: reports.numbers(db, clerk, "rising", scope))["ours"]
    return [Metric("rising.open", p95(times), "ms", BUDGET, 1000, 1)]


def export_journal(bench: Bench) -> list[Metric]:
    """Write the whole journal as a workbook, in a process of its own whose memory is read afterwards."""
    with child("journal", str(bench.year)) as said:
        _, nanoseconds, before, peak = said.readline().split()
    return [
        Metric("export.journal", int(nanoseconds) / 1e6, "ms", BUDGET, 20_000, 1),
        Metric("export.journal.memory", (int(peak) - int(before)) / 1024, "MB", BUDGET, 150, 1),
    ]


def pages(bench: Bench) -> list[Metric]:
    """Open every page for the first time in a new program, and filter the longest list of the follow-up.

    A page's figure is the time that the UI's thread works until the page is filled: nothing else moves meanwhile.
    """
    times: defaultdict[str, list[float]] = defaultdict(list)
    for _ in range(OPENINGS):
        with child("pages", str(bench.year)) as said:
            for line in said:
                name, nanoseconds = line.split()
                times[name].append(int(nanoseconds) / 1e6)
    filtered, gaps = times.pop("filter"), times.pop("gap")
    opened = [Metric(f"page.{name}", p95(sorted(some)), "ms", BUDGET, 200, 1) for name, some in times.items()]
    return [
        *opened,
        Metric("followup.filter", p95(sorted(filtered)), "ms", BUDGET, 100, 1),
        Metric("followup.filter.gap", p95(sorted(gaps)), "ms", BUDGET, 50, 1),
    ]
