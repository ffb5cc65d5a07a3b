"""The scorecard as a list: each unit with every figure."""

from collections.abc import Iterator
from typing import Any

from app.access.clerk import Clerk
from app.figures import scorecard
from app.figures.definitions import FIGURES, Scope, Tally
from app.figures.scorecard import Standing
from app.spreadsheets.writing import Column, Listing
from db import Database

SHARES = {"in_time": "به‌هنگام (٪)", "in_promise": "تا روز وعده (٪)", "solved": "حل‌شده (٪)",
          "accepted": "تأیید متقاضی (٪)"}
_COLUMNS = (
    Column("واحد"), Column("بار"), Column("رتبه", "number"), Column("رتبه میان", "number"),
    *(Column(name, "number") for name in SHARES.values()), Column("میانهٔ روز کاری", "number"),
    Column("صدک نود", "number"), Column("کهنه‌ترین باز", "day"),
    *(Column(figure.label, "number") for figure in FIGURES.values()),
)


def listing(db: Database, clerk: Clerk, scope: Scope) -> Listing:
    return Listing("کارنامهٔ واحدها", _COLUMNS, _rows(scorecard.of(db, clerk, scope).units))


def _rows(units: tuple[Standing, ...]) -> Iterator[list[Any]]:
    for unit in units:
        yield [unit.name, unit.load, unit.rank, unit.of or None, *_measures(unit.tally),
               *(unit.tally[name] for name in FIGURES)]


def _measures(tally: Tally) -> list[Any]:
    shares = [getattr(tally, name) for name in SHARES]
    return [*(share if share is None else round(100 * share, 1) for share in shares), tally.median, tally.ninth,
            tally.oldest]
