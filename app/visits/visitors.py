"""Visitors: persons, foreigners, legal persons and groups; found by code, mobile or name."""

from dataclasses import dataclass, replace

from app.access.privacy import ReadingRights
from app.errors import Refused
from app.journal.conflict import refuse_if_changed
from app.journal.writing import Change
from app.persian.identifiers import legal_identifier_fault, mobile, national_code, national_code_fault
from app.persian.name_spellings import persian_letters, with_two_joined
from app.persian.text import ascii_digits, checked, joined_key, person_key, search_words, sort_key
from app.visits.name_spellings import name_spellings
from db import Database, Deferred, Row
from db import search as full_text

KINDS = {
    "person": "شخص حقیقی",
    "foreigner": "اتباع خارجی",
    "legal": "شخص حقوقی",
    "group": "گروه",
    "no_code": "بدون کد ملی",
}
CODE_LABELS = {
    "person": "کد ملی",
    "foreigner": "شناسهٔ اتباع",
    "legal": "شناسهٔ ملی",
    "group": "کد ملی نماینده",
    "no_code": "",
}
GENDERS = {"": "", "male": "آقای", "female": "خانم"}
NAME_LIMIT = 300


@dataclass(frozen=True, slots=True)
class Visitor:
    id: int = 0
    kind: str = "person"
    code: str = ""
    code_reason: str = ""
    """Why the clerk accepted a code that fails its check, or none."""
    first_name: str = ""
    last_name: str = ""
    """For a legal person or a group, its name."""
    father: str = ""
    gender: str = ""
    mobile: str = ""
    mobile_reason: str = ""
    address: str = ""
    personnel_number: str = ""
    workplace: str = ""
    employment: str = ""

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def titled(self) -> str:
        return f"{GENDERS[self.gender]} {self.name}".strip()

    def shown_to(self, rights: ReadingRights) -> "Visitor":
        """Return the same visitor with the code and the mobile as this clerk may read them."""
        if rights.sees_identifiers:
            return self
        return replace(self, code=rights.shown_identifier(self.code), mobile=rights.shown_identifier(self.mobile))

    def cleaned(self, *, staff: bool) -> "Visitor":
        """Return every field in the form it is stored in, checked. Raises Refused, with the field's name."""
        tidy = self.tidied()
        tidy.must_be_whole(staff)
        return tidy

    def tidied(self) -> "Visitor":
        """Return every field in the form it is stored in, without checking that none is missing."""
        if self.kind not in KINDS or self.gender not in GENDERS:
            raise Refused("نوع مراجعه‌کننده را از فهرست انتخاب کنید.", "kind")
        return replace(
            self,
            code="" if self.kind == "no_code" else _code(checked(self.code, CODE_LABELS[self.kind], "code", 30)),
            first_name=checked(self.first_name, "نام", "first_name", NAME_LIMIT),
            last_name=checked(self.last_name, "نام خانوادگی", "last_name", NAME_LIMIT),
            father=checked(self.father, "نام پدر", "father", NAME_LIMIT),
            mobile=mobile(self.mobile),
            code_reason=checked(self.code_reason, "علت", "code_reason", 200),
            mobile_reason=checked(self.mobile_reason, "علت", "mobile_reason", 200),
            address=checked(self.address, "نشانی", "address", 300),
            personnel_number=ascii_digits(checked(self.personnel_number, "کد پرسنلی", "personnel_number", 12)),
            workplace=checked(self.workplace, "محل خدمت", "workplace", 120),
            employment=checked(self.employment, "نوع استخدام", "employment", 40),
        )

    def fields(self) -> Row:
        return {name: getattr(self, name) for name in self.__slots__}  # asdict() copies deeply: ten times as slow

    def fault(self) -> str:
        """Return what is wrong with the code, as a Persian sentence; '' when nothing is."""
        if self.kind in ("person", "group") and self.code:
            return national_code_fault(self.code)
        return legal_identifier_fault(self.code) if self.kind == "legal" and self.code else ""

    def must_be_whole(self, staff: bool) -> None:
        if not self.last_name:
            label = "نام خانوادگی" if self.kind in ("person", "foreigner", "no_code") else "نام"
            raise Refused(f"{label} را بنویسید.", "last_name")
        if self.kind in ("person", "foreigner", "no_code") and not self.first_name:
            raise Refused("نام را بنویسید.", "first_name")
        if staff and not self.personnel_number:
            raise Refused("کد پرسنلی را بنویسید.", "personnel_number")
        self._code_must_do(staff)

    def _code_must_do(self, staff: bool) -> None:
        if self.kind == "no_code" and not self.code_reason:
            raise Refused("علت نداشتن کد ملی را بنویسید.", "code_reason")
        if self.kind in ("person", "legal", "foreigner") and not self.code and not staff:
            raise Refused(f"{CODE_LABELS[self.kind]} را بنویسید یا «بدون کد ملی» را انتخاب کنید.", "code")
        if (fault := self.fault()) and not self.code_reason:
            raise Refused(f"{fault} اگر همین شماره درست است، علت را بنویسید.", "code_reason")


_COLUMNS = (
    "id, kind, code, code_reason, first_name, last_name, father, gender, mobile, mobile_reason, address,"
    " personnel_number, workplace, employment"
)


_FOUND = f"SELECT {_COLUMNS} FROM visitor WHERE id IN (SELECT COALESCE(merged_into, id) FROM visitor"
"""SQL to append a condition and `)` to. Returns the visitors it matches, duplicates replaced by the visitor they were
merged into."""


def get(db: Database, visitor_id: int) -> Visitor:
    return Visitor(**db.required_row(f"SELECT {_COLUMNS} FROM visitor WHERE id = :id", id=visitor_id))


def with_code(db: Database, code: str) -> list[Visitor]:
    """Return the visitors with exactly this national, legal or foreigner's code, newest first. There may be several,
    because a group goes by its representative's code."""
    rows = db.rows(f"{_FOUND} WHERE code = :code AND code <> '') ORDER BY id DESC LIMIT 20", code=_code(code))
    return [Visitor(**row) for row in rows]


def look_up(db: Database, typed: str, limit: int = 20) -> list[Visitor]:
    """Find by whatever the clerk typed: a code, a personnel number, a mobile, or the beginnings of a name's words."""
    if exact := with_code(db, typed):
        return exact
    digits = _code(typed)
    if not digits.isascii() or not digits.removeprefix("+").isdecimal():
        return _by_name(db, typed, limit)
    rows = db.rows(
        f"{_FOUND} WHERE mobile = :mobile OR personnel_number = :digits) ORDER BY id DESC LIMIT :limit",
        digits=digits,
        mobile=_as_mobile(digits),
        limit=limit,
    )
    return [Visitor(**row) for row in rows]


def _code(text: str) -> str:
    """Return the form in which every code is stored and sought; the letters of a passport are capitals."""
    return national_code(text).upper()


def _as_mobile(digits: str) -> str:
    """Return the stored form of a mobile; digits that are no mobile are returned as they are and find nothing."""
    try:
        return mobile(digits) or digits
    except Refused:
        return digits


def _by_name(db: Database, typed: str, limit: int) -> list[Visitor]:
    """Return the visitors whose name has a word that begins with each typed word. Found through the index of visits,
    because every stored visitor has visited."""
    words = search_words(person_key(typed))
    names = name_spellings(db)
    parted = search_words(person_key(typed.replace("\u200c", " ")))
    bases = list(dict.fromkeys([words, parted, *with_two_joined(parted)]))
    ways = [*bases, *(way for base in bases for way in names.ways(base))]
    marks = dict.fromkeys(mark for way in ways for mark in full_text.find(db, way, 200))
    if not marks:
        return []
    rows = db.rows(
        f"SELECT {_COLUMNS}, sort_key FROM visitor WHERE id IN"
        f" (SELECT visitor_id FROM visit WHERE id IN ({', '.join(str(int(mark)) for mark in marks)}))"
    )
    found = [(row.pop("sort_key"), Visitor(**row)) for row in rows]
    named = [
        (key, visitor)
        for key, visitor in found
        if any(_answers_to(each, way) for each in (visitor, *spellings(db, visitor.id)) for way in ways)
    ]
    return [visitor for _, visitor in sorted(named, key=lambda pair: pair[0])][:limit]


def spellings(db: Database, visitor_id: int) -> list[Visitor]:
    """Return the duplicates that were merged into this visitor."""
    return [
        Visitor(**row)
        for row in db.rows(f"SELECT {_COLUMNS} FROM visitor WHERE merged_into = :id ORDER BY id", id=visitor_id)
    ]


def _answers_to(visitor: Visitor, words: tuple[str, ...]) -> bool:
    apart = search_words(visitor.name.replace("\u200c", " "))
    own = [*search_words(visitor.name), *apart, joined_key(visitor.first_name), joined_key(visitor.last_name)]
    own += [persian_letters(word) for word in own]
    return all(any(name.startswith(word) for name in own) for word in words)


def store(
    change: Change, visitor: Visitor, known: Row | None, number: int | None = None, seen: Visitor | None = None
) -> Visitor:
    """Add a visitor with the id `number`, or bring the `known` one up to date; return the visitor as stored.

    `visitor` must be cleaned. `known`: the row of `known_deferred`. `seen`: the visitor the form was filled with;
    raises EditConflict when another clerk has saved other values since.
    """
    if not known:
        new = replace(
            visitor, id=number or int(change.db.required_row(f"SELECT {change.db.next_id('visitor')} AS id")["id"])
        )
        _add(change, new)
        return new
    found = dict(known)
    kept = found.pop("merged_into")
    before = get(change.db, kept) if kept else Visitor(**found)
    after = replace(visitor, id=before.id)
    if kept:  # typed as the duplicate was written: the visitor it was merged into keeps its own numbers
        after = replace(after, **{name: getattr(before, name) for name in _NUMBERS})
    if before != after:
        ground = seen if seen and seen.id == before.id else Visitor()  # a form that was not filled was blank
        refuse_if_changed(change.db, "visitor", before.id, ground.fields(), before.fields(), after.fields())
        values = _columns(after)
        change.db.send(
            f"UPDATE visitor SET {', '.join(f'{key} = :{key}' for key in values)} WHERE id = :id",
            id=before.id,
            **values,
        )
        change.record("change", "visitor", before.id, before=before.fields(), after=after.fields())
    return after


_NUMBERS = ("kind", "code", "code_reason", "personnel_number")


def _add(change: Change, visitor: Visitor) -> None:
    row = _columns(visitor) | {"id": visitor.id}
    change.db.send(f"INSERT INTO visitor ({', '.join(row)}) VALUES ({', '.join(':' + name for name in row)})", **row)
    change.record("add", "visitor", visitor.id, after=visitor.fields())


def _columns(visitor: Visitor) -> Row:
    """Return the columns of a visitor's row, without the id."""
    values = visitor.fields() | {"sort_key": sort_key(f"{visitor.last_name} {visitor.first_name}")}
    del values["id"]
    return values


def known_deferred(db: Database, visitor: Visitor) -> Deferred[Row | None]:
    """Return the row of the stored visitor who is the same: with the same code, else the same personnel number, else
    the one the form was filled with. The same name is not enough. The row has `merged_into` too, for `store`."""
    ways = [
        db.send(
            f"{_AS_STORED} WHERE {column} = :value AND kind = :kind"
            " ORDER BY CASE WHEN merged_into IS NULL THEN 0 ELSE 1 END, id LIMIT 1",
            value=value,
            kind=visitor.kind,
        )
        for column, value in (("code", visitor.code), ("personnel_number", visitor.personnel_number))
        if value and visitor.kind != "group"
    ]
    filled_with = f"{_AS_STORED} WHERE id = :id"
    if visitor.id and not ways:
        ways.append(db.send(filled_with, id=visitor.id))

    def known() -> Row | None:
        found = next((row for way in ways if (row := way.row())), None)
        return found or (db.row(filled_with, id=visitor.id) if visitor.id else None)

    return Deferred(known)


_AS_STORED = f"SELECT {_COLUMNS}, merged_into FROM visitor"
