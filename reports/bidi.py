"""Which way each letter runs and where a line may be cut: Unicode's rules, by ICU."""

import threading
from collections.abc import Sequence
from functools import cache
from itertools import groupby
from typing import Literal

import icu

RTL, LTR = 1, 0
SPACES = frozenset(" \t\u00a0\u202f\u3000").union(map(chr, range(0x2000, 0x200B)))
Kind = Literal["line", "cluster"]
_one_at_a_time = threading.Lock()  # a BreakIterator walks one text


def levels(text: str, base: int) -> list[int]:
    """The embedding level of each letter (UAX #9, the text being one line). `base` is 0, 1, or ICU's 254 and 255 for
    "by the first strong letter, else left to right" and "else right to left"."""
    bidi = icu.Bidi()
    bidi.setPara(icu.UnicodeString(text), base)
    found = bidi.getLevels()
    return list(found) if len(found) == len(text) else [found[unit] for unit in units(text)]


def order(levels: Sequence[int]) -> list[int]:
    """The places of things with these levels, left to right (rule L2)."""
    places = list(range(len(levels)))
    for least in range(max(levels, default=0), 0, -1):
        high = [level >= least for level in levels]
        runs = [(up, list(run)) for up, run in groupby(places, high.__getitem__)]
        places = [place for up, run in runs for place in (reversed(run) if up else run)]
    return places


def units(text: str) -> list[int]:
    """Where each letter starts, in the 16-bit units ICU counts by."""
    place, found = 0, []
    for letter in text:
        found.append(place)
        place += 1 + (letter > "\uffff")
    return found


def breaks(text: str, kind: Kind) -> set[int]:
    """The places where a line may break, or where a grapheme cluster ends. Lines break after a space only: a number
    with strokes, like ۱۴۰۵/م/۰۰۱۲۳, stays whole."""
    with _one_at_a_time:
        walk = iterator(kind)
        walk.setText(text)
        found = set(walk)
    if not text.isascii() and max(text) > "\uffff":
        found = {letter for letter, unit in enumerate(units(text)) if unit in found} | {len(text)}
    return {place for place in found if kind == "cluster" or place == len(text) or text[place - 1] in SPACES}


@cache
def iterator(kind: Kind) -> icu.BreakIterator:
    make = icu.BreakIterator.createLineInstance if kind == "line" else icu.BreakIterator.createCharacterInstance
    return make(icu.Locale("fa"))
