"""The follow-up sheet: before a session, the referrals of its earlier rounds that no unit has answered yet."""

from dataclasses import dataclass

from app.access.clerks import Clerk
from app.access.privacy import cover_on_paper
from app.errors import Refused
from app.office.working_days import WorkingDays
from app.papers import requests
from app.papers.documents import FollowupRow, FollowupSheet, FollowupUnit, Letterhead
from app.persian.calendar import local_day
from app.persian.text import sort_key
from app.referrals import state
from app.referrals.deadlines import days_past
from app.sessions import sessions
from app.sessions.sessions import Session
from db import Database, Row


@dataclass(frozen=True, slots=True)
class _Today:
    day: str
    days: WorkingDays


def gather(db: Database, session_id: int, letterhead: Letterhead, reprint: bool = False) -> FollowupSheet:
    """Gather the sheet per unit in Persian order, the oldest deadline first. A confidential matter stands there by its
    number alone."""
    session = db.required_row("SELECT programme_id, round, day FROM session WHERE id = :id", id=session_id)
    today = _Today(local_day(db.now()), WorkingDays.load(db))
    by_unit: dict[str, list[FollowupRow]] = {}
    for row in _open_referrals(db, session["programme_id"], session["day"]):
        by_unit.setdefault(row["unit_name"], []).append(_sheet_row(row, today))
    units = [FollowupUnit(name, tuple(by_unit[name])) for name in sorted(by_unit, key=sort_key)]
    return FollowupSheet(letterhead, session["round"] or 0, session["day"], today.day, tuple(units), reprint)


def _open_referrals(db: Database, programme_id: int, before: str) -> list[Row]:
    return db.rows(
        "SELECT unit_name, number, session.round AS round, session.day AS day, first_name, last_name,"
        " category.name AS category, confidential, stage, reminders, objections,"
        " unit_due_day AS deadline, in_time_until"
        " FROM followup JOIN referral ON referral.id = followup.referral_id JOIN visit ON visit.id = visit_id"
        " JOIN session ON session.id = session_id JOIN visitor ON visitor.id = visitor_id"
        " JOIN category ON category.id = visit.category_id"
        f" WHERE {state.IS_OPEN} AND {state.WANTS_ANSWER}"
        " AND followup.programme_id = :programme AND session.day < :before ORDER BY deadline, followup.referral_id",
        programme=programme_id,
        before=before,
    )


def _sheet_row(row: Row, today: _Today) -> FollowupRow:
    late = days_past(row["in_time_until"], today.day, today.days)
    cover = cover_on_paper(row["confidential"])
    return FollowupRow(
        row["number"],
        row["round"] or 0,
        row["day"],
        cover.words(f"{row['first_name']} {row['last_name']}".strip()),
        cover.label(row["category"]),
        row["deadline"],
        late,
        state.STAGES[row["stage"]],
        row["reminders"],
        row["objections"],
    )


NO_SESSION = "جلسه‌ای در پیش نیست؛ ابتدا در «جلسه‌ها» (Ctrl+0) جلسه‌ای برنامه‌ریزی کنید."


def request(db: Database, clerk: Clerk) -> Session:
    """Ask for the sheet of the open session, else of the next planned one, and return that session.

    Refused when there is neither.
    """
    today = local_day(db.now())
    session = sessions.opened(db) or next((each for each in sessions.planned(db) if each.day >= today), None)
    if session is None:
        raise Refused(NO_SESSION)
    requests.print_again(db, clerk, "followup", session.id)
    return session
