"""Spellings of names: which two are one name written in two ways, and the ways in which a name may stand elsewhere.

Regular are: the doubled و of «داوود», the doubled ل of «الله», and spaces within a compound. Everything else is a list
of names, to which the office adds. A name of the list is recognised inside a compound too: «عبدالرحمن», «اسمعیلی».
"""

from collections.abc import Iterable, Sequence
from itertools import islice, product

from app.persian.text import person_key, search_key

_NEIGHBOURS = str.maketrans("ےېۍێۆڤڕڑړڵٹټڈډںڼښږځڅګ", "ییییوورررلتتددننشژزسگ")
"""Letters of Urdu, Pashto and Kurdish, and the Persian letter that a clerk here types for each."""
MOST_WAYS = 24
"""Each is one more look into the index."""
SHORT = 3
"""A name of so few letters is recognised alone only: «طه» begins «طهماسب» too."""
_BEFORE = (
    "", "ال", "عبد", "عبدال", "ابو", "ابوال", "محمد", "علی", "امیر", "غلام", "میر", "سید", "شاه", "نور", "حاج", "ملا",
)  # fmt: skip
_AFTER = (
    "", "ی", "یی", "زاده", "زاد", "پور", "نیا", "یان", "نژاد", "فر", "وند", "خانی", "خان", "بیگی", "بیگ", "لو", "علی",
    "رضا", "محمد", "خواه", "دوست", "منش", "ابادی", "الله", "اله", "اللهی", "الهی", "زایی", "ییان", "تبار", "مقدم",
)  # fmt: skip


class NameSpellings:
    """The spellings that an office takes for one name. Words are search keys, without marks and half-spaces."""

    def __init__(self, groups: Iterable[Sequence[str]]) -> None:
        """`groups`: the spellings of each name, as they are written."""
        self._groups: dict[str, tuple[str, ...]] = {}
        for group in groups:
            keys = tuple(dict.fromkeys(key for spelling in group if (key := search_key(spelling).replace(" ", ""))))
            for key in keys:
                self._groups.setdefault(key, keys)

    def name_key(self, name: str) -> str:
        """Return a key that is the same for all spellings of a name: without titles, joined."""
        words = person_key(name.replace("\u200c", " ")).split()
        apart = "".join(map(self._key, words))
        return self._key(apart)

    def others(self, word: str) -> tuple[str, ...]:
        """Return the other ways in which a word of a query, a search key, may stand in the index."""
        found = [persian_letters(word), word.replace("وو", "و"), word.replace("لله", "له"), *_with_double_lam(word)]
        if match := self._match(word):
            before, group, after = match
            found += [f"{before}{spelling}{after}" for spelling in group]
        return tuple(dict.fromkeys(each for each in found if each != word))

    def ways(self, words: Sequence[str]) -> list[tuple[str, ...]]:
        """Return the words of a query with each name in each of its other spellings; of two names, both changed too."""
        written = ((word, *self.others(word)) for word in words)
        return list(islice((way for way in product(*written) if way != tuple(words)), MOST_WAYS))

    def _key(self, word: str) -> str:
        word = persian_letters(word)
        if match := self._match(word):
            before, group, after = match
            word = f"{before}{group[0]}{after}"
        return word.replace("وو", "و").replace("لله", "له").replace("یی", "ی")

    def _match(self, word: str) -> tuple[str, tuple[str, ...], str] | None:
        """Find a name of the list in a word, with what stands before and after it; the longest one."""
        if group := self._groups.get(word):
            return "", group, ""
        found = [
            (before, name, after)
            for before in _BEFORE
            if word.startswith(before)
            for after in _AFTER
            if word.endswith(after) and len(word) > len(before) + len(after)
            if (name := word[len(before) : len(word) - len(after)]) in self._groups and len(name) > SHORT
        ]
        if not found:
            return None
        before, name, after = max(found, key=lambda each: len(each[1]))
        return before, self._groups[name], after


def persian_letters(word: str) -> str:
    """Return the word in Persian letters, where it is written in those of a neighbouring language."""
    return word.translate(_NEIGHBOURS)


def with_two_joined(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return the words with each two neighbours as one, as a compound name may be written."""
    return [(*words[:at], words[at] + words[at + 1], *words[at + 2 :]) for at in range(len(words) - 1)]


def _with_double_lam(word: str) -> tuple[str, ...]:
    """«امراله» may be written «امرالله»."""
    return (word.replace("اله", "الله"),) if "اله" in word else ()


NO_NAMES = NameSpellings(())
"""The regular spellings alone."""
