"""Two PCs of one office that ask for the same waiting paper at one moment: one original comes out."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from threading import Barrier
from time import monotonic

import pytest

from app.papers import requests
from app.persian.text import fa
from db import open_database
from tests.support import readback
from ui.this_pc.settings import PcSettings

ENGINES = ["postgres"]
ROOT = Path(__file__).parents[2]
HERE, THERE = "desk-1", "desk-2"
FEW, MANY = 4, 60


@pytest.fixture
def clerk(clerk):
    return replace(clerk, desk=HERE)


@pytest.fixture
def desks(address, make_cups, tmp_path):
    """The programs of two PCs on one server, which print on one queue."""
    cups, running = make_cups(), []
    for desk in (HERE, THERE):
        folder = tmp_path / desk
        folder.mkdir()
        pc = PcSettings.of_folder(folder)
        pc.set("desk", desk)
        pc.set("printer/all", "pdf")
        del pc
        command = [sys.executable, "-m", "tests.durability.crash.printing_program", str(folder), address]
        running.append(subprocess.Popen(command, cwd=ROOT, env=os.environ | {"QT_QPA_PLATFORM": "offscreen"}))
    yield cups
    for process in running:
        process.kill()
        process.wait()


def at_once(*acts):
    """Let each act begin at the same moment on a thread of its own."""
    start = Barrier(len(acts))
    with ThreadPoolExecutor(len(acts)) as threads:
        for done in [threads.submit(lambda act=act: (start.wait(), act())) for act in acts]:
            done.result()


def papers_out(cups, ticket):
    """Return whether each paper of a ticket that came out is a copy."""
    numbers = [n for n in cups.numbers("pdf") if cups.title("pdf", n).partition(" [")[0] == f"برگهٔ نوبت {fa(ticket)}"]
    return ["المثنی" in "".join(readback.page_texts(cups.got("pdf", number))) for number in numbers]


@pytest.fixture
def other(address):
    """The storage as the second PC reaches it."""
    with closing(open_database(address)) as database:
        yield database


def fail_all(desks, db, arrive, count):
    """Let tickets wait at the first PC because its queue takes none; return their papers."""
    desks.command("cupsreject", "pdf")
    for _ in range(count):
        arrive()
    desks.wait(lambda: all(paper.reason for paper in requests.waiting(db, HERE)))
    desks.command("cupsaccept", "pdf")
    return requests.waiting(db, HERE)


def all_ended(db):
    return not db.rows("SELECT id FROM paper WHERE state = 'waiting' OR in_queue = 1")


@pytest.mark.long
def test_two_desks_that_ask_for_one_waiting_paper_print_one_original_cups(desks, other, db, clerk, arrive):
    there = replace(clerk, desk=THERE)
    papers = fail_all(desks, db, arrive, MANY)
    for paper in papers:
        at_once(
            lambda paper=paper: requests.retry(db, clerk, paper.id),
            lambda paper=paper: requests.print_again(other, there, "ticket", paper.subject_id),
        )
    desks.wait(lambda: all_ended(db))
    for ticket in range(1, MANY + 1):
        copies = papers_out(desks, ticket)
        assert copies.count(False) == 1, f"ticket {ticket} came out as {copies}"


def test_desk_that_asks_for_a_paper_another_is_printing_gets_a_copy_cups(desks, other, db, clerk, arrive):
    there = replace(clerk, desk=THERE)
    papers = fail_all(desks, db, arrive, FEW)
    for n, paper in enumerate(papers):
        requests.retry(db, clerk, paper.id)
        taken = "claim <> '' OR state = 'printed'" if n % 2 else "state = 'printed'"
        spin(lambda taken=taken, paper=paper: other.rows(f"SELECT id FROM paper WHERE id = {paper.id} AND ({taken})"))
        requests.print_again(other, there, "ticket", paper.subject_id)
    desks.wait(lambda: all_ended(db))
    for ticket in range(1, FEW + 1):
        assert sorted(papers_out(desks, ticket)) == [False, True]


def spin(holds):
    """Wait without a pause: what is waited for lasts for milliseconds."""
    until = monotonic() + 60
    while not holds():
        assert monotonic() < until
