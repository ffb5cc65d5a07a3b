"""Pages as the dots of a receipt printer's head: eight a millimetre, 576 on a roll of 80 mm and 384 on one of 58 mm."""

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from app.persian.text import fa
from app.printing.sheets import SAME
from app.this_pc.receipt_printers import ReceiptPrinter, Roll
from ui.papers.pdf import Pdf
from ui.papers.placing import too_large
from ui.papers.printer import NotPrinted

DOTS_PER_MM = 8
HEAD: dict[Roll, int] = {80: 576, 58: 384}
"""Dots of the head, which is in the middle of the paper: the edges stay white."""


@dataclass(frozen=True, slots=True)
class Bitmap:
    dots: int
    rows: bytes
    """A bit a dot, black is 1, the leftmost dot is a byte's highest bit."""


def head_bitmap(pages: Pdf, page: int, printer: ReceiptPrinter) -> Bitmap:
    """Return what the head prints of a page, all of its length. Raise NotPrinted for a page of another width.

    Letters, rules and bars have hard edges; greys are left to pictures, which become dots.
    """
    size, dots = pages.size_mm(page), HEAD[printer.roll]
    if size.width > printer.roll + SAME:
        raise NotPrinted(too_large(printer.name, size))
    if size.width < printer.roll - SAME:
        raise NotPrinted(
            f"کاغذ چاپگر «{printer.name}» {fa(printer.roll)} میلی‌متری است و این برگه باریک‌تر است؛ دوباره ارسال کنید."
        )
    pixels = QSize(printer.roll * DOTS_PER_MM, round(size.height * DOTS_PER_MM))
    drawn = pages.band(page, pixels, 0, pixels.height(), has_colour=False)
    reached = drawn.copy((pixels.width() - dots) // 2, 0, dots, pixels.height())
    black = Qt.ImageConversionFlag.MonoOnly | Qt.ImageConversionFlag.OrderedDither
    in_black = reached.convertToFormat(QImage.Format.Format_Mono, black)
    return Bitmap(dots, bytes(in_black.constBits()))  # of a picture that has a name: its bits end with it
