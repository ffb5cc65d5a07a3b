"""The referrals of a matter: the units asked, how far each of them is, its last answer, and the word of the visitor."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple

from app.access.privacy import Cover
from app.office.working_days import WorkingDays
from app.referrals.state import OPEN
from db import Row

_BY_PROGRESS = ("objected", "issued", "dispatched", "acknowledged", "answered", "accepted", "closed", "passed", "void")
"""The stages from the least settled one on."""


@dataclass(frozen=True, slots=True)
class EarlierReferral:
    """A referral of an earlier matter as it stands today."""

    referral_id: int
    visit_id: int
    number: str
    unit: str
    stage: str
    """A key of app.referrals.state.STAGES."""
    wants_answer: bool
    """False of a copy, which is only told."""
    due_day: str
    """The day by which an awaited answer is due; '' when none is awaited."""
    is_overdue: bool
    """Whether that day has passed."""
    late: int
    """Working days past the unit's deadline; 0 when in time, and when no answer is awaited."""
    reminders: int
    answer: str = ""
    """The unit's last final answer that was not sent back; '' without one."""
    answer_day: str = ""
    verdict: str = ""
    """The visitor's word on that answer: 'accepted', 'objected', or '' while there is none."""
    verdict_words: str = ""
    verdict_day: str = ""

    @property
    def is_awaited(self) -> bool:
        """Whether the unit owes an answer."""
        return self.wants_answer and self.stage in OPEN

    def shown_under(self, cover: Cover) -> "EarlierReferral":
        """Hide all but the days and the stage of a matter that is covered."""
        return replace(
            self,
            number=cover.words(self.number),
            unit=cover.words(self.unit),
            answer=cover.words(self.answer),
            verdict_words=cover.words(self.verdict_words),
        )


class _Talk(NamedTuple):
    """An answer and the verdict on it, each '' while there is none."""

    answer: str = ""
    answer_day: str = ""
    verdict: str = ""
    verdict_words: str = ""
    verdict_day: str = ""


def least_settled(referrals: Iterable[EarlierReferral]) -> EarlierReferral | None:
    """Return the referral that a clerk should see first: the latest one, else the one that is least far; None without
    one that wants an answer."""
    return min(
        (each for each in referrals if each.wants_answer),
        key=lambda each: (-each.late, _BY_PROGRESS.index(each.stage), each.referral_id),
        default=None,
    )


SENT_COLUMNS = (
    "referral.id AS referral_id, number, unit_name AS unit, stage, followup.working_days AS working_days,"
    " in_time_until, reminders,"
    " CASE WHEN stage = 'objected' THEN unit_due_day ELSE followup.due_day END AS referral_due_day"
)
"""The columns of `referral` and `followup` that `standing` reads."""
COLUMNS = (
    f"{SENT_COLUMNS}, referral_step.kind AS said, referral_step.words AS said_words, referral_step.day AS said_day"
)
"""The columns of each row that `referrals` reads."""
JOINS = (
    " LEFT JOIN referral ON referral.paraph_id = paraph.id AND referral.state = 'issued'"
    " LEFT JOIN followup ON followup.referral_id = referral.id"
    " LEFT JOIN referral_step ON referral_step.referral_id = referral.id AND taken_back_at = ''"
    " AND referral_step.kind IN ('answered', 'returned', 'accepted', 'objected')"
)
"""Everything that was said of a paraph's referrals: a row each, and one for a referral of which nothing was said. The
rows are to be read in the order ORDER."""
ORDER = "referral.id, referral_step.id"


def referrals(rows: Iterable[Row], visit_id: int, today: str, days: WorkingDays) -> tuple[EarlierReferral, ...]:
    """Return the referrals of one visit, in the order they were issued, from its rows."""
    found = []
    for referral_id, of_referral in groupby(rows, lambda row: row["referral_id"]):
        if referral_id is not None:
            found.append(_referral(list(of_referral), visit_id, today, days))
    return tuple(found)


def _referral(rows: Sequence[Row], visit_id: int, today: str, days: WorkingDays) -> EarlierReferral:
    answers = list[_Talk]()
    for each in rows:
        _say(answers, each)
    last = answers[-1] if answers else _Talk()
    return replace(
        standing(rows[0], visit_id, today, days),
        answer=last.answer,
        answer_day=last.answer_day,
        verdict=last.verdict,
        verdict_words=last.verdict_words,
        verdict_day=last.verdict_day,
    )


def standing(row: Row, visit_id: int, today: str, days: WorkingDays) -> EarlierReferral:
    """Return a referral as it stands, without what was said of it."""
    wants_answer, until = row["working_days"] is not None, row["in_time_until"]
    awaited = wants_answer and row["stage"] in OPEN
    due_day = row["referral_due_day"] if awaited else ""
    return EarlierReferral(
        row["referral_id"],
        visit_id,
        row["number"],
        row["unit"],
        row["stage"],
        wants_answer,
        due_day,
        bool(due_day) and due_day < today,
        days.between(until, today) if awaited and until and until < today else 0,
        row["reminders"],
    )


def _say(answers: list[_Talk], row: Row) -> None:
    """Add what was said to the answers of a referral, each of which bears the verdict on it."""
    said, words, day = row["said"], row["said_words"], row["said_day"]
    if said == "answered":
        answers.append(_Talk(words, day))
    elif said == "returned":
        answers[-1:] = []
    elif said:
        judged = answers.pop() if answers else _Talk()
        answers.append(judged._replace(verdict=said, verdict_words=words, verdict_day=day))
