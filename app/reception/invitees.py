"""Invitees: people registered before the day, loaded from a list and checked in when they come."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.access.clerks import Clerk
from app.errors import Refused
from app.journal.writing import writing
from app.office import lists
from app.persian.identifiers import mobile, national_code, national_code_fault
from app.persian.text import checked, fa, search_key, search_words, sort_key
from app.reception.arrival import MATTER_LIMIT, Arrival
from app.reception.registering import ROLES
from app.sessions import sessions
from app.spreadsheets.reading import Spreadsheet
from app.visits import visitors
from app.visits.visitors import NAME_LIMIT, Visitor
from db import Database

FIELDS = {
    "national_code": "کد ملی",
    "first_name": "نام",
    "last_name": "نام خانوادگی",
    "father": "نام پدر",
    "mobile": "تلفن همراه",
    "category": "موضوع",
    "matter": "شرح درخواست",
    "personnel_number": "کد پرسنلی",
    "workplace": "محل خدمت",
}
"""The contents that a column may have, by the names that `reading.guess_columns` uses too."""
_LIMITS = {"matter": MATTER_LIMIT, "personnel_number": 12, "workplace": 120}
_STORED = (
    "first_name",
    "last_name",
    "father",
    "personnel_number",
    "workplace",
    "matter",
    "code",
    "mobile",
    "category_id",
)
_SELECT = f"SELECT {', '.join(_STORED)}, id, visit_id FROM invitee"


@dataclass(frozen=True, slots=True)
class Invitee:
    first_name: str
    last_name: str
    father: str
    personnel_number: str
    workplace: str
    matter: str
    code: str
    mobile: str
    category_id: int | None
    id: int = 0
    """0 before it is stored."""
    visit_id: int | None = None
    """The visit of an invitee who has come."""

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def identity(self) -> tuple[str, ...]:
        """Equal for two rows about the same person and the same matter."""
        return self.code or self.personnel_number or " ".join(search_words(self.name)), search_key(self.matter)


@dataclass(frozen=True, slots=True)
class BadRow:
    line: int
    """As a spreadsheet program counts."""
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Preview:
    good: tuple[Invitee, ...]
    bad: tuple[BadRow, ...]


def check(db: Database, session_id: int, sheet: Spreadsheet, mapping: Mapping[str, int]) -> Preview:
    """Return every row of the sheet as it would be stored, or why it cannot be. `mapping`: the number of the column by
    field."""
    audience = sessions.get(db, session_id).audience
    categories = {
        search_key(row["name"]): row["id"] for row in lists.entries(db, "category") if row["audience"] == audience
    }
    seen = {invitee.identity: "در فهرست همین جلسه موجود است." for invitee in _stored(db, session_id)}
    good, bad = [], []
    for line, cells in zip(sheet.row_numbers, sheet.rows, strict=True):
        typed = {field: cells[column] for field, column in mapping.items() if 0 <= column < len(cells)}
        try:
            invitee = _invitee(typed, categories)
            if invitee.identity in seen:
                raise Refused(seen[invitee.identity])
        except Refused as refused:
            bad.append(BadRow(line, _typed_name(typed), refused.sentence))
        else:
            seen[invitee.identity] = f"با ردیف {fa(line)} همین فایل تکراری است."
            good.append(invitee)
    return Preview(tuple(good), tuple(bad))


def load(db: Database, clerk: Clerk, session_id: int, sheet: Spreadsheet, mapping: Mapping[str, int]) -> int:
    """Store every row of the sheet for a planned or open session, or none of them; return how many."""
    with writing(db, clerk, ROLES, "visitors") as change:
        sessions.get(db, session_id).must_be("planned", "open")
        preview = check(db, session_id, sheet, mapping)
        if preview.bad:
            raise Refused(f"{fa(len(preview.bad))} ردیف نادرست است؛ فایل را اصلاح و دوباره بارگذاری کنید.")
        for invitee in preview.good:
            db.send(
                f"INSERT INTO invitee (session_id, {', '.join(_STORED)})"
                f" VALUES (:session_id, {', '.join(':' + name for name in _STORED)})",
                session_id=session_id,
                **{name: getattr(invitee, name) for name in _STORED},
            )
        change.record("import", "session", session_id, after={"invitees": len(preview.good)})
        return len(preview.good)


def of_session(db: Database, session_id: int) -> list[Invitee]:
    """Return the invitees of a session, in the order of their family names."""
    return sorted(_stored(db, session_id), key=lambda invitee: sort_key(f"{invitee.last_name} {invitee.first_name}"))


def expected(db: Database, session_id: int) -> int:
    """Return the number of invitees who have not come yet."""
    row = db.required_row(
        "SELECT COUNT(*) AS n FROM invitee WHERE session_id = :id AND visit_id IS NULL", id=session_id
    )
    return int(row["n"])


def arrival(db: Database, invitee_id: int) -> Arrival:
    """Return the form as the list fills it in. A visitor known by the code brings what is stored; where the list has
    words of its own they replace it, as if the clerk had typed them."""
    invitee = Invitee(**db.required_row(f"{_SELECT} WHERE id = :id", id=invitee_id))
    known = next((each for each in visitors.with_code(db, invitee.code) if each.kind == "person"), None)
    listed = {name: getattr(invitee, name) for name in ("father", "mobile", "personnel_number", "workplace")}
    visitor = replace(
        known or Visitor(code=invitee.code),
        first_name=invitee.first_name,
        last_name=invitee.last_name,
        **{name: value for name, value in listed.items() if value},
    )
    return Arrival(visitor, invitee.category_id or 0, invitee.matter, invitee_id=invitee.id, seen=known)


def _stored(db: Database, session_id: int) -> list[Invitee]:
    return [Invitee(**row) for row in db.rows(f"{_SELECT} WHERE session_id = :id ORDER BY id", id=session_id)]


def _invitee(typed: Mapping[str, str], categories: Mapping[str, int]) -> Invitee:
    texts: dict[str, Any] = {
        name: checked(typed.get(name, ""), FIELDS[name], name, _LIMITS.get(name, NAME_LIMIT), lines=name == "matter")
        for name in ("first_name", "last_name", "father", "personnel_number", "workplace", "matter")
    }
    if not texts["first_name"] or not texts["last_name"]:
        raise Refused("نام و نام خانوادگی هر دو لازم است.")
    category = search_key(checked(typed.get("category", ""), "موضوع", "category", 300))
    if category and category not in categories:
        raise Refused("موضوع در فهرست موضوع‌های این جلسه نیست.", "category")
    return Invitee(
        **texts,
        code=_code(typed.get("national_code", "")),
        mobile=mobile(typed.get("mobile", "")),
        category_id=categories.get(category),
    )


def _code(typed: str) -> str:
    """An empty code is allowed: it is asked for when the invitee comes. Zeros that a spreadsheet program dropped are
    put back if the check digit agrees."""
    code = national_code(checked(typed, "کد ملی", "national_code", 30))
    whole = code.zfill(10) if len(code) in (8, 9) else code
    if code and (fault := national_code_fault(whole)):
        raise Refused(national_code_fault(code) if whole != code else fault, "national_code")
    return whole


def _typed_name(typed: Mapping[str, str]) -> str:
    return " ".join(filter(None, (typed.get("first_name", ""), typed.get("last_name", "")))) or "بدون نام"
