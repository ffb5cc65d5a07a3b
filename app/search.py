"""One search over names, codes, mobiles, numbers, matters and paraphs: every word, in any order, by its beginning."""

from dataclasses import dataclass

from app.text import joined_key, search_words
from db import Database, Row

LONGEST = 8
"""Words of a question beyond this many narrow nothing."""


@dataclass(frozen=True, slots=True)
class Hit:
    visit_id: int
    visitor: str
    code: str
    mobile: str
    day: str
    programme: str
    round: int | None
    ticket: int
    category: str
    matter: str
    state: str
    numbers: str
    """Of its referrals, ' ' between; '' without one."""


def find(db: Database, typed: str, limit: int = 50) -> list[Hit]:
    """Newest first; nothing for an empty question."""
    ids = db.find(search_words(typed)[:LONGEST], limit)
    if not ids:
        return []
    among = ", ".join(str(int(visit_id)) for visit_id in ids)
    rows = db.rows(
        "SELECT visit.id AS visit_id, first_name, last_name, code, mobile, session.day AS day,"
        " programme.name AS programme, round, ticket, category.name AS category, matter, visit.state AS state"
        " FROM visit JOIN visitor ON visitor.id = visitor_id JOIN session ON session.id = session_id"
        " JOIN programme ON programme.id = programme_id JOIN category ON category.id = category_id"
        f" WHERE visit.id IN ({among}) ORDER BY visit.id DESC"
    )
    numbers: dict[int, list[str]] = {}
    for row in db.rows(f"SELECT visit_id, number FROM referral WHERE visit_id IN ({among}) ORDER BY id"):
        numbers.setdefault(row["visit_id"], []).append(row["number"])
    return [_hit(row, " ".join(numbers.get(row["visit_id"], []))) for row in rows]


def remember(db: Database, visit_id: int) -> None:
    """Index a visit as it stands now; inside the write that changed it."""
    row = db.one(
        "SELECT first_name, last_name, father, code, mobile, personnel_number, matter, companion,"
        " category.name AS category FROM visit JOIN visitor ON visitor.id = visitor_id"
        " JOIN category ON category.id = category_id WHERE visit.id = :id", id=visit_id,
    )
    texts = [str(value) for value in row.values()]
    texts += [row["words"] for row in db.rows("SELECT words FROM paraph WHERE visit_id = :id", id=visit_id)]
    for referral in db.rows("SELECT number, barcode, unit_name FROM referral WHERE visit_id = :id", id=visit_id):
        texts += [referral["number"], referral["barcode"], referral["unit_name"]]
    db.remember(visit_id, " ".join(index_words(texts, row["first_name"], row["last_name"])))


def index_words(texts: list[str], first_name: str, last_name: str) -> list[str]:
    """The words a visit is found by; a compound name also as one word, for those who type it without its space."""
    words = [word for text in texts for word in (*search_words(text), *search_words(text.replace("\u200c", " ")))]
    words += [joined_key(name) for name in (first_name, last_name) if name]
    return list(dict.fromkeys(words))


def _hit(row: Row, numbers: str) -> Hit:
    name = f"{row.pop('first_name')} {row.pop('last_name')}".strip()
    return Hit(visitor=name, numbers=numbers, **row)
