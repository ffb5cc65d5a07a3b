"""What is under way at the units, in the lists a follow-up clerk works from.

Each list is read through an index of its own: the office's millionth referral must not slow down today's ten.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from app.access import privacy
from app.access.clerks import Clerk
from app.office.settings import settings
from app.office.working_days import WorkingDays
from app.persian.calendar import jalali_months_after, local_day
from app.referrals import numbers
from app.referrals.deadlines import LEGAL_MONTHS, legal_day
from db import Database, Row

NEAR_DAYS = 14
"""Days before the legal deadline from which a referral is on its list."""
LIMIT = 1000
_OPEN = "stage IN ('issued', 'dispatched', 'acknowledged', 'objected') AND working_days IS NOT NULL"
_DEADLINE = "CASE WHEN unit_due_day = '' THEN due_day ELSE unit_due_day END"
LISTS: dict[str, tuple[str, str, str]] = {
    "late": ("دیرکرد", f"{_OPEN} AND paused_day = '' AND {_DEADLINE} < :today", _DEADLINE),
    "today": ("مهلت امروز", f"{_OPEN} AND paused_day = '' AND {_DEADLINE} = :today", _DEADLINE),
    "promised": ("وعدهٔ امروز", f"{_OPEN} AND promised_day <> '' AND promised_day <= :today", "promised_day"),
    "unacknowledged": ("وصول‌نشده", "stage IN ('issued', 'dispatched') AND working_days IS NOT NULL"
                       " AND issued_day <= :unheard", "issued_day"),
    "verdict": ("نظر متقاضی", "stage = 'answered' AND last_answer_day > ''", "last_answer_day"),
    "legal": ("مهلت قانونی", f"{_OPEN} AND registered_day <= :legal", "registered_day"),
    "paused": ("ایستاده", f"{_OPEN} AND paused_day <> ''", "paused_day"),
    "open": ("همهٔ باز", _OPEN, _DEADLINE),
}
"""Title, which referrals, and what they are put in order by: the oldest first."""
_COLUMNS = (
    "referral_id", "stage", "issued_day", "due_day", "unit_due_day", "registered_day", "paused_day", "promised_day",
    "last_answer_day", "reminders", "objections", "working_days", "acknowledged_day",
)


@dataclass(frozen=True, slots=True)
class Followed:
    """One referral in a list. Days are ISO, '' when there is none."""

    referral_id: int
    visit_id: int
    number: str
    unit: str
    visitor: str
    category: str
    """«محرمانه» where the matter is not for this clerk."""
    stage: str
    issued_day: str
    due_day: str
    """What the visitor was promised."""
    unit_due_day: str
    """By the unit's own clock; '' until it has acknowledged."""
    legal_day: str
    paused_day: str
    promised_day: str
    last_answer_day: str
    reminders: int
    late: int
    """Working days past the deadline; 0 in time."""

    @property
    def deadline(self) -> str:
        return self.unit_due_day or self.due_day


@dataclass(frozen=True, slots=True)
class FollowupView:
    """One list, and how many each of them holds."""

    counts: dict[str, int]
    rows: tuple[Followed, ...]
    """No more than LIMIT, the oldest."""


@dataclass(frozen=True, slots=True)
class Found:
    referral_id: int
    visit_id: int


def followup_view(db: Database, clerk: Clerk, key: str = "late", limit: int = LIMIT) -> FollowupView:
    """`key`: of LISTS."""
    marks = _marks(db)
    return FollowupView(_counts(db, marks), tuple(_followed(db, clerk, key, marks, limit)))


def find(db: Database, typed: str) -> Found | None:
    """The referral of a slip's barcode or number, void ones too; Refused when it is neither."""
    number = numbers.written(typed)
    column = "number" if number else "barcode"
    row = db.row(f"SELECT id, visit_id FROM referral WHERE {column} = :value",
                 value=number or numbers.scanned(typed))
    return Found(row["id"], row["visit_id"]) if row else None


def _marks(db: Database) -> dict[str, str]:
    """The days the lists turn on."""
    today, known = local_day(db.now()), settings(db)
    return {
        "today": today, "legal": _registered_until(today),
        "unheard": WorkingDays.load(db).before(today, known.acknowledge_days + 1),
    }


def _registered_until(today: str) -> str:
    """The last day of registration whose legal deadline is near by now."""
    near = (date.fromisoformat(today) + timedelta(days=NEAR_DAYS)).isoformat()
    day = date.fromisoformat(jalali_months_after(near, -LEGAL_MONTHS))
    while legal_day((day + timedelta(days=1)).isoformat()) <= near:
        day += timedelta(days=1)
    return day.isoformat()


def _counts(db: Database, marks: dict[str, str]) -> dict[str, int]:
    asked = ", ".join(f"(SELECT COUNT(*) FROM followup WHERE {where}) AS n_{key}"
                      for key, (_, where, _) in LISTS.items())
    row = db.one(f"SELECT {asked}", **marks)
    return {key: int(row[f"n_{key}"]) for key in LISTS}


def _followed(db: Database, clerk: Clerk, key: str, marks: dict[str, str], limit: int) -> list[Followed]:
    _, where, order = LISTS[key]
    rows = db.rows(
        f"SELECT {', '.join(f'followed.{name} AS {name}' for name in _COLUMNS)}, number, unit_name, visit_id,"
        " first_name, last_name, category.name AS category, confidential"
        f" FROM (SELECT {', '.join(_COLUMNS)}, {order} AS rank FROM followup WHERE {where}"
        f" ORDER BY {order}, referral_id LIMIT :limit) AS followed"
        " JOIN referral ON referral.id = followed.referral_id JOIN visit ON visit.id = visit_id"
        " JOIN visitor ON visitor.id = visitor_id JOIN category ON category.id = visit.category_id"
        " ORDER BY followed.rank, followed.referral_id", limit=limit, **marks,
    )
    days = WorkingDays.load(db)
    rights = privacy.rights_of(db, clerk)
    return [_one(row, rights, _late(row, marks["today"], days)) for row in rows]


def _one(row: Row, rights: privacy.ReadingRights, late: int) -> Followed:
    return Followed(
        row["referral_id"], row["visit_id"], row["number"], row["unit_name"],
        f"{row['first_name']} {row['last_name']}".strip(),
        row["category"] if rights.may_read(row["visit_id"], row["confidential"]) else privacy.HIDDEN, row["stage"],
        row["issued_day"], row["due_day"], row["unit_due_day"],
        legal_day(row["registered_day"]) if row["registered_day"] else "", row["paused_day"], row["promised_day"],
        row["last_answer_day"], row["reminders"], late,
    )


def _late(row: Row, today: str, days: WorkingDays) -> int:
    deadline = row["unit_due_day"] or row["due_day"]
    if row["stage"] == "answered" or row["paused_day"] or not deadline or today <= deadline:
        return 0
    return days.between(deadline, today)


