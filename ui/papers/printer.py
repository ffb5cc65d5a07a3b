"""The printer as this program sees it, and the system's printers."""

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter

from ui.papers.pdf import Pdf

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

MAX_DPI = 300
"""An A4 at QPrinter.HighResolution takes 557 MB, and no eye sees the difference."""


class NotPrinted(Exception):
    """The paper was not printed; `sentence` says why, in Persian."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Printer(Protocol):
    def print_pdf(self, pdf: bytes, name: str, title: str) -> None:
        """Send the pages to the printer called `name`. Raise NotPrinted when it is missing or refuses them."""


class SystemPrinter:
    def print_pdf(self, pdf: bytes, name: str, title: str) -> None:
        from PySide6.QtPrintSupport import QPrinter, QPrinterInfo  # late: start-up

        info = QPrinterInfo.printerInfo(name)
        if info.isNull():
            raise NotPrinted(f"چاپگر «{name}» پیدا نشد؛ ببینید روشن و وصل است، یا چاپگر دیگری انتخاب کنید.")
        if info.state() == QPrinter.PrinterState.Error:
            raise NotPrinted(f"چاپگر «{name}» خطا می‌دهد؛ کاغذ و روشن بودن آن را ببینید.")
        printer = QPrinter(info, QPrinter.PrinterMode.HighResolution)
        printer.setDocName(title)
        if not print_pages(pdf, printer):
            raise NotPrinted(f"چاپگر «{name}» کار را نپذیرفت.")


def print_pages(pdf: bytes, printer: "QPrinter") -> bool:
    """Print every page at its own size, edge to edge; return False when the printer takes nothing or breaks off."""
    printer.setResolution(min(MAX_DPI, printer.resolution()))
    printer.setFullPage(True)
    with Pdf(pdf) as pages:
        printer.setPageLayout(page_layout(pages.size(0)))
        painter = QPainter()
        if not painter.begin(printer):
            return False
        try:
            is_taken = all(_print_page(pages, page, printer, painter) for page in range(len(pages)))
        finally:
            is_ended = painter.end()
    return is_taken and is_ended and printer.printerState() not in (
        printer.PrinterState.Error, printer.PrinterState.Aborted
    )


def _print_page(pages: Pdf, page: int, printer: "QPrinter", painter: QPainter) -> bool:
    if page:
        printer.setPageLayout(page_layout(pages.size(page)))
        if not printer.newPage():
            return False
    where = printer.pageLayout().fullRectPixels(printer.resolution())
    painter.drawImage(where, pages.at_resolution(page, printer.resolution()))
    return True


def page_layout(points: QSizeF) -> QPageLayout:
    """Return the layout of a page of this size. A page wider than high is a sheet in landscape: printers know A5 only
    upright."""
    across = points.width() > points.height()
    size = QPageSize(points.transposed() if across else points, QPageSize.Unit.Point, "",
                     QPageSize.SizeMatchPolicy.FuzzyMatch)
    orientation = QPageLayout.Orientation.Landscape if across else QPageLayout.Orientation.Portrait
    return QPageLayout(size, orientation, QMarginsF(0, 0, 0, 0))
