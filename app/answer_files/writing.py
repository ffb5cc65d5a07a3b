"""Writes a unit's answer file: its open referrals, with empty columns for its answers.

The file leaves the office and passes through many hands, so a confidential referral is not in it at all: a row without
its matter would still be answered in words there. The file says how many were left out; they are answered on the slip.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.access import privacy
from app.access.clerks import Clerk
from app.answer_files import marks
from app.answer_files.columns import FILLED, HEADERS, Name
from app.answer_files.marks import SignedReferral
from app.errors import Refused
from app.journal.writing import Change, writing
from app.office import lists
from app.office.settings import settings
from app.persian.calendar import jalali, local_day
from app.persian.text import fa
from app.referrals import answers
from app.referrals.answers import ROLES
from app.referrals.state import IS_OPEN, WANTS_ANSWER
from app.spreadsheets.forms import FormColumn, FormSheet, form_bytes
from db import Database, Row

VERSION = (
    "(SELECT COALESCE(MAX(step.id), 0) FROM referral_step AS step WHERE step.referral_id = referral.id"
    " AND step.taken_back_at = ''"
    " AND step.kind IN ('answered', 'returned', 'passed', 'accepted', 'objected', 'closed', 'void'))"
)
"""SQL of the version that a mark signs. Reminders, pauses and new deadlines leave an answer as good as it was."""
_OPEN = f"{IS_OPEN} AND {WANTS_ANSWER}"
_WIDTHS: dict[Name, int] = {
    "number": 17, "code": 15, "issued": 12, "due": 12, "promised": 12, "matter": 40, "paraph": 34, "objection": 30,
    "outcome": 20, "words": 44, "day": 13, "letter": 16, "other_unit": 26, "mark": 14,
}  # fmt: skip
_PROMPTS: dict[Name, str] = {
    "outcome": "یکی از گزینه‌ها را انتخاب کنید. ردیفی که نتیجه و متن ندارد بی‌پاسخ می‌ماند.",
    "words": "بنویسید چه اقدامی شد؛ اگر کار مربوط به واحد دیگری است، علت را این‌جا بنویسید.",
    "day": "مانند ۱۴۰۵/۰۹/۰۴؛ خالی یعنی روز ثبت در دبیرخانه.",
    "other_unit": "فقط اگر کار در وظایف واحد شما نیست، واحد مسئول را انتخاب کنید و نتیجه را خالی بگذارید.",
}


@dataclass(frozen=True, slots=True)
class UnitToAsk:
    """A unit that owes answers."""

    unit_id: int
    name: str
    open: int
    late: int
    confidential: int
    """How many of the open ones are not in its file."""


@dataclass(frozen=True, slots=True)
class UnitFile:
    unit_id: int
    name: str
    """The name of the file, with its suffix."""
    data: bytes
    rows: int


def units_to_ask(db: Database) -> list[UnitToAsk]:
    """Return the units that owe answers, in the office's order."""
    rows = db.rows(
        "SELECT followup.unit_id AS unit_id, COUNT(*) AS n,"
        " COUNT(CASE WHEN in_time_until <> '' AND in_time_until < :today THEN 1 END) AS late,"
        " COUNT(CASE WHEN confidential = 1 THEN 1 END) AS confidential"
        " FROM followup JOIN referral ON referral.id = referral_id JOIN visit ON visit.id = visit_id"
        f" JOIN category ON category.id = visit.category_id WHERE {_OPEN} GROUP BY followup.unit_id",
        today=local_day(db.now()),
    )
    owed = {row["unit_id"]: row for row in rows}
    return [
        UnitToAsk(row["id"], row["name"], found["n"], found["late"], found["confidential"])
        for row in lists.entries(db, "unit", retired=True)
        if (found := owed.get(row["id"]))
    ]


def make(db: Database, clerk: Clerk, unit_ids: Sequence[int]) -> list[UnitFile]:
    """Write the files of units, none for a unit without a referral to answer there; journal each."""
    with writing(db, clerk, ROLES) as change:
        key, today = marks.make_key(change), local_day(change.now)
        columns, office = _columns(db), settings(db).office
        made: list[UnitFile] = []
        for unit_id in unit_ids:
            rows = _open_referrals(change, unit_id)
            if any(not row["confidential"] for row in rows):
                unit = db.required_row("SELECT id, name FROM unit WHERE id = :id", id=unit_id)
                made.append(_file(key, unit, rows, columns, office, today))
        if not made:
            raise Refused("این واحدها ارجاع بازی ندارند که در پاسخ‌نامه بیاید.")
        for each in made:
            change.record("export", "answer_file", None, after={"unit_id": each.unit_id, "rows": each.rows})
        return made


def _open_referrals(change: Change, unit_id: int) -> list[Row]:
    return change.db.rows(
        "SELECT referral.id AS id, referral.number AS number, referral.barcode AS barcode,"
        " followup.issued_day AS issued, unit_due_day, followup.due_day AS promised, category.name AS category,"
        " confidential, matter, official_post,"
        f" paraph.words AS words, followup.unit_id AS unit_id, {VERSION} AS version,"
        " COALESCE((SELECT said.words FROM referral_step AS said WHERE said.id = (SELECT MAX(step.id) FROM"
        " referral_step AS step WHERE step.referral_id = referral.id AND step.kind = 'objected'"
        " AND step.taken_back_at = '')), '') AS objection"
        " FROM followup JOIN referral ON referral.id = referral_id JOIN paraph ON paraph.id = paraph_id"
        " JOIN visit ON visit.id = referral.visit_id JOIN category ON category.id = visit.category_id"
        f" WHERE followup.unit_id = :unit AND {_OPEN.replace('stage', 'followup.stage')}"
        " ORDER BY unit_due_day, referral.id",
        unit=unit_id,
    )


def _columns(db: Database) -> tuple[FormColumn, ...]:
    choices: dict[Name, tuple[str, ...]] = {
        "outcome": tuple(each.name for each in answers.outcomes(db)),
        "other_unit": tuple(name for _, name in lists.choices(db, "unit")),
    }
    return tuple(
        FormColumn(
            header,
            _WIDTHS[name],
            is_fixed=name not in FILLED,
            choices=choices.get(name, ()),
            prompt=_PROMPTS.get(name, ""),
            is_small=name == "mark",
        )
        for name, header in HEADERS.items()
    )


def _file(
    key: str, unit: Row, rows: Sequence[Row], columns: tuple[FormColumn, ...], office: str, today: str
) -> UnitFile:
    shown = [row for row in rows if privacy.cover_on_paper(row["confidential"]).is_open]
    note = "ستون‌های زرد را پر کنید و فایل را با پسوند xlsx برگردانید."
    if left_out := len(rows) - len(shown):
        note += f" {fa(left_out)} ارجاع محرمانه در این فایل نیست؛ پاسخ آن‌ها را روی برگه بنویسید."
    form = FormSheet(
        fa(f"پاسخ‌نامهٔ {unit['name']} – {office} – {jalali(today)}"),
        note,
        marks.file_mark(key, unit["id"]),
        columns,
        [_cells(key, row) for row in shown],
    )
    name = "".join("-" if mark in '\\/:*?"<>|' else mark for mark in f"پاسخ‌نامه {unit['name']} {jalali(today)}")
    return UnitFile(unit["id"], f"{name}.xlsx", form_bytes(form), len(shown))


def _cells(key: str, row: Row) -> list[str]:
    signed = SignedReferral(row["id"], row["number"], row["barcode"], row["unit_id"], row["version"])
    filled: dict[Name, str] = {
        "number": row["number"],
        "code": row["barcode"],
        "issued": _day(row["issued"]),
        "due": _day(row["unit_due_day"]),
        "promised": _day(row["promised"]),
        "matter": " — ".join(filter(None, (row["category"], row["matter"]))),
        "paraph": ": ".join(filter(None, (row["official_post"], row["words"]))),
        "objection": row["objection"],
        "mark": marks.row_mark(key, signed),
    }
    return [filled.get(name, "") for name in HEADERS]


def _day(day: str) -> str:
    return fa(jalali(day)) if day else ""
