"""The journal compared with its marks in the backups: every backup holds the head that the chain had then.

Truncating or recomputing the whole chain leaves it consistent; only heads stored elsewhere reveal it.
"""

import json
from collections.abc import Sequence
from pathlib import Path

from app.backups import files
from app.journal import verify
from app.journal.verify import Fault
from db import Database

WITNESSED = "با نشان {} پشتیبان موجود نیز مطابقت دارد."


def fault(db: Database, folders: Sequence[Path], printed: str = "") -> tuple[Fault | None, int]:
    """Return the journal's first fault, and how many backups of this office in these folders were compared. `printed`:
    a mark from the minutes or a backup, as `verify.fault` takes it."""
    if found := verify.fault(db, printed):
        return found, 0
    returns, compared = _returns(db), 0
    for kept, mark in files.marks(*folders, office=files.office_id(db)):
        found = verify.missing(db, mark)
        if found and any(kept.at <= at and _number(mark) > shared for at, shared in returns):
            continue
        compared += 1
        if found:
            return found, compared
    return None, compared


def _returns(db: Database) -> list[tuple[str, int]]:
    """Return the moments at which a backup was restored, each with the last row that was kept: marks of later rows went
    with those rows."""
    rows = db.rows("SELECT id, at, after FROM journal WHERE subject = 'backup' AND action = 'restore' ORDER BY id")
    return [(row["at"], json.loads(row["after"]).get("shared", row["id"] - 1)) for row in rows]


def _number(mark: str) -> int:
    return int(mark.split("-")[0])
