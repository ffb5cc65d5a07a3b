"""Lines of Persian text: pieces shaped by HarfBuzz, broken at widths measured on shaped text, ordered by ICU."""

from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache, partial
from itertools import pairwise
from typing import NamedTuple
from unicodedata import combining

from reports.bidi import LRM, RTL, SPACES, break_places, direction_marks, embedding_levels, is_numeric, visual_order
from reports.typeface import ShapedText, Weight, shape_direction_marks, shape_spaces_after_mark, shape_text

MARKS = [*range(0x200E, 0x2010), 0x200B, *range(0x2028, 0x202F), *range(0x2060, 0x2070), 0xAD, 0xFEFF]
INVISIBLE = dict.fromkeys([*range(9), *range(10, 0x20), *range(0x7F, 0xA0), *MARKS])
"""Control characters and direction marks, removed before drawing: the order of the letters is known by then."""


DIGIT = "0"
"""Stands for any left-to-right text beside a piece."""


class Span(NamedTuple):
    """A stretch of a paragraph in one style; size in points."""

    text: str
    size: float = 11.0
    weight: Weight = "Regular"


class Piece(NamedTuple):
    """A text shaped in one go: one style, one direction, and no place to break except its end."""

    text: str
    span: Span
    level: int
    shaped: ShapedText
    width: float
    is_space: bool
    may_end_line: bool


class TextLine(NamedTuple):
    pieces: tuple[Piece, ...]
    """Left to right."""
    width: float
    ends_paragraph: bool
    """Such a line is never stretched."""


@lru_cache(maxsize=2048)
def lay_out(spans: tuple[Span, ...], width: float, base: int = RTL) -> tuple[TextLine, ...]:
    """Return the lines of a text, none wider than `width` points; a newline ends a paragraph."""
    return tuple(line for paragraph in _paragraphs(spans) for line in _lines(_pieces(paragraph, base), width))


def _paragraphs(spans: tuple[Span, ...]) -> Iterator[tuple[Span, ...]]:
    current: list[Span] = []
    for span in spans:
        first, *others = span.text.split("\n")
        current.append(span._replace(text=first))
        for text in others:
            yield tuple(current)
            current = [span._replace(text=text)]
    yield tuple(current)


def _pieces(spans: tuple[Span, ...], base: int) -> list[Piece]:
    """Return the pieces in reading order."""
    text = "".join(span.text for span in spans)
    if not text:
        return []
    levels, may_break = embedding_levels(text, base), break_places(text, "line")
    owners = [span for span in spans for _ in span.text]
    kinds = list(zip(levels, map(id, owners), (letter in SPACES for letter in text), strict=True))
    cuts = {0, *may_break, *(end for end in range(1, len(text)) if kinds[end - 1] != kinds[end])}
    made = (_piece(text[a:b], owners[a], levels[a], b in may_break) for a, b in pairwise(sorted(cuts)))
    return [piece for piece in made if piece.text]


def _piece(text: str, span: Span, level: int, may_end_line: bool, before: str = "", after: str = "") -> Piece:
    visible = text.translate(INVISIBLE)
    is_space = visible[:1] in SPACES
    drawn = " " * len(visible) if is_space else visible
    shaped = shape_text(drawn, level % 2 == RTL, span.weight, before, after)
    return Piece(visible, span, level, shaped, shaped.advance * span.size / 1000, is_space, may_end_line)


def _lines(pieces: list[Piece], width: float) -> Iterator[TextLine]:
    line: list[Piece] = []
    used = 0.0
    for word in _words(pieces, width):
        if line and used + _width_without_end_space(word) > width + 0.01:
            yield _visual_line(line, ends_paragraph=False)
            line, used = [], 0.0
        line += word
        used += sum(piece.width for piece in word)
    yield _visual_line(line, ends_paragraph=True)


def _words(pieces: list[Piece], width: float) -> Iterator[list[Piece]]:
    """Yield pieces that stay on one line together, with the space after them; a word wider than a line is cut up."""
    word: list[Piece] = []
    for piece in pieces:
        word.append(piece)
        if piece.may_end_line:
            if _width_without_end_space(word) <= width:
                yield word
            else:
                yield from ([part] for whole in word for part in _parts(whole, width))
            word = []
    if word:
        yield word


def _parts(whole: Piece, width: float) -> Iterator[Piece]:
    """Cut a piece between grapheme clusters so that each part fits; letters keep the forms they had in the whole."""
    if whole.width <= width:
        yield whole
        return
    start, ends = 0, sorted(break_places(whole.text, "cluster"))
    while start < len(whole.text):
        ahead = ends[bisect_right(ends, start) :]
        fitting = bisect_right(ahead, width, key=partial(_cut_width, whole, start))
        end = ahead[max(fitting - 1, 0)]
        yield _cut(whole, start, end)
        start = end


def _cut(whole: Piece, start: int, end: int) -> Piece:
    text = whole.text
    return _piece(text[start:end], whole.span, whole.level, True, text[:start], text[end:])


def _cut_width(whole: Piece, start: int, end: int) -> float:
    return _cut(whole, start, end).width


def _width_without_end_space(pieces: list[Piece]) -> float:
    if len(pieces) > 1 and pieces[-1].is_space:
        pieces = pieces[:-1]
    return sum(piece.width for piece in pieces)


def _visual_line(pieces: list[Piece], ends_paragraph: bool) -> TextLine:
    while pieces and pieces[-1].is_space:
        pieces.pop()
    ordered = [pieces[place] for place in visual_order([piece.level for piece in pieces])]
    return TextLine(tuple(_with_direction_marks(ordered)), sum(piece.width for piece in ordered), ends_paragraph)


def _with_direction_marks(ordered: list[Piece]) -> Iterator[Piece]:
    """Put direction marks between the pieces where a PDF reader would read them in another order.

    The marks leave no ink. Without them poppler copies «منطقه ۵ شهرداری» as «منطقه ۵شهرداری».
    """
    for left, right in pairwise([None, *ordered, None]):
        after_mark = right is not None and right.level % 2 == RTL and combining(right.text[-1]) > 0
        if right and after_mark and left is None:
            yield _unseen(right.span, shape_spaces_after_mark(0, right.span.weight))
        if left and after_mark and left.is_space:
            yield left._replace(shaped=shape_spaces_after_mark(len(left.text), left.span.weight))
        elif left:
            yield left
        if left and (marks := _marks_between(right, left)):
            yield _unseen(left.span, shape_direction_marks(marks, left.span.weight))


def _unseen(span: Span, shaped: ShapedText) -> Piece:
    return Piece("", span, RTL, shaped, 0.0, False, False)


def _marks_between(first: Piece | None, second: Piece) -> str:
    """Return the direction marks between two pieces in the order they are read; `first` is None at a line's start."""
    before = "" if first is None else first.text[-1] if first.level % 2 == RTL else DIGIT
    if second.level % 2 == RTL:
        return direction_marks(before, second.text[0])
    if first and first.level % 2 != RTL:
        return ""  # both are parts of one left-to-right text
    last = second.text[-1]
    return direction_marks(before, DIGIT) + ("" if last.isalnum() or is_numeric(last) else LRM)
