"""What a follow-up clerk sees of LISTS: how many referrals each holds, and the rows of one."""

from dataclasses import dataclass

from app.access import privacy
from app.access.clerks import Clerk
from app.errors import Refused
from app.followup.lists import LISTS, DayMarks, FollowupList, day_marks
from app.office.working_days import WorkingDays
from app.referrals import numbers
from app.referrals.deadlines import days_past, legal_day
from db import Database, Row

LIMIT = 1000
"""Rows of a list on the screen."""
_COLUMNS = (
    "referral_id",
    "stage",
    "issued_day",
    "due_day",
    "unit_due_day",
    "registered_day",
    "paused_day",
    "promised_day",
    "last_answer_day",
    "reminders",
    "objections",
    "working_days",
    "acknowledged_day",
    "in_time_until",
)


@dataclass(frozen=True, slots=True)
class ListedReferral:
    """One row of a list, as one clerk may see it. Days are ISO, '' when there is none."""

    referral_id: int
    visit_id: int
    number: str
    unit: str
    visitor: str
    category: str
    """«محرمانه» where the clerk may not read the matter."""
    stage: str
    issued_day: str
    due_day: str
    """The day the visitor was promised an answer."""
    unit_due_day: str
    """The unit's own deadline."""
    legal_day: str
    paused_day: str
    promised_day: str
    last_answer_day: str
    reminders: int
    late: int
    """Working days past the deadline; 0 in time."""
    list_day: str
    """The day the list is about: the deadline that is missed, the day of the promise, the legal day …"""


@dataclass(frozen=True, slots=True)
class FollowupView:
    """One list, and how many referrals each of the lists holds."""

    counts: dict[str, int]
    rows: tuple[ListedReferral, ...]
    """The oldest LIMIT."""


@dataclass(frozen=True, slots=True)
class FoundReferral:
    referral_id: int
    visit_id: int


def followup_view(db: Database, clerk: Clerk, key: str = "next", limit: int = LIMIT) -> FollowupView:
    """Read the list that LISTS names `key`."""
    marks = day_marks(db)
    return FollowupView(_counts(db, marks), tuple(_list_rows(db, clerk, LISTS[key], marks, limit)))


def find_referral(db: Database, typed: str) -> FoundReferral | None:
    """Find a referral by the barcode or number of its slip, void ones too; Refused when the text is neither, and when
    the number was given after a backup that was put back."""
    number = numbers.parse_number(typed)
    column = "number" if number else "barcode"
    row = db.row(
        f"SELECT id, visit_id FROM referral WHERE {column} = :value", value=number or numbers.parse_barcode(typed)
    )
    if row is None and (sentence := numbers.gap_sentence(db, typed)):
        raise Refused(sentence, "barcode")
    return FoundReferral(row["id"], row["visit_id"]) if row else None


def _counts(db: Database, marks: DayMarks) -> dict[str, int]:
    asked = ", ".join(
        f"(SELECT COUNT(*) FROM followup WHERE {each.condition}) AS n_{key}" for key, each in LISTS.items()
    )
    row = db.required_row(f"SELECT {marks.sql(asked)}", **marks.values)
    return {key: int(row[f"n_{key}"]) for key in LISTS}


def _list_rows(db: Database, clerk: Clerk, chosen: FollowupList, marks: DayMarks, limit: int) -> list[ListedReferral]:
    listed = marks.sql(
        f"SELECT {', '.join(_COLUMNS)}, {chosen.day} AS list_day FROM followup WHERE {chosen.condition}"
        " ORDER BY list_day, referral_id LIMIT :limit"
    )
    rows = db.rows(
        f"SELECT {', '.join(f'followed.{name} AS {name}' for name in _COLUMNS)}, list_day, number, unit_name,"
        f" visit_id, first_name, last_name, category.name AS category, confidential FROM ({listed}) AS followed"
        " JOIN referral ON referral.id = followed.referral_id JOIN visit ON visit.id = visit_id"
        " JOIN visitor ON visitor.id = visitor_id JOIN category ON category.id = visit.category_id"
        " ORDER BY list_day, followed.referral_id",
        limit=limit,
        **marks.values,
    )
    days = WorkingDays.load(db)
    rights = privacy.rights_of(db, clerk)
    late_days = [days_past(row["in_time_until"], marks.values["today"], days) for row in rows]
    return [_listed(row, rights, chosen, late) for row, late in zip(rows, late_days, strict=True)]


def _listed(row: Row, rights: privacy.ReadingRights, chosen: FollowupList, late: int) -> ListedReferral:
    legal = legal_day(row["registered_day"]) if row["registered_day"] else ""
    return ListedReferral(
        row["referral_id"],
        row["visit_id"],
        row["number"],
        row["unit_name"],
        f"{row['first_name']} {row['last_name']}".strip(),
        rights.cover(row["visit_id"], row["confidential"]).label(row["category"]),
        row["stage"],
        row["issued_day"],
        row["due_day"],
        row["unit_due_day"],
        legal,
        row["paused_day"],
        row["promised_day"],
        row["last_answer_day"],
        row["reminders"],
        late,
        legal if chosen.is_legal else row["list_day"],
    )
