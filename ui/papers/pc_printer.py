"""All printers of this PC by their names: the system's, and the receipt printers that the program itself speaks to."""

from collections.abc import Sequence
from pathlib import Path

from app.this_pc import receipt_printers
from app.this_pc.settings import SavedSettings
from ui.papers.printer import JobState, Printer, PrintJob
from ui.papers.receipt_printing import ReceiptPrinting
from ui.papers.system_printer import SystemPrinter


class PcPrinter:
    def __init__(self, folder: Path) -> None:
        """`folder`: of this PC's settings. They are read anew for each job, on the thread of its printer."""
        self._folder = folder

    def print_pdf(self, job: PrintJob) -> str:
        return self._named(job.printer).print_pdf(job)

    def states(self, printer: str, numbers: Sequence[str]) -> dict[str, JobState]:
        return self._named(printer).states(printer, numbers)

    def cancel(self, printer: str, number: str) -> bool:
        return self._named(printer).cancel(printer, number)

    def find(self, printer: str, token: str) -> str | None:
        return self._named(printer).find(printer, token)

    def _named(self, name: str) -> Printer:
        known = receipt_printers.named(SavedSettings(self._folder), name)
        return ReceiptPrinting(known) if known else SystemPrinter()
