"""The pages of a case's scans as pictures. Drawing takes a while, so only off the UI thread."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from io import BytesIO

from PySide6.QtCore import QBuffer, QByteArray, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from app.visits import attachments, scans
from app.visits.attachments import Attachment
from ui.papers.pdf import NotDrawn, Pdf
from ui.work import Task

MOST_PAGES = 30


@dataclass(frozen=True, slots=True)
class ScanPage:
    attachment_id: int
    name: str
    page: int
    pages: int
    image: QImage | None
    """None when the file could not be read."""


def scan_pages(papers: Sequence[Attachment], side: int) -> Task:
    """Return the task that draws every page of every scan, at most `side` pixels wide and high."""
    return partial(attachments.drawn, attachments=papers, draw=partial(_pages_of_file, side=side))


def _pages_of_file(paper: Attachment, data: bytes, *, side: int) -> list[ScanPage]:
    images = _pdf_pages(data, side) if paper.kind == "pdf" else [_picture(data, side)]
    return [ScanPage(paper.id, paper.name, page, len(images), image) for page, image in enumerate(images, 1)]


def _picture(data: bytes, side: int) -> QImage | None:
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)  # phones write down how they were held instead of turning the picture
    reader.setScaledSize(_fitting(reader.size(), side))
    image = reader.read()
    del reader  # before its buffer, which the TIFF reader still reads as it is destroyed: that would end the program
    return _with_pillow(data, side) if image.isNull() else image


def _with_pillow(data: bytes, side: int) -> QImage | None:
    """Draw a TIFF that Qt cannot: the reader of Qt 6.11 knows no JPEG compression, which scanners use."""
    from PIL import Image, ImageOps  # late: start-up

    try:
        with Image.open(BytesIO(data), formats=("TIFF",)) as opened:
            opened.thumbnail((side, side))
            drawn = ImageOps.exif_transpose(opened).convert("RGB")
    except (*scans.UNREADABLE, Image.DecompressionBombError):
        return None
    return QImage(drawn.tobytes(), drawn.width, drawn.height, 3 * drawn.width, QImage.Format.Format_RGB888).copy()


def _pdf_pages(data: bytes, side: int) -> list[QImage | None]:
    try:
        with Pdf(data) as pdf:
            return [_page(pdf, page, side) for page in range(min(len(pdf), MOST_PAGES))]
    except NotDrawn:
        return [None]


def _page(pdf: Pdf, page: int, side: int) -> QImage | None:
    """Return None when this page alone is broken."""
    with suppress(NotDrawn):
        return pdf.picture(page, _fitting(pdf.size(page).toSize(), side, grow=True))
    return None


def _fitting(size: QSize, side: int, *, grow: bool = False) -> QSize:
    if not grow and max(size.width(), size.height()) <= side:
        return size
    return size.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio)
