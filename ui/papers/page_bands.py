"""Pages as a device's own dots, drawn in bands: a whole A4 at 600 dpi would be 35 MB in grey and 139 MB in colour."""

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QTransform

from app.printing.placement import Placement
from ui.papers.pdf import POINTS_PER_INCH, Pdf

BAND_BYTES = 8_000_000
"""The most a band takes at 4 bytes a dot: Qt makes it that deep on its way to Windows, whatever it was."""
MATRIX = 16
"""Rows after which Qt's ordered dither begins anew; bands of so many rows join without a seam."""


class Inks(Enum):
    COLOUR = "colour"
    GREY = "grey"
    BLACK = "black"
    """Every dot is black or white."""


@dataclass(frozen=True, slots=True)
class Device:
    dpi: int
    inks: Inks


def draw_page(painter: QPainter, pages: Pdf, page: int, placement: Placement, device: Device) -> None:
    """Draw a page at its place, one dot of the picture to one of the device.

    Without colours the edges of letters, rules and bars are hard. Greys are left to pictures, which become dots where
    the device has black alone.
    """
    pixels = (pages.size(page) * device.dpi / POINTS_PER_INCH).toSize()
    x, y = (round(place / 25.4 * device.dpi) for place in (placement.x, placement.y))
    rows = max(1, BAND_BYTES // (4 * pixels.width()) // MATRIX) * MATRIX
    for top in range(0, pixels.height(), rows):
        band = QSize(pixels.width(), min(rows, pixels.height() - top))
        image = _inked(pages.band(page, pixels, top, band.height(), has_colour=device.inks is Inks.COLOUR), device.inks)
        if placement.is_turned:  # the picture, not the painter: a turn of the painter shifts dots by halves
            painter.drawImage(QPoint(x + top, y), image.transformed(QTransform().rotate(-90)))
        else:
            painter.drawImage(QPoint(x, y + top), image)


def _inked(image: QImage, inks: Inks) -> QImage:
    if inks is not Inks.BLACK:
        return image
    dots = Qt.ImageConversionFlag.MonoOnly | Qt.ImageConversionFlag.OrderedDither
    return image.convertToFormat(QImage.Format.Format_Mono, dots).convertToFormat(QImage.Format.Format_Grayscale8)
