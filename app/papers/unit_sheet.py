"""«برگهٔ چهارشنبهٔ واحد»: what a unit's manager is asked about in a session. The data of the paper, drawn by
reports/unit_sheet.py.

Days are ISO Gregorian, digits ASCII. Everything of a confidential matter but its number, days and stage is ''.
"""

from dataclasses import dataclass
from typing import Literal

from app.papers.documents import Letterhead

DueBy = Literal["unit", "promise", "legal"]
"""The day an answer is due by: the unit's own deadline, a promise (the office's on the receipt or the unit's in an
interim answer), the law."""


@dataclass(frozen=True, slots=True)
class SheetReferral:
    """One referral of the unit, as any section of the sheet shows it."""

    number: str
    visitor: str
    """'' of a confidential matter."""
    matter: str
    """In the visitor's words, the category where there are none; «محرمانه» of a confidential one."""
    stage: str
    """The key of its stage."""
    is_denied: bool
    """Open because the visitor objected to the last answer."""
    has_interim: bool
    is_paused: bool
    late: int
    """Working days; 0 in time."""
    due_day: str
    """The first day from today until the session after this one by which an answer is due; '' without one."""
    due_by: DueBy | Literal[""]
    unit_due_day: str
    promised_day: str
    """The day the unit promised in its last interim answer; '' without one."""
    promise: str
    """The words of that answer."""
    times: int
    """Which visit of this visitor the last one was."""
    last_visit_day: str
    reminders: int
    answer: str
    """The words of the unit's last final answer that was not sent back; '' without one."""
    answer_day: str
    objection: str
    """The words of the visitor's last objection; '' without one."""
    objected_day: str


@dataclass(frozen=True, slots=True)
class SheetDecision:
    """A decision of an earlier session and what became of it."""

    referral: SheetReferral
    words: str
    session_day: str
    answered_since: bool
    """A final answer came after the decision."""


@dataclass(frozen=True, slots=True)
class UnitSheet:
    """The sheet of one unit. Each list is whole and in the order in which it is talked about; the drawing shows as many
    rows as the page holds and says of how many."""

    unit_id: int
    unit: str
    decisions: tuple[SheetDecision, ...]
    """Those of the last session that gave the unit any, and older ones whose referral is still open."""
    denied: tuple[SheetReferral, ...]
    due: tuple[SheetReferral, ...]
    broken: tuple[SheetReferral, ...]
    """Promises of the unit whose day has passed."""
    again: tuple[SheetReferral, ...]
    """The worst one of each visitor who came three times or more."""
    late: tuple[SheetReferral, ...]
    accepted: int
    """Answers that the visitor accepted at once, of those of the last year."""
    asked: int
    """Answers of the last year about which the visitor's word is known."""
    load: str
    """The name of its load group."""
    load_accepted: int
    """The same two figures over all units of the same load."""
    load_asked: int


@dataclass(frozen=True, slots=True)
class UnitSheets:
    """The sheets of one session."""

    letterhead: Letterhead
    round: int
    """0 while the session has no number yet."""
    day: str
    until: str
    """The day of the session after it."""
    since: str
    """The day from which the year of the answers counts."""
    made_day: str
    official_post: str
    """The post of the official who decides."""
    units: tuple[UnitSheet, ...]
