"""What the reception's screen asks for, each in one go: its lists, a visitor's story, a number and its wait."""

from dataclasses import dataclass

from app.access import privacy
from app.access.clerks import Clerk
from app.cases import earlier as pasts
from app.cases.earlier import EarlierMatter
from app.office import lists
from app.reception import invitees, registering
from app.reception.arrival import Arrival, Served
from app.reception.registering import RegistrationWarning
from app.sessions import sessions
from app.sessions.sessions import Session
from app.visits import visitors, visits
from app.visits.visitors import Visitor
from db import Database, Row, StorageError


@dataclass(frozen=True, slots=True)
class ReceptionView:
    """Everything the page shows before anybody comes."""

    session: Session | None
    """None while no session is open."""
    planned: tuple[Session, ...]
    choices: dict[str, list[Row]]
    """Entries by the form's field; categories are those of the session's audience."""
    latest: tuple[visits.Visit, ...]
    expected: int
    """Invitees who have not come yet."""


@dataclass(frozen=True, slots=True)
class Story:
    """One visitor with what came before, and what must be said before a number is given."""

    visitor: Visitor
    pasts: tuple[EarlierMatter, ...]
    warnings: tuple[RegistrationWarning, ...]

    def past(self, visit_id: int) -> EarlierMatter | None:
        return next((past for past in self.pasts if past.visit_id == visit_id), None)

    @property
    def newest_open(self) -> EarlierMatter | None:
        return next((past for past in self.pasts if past.is_unsettled), None)


@dataclass(frozen=True, slots=True)
class Found:
    """Who answers to what was typed."""

    typed: str
    people: tuple[Visitor, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """A number just given."""

    visit: visits.Visit
    ahead: int | None
    """None where nobody can say: the server went right after the number was saved."""
    wait: int | None
    """Minutes; None while the pace is unknown."""


def reception_view(db: Database, clerk: Clerk) -> ReceptionView:
    session, rights = sessions.opened(db), privacy.rights_of(db, clerk)
    return ReceptionView(
        session, tuple(sessions.planned(db)), choices(db, session.audience if session else "citizen"),
        tuple(each.shown_to(rights) for each in registering.latest(db, session.id)) if session else (),
        invitees.expected(db, session.id) if session else 0,
    )


def choices(db: Database, audience: str) -> dict[str, list[Row]]:
    units = lists.entries(db, "unit")
    return {
        "category_id": [row for row in lists.entries(db, "category") if row["audience"] == audience],
        "district_id": [row for row in units if row["kind"] == "district"],
        "against_unit_id": units,
        "priority_group_id": lists.entries(db, "priority_group"),
        "wanted_table_id": lists.entries(db, "meeting_table"),
        "employment": lists.entries(db, "employment"),
    }


def find(db: Database, clerk: Clerk, typed: str) -> Found:
    """Only for who works with codes: whoever finds by a code has read it."""
    rights = privacy.rights_of(db, clerk)
    rights.clerk.must(*privacy.WHOLE)
    return Found(typed, tuple(visitors.look_up(db, typed)))


def story(db: Database, clerk: Clerk, session_id: int, visitor_id: int, category_id: int) -> Story:
    """Of a known visitor; `category_id` 0 while none is chosen."""
    rights = privacy.rights_of(db, clerk)
    return Story(
        visitors.get(db, visitor_id).shown_to(rights),
        tuple(each.shown_to(rights) for each in pasts.history(db, visitor_id)),
        tuple(registering.warnings(rights, session_id, visitor_id, category_id)),
    )


def give(db: Database, clerk: Clerk, session_id: int, arrival: Arrival, served: Served | None) -> Given:
    """Register, and what to tell the visitor; `served`: entered from paper."""
    if served:
        return Given(registering.enter_from_paper(db, clerk, session_id, arrival, served), 0, None)
    visit = registering.register(db, clerk, session_id, arrival)
    try:
        return Given(visit, *registering.ahead_and_wait(db, visit))
    except StorageError:  # a number that is saved is told: it would be asked for twice
        return Given(visit, None, None)
