"""What goes to the units and what they have not said they have: the secretariat's two heaps.

A condition that is always true names the column of a partial index: without it SQLite reads every referral there is.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.access.clerks import Clerk
from app.persian.calendar import long_day
from app.referrals import dispatch
from app.referrals.dispatch import Parcel
from db import Database, Row


@dataclass(frozen=True, slots=True)
class Outgoing:
    parcels: tuple[Parcel, ...]
    """To be sent, one a unit."""
    dispatches: tuple[Row, ...]
    """Sent and not acknowledged in full, oldest first: dispatch_id, unit_name, mode, office_number, day, slips."""
    sessions: tuple[tuple[int, str], ...]
    """From which slips are still to be sent, newest first."""


def outgoing(db: Database, session_id: int | None = None) -> Outgoing:
    """Of one session, or of all; dispatches are of all."""
    rows = db.rows(
        "SELECT dispatch.id AS dispatch_id, unit_name, mode, office_number, day, COUNT(*) AS slips FROM followup"
        " JOIN dispatch ON dispatch.id = dispatch_id WHERE stage = 'dispatched' AND dispatch_id > 0"
        " GROUP BY dispatch.id, unit_name, mode, office_number, day ORDER BY day, dispatch.id")
    return Outgoing(tuple(dispatch.waiting(db, session_id)), tuple(rows), tuple(_sessions(db)))


def slips(db: Database, dispatch_id: int) -> list[Row]:
    """Of a dispatch what is not acknowledged yet, as in a parcel."""
    return db.rows(
        "SELECT referral.id AS referral_id, number, part, issued_day, first_name, last_name FROM followup"
        " JOIN referral ON referral.id = referral_id JOIN visit ON visit.id = visit_id"
        " JOIN visitor ON visitor.id = visitor_id WHERE dispatch_id = :id AND stage = 'dispatched'"
        " ORDER BY referral.id", id=dispatch_id)


def acknowledge(db: Database, clerk: Clerk, dispatch_ids: Sequence[int], day: str = "") -> int:
    """The units have all of it since that day; answers with how many slips."""
    found = [row["referral_id"] for each in dispatch_ids for row in slips(db, each)]
    dispatch.acknowledge(db, clerk, found, day)
    return len(found)


def _sessions(db: Database) -> list[tuple[int, str]]:
    rows = db.rows(
        "SELECT DISTINCT session.id AS id, session.day AS day, round, programme.name AS programme FROM followup"
        " JOIN referral ON referral.id = referral_id JOIN visit ON visit.id = visit_id"
        " JOIN session ON session.id = session_id JOIN programme ON programme.id = session.programme_id"
        " WHERE stage = 'issued' AND issued_day > '' ORDER BY session.day DESC, session.id DESC")
    return [(row["id"], f"{row['programme']} {row['round'] or ''} · {long_day(row['day'])}") for row in rows]
