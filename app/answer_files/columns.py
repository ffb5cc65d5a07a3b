"""The columns of an answer file: those the office fills and those the unit fills."""

from typing import Literal

from app.persian.text import search_words

Name = Literal[
    "number", "code", "issued", "due", "promised", "matter", "paraph", "objection",
    "outcome", "words", "day", "letter", "other_unit", "mark",
]  # fmt: skip
HEADERS: dict[Name, str] = {
    "number": "شمارهٔ ارجاع",
    "code": "کد برگه",
    "issued": "تاریخ صدور",
    "due": "مهلت پاسخ",
    "promised": "وعده به متقاضی",
    "matter": "موضوع",
    "paraph": "پاراف",
    "objection": "اعتراض متقاضی",
    "outcome": "نتیجه",
    "words": "متن پاسخ",
    "day": "تاریخ پاسخ",
    "letter": "شمارهٔ نامهٔ واحد",
    "other_unit": "مربوط به واحد دیگر",
    "mark": "نشان",
}
FILLED: tuple[Name, ...] = ("outcome", "words", "day", "letter", "other_unit")
"""The columns the unit fills."""
NEEDED: tuple[Name, ...] = ("number", "code", "outcome", "words", "mark")
"""The columns without which a file cannot be read; a unit may delete the others."""


def header_key(text: str) -> str:
    """Return what the spellings of a header share."""
    return "".join(search_words(text))


NAMES: dict[str, Name] = {header_key(header): name for name, header in HEADERS.items()}
