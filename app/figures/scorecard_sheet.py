"""The scorecard on paper: what is printed, and asking for it."""

from dataclasses import dataclass, replace

from app.access import privacy
from app.access.clerks import Clerk
from app.access.privacy import ReadingRights
from app.figures import scorecard
from app.figures.definitions import Scope
from app.figures.footnotes import answer_footnotes
from app.figures.scorecard import ROLES, Scorecard
from app.journal.writing import writing
from app.office import programmes
from app.office import settings as office
from app.papers import requests
from app.papers.documents import Letterhead
from app.persian.calendar import local_day
from db import Database

ANY_READER = Clerk(0, "", "", frozenset({"followup"}))
"""A clerk who may read no confidential matter: a paper may come into any hands."""
ALONE, WITH_UNITS = "scorecard", "scorecard_units"
"""The kinds of a requested report: the scorecard alone, or with a page for each unit."""


@dataclass(frozen=True, slots=True)
class ScorecardSheet:
    letterhead: Letterhead
    day: str
    title: str
    period: str
    """In words, with ASCII digits."""
    whole: Scorecard
    units: tuple[tuple[str, Scorecard], ...]
    """The units with a page of their own."""
    definitions: tuple[str, ...]


def title(db: Database, scope: Scope) -> str:
    """Return «کارنامهٔ پاسخ‌گویی واحدها» or the unit's name, then the category and official it is narrowed to."""
    narrowed = [
        scorecard.names(db, by)[key]
        for by, key in (("unit", scope.unit_id), ("category", scope.category_id), ("official", scope.official_id))
        if key
    ]
    return "، ".join([f"کارنامهٔ {narrowed.pop(0)}" if scope.unit_id else "کارنامهٔ پاسخ‌گویی واحدها", *narrowed])


def gather(db: Database, clerk: Clerk, scope: Scope, *, unit_pages: bool = False) -> ScorecardSheet:
    """Gather the scorecard. `unit_pages`: add a page for each unit that has a referral in the scope."""
    clerk.must(*ROLES)
    return _sheet(privacy.rights_of(db, clerk), scope, unit_pages)


def request(db: Database, clerk: Clerk, scope: Scope, *, unit_pages: bool = False) -> int:
    """Ask for the scorecard on paper at this clerk's PC; return the id of the paper."""
    with writing(db, clerk, ROLES, "papers") as change:
        scope.period.must_run_forward()
        row = db.required_row(
            "INSERT INTO report (kind, programme_id, since, until, unit_id, category_id, official_id, asked_at) VALUES"
            " (:kind, :programme, :since, :until, :unit, :category, :official, :now) RETURNING id",
            kind=WITH_UNITS if unit_pages else ALONE,
            programme=scope.programme_id,
            since=scope.since,
            until=scope.until,
            unit=scope.unit_id,
            category=scope.category_id,
            official=scope.official_id,
            now=change.now,
        )
        change.record("make", "report", row["id"], after={"name": f"{title(db, scope)}، {scope.period.name}"})
        return int(requests.ask_first(change, "scorecard", row["id"]).required_row()["id"])


def gather_requested(db: Database, report_id: int, reprint: bool = False) -> ScorecardSheet:
    """Build a requested scorecard from the figures of now: a later print is no copy of an earlier one."""
    row = db.required_row(
        "SELECT kind, since, until, programme_id, unit_id, category_id, official_id FROM report WHERE id = :id",
        id=report_id,
    )
    kind = row.pop("kind")
    return _sheet(ReadingRights(db, ANY_READER), Scope(**row), kind == WITH_UNITS)


def _sheet(rights: ReadingRights, scope: Scope, unit_pages: bool) -> ScorecardSheet:
    db = rights.db
    known, whole = office.settings(db), scorecard.compute_for(rights, scope)
    programme = programmes.get(db, scope.programme_id)
    pages = tuple(
        (unit.name, scorecard.compute_for(rights, replace(scope, unit_id=unit.id)))
        for unit in whole.units
        if unit_pages and not scope.unit_id
    )
    return ScorecardSheet(
        Letterhead(known.office, programme.name, office.emblem(db), known.phone),
        local_day(db.now()),
        title(db, scope),
        scope.period.name,
        whole,
        pages,
        answer_footnotes(),
    )
