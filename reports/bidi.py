"""The direction of each letter and the places where a line may break: Unicode's rules, as ICU applies them."""

import threading
from collections.abc import Sequence
from functools import cache
from itertools import groupby
from typing import Literal
from unicodedata import bidirectional, mirrored

import icu

RTL, LTR = 1, 0
LRM, RLM, ALM = "\u200e", "\u200f", "\u061c"
SPACES = frozenset(" \t\u00a0\u202f\u3000").union(map(chr, range(0x2000, 0x200B)))
Unit = Literal["line", "cluster"]
_iterator_lock = threading.Lock()  # a BreakIterator holds the one text it walks


def embedding_levels(text: str, base: int) -> list[int]:
    """Return the embedding level of each letter (UAX #9), the text being one line.

    `base` is the paragraph's level: 0, 1, or ICU's 254 and 255 for "by the first strong letter, else left to right" and
    "else right to left".
    """
    bidi = icu.Bidi()
    bidi.setPara(icu.UnicodeString(text), base)
    found = bidi.getLevels()
    return list(found) if len(found) == len(text) else [found[offset] for offset in utf16_offsets(text)]


def visual_order(levels: Sequence[int]) -> list[int]:
    """Return the indexes of items with these levels in the order they are drawn, left to right (rule L2)."""
    places = list(range(len(levels)))
    for least in range(max(levels, default=0), 0, -1):
        high = [level >= least for level in levels]
        runs = [(up, list(run)) for up, run in groupby(places, high.__getitem__)]
        places = [place for up, run in runs for place in (reversed(run) if up else run)]
    return places


def utf16_offsets(text: str) -> list[int]:
    """Return where each letter starts in the 16-bit units ICU counts by."""
    offset, found = 0, []
    for letter in text:
        found.append(offset)
        offset += 1 + (letter > "\uffff")
    return found


def break_places(text: str, unit: Unit) -> set[int]:
    """Return the indexes where a line may break, or where a grapheme cluster ends.

    A line breaks after a space only, so that a number with strokes, like ۱۴۰۵/م/۰۰۱۲۳, stays whole.
    """
    with _iterator_lock:
        iterator = _break_iterator(unit)
        iterator.setText(text)
        found = set(iterator)
    if not text.isascii() and max(text) > "\uffff":
        found = {place for place, offset in enumerate(utf16_offsets(text)) if offset in found} | {len(text)}
    return {place for place in found if unit == "cluster" or place == len(text) or text[place - 1] in SPACES}


@cache
def direction_marks(first: str, second: str) -> str:
    """Return the marks that keep two neighbours of a right-to-left line in their order when they are copied.

    `first` is read first, that is, it stands right. poppler reads a digit, or a sign that may stand among digits
    (colon, comma, stop, stroke), and whatever follows it as left-to-right text, until it meets a right-to-left letter:
    an RLM is that letter. pdfium turns brackets round unless they follow a left-to-right letter: an LRM is that letter.
    """
    in_number = bool(first) and (is_numeric(first) or mirrored(first) > 0)
    after = RLM if in_number and not is_right_to_left(second) else ""
    return after + (LRM if mirrored(second) else "")


def is_right_to_left(letter: str) -> bool:
    return bidirectional(letter) in {"R", "AL"}


def is_numeric(letter: str) -> bool:
    """Return whether the letter is a digit or a sign that may stand among digits."""
    return bidirectional(letter) in {"EN", "AN", "ES", "ET", "CS"}


@cache
def _break_iterator(unit: Unit) -> icu.BreakIterator:
    make = icu.BreakIterator.createLineInstance if unit == "line" else icu.BreakIterator.createCharacterInstance
    return make(icu.Locale("fa"))
