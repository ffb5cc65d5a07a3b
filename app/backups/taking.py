"""Taking a backup: when one is due, where it goes, which earlier ones it replaces, and its record in the journal."""

import json
import shutil
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from app.access.clerks import Clerk
from app.backups.files import BackupFile, backup_files, is_there, moment_of, newest, office_id
from app.backups.retention import moments_to_keep
from app.journal.chain import head_mark
from app.journal.writing import SYSTEM, writing
from app.persian.text import fa
from db import Database, StorageError, open_database
from db.backup import Tick, back_up, copy_to, go_on, stamp

ROLES = ("manager", "administrator")
UNCOVERED_AT_MOST = timedelta(days=1)
"""Changes that are in no backup for longer than this are reported to the managers."""
NO_ARCHIVE = "پشتیبان تهیه شد، اما بایگانی pg_dump در کنار آن نیست: {}"
FREE_SPACE = 1.1
"""Free space that is needed before a backup begins, in sizes of the last one."""


@dataclass(frozen=True, slots=True)
class BackupResult:
    """The outcome of one attempt."""

    name: str = ""
    """The file's name; '' when none was due or the attempt failed."""
    mark: str = ""
    """The mark of the journal's last row in it."""
    covers: int = 0
    """The id of the journal's last row in it."""
    trouble: str = ""
    """A Persian sentence for the managers; '' when nothing failed."""
    note: str = ""
    """The reason why pg_dump, though installed, left no archive of a server beside it."""


def take(db: Database, folder: Path, second: Path | None, tick: Tick = go_on) -> BackupResult:
    """Take a backup into `folder`, remove those that `retention` does not keep, and copy it into the second folder.

    A failure is returned as `trouble`, not raised.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _must_have_free_space(folder, backup_files(folder))
        office = office_id(db)
        if not office:
            return BackupResult()
        now = db.now()
        file = folder / f"office-{office}-{stamp(datetime.fromisoformat(now))}.db"
        seen = back_up(db, file, tick)
        with closing(open_database(str(file), read_only=True)) as opened:
            mark, covers = head_mark(opened), int(opened.required_row("SELECT MAX(id) AS id FROM journal")["id"])
        remove_expired(folder, office, now)
        trouble = copy_to_second(folder, second, office, now, tick)
    except OSError:
        return BackupResult(trouble="پوشهٔ پشتیبان در کنار داده‌ها ساخته نشد؛ پشتیبان تهیه نشد.")
    except StorageError as error:
        return BackupResult(trouble=f"پشتیبان تهیه نشد: {error.sentence}")
    return BackupResult(file.name, mark, covers, trouble, seen.note)


def take_if_due(db: Database, folder: Path, second: Path | None, minutes: int, tick: Tick = go_on) -> BackupResult:
    """Take a backup if something changed and the last one is `minutes` old or a session has closed since.

    The program calls this by itself. If none is due, the second folder gets the newest backup that it lacks because it
    was away.
    """
    now = db.now()
    office = office_id(db)
    if _is_due(db, newest(folder, now, office), minutes):
        return take(db, folder, second, tick)
    return BackupResult(trouble=copy_to_second(folder, second, office, now, tick))


def copy_to_second(folder: Path, second: Path | None, office: str, now: str, tick: Tick = go_on) -> str:
    """Copy the newest backup of an office into the second folder, unless it is there. Return a Persian sentence for
    what failed, or ''."""
    last = newest(folder, now, office)
    if second is None or last is None:
        return ""
    if not is_there(second):
        return f"پوشهٔ دوم پشتیبان در دسترس نیست؛ حافظهٔ جانبی را وصل کنید: {second}"
    try:
        if (second / last.file.name).exists():
            return ""
        _must_have_free_space(second, [last])
        copy_to(last.file, second, tick)
        remove_expired(second, office, now)
    except (OSError, StorageError) as error:
        sentence = error.sentence if isinstance(error, StorageError) else "اجازهٔ نوشتن در آن نیست."
        return f"نسخهٔ دوم پشتیبان نوشته نشد: {sentence}"
    return ""


def remove_expired(folder: Path, office: str, now: str) -> None:
    """Remove what need not be kept of this office.

    Backups made before an upgrade or a restore stay. So do those with a later date, because on a day when the clock is
    wrong they would make the new one look old.
    """
    ours = {each.at: each.file for each in backup_files(folder) if each.office == office and each.at <= now}
    for at in ours.keys() - moments_to_keep(ours):
        for file in (ours[at], ours[at].with_suffix(".dump")):
            with suppress(OSError):  # a write-protected memory stick keeps its files
                file.unlink(missing_ok=True)


def record(db: Database, clerk: Clerk, taken: BackupResult) -> None:
    """Record a backup in the journal, so that every PC knows of it and `verify` knows the chain's head of that
    moment."""
    with writing(db, clerk, ROLES if clerk is not SYSTEM else ()) as change:
        change.record("keep", "backup", None, after={"file": taken.name, "mark": taken.mark, "covers": taken.covers})


def uncovered_since(db: Database) -> str:
    """Return the moment of the first change that no backup has, if that is too long ago; else ''."""
    last = db.row("SELECT after FROM journal WHERE subject = 'backup' AND action = 'keep' ORDER BY id DESC LIMIT 1")
    covers = json.loads(last["after"]).get("covers", 0) if last else 0
    first = db.row(
        "SELECT at FROM journal WHERE id > :covers AND subject <> 'backup' ORDER BY id LIMIT 1", covers=covers
    )
    if first is None:
        return ""
    now, since = db.now(), str(first["at"])
    if since > now:  # written while the clock was ahead: only the last backup's name tells how long ago
        since = moment_of(json.loads(last["after"]).get("file", "")) if last else ""
    return (since or now) if not since or _between(since, now) > UNCOVERED_AT_MOST else ""


def _is_due(db: Database, newest: BackupFile | None, minutes: int) -> bool:
    if newest is None:
        return bool(office_id(db))
    if not _changed_since(db, newest.file):
        return False
    return _between(newest.at, db.now()) >= timedelta(minutes=minutes) or _closed_since(db, newest.file)


def _changed_since(db: Database, file: Path) -> bool:
    """Compare the counters of every topic but the journal's, which the record of the backup itself counts up."""
    sql = "SELECT topic, n FROM revision WHERE topic NOT IN ('journal', 'schema') ORDER BY topic"
    with suppress(StorageError), closing(open_database(str(file), read_only=True)) as then:
        return then.rows(sql) != db.rows(sql)
    return True


def _closed_since(db: Database, file: Path) -> bool:
    """Whether a session was closed after the backup. Ids of the journal tell, because the clock may have been wrong."""
    sql = "SELECT MAX(id) AS id FROM journal WHERE subject = 'session' AND action = 'close'"
    with suppress(StorageError), closing(open_database(str(file), read_only=True)) as then:
        return bool(then.required_row(sql) != db.required_row(sql))
    return True


def _must_have_free_space(folder: Path, before: list[BackupFile]) -> None:
    free = shutil.disk_usage(folder).free
    if before and before[0].size * FREE_SPACE > free:
        raise StorageError(
            f"فضا کافی نیست: {fa(before[0].size // 2**20 + 1)} مگابایت لازم است و {fa(free // 2**20)} مگابایت آزاد است."
        )


def _between(start: str, end: str) -> timedelta:
    return datetime.fromisoformat(end) - datetime.fromisoformat(start)
