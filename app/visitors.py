"""Visitors: people, foreigners, legal persons and groups; found by code, mobile or name, with what came before."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from app.calendar import local_day, working_days_between
from app.chain import OPEN
from app.errors import Refused
from app.identity import legal_identifier_fault, mobile, national_code, national_code_fault
from app.journal import Entry
from app.lists import holidays
from app.office import settings
from app.overtaken import must_stand
from app.text import ascii_digits, checked, joined_key, person_key, search_words, sort_key
from db import Database, Row

KINDS = {
    "person": "شخص حقیقی", "foreigner": "اتباع خارجی", "legal": "شخص حقوقی", "group": "گروه", "no_code": "بدون کد ملی",
}
CODE_LABELS = {
    "person": "کد ملی", "foreigner": "شناسهٔ اتباع", "legal": "شناسهٔ ملی", "group": "کد ملی نماینده", "no_code": "",
}
GENDERS = {"": "", "male": "آقای", "female": "خانم"}
NAME_LIMIT = 300


@dataclass(frozen=True, slots=True)
class Visitor:
    id: int = 0
    kind: str = "person"
    code: str = ""
    code_reason: str = ""
    """Why a code that fails its check, or none, was let through."""
    first_name: str = ""
    last_name: str = ""
    """Of a legal person or a group: its name."""
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

    def cleaned(self, *, staff: bool) -> "Visitor":
        """Every field in the form it is stored in, or Refused with the field's name."""
        if self.kind not in KINDS or self.gender not in GENDERS:
            raise Refused("نوع مراجعه‌کننده را از فهرست برگزینید.", "kind")
        tidy = replace(
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
        tidy._must_be_whole(staff)
        return tidy

    def fields(self) -> Row:
        return {name: getattr(self, name) for name in self.__slots__}  # asdict() copies deeply: ten times as slow

    def fault(self) -> str:
        """What is wrong with the code, as a sentence; '' when nothing is."""
        if self.kind in ("person", "group") and self.code:
            return national_code_fault(self.code)
        return legal_identifier_fault(self.code) if self.kind == "legal" and self.code else ""

    def _must_be_whole(self, staff: bool) -> None:
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
            raise Refused("بنویسید چرا کد ملی ندارد.", "code_reason")
        if self.kind in ("person", "legal", "foreigner") and not self.code and not staff:
            raise Refused(f"{CODE_LABELS[self.kind]} را بنویسید یا «بدون کد ملی» را برگزینید.", "code")
        if (fault := self.fault()) and not self.code_reason:
            raise Refused(f"{fault} اگر همین درست است، علت را بنویسید.", "code_reason")


@dataclass(frozen=True, slots=True)
class Past:
    """One earlier matter of a visitor and what became of it."""

    visit_id: int
    day: str
    round: int | None
    programme: str
    ticket: int
    category_id: int
    category: str
    confidential: int
    matter: str
    district_id: int | None
    state: str
    outcome: str
    """Name of what the meeting led to; '' before it ended."""
    outcome_code: str
    official: str
    """Post of who gave the paraph; '' when there was none."""
    words: str
    units: str
    """Names of the units referred to, «، » between."""
    numbers: str
    due_day: str
    """The earliest day promised for an answer that has not come; '' when nothing is awaited."""
    stage: str
    """Of chain.STAGES, of the referral that is least far; '' without one."""
    late: int
    """Working days past `due_day`; 0 when in time."""

    @property
    def is_open(self) -> bool:
        return bool(self.due_day)

    @property
    def is_unsettled(self) -> bool:
        """Not answered, or answered and the visitor's word not heard: who comes again most likely comes about it."""
        return self.is_open or self.stage == "answered"


_COLUMNS = (
    "id, kind, code, code_reason, first_name, last_name, father, gender, mobile, mobile_reason, address,"
    " personnel_number, workplace, employment"
)


_STANDING = f"SELECT {_COLUMNS} FROM visitor WHERE id IN (SELECT COALESCE(merged_into, id) FROM visitor"
"""Followed by what is sought: whoever answers to it, a double as the person he was found to be."""


def one(db: Database, visitor_id: int) -> Visitor:
    return Visitor(**db.one(f"SELECT {_COLUMNS} FROM visitor WHERE id = :id", id=visitor_id))


def by_code(db: Database, code: str) -> Visitor | None:
    """Who came last with exactly this national, legal or foreigner's code."""
    return next(iter(with_code(db, code)), None)


def with_code(db: Database, code: str) -> list[Visitor]:
    """Everyone with this code, latest first: a group goes by its representative's."""
    rows = db.rows(f"{_STANDING} WHERE code = :code AND code <> '') ORDER BY id DESC LIMIT 20", code=_code(code))
    return [Visitor(**row) for row in rows]


def look_up(db: Database, typed: str, limit: int = 20) -> list[Visitor]:
    """By whatever the clerk typed: a code, a personnel number, a mobile, or a name by its beginning."""
    if exact := with_code(db, typed):
        return exact
    digits = _code(typed)
    if not digits.isascii() or not digits.removeprefix("+").isdecimal():
        return _by_name(db, typed, limit)
    rows = db.rows(
        f"{_STANDING} WHERE mobile = :mobile OR personnel_number = :digits) ORDER BY id DESC LIMIT :limit",
        digits=digits, mobile=_as_mobile(digits), limit=limit,
    )
    return [Visitor(**row) for row in rows]


def _code(text: str) -> str:
    """The form every code is stored and sought in; a passport's letters are capitals."""
    return national_code(text).upper()


def _as_mobile(digits: str) -> str:
    """The stored form; what is no mobile stays and finds nothing."""
    try:
        return mobile(digits) or digits
    except Refused:
        return digits


def _by_name(db: Database, typed: str, limit: int) -> list[Visitor]:
    """Every word begins a word of the name; through the visits' index, since everyone known has visited."""
    words = search_words(person_key(typed))
    marks = db.find(words, 200)
    if not marks:
        return []
    rows = db.rows(
        f"SELECT {_COLUMNS}, sort_key FROM visitor WHERE id IN"
        f" (SELECT visitor_id FROM visit WHERE id IN ({', '.join(str(int(mark)) for mark in marks)}))"
    )
    found = [(row.pop("sort_key"), Visitor(**row)) for row in rows]
    named = [(key, visitor) for key, visitor in found
             if any(_answers_to(each, words) for each in (visitor, *spellings(db, visitor.id)))]
    return [visitor for _, visitor in sorted(named, key=lambda pair: pair[0])][:limit]


def spellings(db: Database, visitor_id: int) -> list[Visitor]:
    """The doubles that were found to be this person."""
    return [Visitor(**row) for row in db.rows(
        f"SELECT {_COLUMNS} FROM visitor WHERE merged_into = :id ORDER BY id", id=visitor_id)]


def _answers_to(visitor: Visitor, words: tuple[str, ...]) -> bool:
    apart = search_words(visitor.name.replace("\u200c", " "))
    own = (*search_words(visitor.name), *apart, joined_key(visitor.first_name), joined_key(visitor.last_name))
    return all(any(name.startswith(word) for name in own) for word in words)


def store(entry: Entry, visitor: Visitor, seen: Visitor | None = None) -> tuple[int, bool]:
    """Add a person, or bring what is known of him up to date; `visitor` must be cleaned. Answers with his id, and
    whether he is new. `seen`: whom the form was filled with; Overtaken when somebody has saved him otherwise since."""
    found = _known(entry.db, visitor)  # a code that is somebody's makes it that somebody
    if not found:
        return _add(entry, visitor), True
    kept = found.pop("merged_into")
    before = one(entry.db, kept) if kept else Visitor(**found)
    known, after = before.id, replace(visitor, id=before.id)
    if kept:  # typed as the double was written: the person who is kept keeps his own numbers
        after = replace(after, **{name: getattr(before, name) for name in _NUMBERS})
    if before != after:
        ground = seen.fields() if seen and seen.id == known else None
        must_stand(entry.db, "visitor", known, ground, before.fields(), after.fields())
        values = _columns(after)
        entry.db.send(f"UPDATE visitor SET {', '.join(f'{key} = :{key}' for key in values)} WHERE id = :id",
                      id=known, **values)
        entry.record("change", "visitor", known, before=before.fields(), after=after.fields())
    return known, False


_NUMBERS = ("kind", "code", "code_reason", "personnel_number")


def _add(entry: Entry, visitor: Visitor) -> int:
    values = _columns(visitor)
    row = entry.db.one(
        f"INSERT INTO visitor ({', '.join(values)}) VALUES ({', '.join(':' + key for key in values)}) RETURNING id",
        **values,
    )
    entry.record("add", "visitor", row["id"], after=visitor.fields() | {"id": row["id"]})
    return int(row["id"])


def _columns(visitor: Visitor) -> Row:
    """What is stored of a visitor, without the id."""
    values = visitor.fields() | {"sort_key": sort_key(f"{visitor.last_name} {visitor.first_name}")}
    del values["id"]
    return values


def _known(db: Database, visitor: Visitor) -> Row | None:
    """The same code is the same person; failing a code, the same personnel number, or whom the form was filled with.
    Names alone never are."""
    for column, value in (("code", visitor.code), ("personnel_number", visitor.personnel_number)):
        if value and visitor.kind != "group":
            row = db.row(
                f"{_AS_STORED} WHERE {column} = :value AND kind = :kind"
                " ORDER BY CASE WHEN merged_into IS NULL THEN 0 ELSE 1 END, id LIMIT 1", value=value, kind=visitor.kind)
            if row:
                return row
    return db.row(f"{_AS_STORED} WHERE id = :id", id=visitor.id) if visitor.id else None


_AS_STORED = f"SELECT {_COLUMNS}, merged_into FROM visitor"


def history(db: Database, visitor_id: int, *, before_visit: int = 0) -> list[Past]:
    """Earlier matters, newest first, without the visit at hand."""
    return _told(db, db.rows(
        f"{_EARLIER} WHERE visitor_id = :id AND visit.id <> :but AND visit.state NOT IN ('moved', 'postponed')"
        " ORDER BY session.day DESC, visit.id DESC LIMIT 30", id=visitor_id, but=before_visit,
    ))


def later_open_matter(db: Database, visitor_id: int, category_id: int) -> Callable[[], Past | None]:
    """The newest matter of this category that is not settled. Asked at every registration, so it reads no more of
    earlier visits than it must."""
    found = db.send(
        "SELECT visit.id AS id FROM visit JOIN paraph ON paraph.visit_id = visit.id"
        " JOIN referral ON paraph_id = paraph.id JOIN followup ON referral_id = referral.id"
        " WHERE visitor_id = :visitor AND visit.category_id = :category"
        " AND visit.state NOT IN ('moved', 'postponed') AND paraph.state = 'valid' AND referral.state = 'issued'"
        " AND followup.working_days IS NOT NULL"
        " AND stage IN ('issued', 'dispatched', 'acknowledged', 'objected', 'answered')"
        " ORDER BY visit.id DESC LIMIT 1", visitor=visitor_id, category=category_id,
    )
    return lambda: _told(db, db.rows(f"{_EARLIER} WHERE visit.id = :id", id=row["id"]))[0] if (
        row := found.row()) else None


_EARLIER = (
    "SELECT visit.id AS visit_id, session.day AS day, round, programme.name AS programme, ticket, category_id,"
    " category.name AS category, confidential, matter, district_id, visit.state AS state,"
    " COALESCE(visit_outcome.name, '') AS outcome, visit.outcome AS outcome_code"
    " FROM visit JOIN session ON session.id = session_id JOIN programme ON programme.id = programme_id"
    " JOIN category ON category.id = category_id LEFT JOIN visit_outcome ON visit_outcome.code = visit.outcome"
)


def _told(db: Database, rows: list[Row]) -> list[Past]:
    closed, today, thursday = holidays(db), local_day(db.now()), bool(settings(db).thursday_works)
    pasts = []
    for row in rows:
        fate = _fate(db, row["visit_id"])
        due = fate["due_day"]
        late = working_days_between(due, today, closed, thursday) if due and due < today else 0
        pasts.append(Past(**row, **fate, late=late))
    return pasts


def _fate(db: Database, visit_id: int) -> Row:
    """The valid paraph of a visit and where it sent the matter."""
    paraph = db.row("SELECT id, official_post, words FROM paraph WHERE visit_id = :id AND state = 'valid'"
                    " ORDER BY id DESC LIMIT 1", id=visit_id)
    sent: list[Row] = db.rows(
        "SELECT unit_name, number, COALESCE(stage, 'closed') AS stage, followup.working_days AS days,"
        " CASE WHEN stage = 'objected' THEN unit_due_day ELSE referral.due_day END AS due_day"
        " FROM referral LEFT JOIN followup ON referral_id = referral.id"
        " WHERE paraph_id = :id AND state = 'issued' ORDER BY referral.id",
        id=paraph["id"],
    ) if paraph else []
    owed = [row for row in sent if row["days"] is not None]
    return {
        "official": paraph["official_post"] if paraph else "", "words": paraph["words"] if paraph else "",
        "units": "، ".join(row["unit_name"] for row in sent), "numbers": " ".join(row["number"] for row in sent),
        "due_day": min((row["due_day"] for row in owed if row["stage"] in OPEN and row["due_day"]), default=""),
        "stage": min((row["stage"] for row in owed), key=_FAR.index, default=""),
    }


_FAR = ("objected", "issued", "dispatched", "acknowledged", "answered", "accepted", "closed", "passed")
