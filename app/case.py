"""Everything the office knows of one visit."""

from dataclasses import dataclass

from app import journal, paraphs, referrals, sessions, story
from app.sessions import Session
from app.story import Story
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
    """Oldest first."""


def case(db: Database, visit_id: int) -> Case:
    told = story.of(db, visit_id)
    written = [Written(paraph, tuple(referrals.of(db, paraph["id"]))) for paraph in paraphs.of(db, visit_id)]
    return Case(told, sessions.one(db, told.visit.session_id), tuple(written),
                tuple(journal.of(db, "visit", visit_id)))
