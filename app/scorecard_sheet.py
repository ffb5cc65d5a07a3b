"""What stands on the printed scorecard."""

from dataclasses import dataclass, replace

from app import office, programmes, scorecard
from app.calendar import jalali, local_day
from app.clerks import Clerk
from app.documents import Letterhead
from app.figures import Scope, definitions
from app.scorecard import Scorecard
from app.text import isolate
from db import Database


@dataclass(frozen=True, slots=True)
class ScorecardSheet:
    letterhead: Letterhead
    day: str
    period: str
    """In words, ASCII digits."""
    whole: Scorecard
    units: tuple[tuple[str, Scorecard], ...]
    """Those who get a page of their own."""
    definitions: tuple[str, ...]


def period(scope: Scope) -> str:
    return f"{isolate(jalali(scope.since))} تا {isolate(jalali(scope.until))}"


def of(db: Database, clerk: Clerk, scope: Scope, *, unit_pages: bool = False) -> ScorecardSheet:
    """`unit_pages`: also a page for each unit that has a referral in the scope."""
    known, whole = office.settings(db), scorecard.of(db, clerk, scope)
    programme = programmes.one(db, scope.programme_id)
    pages = tuple((unit.name, scorecard.of(db, clerk, replace(scope, unit_id=unit.id)))
                  for unit in whole.units if unit_pages)
    return ScorecardSheet(
        Letterhead(known.office, programme.name, office.emblem(db), known.phone), local_day(db.now()), period(scope),
        whole, pages, definitions(known.quiet_days),
    )
