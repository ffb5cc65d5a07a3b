"""Queues that fail at the wrong moment: the reason is said in one sentence and nothing is sent twice."""

import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.papers import claims
from tests.support import samples
from ui.papers.cups_answers import UNANSWERED
from ui.papers.drawing import draw
from ui.papers.printer import JobState, NoRoom, NotKnown, NotPrinted, PrintJob
from ui.papers.system_printer import SystemPrinter


def slip(queue="pdf", token="desk-1"):
    return PrintJob(draw([samples.SLIP], "a5"), queue, "slip", "برگهٔ ارجاع ۸۷۱", token=token)


def test_full_spool_disk_is_said_and_nothing_is_queued_cups(make_cups, small_disk):
    cups = make_cups(spool=small_disk)
    (small_disk / "ballast").write_bytes(b"0" * 390_000)
    with pytest.raises(NoRoom, match="روی دیسک این رایانه جا ندارد"):
        SystemPrinter().print_pdf(slip())
    assert cups.command("lpstat", "-W", "all", "-o") == ""


def test_job_whose_file_cups_could_not_store_is_not_left_in_the_queue_cups(make_cups, small_disk):
    cups = make_cups(spool=small_disk)
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    for token in ("desk-1", "desk-2"):
        with pytest.raises(NoRoom, match="اجازهٔ نوشتن"):
            SystemPrinter().print_pdf(slip(token=token))
    subprocess.run(["mount", "-o", "remount,rw", small_disk], check=True)
    assert cups.command("lpstat", "-W", "not-completed", "-o") == ""
    cups.got("pdf", SystemPrinter().print_pdf(slip()))
    assert len(cups.numbers("pdf")) == 1


@pytest.mark.parametrize("limit", ["MaxJobsPerPrinter", "MaxJobs"])
def test_queue_with_as_many_jobs_as_it_may_hold_is_said_to_be_full_cups(make_cups, limit):
    cups = make_cups(more=f"{limit} 2")
    cups.keep_busy("pdf")
    for _ in range(2):
        SystemPrinter().print_pdf(slip())
    with pytest.raises(NoRoom) as refused:
        SystemPrinter().print_pdf(slip())
    assert refused.value.sentence == "صف چاپگر «pdf» پر است؛ پس از چاپ کارهای پیشین دوباره ارسال کنید."


@pytest.mark.parametrize("stays_up", [True, False])
def test_job_whose_answer_is_lost_is_looked_up_or_said_to_be_unknown_cups(cups, gate, stays_up):
    before = gate(cups, "answer")
    with ThreadPoolExecutor() as thread:
        sent = thread.submit(SystemPrinter().print_pdf, slip(token=claims.new_token("desk")))
        assert before.reached.wait(60)
        before.lose_the_answer(and_refuse=not stays_up)
        if stays_up:
            assert cups.title("pdf", cups.got("pdf", sent.result()).stem.removeprefix("pdf-"))
        else:
            with pytest.raises(NotKnown) as unknown:
                sent.result()
            assert unknown.value.sentence == UNANSWERED.format(printer="pdf")


def test_printer_that_vanishes_between_asking_and_printing_is_said_cups(make_cups, gate):
    cups = make_cups()
    before = gate(cups, "first")
    with ThreadPoolExecutor() as thread:
        sent = thread.submit(SystemPrinter().print_pdf, slip())
        assert before.reached.wait(60)
        cups.command("lpadmin", "-x", "pdf")
        before.let_pass()
        with pytest.raises(NotPrinted) as gone:
            sent.result()
    assert gone.value.sentence == "چاپگر «pdf» پیدا نشد؛ روشن و متصل بودن آن را بررسی کنید یا چاپگر دیگری انتخاب کنید."


def test_queue_that_stops_before_the_next_job_is_said_cups(make_cups):
    cups = make_cups()
    cups.hold_next("pausing")
    SystemPrinter().print_pdf(slip("pausing"))
    cups.wait(lambda: "disabled" in cups.command("lpstat", "-p", "pausing"))
    with pytest.raises(NotPrinted, match="متوقف است"):
        SystemPrinter().print_pdf(slip("pausing"))


def test_queue_removed_behind_a_job_loses_it_cups(make_cups):
    cups = make_cups()
    cups.hold_next("pausing")
    number = SystemPrinter().print_pdf(slip("pausing"))
    cups.command("lpadmin", "-x", "pausing")
    assert SystemPrinter().states("pausing", [number]) == {number: JobState.LOST}
    with pytest.raises(NotPrinted, match="پیدا نشد"):
        SystemPrinter().print_pdf(slip("pausing"))


def test_held_job_is_cancelled_and_a_printed_one_is_not_cups(make_cups):
    cups = make_cups()
    number = SystemPrinter().print_pdf(slip())
    cups.wait(lambda: SystemPrinter().states("pdf", [number]) == {number: JobState.DONE})
    assert SystemPrinter().cancel("pdf", number) is False
    cups.hold_next("pausing")
    held = SystemPrinter().print_pdf(slip("pausing"))
    assert SystemPrinter().cancel("pausing", held) is True
