"""The view of a session's sheets: the units that have one, each with the number of its rows."""

from dataclasses import dataclass

from app.access.clerks import Clerk
from app.access.privacy import JUDGING
from app.papers.documents import Letterhead
from app.persian.calendar import local_day
from app.sessions import sessions
from app.sessions.sessions import Session
from app.unit_sheets.gathering import gather
from db import Database


@dataclass(frozen=True, slots=True)
class UnitCounts:
    unit_id: int
    unit: str
    decisions: int
    denied: int
    due: int
    broken: int
    again: int
    late: int


@dataclass(frozen=True, slots=True)
class UnitSheetsView:
    sessions: tuple[Session, ...]
    """Those a sheet can be made for: the open one, then the planned ones from today on."""
    session_id: int
    """The one the counts are of; 0 without a session ahead."""
    units: tuple[UnitCounts, ...]


def unit_sheets_view(db: Database, clerk: Clerk, session_id: int = 0) -> UnitSheetsView:
    """Read the units of a session ahead; 0, or one that is not ahead any more, takes the first."""
    clerk.must(*JUDGING["unit_sheet"])
    ahead = _sessions_ahead(db)
    known = [each.id for each in ahead]
    chosen = session_id if session_id in known else next(iter(known), 0)
    sheets = gather(db, chosen, Letterhead("", "", None, "")).units if chosen else ()
    return UnitSheetsView(
        ahead,
        chosen,
        tuple(
            UnitCounts(
                each.unit_id,
                each.unit,
                len(each.decisions),
                len(each.denied),
                len(each.due),
                len(each.broken),
                len(each.again),
                len(each.late),
            )
            for each in sheets
        ),
    )


def _sessions_ahead(db: Database) -> tuple[Session, ...]:
    today, under_way = local_day(db.now()), sessions.opened(db)
    planned = [each for each in sessions.planned(db) if each.day >= today]
    return tuple([under_way, *planned] if under_way else planned)
