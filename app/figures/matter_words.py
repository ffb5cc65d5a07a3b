"""The words of a matter, under keys that all their spellings share, and the pairs of words near each other."""

import re
from functools import cache, lru_cache
from importlib.resources import files

from app.persian.text import search_key, search_words

NEAR = 2
"""The second word of a pair is at most the second after the first; stop words are not counted."""
_TOKEN = re.compile("[^\\W_](?:[^\\W_]|[\u064b-\u065f\u0670\u200c])*")
STOP_WORDS = "stop_words.txt"
"""The file beside this module with the words that say nothing about a matter: they stand in every other one."""
Term = tuple[tuple[str, ...], str]
"""The search keys of one word or of two, sorted; and how they are written."""


@cache
def stop_words() -> frozenset[str]:
    """Return their search keys."""
    return frozenset(search_words((files("app.figures") / STOP_WORDS).read_text("utf-8")))


@lru_cache(maxsize=20_000)
def terms(matter: str) -> tuple[Term, ...]:
    """Return each word that says something, and each pair of near ones, once."""
    found: dict[tuple[str, ...], str] = {}
    known = _words(matter)
    for at, (key, written) in enumerate(known):
        found.setdefault((key,), written)
        for other, beside in known[at + 1 : at + 1 + NEAR]:
            if key != other:
                found.setdefault((key, other) if key < other else (other, key), f"{written} {beside}")
    return tuple(found.items())


def _words(matter: str) -> list[tuple[str, str]]:
    keys = ((search_key(token), token.strip("\u200c")) for token in _TOKEN.findall(matter))
    silent = stop_words()
    return [each for each in keys if len(each[0]) > 1 and not each[0].isdecimal() and each[0] not in silent]
