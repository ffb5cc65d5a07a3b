"""The time until the program's window is painted, a call is on the display, and a full line is shown."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random
from select import select
from typing import IO

from app.accounts import first_run
from benchmarks.invented_office import NOW, PASSWORD, connect
from benchmarks.measure import Bench, Metric, median, p95
from benchmarks.storage import calling
from db import open_database

ROOT = Path(__file__).parent.parent
SCREEN = {
    "name": "one",
    "x": 0,
    "y": 0,
    "width": 1920,
    "height": 1080,
    "logicalDpi": 96,
    "logicalBaseDpi": 96,
    "dpr": 1,
}
STARTS, CALLS, LINES, WARM = 15, 100, 20, 5
BARE = "a bare QMainWindow with one label"
BUDGET = "budget"
POLL = 0.06
"""Seconds; each call waits a random part of them, so that calls fall anywhere between two polls of the display."""


def start(bench: Bench) -> list[Metric]:
    """Measure from the process's start to the painted sign-in, and the memory in use then."""
    folder = bench.folder / "start"
    folder.mkdir()
    with closing(open_database(str(folder / "office.db"), clock=lambda: NOW)) as db:
        first_run.set_up(db, office="شهرداری کرج", login="bench", name="متصدی آزمون", password=PASSWORD)
    ours, bare = [], []
    for _ in range(STARTS + 1):
        ours.append(_started("sign_in", str(folder)))
        bare.append(_started("bare"))
    (times, memory), (bare_times, bare_memory) = (zip(*runs[1:], strict=True) for runs in (ours, bare))
    return [
        Metric("start", median(sorted(times)), "ms", BARE, median(sorted(bare_times)), 2),
        Metric("start.p95", p95(sorted(times)), "ms", BARE, p95(sorted(bare_times))),
        Metric("memory", median(sorted(memory)), "MB", BARE, median(sorted(bare_memory)), 2),
    ]


def _started(*words: str) -> tuple[float, float]:
    """Return milliseconds until the window is painted, and megabytes then."""
    before = time.monotonic_ns()
    with child(*words) as said:
        _, painted, memory = said.readline().split()
    return (int(painted) - before) / 1e6, int(memory) / 1024


def display(bench: Bench) -> list[Metric]:
    """Measure from the commit of a call in this process until `main.py --display` in another has painted its number."""
    db, clerk, session = connect(bench.million)
    chance, times = Random(1405), []
    with closing(db), child("display", str(bench.million.parent)) as said:
        call = calling(db, clerk, session)
        assert said.readline() == "ready\n"
        for n in range(WARM + CALLS):
            run = call(n)
            select([], [], [], chance.random() * POLL)
            run()
            committed = time.monotonic_ns()
            _, painted, period = said.readline().split()
            assert int(period) == db.required_row("SELECT MAX(id) AS id FROM period WHERE state = 'called'")["id"]
            times.append((int(painted) - committed) / 1e6)
    times = sorted(times[WARM:])
    return [
        Metric("display.median", median(times), "ms", BUDGET, 200),
        Metric("display.p95", p95(times), "ms", BUDGET, 200, 1),
    ]


def line(bench: Bench) -> list[Metric]:
    """Show the caller's page with 200 people and scroll it page by page to the last of them."""
    db, clerk, session = connect(bench.million)
    with closing(db):
        calling(db, clerk, session)
    with child("line", str(bench.million), str(WARM + LINES)) as said:
        times = [int(said.readline().split()[1]) / 1e6 for _ in range(WARM + LINES)]
    times = sorted(times[WARM:])
    return [
        Metric("list200", median(times), "ms", BUDGET, 100, 1),
        Metric("list200.p95", p95(times), "ms", BUDGET, 100),
    ]


@contextmanager
def child(*words: str) -> Iterator[IO[str]]:
    """Start a measured process and yield its output; end it afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        screens = Path(folder) / "screens.json"
        screens.write_text(json.dumps({"screens": [SCREEN]}))
        surroundings = os.environ | {
            "QT_QPA_PLATFORM": f"offscreen:configfile={screens}",
            "QT_LOGGING_RULES": "*=false",
            "PYTHONDONTWRITEBYTECODE": "",  # the first start compiles modules, and is not counted
        }
        process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.child", *words],
            cwd=ROOT,
            env=surroundings,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout
        with process:
            yield process.stdout
            process.terminate()
