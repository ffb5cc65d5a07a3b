"""The case: everything the office knows of one visit and of its visitor, as one clerk may read it."""

from dataclasses import dataclass

from app.access import privacy
from app.access.clerks import Clerk
from app.cases import person, story
from app.cases.person import Person
from app.cases.story import Story
from app.journal.reading import history
from app.sessions import sessions
from app.sessions.sessions import Session
from db import Database


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """One change to the visit, from the journal."""

    at: str
    clerk: str
    action: str


@dataclass(frozen=True, slots=True)
class Case:
    story: Story
    session: Session
    person: Person
    has_valid_paraph: bool
    events: tuple[CaseEvent, ...]
    """The events of the visit, oldest first."""


def load(db: Database, clerk: Clerk, visit_id: int) -> Case:
    rights = privacy.rights_of(db, clerk)
    found = story.load(rights, visit_id)
    rows = history(db, "visit", visit_id)
    valid = db.row("SELECT id FROM paraph WHERE visit_id = :id AND state = 'valid' LIMIT 1", id=visit_id)
    return Case(
        found,
        sessions.get(db, found.visit.session_id),
        person.load(rights, found.visitor.id),
        valid is not None,
        tuple(CaseEvent(row["at"], row["clerk"], row["action"]) for row in rows),
    )
