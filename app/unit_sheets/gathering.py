"""Gathers the sheets of a session: one for each unit of its programme that has something to be asked about."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.access.privacy import cover_on_paper
from app.figures.definitions import Scope, Tally, add_up, tallies
from app.figures.scorecard import UnitFigures
from app.followup.lists import day_marks
from app.office import lists
from app.papers.documents import Letterhead
from app.papers.unit_sheet import SheetDecision, SheetReferral, UnitSheet, UnitSheets
from app.persian.calendar import jalali_months_after, local_day
from app.sessions.next_day import next_day
from app.unit_sheets.referrals import FoundReferral, find_referrals, often
from db import Database, Row

MONTHS = 12
"""The answers of so many months are counted."""
COUNTED = ("sent", "passed", "voided", "accepted", "denied")
"""The counts from which the share of answers right at once, and the load of a unit, follow."""


@dataclass(frozen=True, slots=True)
class _Session:
    id: int
    programme_id: int
    round: int
    day: str


def gather(db: Database, session_id: int, letterhead: Letterhead, unit_id: int | None = None) -> UnitSheets:
    """Gather the sheets of all units in the office's order, or of one. Of a confidential matter they say the number
    alone. Where a session was moved they are for the day it was moved to."""
    session, today = _session(db, session_id), local_day(db.now())
    until = next_day(db, session.programme_id, _day_after(max(session.day, today)))
    since = jalali_months_after(today, -MONTHS)
    marks = day_marks(db, {session.programme_id: until})
    of_unit: dict[int, list[FoundReferral]] = {}
    for each in find_referrals(db, session.programme_id, marks):
        of_unit.setdefault(each.unit_id, []).append(each)
    figures = tallies(db, Scope(since, today, session.programme_id), "unit", COUNTED, lengths=False)
    given = _decisions(db, session)
    made = [
        _sheet(unit, of_unit.get(unit["id"], ()), figures, given)
        for unit in lists.entries(db, "unit", retired=True)
        if unit_id in (None, unit["id"])
    ]
    officials = lists.entries(db, "official")
    return UnitSheets(
        letterhead,
        session.round,
        session.day,
        until,
        since,
        today,
        officials[0]["post"] if officials else "",
        tuple(each for each in made if _has_anything(each)),
    )


def _session(db: Database, session_id: int) -> _Session:
    row = db.required_row(
        "SELECT id, programme_id, COALESCE(round, 0) AS round, day, moved_to FROM session WHERE id = :id", id=session_id
    )
    moved_to = row.pop("moved_to")
    return _session(db, moved_to) if moved_to else _Session(**row)


def _day_after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def _has_anything(sheet: UnitSheet) -> bool:
    return any((sheet.decisions, sheet.denied, sheet.due, sheet.broken, sheet.again, sheet.late))


def _sheet(
    unit: Row, found: Sequence[FoundReferral], figures: Mapping[int, Tally], given: Mapping[int, Row]
) -> UnitSheet:
    tally = figures.get(unit["id"], Tally({}))
    load = UnitFigures(None, "", tally).load
    like = add_up([each for each in figures.values() if UnitFigures(None, "", each).load == load])
    return UnitSheet(
        unit_id=unit["id"],
        unit=unit["name"],
        decisions=_with_decisions(found, given),
        denied=_in_list(found, "objected", by=lambda each: each.since),
        due=_in_list(found, "next", by=lambda each: each.shown.due_day),
        broken=_in_list(found, "broken", by=lambda each: each.shown.promised_day),
        again=tuple(each.shown for each in often(found)),
        late=_in_list(found, "late", by=lambda each: each.late_since),
        accepted=tally["accepted"],
        asked=tally.asked,
        load=load,
        load_accepted=like["accepted"],
        load_asked=like.asked,
    )


def _in_list(
    found: Sequence[FoundReferral], name: str, by: Callable[[FoundReferral], str]
) -> tuple[SheetReferral, ...]:
    return tuple(each.shown for each in sorted(found, key=by) if name in each.lists)


def _decisions(db: Database, session: _Session) -> dict[int, Row]:
    """Return the last decision of an earlier session about each referral, with whether it is of the last session."""
    rows = db.rows(
        "SELECT decision.referral_id AS referral_id, words, at, held.day AS day, confidential,"
        " held.day = (SELECT MAX(before.day) FROM session AS before WHERE before.programme_id = :programme"
        " AND before.state IN ('open', 'closed') AND before.day < :day) AS is_last"
        " FROM decision JOIN session AS held ON held.id = decision.session_id"
        " JOIN referral ON referral.id = decision.referral_id"
        " JOIN visit ON visit.id = referral.visit_id JOIN category ON category.id = visit.category_id"
        " WHERE taken_back_at = '' AND held.programme_id = :programme AND held.day < :day ORDER BY decision.id",
        programme=session.programme_id,
        day=session.day,
    )
    return {row["referral_id"]: row for row in rows}


def _with_decisions(found: Sequence[FoundReferral], given: Mapping[int, Row]) -> tuple[SheetDecision, ...]:
    """Return the decisions of the last session, and the older ones about what is still open: first those that no answer
    has followed, the oldest first."""
    made = []
    for each in found:
        row = given.get(each.referral_id)
        if row and (each.is_open or row["is_last"]):
            words = cover_on_paper(row["confidential"]).words(row["words"])
            made.append(SheetDecision(each.shown, words, row["day"], answered_since=each.answered_at > row["at"]))
    return tuple(sorted(made, key=lambda each: (each.answered_since, each.session_day)))
