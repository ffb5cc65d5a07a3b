"""A year of the invented office, lived through the program's own rules on a clock that is set by hand.

The same seed and span give the same journal. The truth of every answer is in the facts that are returned, never in the
database.
"""

from collections.abc import Callable
from datetime import date, timedelta

from app.invented import follow_up
from app.invented.cast import Cluster
from app.invented.kept_facts import KeptFacts
from app.invented.meeting_day import MeetingDay
from app.invented.office import InventedOffice, as_moment, found_office
from app.invented.set_clock import SetClock
from app.office import programmes
from app.office.holidays import holidays
from db import Clock, Database

SEED = 14050910
LAST_DAY = "2026-12-02"
"""Wednesday 11 Azar 1405; its session is under way at the end."""
LAST_TIME = "10:10"
WEEKS = 52
Progress = Callable[[float], None]
"""Is told the share of the days that are over."""


def silent(_: float) -> None:
    """Tell nobody."""


def live_the_year(
    open_with: Callable[[Clock], Database], *, seed: int = SEED, weeks: int = WEEKS, progress: Progress = silent
) -> tuple[Database, KeptFacts]:
    """Live so many weeks up to LAST_DAY in an empty database; return it open, and the facts that were kept.

    `open_with` opens the database on the clock it is given.
    """
    last = date.fromisoformat(LAST_DAY)
    first = last - timedelta(weeks=weeks)
    clock = SetClock(as_moment(first.isoformat(), 4))
    db = open_with(clock)
    db.stop_syncing()
    office = found_office(db, clock, seed)
    meetings = _meetings(office, first, last)
    _plant(office, meetings)
    for n in range((last - first).days):
        day = (first + timedelta(days=n)).isoformat()
        if programme_id := meetings.get(day):
            MeetingDay(office, programme_id, day).run()
        if office.days.include(day):
            follow_up.live_the_day(office, day)
        progress(n / (last - first).days)
    if programme_id := meetings.get(LAST_DAY):
        MeetingDay(office, programme_id, LAST_DAY).run(until=LAST_TIME)
    office.print_what_waits()
    progress(1)
    return office.db, office.facts


def _meetings(office: InventedOffice, first: date, last: date) -> dict[str, int]:
    """Return the days of the sessions, and the programme of each."""
    closed = holidays(office.db).days
    return {
        day: programme.id
        for programme in programmes.active(office.db)
        for day in programme.days(first.isoformat(), (last - first).days // 7 + 1, closed)
        if day <= last.isoformat()
    }


def _plant(office: InventedOffice, meetings: dict[str, int]) -> None:
    """Set how many people of each cluster come to which session."""
    citizens = programmes.active(office.db)[0].id
    days = sorted(day for day, programme_id in meetings.items() if programme_id == citizens and day < LAST_DAY)
    for cluster in office.cast.clusters:
        for day, people in zip(days[-cluster.weeks :], _shares(cluster)[-len(days) :], strict=True):
            office.quotas.setdefault(day, []).append((cluster, people))


def _shares(cluster: Cluster) -> list[int]:
    """Return how many people of the cluster come in each of its weeks."""
    weights = [week + 1 if cluster.rises else 1 for week in range(cluster.weeks)]
    ends = [cluster.people * sum(weights[: week + 1]) // sum(weights) for week in range(cluster.weeks)]
    return [end - begin for begin, end in zip([0, *ends], ends, strict=False)]
