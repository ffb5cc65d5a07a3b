"""The list of papers on a real CUPS: what the program asks of the queues, and what it does when they fail."""

import pytest

from app.papers import requests
from app.persian.text import fa
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


def said(db, clerk):
    """Return the sentences on the list of papers that were not printed."""
    return [listed.paper.reason for listed in jobs.waiting_papers(db, clerk)]


def test_paper_is_followed_to_its_end_cups(wait, cups, db, worker, arrive):
    arrive()
    wait(lambda: ended(db))
    (row,) = rows(db)
    assert row["printer"] == "pdf" and cups.title("pdf", row["job"]).startswith("برگهٔ نوبت ۱ [")
    assert len(device_pages(cups.got("pdf", row["job"]))) == 1


GONE = "چاپگر «{}» پیدا نشد؛ روشن و متصل بودن آن را بررسی کنید یا چاپگر دیگری انتخاب کنید."
LOST = "چاپ این برگه در صف چاپگر «{}» ناتمام ماند؛ چاپگر را ببینید و برگه را دوباره ارسال کنید."
HELD = (
    "صف چاپگر «{}» این برگه را نگه داشته است؛ کاغذ و روشن بودن چاپگر را ببینید."
    " اگر دوباره ارسال کنید، از آن صف برداشته می‌شود."
)
REFUSALS = {
    "rejecting": "صف چاپگر «{}» کار جدید نمی‌پذیرد؛ پذیرش کار را در تنظیمات چاپگرهای سیستم باز کنید.",
    "stopped": "چاپگر «{}» متوقف است؛ کاغذ و روشن بودن آن را بررسی و چاپگر را دوباره فعال کنید.",
    "aborting": LOST,
    "thermal58": "برگهٔ 80×112 میلی‌متری روی کاغذ چاپگر «{}» جا نمی‌شود؛ برای این برگه چاپگر دیگری انتخاب کنید.",
    "absurd": "اندازهٔ کاغذ چاپگر «{}» در سیستم مشخص یا درست نیست؛ چاپگر را دوباره نصب کنید یا چاپگر دیگری انتخاب کنید.",
    "removed": GONE,
}


@pytest.mark.parametrize("queue", REFUSALS)
def test_paper_the_queue_does_not_print_waits_and_is_an_original_later_cups(
    wait, cups, db, clerk, worker, choose, arrive, queue
):
    choose(queue)
    arrive()
    wait(lambda: said(db, clerk) == [REFUSALS[queue].format(queue)])
    choose("pdf")
    requests.retry_failed(db, clerk)
    wait(lambda: ended(db))
    assert rows(db)[0]["reprint"] == 0


def test_queue_stopped_behind_a_job_is_said_and_the_job_comes_out_once_cups(
    wait, cups, db, clerk, worker, choose, arrive
):
    choose("pausing")
    cups.hold_next("pausing")
    arrive()
    wait(lambda: said(db, clerk) == [HELD.format("pausing")])
    cups.release("pausing")
    wait(lambda: ended(db))
    assert len(cups.numbers("pausing")) == 1


def test_held_job_sent_again_is_taken_out_of_its_queue_cups(wait, cups, db, clerk, worker, choose, arrive):
    choose("pausing")
    cups.hold_next("pausing")
    arrive()
    wait(lambda: said(db, clerk) == [HELD.format("pausing")])
    number = rows(db)[0]["job"]
    choose("pdf")
    requests.retry(db, clerk, 1)
    wait(lambda: ended(db))
    assert rows(db)[0]["printer"] == "pdf" and rows(db)[0]["reprint"] == 0
    cups.release("pausing")
    assert number not in cups.numbers("pausing")


def test_printer_that_vanishes_between_asking_and_printing_is_said_cups(
    wait, make_cups, gate, db, clerk, context, choose, arrive
):
    cups = make_cups()
    before = gate(cups, "first")
    worker = PrintWorker(context)
    arrive()
    wait(before.reached.is_set)
    cups.command("lpadmin", "-x", "pdf")
    before.let_pass()
    wait(lambda: said(db, clerk) == [GONE.format("pdf")])
    choose("generic")
    requests.retry_failed(db, clerk)
    wait(lambda: ended(db))
    assert rows(db)[0]["reprint"] == 0 and len(cups.numbers("generic")) == 1
    worker.close()


@pytest.mark.parametrize(
    ("act", "sentence"), [("hold", HELD), ("cancel", LOST), ("remove", LOST)], ids=["held", "cancelled", "removed"]
)
def test_job_that_somebody_stops_in_its_queue_is_said_and_printed_once_cups(
    wait, make_cups, db, clerk, context, choose, arrive, act, sentence
):
    """A job behind one that the device is at work on."""
    cups = make_cups()
    cups.keep_busy("pdf")
    worker = PrintWorker(context)
    arrive(), arrive()
    wait(lambda: [row["job"] for row in rows(db)] == ["1", "2"])
    if act == "hold":
        cups.command("lp", "-i", "pdf-2", "-H", "hold")
    elif act == "cancel":
        cups.command("cancel", "pdf-2")
    else:
        cups.command("lpadmin", "-x", "pdf")
    expected = [sentence.format("pdf")] * (2 if act == "remove" else 1)
    wait(lambda: said(db, clerk) == expected)
    choose("generic")
    requests.retry_failed(db, clerk)
    cups.free("pdf")
    wait(lambda: ended(db))
    again = {"hold": ["2"], "cancel": ["2"], "remove": ["1", "2"]}[act]
    titles = [cups.title("generic", number).partition(" [")[0] for number in cups.numbers("generic")]
    assert titles == [f"برگهٔ نوبت {fa(n)}" for n in again] and not any(row["reprint"] for row in rows(db))
    assert "2" not in cups.numbers("pdf")
    worker.close()


def test_two_programs_make_one_original_of_each_paper_cups(wait, cups, db, context, worker, choose, arrive):
    other = PrintWorker(context)
    for _ in range(5):
        arrive()
    wait(lambda: ended(db))
    assert len(rows(db)) == 5 and len({row["job"] for row in rows(db)}) == 5
    other.close()
