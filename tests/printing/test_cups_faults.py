"""Queues that fail at the wrong moment: the reason is said in one sentence and the paper waits."""

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.support import samples
from tests.support.private_cups import WHY_NOT, PrivateCups
from ui.papers.drawing import draw
from ui.papers.printer import JobState, NotPrinted, PrintJob
from ui.papers.system_printer import SystemPrinter


def slip(queue="pdf"):
    return PrintJob(draw([samples.SLIP], "a5"), queue, "slip", "برگهٔ ارجاع ۸۷۱", token="desk-1")


@pytest.fixture
def small_spool():
    """A spool folder on a disk of 40 KB."""
    with TemporaryDirectory(prefix="mosalla-spool-") as folder:
        mount = shutil.which("mount")
        made = mount and subprocess.run(
            [mount, "-t", "tmpfs", "-o", "size=40k", "tmpfs", folder], capture_output=True, check=False
        )
        if not made or made.returncode:
            pytest.skip("mounting a small disk needs the rights of root")
        yield Path(folder)
        subprocess.run(["umount", "-l", folder], check=False)


@pytest.fixture
def full_cups(small_spool, monkeypatch):
    if WHY_NOT:
        pytest.skip(WHY_NOT)
    with TemporaryDirectory(prefix="mosalla-cups-", ignore_cleanup_errors=True) as folder:
        made = PrivateCups(Path(folder), spool=small_spool)
        monkeypatch.setenv("CUPS_SERVER", made.address)
        yield made
        made.stop()


def test_full_spool_disk_is_said_and_nothing_is_queued_cups(full_cups):
    with pytest.raises(NotPrinted) as refused:
        SystemPrinter().print_pdf(slip())
    assert "فضای" in refused.value.sentence or "پر است" in refused.value.sentence, refused.value.sentence
    assert SystemPrinter().find("pdf", "desk-1") == ""


@pytest.fixture
def crowded_cups(monkeypatch):
    if WHY_NOT:
        pytest.skip(WHY_NOT)
    with TemporaryDirectory(prefix="mosalla-cups-", ignore_cleanup_errors=True) as folder:
        made = PrivateCups(Path(folder), more="MaxJobsPerPrinter 2")
        monkeypatch.setenv("CUPS_SERVER", made.address)
        yield made
        made.stop()


def test_queue_that_stops_before_the_next_job_is_said_cups(crowded_cups):
    crowded_cups.hold_next("pausing")
    for _ in range(2):
        SystemPrinter().print_pdf(slip("pausing"))
    with pytest.raises(NotPrinted, match="متوقف است"):
        for _ in range(3):
            SystemPrinter().print_pdf(slip("pausing"))


def test_queue_removed_behind_a_job_loses_it_cups(crowded_cups):
    crowded_cups.hold_next("pausing")
    number = SystemPrinter().print_pdf(slip("pausing"))
    crowded_cups.command("lpadmin", "-x", "pausing")
    assert SystemPrinter().states("pausing", [number]) == {number: JobState.LOST}
    with pytest.raises(NotPrinted, match="پیدا نشد"):
        SystemPrinter().print_pdf(slip("pausing"))


def test_held_job_is_cancelled_and_a_printed_one_is_not_cups(crowded_cups):
    number = SystemPrinter().print_pdf(slip())
    crowded_cups.wait(lambda: SystemPrinter().states("pdf", [number]) == {number: JobState.DONE})
    assert SystemPrinter().cancel("pdf", number) is False
    crowded_cups.hold_next("pausing")
    held = SystemPrinter().print_pdf(slip("pausing"))
    assert SystemPrinter().cancel("pausing", held) is True
