"""The words of a query, in the ways in which they may stand in the index of visits."""

import re

from app.errors import Refused
from app.persian.name_spellings import NO_NAMES, NameSpellings, with_two_joined
from app.persian.text import search_key, search_words
from app.referrals import numbers
from app.visits.index import NUMBER

MAX_WORDS = 8
"""Words of a query; more of them would narrow nothing."""
_REMINDER = re.compile(r"(?<=\d)/پ\d{1,3}(?!\w)")
"""The ending of a reminder's number, after the number of its referral."""
_MOBILE = re.compile(r"(?:0098|98)?(9\d{2,9})")


def spellings(typed: str, names: NameSpellings = NO_NAMES) -> list[tuple[str, ...]]:
    """Return the words of a query as typed, and then as others may have written them: with the half-space of a compound
    as a space or gone, two words as one, digits without the gaps between them, a mobile with its zero, a name in its
    other spellings."""
    typed = " ".join(typed.split()[:MAX_WORDS])
    words, parted = _words(typed), _words(typed.replace("\u200c", " "))
    if not words:
        return []
    ways = [words, parted, *with_two_joined(parted)]
    if all(word.isdecimal() for word in parted):
        ways.append(("".join(parted),))
    ways += [(code,) for code in map(_slip_code, words) if code]
    ways += [way for known in tuple(ways) for way in names.ways(known)]
    ways += [tuple(_MOBILE.sub(r"0\1", word) if _MOBILE.fullmatch(word) else word for word in way) for way in ways]
    return list(dict.fromkeys(way[:MAX_WORDS] for way in ways))


def _slip_code(word: str) -> str:
    """Return the code of the slip where the word is the code of one of its referral's papers, else ''."""
    try:
        return numbers.parse_barcode(word)
    except Refused:
        return ""


def _words(text: str) -> tuple[str, ...]:
    """Split a query. A referral's number stays one word, or «م» would be any word that begins so; a reminder's number
    is its referral's."""
    return search_words(NUMBER.sub(r"\1\2\3", _REMINDER.sub("", search_key(text))))
