"""Queues without room for one more job: the papers wait, say so, and go out by themselves when there is room."""

import subprocess

import pytest

from app.printing import jobs
from db import open_database
from ui.context import Context
from ui.papers.print_worker import PrintWorker
from ui.this_pc.settings import PcSettings
from ui.work import Work

FULL = "صف چاپگر «pdf» پر است؛ این برگه و برگه‌های پس از آن با باز شدن جا در صف، خودکار ارسال می‌شود."
NO_DISK = (
    "صف چاپگر «pdf» روی دیسک این رایانه جا ندارد یا اجازهٔ نوشتن در پوشهٔ آن نیست؛"
    " پس از آزاد شدن جا، این برگه خودکار ارسال می‌شود."
)


class Started:
    """The printing part of a program that has been started; `end()` closes it as its window would."""

    def __init__(self, path, clock, clerk, folder):
        self._work = Work(lambda: open_database(path, clock=clock))
        self._work.start()
        pc = PcSettings(str(folder / "this-pc.ini"))
        pc.set("printer/all", "pdf")
        self._worker = PrintWorker(Context(self._work, clerk, pc))

    def end(self):
        self._worker.close()
        self._work.close()


@pytest.fixture
def begin(qapp, path, clock, clerk, tmp_path):
    """begin() starts a program that prints every paper on the queue «pdf»."""
    made = []

    def begin_program():
        made.append(Started(path, clock, clerk, tmp_path))
        return made[-1]

    yield begin_program
    for started in made:
        started.end()


def said(db, clerk):
    """Return the sentences of the papers that wait at this PC."""
    return [listed.paper.reason for listed in jobs.waiting_papers(db, clerk)]


def all_out(db, count):
    rows = db.rows("SELECT state, in_queue, reprint FROM paper")
    return rows == [{"state": "printed", "in_queue": 0, "reprint": 0}] * count


def came_out(cups):
    """Return the tickets' numbers in the order in which the device got them."""
    titles = [cups.title("pdf", number).partition(" [")[0] for number in cups.numbers("pdf")]
    return [int(title.removeprefix("برگهٔ نوبت ")) for title in titles]


def test_papers_wait_for_room_in_a_full_queue_and_come_out_once_and_in_order_cups(
    qtbot, make_cups, db, clerk, begin, arrive
):
    cups = make_cups(more="MaxJobsPerPrinter 2")
    cups.keep_busy("pdf")
    first = begin()
    for _ in range(5):
        arrive()
    qtbot.waitUntil(lambda: said(db, clerk) == [FULL])
    assert [row["state"] for row in db.rows("SELECT state FROM paper ORDER BY id")] == ["printed"] * 2 + ["waiting"] * 3
    attempts = set()

    def tried_twice_more():
        attempts.update(row["n"] for row in db.rows("SELECT n FROM revision WHERE topic = 'papers'"))
        return len(attempts) >= 3

    qtbot.waitUntil(tried_twice_more)
    assert len(db.rows("SELECT id FROM journal WHERE action = 'failed'")) == 1, "the journal says it once"
    first.end()
    cups.free("pdf")
    begin()  # the paper that waits for room is printed after a new start too
    qtbot.waitUntil(lambda: all_out(db, 5))
    assert came_out(cups) == [1, 2, 3, 4, 5]


def test_papers_wait_for_a_spool_folder_that_takes_files_again_cups(
    qtbot, make_cups, small_disk, db, clerk, begin, arrive
):
    cups = make_cups(spool=small_disk)
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    begin()
    arrive(), arrive()
    qtbot.waitUntil(lambda: said(db, clerk) == [NO_DISK])
    subprocess.run(["mount", "-o", "remount,rw", small_disk], check=True)
    qtbot.waitUntil(lambda: all_out(db, 2))
    assert came_out(cups) == [1, 2]
