"""The reads and acts of the reception page, each in one task: its view, a visitor by what was typed, a number."""

from dataclasses import dataclass

from app.access import privacy
from app.access.clerks import Clerk
from app.cases import earlier
from app.cases.earlier import EarlierMatter, by_urgency
from app.cases.summary import VisitorSummary, summarise
from app.line import standing
from app.line.expected_wait import ExpectedWait
from app.office import lists
from app.reception import from_paper, invitees, registering, registration_warnings
from app.reception.arrival import Arrival, Served
from app.reception.registration_warnings import RegistrationWarning
from app.sessions import sessions
from app.sessions.sessions import Session
from app.visits import visitors, visits
from app.visits.visitors import Visitor
from db import Database, Row, StorageError


@dataclass(frozen=True, slots=True)
class Option:
    """An entry of one of the office's lists."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Choices:
    """The choices that the form offers."""

    categories: tuple[Option, ...]
    """Those of the session's audience."""
    complaints: frozenset[int]
    """The confidential ones of the categories, which are about a unit."""
    districts: tuple[Option, ...]
    units: tuple[Option, ...]
    priority_groups: tuple[Option, ...]
    tables: tuple[Option, ...]
    employments: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class ReceptionView:
    """The view of the page before a visitor comes."""

    session: Session | None
    """None while no session is open."""
    planned: tuple[Session, ...]
    choices: Choices
    latest: tuple[visits.Visit, ...]
    """The visits registered last, newest first."""
    expected: int
    """Invitees who have not come yet."""


@dataclass(frozen=True, slots=True)
class KnownVisitor:
    """A stored visitor with the earlier matters, and the warnings to accept before a number is given."""

    visitor: Visitor
    matters: tuple[EarlierMatter, ...]
    """The most urgent first."""
    summary: VisitorSummary
    warnings: tuple[RegistrationWarning, ...]
    category_id: int
    """The category chosen in the form; 0 while none is."""

    def matter(self, visit_id: int) -> EarlierMatter | None:
        return next((matter for matter in self.matters if matter.visit_id == visit_id), None)

    @property
    def newest_unsettled(self) -> EarlierMatter | None:
        unsettled = (matter for matter in self.matters if matter.is_unsettled)
        return max(unsettled, key=lambda matter: (matter.day, matter.visit_id), default=None)

    @property
    def newest_of_category(self) -> EarlierMatter | None:
        """The last matter of the chosen category that is over: most likely the visitor comes about the same."""
        return next((each for each in self.matters if each.category_id == self.category_id and each.is_over), None)


@dataclass(frozen=True, slots=True)
class Found:
    """The visitors that match what was typed."""

    typed: str
    people: tuple[Visitor, ...]


@dataclass(frozen=True, slots=True)
class GivenNumber:
    """A visit just registered, and how long it will wait."""

    visit: visits.Visit
    wait: ExpectedWait | None
    """None when the server went away right after the number was saved, and for a visit served on paper."""


def reception_view(db: Database, clerk: Clerk, corrected_id: int = 0) -> ReceptionView:
    """`corrected_id`: the session whose paper forms are entered afterwards; 0 for the one under way."""
    rights = privacy.rights_of(db, clerk)
    session = sessions.get(db, corrected_id) if corrected_id else sessions.opened(db)
    return ReceptionView(
        session,
        tuple(sessions.planned(db)),
        choices(db, session.audience if session else "citizen"),
        tuple(each.shown_to(rights) for each in registering.latest(db, session.id)) if session else (),
        invitees.expected(db, session.id) if session else 0,
    )


def choices(db: Database, audience: str) -> Choices:
    units = lists.entries(db, "unit")
    categories = [row for row in lists.entries(db, "category") if row["audience"] == audience]
    return Choices(
        categories=_options(categories),
        complaints=frozenset(row["id"] for row in categories if row["confidential"]),
        districts=_options([row for row in units if row["kind"] == "district"]),
        units=_options(units),
        priority_groups=_options(lists.entries(db, "priority_group")),
        tables=_options(lists.entries(db, "meeting_table")),
        employments=_options(lists.entries(db, "employment")),
    )


def _options(rows: list[Row]) -> tuple[Option, ...]:
    return tuple(Option(row["id"], row["name"]) for row in rows)


def find(db: Database, clerk: Clerk, typed: str) -> Found:
    """Find visitors. Needs a role that may see codes: a match would reveal one."""
    rights = privacy.rights_of(db, clerk)
    rights.clerk.must(*privacy.WHOLE_IDENTIFIERS)
    return Found(typed, tuple(visitors.look_up(db, typed)))


def known_visitor(db: Database, clerk: Clerk, session_id: int, visitor_id: int, category_id: int) -> KnownVisitor:
    """`category_id`: the category chosen in the form; 0 while none is."""
    rights = privacy.rights_of(db, clerk)
    matters = [each.shown_to(rights) for each in earlier.history(db, visitor_id)]
    return KnownVisitor(
        visitors.get(db, visitor_id).shown_to(rights),
        by_urgency(matters, category_id),
        summarise(matters, category_id),
        tuple(registration_warnings.warnings(rights, session_id, visitor_id, category_id)),
        category_id,
    )


def give_number(db: Database, clerk: Clerk, session_id: int, arrival: Arrival, served: Served | None) -> GivenNumber:
    """Register an arrival. `served`: the true times of a visitor who was served on paper; None for one who waits."""
    if served:
        is_late = sessions.get(db, session_id).is_corrected_now
        enter = from_paper.enter_late if is_late else from_paper.enter_from_paper
        return GivenNumber(enter(db, clerk, session_id, arrival, served), None)
    visit = registering.register(db, clerk, session_id, arrival)
    try:
        return GivenNumber(visit, standing.expected_wait(db, visit))
    except StorageError:  # the saved number is shown all the same, or the clerk would register the visitor again
        return GivenNumber(visit, None)
