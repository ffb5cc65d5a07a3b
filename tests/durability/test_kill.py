"""Killed at any instant, the office comes back with every number a clerk had seen, none twice, none skipped."""

import os
import random
import select
import shutil
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from app.journal import verify
from db import open_database
from db import search as full_text

ENGINES = ["sqlite"]
ROOT = Path(__file__).parents[2]
KILLS = 200
LONGEST = 0.012
"""Seconds of life after the last number read: two or three registrations."""


@pytest.fixture(params=ENGINES)
def path(request, furnished, tmp_path):
    return str(shutil.copy(furnished, tmp_path / "office.db"))


@pytest.fixture
def nursery():
    if sys.platform == "win32":
        pytest.skip("no fork and no SIGKILL on Windows")
    process = subprocess.Popen([sys.executable, "-m", "tests.durability.crash.nursery"], cwd=ROOT, text=True,
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    with process:
        yield process
        process.stdin.close()


def live_and_die(nursery, path, chance):
    """One desk from birth to SIGKILL; answers with the numbers it gave out."""
    nursery.stdin.write(f"go {path}\n")
    nursery.stdin.flush()
    pid = int(nursery.stdout.readline().removeprefix("born "))
    seen = [number(nursery.stdout.readline()) for _ in range(chance.randrange(4))]
    select.select([], [], [], chance.random() * LONGEST)  # any instant: in the middle of a write as well as between two
    os.kill(pid, signal.SIGKILL)
    for line in iter(nursery.stdout.readline, f"dead {pid}\n"):
        seen.append(number(line))
    return seen


def number(line):
    word, ticket = line.split()
    assert word == "ticket", line
    return int(ticket)


def stored(path):
    with closing(open_database(path)) as db:
        return [row["ticket"] for row in db.rows("SELECT ticket FROM visit ORDER BY id")]


def test_two_hundred_kills_lose_no_number_and_give_none_twice(nursery, path, session, db):
    db.close()
    chance = random.Random(1405)
    given = []
    for n in range(KILLS):
        given += live_and_die(nursery, path, chance)
        if n % 10 == 9:
            assert set(given) <= set(stored(path))
    tickets = stored(path)
    assert tickets == list(range(1, len(tickets) + 1))
    assert given == sorted(set(given)), "a number was given twice or out of order"
    assert set(given) <= set(tickets)
    assert len(tickets) - len(given) <= KILLS, "at most the one under way was saved without being said"
    assert len(given) >= KILLS


def test_what_a_kill_leaves_is_whole(nursery, path, session, db):
    """Visit, period, paper, journal row and search words came together or not at all."""
    db.close()
    chance = random.Random(57)
    for _ in range(20):
        live_and_die(nursery, path, chance)
    with closing(open_database(path)) as again:
        visits = [row["id"] for row in again.rows("SELECT id FROM visit ORDER BY id")]
        assert visits
        for sql in (
            "SELECT visit_id AS id FROM period ORDER BY visit_id",
            "SELECT subject_id AS id FROM paper WHERE kind = 'ticket' ORDER BY subject_id",
            "SELECT subject_id AS id FROM journal WHERE action = 'register' ORDER BY subject_id",
        ):
            assert [row["id"] for row in again.rows(sql)] == visits, sql
        assert sorted(full_text.find(again, ("نمونه",), 10**6)) == visits
        assert verify.fault(again) is None
        assert again.rows("PRAGMA integrity_check") == [{"integrity_check": "ok"}]
