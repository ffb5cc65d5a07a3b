"""Whether reminders help: how many were answered soon after one, beside the pace of the equally late without one.

The days on which a referral was late and had had no reminder yet say how often an answer comes of itself, by unit and
by how late it was. A referral with a reminder is expected to be answered at that pace; what came beyond it is what the
reminder may have done. docs/figures.md says what this can show and what it cannot.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from app.figures.definitions import IN_SCOPE, Scope, parameters
from db import Database

WITHIN = 10
"""Days after a reminder within which an answer counts."""
BANDS = (1, 15, 31, 91)
"""Days past the promised day from which on a referral is in the next band of lateness."""
ENOUGH = 60
"""Late days without a reminder from which on a unit's own pace in a band is used, else that of all units."""


@dataclass(frozen=True, slots=True)
class Late:
    """A referral until its first final answer. Days are ordinals of `date`."""

    referral_id: int
    unit_id: int
    promised: int
    ended: int
    """The day of the answer, of its end without one, or today."""
    is_answered: bool
    reminded: int | None
    """The day of its first reminder; None without one."""

    @property
    def is_measured(self) -> bool:
        """Whether it was late by the promised day and open when it was first reminded."""
        return self.reminded is not None and self.promised < self.reminded < self.ended

    @property
    def was_answered_soon(self) -> bool:
        return self.is_answered and self.reminded is not None and self.ended <= self.reminded + WITHIN


@dataclass(frozen=True, slots=True)
class Reminded:
    """A referral whose reminder is old enough to be judged."""

    late: Late
    band: int
    """The place in BANDS of its lateness on the day of the reminder."""
    expected: float
    """How probable an answer was within those days at the pace without a reminder."""


def band_of(days: int) -> int:
    return sum(days >= first for first in BANDS) - 1


def measured(referrals: Sequence[Late], today: int) -> list[Reminded]:
    """Return the referrals whose first reminder is WITHIN days old, with what was expected of each. One in a band in
    which no referral was ever without a reminder is left out."""
    paces = _paces(referrals)
    found = []
    for late in referrals:
        if late.is_measured and late.reminded is not None and late.reminded + WITHIN <= today:
            expected = _expected(late.unit_id, late.reminded - late.promised, paces)
            if expected is not None:
                found.append(Reminded(late, band_of(late.reminded - late.promised), expected))
    return found


_Paces = dict[tuple[int | None, int], tuple[int, int]]
"""By unit (None for all of them) and band: the late days without a reminder, and the answers that came on one."""


def _paces(referrals: Iterable[Late]) -> _Paces:
    found: _Paces = {}
    for late in referrals:
        last = late.ended if late.reminded is None else min(late.ended, late.reminded - 1)
        for band, days in _days_in_bands(last - late.promised):
            answered = late.is_answered and last == late.ended and band == band_of(last - late.promised)
            for unit in (late.unit_id, None):
                known, answers = found.get((unit, band), (0, 0))
                found[unit, band] = known + days, answers + answered
    return found


def _days_in_bands(lateness: int) -> Iterator[tuple[int, int]]:
    """Return how many days a referral that became so late was in each band."""
    for band, (first, after) in enumerate(pairwise((*BANDS, lateness + 1 if lateness >= BANDS[-1] else BANDS[-1] + 1))):
        if lateness >= first:
            yield band, min(lateness + 1, after) - first


def _expected(unit: int, lateness: int, paces: _Paces) -> float | None:
    silent = 1.0
    for days in range(lateness + 1, lateness + WITHIN + 1):
        band = band_of(days)
        known, answers = paces.get((unit, band), (0, 0))
        if known < ENOUGH:
            known, answers = paces.get((None, band), (0, 0))
        if not known:
            return None
        silent *= 1 - answers / known
    return 1 - silent


def late_referrals(db: Database, scope: Scope) -> list[Late]:
    """Return the referrals of a scope that went past the day promised to the visitor."""
    known = parameters(db, scope)
    today = date.fromisoformat(known["today"]).toordinal()
    rows = db.rows(
        "SELECT referral_id, unit_id, due_day, answered_day,"
        " (SELECT MAX(ended.day) FROM referral_step AS ended WHERE ended.referral_id = followup.referral_id"
        " AND COALESCE(ended.kind, '') IN ('closed', 'passed', 'void') AND ended.taken_back_at = '') AS ended_day,"
        " (SELECT MIN(sent.day) FROM referral_step AS sent WHERE sent.referral_id = followup.referral_id"
        " AND COALESCE(sent.kind, '') = 'reminded' AND sent.taken_back_at = '') AS reminded_day"
        f" FROM followup WHERE {IN_SCOPE} AND due_day <> '' AND due_day < :today",
        **known,
    )
    found = []
    for row in rows:
        ended = row["answered_day"] or row["ended_day"]
        late = Late(
            row["referral_id"],
            row["unit_id"],
            date.fromisoformat(row["due_day"]).toordinal(),
            date.fromisoformat(ended).toordinal() if ended else today,
            bool(row["answered_day"]),
            date.fromisoformat(row["reminded_day"]).toordinal() if row["reminded_day"] else None,
        )
        if late.ended > late.promised:
            found.append(late)
    return found
