"""Everything the office knows of one visit."""

from dataclasses import dataclass

from app.access import privacy
from app.access.clerks import Clerk
from app.cases import story
from app.cases.story import Story
from app.journal import writing as journal
from app.referrals.issuing import Referral, of_paraph
from app.sessions import sessions
from app.sessions.sessions import Session
from app.table import paraphs
from app.table.paraphs import Paraph
from db import Database, Row


@dataclass(frozen=True, slots=True)
class Written:
    """A paraph with its referrals; amended and void ones too."""

    paraph: Paraph
    referrals: tuple[Referral, ...]


@dataclass(frozen=True, slots=True)
class Case:
    story: Story
    session: Session
    written: tuple[Written, ...]
    """Newest first."""
    journal: tuple[Row, ...]
    """Who did what and when, oldest first."""


def case(db: Database, clerk: Clerk, visit_id: int) -> Case:
    rights = privacy.rights_of(db, clerk)
    told = story.load(rights, visit_id)
    steps = [{name: row[name] for name in ("at", "clerk", "action")} for row in journal.history(db, "visit", visit_id)]
    session = sessions.get(db, told.visit.session_id)
    if not rights.may_read(visit_id, told.visit.confidential):
        return Case(told, session, (), tuple(steps))
    written = [Written(paraph, tuple(of_paraph(db, paraph.id)))
               for paraph in paraphs.of_visit(db, visit_id)]
    return Case(told, session, tuple(written), tuple(steps))
