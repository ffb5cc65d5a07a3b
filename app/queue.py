"""The line and the tables: who waits, who is called where, and every step between."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app import sessions
from app.calendar import at, local_day, local_time
from app.carry import carry_over, end_visit
from app.clerks import Clerk
from app.errors import Refused
from app.journal import Entry, writing
from app.line import Waiting, order
from app.office import settings
from app.text import checked, fa
from db import Database, Row

ROLES = ("caller", "table")
STATES = {
    "waiting": "در انتظار", "called": "فراخوانده", "meeting": "در حال ملاقات", "held": "نگه‌داشته", "no_show": "غایب",
    "left": "انصراف", "postponed": "جلسهٔ بعد", "moved": "جلسهٔ دیگر", "done": "پایان‌یافته",
}
STEPS = {
    "call": ("waiting", "held"),
    "recall": ("called",),
    "came": ("called",),
    "no_show": ("called",),
    "back": ("called", "held", "no_show", "left", "meeting"),
    "hold": ("waiting", "called", "meeting"),
    "send": ("waiting", "called", "meeting", "held"),
    "postpone": ("waiting", "called", "held", "no_show"),
    "leave": ("waiting", "called", "held", "no_show"),
    "undo": ("called",),
    "finish": ("called", "meeting"),
}
"""From which states each step may be taken; every other one is refused."""


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
    since: str
    """When the present state began."""
    wanted_table_id: int | None
    table_id: int | None
    table: str
    """Of the table it is at or asks for; '' for any."""
    return_at: str | None
    line_note: str
    category: str
    confidential: int
    matter: str
    priority: str
    """Name of the priority group; '' without."""
    people: int
    on_paper: int
    outcome: str

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def must_allow(self, step: str) -> None:
        if self.state not in STEPS[step]:
            raise Refused(f"نوبت {fa(self.ticket)} «{STATES[self.state]}» است؛ این کار از این حال شدنی نیست.")


@dataclass(frozen=True, slots=True)
class Line:
    """The session as the caller sees it."""

    next: tuple[Visit, ...]
    """Waiting, from the head of the line."""
    why: dict[int, str]
    """By visit: «نوبت» or «اولویت»."""
    at_tables: tuple[Visit, ...]
    held: tuple[Visit, ...]
    absent: tuple[Visit, ...]
    ended: tuple[Visit, ...]
    """Newest first."""


@dataclass(frozen=True, slots=True)
class Call:
    """One line of the public display. Names only where the office chose so; the matter never."""

    period_id: int
    ticket: int
    table: str
    at: str
    name: str


_VISIT = (
    "SELECT visit.id AS id, session_id, ticket, visitor_id, first_name, last_name, visit.state AS state, arrived_at,"
    " line_at, COALESCE((SELECT MAX(started_at) FROM period WHERE visit_id = visit.id), arrived_at) AS since,"
    " wanted_table_id, visit.table_id AS table_id, COALESCE(meeting_table.name, '') AS \"table\", return_at, line_note,"
    " category.name AS category, confidential, matter, COALESCE(priority_group.name, '') AS priority, people, on_paper,"
    " outcome FROM visit JOIN visitor ON visitor.id = visitor_id JOIN category ON category.id = category_id"
    " LEFT JOIN meeting_table ON meeting_table.id = COALESCE(visit.table_id, wanted_table_id)"
    " LEFT JOIN priority_group ON priority_group.id = priority_group_id"
)


def one(db: Database, visit_id: int) -> Visit:
    return Visit(**db.one(f"{_VISIT} WHERE visit.id = :id", id=visit_id))


def line(db: Database, session_id: int) -> Line:
    """Everyone of the session, where they are; who was held until a time that has come is in line again."""
    visits = [Visit(**row) for row in db.rows(f"{_VISIT} WHERE session_id = :id", id=session_id)]
    now = db.now()
    waiting = [visit for visit in visits if _in_line(visit, now)]
    places = _ordered(db, session_id, waiting)
    by_id = {visit.id: visit for visit in waiting}
    return Line(
        next=tuple(by_id[place.visit_id] for place in places),
        why={place.visit_id: place.why for place in places},
        at_tables=_some(visits, "called", "meeting"),
        held=tuple(visit for visit in _some(visits, "held") if visit.id not in by_id),
        absent=_some(visits, "no_show"),
        ended=tuple(reversed(_some(visits, "done", "left", "postponed", "moved"))),
    )


def next_for(db: Database, session_id: int, table_id: int) -> Visit | None:
    """Who would be called to this table now: the look before the number goes public."""
    waiting = [visit for visit in _waiting(db, session_id) if visit.wanted_table_id in (None, table_id)]
    places = _ordered(db, session_id, waiting)
    return next((visit for place in places[:1] for visit in waiting if visit.id == place.visit_id), None)


def at_table(db: Database, table_id: int) -> Visit | None:
    row = db.row(f"{_VISIT} WHERE visit.table_id = :id AND visit.state IN ('called', 'meeting') AND on_paper = 0"
                 " AND session_id IN (SELECT id FROM session WHERE state = 'open')", id=table_id)
    return Visit(**row) if row else None


def call_next(db: Database, clerk: Clerk, session_id: int, table_id: int) -> Visit | None:
    """Call whoever the order names; None when nobody waits for this table."""
    with writing(db, clerk, ROLES, "queue") as entry:
        _must_be_free(db, table_id)
        visit = next_for(db, session_id, table_id)
        return _call(entry, visit, table_id) if visit else None


def call(db: Database, clerk: Clerk, visit_id: int, table_id: int) -> Visit:
    """Call a chosen one."""
    with writing(db, clerk, ROLES, "queue") as entry:
        visit = _step(entry, visit_id, "call")
        _must_be_free(db, table_id)
        return _call(entry, visit, table_id)


def recall(db: Database, clerk: Clerk, visit_id: int) -> Visit:
    """Say the number again, at most as often as the office allows; after that there is only no-show."""
    with writing(db, clerk, ROLES, "queue") as entry:
        visit = _step(entry, visit_id, "recall")
        limit = settings(db).recall_limit
        if recalls(db, visit_id) >= limit:
            raise Refused(
                f"نوبت {fa(visit.ticket)} {fa(limit)} بار دوباره خوانده شده است؛ غیبت بزنید یا به صف برگردانید.")
        return _enter(entry, visit, "called", table_id=visit.table_id)


def recalls(db: Database, visit_id: int) -> int:
    """How often the present call has been repeated."""
    states = [row["state"] for row in db.rows("SELECT state FROM period WHERE visit_id = :id ORDER BY id DESC",
                                              id=visit_id)]
    return max(next((n for n, state in enumerate(states) if state != "called"), len(states)) - 1, 0)


def came(db: Database, clerk: Clerk, visit_id: int) -> Visit:
    with writing(db, clerk, ROLES, "queue") as entry:
        visit = _step(entry, visit_id, "came")
        return _enter(entry, visit, "meeting", table_id=visit.table_id)


def no_show(db: Database, clerk: Clerk, visit_id: int) -> None:
    with writing(db, clerk, ROLES, "queue") as entry:
        _step(entry, visit_id, "no_show")
        end_visit(entry, visit_id, "no_show")


def back(db: Database, clerk: Clerk, visit_id: int) -> Visit:
    """Into the line again: at the old place, but who was absent or had left at its end."""
    with writing(db, clerk, ROLES, "queue") as entry:
        visit = _step(entry, visit_id, "back")
        line_at = entry.now if visit.state in ("no_show", "left") else visit.line_at
        return _enter(entry, visit, "waiting", line_at=line_at)


def undo(db: Database, clerk: Clerk, visit_id: int) -> Visit:
    """Take back a mistaken call: the place in line is the old one and the call counts for nothing."""
    with writing(db, clerk, ROLES, "queue") as entry:
        visit = _step(entry, visit_id, "undo")
        db.rows("UPDATE period SET note = 'undone' WHERE visit_id = :id AND state = 'called' AND ended_at IS NULL",
                id=visit_id)
        return _enter(entry, visit, "waiting")


def hold(db: Database, clerk: Clerk, visit_id: int, until: str) -> Visit:
    """Aside until a time of today, 'HH:MM'; then in line by itself at the old place."""
    with writing(db, clerk, ROLES, "queue") as entry:
        visit = _step(entry, visit_id, "hold")
        moment = at(local_day(entry.now), until)
        if moment <= entry.now:
            raise Refused(f"ساعت بازگشت باید پس از اکنون ({fa(local_time(entry.now))}) باشد.", "until")
        return _enter(entry, visit, "held", return_at=moment)


def send(db: Database, clerk: Clerk, visit_id: int, table_id: int | None, note: str) -> Visit:
    """To another table's line (None: any table's) at the old place, with a word for that table."""
    with writing(db, clerk, ROLES, "queue") as entry:
        visit = _step(entry, visit_id, "send")
        note = checked(note, "یادداشت", "note", 200)
        return _enter(entry, visit, "waiting", wanted_table_id=table_id, line_note=note)


def postpone(db: Database, clerk: Clerk, visit_id: int) -> None:
    """To the programme's next session, under a new ticket there."""
    with writing(db, clerk, ROLES, "queue", "session") as entry:
        visit = _step(entry, visit_id, "postpone")
        session = sessions.one(db, visit.session_id)
        carry_over(entry, [visit_id], sessions.following(entry, session).id, "postponed")


def leave(db: Database, clerk: Clerk, visit_id: int) -> None:
    """The visitor gave up waiting."""
    with writing(db, clerk, (*ROLES, "reception"), "queue") as entry:
        _step(entry, visit_id, "leave")
        end_visit(entry, visit_id, "left")


def ahead(db: Database, visit: Visit) -> int:
    """How many will be called before this visit, as things stand."""
    return next((n for n, each in enumerate(line(db, visit.session_id).next) if each.id == visit.id), 0)


def last_calls(db: Database, session_id: int, limit: int = 6) -> list[Call]:
    """For the public display: newest first, one line a visit, mistaken calls left out."""
    names = bool(settings(db).display_names)
    rows = db.rows(
        "SELECT MAX(period.id) AS period_id, ticket, meeting_table.name AS \"table\", MAX(started_at) AS at,"
        " first_name, last_name FROM visit JOIN period ON period.visit_id = visit.id"
        " JOIN meeting_table ON meeting_table.id = period.table_id JOIN visitor ON visitor.id = visitor_id"
        " WHERE session_id = :id AND period.state = 'called' AND period.note <> 'undone' AND on_paper = 0"
        " GROUP BY visit.id, ticket, meeting_table.name, first_name, last_name ORDER BY period_id DESC LIMIT :limit",
        id=session_id, limit=limit,
    )
    return [Call(row["period_id"], row["ticket"], row["table"], row["at"],
                 f"{row['first_name']} {row['last_name']}".strip() if names else "") for row in rows]


def finish(entry: Entry, visit_id: int, outcome: str) -> None:
    """The meeting is over; frees the table. A visitor who was served without «آمد» has come all the same."""
    visit = _step(entry, visit_id, "finish")
    if visit.state == "called":
        _enter(entry, visit, "meeting", table_id=visit.table_id)
    if visit.on_paper:
        entry.db.rows("UPDATE period SET ended_at = (SELECT paper_ended_at FROM visit WHERE id = :id)"
                      " WHERE visit_id = :id AND ended_at IS NULL", id=visit_id)
    end_visit(entry, visit_id, "done", outcome)


def reopen(entry: Entry, visit_id: int) -> Visit:
    """A finished visit whose paraph was taken back: in line at its old place, or, served on paper, without its paraph
    again. In a session that is over it stays finished, without an outcome."""
    visit = one(entry.db, visit_id)
    if visit.on_paper or sessions.one(entry.db, visit.session_id).state != "open":
        state = "meeting" if visit.on_paper else visit.state
        entry.db.rows("UPDATE visit SET state = :state, outcome = '' WHERE id = :id", state=state, id=visit_id)
        return one(entry.db, visit_id)
    return _enter(entry, visit, "waiting", wanted_table_id=visit.table_id)


def _waiting(db: Database, session_id: int) -> list[Visit]:
    rows = db.rows(f"{_VISIT} WHERE session_id = :id AND visit.state IN ('waiting', 'held')", id=session_id)
    now = db.now()
    return [visit for visit in (Visit(**row) for row in rows) if _in_line(visit, now)]


def _some(visits: Sequence[Visit], *states: str) -> tuple[Visit, ...]:
    return tuple(sorted((visit for visit in visits if visit.state in states), key=lambda visit: visit.since))


def _in_line(visit: Visit, now: str) -> bool:
    return visit.state == "waiting" or (visit.state == "held" and (visit.return_at or "") <= now)


def _ordered(db: Database, session_id: int, waiting: Sequence[Visit]) -> list[Any]:
    people = [Waiting(visit.id, visit.line_at, visit.ticket, bool(visit.priority), visit.wanted_table_id)
              for visit in waiting]
    return order(people, after=settings(db).priority_after, ordinary_since=_ordinary_since(db, session_id))


def _ordinary_since(db: Database, session_id: int) -> int:
    """Ordinary visitors called since the last priority one; recalls and mistaken calls do not count."""
    rows = db.rows(
        "SELECT priority_group_id AS special FROM visit JOIN period ON period.visit_id = visit.id"
        " WHERE session_id = :id AND period.state = 'called' AND note <> 'undone' AND on_paper = 0"
        " GROUP BY visit.id, priority_group_id ORDER BY MIN(period.id) DESC LIMIT 20", id=session_id,
    )
    return next((n for n, row in enumerate(rows) if row["special"]), len(rows))


def _step(entry: Entry, visit_id: int, step: str) -> Visit:
    visit = one(entry.db, visit_id)
    visit.must_allow(step)
    return visit


def _must_be_free(db: Database, table_id: int) -> None:
    if busy := at_table(db, table_id):
        raise Refused(f"نوبت {fa(busy.ticket)} هنوز سر {busy.table} است؛ نخست نتیجهٔ آن را ثبت کنید.")


def _call(entry: Entry, visit: Visit, table_id: int) -> Visit:
    sessions.one(entry.db, visit.session_id).must_be("open")
    return _enter(entry, visit, "called", table_id=table_id)


def _enter(entry: Entry, visit: Visit, state: str, **changes: Any) -> Visit:
    """Into a state: the old period ends, a new one begins, the journal knows."""
    values: Row = {"table_id": None, "return_at": None, "line_at": visit.line_at, "line_note": visit.line_note,
                   "wanted_table_id": visit.wanted_table_id} | changes
    db, clerk_id = entry.db, entry.clerk.id or None
    db.rows("UPDATE period SET ended_at = :now WHERE visit_id = :id AND ended_at IS NULL", now=entry.now, id=visit.id)
    db.rows("INSERT INTO period (visit_id, state, started_at, clerk_id, table_id)"
            " VALUES (:id, :state, :now, :clerk, :table_id)",
            id=visit.id, state=state, now=entry.now, clerk=clerk_id, table_id=values["table_id"])
    db.rows("UPDATE visit SET state = :state, outcome = '', table_id = :table_id, return_at = :return_at,"
            " line_at = :line_at, line_note = :line_note, wanted_table_id = :wanted_table_id WHERE id = :id",
            id=visit.id, state=state, **values)
    entry.record(state, "visit", visit.id, before={"state": visit.state, "table_id": visit.table_id},
                 after={"state": state, **values})
    return one(db, visit.id)
