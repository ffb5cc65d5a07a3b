"""After a backup was put back: the numbers given since that backup become void, and counting goes on behind them."""

import json
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from app.backups import on_paper
from app.backups.on_paper import LastOnPaper, SeriesInBackup
from app.journal.chain import head_mark
from app.journal.writing import SYSTEM, Change, writing
from app.office import number_gaps
from app.office.given_numbers import GivenNumbers, given_numbers
from app.office.number_gaps import Gap
from db import Database, open_database
from db.backup import is_damaged


@dataclass(frozen=True, slots=True)
class Restored:
    """Which backup was put back, in place of which data; '' where it is not known."""

    file: str
    aside: str


def shared_rows(before: Database, backup: Database) -> int:
    """Return the id of the journal's last row that both have."""
    sql = "SELECT id, chain FROM journal WHERE id <= :id ORDER BY id DESC LIMIT 1"
    low, high = 0, _last_id(backup)
    while low < high:  # a link depends on all rows before it, so the rows that agree come first
        middle = (low + high + 1) // 2
        low, high = (middle, high) if backup.row(sql, id=middle) == before.row(sql, id=middle) else (low, middle - 1)
    return low


def tells_what_followed(before: Database, backup: Database) -> bool:
    """Whether data tell what the office did after a backup: they went on from it, or were put in place of data that
    did."""
    shared, last = shared_rows(before, backup), _last_id(backup)
    if shared in (0, last):
        return 0 < shared < _last_id(before)
    last_at = backup.required_row("SELECT at FROM journal ORDER BY id DESC LIMIT 1")["at"]
    rows = before.rows(
        "SELECT at, before FROM journal WHERE subject = 'backup' AND action = 'restore' AND id > :shared", shared=shared
    )
    return any(last_at <= row["at"] and last <= _marked_id(row["before"]) for row in rows)


def to_ask(before: Database, file: Path) -> tuple[SeriesInBackup, ...]:
    """Return the series whose last number on paper must be asked for before this backup is put back; none where the
    present data are whole and tell what was given after it."""
    with closing(open_database(str(file), read_only=True)) as backup:
        return (
            ()
            if not is_damaged(before) and tells_what_followed(before, backup)
            else on_paper.series_in(backup, before.now())
        )


def sign(change: Change, before: Database | None, how: Restored, typed: Mapping[int, LastOnPaper]) -> list[Gap]:
    """Inside the transaction that puts a backup back: journal the restoring, enter the gaps in the numbers and return
    them.

    `before`: the data set aside; None where they are gone or damaged. `typed`: by programme, for data that do not tell
    what was given after the backup.
    """
    restored = change.db
    last = restored.required_row("SELECT at FROM journal ORDER BY id DESC LIMIT 1")["at"]
    shared = shared_rows(before, restored) if before else _last_id(restored)
    given = given_numbers(before) if before and shared else GivenNumbers()
    if before and shared:
        _keep_printed(restored, before)
    if not before or not tells_what_followed(before, restored):
        given = given.joined(on_paper.given_on_paper(on_paper.series_in(restored, change.now), typed, change.now))
    change.record(
        "restore",
        "backup",
        None,
        before={"mark": head_mark(before)} if before else None,
        after={"file": how.file, "aside": how.aside, "shared": shared},
    )
    return number_gaps.enter(change, given, last)


def resume(db: Database, before: Database | None, how: Restored, typed: Mapping[int, LastOnPaper]) -> list[Gap] | None:
    """After a backup was put back by the means of the server, do what `sign` does; None when that was done already."""
    with writing(db, SYSTEM, (), "session", "queue", "paraphs") as change:
        if before and _was_signed(db, head_mark(before)):
            return None
        return sign(change, before, how, typed)


def _keep_printed(restored: Database, before: Database) -> None:
    """Mark the papers that waited in the backup and were printed since: a second original must not come out."""
    same = "id = :id AND kind = :kind AND subject_id = :subject_id AND asked_at = :asked_at"
    for paper in restored.rows("SELECT id, kind, subject_id, asked_at FROM paper WHERE state = 'waiting'"):
        if printed := before.row(f"SELECT printed_at FROM paper WHERE {same} AND state = 'printed'", **paper):
            restored.send(
                f"UPDATE paper SET state = 'printed', reason = '', claim = '', printed_at = :at WHERE {same}",
                at=printed["printed_at"],
                **paper,
            )


def _was_signed(db: Database, mark: str) -> bool:
    rows = db.rows("SELECT before FROM journal WHERE subject = 'backup' AND action = 'restore'")
    return any(json.loads(row["before"]).get("mark") == mark for row in rows)


def _last_id(db: Database) -> int:
    return int(db.required_row("SELECT COALESCE(MAX(id), 0) AS id FROM journal")["id"])


def _marked_id(before: str) -> int:
    """Return the id of the row whose mark a restoring has kept of the data before it."""
    return int(json.loads(before).get("mark", "0").split("-")[0] or 0)
