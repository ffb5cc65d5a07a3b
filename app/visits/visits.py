"""A visit as the line and the tables see it: its visitor, its state, and the steps its state allows."""

from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Any

from app.access.privacy import ReadingRights
from app.errors import Refused
from app.persian.text import fa
from db import Database, Deferred, Row

STATES = {
    "waiting": "در انتظار",
    "called": "فراخوانده",
    "meeting": "در حال ملاقات",
    "held": "نگه‌داشته",
    "no_show": "غایب",
    "left": "انصراف",
    "postponed": "جلسهٔ بعد",
    "moved": "جلسهٔ دیگر",
    "done": "پایان‌یافته",
}
STEPS = {
    "call": ("waiting", "held"),
    "recall": ("called",),
    "came": ("called",),
    "no_show": ("called",),
    "back": ("called", "held", "no_show", "left", "meeting"),
    "hold": ("waiting", "called", "meeting", "held"),
    "send": ("waiting", "called", "meeting", "held"),
    "postpone": ("waiting", "called", "held", "no_show"),
    "leave": ("waiting", "called", "held", "no_show"),
    "undo": ("called", "no_show"),
    "finish": ("called", "meeting"),
}
"""The states from which each step may be taken; from every other one it is refused."""


@dataclass(frozen=True, slots=True)
class Visit:
    id: int
    session_id: int
    ticket: int
    visitor_id: int
    first_name: str
    last_name: str
    state: str
    arrived_at: str
    line_at: str
    line_place: int
    """Its place in the line: a number that grows with every arrival and return, whatever the clock does."""
    since: str
    """When the present state began; for a call, its last repetition."""
    wanted_table_id: int | None
    """None for a table that was retired since: any table may call then."""
    table_id: int | None
    table: str
    """Name of the table the visit is at or waits for; '' for any."""
    return_at: str | None
    line_note: str
    category: str
    confidential: int
    matter: str
    priority: str
    """Name of the priority group; '' without one."""
    people: int
    on_paper: int
    outcome: str

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def shown_to(self, rights: ReadingRights) -> "Visit":
        """Return the same visit without the words of a confidential matter this clerk may not read."""
        cover = rights.cover(self.id, self.confidential)
        return replace(
            self,
            category=cover.label(self.category),
            matter=cover.words(self.matter),
            line_note=cover.words(self.line_note),
        )

    def may(self, step: str) -> bool:
        return self.state in STEPS[step] and (not self.on_paper or step == "finish")

    def must_allow(self, step: str) -> None:
        if self.on_paper and step != "finish":
            raise Refused(f"نوبت {fa(self.ticket)} از روی کاغذ ثبت شده است و در صف نیست.")
        if not self.may(step):
            raise Refused(f"نوبت {fa(self.ticket)} «{STATES[self.state]}» است؛ در این وضعیت انجام این کار ممکن نیست.")

    def in_line(self, now: str) -> bool:
        """Return whether the visit is waiting, or was held until a moment that has come."""
        return self.state == "waiting" or (self.state == "held" and (self.return_at or "") <= now)


_SELECT = (
    "SELECT visit.id AS id, session_id, ticket, visitor_id, first_name, last_name, visit.state AS state, arrived_at,"
    " line_at, line_place, COALESCE(latest.started_at, arrived_at) AS since,"
    " asked.id AS wanted_table_id, visit.table_id AS table_id, COALESCE(meeting_table.name, '') AS \"table\","
    " return_at, line_note,"
    " category.name AS category, confidential, matter, COALESCE(priority_group.name, '') AS priority, people, on_paper,"
    " outcome FROM visit JOIN visitor ON visitor.id = visitor_id JOIN category ON category.id = category_id"
    " LEFT JOIN meeting_table AS asked ON asked.id = wanted_table_id AND asked.retired_on = ''"
    " LEFT JOIN meeting_table ON meeting_table.id = COALESCE(visit.table_id, asked.id)"
    " LEFT JOIN priority_group ON priority_group.id = priority_group_id"
    " LEFT JOIN period AS latest ON latest.id = (SELECT MAX(id) FROM period WHERE visit_id = visit.id)"
)


def get(db: Database, visit_id: int) -> Visit:
    return get_deferred(db, visit_id)()


def get_deferred(db: Database, visit_id: int) -> Deferred[Visit]:
    """Inside a write: the visit as the statements sent so far leave it, read in the commit's own round trip when it is
    looked at after it."""
    return db.send(f"{_SELECT} WHERE visit.id = :id", id=visit_id).map_required_row(_visit)


def several_deferred(db: Database, among: str, **values: Any) -> Deferred[list[Visit]]:
    """`among`: the SQL that follows `visit.id`."""
    return db.send(f"{_SELECT} WHERE visit.id {among}", **values).map(lambda rows: [_visit(row) for row in rows])


def of_session(db: Database, session_id: int) -> list[Visit]:
    """Return the visits of a session in the order in which their present states began."""
    return [_visit(row) for row in db.rows(f"{_SELECT} WHERE session_id = :id ORDER BY latest.id", id=session_id)]


def registered_day(db: Database, visit_id: int) -> str:
    """Return the day the request was first registered, through every session the visit was carried over from."""
    row = db.required_row(
        "WITH RECURSIVE earlier (moved_from, session_id) AS (SELECT moved_from, session_id FROM visit WHERE id = :id"
        " UNION ALL SELECT visit.moved_from, visit.session_id FROM visit JOIN earlier ON visit.id = earlier.moved_from)"
        " SELECT MIN(session.day) AS day FROM earlier JOIN session ON session.id = earlier.session_id",
        id=visit_id,
    )
    return str(row["day"])


def at_table(db: Database, table_id: int) -> Visit | None:
    row = db.row(f"{_SELECT} WHERE visit.id = ({_AT_TABLE})", id=table_id)
    return _visit(row) if row else None


def ticket_at_table_deferred(db: Database, table_id: int) -> Deferred[int | None]:
    """Return the ticket of the visit that is at this table; None at a free one."""
    found = db.send(f"SELECT ticket FROM visit WHERE id = ({_AT_TABLE})", id=table_id)
    return found.map_row(lambda row: int(row["ticket"]) if row else None)


def _visit(row: Row) -> Visit:
    return Visit(**row)


_AT_TABLE = (
    "SELECT id FROM visit WHERE table_id = :id AND state IN ('called', 'meeting') AND on_paper = 0"
    " AND session_id IN (SELECT id FROM session WHERE state = 'open') LIMIT 1"
)


def recalls(db: Database, visit_id: int) -> int:
    """Return how often the present call has been repeated; 0 without a call."""
    return max(len(present_call(db, visit_id)) - 1, 0)


def present_call(db: Database, visit_id: int) -> list[int]:
    """Return the ids of the periods of the present call, newest first: its repetitions and the call itself."""
    periods = db.rows("SELECT id, state FROM period WHERE visit_id = :id ORDER BY id DESC", id=visit_id)
    return [period["id"] for period in takewhile(lambda period: period["state"] == "called", periods)]
