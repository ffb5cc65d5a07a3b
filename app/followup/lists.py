"""The lists a follow-up clerk works from: referrals due until the next session, late, promised, unacknowledged …

Each list is read through an index of its own: otherwise a million earlier referrals would slow down today's ten.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from app.office.settings import settings
from app.office.working_days import WorkingDays
from app.persian.calendar import jalali_months_after, local_day
from app.referrals.deadlines import LEGAL_MONTHS, legal_day
from app.referrals.state import IS_LATE, IS_OPEN, IS_UNACKNOWLEDGED, WANTS_ANSWER
from app.sessions.next_day import next_days, tomorrow
from db import Database

NEAR_DAYS = 14
"""Days before its legal deadline from which a referral is on the list «نزدیک مهلت قانونی»."""
_WITHOUT_PROGRAMME = 7
"""Days until the next session of an office that has no programme."""
_OPEN = f"{IS_OPEN} AND {WANTS_ANSWER}"
_FIRST_DUE = (
    "(SELECT MIN(day) FROM (SELECT followup.in_time_until AS day UNION ALL SELECT followup.due_day"
    " UNION ALL SELECT followup.promised_day UNION ALL SELECT {legal_day}) AS due"
    " WHERE day BETWEEN :today AND {next_day})"
)
"""SQL of the first day, from today until the programme's next session, on which an answer is due by the unit's clock,
by a promise to the visitor or by law; NULL without one."""


@dataclass(frozen=True, slots=True)
class FollowupList:
    title: str
    condition: str
    """SQL over the table `followup`, to be completed by `DayMarks.sql`."""
    day: str
    """SQL of the day the list is about, by which it is ordered, the oldest first."""
    is_legal: bool = False
    """Whether `day` is the day of registration, and the list is about the legal day that follows from it."""


LISTS = {
    "next": FollowupList("تا جلسهٔ بعد", f"{_OPEN} AND {_FIRST_DUE} IS NOT NULL", _FIRST_DUE),
    "objected": FollowupList("ردشدهٔ متقاضی", f"{_OPEN} AND stage = 'objected'", "followup.verdict_day"),
    "broken": FollowupList("وعدهٔ شکسته", f"{_OPEN} AND promised_day <> '' AND promised_day < :today", "promised_day"),
    "late": FollowupList("دیرکرد", IS_LATE, "in_time_until"),
    "legal": FollowupList(
        "نزدیک مهلت قانونی",
        f"{_OPEN} AND registered_day > :lapsed AND registered_day <= :legal",
        "registered_day",
        True,
    ),
    "unacknowledged": FollowupList(
        "وصول‌نشده", f"{IS_UNACKNOWLEDGED} AND {WANTS_ANSWER} AND issued_day <= :unheard", "issued_day"
    ),
    "paused": FollowupList("مهلت متوقف", f"{_OPEN} AND paused_day <> ''", "paused_day"),
    "open": FollowupList("همهٔ باز", _OPEN, "unit_due_day"),
    "verdict": FollowupList("نظر متقاضی", "stage = 'answered' AND last_answer_day > ''", "last_answer_day"),
    "today": FollowupList(
        "مهلت امروز", f"{_OPEN} AND unit_due_day <= :today AND in_time_until >= :today", "unit_due_day"
    ),
    "promised": FollowupList("وعدهٔ امروز", f"{_OPEN} AND promised_day <> '' AND promised_day = :today", "promised_day"),
    "lapsed": FollowupList(
        "گذشته از مهلت قانونی",
        f"{_OPEN} AND registered_day <> '' AND registered_day <= :lapsed",
        "registered_day",
        True,
    ),
}
"""In the order of the screen."""


@dataclass(frozen=True, slots=True)
class DayMarks:
    """The days with which the conditions of LISTS compare."""

    values: dict[str, str]
    next_days: dict[int, str]
    """By programme: the day of its next session."""
    legal_days: dict[str, str]
    """By day of registration: the legal days until the last of those sessions."""

    def sql(self, text: str) -> str:
        return text.replace("{next_day}", self._next_day()).replace("{legal_day}", self._legal_day())

    def next_day(self, programme_id: int) -> str:
        return self.next_days.get(programme_id, self.values["next"])

    def _next_day(self) -> str:
        return _case("followup.programme_id", [(str(id_), f":next_{id_}") for id_ in self.next_days], ":next")

    def _legal_day(self) -> str:
        return _case(
            "followup.registered_day", [(f"'{day}'", f"'{legal}'") for day, legal in self.legal_days.items()], "''"
        )


def _case(subject: str, values: list[tuple[str, str]], other: str) -> str:
    """Return the SQL of a value that depends on another."""
    cases = " ".join(f"WHEN {when} THEN {then}" for when, then in values)
    return f"CASE {subject} {cases} ELSE {other} END" if values else other


def day_marks(db: Database, until: Mapping[int, str] | None = None) -> DayMarks:
    """`until`: by programme, the day that stands for its next session's."""
    today, known = local_day(db.now()), settings(db)
    days = next_days(db, tomorrow(db)) | dict(until or {})
    values = {
        "today": today,
        "next": min(days.values(), default=_days_after(today, _WITHOUT_PROGRAMME)),
        "legal": _registered_until(_days_after(today, NEAR_DAYS)),
        "lapsed": _registered_until(_days_after(today, -1)),
        "unheard": WorkingDays.load(db).before(today, known.acknowledge_days + 1),
    }
    legal_days = _legal_days(values["lapsed"], max([values["next"], *days.values()]))
    return DayMarks(values | {f"next_{id_}": day for id_, day in days.items()}, days, legal_days)


def _days_after(day: str, count: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=count)).isoformat()


def _registered_until(limit: str) -> str:
    """Return the last day of registration whose legal day is at most `limit`."""
    day = jalali_months_after(limit, -LEGAL_MONTHS)
    while legal_day(_days_after(day, 1)) <= limit:
        day = _days_after(day, 1)
    return day


def _legal_days(lapsed: str, last: str) -> dict[str, str]:
    """Return the legal days up to `last` by their days of registration, which follow `lapsed`."""
    found, day = dict[str, str](), _days_after(lapsed, 1)
    while (legal := legal_day(day)) <= last:
        found[day], day = legal, _days_after(day, 1)
    return found
