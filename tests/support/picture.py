"""Reads a drawn page: where its ink is, and the digits of its barcode."""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import pypdfium2
from PIL.Image import Image
from reportlab.graphics.barcode.code128 import Code128

MM = 72 / 25.4
START_C, STOP = 105, 106


def bar_widths(value: int) -> str:
    """Return the widths of a sign's bars and gaps in modules: '211232'."""
    code = Code128("0")
    code.encoded = [value]
    code.decompose()
    return "".join(str("abcd".index(bar) + 1) for bar in code.decomposed.lower())


VALUES = {bar_widths(value): value for value in range(STOP + 1)}


@dataclass
class Picture:
    """A page drawn at `scale` dots a point."""

    image: Image
    scale: float

    @cached_property
    def dark(self) -> Image:
        """Black where the page is darker than a watermark, white elsewhere."""
        return self.image.convert("L").point(lambda shade: 255 if shade < 150 else 0)

    def ink(self, left: float = 0, top: float = 0, right: float = 1e4, bottom: float = 1e4) -> bool:
        """Return whether anything dark stands in this rectangle, in points from the top left."""
        box = [
            min(round(place * self.scale), most)
            for place, most in zip((left, top, right, bottom), self.image.size * 2, strict=True)
        ]
        return self.dark.crop((box[0], box[1], box[2], box[3])).getbbox() is not None

    def bounds(self) -> tuple[float, ...]:
        """Return left, top, right and bottom of all ink, in points."""
        return tuple(place / self.scale for place in self.dark.getbbox() or (0, 0, 0, 0))

    def runs(self, height: float, left: float, right: float) -> list[int]:
        """Return the lengths of what is dark and what is not, in turn, along a line; the ends are those of the line."""
        y = round(height * self.scale)
        row = [self.dark.getpixel((x, y)) for x in range(round(left * self.scale), round(right * self.scale))]
        edges = [0, *(x for x in range(1, len(row)) if row[x] != row[x - 1]), len(row)]
        return [b - a for a, b in pairwise(edges)]

    def barcode(self, height: float, left: float, right: float) -> str:
        """Return the digits of a Code 128, read off its bars at one height as a reader's beam does."""
        runs = self.runs(height, left, right)[1:-1]
        module = sum(runs[:6]) / 11
        signs = [sign_value(runs[start : start + 6], module) for start in range(0, len(runs) - 1, 6)]
        start, *body, check, stop = signs
        assert (start, stop) == (START_C, STOP)
        assert check == (start + sum(place * sign for place, sign in enumerate(body, 1))) % 103
        return "".join(f"{sign:02}" for sign in body)


def sign_value(runs: list[int], module: float) -> int:
    widths = "".join(str(round(run / module)) for run in runs)
    return next(value for bars, value in VALUES.items() if bars.startswith(widths))


def pages(pdf: bytes, scale: float = 3) -> list[Picture]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [Picture(page.render(scale=scale, grayscale=True).to_pil(), scale) for page in document]


def sizes(pdf: bytes) -> list[tuple[int, int]]:
    """Return width and height of each page in millimetres."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [(round(page.get_width() / MM), round(page.get_height() / MM)) for page in document]
