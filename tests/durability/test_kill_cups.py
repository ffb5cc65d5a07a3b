"""A program killed in the middle of a print job: on the next start no paper is lost, none doubled as an original."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from app.papers import claims, requests
from app.printing import jobs
from tests.support import readback
from tests.support.samples import TICKET
from ui.papers.drawing import draw
from ui.papers.printer import PrintJob
from ui.papers.system_printer import SystemPrinter
from ui.this_pc.settings import PcSettings

ROOT = Path(__file__).parents[2]
DESK = "desk-1"
ORIGINAL = {"state": "printed", "reason": "", "reprint": 0, "in_queue": 0}


@pytest.fixture
def clerk(clerk):
    """The first clerk at the PC whose program is killed."""
    return replace(clerk, desk=DESK)


@pytest.fixture
def start(path, tmp_path):
    """start() runs the program of this PC, which prints on the queue «pdf»."""
    pc = PcSettings.of_folder(tmp_path)
    pc.set("desk", DESK)
    pc.set("printer/all", "pdf")
    del pc
    running = []

    def run():
        running.append(
            subprocess.Popen(
                [sys.executable, "-m", "tests.durability.crash.printing_program", str(tmp_path), path],
                cwd=ROOT,
                env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
            )
        )
        return running[-1]

    yield run
    for process in running:
        process.kill()
        process.wait()


def kill(process):
    process.kill()
    process.wait()


def papers(db):
    return db.rows("SELECT state, reason, reprint, in_queue FROM paper ORDER BY id")


def print_one():
    """Leave a job in the history of CUPS, as on every day but the first."""
    return SystemPrinter().print_pdf(PrintJob(draw([TICKET], "a5"), "pdf", "ticket", "برگهٔ نوبت ۴۲"))


@pytest.mark.parametrize("moment", ["first", pytest.param("middle", marks=pytest.mark.long), "answer"])
def test_paper_of_a_program_killed_while_it_sends_comes_out_once_cups(cups, gate, start, db, arrive, moment):
    earlier = int(print_one())
    before = gate(cups, moment)
    process = start()
    arrive()
    assert before.reached.wait(60)
    kill(process)
    before.let_pass()
    start()
    cups.wait(lambda: papers(db) == [ORIGINAL])
    assert len([number for number in cups.numbers("pdf") if int(number) > earlier]) == 1


def test_paper_of_a_program_killed_before_it_records_the_job_comes_out_once_cups(cups, gate, start, db, path, arrive):
    earlier = int(print_one())
    before = gate(cups, "answer")
    process = start()
    arrive()
    assert before.reached.wait(60)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        before.let_pass()
        assert before.passed.wait(60), "the program has the answer and cannot write it down"
        kill(process)
    start()
    cups.wait(lambda: papers(db) == [ORIGINAL])
    assert len([number for number in cups.numbers("pdf") if int(number) > earlier]) == 1


def test_paper_of_which_cups_keeps_no_history_waits_and_is_a_copy_when_sent_again_cups(
    make_cups, gate, start, db, clerk, arrive
):
    cups = make_cups(history="No")
    before = gate(cups, "answer")
    process = start()
    arrive()
    assert before.reached.wait(60)
    cups.wait(lambda: cups.numbers("pdf") == ["1"] and not cups.command("lpstat", "-W", "all", "-o"))
    kill(process)
    before.let_pass()
    start()
    cups.wait(lambda: bool(jobs.waiting_papers(db, clerk)))
    (listed,) = jobs.waiting_papers(db, clerk)
    assert listed.paper.reason == claims.UNKNOWN
    requests.retry(db, clerk, listed.paper.id)
    cups.wait(lambda: papers(db) == [ORIGINAL | {"reprint": 1}])
    text = "".join(readback.page_texts(cups.got("pdf", "2")))
    assert "المثنی" in text and cups.numbers("pdf") == ["1", "2"]
