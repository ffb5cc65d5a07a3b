"""A day on paper that is entered afterwards, and a closed session that is corrected.

Both leave the session closed: `correcting_since` lets it take late entries, and the line of a session that is open
today is not touched.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from app.access.clerks import Clerk
from app.errors import Refused, refusals_beside
from app.journal.writing import Change, writing
from app.office import programmes
from app.office.programmes import Programme
from app.office.settings import settings
from app.papers import requests
from app.persian.calendar import at, jalali, local_day, with_colon
from app.persian.text import fa, isolate
from app.sessions import sessions
from app.sessions.carry_over import carry_over, still_in
from app.sessions.sessions import REOPENERS, Session, changed, following, next_round, required_reason
from db import Database, Row

_CLOSINGS = "('close', 'enter_past')"


@dataclass(frozen=True, slots=True)
class PaperDay:
    """A day that was held on paper, as typed: the ISO day, and 'HH:MM' for its beginning and end."""

    day: str
    opened: str
    closed: str

    def moments(self) -> tuple[str, str]:
        times = []
        for field, typed in (("opened", self.opened), ("closed", self.closed)):
            with refusals_beside(field):
                times.append(at(self.day, with_colon(typed)))
        if times[0] >= times[1]:
            raise Refused("ساعت پایان باید پس از ساعت آغاز باشد.", "closed")
        return times[0], times[1]


def enter_past(db: Database, clerk: Clerk, programme_id: int, held: PaperDay, reason: str) -> Session:
    """Enter a session that was held on paper and never opened: it takes late entries at once. Visits that were carried
    over into it before are carried on to the programme's next session; a paper form of theirs is a late entry too."""
    with writing(db, clerk, REOPENERS, "session", "queue") as change:
        if programme_id not in [programme.id for programme in programmes.active(db)]:
            raise Refused("برنامه را از فهرست انتخاب کنید.", "programme")
        day = _past_day(change, programmes.get(db, programme_id), held.day)
        opened_at, closed_at = PaperDay(day, held.opened, held.closed).moments()
        before = _never_opened(change, programme_id, day)
        if waiting := still_in(db, before.id):
            carry_over(change, waiting, following(change, before).id, "moved")
        db.send(
            "UPDATE session SET state = 'closed', round = :round, opened_at = :opened, closed_at = :closed,"
            " reason = :reason, correcting_since = :now WHERE id = :id",
            id=before.id,
            round=before.round or next_round(db, programme_id),
            opened=opened_at,
            closed=closed_at,
            reason=required_reason(reason),
            now=change.now,
        )
        return changed(change, "enter_past", before)


def correct(db: Database, clerk: Clerk, session_id: int, reason: str) -> Session:
    """Let a closed session take late entries, within the office's days after its closing."""
    with writing(db, clerk, REOPENERS, "session", "queue") as change:
        session = sessions.get(db, session_id)
        session.must_be("closed")
        if session.is_corrected_now:
            raise Refused("این جلسه هم‌اکنون در حال اصلاح است.")
        _must_be_recent(change, session)
        db.send(
            "UPDATE session SET correcting_since = :now, reason = :reason WHERE id = :id",
            id=session_id,
            now=change.now,
            reason=required_reason(reason),
        )
        return changed(change, "correct", session)


def finish(db: Database, clerk: Clerk, session_id: int) -> Session:
    """End the corrections and ask for the minutes as they are now."""
    with writing(db, clerk, REOPENERS, "session", "queue", "papers") as change:
        session = sessions.get(db, session_id)
        if not session.is_corrected_now:
            raise Refused("این جلسه در حال اصلاح نیست.")
        db.send("UPDATE session SET correcting_since = '' WHERE id = :id", id=session_id)
        requests.ask(change, "minutes", session_id, renewed=True)
        return changed(change, "corrected", session)


def closing(db: Database, session_id: int) -> Row | None:
    """Return the journal's row (id, at, action, clerk) of the closing after which everything is a correction; None for
    a session that was never closed."""
    return db.row(
        "SELECT id, at, action, clerk FROM journal WHERE subject = 'session' AND subject_id = :id"
        f" AND action IN {_CLOSINGS} ORDER BY id DESC LIMIT 1",
        id=session_id,
    )


def _must_be_recent(change: Change, session: Session) -> None:
    days = settings(change.db).correction_days
    closed = closing(change.db, session.id)
    closed_day = local_day(closed["at"]) if closed else session.day
    last = (date.fromisoformat(closed_day) + timedelta(days=days)).isoformat()
    if local_day(change.now) > last:
        raise Refused(
            f"مهلت اصلاح این جلسه ({fa(days)} روز پس از پایان آن) در {isolate(fa(jalali(last)))} به پایان رسیده است."
        )


def _past_day(change: Change, programme: Programme, typed: str) -> str:
    """Return a day before today on which the programme could have been held."""
    try:
        day = date.fromisoformat(typed).isoformat()
    except ValueError:
        raise Refused("تاریخ جلسه درست نیست.", "day") from None
    today = local_day(change.now)
    if day > today:
        raise Refused("این روز هنوز نیامده است.", "day")
    if day == today:
        raise Refused("جلسهٔ امروز را باز کنید و مراجعه‌کنندگان را با «از روی کاغذ» در پذیرش ثبت کنید.", "day")
    if day < (began := _began(change.db, programme)):
        raise Refused(f"برنامه از {isolate(fa(jalali(began)))} آغاز شده است؛ روزی پس از آن را بنویسید.", "day")
    return day


def _began(db: Database, programme: Programme) -> str:
    """Return the first day that can be entered: the programme's own, or the first one in the journal if that is
    earlier."""
    first = db.required_row("SELECT at FROM journal ORDER BY id LIMIT 1")
    return min(programme.anchor_day, local_day(first["at"]))


def _never_opened(change: Change, programme_id: int, day: str) -> Session:
    """Return the programme's planned session of that day, planned now if it was not. Refused where one was held."""
    rows = change.db.rows(
        "SELECT id, state FROM session WHERE programme_id = :id AND day = :day AND state IN"
        " ('planned', 'open', 'closed') ORDER BY id",
        id=programme_id,
        day=day,
    )
    if held := next((row for row in rows if row["state"] != "planned"), None):
        what = "پایان دهید و سپس اصلاح کنید" if held["state"] == "open" else "برای اصلاح بازگشایی کنید"
        raise Refused(f"جلسهٔ این روز قبلاً ثبت شده است؛ همان را {what}.", "day")
    if rows:
        return sessions.get(change.db, rows[0]["id"])
    row = change.db.required_row(
        "INSERT INTO session (programme_id, day, state) VALUES (:id, :day, 'planned') RETURNING id",
        id=programme_id,
        day=day,
    )
    change.record("plan", "session", row["id"], after={"day": day})
    return sessions.get(change.db, row["id"])
