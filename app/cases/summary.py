"""The summary of a visitor in one line: the number of visits, what is open and how late, and the last words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from app.cases.earlier import EarlierMatter

Tone = Literal["late", "waits", "settled"]


@dataclass(frozen=True, slots=True)
class VisitorSummary:
    visits: int
    """With the one at hand."""
    same_category: int
    """The other visits about the category of the one at hand."""
    open: int
    """The referrals to which a unit owes an answer, those denied by the visitor among them."""
    denied: int
    late: int
    """Working days of the unit that is latest; 0 when none is late."""
    is_overdue: bool
    """Whether a day that the visitor was promised has passed without an answer."""
    unasked: int
    """The answers on which the visitor has not been heard."""
    unit: str = ""
    """The unit that gave the last answer; '' without an answer, and where it is covered."""
    answer: str = ""
    verdict: str = ""
    """The visitor's word on that answer: 'accepted', 'objected', or '' while there is none."""
    verdict_words: str = ""

    @property
    def tone(self) -> Tone:
        if self.late or self.denied or self.is_overdue:
            return "late"
        return "waits" if self.open or self.unasked else "settled"


def summarise(matters: Sequence[EarlierMatter], category_id: int, *, coming: int = 1) -> VisitorSummary:
    """Sum up the other matters of a visitor, as a clerk may read them. `category_id`: that of the visit at hand; 0
    while none is chosen, and where it is covered. `coming`: 0 where no visit is at hand."""
    referrals = [each for matter in matters for each in matter.referrals if each.wants_answer]
    awaited = [each for each in referrals if each.is_awaited]
    last = max(
        (each for each in referrals if each.answer), key=lambda each: (each.answer_day, each.referral_id), default=None
    )
    return VisitorSummary(
        visits=len(matters) + coming,
        same_category=sum(1 for matter in matters if category_id and matter.category_id == category_id),
        open=len(awaited),
        denied=sum(1 for each in awaited if each.stage == "objected"),
        late=max((each.late for each in awaited), default=0),
        is_overdue=any(each.is_overdue for each in awaited),
        unasked=sum(1 for each in referrals if each.stage == "answered"),
        unit=last.unit if last else "",
        answer=last.answer if last else "",
        verdict=last.verdict if last else "",
        verdict_words=last.verdict_words if last else "",
    )
