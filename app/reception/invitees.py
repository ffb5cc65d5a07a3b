"""People registered before the day: loaded from a list, found at the gate, checked in."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

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
from db import Database, Row

FIELDS = {
    "national_code": "کد ملی", "first_name": "نام", "last_name": "نام خانوادگی", "father": "نام پدر",
    "mobile": "تلفن همراه", "category": "موضوع", "matter": "شرح درخواست",
    "personnel_number": "کد پرسنلی", "workplace": "محل خدمت",
}
"""What a column may hold; `spreadsheet.guess_columns` uses the same names."""
_LIMITS = {"matter": MATTER_LIMIT, "personnel_number": 12, "workplace": 120}
_COLUMNS = "id, code, first_name, last_name, father, mobile, personnel_number, workplace, category_id, matter, visit_id"


@dataclass(frozen=True, slots=True)
class Bad:
    line: int
    """As a spreadsheet program counts."""
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Preview:
    good: tuple[Row, ...]
    bad: tuple[Bad, ...]


@dataclass(frozen=True, slots=True)
class Invitee:
    id: int
    code: str
    first_name: str
    last_name: str
    father: str
    mobile: str
    personnel_number: str
    workplace: str
    category_id: int | None
    matter: str
    visit_id: int | None
    """Of who has been checked in."""

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


def check(db: Database, session_id: int, sheet: Spreadsheet, mapping: Mapping[str, int]) -> Preview:
    """Every row of the sheet as it would be stored, or why it cannot be. `mapping`: column number by field."""
    audience = sessions.get(db, session_id).audience
    categories = {search_key(row["name"]): row["id"] for row in lists.entries(db, "category")
                  if row["audience"] == audience}
    seen = {_identity(row): "در فهرست همین جلسه هست." for row in _rows(db, session_id)}
    good, bad = [], []
    for line, cells in zip(sheet.row_numbers, sheet.rows, strict=True):
        typed = {field: cells[column] for field, column in mapping.items() if 0 <= column < len(cells)}
        try:
            row = _row(typed, categories)
            if (key := _identity(row)) in seen:
                raise Refused(seen[key])
        except Refused as refused:
            bad.append(Bad(line, _named(typed), refused.sentence))
        else:
            seen[key] = f"با ردیف {fa(line)} همین فایل یکی است."
            good.append(row)
    return Preview(tuple(good), tuple(bad))


def load(db: Database, clerk: Clerk, session_id: int, sheet: Spreadsheet, mapping: Mapping[str, int]) -> int:
    """Store every row of the sheet for a planned or open session, or none; answers with how many."""
    with writing(db, clerk, ROLES, "visitors") as change:
        sessions.get(db, session_id).must_be("planned", "open")
        preview = check(db, session_id, sheet, mapping)
        if preview.bad:
            raise Refused(f"{fa(len(preview.bad))} ردیف نادرست است؛ فایل را درست کنید و دوباره بخوانید.")
        for row in preview.good:
            db.send(f"INSERT INTO invitee (session_id, {', '.join(row)})"
                    f" VALUES (:session_id, {', '.join(':' + name for name in row)})", session_id=session_id, **row)
        change.record("import", "session", session_id, after={"invitees": len(preview.good)})
        return len(preview.good)


def of_session(db: Database, session_id: int) -> list[Invitee]:
    """Who has been invited to a session, in the order of their family names."""
    found = [Invitee(**row) for row in _rows(db, session_id)]
    return sorted(found, key=lambda invitee: sort_key(f"{invitee.last_name} {invitee.first_name}"))


def expected(db: Database, session_id: int) -> int:
    """How many have not come yet."""
    row = db.one("SELECT COUNT(*) AS n FROM invitee WHERE session_id = :id AND visit_id IS NULL", id=session_id)
    return int(row["n"])


def arrival(db: Database, invitee_id: int) -> Arrival:
    """The form as the list fills it in; who is known by his code brings what is known of him, and the list's own words
    stand in for it as if the clerk had written them."""
    row = Invitee(**db.one(f"SELECT {_COLUMNS} FROM invitee WHERE id = :id", id=invitee_id))
    known = next((each for each in visitors.with_code(db, row.code) if each.kind == "person"), None)
    told = {name: getattr(row, name) for name in ("father", "mobile", "personnel_number", "workplace")}
    visitor = replace(known or Visitor(code=row.code), first_name=row.first_name, last_name=row.last_name,
                      **{name: value for name, value in told.items() if value})
    return Arrival(visitor, row.category_id or 0, row.matter, invitee_id=row.id, seen=known)


def _rows(db: Database, session_id: int) -> list[Row]:
    return db.rows(f"SELECT {_COLUMNS} FROM invitee WHERE session_id = :id ORDER BY id", id=session_id)


def _row(typed: Mapping[str, str], categories: Mapping[str, int]) -> Row:
    row: Row = {
        name: checked(typed.get(name, ""), FIELDS[name], name, _LIMITS.get(name, NAME_LIMIT), lines=name == "matter")
        for name in ("first_name", "last_name", "father", "personnel_number", "workplace", "matter")
    }
    if not row["first_name"] or not row["last_name"]:
        raise Refused("نام و نام خانوادگی هر دو باید نوشته شده باشند.")
    category = search_key(checked(typed.get("category", ""), "موضوع", "category", 300))
    if category and category not in categories:
        raise Refused("موضوع در فهرست موضوع‌های این جلسه نیست.", "category")
    return row | {
        "code": _code(typed.get("national_code", "")), "mobile": mobile(typed.get("mobile", "")),
        "category_id": categories.get(category),
    }


def _code(typed: str) -> str:
    """Empty is allowed: it is asked for at the gate. Zeros a spreadsheet dropped return if the check digit agrees."""
    code = national_code(checked(typed, "کد ملی", "national_code", 30))
    whole = code.zfill(10) if len(code) in (8, 9) else code
    if code and (fault := national_code_fault(whole)):
        raise Refused(national_code_fault(code) if whole != code else fault, "national_code")
    return whole


def _identity(row: Row) -> tuple[str, ...]:
    """One row for one person and one matter."""
    person = row["code"] or row["personnel_number"] or " ".join(search_words(f"{row['first_name']} {row['last_name']}"))
    return person, search_key(row["matter"])


def _named(typed: Mapping[str, str]) -> str:
    return " ".join(filter(None, (typed.get("first_name", ""), typed.get("last_name", "")))) or "بی‌نام"
