"""The printers of the operating system."""

from ui.papers.printer import Printer, PrintJob


class SystemPrinter:
    """Prints through CUPS where it is, else through Qt."""

    def print_pdf(self, job: PrintJob) -> str:
        return _way().print_pdf(job)


def _way() -> Printer:
    from ui.papers import libcups  # late: start-up

    try:
        libcups.library()
    except OSError:
        from ui.papers.qt_printer import QtPrinter

        return QtPrinter()
    from ui.papers.cups import CupsPrinter

    return CupsPrinter()
