"""A printer that CUPS found in the network and that has no queue yet: its queue is made by printing on it."""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.support import samples
from tests.support.captured import device_pages
from tests.support.measured import check, check_direction
from tests.support.network_printer import WHY_NOT, NetworkPrinter
from ui.papers.drawing import draw

ROOT = Path(__file__).parents[2]


@pytest.fixture
def printer():
    if WHY_NOT:
        pytest.skip(WHY_NOT)
    with TemporaryDirectory(prefix="mosalla-network-") as folder:
        made = NetworkPrinter(Path(folder))
        yield made
        made.stop()


def test_printer_found_in_the_network_gets_its_queue_with_the_first_job_cups(make_cups, printer, tmp_path):
    cups = make_cups()
    pdf = draw([samples.ledger(3)], "a5")
    (tmp_path / "ledger.pdf").write_bytes(pdf)
    assert printer.name not in cups.command("lpstat", "-v")
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.print_job", str(tmp_path / "ledger.pdf"), printer.name],
        cwd=ROOT,
        env=os.environ | {"DBUS_SYSTEM_BUS_ADDRESS": printer.bus},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.returncode) == ("1", 0), done.stderr
    cups.wait(lambda: any(path.read_bytes().rstrip().endswith(b"%%EOF") for path in printer.kept.iterdir()))
    sheets = device_pages(next(printer.kept.iterdir()))
    check(pdf, sheets)
    check_direction(pdf, sheets)
