"""The sheets of a session's units: those that were asked for on paper, and those a clerk reads on the screen."""

from app.access.clerks import Clerk
from app.access.privacy import JUDGING
from app.papers.unit_sheet import UnitSheets
from app.printing.parts import letterhead
from app.unit_sheets.gathering import gather
from db import Database


def requested_sheets(db: Database, requested_id: int, reprint: bool = False) -> UnitSheets:
    """Return the requested sheets with the referrals of now. `reprint` changes nothing: a later print is no copy."""
    row = db.required_row("SELECT session_id, unit_id FROM unit_sheet WHERE id = :id", id=requested_id)
    return _sheets(db, row["session_id"], row["unit_id"])


def sheets_to_read(db: Database, clerk: Clerk, session_id: int, unit_id: int | None = None) -> UnitSheets:
    """Return the sheets of a session as they would be printed now, of all its units or of one."""
    clerk.must(*JUDGING["unit_sheet"])
    return _sheets(db, session_id, unit_id)


def _sheets(db: Database, session_id: int, unit_id: int | None) -> UnitSheets:
    session = db.required_row("SELECT programme_id FROM session WHERE id = :id", id=session_id)
    return gather(db, session_id, letterhead(db, session, db.now()), unit_id)
