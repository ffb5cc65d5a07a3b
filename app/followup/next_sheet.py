"""The follow-up sheet before the session that comes next, asked for from where the follow-up is done."""

from app.access.clerk import Clerk
from app.errors import Refused
from app.papers import requests as papers
from app.persian.calendar import local_day
from app.sessions import session as sessions
from app.sessions.session import Session
from db import Database

NONE = "جلسه‌ای پیش رو نیست؛ نخست در «جلسه‌ها» (Ctrl+0) یکی را برنامه‌ریزی کنید."


def ask(db: Database, clerk: Clerk) -> Session:
    """Of the session that is open, else of the next planned one; Refused when there is neither."""
    today = local_day(db.now())
    session = sessions.opened(db) or next((each for each in sessions.planned(db) if each.day >= today), None)
    if session is None:
        raise Refused(NONE)
    papers.again(db, clerk, "followup", session.id)
    return session
