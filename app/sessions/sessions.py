"""Sessions: proposed, planned, opened, closed, cancelled, moved."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from app.access.clerks import Clerk
from app.errors import Refused
from app.journal.writing import Change, writing
from app.office import number_gaps, programmes
from app.papers import requests
from app.persian.calendar import local_day
from app.persian.text import checked
from app.sessions.carry_over import begin_waiting, bring_back, carry_over, end_visit, still_in
from app.sessions.endings import Closing, Ending, decided, unended
from app.sessions.next_day import next_day
from db import Database, Deferred, Row

LEADERS = ("caller", "manager", "administrator")
REOPENERS = ("manager", "administrator")
STATES = {"planned": "برنامه‌ریزی‌شده", "open": "باز", "closed": "پایان‌یافته", "cancelled": "لغوشده", "moved": "منتقل‌شده"}
FARTHEST = timedelta(days=400)
"""A day farther off is refused: it is a slip of the finger in the year."""


@dataclass(frozen=True, slots=True)
class Session:
    id: int
    programme_id: int
    programme: str
    audience: str
    series: str
    series_digit: int
    round: int | None
    """Its number in the programme; None before it is opened."""
    day: str
    state: str
    opened_at: str | None
    closed_at: str | None
    reason: str
    moved_to: int | None
    correcting_since: str
    """Since when a closed session is being corrected; '' while it is not."""

    @property
    def is_corrected_now(self) -> bool:
        return bool(self.correcting_since)

    def must_be_corrected_now(self) -> None:
        if not self.is_corrected_now:
            raise Refused("این جلسه پایان یافته است؛ ابتدا آن را در «جلسه‌ها» برای اصلاح باز کنید.")

    def must_be(self, *states: str) -> None:
        if self.state not in states:
            names = " یا ".join(STATES[state] for state in states)
            raise Refused(f"این جلسه {STATES[self.state]} است؛ این کار فقط برای جلسهٔ {names} ممکن است.")


_SELECT = (
    "SELECT session.id, programme_id, programme.name AS programme, audience, series, series_digit, round, day, state,"
    " opened_at, closed_at, reason, moved_to, correcting_since FROM session"
    " JOIN programme ON programme.id = programme_id"
)


def get(db: Database, session_id: int) -> Session:
    return get_deferred(db, session_id)()


def get_deferred(db: Database, session_id: int) -> Deferred[Session]:
    return db.send(f"{_SELECT} WHERE session.id = :id", id=session_id).map_required_row(_session)


def of_visit_deferred(db: Database, visit_id: int) -> Deferred[Session]:
    """Return the session a visit belongs to."""
    found = db.send(f"{_SELECT} WHERE session.id = (SELECT session_id FROM visit WHERE id = :id)", id=visit_id)
    return found.map_required_row(_session)


def _session(row: Row) -> Session:
    return Session(**row)


def opened(db: Database) -> Session | None:
    """Return the session under way; at most one is open at a time."""
    row = db.row(f"{_SELECT} WHERE state = 'open' ORDER BY session.id LIMIT 1")
    return Session(**row) if row else None


def left_open(db: Database) -> Session | None:
    """Return the session that is open though its day is not today: nobody closed it, or the clock was wrong then."""
    session = opened(db)
    return session if session and session.day != local_day(db.now()) else None


def planned(db: Database) -> list[Session]:
    return [Session(**row) for row in db.rows(f"{_SELECT} WHERE state = 'planned' ORDER BY day, session.id")]


def past(db: Database) -> list[Session]:
    """Return every session but the planned ones, newest first: minutes of any year are opened and printed."""
    rows = db.rows(f"{_SELECT} WHERE state <> 'planned' ORDER BY day DESC, session.id DESC")
    return [Session(**row) for row in rows]


def plan(db: Database, clerk: Clerk, programme_id: int, day: str) -> Session:
    with writing(db, clerk, LEADERS, "session") as change:
        if programme_id not in [programme.id for programme in programmes.active(db)]:
            raise Refused("برنامه را از فهرست انتخاب کنید.", "programme")
        return _plan(change, programme_id, day)


def open_today(db: Database, clerk: Clerk, programme_id: int) -> Session:
    """Open today's session of a programme, whether it was planned or not."""
    with writing(db, clerk, LEADERS, "session") as change:
        today = local_day(change.now)
        row = db.row(
            "SELECT id FROM session WHERE programme_id = :id AND day = :day AND state = 'planned'",
            id=programme_id,
            day=today,
        )
        return _open(change, get(db, row["id"]) if row else _plan(change, programme_id, today))


def close(
    db: Database, clerk: Clerk, session_id: int, waiting: str = "", chosen: Mapping[int, str] | None = None
) -> Closing:
    """Close the session and ask for its minutes.

    `chosen`: by the ids of the visits still in the session, what becomes of each: 'next' (carried over to the next
    session), 'left' or 'no_show'. `waiting`: the same for the visits that `chosen` does not name; '' raises Refused
    at the field `waiting` with the visitors' names, since a visitor may have come after the clerk looked.
    """
    with writing(db, clerk, LEADERS, "session", "queue", "papers") as change:
        session = get(db, session_id)
        session.must_be("open")
        closing = _end_all(change, session, decided(unended(db, session_id), chosen or {}, waiting))
        db.send("UPDATE session SET state = 'closed', closed_at = :now WHERE id = :id", id=session_id, now=change.now)
        requests.ask(change, "minutes", session_id, renewed=True)  # after a reopening the minutes differ
        changed(change, "close", session)
        return closing


def _end_all(change: Change, session: Session, endings: Mapping[int, Ending]) -> Closing:
    carried = [visit_id for visit_id, ending in endings.items() if ending == "next"]
    ended = {visit_id: ending for visit_id, ending in endings.items() if ending != "next"}
    target = following(change, session) if carried else None
    if target:
        carry_over(change, carried, target.id, "postponed")
    for visit_id, ending in ended.items():
        end_visit(change, visit_id, ending)
    absent = sum(ending == "no_show" for ending in ended.values())
    return Closing(session.id, target.day if target else "", len(carried), len(ended) - absent, absent)


def reopen(db: Database, clerk: Clerk, session_id: int, reason: str) -> Session:
    """Take back a closing by mistake, on the same day; the visits that it ended are in line again."""
    with writing(db, clerk, REOPENERS, "session", "queue") as change:
        session = get(db, session_id)
        session.must_be("closed")
        if session.day != local_day(change.now):
            raise Refused("فقط جلسهٔ امروز را می‌توان دوباره باز کرد.")
        _must_be_the_only_open_one(db)
        db.send(
            "UPDATE session SET state = 'open', closed_at = NULL, correcting_since = '',"
            " reason = :reason WHERE id = :id",
            id=session_id,
            reason=required_reason(reason),
        )
        bring_back(change, session_id, session.closed_at or "")
        return changed(change, "reopen", session)


def cancel(db: Database, clerk: Clerk, session_id: int, reason: str) -> Session:
    """Cancel a session that has nobody in it; one with visits or invitees is moved or closed instead."""
    with writing(db, clerk, LEADERS, "session") as change:
        session = get(db, session_id)
        session.must_be("planned", "open")
        _must_have_met_nobody(db, session)
        if still_in(db, session_id) or _invited(db, session_id):
            raise Refused("در این جلسه افرادی ثبت شده‌اند؛ آن را به روز دیگری منتقل کنید تا نوبتشان از دست نرود.")
        db.send(
            "UPDATE session SET state = 'cancelled', reason = :reason, round = :round WHERE id = :id",
            id=session_id,
            reason=required_reason(reason),
            round=_kept_round(db, session),
        )
        return changed(change, "cancel", session)


def move(db: Database, clerk: Clerk, session_id: int, day: str, reason: str) -> Session:
    """Move a session to another day, with its visits in their order under new tickets; return the new session."""
    with writing(db, clerk, LEADERS, "session", "queue") as change:
        session = get(db, session_id)
        session.must_be("planned", "open")
        _must_have_met_nobody(db, session)
        if session.state == "open" and day <= local_day(change.now):
            raise Refused("جلسهٔ باز را فقط به روزی پس از امروز می‌توان منتقل کرد.", "day")
        target = _plan(change, session.programme_id, day)
        db.send(
            "UPDATE session SET state = 'moved', reason = :reason, moved_to = :target, round = :round WHERE id = :id",
            id=session_id,
            reason=required_reason(reason),
            target=target.id,
            round=_kept_round(db, session),
        )
        db.send(
            "UPDATE invitee SET session_id = :target, moved_from = :id WHERE session_id = :id AND visit_id IS NULL",
            id=session_id,
            target=target.id,
        )
        carry_over(change, still_in(db, session_id), target.id, "moved")
        changed(change, "move", session)
        return target


def following(change: Change, session: Session) -> Session:
    """Return the programme's next session after this one, today at the earliest; it is planned now if it was not."""
    today = local_day(change.now)
    held = min(session.day, today)  # a session that was opened under a wrong clock may be of a day to come
    start = max((date.fromisoformat(held) + timedelta(days=1)).isoformat(), today)
    row = change.db.row(
        f"{_SELECT} WHERE programme_id = :id AND state = 'planned' AND day >= :start ORDER BY day LIMIT 1",
        id=session.programme_id,
        start=start,
    )
    if row:
        return Session(**row)
    return _plan(change, session.programme_id, next_day(change.db, session.programme_id, start))


def _plan(change: Change, programme_id: int, day: str) -> Session:
    day = _day(change, day)
    if change.db.row(
        "SELECT id FROM session WHERE programme_id = :id AND day = :day AND state IN ('planned', 'open')",
        id=programme_id,
        day=day,
    ):
        raise Refused("برای این روز جلسهٔ دیگری از همین برنامه ثبت شده است.", "day")
    row = change.db.required_row(
        "INSERT INTO session (programme_id, day, state) VALUES (:id, :day, 'planned') RETURNING id",
        id=programme_id,
        day=day,
    )
    change.record("plan", "session", row["id"], after={"day": day})
    return get(change.db, row["id"])


def _day(change: Change, day: str) -> str:
    """Return a day that can be set as YYYY-MM-DD; the clerk may have typed another of the spellings of ISO 8601."""
    try:
        found = date.fromisoformat(day)
    except ValueError:
        raise Refused("تاریخ جلسه درست نیست.", "day") from None
    today = date.fromisoformat(local_day(change.now))
    if found < today:
        raise Refused("این روز گذشته است؛ امروز یا روزی پس از آن را بنویسید.", "day")
    if found > today + FARTHEST:
        raise Refused("این روز بیش از یک سال دیگر است؛ تاریخ را بررسی کنید.", "day")
    return found.isoformat()


def _open(change: Change, session: Session) -> Session:
    """Give a planned session its number, and let those who registered for it wait from now on."""
    _must_be_the_only_open_one(change.db)
    change.db.send(
        "UPDATE session SET state = 'open', round = :round, opened_at = :now WHERE id = :id",
        id=session.id,
        round=next_round(change.db, session.programme_id),
        now=change.now,
    )
    begin_waiting(change, session.id)
    return changed(change, "open", session)


def _must_be_the_only_open_one(db: Database) -> None:
    if other := opened(db):
        raise Refused(f"جلسهٔ «{other.programme}» هنوز باز است؛ ابتدا آن را ببندید.")


def _must_have_met_nobody(db: Database, session: Session) -> None:
    if db.row("SELECT id FROM visit WHERE session_id = :id AND state = 'done' LIMIT 1", id=session.id):
        raise Refused("در این جلسه ملاقات انجام شده است؛ آن را ببندید و افراد باقی‌مانده را به جلسهٔ بعد منتقل کنید.")


def _invited(db: Database, session_id: int) -> bool:
    row = db.row("SELECT id FROM invitee WHERE session_id = :id AND visit_id IS NULL LIMIT 1", id=session_id)
    return row is not None


def _kept_round(db: Database, session: Session) -> int | None:
    """Return the number that a cancelled or moved session keeps: None when no visit was registered, so that the number
    is used again, because it stands on no ticket."""
    seen = db.row("SELECT id FROM visit WHERE session_id = :id LIMIT 1", id=session.id)
    return session.round if seen else None


def next_round(db: Database, programme_id: int) -> int:
    """Return the round after the last one given, or the one at which the office said its count goes on."""
    row = db.required_row(
        "SELECT COALESCE(MAX(round), 0) + 1 AS round FROM session WHERE programme_id = :id", id=programme_id
    )
    return max(
        int(row["round"]), number_gaps.last_round(db, programme_id) + 1, programmes.get(db, programme_id).next_round
    )


def changed(change: Change, action: str, before: Session) -> Session:
    after = get(change.db, before.id)
    change.record(
        action,
        "session",
        before.id,
        before={"state": before.state, "round": before.round},
        after={"state": after.state, "round": after.round, "reason": after.reason},
    )
    return after


def required_reason(reason: str) -> str:
    reason = checked(reason, "علت", "reason", 200)
    if not reason:
        raise Refused("علت را بنویسید.", "reason")
    return reason
