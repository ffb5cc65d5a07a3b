"""The parts of the minutes that look beyond their session: returning visitors, promises, fates of earlier ones."""

from dataclasses import replace
from datetime import date, timedelta

from app.access.privacy import cover_on_paper
from app.figures.attendance import IS_FIRST, TIMES_EVER, VISITS
from app.figures.promises import FATES, IS_PROMISE, Promised, fates
from app.papers.documents import Minutes, MinutesFate, MinutesPromises, MinutesReturn
from app.persian.calendar import local_day
from app.persian.text import sort_key
from app.sessions import sessions
from app.sessions.days import held_before
from app.sessions.sessions import Session
from db import Database


def with_additions(db: Database, minutes: Minutes, session_id: int) -> Minutes:
    session = sessions.get(db, session_id)
    return replace(
        minutes, returns=_returns(db, session), promised=_promised(db, session), before=_promises_before(db, session)
    )


def _returns(db: Database, session: Session) -> tuple[MinutesReturn, ...]:
    """Return who had been at the programme before, those who came most often first. No name stands beside a
    confidential matter."""
    rows = db.rows(
        f"SELECT visitor_id, first_name, last_name, MAX(confidential) AS confidential, {TIMES_EVER} AS times"
        f" FROM {VISITS} JOIN visitor ON visitor.id = visitor_id JOIN category ON category.id = category_id"
        f" WHERE session_id = :session AND visit.state NOT IN ('moved', 'postponed') AND NOT {IS_FIRST}"
        " GROUP BY visitor_id, first_name, last_name",
        session=session.id,
        programme=session.programme_id,
        until=session.day,
    )
    found = [
        MinutesReturn(
            cover_on_paper(row["confidential"]).words(f"{row['first_name']} {row['last_name']}".strip()), row["times"]
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda each: (-each.times, sort_key(each.visitor))))


def _promised(db: Database, session: Session) -> tuple[tuple[str, int], ...]:
    """Return the days that were promised at the session, and how many answers for each."""
    rows = db.rows(
        f"SELECT due_day, COUNT(*) AS n FROM followup WHERE {IS_PROMISE} AND referral_id IN"
        " (SELECT referral.id FROM referral JOIN visit ON visit.id = visit_id WHERE session_id = :session)"
        " GROUP BY due_day ORDER BY due_day",
        session=session.id,
    )
    return tuple((row["due_day"], row["n"]) for row in rows)


def _promises_before(db: Database, session: Session) -> MinutesPromises | None:
    """Return what became, until today, of the promises given at the last session and of those, whenever they were
    given, whose day came since; None before the second session, and where there was nothing to keep."""
    last = held_before(db, session.programme_id, session.day)
    if not last:
        return None
    given = fates(db, Promised(session.programme_id, last.id))
    after = (date.fromisoformat(last.day) + timedelta(days=1)).isoformat()
    due = fates(db, Promised(session.programme_id, since=after, until=session.day))
    rows = tuple(MinutesFate(FATES[name].label, given[name], due[name]) for name in FATES if given[name] or due[name])
    return MinutesPromises(last.round or 0, last.day, local_day(db.now()), rows) if rows else None
