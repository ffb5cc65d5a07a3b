"""What the caller sees of a session under way: the line, every table, and how fast it goes."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.access import privacy as sight
from app.access.clerk import Clerk
from app.access.privacy import Sight
from app.cases import story
from app.cases.story import Story
from app.line import steps as queue
from app.line.pace import Pace, pace
from app.line.steps import Line, Visit
from app.office.settings import settings
from app.sessions import session as sessions
from app.sessions.session import Session
from db import Database, Row


@dataclass(frozen=True, slots=True)
class Table:
    id: int
    name: str
    official: str
    """The post of who sits there; '' when nobody is named."""
    visit: Visit | None
    since: str
    """When the present call began, or the meeting; '' without a visit."""
    recalls: int


@dataclass(frozen=True, slots=True)
class Hall:
    session: Session
    line: Line
    tables: tuple[Table, ...]
    pace: Pace
    recall_limit: int
    now: str

    def table(self, table_id: int) -> Table | None:
        return next((table for table in self.tables if table.id == table_id), None)


@dataclass(frozen=True, slots=True)
class Look:
    """The hall from one table. `story`: of the visit looked at, or else of the one at the table; `next_id`: who would
    be called to the table now."""

    hall: Hall
    table_id: int
    """The one asked for, or the first where there is no such table; 0 where there is none at all."""
    next_id: int | None
    story: Story | None


def look(db: Database, clerk: Clerk, table_id: int, visit_id: int | None) -> Look | None:
    """None while no session is open."""
    see = sight.of(db, clerk)
    session = sessions.opened(db)
    if session is None:
        return None
    seen = hall(see, session)
    table = seen.table(table_id) or next(iter(seen.tables), None)
    head = queue.next_for(db, session.id, table.id) if table else None
    here = table.visit.id if table and table.visit else None
    wanted = visit_id or here
    case = story.of(see, wanted) if wanted else None
    if case and case.visit.session_id != session.id:
        case = None
    return Look(seen, table.id if table else 0, head.id if head else None, case)


def hall(see: Sight, session: Session) -> Hall:
    db, line = see.db, _shown(queue.line(see.db, session.id), see)
    here = {visit.table_id: visit for visit in line.at_tables}
    rows = db.rows(
        "SELECT meeting_table.id AS id, name, COALESCE(post, '') AS official, meeting_table.retired_on AS retired_on"
        " FROM meeting_table LEFT JOIN official ON official.id = official_id"
        " ORDER BY meeting_table.position, meeting_table.id"
    )
    tables = tuple(_table(db, row, here.get(row["id"])) for row in rows if not row["retired_on"] or row["id"] in here)
    return Hall(session, line, tables, pace(db, session.id), settings(db).recall_limit, db.now())


def _shown(line: Line, see: Sight) -> Line:
    def shown(visits: Sequence[Visit]) -> tuple[Visit, ...]:
        return tuple(visit.shown_to(see) for visit in visits)

    return Line(shown(line.next), line.why, shown(line.at_tables), shown(line.held), shown(line.absent),
                shown(line.ended))


def _table(db: Database, row: Row, visit: Visit | None) -> Table:
    if visit is None:
        return Table(row["id"], row["name"], row["official"], None, "", 0)
    since = db.one("SELECT MIN(started_at) AS at FROM period WHERE visit_id = :id AND state = :state AND id >="
                   " (SELECT COALESCE(MAX(id), 0) FROM period WHERE visit_id = :id AND state <> :state)",
                   id=visit.id, state=visit.state)["at"]
    return Table(row["id"], row["name"], row["official"], visit, since, queue.recalls(db, visit.id))
