"""The lists a follow-up clerk works from: referrals that are late, due, promised, unacknowledged, awaiting a verdict …

Each list is read through an index of its own: otherwise a million earlier referrals would slow down today's ten.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from app.access import privacy
from app.access.clerks import Clerk
from app.errors import Refused
from app.office.settings import settings
from app.office.working_days import WorkingDays
from app.persian.calendar import jalali_months_after, local_day
from app.referrals import numbers
from app.referrals.deadlines import LEGAL_MONTHS, days_past, legal_day
from app.referrals.state import IS_LATE, IS_OPEN, IS_UNACKNOWLEDGED, WANTS_ANSWER
from db import Database, Row

NEAR_DAYS = 14
"""Days before its legal deadline from which a referral is on the list «مهلت قانونی»."""
LIMIT = 1000
"""Rows of a list on the screen."""
_OPEN = f"{IS_OPEN} AND {WANTS_ANSWER}"


@dataclass(frozen=True, slots=True)
class FollowupList:
    title: str
    condition: str
    """SQL over the table `followup`, with the values of `day_marks`."""
    order: str
    """SQL of the day the list is ordered by, the oldest first."""


LISTS = {
    "late": FollowupList("دیرکرد", IS_LATE, "in_time_until"),
    "today": FollowupList(
        "مهلت امروز", f"{_OPEN} AND unit_due_day <= :today AND in_time_until >= :today", "unit_due_day"
    ),
    "promised": FollowupList(
        "وعدهٔ سررسیده", f"{_OPEN} AND promised_day <> '' AND promised_day <= :today", "promised_day"
    ),
    "unacknowledged": FollowupList(
        "وصول‌نشده", f"{IS_UNACKNOWLEDGED} AND {WANTS_ANSWER} AND issued_day <= :unheard", "issued_day"
    ),
    "verdict": FollowupList("نظر متقاضی", "stage = 'answered' AND last_answer_day > ''", "last_answer_day"),
    "legal": FollowupList("نزدیک مهلت قانونی", f"{_OPEN} AND registered_day <= :legal", "registered_day"),
    "paused": FollowupList("مهلت متوقف", f"{_OPEN} AND paused_day <> ''", "paused_day"),
    "open": FollowupList("همهٔ باز", _OPEN, "unit_due_day"),
}
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


def followup_view(db: Database, clerk: Clerk, key: str = "late", limit: int = LIMIT) -> FollowupView:
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


def day_marks(db: Database) -> dict[str, str]:
    """Return the days the conditions of LISTS compare with."""
    today, known = local_day(db.now()), settings(db)
    return {
        "today": today,
        "legal": _registered_until(today),
        "unheard": WorkingDays.load(db).before(today, known.acknowledge_days + 1),
    }


def _registered_until(today: str) -> str:
    """Return the last day of registration whose legal deadline is at most NEAR_DAYS away."""
    near = (date.fromisoformat(today) + timedelta(days=NEAR_DAYS)).isoformat()
    day = date.fromisoformat(jalali_months_after(near, -LEGAL_MONTHS))
    while legal_day((day + timedelta(days=1)).isoformat()) <= near:
        day += timedelta(days=1)
    return day.isoformat()


def _counts(db: Database, marks: dict[str, str]) -> dict[str, int]:
    asked = ", ".join(
        f"(SELECT COUNT(*) FROM followup WHERE {each.condition}) AS n_{key}" for key, each in LISTS.items()
    )
    row = db.required_row(f"SELECT {asked}", **marks)
    return {key: int(row[f"n_{key}"]) for key in LISTS}


def _list_rows(
    db: Database, clerk: Clerk, chosen: FollowupList, marks: dict[str, str], limit: int
) -> list[ListedReferral]:
    rows = db.rows(
        f"SELECT {', '.join(f'followed.{name} AS {name}' for name in _COLUMNS)}, number, unit_name, visit_id,"
        " first_name, last_name, category.name AS category, confidential"
        f" FROM (SELECT {', '.join(_COLUMNS)}, {chosen.order} AS rank FROM followup WHERE {chosen.condition}"
        f" ORDER BY {chosen.order}, referral_id LIMIT :limit) AS followed"
        " JOIN referral ON referral.id = followed.referral_id JOIN visit ON visit.id = visit_id"
        " JOIN visitor ON visitor.id = visitor_id JOIN category ON category.id = visit.category_id"
        " ORDER BY followed.rank, followed.referral_id",
        limit=limit,
        **marks,
    )
    days = WorkingDays.load(db)
    rights = privacy.rights_of(db, clerk)
    return [_listed(row, rights, days_past(row["in_time_until"], marks["today"], days)) for row in rows]


def _listed(row: Row, rights: privacy.ReadingRights, late: int) -> ListedReferral:
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
        legal_day(row["registered_day"]) if row["registered_day"] else "",
        row["paused_day"],
        row["promised_day"],
        row["last_answer_day"],
        row["reminders"],
        late,
    )
