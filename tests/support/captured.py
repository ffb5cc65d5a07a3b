"""Reads what a queue would have sent to the device: a PDF or a CUPS raster, page by page."""

import struct
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pypdfium2
from PIL import Image

HEADER = 1796
PDF_DPI = 200


@dataclass
class DevicePage:
    """One sheet as the device gets it. Lengths are millimetres, from the sheet's top left."""

    image: Image.Image
    dpi: int
    width: float
    height: float
    left: float = 0.0
    """Where the image begins on the sheet: a raster covers only what the printer reaches."""
    top: float = 0.0
    bits: int = 8

    @cached_property
    def grey(self) -> Image.Image:
        return self.image.convert("L")

    def mm(self, pixels: float) -> float:
        return pixels / self.dpi * 25.4

    def bounds(self) -> tuple[float, float, float, float]:
        """Return left, top, right and bottom of all ink."""
        box = self.grey.point(lambda shade: 255 if shade < 128 else 0).getbbox() or (0, 0, 0, 0)
        left, top, right, bottom = (self.mm(place) for place in box)
        return self.left + left, self.top + top, self.left + right, self.top + bottom


def device_pages(path: Path) -> list[DevicePage]:
    data = path.read_bytes()
    if (start := data.find(b"%PDF", 0, 2000)) >= 0:  # behind the words of a job language
        return _pdf_pages(data[start:])
    assert data[:4] in (b"RaS3", b"3SaR"), data[:20]
    return _raster_pages(data)


def _pdf_pages(data: bytes) -> list[DevicePage]:
    with pypdfium2.PdfDocument(data) as document:
        return [
            DevicePage(
                page.render(scale=PDF_DPI / 72, grayscale=True).to_pil(),
                PDF_DPI,
                page.get_width() / 72 * 25.4,
                page.get_height() / 72 * 25.4,
            )
            for page in document
        ]


def _raster_pages(data: bytes) -> list[DevicePage]:
    """Read uncompressed pages of CUPS raster, version 3."""
    order, at, pages = "<" if data[:4] == b"3SaR" else ">", 4, []
    while at < len(data):
        head = data[at : at + HEADER]

        def number(place: int, head: bytes = head) -> int:
            return int(struct.unpack_from(f"{order}I", head, place)[0])

        dpi, (width, height) = number(276), (number(352), number(356))
        box = [number(284 + 4 * n) for n in range(4)]
        columns, rows, bits, line = number(372), number(376), number(388), number(392)
        body = data[at + HEADER : at + HEADER + line * rows]
        if bits == 1:
            image = Image.frombytes("1", (columns, rows), bytes(byte ^ 0xFF for byte in body), "raw", "1", line)
        else:
            mode = {8: "L", 24: "RGB"}[bits]
            image = Image.frombytes(mode, (columns, rows), body, "raw", mode, line)
        pages.append(
            DevicePage(
                image,
                dpi,
                width / 72 * 25.4,
                height / 72 * 25.4,
                box[0] / 72 * 25.4,
                (height - box[3]) / 72 * 25.4,
                bits,
            )
        )
        at += HEADER + line * rows
    return pages
