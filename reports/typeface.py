"""One weight of Vazirmatn: HarfBuzz shapes its words, and every drawn glyph gets a code that remembers its letters.

A code stands for a glyph *and* the letters it was shaped from, because a reader copies text by code: ۀ and هٔ are one
glyph with two spellings, and ZWNJ is drawn with the glyph of the space. Codes are counted once a process; the common
ones come first and are the same in every process.
"""

import threading
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Literal, NamedTuple
from unicodedata import combining

import uharfbuzz as hb

Weight = Literal["Regular", "Medium", "Bold"]
FOLDER = Path(__file__).parent / "fonts"
LETTERS = "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیءأإؤئۀةيك"
LIGATURES = " هٔ بهٔ الله لا لأ لآ لإ بلا بلأ بلآ بلإ"
LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
SIGNS = " !\"#$%&'()*+,-./0123456789:;<=>?@[\\]_«»،؛؟٪٫٬–—…۰۱۲۳۴۵۶۷۸۹"
MISSING = 0xFFFD
"""Drawn for a letter the font lacks; its own empty glyph would leave a hole."""
RLM = "\u200f"
UNSEEN = ("\u200c", "\u200d", RLM)
"""Drawn with the glyph of the space, and without its width."""
COMMON = LETTERS + LATIN + SIGNS + "\u0654"


class Glyph(NamedTuple):
    """One glyph of a word and where it stands, in thousandths of the font size."""

    gid: int
    letters: str
    """What it is copied as; '' for a mark, which its letter is copied with."""
    dx: float
    dy: float
    advance: float


class Shaped(NamedTuple):
    """A shaped word in thousandths of the font size, and so good for every size."""

    glyphs: str
    """From left to right, as the inside of a PDF `TJ` array."""
    advance: float
    marks: tuple[tuple[int, float, float], ...]
    """Glyphs to be drawn as shapes, with their places: a reader would take a raised one for another line of text."""
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
                width = 0 if letters in UNSEEN else self.font.get_glyph_h_advance(gid)
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
        infos, places = buffer.glyph_infos, buffer.glyph_positions
        clusters = [info.cluster - len(before) for info in infos]
        copied = self.copied(text, clusters, [place.x_advance for place in places], rtl)
        for info, place, letters in zip(infos, places, copied, strict=True):
            moves = map(self.thousandths, (place.x_offset, place.y_offset, place.x_advance))
            yield Glyph(info.codepoint, letters, *moves)

    @staticmethod
    def copied(text: str, clusters: list[int], advances: list[int], rtl: bool) -> list[str]:
        """What a reader shall copy for each glyph: the letters of its cluster, those of its marks with them, for a
        mark of its own line would be read as one. Readers turn right-to-left text round letter by letter, even inside
        one code, so a ligature's letters are written backwards: لا came back as ال otherwise."""
        starts = sorted({cluster for cluster in clusters if not combining(text[cluster])} | {min(clusters)})
        ends = dict(pairwise([*starts, len(text)]))
        bases: dict[int, int] = {}
        for glyph, cluster in enumerate(clusters):
            start = starts[bisect_right(starts, cluster) - 1]
            if start not in bases or advances[glyph] > advances[bases[start]]:
                bases[start] = glyph
        found = [""] * len(clusters)
        for start, glyph in bases.items():
            found[glyph] = text[start : ends[start]][:: -1 if rtl else 1]
        return found

    def shape(self, text: str, rtl: bool, before: str = "", after: str = "") -> Shaped:
        words, marks, rare = [], [], set()
        total = pen = 0.0
        for glyph in self.glyphs(text, rtl, before, after):
            start = total + glyph.dx
            total += glyph.advance
            if not glyph.letters:
                marks.append((glyph.gid, start, glyph.dy))
                continue
            code = self.code(glyph.gid, glyph.letters)
            words.append(f"{gap(pen - start)}<{code:04X}>")
            pen = start + self.widths[code]
            if code >= self.common:
                rare.add(code)
        joined = "".join([*words, gap(pen - total)]).replace("><", "")
        return Shaped(joined, total, tuple(marks), frozenset(rare))

    def rlm(self) -> Shaped:
        """A direction mark, for readers alone: between a number and a sign they would otherwise draw into it."""
        code = self.code(self.font.get_nominal_glyph(ord(RLM)), RLM)
        return Shaped(f"<{code:04X}>", 0.0, (), frozenset())


def gap(back: float) -> str:
    """How far to step back before the next glyph, unless it is nothing to see."""
    return f"{back:.1f}" if abs(back) > 0.05 else ""


@cache
def typeface(weight: Weight) -> Typeface:
    face = hb.Face(hb.Blob((FOLDER / f"Vazirmatn-{weight}.ttf").read_bytes()))
    made = Typeface(weight, face, hb.Font(face), [], [], {}, 0, threading.Lock())
    made.code(0, "\ufffd")
    forms = " ".join(f"{a} {a}{b} ب{a} ب{a}{b}" for a in LETTERS for b in "بیره") + LIGATURES
    for text, rtl in ((forms, True), (SIGNS + "\u200c", True), (SIGNS + LATIN, False)):
        made.shape(text, rtl)
    made.rlm()
    made.common = len(made.pairs)
    return made


@lru_cache(maxsize=8192)
def shaped(text: str, rtl: bool, weight: Weight, before: str = "", after: str = "") -> Shaped:
    return typeface(weight).shape(text, rtl, before, after)
