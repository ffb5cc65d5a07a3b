"""Written reminders to late units, numbered within their referral; one alone, or one letter a unit for a whole list."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.access.clerks import Clerk
from app.errors import Refused
from app.journal.topics import Topic
from app.journal.writing import Change, writing
from app.office.number_gaps import NEXT_REMINDER
from app.office.settings import settings
from app.office.working_days import WorkingDays
from app.papers import requests
from app.persian.calendar import jalali, local_day
from app.persian.text import fa, isolate
from app.referrals import lifecycle
from app.referrals.deadlines import days_late, lapsed_deadline
from app.referrals.state import IS_LATE, ReferralState
from db import Database, Row

ROLES = ("followup",)
TOPICS: tuple[Topic, ...] = ("paraphs", "papers")
_LAST_DAY = (
    "COALESCE((SELECT MAX(reminder.day) FROM reminder WHERE reminder.referral_id = followup.referral_id"
    " AND taken_back = 0), '')"
)
"""SQL of the day of a referral's last reminder; '' without one."""


@dataclass(frozen=True, slots=True)
class SentReminder:
    id: int
    ordinal: int
    """1 for the first reminder of a referral."""
    day: str
    due_day: str
    """The unit's deadline on that day."""
    late_days: int
    """Working days; 0 where the visitor came again before the deadline."""
    clerk: str
    taken_back: int
    """1 when it was taken back; its ordinal is not used again."""
    letter_id: int | None
    """The letter to its unit in which it is a row; None of a letter of its own."""


@dataclass(frozen=True, slots=True)
class UnitToRemind:
    unit_id: int
    referral_ids: tuple[int, ...]
    """In the order of the letter: answers that were denied first, the oldest deadline first."""


@dataclass(frozen=True, slots=True)
class ReminderPlan:
    """Which of a clerk's referrals get a reminder now, and why the others get none."""

    units: tuple[UnitToRemind, ...]
    reminded_lately: int
    """How many had a reminder within the office's `remind_again_days`."""
    in_time: int
    """How many await no answer, or not yet."""

    @property
    def referrals(self) -> int:
        return sum(len(unit.referral_ids) for unit in self.units)


@dataclass(frozen=True, slots=True)
class WrittenReminders:
    reminder_ids: tuple[int, ...]
    letters: int
    """How many papers they are: one a unit."""
    reminded_lately: int
    in_time: int
    act: int
    """The act the reminders were written in, for `remind_all`."""


def plan(db: Database, clerk: Clerk, referral_ids: Collection[int]) -> ReminderPlan:
    """Return what `remind_all` would write to these referrals; nothing is changed."""
    clerk.must(*ROLES)
    return _plan(db, referral_ids, local_day(db.now()), WorkingDays.load(db))


def remind(db: Database, clerk: Clerk, referral_ids: Sequence[int]) -> list[int]:
    """Write each referral a reminder on a paper of its own, all or none, and return their ids. Refused when one is not
    late, or was reminded within the office's `remind_again_days`."""
    with writing(db, clerk, ROLES, *TOPICS) as change:
        days, today = WorkingDays.load(db), local_day(change.now)
        made = []
        for referral_id in dict.fromkeys(referral_ids):
            was = lifecycle.get(db, referral_id)
            was.must_allow("wait")
            if not (late := days_late(was, today, days)):
                raise Refused("مهلت این ارجاع هنوز نگذشته است.")
            if last := lately_reminded_on(db, referral_id):
                again = isolate(fa(jalali(days.after(last, settings(db).remind_again_days))))
                raise Refused(f"برای این ارجاع در {isolate(fa(jalali(last)))} پیرو صادر شده است؛ پیرو بعدی از {again}.")
            made.append(write(change, was, late))
        return made


def remind_all(db: Database, clerk: Clerk, referral_ids: Collection[int], act: int = 0) -> WrittenReminders:
    """Write to those of the referrals that are late and were not reminded within the office's `remind_again_days`: one
    letter a unit, in which each has its row; a unit with one referral gets that referral's own letter.

    A second press, or an answer that came meanwhile, writes to nobody for nothing. `act`: that of letters written just
    before, so that all are taken back together; 0 begins one.
    """
    with writing(db, clerk, ROLES, *TOPICS) as change:
        days, act = WorkingDays.load(db), act or change.place
        planned = _plan(db, referral_ids, local_day(change.now), days)
        made = [each for unit in planned.units for each in _write_to_unit(change, unit, days, act)]
        return WrittenReminders(tuple(made), len(planned.units), planned.reminded_lately, planned.in_time, act)


def lately_reminded_on(db: Database, referral_id: int) -> str:
    """Return the day of the last reminder, while the referral gets no other because of it; '' otherwise."""
    row = db.row(f"SELECT {_LAST_DAY} AS last FROM followup WHERE referral_id = :id", id=referral_id)
    last = str(row["last"]) if row else ""
    return last if _is_lately(last, local_day(db.now()), WorkingDays.load(db), settings(db).remind_again_days) else ""


def of_referral(db: Database, referral_id: int) -> list[SentReminder]:
    """Return every reminder of a referral, those taken back too."""
    rows = db.rows(
        "SELECT id, ordinal, day, due_day, late_days, clerk, taken_back, letter_id FROM reminder"
        " WHERE referral_id = :id ORDER BY ordinal",
        id=referral_id,
    )
    return [SentReminder(**row) for row in rows]


def letter_number(db: Database, letter_id: int) -> str:
    """Return the number of a letter with several reminders: that of its first row, for ever, even if it was taken back.

    So it is given once only, like the reminders' own, and leads to a referral wherever a number is typed.
    """
    return str(db.required_row(f"SELECT {letter_number_sql(':id')} AS number", id=letter_id)["number"])


def letter_number_sql(letter_id: str) -> str:
    """Return the SQL of the number of the letter that the SQL `letter_id` names."""
    return (
        "(SELECT number || '/پ' || ordinal FROM reminder JOIN referral ON referral.id = referral_id"
        f" WHERE letter_id = {letter_id} ORDER BY reminder.id LIMIT 1)"
    )


def write(change: Change, was: ReferralState, late: int) -> int:
    """Insert a reminder, ask for its paper and return its id.

    `late`: working days; 0 where the visitor came again before the deadline.
    """
    reminder_id = _insert(change, was, late, None)
    lifecycle.advance(change, was, "reminded", local_day(change.now))
    requests.ask(change, "reminder", reminder_id)
    return reminder_id


def _plan(db: Database, referral_ids: Collection[int], today: str, days: WorkingDays) -> ReminderPlan:
    rows = db.rows(
        f"SELECT referral_id, unit_id, {_LAST_DAY} AS last FROM followup WHERE {IS_LATE}"
        " ORDER BY CASE WHEN disputed > 0 THEN 0 ELSE 1 END, in_time_until, referral_id",
        today=today,
    )
    wanted, space = set(referral_ids), settings(db).remind_again_days
    late = [row for row in rows if row["referral_id"] in wanted]
    due: list[Row] = [row for row in late if not _is_lately(row["last"], today, days, space)]
    units: dict[int, list[int]] = {}
    for row in due:
        units.setdefault(row["unit_id"], []).append(row["referral_id"])
    planned = tuple(UnitToRemind(unit, tuple(found)) for unit, found in units.items())
    return ReminderPlan(planned, len(late) - len(due), len(wanted) - len(late))


def _is_lately(last: str, today: str, days: WorkingDays, space: int) -> bool:
    return bool(last) and days.between(last, today) < space


def _write_to_unit(change: Change, unit: UnitToRemind, days: WorkingDays, act: int) -> list[int]:
    today, letter_id = local_day(change.now), None
    if len(unit.referral_ids) > 1:
        row = change.db.required_row(
            "INSERT INTO reminder_letter (unit_id, at, clerk) VALUES (:unit, :at, :clerk) RETURNING id",
            unit=unit.unit_id,
            at=change.now,
            clerk=change.clerk.name,
        )
        letter_id = int(row["id"])
    made = []
    for referral_id in unit.referral_ids:
        was = lifecycle.get(change.db, referral_id)
        made.append(_insert(change, was, days_late(was, today, days), letter_id))
        lifecycle.advance(change, was, "reminded", today, act=act)
    if letter_id is None:
        requests.ask(change, "reminder", made[0])
    else:
        requests.ask_first(change, "reminder_letter", letter_id)
    return made


def _insert(change: Change, was: ReferralState, late: int, letter_id: int | None) -> int:
    today = local_day(change.now)
    row = change.db.required_row(
        "INSERT INTO reminder (referral_id, ordinal, day, due_day, late_days, at, clerk, letter_id)"
        f" VALUES (:id, {NEXT_REMINDER}, :day, :due, :late, :at, :clerk, :letter) RETURNING id",
        id=was.referral_id,
        day=today,
        due=lapsed_deadline(was, today, WorkingDays.load(change.db)),
        late=late,
        at=change.now,
        clerk=change.clerk.name,
        letter=letter_id,
    )
    return int(row["id"])
