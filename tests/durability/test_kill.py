"""A program killed at any instant keeps every number a clerk had seen; none is given twice, none skipped."""

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
LONGEST_LIFE = 0.012
"""Seconds from the last number read to the kill: two or three registrations."""


@pytest.fixture(params=ENGINES)
def path(request, furnished, tmp_path):
    return str(shutil.copy(furnished, tmp_path / "office.db"))


@pytest.fixture
def fork_server():
    if sys.platform == "win32":
        pytest.skip("no fork and no SIGKILL on Windows")
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.durability.crash.fork_server"],
        cwd=ROOT,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with process:
        yield process
        process.stdin.close()


def run_and_kill(fork_server, path, chance):
    """Run one desk until SIGKILL at a random instant; return the numbers it gave out."""
    fork_server.stdin.write(f"{path}\n")
    fork_server.stdin.flush()
    pid = int(fork_server.stdout.readline().removeprefix("started "))
    seen = [number(fork_server.stdout.readline()) for _ in range(chance.randrange(4))]
    select.select([], [], [], chance.random() * LONGEST_LIFE)  # in the middle of a write as well as between two
    os.kill(pid, signal.SIGKILL)
    for line in iter(fork_server.stdout.readline, f"ended {pid}\n"):
        seen.append(number(line))
    return seen


def number(line):
    word, ticket = line.split()
    assert word == "ticket", line
    return int(ticket)


def stored(path):
    with closing(open_database(path)) as db:
        return [row["ticket"] for row in db.rows("SELECT ticket FROM visit ORDER BY id")]


def test_two_hundred_kills_lose_no_number_and_give_none_twice(fork_server, path, session, db):
    db.close()
    chance = random.Random(1405)
    given = []
    for n in range(KILLS):
        given += run_and_kill(fork_server, path, chance)
        if n % 10 == 9:
            assert set(given) <= set(stored(path))
    tickets = stored(path)
    assert tickets == list(range(1, len(tickets) + 1))
    assert given == sorted(set(given)), "a number was given twice or out of order"
    assert set(given) <= set(tickets)
    assert len(tickets) - len(given) <= KILLS, "more than the one under way was saved without being told"
    assert len(given) >= KILLS


def test_kill_leaves_whole_registrations(fork_server, path, session, db):
    """Visit, period, paper, journal row and search words are stored together or not at all."""
    db.close()
    chance = random.Random(57)
    for _ in range(20):
        run_and_kill(fork_server, path, chance)
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
