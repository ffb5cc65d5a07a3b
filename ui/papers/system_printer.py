"""The printers of the operating system."""

from collections.abc import Sequence

from ui.papers.printer import JobState, Printer, PrintJob


class SystemPrinter:
    """Prints through CUPS where it is, else through Qt."""

    def print_pdf(self, job: PrintJob) -> str:
        return _way().print_pdf(job)

    def states(self, printer: str, numbers: Sequence[str]) -> dict[str, JobState]:
        return _way().states(printer, numbers)

    def cancel(self, printer: str, number: str) -> bool:
        return _way().cancel(printer, number)

    def find(self, printer: str, token: str) -> str | None:
        return _way().find(printer, token)


def _way() -> Printer:
    from ui.papers import libcups  # late: start-up

    try:
        libcups.library()
    except OSError:
        from ui.papers.qt_printer import QtPrinter

        return QtPrinter()
    from ui.papers.cups import CupsPrinter

    return CupsPrinter()
