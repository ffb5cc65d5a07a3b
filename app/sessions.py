"""Sessions: proposed, planned, opened, closed, cancelled, moved."""

from dataclasses import dataclass
from datetime import date, timedelta

from app import programmes
from app.calendar import local_day
from app.clerks import Clerk
from app.errors import Refused
from app.journal import Entry, writing
from app.lists import holidays
from app.search import remember
from app.text import checked
from db import Database

ROLES = ("caller", "manager", "administrator")
STATES = {"planned": "برنامه‌ریزی‌شده", "open": "باز", "closed": "پایان‌یافته", "cancelled": "لغوشده", "moved": "منتقل‌شده"}
WAITING = ("waiting", "called", "meeting", "held")


@dataclass(frozen=True, slots=True)
class Session:
    id: int
    programme_id: int
    programme: str
    audience: str
    series: str
    series_digit: int
    round: int | None
    """Numbered when it is opened."""
    day: str
    state: str
    opened_at: str | None
    closed_at: str | None
    reason: str
    moved_to: int | None

    def must_be(self, *states: str) -> None:
        if self.state not in states:
            names = " یا ".join(STATES[state] for state in states)
            raise Refused(f"این جلسه {STATES[self.state]} است؛ این کار جلسهٔ {names} می‌خواهد.")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A session the rhythm asks for and nobody has planned yet."""

    programme_id: int
    programme: str
    day: str


_SELECT = (
    "SELECT session.id, programme_id, programme.name AS programme, audience, series, series_digit, round, day, state,"
    " opened_at, closed_at, reason, moved_to FROM session JOIN programme ON programme.id = programme_id"
)


def one(db: Database, session_id: int) -> Session:
    return Session(**db.one(f"{_SELECT} WHERE session.id = :id", id=session_id))


def opened(db: Database) -> Session | None:
    """The session under way; one at a time."""
    row = db.row(f"{_SELECT} WHERE state = 'open' ORDER BY session.id LIMIT 1")
    return Session(**row) if row else None


def left_open(db: Database) -> Session | None:
    """A session still open from an earlier day: said at the next start."""
    session = opened(db)
    return session if session and session.day < local_day(db.now()) else None


def planned(db: Database) -> list[Session]:
    return [Session(**row) for row in db.rows(f"{_SELECT} WHERE state = 'planned' ORDER BY day, session.id")]


def past(db: Database, limit: int = 60) -> list[Session]:
    """Sessions that have been held or called off, newest first."""
    rows = db.rows(f"{_SELECT} WHERE state <> 'planned' ORDER BY day DESC, session.id DESC LIMIT :limit", limit=limit)
    return [Session(**row) for row in rows]


def proposals(db: Database, count: int = 3) -> list[Proposal]:
    """The next days of every programme that have no session yet, earliest first."""
    closed = holidays(db)
    taken = {(row["programme_id"], row["day"]) for row in db.rows("SELECT programme_id, day FROM session")}
    found = [
        Proposal(programme.id, programme.name, day)
        for programme in programmes.active(db)
        for day in programme.days(local_day(db.now()), count, closed)
        if (programme.id, day) not in taken
    ]
    return sorted(found, key=lambda proposal: proposal.day)


def plan(db: Database, clerk: Clerk, programme_id: int, day: str) -> Session:
    with writing(db, clerk, ROLES, "session") as entry:
        return _plan(entry, programme_id, day)


def open_(db: Database, clerk: Clerk, session_id: int) -> Session:
    """Number the session and begin it."""
    with writing(db, clerk, ROLES, "session") as entry:
        return _open(entry, session_id)


def open_today(db: Database, clerk: Clerk, programme_id: int) -> Session:
    """Open today's session of a programme, planned or not: one key on a busy morning."""
    with writing(db, clerk, ROLES, "session") as entry:
        today = local_day(entry.now)
        row = db.row("SELECT id FROM session WHERE programme_id = :id AND day = :day AND state = 'planned'",
                     id=programme_id, day=today)
        return _open(entry, row["id"] if row else _plan(entry, programme_id, today).id)


def still_in(db: Database, session_id: int) -> list[int]:
    """Visits the session would leave behind, in the order of their tickets."""
    rows = db.rows(
        "SELECT id FROM visit WHERE session_id = :id AND on_paper = 0"
        " AND state IN ('waiting', 'called', 'meeting', 'held') ORDER BY ticket", id=session_id,
    )
    return [row["id"] for row in rows]


def close(db: Database, clerk: Clerk, session_id: int, waiting: str = "") -> Session:
    """End the session. `waiting` says what becomes of those still in line: 'next', 'left' or 'no_show'."""
    with writing(db, clerk, ROLES, "session", "queue") as entry:
        session = one(db, session_id)
        session.must_be("open")
        left = still_in(db, session_id)
        if left and waiting not in ("next", "left", "no_show"):
            raise Refused(f"{len(left)} نفر هنوز در جلسه‌اند؛ بگویید چه شوند.", "waiting")
        if left and waiting == "next":
            carry_over(entry, left, following(entry, session).id, "postponed")
        elif left:
            for visit_id in left:
                end_visit(entry, visit_id, waiting)
        db.rows("UPDATE session SET state = 'closed', closed_at = :now WHERE id = :id", id=session_id, now=entry.now)
        return _changed(entry, "close", session)


def cancel(db: Database, clerk: Clerk, session_id: int, reason: str) -> Session:
    """Call a session off. Its people must have gone somewhere first: `move` or `close`."""
    with writing(db, clerk, ROLES, "session") as entry:
        session = one(db, session_id)
        session.must_be("planned", "open")
        if still_in(db, session_id):
            raise Refused("در این جلسه کسانی ثبت شده‌اند؛ جلسه را به روز دیگری منتقل کنید.")
        db.rows("UPDATE session SET state = 'cancelled', reason = :reason WHERE id = :id",
                id=session_id, reason=_reason(reason))
        return _changed(entry, "cancel", session)


def move(db: Database, clerk: Clerk, session_id: int, day: str, reason: str) -> Session:
    """To another day, with its people in their order under new tickets; answers with the new session."""
    with writing(db, clerk, ROLES, "session", "queue") as entry:
        session = one(db, session_id)
        session.must_be("planned", "open")
        if day <= session.day and session.state == "open":
            raise Refused("جلسهٔ باز را تنها به روزی پس از امروز می‌توان برد.", "day")
        goal = _plan(entry, session.programme_id, day)
        db.rows("UPDATE session SET state = 'moved', reason = :reason, moved_to = :goal WHERE id = :id",
                id=session_id, reason=_reason(reason), goal=goal.id)
        db.rows("UPDATE invitee SET session_id = :goal WHERE session_id = :id AND visit_id IS NULL",
                id=session_id, goal=goal.id)
        carry_over(entry, still_in(db, session_id), goal.id, "moved")
        _changed(entry, "move", session)
        return goal


def following(entry: Entry, session: Session) -> Session:
    """The programme's next session after this one, planned now if nobody has."""
    row = entry.db.row(f"{_SELECT} WHERE programme_id = :id AND state = 'planned' AND day > :day ORDER BY day LIMIT 1",
                       id=session.programme_id, day=session.day)
    if row:
        return Session(**row)
    after = (date.fromisoformat(session.day) + timedelta(days=1)).isoformat()
    programme = programmes.one(entry.db, session.programme_id)
    taken = {row["day"] for row in entry.db.rows("SELECT day FROM session WHERE programme_id = :id", id=programme.id)}
    return _plan(entry, programme.id, programme.days(after, 1, holidays(entry.db) | taken)[0])


def carry_over(entry: Entry, visit_ids: list[int], session_id: int, state: str) -> None:
    """Into another session, in their order, each under a new ticket; the old visit names the reason as its state."""
    for visit_id in visit_ids:
        end_visit(entry, visit_id, state)
        row = entry.db.one(
            f"INSERT INTO visit (session_id, ticket, state, arrived_at, line_at, moved_from, {_CARRIED})"
            " SELECT :session_id, (SELECT COALESCE(MAX(ticket), 0) + 1 FROM visit WHERE session_id = :session_id),"
            f" 'waiting', :now, :now, id, {_CARRIED} FROM visit WHERE id = :id RETURNING id, ticket",
            id=visit_id, session_id=session_id, now=entry.now,
        )
        entry.db.rows("INSERT INTO period (visit_id, state, started_at, clerk_id)"
                      " VALUES (:id, 'waiting', :now, :clerk)",
                      id=row["id"], now=entry.now, clerk=entry.clerk.id or None)
        entry.db.rows("UPDATE attachment SET visit_id = :new WHERE visit_id = :old", new=row["id"], old=visit_id)
        remember(entry.db, row["id"])
        entry.record("carry", "visit", row["id"], after={"from": visit_id, "ticket": row["ticket"]})


def end_visit(entry: Entry, visit_id: int, state: str, outcome: str = "") -> None:
    """The last step of a visit: its open period ends, nothing begins."""
    entry.db.rows("UPDATE period SET ended_at = :now WHERE visit_id = :id AND ended_at IS NULL",
                  id=visit_id, now=entry.now)
    before = entry.db.one("SELECT state, outcome FROM visit WHERE id = :id", id=visit_id)
    outcome = outcome or {"postponed": "postponed", "no_show": "no_show", "left": "withdrew"}.get(state, "")
    after = {"state": state, "outcome": outcome}
    entry.db.rows("UPDATE visit SET state = :state, outcome = :outcome, return_at = NULL WHERE id = :id",
                  id=visit_id, **after)
    entry.record(state, "visit", visit_id, before=before, after=after)


_CARRIED = (
    "visitor_id, wanted_table_id, category_id, matter, district_id, against_unit_id, enclosures, priority_group_id,"
    " priority_reason, companion, companion_relation, people, same_as"
)


def _plan(entry: Entry, programme_id: int, day: str) -> Session:
    try:
        date.fromisoformat(day)
    except ValueError:
        raise Refused("تاریخ جلسه درست نیست.", "day") from None
    if entry.db.row("SELECT id FROM session WHERE programme_id = :id AND day = :day AND state IN ('planned', 'open')",
                    id=programme_id, day=day):
        raise Refused("برای این روز جلسه‌ای از همین برنامه هست.", "day")
    row = entry.db.one("INSERT INTO session (programme_id, day, state) VALUES (:id, :day, 'planned') RETURNING id",
                       id=programme_id, day=day)
    entry.record("plan", "session", row["id"], after={"day": day})
    return one(entry.db, row["id"])


def _open(entry: Entry, session_id: int) -> Session:
    session = one(entry.db, session_id)
    session.must_be("planned")
    if other := opened(entry.db):
        raise Refused(f"جلسهٔ «{other.programme}» هنوز باز است؛ نخست آن را ببندید.")
    entry.db.rows("UPDATE session SET state = 'open', round = :round, opened_at = :now WHERE id = :id",
                  id=session_id, round=_next_round(entry.db, session.programme_id), now=entry.now)
    return _changed(entry, "open", session)


def _next_round(db: Database, programme_id: int) -> int:
    """The round after the last one held, or where the office said its count goes on."""
    row = db.one("SELECT COALESCE(MAX(round), 0) + 1 AS round FROM session WHERE programme_id = :id", id=programme_id)
    return max(int(row["round"]), programmes.one(db, programme_id).next_round)


def _changed(entry: Entry, action: str, before: Session) -> Session:
    after = one(entry.db, before.id)
    entry.record(action, "session", before.id, before={"state": before.state, "round": before.round},
                 after={"state": after.state, "round": after.round, "reason": after.reason})
    return after


def _reason(reason: str) -> str:
    reason = checked(reason, "علت", "reason", 200)
    if not reason:
        raise Refused("علت را بنویسید.", "reason")
    return reason
