"""The letters that papers can print: what is written out, and what a form refuses."""

import re
import unicodedata
from functools import cache

PRINTED = (
    "20-7E A0-17F 18F 192 1A0-1A1 1AF-1B0 1F0 1FA-1FF 218-21B 237 259 2BC 2C6-2C7 2C9 2D8-2DD 2F3 300-301 303 309 30F"
    " 323 60C-60D 610-612 615 61B 61F 621-63A 63D 640-658 65A-65B 660-671 674 679 67C 67E 681 685-686 688-689 691 693"
    " 695-696 698 69A 6A0-6A1 6A4 6A9-6AD 6AF 6B5 6BA 6BC-6BE 6C0-6C3 6C6-6D0 6D2-6D5 6DC-6DE 6E9 6F0-6F9 762-763"
    " 200C-200D 2010-2015 2017-201E 2020-2022 2025-2027 2030 2032-2033 2039-203A 203C 2044 2074 207F 20A3-20A4"
    " 20A6-20AC 20B1 20B9-20BA 20BC-20BD 2105 2113 2116 2122 2126 212E 215B-215E 2202 2206 220E-220F 2211-2212 2215"
    " 221A 221E 222B 2248 2260 2264-2265 25CA 25CC FB01-FB04 FD3E-FD3F FDFC"
)
"""The characters of Vazirmatn, in hexadecimal ranges; the Arabic presentation forms are written out instead."""
ALIKE = {
    **dict.fromkeys("✓✔✅☑", "√"),
    **dict.fromkeys("✗✘✕✖❌☒", "×"),
    **dict.fromkeys("●○◦▪▫■□◾◽☐", "•"),
    **dict.fromkeys("★☆※", "*"),
    "ﷺ": "صلی الله علیه وسلم",
}


def write_out(letter: str) -> str:
    """Return what is kept of a letter: itself when it can be printed, else its plain form when it has one.

    ﷺ and the joined forms of old PDFs become words and letters, ✓ becomes √. A variation selector is nothing.
    """
    if letter in ALIKE:
        return ALIKE[letter]
    if "\ufe00" <= letter <= "\ufe0f":
        return ""
    plain = unicodedata.normalize("NFKC", letter)
    return letter if not unprintable(letter) or unprintable(plain) else plain


def unprintable(text: str) -> str:
    """Return the letters of a text that papers cannot print, each once, as they occur; line breaks are no letters."""
    return "".join(dict.fromkeys(_unprinted().findall(text)))


def replace_unprintable(text: str) -> str:
    """Return the text with «_» for each letter that papers cannot print; for names that nobody here typed."""
    return _unprinted().sub("_", text)


@cache
def _unprinted() -> re.Pattern[str]:
    ends = ([chr(int(end, 16)) for end in part.split("-")] for part in PRINTED.split())
    return re.compile(f"[^\n{''.join(f'{re.escape(end[0])}-{re.escape(end[-1])}' for end in ends)}]")
