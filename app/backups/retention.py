"""Which backups are kept: the newest, and one for each of the last days, weeks and months."""

from collections.abc import Callable, Collection
from datetime import date, timedelta

from app.persian.calendar import jalali, local_day, weekday

LATEST, DAYS, WEEKS, MONTHS = 3, 7, 5, 12


def moments_to_keep(moments: Collection[str]) -> set[str]:
    """Return, of moments (ISO-8601 UTC), the newest few and the newest of each of the last days, weeks (from Saturday)
    and Jalali months that have one. So an office that meets once a week keeps seven of its days, not one."""
    newest_first = sorted(set(moments), reverse=True)
    found = set(newest_first[:LATEST])
    for span, count in ((local_day, DAYS), (_week, WEEKS), (_month, MONTHS)):
        found |= _newest_of_each(newest_first, span, count)
    return found


def _newest_of_each(newest_first: list[str], span: Callable[[str], str], count: int) -> set[str]:
    first: dict[str, str] = {}
    for moment in newest_first:
        first.setdefault(span(moment), moment)
    return set(list(first.values())[:count])


def _week(moment: str) -> str:
    day = local_day(moment)
    return (date.fromisoformat(day) - timedelta(days=weekday(day))).isoformat()


def _month(moment: str) -> str:
    return jalali(local_day(moment))[:7]
