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

from reports.bidi import ALM, LRM, RLM, direction_marks

Weight = Literal["Regular", "Medium", "Bold"]
FOLDER = Path(__file__).parent / "fonts"
LETTERS = "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیءأإؤئۀةيك"
LIGATURES = " هٔ بهٔ الله لا لأ لآ لإ بلا بلأ بلآ بلإ"
LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
SIGNS = " !\"#$%&'()*+,-./0123456789:;<=>?@[\\]_«»،؛؟٪٫٬–—…۰۱۲۳۴۵۶۷۸۹"
MISSING = 0x25CC
"""The dotted circle, drawn for a letter the font lacks; the font's own empty glyph would leave a hole."""
JOINERS = "\u200c\u200d"
"""ZWNJ and ZWJ, which HarfBuzz draws with the glyph of the space."""
COMMON = LETTERS + LATIN + SIGNS + "\u0654"


class Glyph(NamedTuple):
    """One glyph of a word and where it stands, in thousandths of the font size."""

    gid: int
    letters: str
    """The letters a reader copies for it, the last one first where they run from right to left; '' for a mark."""
    ending: str
    """The marks a reader copies after the letters, in the same order."""
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
    space: int
    unseen: int
    """The glyph without ink and width; it carries marks and joiners."""

    def code(self, gid: int, letters: str) -> int:
        with self.lock:
            found = self.codes.setdefault((gid, letters), len(self.pairs))
            if found == len(self.pairs):
                self.pairs.append((gid, letters))
                self.widths.append(round(self._thousandths(self.font.get_glyph_h_advance(gid)), 2))
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
        for info, place, (letters, ending) in zip(infos, places, copied, strict=True):
            moves = map(self._thousandths, (place.x_offset, place.y_offset, place.x_advance))
            yield Glyph(info.codepoint, letters, ending, *moves)

    def shape(self, text: str, rtl: bool, before: str = "", after: str = "") -> ShapedText:
        words: list[str] = []
        marks, used, left = [], set(), ""
        total = pen = 0.0
        for glyph in self.glyphs(text, rtl, before, after):
            start = total + glyph.dx
            total += glyph.advance
            if not glyph.letters:
                if glyph.gid != self.space:  # a joiner has no ink
                    marks.append((glyph.gid, start, glyph.dy))
                continue
            order = direction_marks(glyph.letters[-1], left)[::-1] if rtl and left else ""
            gid = self.unseen if glyph.letters in JOINERS else glyph.gid
            unseen = [self.code(self.unseen, letters) for letters in (*order, glyph.ending) if letters]
            codes = [*unseen, self.code(gid, glyph.letters)]
            words.append(f"{kerning(pen - start)}<{''.join(f'{code:04X}' for code in codes)}>")
            used.update(codes)
            pen = start + self.widths[codes[-1]]
            left = glyph.letters[-1]
        joined = "".join([*words, kerning(pen - total)]).replace("><", "")
        return ShapedText(joined, total, tuple(marks), frozenset(code for code in used if code >= self.common))

    def without_shaping(self, pairs: list[tuple[int, str]]) -> ShapedText:
        """Return glyphs as they are, left to right, each with the letters it is copied as."""
        codes = [self.code(*pair) for pair in pairs]
        advance = sum(self._thousandths(self.font.get_glyph_h_advance(gid)) for gid, _ in pairs)
        rare = frozenset(code for code in codes if code >= self.common)
        return ShapedText(f"<{''.join(f'{code:04X}' for code in codes)}>", advance, (), rare)


def _copied_letters(text: str, clusters: list[int], advances: list[int], rtl: bool) -> list[tuple[str, str]]:
    """Return for each glyph the letters a reader copies, and the marks it copies after them.

    Readers reverse right-to-left text letter by letter, even inside one code, so a ligature's letters are written
    backwards: لا came back as ال otherwise. A joiner shares the code of its letter, because pdf.js drops a code that
    ends in one; a mark has a code of its own, because pdf.js takes the letter's width away with the mark's.
    """
    starts = sorted({cluster for cluster in clusters if not _follows(text[cluster])} | {min(clusters)})
    ends = dict(pairwise([*starts, len(text)]))
    bases: dict[int, int] = {}
    for glyph, cluster in enumerate(clusters):
        start = starts[bisect_right(starts, cluster) - 1]
        if start not in bases or advances[glyph] > advances[bases[start]]:
            bases[start] = glyph
    found = [("", "")] * len(clusters)
    for start, glyph in bases.items():
        letters = text[start : ends[start]]
        found[glyph] = _parted(letters) if rtl else (letters, "")
    return found


def _follows(letter: str) -> bool:
    return letter in JOINERS or combining(letter) > 0


def _parted(letters: str) -> tuple[str, str]:
    """Return the letters of a cluster and the marks it ends in, each backwards."""
    end = len(letters)
    while end > 1 and _follows(letters[end - 1]):
        end -= 1
    while end < len(letters) and not combining(letters[end]):
        end += 1
    return letters[:end][::-1], letters[end:][::-1]


def kerning(back: float) -> str:
    """Return how far a `TJ` array steps back before the next glyph; '' for a step too small to see."""
    return f"{back:.1f}" if abs(back) > 0.05 else ""


@cache
def typeface(weight: Weight) -> Typeface:
    face = hb.Face(hb.Blob((FOLDER / f"Vazirmatn-{weight}.ttf").read_bytes()))
    font = hb.Font(face)
    space, unseen = (int(font.get_nominal_glyph(ord(letter))) for letter in (" ", RLM))
    made = Typeface(weight, face, font, [], [], {}, 0, threading.Lock(), space, unseen)
    made.code(0, "\ufffd")
    forms = " ".join(f"{a} {a}{b} ب{a} ب{a}{b}" for a in LETTERS for b in "بیره") + LIGATURES
    joined = " ".join(f"{a}\u200c ب{a}\u200c" for a in LETTERS)
    for text, rtl in ((forms, True), (joined, True), (SIGNS + "\u200c", True), (SIGNS + LATIN, False)):
        made.shape(text, rtl)
    made.without_shaping([(unseen, LRM), (unseen, RLM), (space, f"{ALM} ")])
    made.common = len(made.pairs)
    return made


@lru_cache(maxsize=8192)
def shape_text(text: str, rtl: bool, weight: Weight, before: str = "", after: str = "") -> ShapedText:
    return typeface(weight).shape(text, rtl, before, after)


@cache
def shape_direction_marks(marks: str, weight: Weight) -> ShapedText:
    """Return marks without ink or width; the first is read first, that is, it stands right."""
    face = typeface(weight)
    return face.without_shaping([(face.unseen, mark) for mark in reversed(marks)])


@cache
def shape_spaces_after_mark(count: int, weight: Weight) -> ShapedText:
    """Return spaces that stand left of a mark; none leaves one outside the line.

    pdf.js puts a plain space between the mark and its letter, and a mark at the end of a line behind the line before
    it, because a code with a mark does not move its pen. A code with a space *and* a direction mark does. The mark is
    an ALM, because pdf.js takes an RLM for a Latin letter.
    """
    face = typeface(weight)
    first = face.without_shaping([(face.space, f"{ALM} ")])
    if not count:
        return first._replace(glyphs=kerning(first.advance) + first.glyphs, advance=0.0)
    others = face.without_shaping([(face.space, " ")] * (count - 1))
    return ShapedText(others.glyphs + first.glyphs, others.advance + first.advance, (), others.rare | first.rare)
