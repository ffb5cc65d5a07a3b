"""The pages of a PDF as pictures, drawn by PDFium; a page takes up to a second, so only off the UI thread."""

import ctypes
from collections.abc import Sequence
from io import BytesIO
from threading import Lock
from types import TracebackType
from typing import Any, Self

from PySide6.QtCore import QSize, QSizeF, Qt
from PySide6.QtGui import QImage

from app.printing.placement import Placement
from app.printing.sheets import Size

POINTS_PER_INCH = 72
MM = POINTS_PER_INCH / 25.4
"""Points in a millimetre."""
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

    def size_mm(self, page: int) -> Size:
        size = self.size(page)
        return Size(size.width() / MM, size.height() / MM)

    def laid(self, places: Sequence[tuple[int, Placement]]) -> bytes:
        """Return a PDF of sheets with these pages at their places: outlines and text stay what they are."""
        from pypdfium2 import PdfDocument

        with _PDFIUM:
            sheets = PdfDocument.new()
            try:
                sheets.import_pages(self._document, [page for page, _ in places])  # all at once: they share their fonts
                for at, (_, placement) in enumerate(places):
                    _move(sheets[at], placement)
                file = BytesIO()
                sheets.save(file)
            finally:
                sheets.close()
        return file.getvalue()

    def at_resolution(self, page: int, dpi: int) -> QImage:
        return self.picture(page, (self.size(page) * dpi / POINTS_PER_INCH).toSize())

    def picture(self, page: int, pixels: QSize) -> QImage:
        """Draw the page on white, stretched to exactly `pixels`. Raise NotDrawn when the page is broken."""
        return self._draw(page, pixels, QImage(pixels, QImage.Format.Format_RGB32), 0, 0)

    def band(self, page: int, pixels: QSize, top: int, height: int, *, has_colour: bool) -> QImage:
        """Draw rows of the page as it is at `pixels`, with hard edges where the device has no colours."""
        from pypdfium2 import raw

        image = QImage(
            pixels.width(), height, QImage.Format.Format_RGB32 if has_colour else QImage.Format.Format_Grayscale8
        )
        hard = raw.FPDF_RENDER_NO_SMOOTHTEXT | raw.FPDF_RENDER_NO_SMOOTHPATH | raw.FPDF_GRAYSCALE
        return self._draw(page, pixels, image, top, raw.FPDF_PRINTING | (0 if has_colour else hard))

    def _draw(self, page: int, pixels: QSize, image: QImage, top: int, flags: int) -> QImage:
        """Draw onto `image` what the page has from row `top` on."""
        from pypdfium2 import PdfBitmap, PdfiumError, raw

        if image.isNull():
            raise NotDrawn
        image.fill(Qt.GlobalColor.white)
        bits = (ctypes.c_ubyte * image.sizeInBytes()).from_buffer(image.bits())  # no copy: 35 MB for an A4 at 300 dpi
        form = raw.FPDFBitmap_Gray if image.format() == QImage.Format.Format_Grayscale8 else raw.FPDFBitmap_BGRx
        with _PDFIUM:
            try:
                opened = self._document[page]
            except PdfiumError as error:
                raise NotDrawn from error
            bitmap = PdfBitmap.new_native(image.width(), image.height(), form, buffer=bits, stride=image.bytesPerLine())
            raw.FPDF_RenderPageBitmap(bitmap, opened, 0, -top, pixels.width(), pixels.height(), 0, flags)
            bitmap.close()
            opened.close()
        return image


def _move(page: Any, placement: Placement) -> None:
    """Move what stands on the page to its place, and make the page as large as the sheet."""
    from pypdfium2 import raw

    width, height = page.get_size()
    size = placement.sheet.size
    x, top = placement.x * MM, (size.height - placement.y) * MM
    turn = (0, 1, -1, 0, x + height, top - width) if placement.is_turned else (1, 0, 0, 1, x, top - height)
    raw.FPDFPage_TransFormWithClip(page, raw.FS_MATRIX(*turn), None)
    page.set_mediabox(0, 0, size.width * MM, size.height * MM)
    page.close()
