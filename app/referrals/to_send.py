"""Slips to send to the units, and dispatches that the units have not acknowledged.

A condition that is always true names the column of a partial index: without it SQLite reads every referral there is.
"""

from dataclasses import dataclass

from app.persian.calendar import long_day
from app.persian.text import sort_key
from db import Database, Row

_SLIP = "referral.id AS referral_id, number, part, issued_day, first_name, last_name"
_OF_VISITOR = (
    " FROM followup JOIN referral ON referral.id = referral_id JOIN visit ON visit.id = visit_id"
    " JOIN visitor ON visitor.id = visitor_id"
)


@dataclass(frozen=True, slots=True)
class SlipRow:
    """One slip in a parcel or a dispatch."""

    referral_id: int
    number: str
    part: str
    """A key of issuing.PARTS."""
    issued_day: str
    first_name: str
    last_name: str

    @property
    def visitor(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True, slots=True)
class Parcel:
    """The slips that wait to be sent to one unit, in the order of their numbers."""

    unit_id: int
    unit: str
    slips: tuple[SlipRow, ...]


@dataclass(frozen=True, slots=True)
class OpenDispatch:
    """A dispatch that its unit has not acknowledged in full."""

    dispatch_id: int
    unit_name: str
    mode: str
    """A key of dispatch.MODES."""
    office_number: str
    day: str
    slips: int
    """How many of its slips are not acknowledged."""


@dataclass(frozen=True, slots=True)
class ToSend:
    parcels: tuple[Parcel, ...]
    dispatches: tuple[OpenDispatch, ...]
    """Oldest first."""
    sessions: tuple[tuple[int, str], ...]
    """Id and name of the sessions that have slips to send, newest first."""


def load(db: Database, session_id: int | None = None) -> ToSend:
    """Read the parcels of one session or of all, and the dispatches of all."""
    return ToSend(tuple(parcels(db, session_id)), tuple(_open_dispatches(db)), tuple(_sessions(db)))


def parcels(db: Database, session_id: int | None = None) -> list[Parcel]:
    """Return the slips not yet sent of one session or of all, per unit in Persian order."""
    rows = db.rows(
        f"SELECT referral.unit_id AS unit_id, unit_name, {_SLIP}{_OF_VISITOR}"
        " WHERE stage = 'issued' AND issued_day > '' AND (CAST(:session AS INTEGER) IS NULL OR session_id = :session)"
        " ORDER BY referral.id",
        session=session_id,
    )
    by_unit: dict[int, list[Row]] = {}
    for row in rows:
        by_unit.setdefault(row["unit_id"], []).append(row)
    found = [Parcel(unit_id, some[0]["unit_name"], tuple(map(_slip, some))) for unit_id, some in by_unit.items()]
    return sorted(found, key=lambda parcel: sort_key(parcel.unit))


def unacknowledged(db: Database, dispatch_id: int) -> list[SlipRow]:
    """Return the slips of a dispatch that its unit has not acknowledged."""
    rows = db.rows(
        f"SELECT {_SLIP}{_OF_VISITOR} WHERE dispatch_id = :id AND stage = 'dispatched' ORDER BY referral.id",
        id=dispatch_id,
    )
    return [_slip(row) for row in rows]


def _slip(row: Row) -> SlipRow:
    return SlipRow(
        row["referral_id"], row["number"], row["part"], row["issued_day"], row["first_name"], row["last_name"]
    )


def _open_dispatches(db: Database) -> list[OpenDispatch]:
    rows = db.rows(
        "SELECT dispatch.id AS dispatch_id, unit_name, mode, office_number, day, COUNT(*) AS slips FROM followup"
        " JOIN dispatch ON dispatch.id = dispatch_id WHERE stage = 'dispatched' AND dispatch_id > 0"
        " GROUP BY dispatch.id, unit_name, mode, office_number, day ORDER BY day, dispatch.id"
    )
    return [OpenDispatch(**row) for row in rows]


def _sessions(db: Database) -> list[tuple[int, str]]:
    rows = db.rows(
        "SELECT DISTINCT session.id AS id, session.day AS day, round, programme.name AS programme FROM followup"
        " JOIN referral ON referral.id = referral_id JOIN visit ON visit.id = visit_id"
        " JOIN session ON session.id = session_id JOIN programme ON programme.id = session.programme_id"
        " WHERE stage = 'issued' AND issued_day > '' ORDER BY session.day DESC, session.id DESC"
    )
    return [(row["id"], _session_name(row)) for row in rows]


def _session_name(row: Row) -> str:
    return f"{row['programme']} {row['round'] or ''} · {long_day(row['day'])}"
