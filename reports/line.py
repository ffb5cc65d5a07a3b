"""The Persian line: pieces shaped by HarfBuzz, lines broken at widths measured on shaped text, ordered by ICU."""

from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache, partial
from itertools import pairwise
from typing import NamedTuple

from reports.bidi import RTL, SPACES, breaks, levels, order
from reports.typeface import Shaped, Weight, shaped, typeface

MARKS = [*range(0x200E, 0x2010), 0x200B, *range(0x2028, 0x202F), *range(0x2060, 0x2070), 0xAD, 0xFEFF]
UNSEEN = dict.fromkeys([*range(9), *range(10, 0x20), *range(0x7F, 0xA0), *MARKS])
"""Controls and direction marks have done their work when the order is known."""


class Span(NamedTuple):
    """A stretch of a paragraph in one style; size in points."""

    text: str
    size: float = 11.0
    weight: Weight = "Regular"
    quiet: bool = False


class Piece(NamedTuple):
    """What is shaped at once: one style, one direction, no place to break but its end."""

    text: str
    span: Span
    level: int
    shaped: Shaped
    width: float
    space: bool
    breaks: bool
    """A line may end after it."""


class Line(NamedTuple):
    pieces: tuple[Piece, ...]
    """Left to right."""
    width: float
    last: bool
    """Of its paragraph: never stretched."""


@lru_cache(maxsize=2048)
def layout(spans: tuple[Span, ...], width: float, base: int = RTL) -> tuple[Line, ...]:
    """The lines of a text, none wider than `width` points; a newline ends a paragraph."""
    return tuple(line for paragraph in paragraphs(spans) for line in lines(pieces(paragraph, base), width))


def paragraphs(spans: tuple[Span, ...]) -> Iterator[tuple[Span, ...]]:
    current: list[Span] = []
    for span in spans:
        first, *others = span.text.split("\n")
        current.append(span._replace(text=first))
        for text in others:
            yield tuple(current)
            current = [span._replace(text=text)]
    yield tuple(current)


def pieces(spans: tuple[Span, ...], base: int) -> list[Piece]:
    """In the order of reading."""
    text = "".join(span.text for span in spans)
    if not text:
        return []
    level, may_break = levels(text, base), breaks(text, "line")
    owners = [span for span in spans for _ in span.text]
    kinds = list(zip(level, map(id, owners), (letter in SPACES for letter in text), strict=True))
    cuts = {0, *may_break, *(end for end in range(1, len(text)) if kinds[end - 1] != kinds[end])}
    made = (piece(text[a:b], owners[a], level[a], b in may_break) for a, b in pairwise(sorted(cuts)))
    return [one for one in made if one.text]


def piece(text: str, span: Span, level: int, breaks: bool, before: str = "", after: str = "") -> Piece:
    seen = text.translate(UNSEEN)
    space = seen[:1] in SPACES
    drawn = shaped(" " * len(seen) if space else seen, level % 2 == RTL, span.weight, before, after)
    return Piece(seen, span, level, drawn, drawn.advance * span.size / 1000, space, breaks)


def lines(pieces: list[Piece], width: float) -> Iterator[Line]:
    line: list[Piece] = []
    used = 0.0
    for word in words(pieces, width):
        if line and used + extent(word) > width + 0.01:
            yield visual(line, last=False)
            line, used = [], 0.0
        line += word
        used += sum(piece.width for piece in word)
    yield visual(line, last=True)


def words(pieces: list[Piece], width: float) -> Iterator[list[Piece]]:
    """Pieces that stay on one line together, with the space after them; what is wider than a line comes in parts."""
    word: list[Piece] = []
    for one in pieces:
        word.append(one)
        if one.breaks:
            yield from [word] if extent(word) <= width else ([part] for whole in word for part in parts(whole, width))
            word = []
    if word:
        yield word


def parts(whole: Piece, width: float) -> Iterator[Piece]:
    """A piece cut between grapheme clusters so that each part fits; letters keep the forms they had in the whole."""
    if whole.width <= width:
        yield whole
        return
    start, ends = 0, sorted(breaks(whole.text, "cluster"))
    while start < len(whole.text):
        ahead = ends[bisect_right(ends, start) :]
        fitting = bisect_right(ahead, width, key=partial(reach, whole, start))
        end = ahead[max(fitting - 1, 0)]
        yield cut(whole, start, end)
        start = end


def cut(whole: Piece, start: int, end: int) -> Piece:
    text = whole.text
    return piece(text[start:end], whole.span, whole.level, True, text[:start], text[end:])


def reach(whole: Piece, start: int, end: int) -> float:
    return cut(whole, start, end).width


def extent(pieces: list[Piece]) -> float:
    """Their width without the space at the end."""
    hanging = len(pieces) > 1 and pieces[-1].space
    return sum(piece.width for piece in pieces[:-1] if hanging) + (0.0 if hanging else sum(p.width for p in pieces))


def visual(pieces: list[Piece], last: bool) -> Line:
    while pieces and pieces[-1].space:
        pieces.pop()
    ordered = [pieces[place] for place in order([piece.level for piece in pieces])]
    return Line(tuple(guarded(ordered)), sum(piece.width for piece in ordered), last)


def guarded(ordered: list[Piece]) -> Iterator[Piece]:
    """With a direction mark between a left-to-right piece and a right-to-left sign. It leaves no ink; a reader without
    it turns ۱۴۰۵/م/۰۰۱۲۳ into /۱۴۰۵م۰۰۱۲۳/."""
    for left, right in pairwise([*ordered, None]):
        if left is not None:
            yield left
        if left and right and left.level % 2 != right.level % 2:
            sign = left.text[0] if left.level % 2 == RTL else right.text[-1]
            if not sign.isalnum() and sign not in SPACES:
                yield Piece("", left.span, RTL, typeface(left.span.weight).rlm(), 0.0, False, False)
