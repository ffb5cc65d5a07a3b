"""Text that stays on one line, or on two: what does not fit ends in «…»."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from reports.text_line import Span, TextLine, lay_out

NARROWEST = 0.22
"""Width of the narrowest running text for each point of its size: more letters than that are not even measured."""
ISOLATES, ISOLATE_END = "\u2066\u2067\u2068", "\u2069"
LOOSE = " ،؛:.«("
"""The signs that never stand before «…»."""
ANY_WIDTH = 1e5


def one_line(head: Sequence[Span], text: Span, tail: Sequence[Span], room: float) -> TextLine:
    """Return head, text and tail as one line of at most `room` points. The text alone is shortened, between words where
    it has any; head and tail are kept whole."""
    return _shorten(head, text, tail, room)[1]


def two_lines(head: Sequence[Span], text: Span, tail: Sequence[Span], room: float) -> tuple[TextLine, ...]:
    """Return the same in at most two lines, each of at most `room` points."""
    for width in (2.0 * room, 1.9 * room, 1.8 * room, 1.6 * room):  # a line ends before a long word
        kept, _ = _shorten(head, text, tail, width)
        lines = lay_out((*head, kept, *tail), room)
        if len(lines) <= 2:
            return lines
    return (one_line(head, text, tail, room),)


def _shorten(head: Sequence[Span], text: Span, tail: Sequence[Span], room: float) -> tuple[Span, TextLine]:
    """Return as much of the text as fits, and the line."""
    words = " ".join(text.text.split())
    kept = words[: int(room / (NARROWEST * text.size))]
    line = _line([*head, text._replace(text=kept), *tail])
    if kept == words and line.width <= room:
        return text._replace(text=words), line

    def cut(end: int) -> tuple[Span, TextLine]:
        shown = text._replace(text=_closed(kept[:end].rstrip(LOOSE) + "…"))
        return shown, _line([*head, shown, *tail])

    ends = _ends(kept)
    letters = len(kept) + sum(len(span.text) for span in (*head, *tail))
    guess = len(kept) - int(max(line.width - room, 0.0) * letters / line.width) if line.width else 0
    place = max(bisect_right(ends, guess) - 1, 0)
    found = cut(ends[place])
    while found[1].width <= room and place + 1 < len(ends) and (longer := cut(ends[place + 1]))[1].width <= room:
        place, found = place + 1, longer
    while found[1].width > room and place:
        place, found = place - 1, cut(ends[place - 1])
    return found


def _ends(text: str) -> list[int]:
    """Return where a text may be cut: nowhere into it, in its first word, after each word."""
    first = len(text.split(" ")[0])
    ends = [end - 1 for end in accumulate(len(word) + 1 for word in text.split(" "))]
    return [*range(first), *ends]


def _closed(text: str) -> str:
    """Close the isolates that were cut open, so that what follows keeps its order."""
    return text + ISOLATE_END * (sum(text.count(each) for each in ISOLATES) - text.count(ISOLATE_END))


def _line(spans: Sequence[Span]) -> TextLine:
    return lay_out(tuple(spans), ANY_WIDTH)[0]
