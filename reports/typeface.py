"""One weight of Vazirmatn: HarfBuzz shapes its words, and every drawn glyph gets a code that remembers its letters.

A code stands for a glyph *and* the letters it was shaped from, because a PDF reader copies text by code: ۀ and هٔ are
one glyph with two spellings, and ZWNJ is drawn with the glyph of the space. Codes are assigned once a process; the
common ones come first and are the same in every process.
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
"""The character drawn for a letter the font lacks; the font's own empty glyph would leave a hole."""
RLM = "\u200f"
ZERO_WIDTH = ("\u200c", "\u200d", RLM)
"""Characters drawn with the glyph of the space, but without its width."""
COMMON = LETTERS + LATIN + SIGNS + "\u0654"


class Glyph(NamedTuple):
    """One glyph of a word and where it stands, in thousandths of the font size."""

    gid: int
    letters: str
    """The letters a reader copies for it; '' for a mark, which is copied with its letter."""
    dx: float
    dy: float
    advance: float


class ShapedText(NamedTuple):
    """A shaped word in thousandths of the font size, so that one shaping serves every size."""

    glyphs: str
    """The inside of a PDF `TJ` array, left to right."""
    advance: float
    marks: tuple[tuple[int, float, float], ...]
    """Glyph, x and y of each mark, drawn as an outline: a reader would take a raised glyph for another line of text."""
    rare: frozenset[int]
    """Codes that are not among the common ones; the document must list them."""


@dataclass(slots=True)
class Typeface:
    weight: Weight
    face: hb.Face
    font: hb.Font
    pairs: list[tuple[int, str]]
    """The glyph of each code, and the letters a reader copies for it."""
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
                width = 0 if letters in ZERO_WIDTH else self.font.get_glyph_h_advance(gid)
                self.widths.append(round(self._thousandths(width), 2))
        return found

    def _thousandths(self, units: int) -> float:
        return units * 1000 / float(self.face.upem)

    def glyphs(self, text: str, rtl: bool, before: str = "", after: str = "") -> Iterator[Glyph]:
        """Yield the glyphs left to right. `before` and `after` are the neighbours that the letters at the ends join."""
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
        copied = _copied_letters(text, clusters, [place.x_advance for place in places], rtl)
        for info, place, letters in zip(infos, places, copied, strict=True):
            moves = map(self._thousandths, (place.x_offset, place.y_offset, place.x_advance))
            yield Glyph(info.codepoint, letters, *moves)

    def shape(self, text: str, rtl: bool, before: str = "", after: str = "") -> ShapedText:
        words, marks, rare = [], [], set()
        total = pen = 0.0
        for glyph in self.glyphs(text, rtl, before, after):
            start = total + glyph.dx
            total += glyph.advance
            if not glyph.letters:
                marks.append((glyph.gid, start, glyph.dy))
                continue
            code = self.code(glyph.gid, glyph.letters)
            words.append(f"{kerning(pen - start)}<{code:04X}>")
            pen = start + self.widths[code]
            if code >= self.common:
                rare.add(code)
        joined = "".join([*words, kerning(pen - total)]).replace("><", "")
        return ShapedText(joined, total, tuple(marks), frozenset(rare))

    def direction_mark(self) -> ShapedText:
        """Return an RLM without ink or width; it keeps a reader from drawing a sign into the number beside it."""
        code = self.code(self.font.get_nominal_glyph(ord(RLM)), RLM)
        return ShapedText(f"<{code:04X}>", 0.0, (), frozenset())


def _copied_letters(text: str, clusters: list[int], advances: list[int], rtl: bool) -> list[str]:
    """Return the letters a reader copies for each glyph: its cluster's, together with those of the cluster's marks.

    A mark with letters of its own would be read as a line of its own. Readers reverse right-to-left text letter by
    letter, even inside one code, so a ligature's letters are written backwards: لا came back as ال otherwise.
    """
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


def kerning(back: float) -> str:
    """Return how far a `TJ` array steps back before the next glyph; '' for a step too small to see."""
    return f"{back:.1f}" if abs(back) > 0.05 else ""


@cache
def typeface(weight: Weight) -> Typeface:
    face = hb.Face(hb.Blob((FOLDER / f"Vazirmatn-{weight}.ttf").read_bytes()))
    made = Typeface(weight, face, hb.Font(face), [], [], {}, 0, threading.Lock())
    made.code(0, "\ufffd")
    forms = " ".join(f"{a} {a}{b} ب{a} ب{a}{b}" for a in LETTERS for b in "بیره") + LIGATURES
    for text, rtl in ((forms, True), (SIGNS + "\u200c", True), (SIGNS + LATIN, False)):
        made.shape(text, rtl)
    made.direction_mark()
    made.common = len(made.pairs)
    return made


@lru_cache(maxsize=8192)
def shape_text(text: str, rtl: bool, weight: Weight, before: str = "", after: str = "") -> ShapedText:
    return typeface(weight).shape(text, rtl, before, after)
