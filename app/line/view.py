"""The view of the caller's page while a session is under way: the line, every table, and the pace."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.access import privacy
from app.access.clerks import Clerk
from app.access.privacy import ReadingRights
from app.cases import story
from app.cases.story import Story
from app.line import breaks, standing
from app.line.pace import Pace, pace
from app.line.standing import Line
from app.office.settings import settings
from app.sessions import sessions
from app.sessions.sessions import Session
from app.visits import visits
from app.visits.visits import Visit
from db import Database, Row


@dataclass(frozen=True, slots=True)
class Table:
    id: int
    name: str
    official: str
    """The post of the official at this table; '' when the office named none."""
    visit: Visit | None
    since: str
    """When the present call or the meeting began, UTC; '' without a visit."""
    recalls: int
    back_at: str | None
    """Until when it is on a break, UTC; '' without a known end, None for a table that is on none."""


@dataclass(frozen=True, slots=True)
class Hall:
    """Everything about the session that does not depend on the clerk's table."""

    session: Session
    line: Line
    tables: tuple[Table, ...]
    pace: Pace
    recall_limit: int
    long_wait: int
    """Minutes after which a wait stands out."""
    now: str

    def table(self, table_id: int) -> Table | None:
        return next((table for table in self.tables if table.id == table_id), None)


@dataclass(frozen=True, slots=True)
class LineView:
    """The hall as seen from the table that a clerk calls to."""

    hall: Hall
    table_id: int
    """The table asked for, or the first one where there is no such table; 0 where there is none at all."""
    next_id: int | None
    """The visit that would be called to the table now."""
    story: Story | None
    """The story of the visit asked for, or else of the one at the table."""


def line_view(db: Database, clerk: Clerk, table_id: int, visit_id: int | None) -> LineView | None:
    """None while no session is open. `visit_id`: the visit whose story is shown; None for the one at the table."""
    rights = privacy.rights_of(db, clerk)
    session = sessions.opened(db)
    if session is None:
        return None
    seen = hall(rights, session)
    table = seen.table(table_id) or next(iter(seen.tables), None)
    head = standing.next_for(db, session.id, table.id) if table else None
    here = table.visit.id if table and table.visit else None
    wanted = visit_id or here
    case = story.load(rights, wanted) if wanted else None
    if case and case.visit.session_id != session.id:
        case = None
    return LineView(seen, table.id if table else 0, head.id if head else None, case)


def hall(rights: ReadingRights, session: Session) -> Hall:
    """Return every table in use, and a retired one while a visit is at it."""
    db, line = rights.db, _shown(standing.line(rights.db, session.id), rights)
    here = {visit.table_id: visit for visit in line.at_tables}
    rows = db.rows(
        "SELECT meeting_table.id AS id, name, COALESCE(post, '') AS official, meeting_table.retired_on AS retired_on"
        " FROM meeting_table LEFT JOIN official ON official.id = official_id"
        " ORDER BY meeting_table.position, meeting_table.id"
    )
    resting, rules = breaks.now(db, session.id), settings(db)
    tables = tuple(
        _table(db, row, here.get(row["id"]), resting.get(row["id"]))
        for row in rows
        if not row["retired_on"] or row["id"] in here
    )
    return Hall(session, line, tables, pace(db, session.id), rules.recall_limit, rules.long_wait, db.now())


def _shown(line: Line, rights: ReadingRights) -> Line:
    def shown(visits: Sequence[Visit]) -> tuple[Visit, ...]:
        return tuple(visit.shown_to(rights) for visit in visits)

    return Line(
        shown(line.next),
        line.last_in,
        line.overtaking,
        shown(line.at_tables),
        shown(line.held),
        shown(line.absent),
        shown(line.ended),
    )


def _table(db: Database, row: Row, visit: Visit | None, back_at: str | None) -> Table:
    if visit is None:
        return Table(row["id"], row["name"], row["official"], None, "", 0, back_at)
    since = db.required_row(
        "SELECT started_at AS at FROM period WHERE visit_id = :id AND state = :state AND id >="
        " (SELECT COALESCE(MAX(id), 0) FROM period WHERE visit_id = :id AND state <> :state) ORDER BY id LIMIT 1",
        id=visit.id,
        state=visit.state,
    )["at"]
    return Table(row["id"], row["name"], row["official"], visit, since, visits.recalls(db, visit.id), back_at)
