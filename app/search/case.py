"""The case: everything the office knows of one visit, as one clerk may read it."""

from dataclasses import dataclass

from app.access import privacy
from app.access.clerks import Clerk
from app.cases import story
from app.cases.story import Story
from app.journal.reading import history
from app.referrals.issuing import Referral, of_paraph
from app.sessions import sessions
from app.sessions.sessions import Session
from app.table import paraphs
from app.table.paraphs import Paraph
from db import Database


@dataclass(frozen=True, slots=True)
class CaseParaph:
    """A paraph, valid, amended or void, with its referrals."""

    paraph: Paraph
    referrals: tuple[Referral, ...]


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
    paraphs: tuple[CaseParaph, ...]
    """The paraphs, newest first; none where the clerk may not read the matter."""
    events: tuple[CaseEvent, ...]
    """Oldest first."""

    @property
    def has_valid_paraph(self) -> bool:
        return any(each.paraph.state == "valid" for each in self.paraphs)


def load(db: Database, clerk: Clerk, visit_id: int) -> Case:
    rights = privacy.rights_of(db, clerk)
    found = story.load(rights, visit_id)
    rows = history(db, "visit", visit_id)
    events = tuple(CaseEvent(row["at"], row["clerk"], row["action"]) for row in rows)
    session = sessions.get(db, found.visit.session_id)
    written = (CaseParaph(paraph, tuple(of_paraph(db, paraph.id))) for paraph in paraphs.of_visit(db, visit_id))
    return Case(found, session, rights.cover(visit_id, found.visit.confidential).items(written), events)
