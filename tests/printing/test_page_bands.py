"""Pages as a printer of pictures gets them: crisp on a device of black dots, without a seam, in little memory."""

import io
import subprocess
import sys
from dataclasses import replace

import pytest
from PIL import Image, ImageChops
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPrintSupport import QPrinter

from app.printing.placement import Placement
from app.printing.sheets import Sheet, Size
from tests.support import samples
from tests.support.picture import MM, Picture
from ui.papers import page_bands
from ui.papers.drawing import draw
from ui.papers.page_bands import Device, Inks, draw_page
from ui.papers.pdf import Pdf
from ui.papers.qt_printer import device

A4, A5 = Size(210, 297), Size(148, 210)


def drawn(pdf, dpi, inks, *, sheet=A4, x=0.0, y=0.0, is_turned=False, page=0):
    """Return the sheet as the device would get it."""
    width, height = (round(length / 25.4 * dpi) for length in (sheet.width, sheet.height))
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    with Pdf(pdf) as pages:
        painter = QPainter(image)
        draw_page(painter, pages, page, Placement(Sheet(sheet), x, y, is_turned), Device(dpi, inks))
        painter.end()
    return image


def grey(image):
    eight = image.convertToFormat(QImage.Format.Format_Grayscale8)
    size, bits = (eight.width(), eight.height()), bytes(eight.constBits())
    return Image.frombuffer("L", size, bits, "raw", "L", eight.bytesPerLine(), 1)


def shades(image):
    return {shade for shade, count in enumerate(grey(image).histogram()) if count}


def emblem():
    """A round emblem in every grey."""
    picture = Image.radial_gradient("L")
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


SLIP_WITH_EMBLEM = replace(samples.SLIP, letterhead=replace(samples.HEAD, emblem=emblem()))
PAPERS = {
    "slip": ([SLIP_WITH_EMBLEM], "a5"),
    "both": ([SLIP_WITH_EMBLEM, samples.RECEIPT], "a4"),
    "ledger": ([samples.ledger(12)], "a4"),
    "ticket": ([samples.TICKET], "a5"),
}


@pytest.mark.parametrize("kind", PAPERS)
@pytest.mark.parametrize("dpi", [203, 600])
def test_device_of_black_dots_gets_black_and_white_alone(kind, dpi):
    assert shades(drawn(draw(*PAPERS[kind]), dpi, Inks.BLACK)) == {0, 255}


def test_letters_rules_and_bars_have_the_edges_of_a_threshold():
    """Dots spread over an edge would begin and end more runs of black in a row than a threshold does."""
    pdf = draw([samples.SLIP], "a5")
    hard, soft = (grey(drawn(pdf, 300, inks, sheet=Size(210, 148))) for inks in (Inks.BLACK, Inks.COLOUR))
    threshold = soft.point(lambda shade: 255 * (shade > 127))
    assert sum(soft.histogram()[1:255]) > 100_000, "the soft drawing has fringes"
    assert edges(hard) == pytest.approx(edges(threshold), rel=0.03)
    assert edges(soft.convert("1").convert("L")) > 1.1 * edges(threshold), "and a dither of it is told apart"


def edges(image):
    """Return how often black and white meet along the rows."""
    return ImageChops.difference(image, ImageChops.offset(image, 1, 0)).histogram()[255]


@pytest.mark.parametrize("dpi", [203, 300, 600])
def test_barcode_is_read_off_black_dots(dpi):
    image = drawn(draw([samples.SLIP], "a5"), dpi, Inks.BLACK, sheet=Size(210, 148))
    assert Picture(grey(image), dpi / 72).barcode(130 * MM, 130 * MM, 190 * MM) == samples.SLIP.barcode


@pytest.mark.parametrize("inks", Inks)
@pytest.mark.parametrize(("kind", "is_turned"), [("both", False), ("slip", True), ("ledger", False)])
def test_bands_join_without_a_seam(kind, is_turned, inks, monkeypatch):
    pdf = draw(*PAPERS[kind])
    place = {"sheet": A5, "is_turned": True} if is_turned else {"x": 3.0, "y": 2.0}
    monkeypatch.setattr(page_bands, "BAND_BYTES", 10**9)
    whole = drawn(pdf, 200, inks, **place)
    monkeypatch.setattr(page_bands, "BAND_BYTES", 400_000)  # 60 rows of the A4
    banded = drawn(pdf, 200, inks, **place)
    if inks is Inks.COLOUR:  # the soft edge of a letter may be one shade lighter
        assert max(ImageChops.difference(grey(whole), grey(banded)).getextrema()) <= 1
    else:
        assert banded == whole
    assert len(shades(whole)) > 1


def test_turned_page_is_the_upright_one_dot_for_dot():
    pdf = draw([samples.SLIP], "a5")
    upright = drawn(pdf, 150, Inks.BLACK, sheet=Size(210, 148))
    turned = drawn(pdf, 150, Inks.BLACK, sheet=A5, is_turned=True)
    right = upright.width() - 1
    for x, y in ((x, y) for x in range(0, right, 7) for y in range(0, upright.height() - 1, 5)):
        assert turned.pixel(y, right - x) == upright.pixel(x, y), (x, y)


MEASURE = """
import sys
from pathlib import Path
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrinter
from app.printing.sheets import AnySize, Paper, Size
from ui.papers.pdf import Pdf
from ui.papers.placing import placed
from ui.papers.qt_printer import print_pages

app = QGuiApplication([])

def send(dpi):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(sys.argv[2])
    printer.setColorMode(QPrinter.ColorMode[sys.argv[3]])
    printer.setResolution(dpi)
    with Pdf(Path(sys.argv[1]).read_bytes()) as pages:
        assert print_pages(pages, placed(pages, Paper((), (AnySize(Size(10, 10), Size(500, 500)),)), ""), printer)

def told(name):
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith(name)) / 1024

send(30)  # libraries and fonts are loaded by now
resident = told("VmRSS")
send(600)
print(told("VmHWM") - resident)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("colours", ["GrayScale", "Color"])
def test_a4_at_600_dpi_takes_at_most_60_mb(colours, tmp_path):
    """Measured as the most memory the process ever had resident, PDFium and Qt included, above what it had before."""
    file = tmp_path / "papers.pdf"
    file.write_bytes(draw(*PAPERS["both"]))
    words = [sys.executable, "-c", MEASURE, str(file), str(tmp_path / "out.pdf"), colours]
    told = subprocess.run(words, capture_output=True, check=True, text=True)
    assert float(told.stdout) <= 60


class Driver:
    """A printer's driver, as far as it tells its dots."""

    ColorMode = QPrinter.ColorMode

    def __init__(self, colours, mode):
        self.colorCount, self.colorMode, self.resolution = lambda: colours, lambda: mode, lambda: 203


@pytest.mark.parametrize(
    ("colours", "mode", "inks"),
    [
        (2, QPrinter.ColorMode.GrayScale, Inks.BLACK),
        (2, QPrinter.ColorMode.Color, Inks.BLACK),
        (256, QPrinter.ColorMode.GrayScale, Inks.GREY),
        (2**24, QPrinter.ColorMode.Color, Inks.COLOUR),
    ],
)
def test_driver_tells_the_inks(colours, mode, inks):
    assert device(Driver(colours, mode)) == Device(203, inks)
