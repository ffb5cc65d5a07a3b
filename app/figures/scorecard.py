"""The scorecard: a period of one programme in figures, with the units ranked among units of the same load."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.access import privacy
from app.access.clerks import Clerk
from app.access.privacy import ReadingRights
from app.figures.definitions import FIGURES, IN_SCOPE, RANKED_FROM, Scope, Tally, add_up, parameters, tallies
from app.figures.equal_age import Standing, progress, standings
from app.persian.calendar import jalali, local_day
from app.persian.text import sort_key
from app.spreadsheets.writing import Column, Listing
from db import Database, Row

ROLES = ("manager", "followup")
LOADS = ((100, "پربار"), (30, "میان‌بار"), (10, "کم‌بار"), (0, "کمتر از ده ارجاع"))
"""From so many referrals on, those passed on and voided included, a unit has the load of this name."""
OLDEST = 10
"""Open referrals that are listed one by one."""
IN_TREND = ("sent", "promise_due", "in_promise", "accepted", "denied", "ahead")


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """The figures of one unit; also of all units together, without an id."""

    id: int | None
    name: str
    tally: Tally
    rank: int | None = None
    """Among units of the same load, by the share accepted of those asked; None where fewer than RANKED_FROM were."""
    ranked: int = 0
    """How many units of that load have a rank."""

    @property
    def load(self) -> str:
        """By all referrals issued to the unit: passing some on takes it out of no group."""
        issued = sum(self.tally[name] for name in ("sent", "passed", "voided"))
        return next(name for least, name in LOADS if issued >= least)


@dataclass(frozen=True, slots=True)
class CountedReferral:
    """A referral that a figure counts, as the clerk may read it."""

    referral_id: int
    visit_id: int
    number: str
    unit: str
    visitor: str
    category: str
    issued_day: str
    due_day: str
    unit_due_day: str
    """The unit's own deadline."""
    stage: str
    reminders: int


@dataclass(frozen=True, slots=True)
class Scorecard:
    scope: Scope
    whole: Tally
    standings: tuple[Standing, ...]
    """This period, the one before and the same a year before, each as it stood at the age of this one."""
    progress: str
    """How far the period has come, in words; '' when it is over."""
    units: tuple[UnitFigures, ...]
    """The heaviest load first; within a load by rank."""
    months: tuple[tuple[str, Tally], ...]
    """Jalali months such as '1405/09', oldest first."""
    oldest: tuple[CountedReferral, ...]
    """The oldest open referrals, at most OLDEST of them."""


def compute(db: Database, clerk: Clerk, scope: Scope) -> Scorecard:
    clerk.must(*ROLES)
    return compute_for(privacy.rights_of(db, clerk), scope)


def compute_for(rights: ReadingRights, scope: Scope) -> Scorecard:
    """Compute the scorecard; the oldest referrals show what these rights may read."""
    db = rights.db
    units = unit_figures(db, scope)
    return Scorecard(
        scope,
        add_up([unit.tally for unit in units]),
        standings(db, scope),
        progress(scope.period, local_day(db.now())),
        units,
        _months(tallies(db, scope, "day", IN_TREND, lengths=False)),
        tuple(_counted_referrals(rights, scope, "open", OLDEST)),
    )


_NAMED = {
    "unit": "name FROM unit",
    "district": "name FROM unit",
    "category": "name FROM category",
    "table": "name FROM meeting_table",
    "official": "post AS name FROM official",
}


def names(db: Database, by: str) -> dict[int, str]:
    """Return the name of each unit, category, official, table or district by its id, the retired ones too."""
    return {row["id"]: row["name"] for row in db.rows(f"SELECT id, {_NAMED[by]}")}


def unit_figures(db: Database, scope: Scope) -> tuple[UnitFigures, ...]:
    """Return the figures of each unit that has a referral in the scope, ranked."""
    called = names(db, "unit")
    found = [UnitFigures(key, called.get(key, "—"), tally) for key, tally in tallies(db, scope, "unit").items()]
    return rank_units(sorted(found, key=lambda unit: (-unit.tally["sent"], sort_key(unit.name))))


def rank_units(units: Sequence[UnitFigures]) -> tuple[UnitFigures, ...]:
    """Rank the units of each load among themselves, the best first. Equal shares have the same rank."""
    found: list[UnitFigures] = []
    for _, load in LOADS:
        like = [unit for unit in units if unit.load == load]
        shares = [unit.tally.accepted or 0.0 for unit in like if unit.tally.asked >= RANKED_FROM]
        placed = [_placed(unit, shares) for unit in like]
        found += sorted(placed, key=lambda unit: unit.rank or len(units) + 1)
    return tuple(found)


def _placed(unit: UnitFigures, shares: Sequence[float]) -> UnitFigures:
    share = unit.tally.accepted
    if share is None or unit.tally.asked < RANKED_FROM:
        return unit
    return replace(unit, rank=1 + sum(other > share for other in shares), ranked=len(shares))


def _counted_referrals(rights: ReadingRights, scope: Scope, figure: str, limit: int) -> list[CountedReferral]:
    rows = rights.db.rows(
        "SELECT followup.referral_id AS referral_id, visit_id, number, unit_name, first_name, last_name,"
        " category.name AS category, confidential, issued_day, followup.due_day AS due_day, unit_due_day, stage,"
        " reminders FROM followup"
        " JOIN (SELECT id AS own_id, visit_id, number, unit_name FROM referral) AS slip ON own_id = referral_id"
        " JOIN (SELECT id AS seen_id, visitor_id FROM visit) AS seen ON seen_id = visit_id"
        " JOIN (SELECT id AS person_id, first_name, last_name FROM visitor) AS person ON person_id = visitor_id"
        f" JOIN category ON category.id = category_id WHERE {IN_SCOPE} AND {FIGURES[figure].condition}"
        " ORDER BY issued_day, referral_id LIMIT :limit",
        limit=limit,
        **parameters(rights.db, scope),
    )
    return [_counted_referral(row, rights) for row in rows]


def _counted_referral(row: Row, rights: ReadingRights) -> CountedReferral:
    cover = rights.cover(row["visit_id"], row["confidential"])
    return CountedReferral(
        row["referral_id"],
        row["visit_id"],
        row["number"],
        row["unit_name"],
        cover.label(f"{row['first_name']} {row['last_name']}".strip()),
        cover.label(row["category"]),
        row["issued_day"],
        row["due_day"],
        row["unit_due_day"],
        row["stage"],
        row["reminders"],
    )


def _months(days: dict[str, Tally]) -> tuple[tuple[str, Tally], ...]:
    months: dict[str, list[Tally]] = {}
    for day in sorted(days):
        months.setdefault(jalali(day)[:7], []).append(days[day])
    return tuple((month, add_up(some)) for month, some in months.items())


SHARES = {"accepted": "تأیید از پرسیده (٪)", "in_time": "به‌هنگام (٪)", "in_promise": "تا روز وعده (٪)"}
_COLUMNS = (
    Column("واحد"),
    Column("بار"),
    Column("رتبه", "number"),
    Column("رتبه میان", "number"),
    *(Column(name, "number") for name in SHARES.values()),
    Column("پرسیده", "number"),
    Column("میانهٔ روز کاری", "number"),
    Column("صدک ۹۰", "number"),
    Column("قدیمی‌ترین باز", "day"),
    *(Column(figure.label, "number") for figure in FIGURES.values()),
)


def listing(db: Database, clerk: Clerk, scope: Scope) -> Listing:
    return Listing("کارنامهٔ واحدها", _COLUMNS, _rows(compute(db, clerk, scope).units))


def _rows(units: tuple[UnitFigures, ...]) -> Iterator[list[Any]]:
    for unit in units:
        yield [
            unit.name,
            unit.load,
            unit.rank,
            unit.ranked or None,
            *_measures(unit.tally),
            *(unit.tally[name] for name in FIGURES),
        ]


def _measures(tally: Tally) -> list[Any]:
    shares = [getattr(tally, name) for name in SHARES]
    return [
        *(share if share is None else round(100 * share, 1) for share in shares),
        tally.asked,
        tally.median,
        tally.percentile_90,
        tally.oldest,
    ]
