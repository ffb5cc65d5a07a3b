"""Persian text: the form that is stored, the keys it is searched and sorted by, and the form that is shown."""

import re
import unicodedata
from collections.abc import Callable
from functools import cache

from app.errors import Refused
from app.persian.letters import ALIKE, unprintable, write_out

_PERSIAN, _ARABIC = "۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩"
_TO_PERSIAN = str.maketrans("0123456789" + _ARABIC, _PERSIAN * 2)
_TO_ASCII = str.maketrans(_PERSIAN + _ARABIC, "0123456789" * 2)
_KEYBOARD = _TO_ASCII | str.maketrans("يك", "یک")  # Windows «Arabic 101» gives ي and ك
_KEY_LETTERS = str.maketrans("يىكةەہھٱ", "ییکهههها", "ءـ")
_ZWNJ = "\u200c"
_ZWNJS, _GAP = re.compile(f"{_ZWNJ}+"), re.compile(f"{_ZWNJ}* [ {_ZWNJ}]*")
_WORD = re.compile(r"[^\W_]+")
_LATIN = re.compile("[A-Za-z]")
_ISOLATES, _POP = ("\u2066", "\u2067", "\u2068"), "\u2069"
_NO_ISOLATES = dict.fromkeys(map(ord, (*_ISOLATES, _POP)))
_INSIDE = r"A-Za-z0-9._@:/\\+#%&=?~*-"
_ASCII_RUN = re.compile(
    rf"[A-Za-z0-9@#~+_](?:[{_INSIDE}]*[A-Za-z0-9+#/_])?(?: [0-9](?:[0-9.]*[0-9])?+(?![{_INSIDE}]*[A-Za-z0-9]))*"
)
"""A Latin word, an address or a number, and the numbers after it: «HP LaserJet 1020», «IR12 0560 0000»."""
_HYPHENATED = re.compile(r"(?<![\d\u2066-\u2068/.:-])\d++(?:[/.:]\d++)*+-\d++(?:[-/.:]\d++)*+(?!\u2069)")
_BROKEN = re.compile("[\0\ud800-\udfff]")
_UNSEEN = {"Cc", "Cf", "Cs", "Co"}  # controls, direction marks, half surrogate pairs, private use
_TITLES = frozenset(["سید", "سیده", "حاج", "حاجی", "حاجیه", "دکتر", "مهندس", "اقا", "اقای", "خانم", "جناب", "سرکار"])


class _Kept(dict[int, str]):
    """A table for str.translate: white space becomes a space; tatweel and invisible characters but the ZWNJ are
    removed."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        gone = letter == "ـ" or unicodedata.category(letter) in _UNSEEN
        kept = " " if letter.isspace() else letter if letter == _ZWNJ else "" if gone else write_out(letter)
        self[code] = kept if kept == letter else kept.translate(self)
        return self[code]


class _Keys(dict[int, str]):
    """A table for str.translate: the search key of each letter."""

    def __missing__(self, code: int) -> str:
        letter = ALIKE.get(chr(code), chr(code))
        plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", letter).casefold())
        self[code] = "".join(_key_letter(letter) for letter in plain)
        return self[code]


def _key_letter(letter: str) -> str:
    category = unicodedata.category(letter)
    if letter.isspace():
        return " "
    if category == "Nd":
        return str(unicodedata.decimal(letter))
    return "" if category in {"Mn", "Me"} | _UNSEEN else letter.translate(_KEY_LETTERS)


_kept, _keys = _Kept(), _Keys()


def persian_digits(text: str) -> str:
    """Return the text with every digit Persian and nothing else changed: for a field, where a sign that is not seen
    would
    move the cursor."""
    return text.translate(_TO_PERSIAN)


def fa(value: object) -> str:
    """Return the text with Persian digits, as every screen and paper shows it.

    Digits inside Latin words, addresses, IBANs and printers' names stay Latin. A number with hyphens is isolated, so
    that 1405-09-04 keeps the order in which it was typed: beside Persian letters it would turn into 04-09-1405.
    """
    text = str(value)
    if "-" not in text and not _LATIN.search(text):
        return text.translate(_TO_PERSIAN)
    parts, end = [], 0
    for run in _ASCII_RUN.finditer(text):
        if _LATIN.search(run[0]):
            parts += [_with_persian_digits(text[end : run.start()]), _isolate_latin(run)]
            end = run.end()
    return "".join([*parts, _with_persian_digits(text[end:])])


def _with_persian_digits(text: str) -> str:
    return _HYPHENATED.sub(lambda number: isolate(number[0]), text).translate(_TO_PERSIAN)


def _isolate_latin(run: re.Match[str]) -> str:
    """Return the Latin text, isolated where a digit or a sign at its end would leave it for the Persian beside it."""
    text = run[0]
    before, after = run.string[: run.start()][-1:], run.string[run.end() :][:1]
    if (text[0].isalpha() and text[-1].isalnum()) or (before in _ISOLATES and after == _POP):
        return text
    return isolate(text)


def ascii_digits(text: str) -> str:
    return text.translate(_TO_ASCII)


def clean(text: str) -> str:
    """Return one line in the form the database keeps. A ZWNJ stays only between two letters of a word."""
    if not text:
        return ""  # most fields of a form are empty: they need neither table nor pattern
    text = unicodedata.normalize("NFC", text.translate(_kept)).translate(_KEYBOARD)
    return _GAP.sub(" ", _ZWNJS.sub(_ZWNJ, text)).strip(" " + _ZWNJ)


def clean_lines(text: str) -> str:
    """Clean each line and remove empty ones."""
    return "\n".join(line for line in map(clean, text.splitlines()) if line)


def checked(text: str, label: str, field: str, limit: int, lines: bool = False) -> str:
    """Return the text cleaned. Refused beside `field` when it has more than `limit` letters.

    Text that a storage engine would choke on (NUL, half a surrogate pair) is refused instead of cleaned: nobody types
    it, so something upstream is broken.
    """
    if _BROKEN.search(text):
        raise Refused(f"«{label}» نشانه‌ای دارد که قابل ذخیره نیست؛ لطفاً آن را دوباره بنویسید.", field)
    kept = clean_lines(text) if lines else clean(text)
    if lost := unprintable(kept):
        shown = "، ".join(map(isolate, lost[:5]))
        raise Refused(f"«{label}» نشانه‌ای دارد که چاپ نمی‌شود ({shown})؛ لطفاً آن را بردارید یا با حروف بنویسید.", field)
    if len(kept) > limit:
        raise Refused(f"«{label}» باید حداکثر {fa(limit)} نشانه باشد؛ متن شما {fa(len(kept))} نشانه دارد.", field)
    return kept


def search_key(text: str) -> str:
    """Return what all spellings of a name share: letters unified, marks and ZWNJ removed, ASCII digits, small Latin
    letters."""
    return " ".join(text.translate(_keys).split())


def joined_key(text: str) -> str:
    """Return the search key without spaces, so that «علی‌اکبر», «علی اکبر» and «علیاکبر» are equal."""
    return search_key(text).replace(" ", "")


def search_words(text: str) -> tuple[str, ...]:
    """Split a text into words, for the index and for queries alike; a database's own parser would split them
    differently."""
    return tuple(_WORD.findall(search_key(text)))


def person_key(text: str) -> str:
    """Return the search key without leading titles; a name that is nothing but a title («حاجی») stays."""
    words = search_key(text).split()
    while len(words) > 1 and words[0] in _TITLES:
        del words[0]
    return " ".join(words)


@cache
def _collation() -> Callable[[str], bytes]:
    import icu  # late: start-up

    collator = icu.Collator.createInstance(icu.Locale("fa"))
    collator.setAttribute(icu.UCollAttribute.NUMERIC_COLLATION, icu.UCollAttributeValue.ON)  # منطقه ۹ before منطقه ۱۰
    found: Callable[[str], bytes] = collator.getSortKey
    return found


def sort_key(text: str) -> str:
    """Return hex text whose plain string order is the Persian dictionary's; numbers inside the text sort by value."""
    return _collation()(text).hex()


def isolate(text: str) -> str:
    """Wrap the text in a bidi isolate, so that its numbers and Latin letters keep their order among Persian ones."""
    return f"\u2068{text}\u2069"


def without_isolates(text: str) -> str:
    """Return the text without bidi isolates: for a name outside the program, where they would be letters of it."""
    return text.translate(_NO_ISOLATES)


def masked(code: str) -> str:
    """Return an identifier with its middle hidden: 0499370899 → 049***0899. A shorter one keeps only its last two
    digits."""
    if len(code) >= 10:
        return f"{code[:3]}{'*' * (len(code) - 7)}{code[-4:]}"
    return f"***{code[-2:]}" if len(code) > 4 else "***" if code else ""
