"""A table as its clerk sees it: who sits there, who comes next, and the lists a paraph is written from."""

from dataclasses import dataclass

from app.access import privacy
from app.access.clerks import Clerk
from app.access.privacy import HIDDEN, ReadingRights
from app.cases import story
from app.cases.story import Story
from app.line import standing
from app.office import lists
from app.office.settings import settings
from app.office.working_days import WorkingDays
from app.persian.calendar import local_day
from app.sessions import sessions
from app.sessions.sessions import Session
from app.table import paraphs
from app.visits import visits
from db import Database, Row

__all__ = ["PickLists", "Row", "Subject", "TableView", "pick_lists", "table_view"]

ORDINARY_DAYS = 15
"""Where the office has emptied its list of urgencies."""


@dataclass(frozen=True, slots=True)
class PickLists:
    """The lists a paraph is written from."""

    tables: tuple[Row, ...]
    officials: tuple[Row, ...]
    """Who holds his post today."""
    outcomes: tuple[Row, ...]
    phrases: tuple[Row, ...]
    urgencies: tuple[Row, ...]
    """The ordinary one first."""
    units: tuple[Row, ...]
    today: str
    days: WorkingDays

    def due(self, working_days: int) -> str:
        return self.days.after(self.today, working_days)

    def urgency_names(self) -> list[tuple[str, str]]:
        """As stored and as shown; the ordinary one is stored as ''."""
        names = [str(row["name"]) for row in self.urgencies] or ["عادی"]
        return [("", names[0]), *((name, name) for name in names[1:])]

    def urgency_days(self, stored: str) -> int:
        days = {row["name"]: int(row["working_days"]) for row in self.urgencies}
        return days.get(stored) or next(iter(days.values()), ORDINARY_DAYS)

    def table(self, table_id: int) -> Row | None:
        return next((row for row in self.tables if row["id"] == table_id), None)


def pick_lists(db: Database) -> PickLists:
    today = local_day(db.now())
    return PickLists(
        tuple(lists.entries(db, "meeting_table")),
        tuple(row for row in lists.entries(db, "official") if lists.holds(row, today)),
        tuple(row for row in lists.entries(db, "visit_outcome") if row["code"] not in paraphs.STEPS),
        tuple(lists.entries(db, "phrase")), tuple(lists.entries(db, "urgency")), tuple(lists.entries(db, "unit")),
        today, WorkingDays.load(db),
    )


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose paraph is being written, or which saved one amended."""

    story: Story
    paraph: Row | None = None
    referrals: tuple[Row, ...] = ()

    @property
    def key(self) -> tuple[int, int]:
        return self.story.visit.id, self.paraph["id"] if self.paraph else 0


@dataclass(frozen=True, slots=True)
class TableView:
    asked: tuple[int, int] | None
    """Key of what was to be opened."""
    session: Session | None
    here: Subject | None
    """Called to the table, or sitting at it."""
    recalls_left: int
    opened: Subject | None
    """What was asked for, from today's list; None when it has gone meanwhile."""
    next_up: Story | None
    waiting: int
    """How many may still be called to this table."""
    today: tuple[Row, ...]
    now: str


def table_view(db: Database, clerk: Clerk, table_id: int, opened: tuple[int, int] | None) -> TableView:
    rights, session = privacy.rights_of(db, clerk), sessions.opened(db)
    visit = visits.at_table(db, table_id)
    next_up, waiting = _line(rights, session, table_id)
    today = tuple(_shown(rights, row) for row in paraphs.at_table(db, table_id))
    return TableView(
        opened, session, Subject(story.load(rights, visit.id)) if visit else None,
        max(settings(db).recall_limit - visits.recalls(db, visit.id), 0) if visit else 0,
        _opened(rights, today, opened), next_up, waiting, today, db.now(),
    )


def _shown(rights: ReadingRights, row: Row) -> Row:
    return row if rights.may_read(row["visit_id"], row["confidential"]) else row | {"category": HIDDEN, "words": ""}


def _line(rights: ReadingRights, session: Session | None, table_id: int) -> tuple[Story | None, int]:
    if session is None:
        return None, 0
    db = rights.db
    head = standing.next_for(db, session.id, table_id)
    waiting = [visit for visit in standing.line(db, session.id).next if visit.wanted_table_id in (None, table_id)]
    return story.load(rights, head.id) if head else None, len(waiting)


def _opened(rights: ReadingRights, today: tuple[Row, ...], key: tuple[int, int] | None) -> Subject | None:
    row = next((row for row in today if key == (row["visit_id"], row["paraph_id"] or 0)), None)
    if row is None or not rights.may_read(row["visit_id"], row["confidential"]):
        return None
    told, paraph_id = story.load(rights, row["visit_id"]), row["paraph_id"]
    if not paraph_id:
        return Subject(told)
    paraph = next(each for each in paraphs.of_visit(rights.db, row["visit_id"]) if each["id"] == paraph_id)
    return Subject(told, paraph, tuple(paraphs.referrals(rights.db, paraph_id)))
