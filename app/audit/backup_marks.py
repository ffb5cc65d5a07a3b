"""The journal against what was kept of it elsewhere: every backup bears the head its chain had that day.

A chain that was cut, or computed anew from its first row to its last, is whole in itself; only from outside is it seen.
"""

import json
from collections.abc import Sequence
from pathlib import Path

from app.backups import backups
from app.journal import verify
from app.journal.verify import Fault
from db import Database

WITNESSED = "با نشان {} پشتیبان موجود نیز مطابقت دارد."


def fault(db: Database, folders: Sequence[Path], printed: str = "") -> tuple[Fault | None, int]:
    """The first row that does not stand, and how many backups of this office in these folders were asked. `printed`:
    what the minutes or a backup say, as `verify.fault` takes it."""
    if found := verify.fault(db, printed):
        return found, 0
    returns, asked = _returns(db), 0
    for kept, mark in backups.marks(*folders, office=backups.office_of(db)):
        found = verify.missing(db, mark)
        if found and any(kept.at <= at and _number(mark) > shared for at, shared in returns):
            continue
        asked += 1
        if found:
            return found, asked
    return None, asked


def _returns(db: Database) -> list[tuple[str, int]]:
    """The moments an earlier backup was put back, each with the last row that stayed: what was kept by then of later
    rows went with them, as the journal says itself."""
    rows = db.rows("SELECT id, at, after FROM journal WHERE subject = 'backup' AND action = 'restore' ORDER BY id")
    return [(row["at"], json.loads(row["after"]).get("shared", row["id"] - 1)) for row in rows]


def _number(mark: str) -> int:
    return int(mark.split("-")[0])
