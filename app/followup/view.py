"""The view of the follow-up lists: the number of referrals in each, and the rows of one, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.access import privacy
from app.access.clerks import Clerk
from app.errors import Refused
from app.followup.lists import LISTS, FollowupList, day_marks
from app.followup.query import JOINED, ListQuery, Sight, chunks, in_sight
from app.office.working_days import WorkingDays
from app.referrals import numbers
from app.referrals.deadlines import days_past, legal_day
from db import Database, Row

PAGE = 60
"""Rows that are read at once: three times what a list shows."""
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
    matter: str
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
    objections: int
    late: int
    """Working days past the deadline; 0 in time."""
    list_day: str
    """The day the list is about: the deadline that is missed, the day of the promise, the legal day …"""


@dataclass(frozen=True, slots=True)
class FollowupView:
    """One list as it is asked for, and how many referrals each of the lists holds without a filter."""

    counts: dict[str, int]
    sight: Sight
    rows: tuple[ListedReferral, ...]
    """The first page of what is in sight."""


@dataclass(frozen=True, slots=True)
class FoundReferral:
    referral_id: int
    visit_id: int


def followup_view(db: Database, clerk: Clerk, wanted: ListQuery) -> FollowupView:
    sight = in_sight(db, clerk, wanted)
    return FollowupView(list_counts(db), sight, tuple(listed_rows(db, clerk, wanted.key, sight.ids[:PAGE])))


def every_row(db: Database, clerk: Clerk, wanted: ListQuery) -> list[ListedReferral]:
    """Return the rows of all that is in sight."""
    return listed_rows(db, clerk, wanted.key, in_sight(db, clerk, wanted).ids)


def listed_rows(db: Database, clerk: Clerk, key: str, ids: Sequence[int]) -> list[ListedReferral]:
    """Return these referrals as rows of a list, in this order, each as it is now: one that has left the list since is
    told by its stage."""
    marks, chosen = day_marks(db), LISTS[key]
    columns = ", ".join(f"followup.{name} AS {name}" for name in _COLUMNS)
    select = marks.sql(
        f"SELECT {columns}, {chosen.day} AS list_day, number, unit_name, visit.id AS visit_id, first_name, last_name,"
        f" category.name AS category, confidential, matter{JOINED} WHERE followup.referral_id IN "
    )
    found = [row for some in chunks(ids) for row in db.rows(f"{select} ({some})", **marks.values)]
    days, rights = WorkingDays.load(db), privacy.rights_of(db, clerk)
    today = marks.values["today"]
    rows = {
        row["referral_id"]: _listed(row, rights, chosen, days_past(row["in_time_until"], today, days)) for row in found
    }
    return [rows[id_] for id_ in ids]


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


def list_counts(db: Database) -> dict[str, int]:
    """Return how many referrals each list holds."""
    marks = day_marks(db)
    asked = ", ".join(
        f"(SELECT COUNT(*) FROM followup WHERE {each.condition}) AS n_{key}" for key, each in LISTS.items()
    )
    row = db.required_row(f"SELECT {marks.sql(asked)}", **marks.values)
    return {key: int(row[f"n_{key}"]) for key in LISTS}


def _listed(row: Row, rights: privacy.ReadingRights, chosen: FollowupList, late: int) -> ListedReferral:
    legal = legal_day(row["registered_day"]) if row["registered_day"] else ""
    cover = rights.cover(row["visit_id"], row["confidential"])
    return ListedReferral(
        row["referral_id"],
        row["visit_id"],
        row["number"],
        row["unit_name"],
        f"{row['first_name']} {row['last_name']}".strip(),
        cover.label(row["category"]),
        cover.words(row["matter"]),
        row["stage"],
        row["issued_day"],
        row["due_day"],
        row["unit_due_day"],
        legal,
        row["paused_day"],
        row["promised_day"],
        row["last_answer_day"],
        row["reminders"],
        row["objections"],
        late,
        legal if chosen.is_legal else row["list_day"] or "",
    )
