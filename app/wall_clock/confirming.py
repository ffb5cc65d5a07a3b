"""The clerk's word that the clock is right, in the journal: from then on it is what the program knows."""

from app.access.clerks import Clerk
from app.journal.writing import writing
from app.wall_clock.doubt import Doubt
from db import Database


def confirm(db: Database, clerk: Clerk, doubt: Doubt) -> None:
    """Record that a clerk found the clock right, beside the moment that made it doubtful."""
    with writing(db, clerk, ()) as change:
        change.record("confirm", "clock", None, before={"clock": doubt.known}, after={"clock": change.now})
