"""The state of the day at a glance, for the strip at the foot of every page."""

from dataclasses import dataclass

from app.journal.reading import clock_behind, pc_clock_ahead
from app.line.pace import pace
from app.papers import requests
from app.sessions import sessions
from app.sessions.sessions import Session
from db import Database


@dataclass(frozen=True, slots=True)
class Overview:
    session: Session | None
    waiting: int
    at_tables: int
    done: int
    mean_wait: int | None
    """Minutes from arrival to call; None before the first call."""
    papers_waiting: int
    """Papers that this PC tried to print and that did not come out."""
    left_open: bool
    """Whether the session is of an earlier day, because nobody closed it."""
    clock_behind: int
    """Minutes by which the clock lags behind the last change; 0 when it does not."""
    pc_clock_ahead: int
    """Minutes by which this PC's clock is ahead of the server's, negative when it is behind; 0 when they agree."""


def overview(db: Database, desk: str) -> Overview:
    session = sessions.opened(db)
    counts = (
        {
            row["state"]: row["n"]
            for row in db.rows(
                "SELECT state, COUNT(*) AS n FROM visit WHERE session_id = :id GROUP BY state", id=session.id
            )
        }
        if session
        else {}
    )
    stuck = sum(1 for paper in requests.waiting(db, desk) if paper.reason)
    return Overview(
        session,
        counts.get("waiting", 0) + counts.get("held", 0),
        counts.get("called", 0) + counts.get("meeting", 0),
        counts.get("done", 0),
        pace(db, session.id).mean_wait if session else None,
        stuck,
        sessions.left_open(db) is not None,
        clock_behind(db),
        pc_clock_ahead(db),
    )
