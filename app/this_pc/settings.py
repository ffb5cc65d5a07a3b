"""The settings of this PC, read without Qt from the INI file that QSettings writes."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

FILE = "this-pc.ini"
"""In the data folder."""
_ESCAPED = re.compile(r'\\x([0-9A-Fa-f]+)|\\([0-7]+)|\\(.)|"', re.DOTALL)
_LETTERS = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


class Settings(Protocol):
    @property
    def folder(self) -> Path:
        """The data folder, with the files of this PC."""

    def get(self, name: str, default: str = "") -> str:
        """Return the value saved under a name such as `backup/second`."""


class WritableSettings(Settings, Protocol):
    def set(self, name: str, value: str) -> None:
        """Save the value now."""


class SavedSettings:
    """The settings as they were last saved. A file that is missing or cannot be read has none, as for QSettings."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            text = (folder / FILE).read_text("utf-8-sig", "replace")
        except OSError:
            text = ""
        self._values = dict(_values(text))

    def get(self, name: str, default: str = "") -> str:
        return self._values.get(name, default)


def _values(text: str) -> Iterator[tuple[str, str]]:
    """Yield each name and value. Names are left as they are: QSettings escapes letters beyond ASCII in them, and this
    program's have none."""
    section = ""
    for line in (line.strip(" \t") for line in re.split("[\r\n]+", text)):
        if line.startswith("[") and line.endswith("]"):
            section = line[1:-1]
        elif not line.startswith(";") and "=" in line:
            name, value = (part.strip(" \t") for part in line.split("=", 1))
            yield f"{section}/{name}", _unescaped(value)


def _unescaped(value: str) -> str:
    """Return the string QSettings was given: `\\x641` is a UTF-16 unit by its number, and quotes keep spaces and
    commas.

    Older versions of Qt write every letter beyond ASCII by its number, and two numbers for one beyond U+FFFF.
    """
    units = _ESCAPED.sub(_letter, value)
    text = units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if text.startswith("@String(") and text.endswith(")"):
        return text[len("@String(") : -1]
    return text[1:] if text.startswith("@@") else text


def _letter(found: re.Match[str]) -> str:
    by_number, by_octal, plain = found.groups()
    if by_number or by_octal:
        return chr((int(by_number, 16) if by_number else int(by_octal, 8)) & 0xFFFF)  # one unit, as Qt takes it
    return _LETTERS.get(plain, plain) if plain else ""
