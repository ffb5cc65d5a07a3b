"""The time from a PDF to a job in a queue of CUPS, and the memory it takes, beside `lp` of the same file."""

import os
import subprocess
import sys
from functools import partial
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measure import Bench, Metric, median, race

SLIPS, MINUTES = 20, 5
QUEUE = "hp"
"""A laser printer without A5, so that every page is laid on a sheet."""
PRINT_FILE = (
    "import sys, pathlib; from ui.papers.printer import PrintJob; from ui.papers.system_printer import SystemPrinter;"
    " SystemPrinter().print_pdf(PrintJob(pathlib.Path(sys.argv[1]).read_bytes(), sys.argv[2], 'slip', 'benchmark'))"
)
START = (
    "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL);"
    " print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
)


def printing(bench: Bench) -> list[Metric]:
    """Print on a private CUPS of the tests'; without one nothing is measured."""
    cups, samples = (import_module(f"tests.support.{name}") for name in ("private_cups", "samples"))
    if cups.WHY_NOT:
        sys.stdout.write(f"print: {cups.WHY_NOT}\n")
        return []
    from reports.minutes import minutes_pdf
    from reports.paraph_papers import slips_and_receipt_pdf

    before = os.environ.get("CUPS_SERVER")
    with TemporaryDirectory(prefix="mosalla-cups-", ignore_cleanup_errors=True) as folder:
        server = cups.PrivateCups(Path(folder))
        os.environ["CUPS_SERVER"] = server.address
        try:
            slip, minutes = slips_and_receipt_pdf([samples.SLIP], samples.RECEIPT), minutes_pdf(samples.minutes(1_380))
            return [*_measure(bench, "print.slip", slip, SLIPS), *_measure(bench, "print.minutes", minutes, MINUTES)]
        finally:
            server.stop()
            os.environ.pop("CUPS_SERVER")
            if before is not None:
                os.environ["CUPS_SERVER"] = before


def _measure(bench: Bench, name: str, pdf: bytes, times: int) -> list[Metric]:
    from ui.papers.pdf import Pdf
    from ui.papers.printer import PrintJob
    from ui.papers.system_printer import SystemPrinter

    file = bench.folder / f"{name}.pdf"
    file.write_bytes(pdf)
    with Pdf(pdf) as pages:
        told = f"lp of the same {len(pages)} pages"
    lp = ["lp", "-d", QUEUE, str(file)]
    job = PrintJob(pdf, QUEUE, "slip", "benchmark")
    taken = race(
        times,
        warm=2,
        ours=lambda n: partial(SystemPrinter().print_pdf, job),
        lp=lambda n: partial(subprocess.run, lp, check=True, stdout=subprocess.DEVNULL),
    )
    ours, reference = _peak([sys.executable, "-c", PRINT_FILE, str(file), QUEUE]), _peak(lp)
    return [
        Metric(name, median(taken["ours"]), "ms", told, median(taken["lp"])),
        Metric(f"{name}.peak", ours, "MB", told, reference),
    ]


def _peak(words: list[str]) -> float:
    """Return the most memory a process of its own takes, in MB, and no less than the 9 MB of the one that starts it."""
    told = subprocess.run([sys.executable, "-S", "-c", START, *words], capture_output=True, check=True, text=True)
    return int(told.stdout.split()[-1]) / 1024
