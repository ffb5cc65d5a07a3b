"""Printing through Qt, where the system takes pictures of pages at the device's resolution: Windows."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter

from app.printing.placement import Placement
from app.printing.sheets import AnySize, Edges, Paper, Sheet, Size
from ui.papers.page_bands import Device, Inks, draw_page
from ui.papers.pdf import MM, Pdf
from ui.papers.placing import placed
from ui.papers.printer import NotPrinted, PrintJob, SilentPrinter

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

MAX_DPI = 600
"""A finer device gets each dot of this as a square of its own."""
MARGINS = Edges(4.3, 4.3, 4.3, 4.3)
"""The borders of sheets where Qt does not tell them before a job begins: those of an office's laser printer."""


class QtPrinter(SilentPrinter):
    def print_pdf(self, job: PrintJob) -> str:
        from PySide6.QtPrintSupport import QPrinter, QPrinterInfo  # late: start-up

        info = QPrinterInfo.printerInfo(job.printer)
        if info.isNull():
            raise NotPrinted(
                f"چاپگر «{job.printer}» پیدا نشد؛ روشن و متصل بودن آن را بررسی کنید یا چاپگر دیگری انتخاب کنید."
            )
        if info.state() == QPrinter.PrinterState.Error:
            raise NotPrinted(f"چاپگر «{job.printer}» خطا می‌دهد؛ کاغذ و روشن بودن آن را بررسی کنید.")
        printer = QPrinter(info, QPrinter.PrinterMode.HighResolution)
        printer.setDocName(job.title)
        printer.setCopyCount(job.copies)
        with Pdf(job.pdf) as pages:
            placements = placed(pages, paper_of(info), job.printer)
            if not print_pages(pages, placements, printer):
                raise NotPrinted(f"چاپگر «{job.printer}» کار را نپذیرفت.")
        return ""


def paper_of(info: "QPrinterInfo") -> Paper:
    default = info.defaultPageSize().size(QPageSize.Unit.Millimeter)
    sheets = []
    for known in info.supportedPageSizes():
        size = known.size(QPageSize.Unit.Millimeter)
        is_roll = size.width() < 100  # which reach nearly to the edge
        sheets.append(Sheet(Size(size.width(), size.height()), Edges() if is_roll else MARGINS, size == default))
    any_sizes: tuple[AnySize, ...] = ()
    if info.supportsCustomPageSizes():
        least, most = (
            each.size(QPageSize.Unit.Millimeter)
            for each in (info.minimumPhysicalPageSize(), info.maximumPhysicalPageSize())
        )
        any_sizes = (AnySize(Size(least.width(), least.height()), Size(most.width(), most.height())),)
    return Paper(tuple(sheets), any_sizes)


def print_pages(pages: Pdf, placements: list[Placement], printer: "QPrinter") -> bool:
    """Print every page at its place; return False when the printer takes nothing or breaks off."""
    printer.setResolution(min(MAX_DPI, printer.resolution()))
    painter = QPainter()
    is_taken = True
    try:
        for page, placement in enumerate(placements):
            is_taken = printer.setPageLayout(page_layout(placement.sheet.size)) and (
                printer.newPage() if page else painter.begin(printer)
            )
            if not is_taken:
                break
            draw_page(painter, pages, page, placement, device(printer))
    finally:
        is_ended = painter.isActive() and painter.end()
    return (
        is_taken
        and is_ended
        and printer.printerState() not in (printer.PrinterState.Error, printer.PrinterState.Aborted)
    )


def device(printer: "QPrinter") -> Device:
    """Return what the printer's driver says of its dots."""
    if printer.colorCount() <= 2:
        return Device(printer.resolution(), Inks.BLACK)
    is_colour = printer.colorMode() == printer.ColorMode.Color
    return Device(printer.resolution(), Inks.COLOUR if is_colour else Inks.GREY)


def page_layout(size: Size) -> QPageLayout:
    """Return the layout of an upright sheet of this size, reached from edge to edge: Qt refuses margins of 0 in any
    other mode."""
    points = QSizeF(size.width * MM, size.height * MM)
    page = QPageSize(points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    layout = QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0))
    layout.setMode(QPageLayout.Mode.FullPageMode)
    return layout
