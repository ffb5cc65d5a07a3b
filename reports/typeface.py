"""One weight of Vazirmatn: HarfBuzz shapes its words, and every drawn glyph gets a code that remembers its letters.

A code stands for a glyph *and* the letters it was shaped from, because a reader copies text by code: ۀ and هٔ are one
glyph with two spellings, and ZWNJ is drawn with the glyph of the space. Codes are counted once a process; the common
ones come first and are the same in every process.
"""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Literal, NamedTuple

import uharfbuzz as hb

Weight = Literal["Regular", "Medium", "Bold"]
FOLDER = Path(__file__).parent / "fonts"
LETTERS = "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیءأإؤئۀةيك"
LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
SIGNS = " !\"#$%&'()*+,-./0123456789:;<=>?@[\\]_«»،؛؟٪٫٬–—…۰۱۲۳۴۵۶۷۸۹"
MISSING = 0xFFFD
"""Drawn for a letter the font lacks; its own empty glyph would leave a hole."""
JOINERS = "\u200c\u200d"
COMMON = LETTERS + LATIN + SIGNS + JOINERS + "\u0654"


class Glyph(NamedTuple):
    """Where one glyph of a word stands, in thousandths of the font size."""

    code: int
    dx: float
    dy: float
    advance: float


class Shaped(NamedTuple):
    """A shaped word in thousandths of the font size, and so good for every size."""

    parts: tuple[tuple[float, str], ...]
    """Height above the line, and the glyphs at that height as the inside of a PDF `TJ` array; left to right."""
    advance: float
    rare: frozenset[int]
    """Codes that are not among the common ones: the document must name them."""


@dataclass(slots=True)
class Typeface:
    weight: Weight
    face: hb.Face
    font: hb.Font
    pairs: list[tuple[int, str]]
    """By code: the glyph, and the letters a reader shall copy."""
    widths: list[float]
    codes: dict[tuple[int, str], int]
    common: int
    """How many codes are common."""
    lock: threading.Lock

    def code(self, gid: int, letters: str) -> int:
        with self.lock:
            found = self.codes.setdefault((gid, letters), len(self.pairs))
            if found == len(self.pairs):
                self.pairs.append((gid, letters))
                width = 0 if letters in JOINERS else self.font.get_glyph_h_advance(gid)
                self.widths.append(round(self.thousandths(width), 2))
        return found

    def thousandths(self, units: int) -> float:
        return units * 1000 / float(self.face.upem)

    def glyphs(self, text: str, rtl: bool, before: str = "", after: str = "") -> Iterator[Glyph]:
        """Left to right. `before` and `after` are the neighbours that letters at the ends join to."""
        if not text:
            return
        buffer = hb.Buffer()
        buffer.add_str(before + text + after, len(before), len(text))
        buffer.direction = "rtl" if rtl else "ltr"
        buffer.script = "Arab" if rtl or not any(map(str.isalpha, text)) else "Latn"
        buffer.language = "fa"
        buffer.not_found_glyph = self.font.get_nominal_glyph(MISSING)
        buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
        hb.shape(self.font, buffer)
        letters = self.letters(text, [info.cluster - len(before) for info in buffer.glyph_infos], rtl)
        for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            code = self.code(info.codepoint, letters.pop(info.cluster - len(before), ""))
            yield Glyph(code, *map(self.thousandths, (place.x_offset, place.y_offset, place.x_advance)))

    @staticmethod
    def letters(text: str, clusters: list[int], rtl: bool) -> dict[int, str]:
        """The letters of each cluster. Readers turn right-to-left text round code by code *and* letter by letter, so
        a ligature's letters are written backwards for them: لا came back as ال otherwise (pdfium and poppler alike)."""
        starts = sorted(set(clusters))
        step = -1 if rtl else 1
        return {start: text[start:end][::step] for start, end in pairwise([*starts, len(text)])}

    def shape(self, text: str, rtl: bool, before: str = "", after: str = "") -> Shaped:
        parts: list[tuple[float, list[str]]] = []
        total = pen = 0.0
        rare = set()
        for glyph in self.glyphs(text, rtl, before, after):
            if not parts or parts[-1][0] != glyph.dy:
                parts.append((glyph.dy, []))
            gap = pen - total - glyph.dx
            parts[-1][1].append(f"{gap:.1f}<{glyph.code:04X}>" if abs(gap) > 0.05 else f"<{glyph.code:04X}>")
            pen = total + glyph.dx + self.widths[glyph.code]
            total += glyph.advance
            if glyph.code >= self.common:
                rare.add(glyph.code)
        if parts and abs(pen - total) > 0.05:
            parts[-1][1].append(f"{pen - total:.1f}")
        joined = tuple((rise, "".join(glyphs).replace("><", "")) for rise, glyphs in parts)
        return Shaped(joined, total, frozenset(rare))


@cache
def typeface(weight: Weight) -> Typeface:
    face = hb.Face(hb.Blob((FOLDER / f"Vazirmatn-{weight}.ttf").read_bytes()))
    made = Typeface(weight, face, hb.Font(face), [], [], {}, 0, threading.Lock())
    made.code(0, "\ufffd")
    forms = " ".join(f"{a}{b} ب{a}{b} ب{a}" for a in LETTERS for b in LETTERS + "هٔ") + " هٔ بهٔ الله"
    for text, rtl in ((forms, True), (SIGNS + JOINERS, True), (SIGNS + LATIN, False)):
        list(made.glyphs(text, rtl))
    made.common = len(made.pairs)
    return made


@lru_cache(maxsize=8192)
def shaped(text: str, rtl: bool, weight: Weight, before: str = "", after: str = "") -> Shaped:
    return typeface(weight).shape(text, rtl, before, after)
