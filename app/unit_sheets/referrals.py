"""The rows of the sheets of a programme's units: one for each open referral and for each with a decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from app.access.privacy import cover_on_paper
from app.followup.lists import LISTS, DayMarks
from app.office.working_days import WorkingDays
from app.papers.unit_sheet import DueBy, SheetReferral
from app.referrals.deadlines import days_past
from app.referrals.state import IS_OPEN, OPEN, WANTS_ANSWER
from db import Database, Row

LISTED = ("objected", "next", "broken", "late")
"""The lists of the follow-up that are sections of a sheet."""
OFTEN = 3
"""Visits of one person from which on the unit is asked about them."""
_SHOWN = (
    f"followup.programme_id = :programme AND ({IS_OPEN} AND {WANTS_ANSWER}"
    " OR followup.referral_id IN (SELECT referral_id FROM decision WHERE taken_back_at = ''))"
)
_COLUMNS = (
    "referral_id",
    "unit_id",
    "stage",
    "issued_day",
    "due_day",
    "unit_due_day",
    "in_time_until",
    "paused_day",
    "promised_day",
    "reminders",
)


@dataclass(frozen=True, slots=True)
class FoundReferral:
    """A referral with what it is found by."""

    referral_id: int
    unit_id: int
    visitor_id: int
    lists: frozenset[str]
    """The lists of LISTED that hold it."""
    is_open: bool
    since: str
    """The day on which the visitor objected, else on which it was issued."""
    late_since: str
    answered_at: str
    """The moment the last final answer was entered; '' without one."""
    shown: SheetReferral


@dataclass(frozen=True, slots=True)
class _Visits:
    count: int
    last_day: str


def find_referrals(db: Database, programme_id: int, marks: DayMarks) -> list[FoundReferral]:
    """Return the referrals of a programme that its units' sheets may show, the first issued first."""
    today, days = marks.values["today"], WorkingDays.load(db)
    said, visits = _said(db, programme_id), _visits(db, programme_id)
    return [
        _found(row, said.get(row["referral_id"], {}), visits[row["visitor_id"]], days_past(_until(row), today, days))
        for row in _rows(db, programme_id, marks)
    ]


def _until(row: Row) -> str:
    return str(row["in_time_until"]) if row["stage"] in OPEN else ""


def _rows(db: Database, programme_id: int, marks: DayMarks) -> list[Row]:
    held = ", ".join(f"CASE WHEN {marks.sql(LISTS[name].condition)} THEN 1 ELSE 0 END AS in_{name}" for name in LISTED)
    return db.rows(
        f"SELECT {', '.join(f'followed.{name} AS {name}' for name in _COLUMNS)}, first_due,"
        f" {', '.join(f'in_{name}' for name in LISTED)}, number, visitor_id, first_name, last_name, matter,"
        " category.name AS category, confidential"
        f" FROM (SELECT {', '.join(_COLUMNS)}, {marks.sql(LISTS['next'].day)} AS first_due, {held} FROM followup"
        f" WHERE {_SHOWN}) AS followed JOIN referral ON referral.id = followed.referral_id"
        " JOIN visit ON visit.id = visit_id JOIN visitor ON visitor.id = visitor_id"
        " JOIN category ON category.id = visit.category_id ORDER BY issued_day, followed.referral_id",
        programme=programme_id,
        **marks.values,
    )


def _said(db: Database, programme_id: int) -> dict[int, dict[str, Row]]:
    """Return the last answer, interim answer and objection of each of these referrals, by its kind."""
    found: dict[int, dict[str, Row]] = {}
    for row in db.rows(
        "SELECT step.referral_id AS referral_id, step.kind AS kind, step.day AS day, step.at AS at, step.words AS words"
        " FROM referral_step AS step JOIN (SELECT MAX(told.id) AS id FROM referral_step AS told"
        " LEFT JOIN response ON response.id = told.response_id WHERE told.taken_back_at = ''"
        " AND told.kind IN ('answered', 'interim', 'objected') AND COALESCE(response.returned, 0) = 0"
        f" AND told.referral_id IN (SELECT referral_id FROM followup WHERE {_SHOWN})"
        " GROUP BY told.referral_id, told.kind) AS last ON last.id = step.id",
        programme=programme_id,
    ):
        found.setdefault(row["referral_id"], {})[row["kind"]] = row
    return found


def _visits(db: Database, programme_id: int) -> dict[int, _Visits]:
    """Return how often each visitor of these referrals came to the programme."""
    rows = db.rows(
        "SELECT visitor_id, COUNT(*) AS n, MAX(session.day) AS last_day FROM visit"
        " JOIN session ON session.id = session_id WHERE programme_id = :programme"
        " AND session.state IN ('open', 'closed') AND visit.state NOT IN ('moved', 'postponed')"
        " AND visitor_id IN (SELECT came.visitor_id FROM followup JOIN referral ON referral.id = followup.referral_id"
        f" JOIN visit AS came ON came.id = referral.visit_id WHERE {_SHOWN}) GROUP BY visitor_id",
        programme=programme_id,
    )
    return {row["visitor_id"]: _Visits(int(row["n"]), row["last_day"]) for row in rows}


def _found(row: Row, said: Mapping[str, Row], visits: _Visits, late: int) -> FoundReferral:
    answer, objection, interim = (said.get(kind) for kind in ("answered", "objected", "interim"))
    cover, is_denied = cover_on_paper(row["confidential"]), bool(row["in_objected"])
    promises = row["promised_day"] != "" and interim is not None
    return FoundReferral(
        row["referral_id"],
        row["unit_id"],
        row["visitor_id"],
        frozenset(name for name in LISTED if row[f"in_{name}"]),
        row["stage"] in OPEN,
        objection["day"] if is_denied and objection else row["issued_day"],
        _until(row),
        answer["at"] if answer else "",
        SheetReferral(
            number=row["number"],
            visitor=cover.words(f"{row['first_name']} {row['last_name']}".strip()),
            matter=cover.label(row["matter"] or row["category"]),
            stage=row["stage"],
            is_denied=is_denied,
            has_interim=promises,
            is_paused=row["paused_day"] != "",
            late=late,
            due_day=row["first_due"] or "",
            due_by=_due_by(row),
            unit_due_day=row["unit_due_day"],
            promised_day=row["promised_day"],
            promise=cover.words(interim["words"]) if promises and interim else "",
            times=visits.count,
            last_visit_day=visits.last_day,
            reminders=row["reminders"],
            answer=cover.words(answer["words"]) if answer else "",
            answer_day=answer["day"] if answer else "",
            objection=cover.words(objection["words"]) if objection else "",
            objected_day=objection["day"] if objection else "",
        ),
    )


def _due_by(row: Row) -> DueBy | Literal[""]:
    if not row["first_due"]:
        return ""
    if row["first_due"] == row["in_time_until"]:
        return "unit"
    return "promise" if row["first_due"] in (row["due_day"], row["promised_day"]) else "legal"


def often(found: Sequence[FoundReferral]) -> list[FoundReferral]:
    """Return the worst open referral of each visitor who came OFTEN times or more, who came most often first."""
    worst: dict[int, FoundReferral] = {}
    for each in sorted(found, key=lambda each: -each.shown.late):
        if each.is_open and each.shown.times >= OFTEN:
            worst.setdefault(each.visitor_id, each)
    return sorted(worst.values(), key=lambda each: (-each.shown.times, -each.shown.late))
