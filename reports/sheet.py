"""A sheet of paper: text, rules, boxes and pictures, measured in points from the top left corner."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from itertools import groupby
from typing import Literal

from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from reports import strokes
from reports.archive import LANGUAGE, describe, now, tag
from reports.font_embedding import embed_font
from reports.glyph_outline import glyph_outline
from reports.pdf_objects import end_streams
from reports.text_line import Piece, Span, TextLine, lay_out
from reports.typeface import Weight, kerning, typeface

Align = Literal["right", "centre", "left", "justify"]
MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)
A5_ACROSS = (210 * MM, 148 * MM)
LEADING = 1.7
"""Height of a line of Vazirmatn, its marks above and tails below, for each point of its size."""

rl_config.useA85 = 0  # ASCII85 makes files a third larger, is slow to write, and no printer of today needs it


class _Canvas(Canvas):  # type: ignore[misc]  # reportlab ships no types
    def _make_preamble(self) -> None:
        """Leave out Helvetica, which every page would name and no file would carry."""
        self._preamble = ""


class TextCode(str):
    """PDF operators that draw text of one paragraph; all others draw what is not read aloud."""

    __slots__ = ("paragraph",)
    paragraph: int

    def __new__(cls, code: str, paragraph: int) -> "TextCode":
        made = super().__new__(cls, code)
        made.paragraph = paragraph
        return made


class Sheet:
    """Pages of one size. Text and lines gather as PDF operators and become a file in `save`."""

    def __init__(self, width: float, height: float, title: str, author: str = "") -> None:
        self.width, self.height, self.title, self.author = width, height, title, author
        self.paragraph = 0
        """The number of the paragraph that was drawn last."""
        self.pages: list[list[str]] = [[]]
        self.rare: dict[Weight, set[int]] = {}
        self.pictures: list[tuple[int, bytes, tuple[float, float, float, float]]] = []

    def next_page(self) -> None:
        self.pages.append([])

    def add_code(self, code: str) -> None:
        """Append PDF operators to the current page."""
        self.pages[-1].append(code)

    @contextmanager
    def on_page(self, place: int) -> Iterator[None]:
        """Draw on an earlier page; for text that is known only at the end."""
        pages, self.pages = self.pages, self.pages[: place + 1]
        yield
        self.pages = pages

    @contextmanager
    def one_paragraph(self) -> Iterator[None]:
        """Read aloud as one paragraph what is written inside: the lines of a text, the cells of a row."""
        start = len(self.pages[-1])
        yield
        for code in self.pages[-1][start:]:
            if isinstance(code, TextCode):
                code.paragraph = self.paragraph

    def checkpoint(self) -> tuple[int, int]:
        """Return the state of the current page, for `rewind`."""
        return len(self.pages[-1]), len(self.pictures)

    def rewind(self, checkpoint: tuple[int, int]) -> None:
        del self.pages[-1][checkpoint[0] :], self.pictures[checkpoint[1] :]

    def save(self) -> bytes:
        buffer = BytesIO()
        canvas = _Canvas(
            buffer, (self.width, self.height), pageCompression=1, invariant=1, lang=LANGUAGE, pdfVersion=(1, 7)
        )
        describe(canvas._doc, self.title, self.author, now())
        canvas.setViewerPreference("Direction", "/R2L")
        canvas.setViewerPreference("DisplayDocTitle", "true")
        paragraphs = []
        for number, code in enumerate(self.pages):
            canvas.translate(0, self.height)
            paragraphs.append(self._add_marked(canvas._code, code))
            self._place_pictures(canvas, number)
            canvas.showPage()
        tag(canvas._doc, paragraphs)
        for weight, rare in sorted(self.rare.items()):
            embed_font(canvas._doc, weight, frozenset(rare))
        end_streams(canvas._doc)
        canvas.save()
        return buffer.getvalue()

    def _add_marked(self, page: list[str], code: list[str]) -> int:
        """Add the operators to the page, each paragraph marked with its number; return how many there are."""
        count = 0
        for paragraph, drawn in groupby(code, lambda each: each.paragraph if isinstance(each, TextCode) else 0):
            page.append(f"/P <</MCID {count}>> BDC" if paragraph else "/Artifact BMC")
            page += [*drawn, "EMC"]
            count += paragraph > 0
        return count

    def write(
        self,
        spans: Iterable[Span],
        left: float,
        top: float,
        width: float,
        align: Align = "right",
        leading: float = LEADING,
    ) -> float:
        """Set a text between `left` and `left + width`; return the height it takes."""
        y, whole = top, tuple(spans)
        of_empty = max((span.size for span in whole), default=11.0)
        with self.one_paragraph():
            for line in lay_out(whole, width):
                height = leading * max((piece.span.size for piece in line.pieces), default=of_empty)
                self.write_line(line, left, y + height / 2, width, align)
                y += height
        return y - top

    def write_line(
        self, line: TextLine, left: float, middle: float, width: float, align: Align, grey: float = 0.0
    ) -> None:
        """Set one line of text, its digits centred on the height `middle`; `grey` is 0 for black and 1 for white."""
        gaps = sum(piece.is_space for piece in line.pieces)
        room = width - line.width
        stretched = align == "justify" and gaps and not line.ends_paragraph and room < width / 4
        stretch = room / gaps if stretched else 0.0
        x = left + (0.0 if stretch or align == "left" else room / 2 if align == "centre" else room)
        size = max((piece.span.size for piece in line.pieces), default=0.0)
        self.draw_text(line, f"1 0 0 1 {x:.2f} {-middle - 0.36 * size:.2f}", stretch, grey)

    def draw_text(self, line: TextLine, matrix: str, stretch: float = 0.0, grey: float = 0.0) -> None:
        """Draw the line as a PDF text object. Spaces are drawn too: readers find the words by them. An empty line is no
        paragraph: a reading voice would stop at it."""
        if not line.pieces:
            return
        self.paragraph += 1
        code, x = [f"BT {matrix} Tm"], 0.0
        for style, pieces in groupby(line.pieces, lambda piece: piece.span[1:]):
            size, weight = style
            shown = ""
            self.rare.setdefault(weight, set())
            for piece in pieces:
                wider = stretch if piece.is_space else 0.0
                shown += (kerning(-wider * 1000 / size) if wider else "") + piece.shaped.glyphs
                if piece.shaped.rare:
                    self.rare[weight] |= piece.shaped.rare
                if piece.shaped.marks:
                    self._draw_marks(piece, f"{matrix} cm 1 0 0 1 {x:.2f} 0", grey)
                x += piece.width + wider
            code.append(f"/{weight} {size:.3g} Tf {grey:g} g [{shown.replace('><', '')}] TJ")
        self.add_code(TextCode(" ".join([*code, "ET"]), self.paragraph))

    def _draw_marks(self, piece: Piece, matrix: str, grey: float) -> None:
        """Draw vowel signs and other marks as outlines."""
        face = typeface(piece.span.weight)
        scale, unit = piece.span.size / 1000, piece.span.size / face.face.upem
        for gid, x, y in piece.shaped.marks:
            place = f"{unit:.6f} 0 0 {unit:.6f} {x * scale:.2f} {y * scale:.2f}"
            code = f"q {grey:g} g {matrix} cm {place} cm {glyph_outline(face.font, gid)} f Q"
            self.add_code(TextCode(code, self.paragraph))

    def rule(
        self, left: float, top: float, width: float, height: float = 0.0, *, weight: float = 0.6, dash: str = ""
    ) -> None:
        """Draw a straight line, across or (with a height) down."""
        self.add_code(strokes.straight_line(left, top, width, height, weight, dash))

    def box(
        self,
        left: float,
        top: float,
        width: float,
        height: float,
        radius: float = 0.0,
        weight: float = 0.6,
        dash: str = "",
    ) -> None:
        self.add_code(strokes.box(left, top, width, height, radius, weight, dash))

    def fill(self, left: float, top: float, width: float, height: float, radius: float = 0.0) -> None:
        """Draw a black surface."""
        self.add_code(strokes.surface(left, top, width, height, radius))

    def stripes(self, left: float, top: float, width: float, height: float, step: float) -> None:
        """Fill a surface with slanting lines, half as wide as they are apart."""
        self.add_code(strokes.stripes(left, top, width, height, step))

    def picture(self, data: bytes, left: float, top: float, width: float, height: float) -> None:
        """Add a JPEG, fitted into the box and centred."""
        self.pictures.append((len(self.pages) - 1, data, (left, -top - height, width, height)))

    def _place_pictures(self, canvas: Canvas, page: int) -> None:
        for number, data, place in self.pictures:
            if number == page:
                canvas._code.append("/Artifact BMC")
                canvas.drawImage(ImageReader(BytesIO(data)), *place, preserveAspectRatio=True)
                canvas._code.append("EMC")
