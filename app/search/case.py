"""Everything the office knows of one visit."""

from dataclasses import dataclass

from app.access import privacy as sight
from app.access.clerk import Clerk
from app.cases import story
from app.cases.story import Story
from app.journal import writing as journal
from app.referrals import issuing as referrals
from app.sessions import session as sessions
from app.sessions.session import Session
from app.table import paraph as paraphs
from db import Database, Row


@dataclass(frozen=True, slots=True)
class Written:
    """A paraph with its referrals; amended and void ones too."""

    paraph: Row
    referrals: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Case:
    story: Story
    session: Session
    written: tuple[Written, ...]
    """Newest first."""
    journal: tuple[Row, ...]
    """Who did what and when, oldest first."""


def case(db: Database, clerk: Clerk, visit_id: int) -> Case:
    see = sight.of(db, clerk)
    told = story.of(see, visit_id)
    steps = [{name: row[name] for name in ("at", "clerk", "action")} for row in journal.of(db, "visit", visit_id)]
    session = sessions.one(db, told.visit.session_id)
    if not see.opens(visit_id, told.visit.confidential):
        return Case(told, session, (), tuple(steps))
    written = [Written(paraph, tuple(referrals.of(db, paraph["id"]))) for paraph in paraphs.of(db, visit_id)]
    return Case(told, session, tuple(written), tuple(steps))
