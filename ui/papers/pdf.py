"""The pages of a PDF as pictures, drawn by PDFium; a page takes up to a second, so only off the UI thread."""

import ctypes
from threading import Lock
from types import TracebackType
from typing import Self

from PySide6.QtCore import QSize, QSizeF, Qt
from PySide6.QtGui import QImage

POINTS_PER_INCH = 72
_PDFIUM = Lock()
"""PDFium keeps global state and may run on one thread at a time; opening and closing a document count too."""


class NotDrawn(Exception):
    """A paper or a scan could not be drawn; `sentence` is Persian."""

    sentence = "برگه ساخته نشد؛ خطا در گزارش برنامه نوشته شده است."


class Pdf:
    """An open PDF, used in a `with` block: the garbage collector would close it on any thread, without the lock."""

    def __init__(self, data: bytes) -> None:
        """Raise NotDrawn when PDFium cannot open the file or finds no page in it."""
        from pypdfium2 import PdfDocument, PdfiumError  # late: 40 ms of start-up

        with _PDFIUM:
            try:
                self._document = PdfDocument(data)
            except PdfiumError as error:
                raise NotDrawn from error
            self._count = len(self._document)
        if not self._count:
            self.close()
            raise NotDrawn

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __len__(self) -> int:
        return self._count

    def close(self) -> None:
        with _PDFIUM:
            self._document.close()

    def size(self, page: int) -> QSizeF:
        """The page's width and height in points; empty when the page is broken."""
        from pypdfium2 import PdfiumError

        with _PDFIUM:
            try:
                return QSizeF(*self._document.get_page_size(page))
            except PdfiumError:
                return QSizeF()

    def at_resolution(self, page: int, dpi: int) -> QImage:
        return self.picture(page, (self.size(page) * dpi / POINTS_PER_INCH).toSize())

    def picture(self, page: int, pixels: QSize) -> QImage:
        """Draw the page on white, stretched to exactly `pixels`. Raise NotDrawn when the page is broken."""
        from pypdfium2 import PdfBitmap, PdfiumError, raw

        image = QImage(pixels, QImage.Format.Format_RGB32)
        if image.isNull():
            raise NotDrawn
        image.fill(Qt.GlobalColor.white)
        bits = (ctypes.c_ubyte * image.sizeInBytes()).from_buffer(image.bits())  # no copy: 35 MB for an A4 at 300 dpi
        with _PDFIUM:
            try:
                opened = self._document[page]
            except PdfiumError as error:
                raise NotDrawn from error
            bitmap = PdfBitmap.new_native(
                image.width(), image.height(), raw.FPDFBitmap_BGRx, buffer=bits, stride=image.bytesPerLine()
            )
            raw.FPDF_RenderPageBitmap(bitmap, opened, 0, 0, image.width(), image.height(), 0, 0)
            bitmap.close()
            opened.close()
        return image
