"""Which paraph stands in the form of the table's page, and what was typed about other visits. No Qt."""

from collections.abc import Callable
from dataclasses import dataclass

from app.persian.calendar import jalali
from app.persian.text import fa
from app.table.paraphs import Addressee, Draft
from app.table.view import PickLists, Subject, TableView
from app.visits.visits import Visit

Key = tuple[int, int]
"""A visit and the paraph of it that is amended; 0 where a paraph is written for the first time."""


@dataclass(frozen=True, slots=True)
class UnitContent:
    """One row of the units as it is typed, not as it will be understood."""

    unit_id: int
    part: str = "lead"
    urgency: str = ""
    days: str = ""
    """'0': no answer is needed."""
    days_typed: bool = False
    """False: the days follow the words and the urgency."""
    due: str = ""
    """The deadline typed as it stands on a slip written by hand; '' where the days decide."""

    @property
    def working_days(self) -> int | None:
        return int(self.days[:6]) if self.days else None

    def addressee(self) -> Addressee:
        answer = self.working_days != 0
        days = self.working_days if answer else None
        return Addressee(self.unit_id, self.part, self.urgency, days, answer, self.due)


@dataclass(frozen=True, slots=True)
class FormContent:
    """Everything that stands in the paraph's form, whole or not."""

    official: str
    """The id of the official; '' when none is chosen."""
    outcome: str
    words: str = ""
    units: tuple[UnitContent, ...] = ()
    reason: str = ""
    """Why a saved paraph is amended."""

    def draft(self, *, refers: bool, accepted: tuple[int, ...] = ()) -> Draft:
        """`refers`: whether the outcome goes to units. Units named before the outcome changed stay in the form and go
        nowhere."""
        units = tuple(each.addressee() for each in self.units) if refers else ()
        return Draft(int(self.official or 0), self.outcome, self.words, units, accepted)


def opening_content(subject: Subject, lists: PickLists, table_id: int) -> FormContent:
    """The form's first contents: the saved paraph as it stands, or the table's own official and a referral."""
    if subject.paraph is None:
        table = lists.table(table_id)
        own = table.official_id if table else None
        holds = any(official.id == own for official in lists.officials)
        return FormContent(str(own) if holds else "", lists.outcomes[0].code if lists.outcomes else "")
    units = tuple(
        UnitContent(
            sent.unit_id,
            sent.part,
            sent.urgency,
            str(sent.working_days or 0),
            days_typed=True,
            due=fa(jalali(sent.due_day)) if lists.dues_typed and sent.due_day else "",
        )
        for sent in subject.referrals
    )
    return FormContent(str(subject.paraph.official_id), subject.paraph.outcome, subject.paraph.words, units)


@dataclass(frozen=True, slots=True)
class Turn:
    """The acts of the page once a new view of the table has been taken in."""

    fill: FormContent | None = None
    """The contents of the form from now on; None: the form stays as it is."""
    set_aside: Visit | None = None
    """The visit whose unfinished words were set aside because another one stands in the form now."""
    was_amended: bool = False
    """Whether these words amend a saved paraph, which stays valid."""
    rival: FormContent | None = None
    """The clerk's own words for a visit whose paraph another PC saved meanwhile."""
    amended_elsewhere: bool = False
    """The paraph in the form was changed elsewhere while the clerk was amending it; the form stays."""


class DraftState:
    """Keeps what is typed about one visit while another stands in the form, and brings it back with its visitor.

    The page passes in what the form holds (`typed`) and does what the returned Turn says.
    """

    def __init__(self) -> None:
        self.subject: Subject | None = None
        """The visit or the saved paraph that stands in the form."""
        self.opened: Key | None = None
        """The visit that the clerk opened from today's list, instead of the visitor at the table."""
        self.replaces = 0
        """The paraph an amendment is saved over; 0: the one in the form."""
        self._valid_id = 0
        self._opening: FormContent | None = None
        self._set_aside: dict[Key, FormContent] = {}

    @property
    def amends(self) -> bool:
        """Whether a saved paraph stands in the form."""
        return self.subject is not None and self.subject.paraph is not None

    def is_unsaved(self, typed: FormContent) -> bool:
        """Whether the form holds words that no rule has seen."""
        return self.subject is not None and typed != self._opening

    def receive(self, view: TableView, typed: FormContent, opening: Callable[[Subject], FormContent] | None) -> Turn:
        """Take in what was read of the table. `opening`: what the form opens with for a subject; None until the lists
        it is made from have come."""
        if view.opened is None and self.opened and self.amends and self.is_unsaved(typed):
            return Turn(amended_elsewhere=True)
        if view.opened is None:
            self.opened = None
        return self._turn_to(view.opened or view.here, typed, opening)

    def open(self, key: Key) -> None:
        self.opened = key

    def leave_opened(self) -> None:
        self.opened = None

    def saved(self, typed: FormContent) -> None:
        """A rule took what stands in the form."""
        self._opening = typed
        self.opened = None

    def drop(self, typed: FormContent) -> None:
        """The clerk gave up what was typed about the opened subject."""
        self.saved(typed)

    def meet_conflict(self, valid_id: int) -> None:
        """Somebody else saved the paraph `valid_id` in place of the one in the form."""
        self._valid_id = valid_id

    def keep_mine(self) -> None:
        """The next save goes over the paraph that stands by now."""
        self.replaces = self._valid_id

    def take_theirs(self, typed: FormContent) -> None:
        """Open the paraph that stands by now; what was typed here is dropped."""
        if self.subject:
            self._opening = typed
            self.opened = (self.subject.story.visit.id, self._valid_id)

    def _turn_to(
        self, subject: Subject | None, typed: FormContent, opening: Callable[[Subject], FormContent] | None
    ) -> Turn:
        before, self.subject = self.subject, subject
        if before and subject and before.key == subject.key:
            return Turn()
        set_aside = before.story.visit if before and typed != self._opening else None
        if before and set_aside:
            self._set_aside[before.key] = typed
        self.replaces = 0
        amended = set_aside is not None and before is not None and before.paraph is not None
        if subject is None or opening is None:
            return Turn(set_aside=set_aside, was_amended=amended)
        self._opening = opening(subject)
        fill = self._set_aside.pop(subject.key, self._opening)
        rival = self._set_aside.pop((subject.story.visit.id, 0), None) if subject.paraph else None
        return Turn(fill, set_aside, amended, rival)
