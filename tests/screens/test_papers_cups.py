"""The list of papers on a real CUPS: what the program asks of the queues, and what it does when they fail."""

import pytest

from app.papers import requests
from app.printing import jobs
from tests.support.captured import device_pages
from ui.papers.print_worker import PrintWorker


@pytest.fixture
def choose(context):
    """choose(queue) sends every kind of paper to that queue."""

    def choose_for_all(queue):
        for kind in requests.KINDS:
            context.pc.set(f"printer/{kind}", queue)

    choose_for_all("pdf")
    return choose_for_all


@pytest.fixture
def worker(cups, context, choose):
    made = PrintWorker(context)
    yield made
    made.close()


@pytest.fixture
def wait(qtbot):
    return qtbot.waitUntil


def rows(db):
    return db.rows("SELECT kind, state, reason, reprint, printer, job, in_queue FROM paper ORDER BY id")


def ended(db):
    """Return whether every paper came out, as far as the queue knows."""
    found = rows(db)
    return found and all(row["state"] == "printed" and not row["in_queue"] for row in found)


def failed(db, words):
    return [row["state"] for row in rows(db) if words in row["reason"]] == ["waiting"]


def test_paper_is_followed_to_its_end_cups(wait, cups, db, worker, arrive):
    arrive()
    wait(lambda: ended(db))
    (row,) = rows(db)
    assert row["printer"] == "pdf" and cups.title("pdf", row["job"]).startswith("برگهٔ نوبت ۱ [")
    assert len(device_pages(cups.got("pdf", row["job"]))) == 1


@pytest.mark.parametrize(
    ("queue", "words"),
    [
        ("rejecting", "نمی‌پذیرد"),
        ("stopped", "متوقف است"),
        ("aborting", "ناتمام ماند"),
        ("thermal58", "جا نمی‌شود"),
        ("removed", "پیدا نشد"),
    ],
)
def test_paper_the_queue_does_not_print_waits_and_is_an_original_later_cups(
    wait, cups, db, clerk, worker, choose, arrive, queue, words
):
    choose(queue)
    arrive()
    wait(lambda: failed(db, words))
    assert jobs.waiting_papers(db, clerk)
    choose("pdf")
    requests.retry_failed(db, clerk)
    wait(lambda: ended(db))
    assert rows(db)[0]["reprint"] == 0


def test_queue_stopped_behind_a_job_is_said_and_the_job_comes_out_once_cups(wait, cups, db, worker, choose, arrive):
    choose("pausing")
    cups.hold_next("pausing")
    arrive()
    wait(lambda: failed(db, "نگه داشته است"))
    cups.release("pausing")
    wait(lambda: ended(db))
    assert len(cups.numbers("pausing")) == 1


def test_held_job_sent_again_is_taken_out_of_its_queue_cups(wait, cups, db, clerk, worker, choose, arrive):
    choose("pausing")
    cups.hold_next("pausing")
    arrive()
    wait(lambda: failed(db, "نگه داشته است"))
    number = rows(db)[0]["job"]
    choose("pdf")
    requests.retry(db, clerk, 1)
    wait(lambda: ended(db))
    assert rows(db)[0]["printer"] == "pdf" and rows(db)[0]["reprint"] == 0
    cups.release("pausing")
    assert number not in cups.numbers("pausing")


def test_two_programs_make_one_original_of_each_paper_cups(wait, cups, db, context, worker, choose, arrive):
    other = PrintWorker(context)
    for _ in range(5):
        arrive()
    wait(lambda: ended(db))
    assert len(rows(db)) == 5 and len({row["job"] for row in rows(db)}) == 5
    other.close()
