"""Prints a file on a queue in a process of its own: the libraries of printing read the environment once."""

import sys
from pathlib import Path

from ui.papers.printer import NotPrinted, PrintJob
from ui.papers.system_printer import SystemPrinter

try:
    sys.stdout.write(SystemPrinter().print_pdf(PrintJob(Path(sys.argv[1]).read_bytes(), sys.argv[2], "ledger", "دفتر")))
except NotPrinted as refused:
    sys.exit(refused.sentence)
