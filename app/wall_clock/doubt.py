"""When the clock is asked about: a leap that a closed office does not explain, and a clock behind what was recorded.

The table of cases stands in docs/architecture.md, «Time».
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

from app.errors import Refused
from app.persian.calendar import exact_minutes_between, local_day, local_time, weekday
from db import StorageError

LEAP = timedelta(hours=6)
"""A gap up to this is never asked about."""
HOURS = ("06:00", "20:00")
"""The hours in Tehran at which an office is opened. AM taken for PM lands outside of them."""
LONGEST_PAUSE = timedelta(days=28)
"""A month set wrong is 28 days or more; the three weeks of Nowruz are less."""
DAYS_TO_KNOW = 6
"""Days of use from which on the weekdays of use are known."""

Reason = Literal["behind", "hour", "day", "pause"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The evidence by which the clock is judged."""

    now: str
    last: str = ""
    """The moment of the last change that was not made under a wrong clock; '' before the first."""
    others: tuple[str, ...] = ()
    """Moments of backups and files."""
    session_today: bool = False
    holiday_today: bool = False
    works_today: bool = True
    """Whether the weekday is one on which the office works."""
    days_used: tuple[str, ...] = ()
    """The days of the eight weeks up to the last change on which anything was changed."""

    @property
    def known(self) -> str:
        """The last moment that must lie in the past; '' when nothing is known."""
        return max((moment for moment in (self.last, *self.others) if moment and moment <= self.now), default="")


@dataclass(frozen=True, slots=True)
class Doubt:
    """A clock that is asked about."""

    reason: Reason
    now: str
    """The moment that the clock says, UTC."""
    known: str
    """The moment that makes it doubtful, UTC."""
    shared: bool = field(default=False, kw_only=True)
    """Whether it is the server's clock."""


WAITS = "ساعت هنوز تأیید نشده است؛ پس از تأیید آن دوباره تلاش کنید."


class ClockInDoubt(StorageError):
    """Nothing is read or written before a clerk has said that the clock is right."""

    def __init__(self, doubt: Doubt) -> None:
        super().__init__(WAITS)
        self.doubt = doubt


class WaitsForClock(Refused):
    """A task that was not done because the clock is in doubt. The window asks; nobody else need say anything."""

    def __init__(self) -> None:
        super().__init__(WAITS)


def reason_for_doubt(evidence: Evidence) -> Reason | None:
    """Return why the clock has to be asked about; None when it can be right."""
    if evidence.last and hours_after(evidence.last, evidence.now) < -LEAP:
        return "behind"
    known = evidence.known
    if not known or hours_after(known, evidence.now) <= LEAP:
        return None
    if hours_after(known, evidence.now) >= LONGEST_PAUSE:
        return "pause"
    if not HOURS[0] <= local_time(evidence.now) < HOURS[1]:
        return "hour"
    return None if is_usual_day(evidence) else "day"


def is_usual_day(evidence: Evidence) -> bool:
    """Whether the office may well use the program on the day the clock says: a session is due, or it is a weekday on
    which the program is used, or a working day of an office that has not used it for long."""
    if evidence.session_today or evidence.holiday_today:
        return evidence.session_today
    used = {weekday(day) for day in evidence.days_used}
    is_known = len(evidence.days_used) >= DAYS_TO_KNOW
    return weekday(local_day(evidence.now)) in used or (evidence.works_today and not is_known)


def hours_after(start: str, end: str) -> timedelta:
    """Return the time from one moment to another; negative when the second came first."""
    return timedelta(minutes=exact_minutes_between(start, end))
