"""Asking for the sheets of a session on paper: of all its units in one run, or of one."""

from app.access.clerks import Clerk
from app.access.privacy import JUDGING
from app.journal.writing import writing
from app.papers import requests
from app.sessions import sessions
from app.sessions.sessions import Session
from db import Database


def request(db: Database, clerk: Clerk, session_id: int, unit_id: int | None = None) -> Session:
    """Ask for the sheets of a session at this clerk's PC, of one unit or of all; return the session."""
    with writing(db, clerk, JUDGING["unit_sheet"], "papers") as change:
        session = sessions.get(db, session_id)
        row = db.required_row(
            "INSERT INTO unit_sheet (session_id, unit_id, asked_at) VALUES (:session, :unit, :now) RETURNING id",
            session=session.id,
            unit=unit_id,
            now=change.now,
        )
        change.record("make", "unit_sheet", row["id"], after={"day": session.day, "unit_id": unit_id})
        requests.ask_first(change, "unit_sheet", row["id"])
        return session
