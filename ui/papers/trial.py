"""The trial page, and the trays that a printer tells of."""

from app.this_pc.receipt_printers import ReceiptPrinter
from ui.papers.drawing import draw_trial_page, draw_trial_ticket
from ui.papers.pdf import NotDrawn
from ui.papers.printer import NotPrinted, PrintJob
from ui.papers.receipt_printing import HALF, ReceiptPrinting
from ui.papers.system_printer import SystemPrinter

NO_PRINTER = "چاپگری انتخاب نشده است؛ ابتدا چاپگر همهٔ برگه‌ها را انتخاب و ذخیره کنید."
TITLE = "صفحهٔ آزمایش"


def print_trial_page(printer: str, tray: str = "") -> str:
    """Print it; return why that failed, or ''."""
    if not printer:
        return NO_PRINTER
    try:
        SystemPrinter().print_pdf(PrintJob(draw_trial_page(printer), printer, "trial", TITLE, tray))
    except (NotDrawn, NotPrinted) as failure:
        return failure.sentence
    return ""


def print_trial_ticket(printer: ReceiptPrinter) -> str:
    """Print it; return why that failed, or ''."""
    try:
        pdf = draw_trial_ticket(printer.name, printer.roll)
        ReceiptPrinting(printer).print_pdf(PrintJob(pdf, printer.name, "trial", TITLE))
    except (NotDrawn, NotPrinted) as failure:
        return failure.sentence.removesuffix(HALF).strip()  # a trial page has no copies
    return ""


def trays(printer: str) -> list[str]:
    """Return the trays by the printer's own words; none where it tells none."""
    from ui.papers import libcups  # late: start-up

    try:
        libcups.library()
    except OSError:
        return []
    from ui.papers.cups import queue_of
    from ui.papers.cups_jobs import ask_queue

    told = ask_queue(queue_of(printer), ["media-source-supported"]) if printer else None
    return [str(tray) for tray in told.first.get("media-source-supported", [])] if told else []
