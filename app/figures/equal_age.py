"""Periods beside each other at the same age: an earlier one as it stood so many days after its own beginning.

A season that is not over has had less time for answers, phone calls and objections than one that ended long ago. So
whatever happened in the earlier period after that day is left out, by the days of the referrals' steps.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any

from app.figures.definitions import COUNTS, FIGURES, GROUPS, IN_SCOPE, KEPT, Scope, Tally, add_up
from app.persian.calendar import local_day
from app.persian.period import Period
from db import Database

_DENIED = FIGURES["denied"].condition
_KEPT_THEN = (
    f"({KEPT} OR :by < (SELECT MIN(gone.day) FROM referral_step AS gone WHERE gone.referral_id = followup.referral_id"
    " AND COALESCE(gone.kind, '') IN ('passed', 'void') AND gone.taken_back_at = ''))"
)
_ANSWERED_THEN = f"{_KEPT_THEN} AND answered_day <> '' AND answered_day <= :by"
STOOD = {
    "sent": _KEPT_THEN,
    "answered": _ANSWERED_THEN,
    "promise_due": FIGURES["promise_due"].condition,
    "in_promise": "in_promise = 1 AND answered_day <= :by",
    "accepted": f"{_ANSWERED_THEN} AND {COUNTS} AND NOT {_DENIED} AND EXISTS (SELECT 1 FROM referral_step AS agreed"
    " WHERE agreed.referral_id = followup.referral_id AND COALESCE(agreed.kind, '') = 'accepted'"
    " AND agreed.taken_back_at = ''"
    " AND agreed.day <= :by)",
    "denied": _DENIED,
}
"""The figures that can be counted as they stood at the end of the day :by."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The figures STOOD of one period, as they were on one day of it or after it."""

    period: Period
    tally: Tally
    by: str
    """The day at whose end the period stood so."""


def stood(db: Database, scope: Scope, by: str, group: str = "whole") -> Mapping[Any, Tally]:
    """Return one tally of STOOD for each group as it was at the end of the day `by`; `group`: a key of GROUPS."""
    counted = ", ".join(f"COUNT(*) FILTER (WHERE {condition}) AS n_{name}" for name, condition in STOOD.items())
    rows = db.rows(
        f"SELECT {GROUPS[group]} AS grouped, {counted} FROM followup WHERE {IN_SCOPE} AND issued_day <= :by GROUP BY 1",
        **asdict(scope),
        by=by,
    )
    return {row["grouped"]: Tally({name: row[f"n_{name}"] for name in STOOD}) for row in rows}


def same_day(period: Period, of_period: Period, today: str) -> str:
    """Return the day on which the period was as old as the other one is today; today while that one has not begun."""
    age = (date.fromisoformat(today) - date.fromisoformat(of_period.since)).days
    if age < 0:
        return today
    return (date.fromisoformat(period.since) + timedelta(days=age)).isoformat()


def before_at_same_age(db: Database, scope: Scope) -> tuple[Scope, str]:
    """Return the scope just before, ended on the day on which it was as old as this one is today, and that day."""
    by = same_day(scope.before.period, scope.period, local_day(db.now()))
    return replace(scope.before, until=min(scope.before.until, by)), by


def standings(db: Database, scope: Scope) -> tuple[Standing, ...]:
    """Return this period, the one before and, of whole months, the same a year before, all at the age of this one."""
    today, now = local_day(db.now()), scope.period
    earlier = [now, now.before]
    if now.months and now.year_before not in earlier:
        earlier.append(now.year_before)
    return tuple(_standing(db, scope, each, same_day(each, now, today)) for each in earlier)


def _standing(db: Database, scope: Scope, period: Period, by: str) -> Standing:
    then = replace(scope, since=period.since, until=period.until)
    return Standing(period, add_up(list(stood(db, then, by).values())), by)


def progress(period: Period, today: str) -> str:
    """Return «تا روز 70 از 90، هنوز 20 روز مانده»; '' for a period that is over or not begun."""
    if not period.since <= today < period.until:
        return ""
    first, last = date.fromisoformat(period.since), date.fromisoformat(period.until)
    left = (last - date.fromisoformat(today)).days
    length = (last - first).days + 1
    return f"تا روز {length - left} از {length}، هنوز {left} روز مانده"
