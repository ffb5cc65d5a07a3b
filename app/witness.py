"""The journal against what was kept of it elsewhere: every backup bears the head its chain had that day.

A chain that was cut, or computed anew from its first row to its last, is whole in itself; only from outside is it seen.
"""

import json
from collections.abc import Sequence
from pathlib import Path

from app import backups, verify
from app.verify import Fault
from db import Database

WITNESSED = "با نشان {} پشتیبانی که این‌جا هست نیز می‌خواند."


def fault(db: Database, folders: Sequence[Path], printed: str = "") -> tuple[Fault | None, int]:
    """The first row that does not stand, and how many backups of this office in these folders were asked. `printed`:
    what the minutes or a backup say, as `verify.fault` takes it."""
    if found := verify.fault(db, printed):
        return found, 0
    left_behind = _left_behind(db)
    marks = [mark for _, mark in backups.marks(*folders, office=backups.office_of(db))
             if not any(int(mark.split("-")[0]) in rows for rows in left_behind)]
    return next((found for mark in marks if (found := verify.missing(db, mark))), None), len(marks)


def _left_behind(db: Database) -> list[range]:
    """Rows that a return to an earlier backup took out of the journal, as it says itself."""
    rows = db.rows("SELECT id, before FROM journal WHERE subject = 'backup' AND action = 'restore' ORDER BY id")
    marks = [(row["id"], json.loads(row["before"]).get("mark", "")) for row in rows]
    return [range(first, int(mark.split("-")[0]) + 1) for first, mark in marks if mark]
