"""All visits behind a number of a report put into a collective case."""

from app.access.clerks import Clerk
from app.collective import changes
from app.collective.changes import Gathered
from app.errors import Refused
from app.figures import counted_rows
from app.figures.counted import Counted
from db import Database


def gather(db: Database, clerk: Clerk, counted: Counted, collective_id: int, name: str) -> Gathered:
    """Add the visits to the collective case, or where `collective_id` is 0 make one of this name."""
    visit_ids = counted_rows.visit_ids(db, clerk, counted)
    if not visit_ids:
        raise Refused("این عدد مراجعه‌ای ندارد که پروندهٔ جمعی شود.")
    if collective_id:
        return changes.add(db, clerk, collective_id, visit_ids)
    return changes.make(db, clerk, name, visit_ids)
