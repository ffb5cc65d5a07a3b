"""The search index of visits, which every write that changes a visit brings up to date."""

import re
from collections.abc import Sequence

from app.persian.name_spellings import persian_letters
from app.persian.text import search_key, search_words
from db import Database, Deferred, Row
from db import search as full_text

PARTS = 6
"""The most words of a name that are joined into one."""
NAMES, CODES = ("first_name", "last_name", "father", "personnel_number"), ("code", "mobile")
ABOUT = ("matter", "companion", "category", "words", "number", "barcode", "unit_name")
NUMBER = re.compile(r"(\d{4})/([^\W\d_]{1,2})/(\d+)")
_DOUBLES = "SELECT first_name, last_name, code, mobile FROM visitor WHERE merged_into ="


def remember(db: Database, visit_id: int) -> None:
    """Index a visit as it is now; inside the write that changed it."""
    found = texts_deferred(db, visit_id)
    doubles = db.send(f"{_DOUBLES} (SELECT visitor_id FROM visit WHERE id = :id) ORDER BY id", id=visit_id)
    rows = found()
    texts = dict.fromkeys(str(value) for row in (*rows, *doubles()) for value in row.values() if value)
    full_text.index(db, visit_id, " ".join(index_words([*texts], rows[0]["first_name"], rows[0]["last_name"])))


def words_of(visitor: Row, visit: Row) -> list[str]:
    """Return the index words of a visit that is not inserted yet, from the form's values."""
    texts = [*(visitor[name] for name in (*NAMES, *CODES)), visit["matter"], visit["companion"]]
    return index_words(texts, visitor["first_name"], visitor["last_name"])


def add(db: Database, visit_id: int, words: Sequence[str], category: str, doubles: Sequence[Row] = ()) -> None:
    """Index a new visit without reading it back. `words`: from `words_of`; `doubles`: the names and numbers of merged
    duplicates of its visitor."""
    rest = index_words([category, *(value for row in doubles for value in row.values())], "", "")
    full_text.index(db, visit_id, " ".join(dict.fromkeys((*words, *rest))))


def doubles_deferred(db: Database, visitor_id: int) -> Deferred[list[Row]]:
    return db.send(f"{_DOUBLES} :id ORDER BY id", id=visitor_id)


def texts_deferred(db: Database, visit_id: int) -> Deferred[list[Row]]:
    return db.send(
        "SELECT first_name, last_name, father, code, mobile, personnel_number, matter, companion,"
        " category.name AS category, words, number, barcode, unit_name FROM visit"
        " JOIN visitor ON visitor.id = visitor_id JOIN category ON category.id = visit.category_id"
        " LEFT JOIN paraph ON paraph.visit_id = visit.id LEFT JOIN referral ON referral.paraph_id = paraph.id"
        " WHERE visit.id = :id ORDER BY referral.id",
        id=visit_id,
    )


def index_words(texts: list[str], first_name: str, last_name: str) -> list[str]:
    """Return the words a visit is found by. A compound name is added as one word too, for a clerk who types it without
    its space, a word in the letters of a
    neighbouring language in Persian ones too, and a referral's number with and without the zeros of its serial."""
    parted = [text.replace("\u200c", " ") for text in texts if "\u200c" in text]
    words = list(search_words(" ".join((*texts, *parted))))
    for name in (first_name, last_name):
        parts = search_words(name.replace("\u200c", " "))[:PARTS]
        words += ["".join(parts[at:]) for at in range(len(parts) - 1)]
    words += [plain for word in words if (plain := persian_letters(word)) != word]
    for number in (found for text in texts if "/" in text for found in NUMBER.findall(search_key(text))):
        words += ["".join(number), f"{number[0]}{number[1]}{int(number[2])}"]
    return list(dict.fromkeys(words))
