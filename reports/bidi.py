"""The direction of each letter and the places where a line may break: Unicode's rules, as ICU applies them."""

import threading
from collections.abc import Sequence
from functools import cache
from itertools import groupby
from typing import Literal

import icu

RTL, LTR = 1, 0
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
def _break_iterator(unit: Unit) -> icu.BreakIterator:
    make = icu.BreakIterator.createLineInstance if unit == "line" else icu.BreakIterator.createCharacterInstance
    return make(icu.Locale("fa"))
