"""Gathers a person's file. Every confidential matter is covered on it, to every clerk: it passes through many hands."""

from app.cases import person
from app.cases.event_words import event_details, event_title
from app.cases.person import PersonMatter
from app.papers.person_file import FileEvent, FileMatter, PersonFile
from app.persian.calendar import local_day
from app.persian.text import masked
from app.printing.parts import letterhead
from app.referrals.state import STAGES
from app.visits.visitors import CODE_LABELS
from app.visits.visits import STATES
from db import Database


def person_file(db: Database, visitor_id: int, reprint: bool = False) -> PersonFile:
    """Return the file as it is now. `reprint` changes nothing: a later print is no copy."""
    told, now = person.load_on_paper(db, visitor_id), db.now()
    programme = db.required_row(
        "SELECT programme_id FROM visit JOIN session ON session.id = session_id WHERE visitor_id = :id"
        " ORDER BY visit.id DESC LIMIT 1",
        id=visitor_id,
    )
    visitor = told.visitor
    return PersonFile(
        letterhead(db, programme, now),
        local_day(now),
        visitor.titled,
        visitor.father,
        CODE_LABELS[visitor.kind],
        masked(visitor.code),
        told.summary.visits,
        told.summary.open,
        told.summary.late,
        tuple(_matter(each) for each in told.matters),
    )


def _matter(matter: PersonMatter) -> FileMatter:
    latest = matter.latest
    stage = STAGES[matter.stage] if matter.stage else latest.outcome or STATES[latest.state]
    state = f"{stage}، {matter.late} روز دیرکرد" if matter.late else stage
    events = tuple(FileEvent(each.day, event_title(each), event_details(each)) for each in matter.events)
    return FileMatter(latest.category, tuple(each.day for each in matter.visits), state, matter.is_unsettled, events)
