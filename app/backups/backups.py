"""Backups: when one is due, which exist, what one holds, and how one is restored."""

import json
import shutil
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from app.access.clerks import Clerk, current
from app.backups.files import KINDS, Kept, is_there, listed, newest, stamped
from app.backups.retention import kept
from app.errors import Refused
from app.journal.chain import head, head_mark
from app.journal.writing import SYSTEM, Change, writing
from app.persian.text import fa
from db import Database, StorageError, is_server, open_database
from db.backup import Tick, back_up, check, copy_to, go_on, restore_from, stamp

__all__ = [
    "KINDS", "NOT_FROM_HERE", "NO_ARCHIVE", "ROLES", "Kept", "Look", "Taken", "is_there", "listed", "look", "marks",
    "note", "office_of", "restore", "second_copy", "take", "take_if_due", "tidy", "uncovered_since",
]  # fmt: skip

ROLES = ("manager", "administrator")
FORGOTTEN = timedelta(days=1)
"""The managers are told of changes that stay without a backup longer than this."""
NOT_FROM_HERE = "داده‌های سرور را مسئول سرور بازمی‌گرداند؛ روش آن در راهنمای سرور آمده است."
NO_ARCHIVE = "پشتیبان تهیه شد، اما بایگانی pg_dump در کنار آن نیست: {}"
ROOM = 1.1
"""The free space a backup needs before it begins, in sizes of the last one."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of one attempt."""

    name: str = ""
    """The name of the file; '' when no backup was due or it failed."""
    mark: str = ""
    """The mark of the journal's last row in it."""
    covers: int = 0
    """The id of the last row of the journal in it."""
    trouble: str = ""
    """A Persian sentence for the managers; '' when nothing failed."""
    note: str = ""
    """The reason why an installed pg_dump left no archive of the server beside the backup."""


@dataclass(frozen=True, slots=True)
class Look:
    """The contents of an undamaged backup."""

    office: str
    session: str
    """The programme and round of the last session; '' before the first."""
    session_day: str
    visits: int
    referrals: int
    last_at: str
    """The moment of the journal's last row."""
    mark: str
    """The mark of the journal's last row, as the minutes print it."""


def take(db: Database, folder: Path, second: Path | None, tick: Tick = go_on) -> Taken:
    """Take a backup into `folder`, remove those that `retention` does not keep, and copy it into the second folder.

    A failure is returned as `trouble`, not raised.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _must_have_room(folder, listed(folder))
        office = office_of(db)
        if not office:
            return Taken()
        now = db.now()
        file = folder / f"office-{office}-{stamp(datetime.fromisoformat(now))}.db"
        seen = back_up(db, file, tick)
        with closing(open_database(str(file), read_only=True)) as opened:
            mark, covers = head_mark(opened), int(opened.required_row("SELECT MAX(id) AS id FROM journal")["id"])
        tidy(folder, office, now)
        trouble = second_copy(folder, second, office, now, tick)
    except OSError:
        return Taken(trouble="پوشهٔ پشتیبان در کنار داده‌ها ساخته نشد؛ پشتیبان تهیه نشد.")
    except StorageError as error:
        return Taken(trouble=f"پشتیبان تهیه نشد: {error.sentence}")
    return Taken(file.name, mark, covers, trouble, seen.note)


def take_if_due(db: Database, folder: Path, second: Path | None, minutes: int, tick: Tick = go_on) -> Taken:
    """Take a backup if something changed and the last one is `minutes` old or a session has closed since.

    The program calls this by itself. If none is due, the second folder gets the newest backup that it lacks because it
    was away.
    """
    now = db.now()
    office = office_of(db)
    if _is_due(db, newest(folder, now, office), minutes):
        return take(db, folder, second, tick)
    return Taken(trouble=second_copy(folder, second, office, now, tick))


def second_copy(folder: Path, second: Path | None, office: str, now: str, tick: Tick = go_on) -> str:
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
        _must_have_room(second, [last])
        copy_to(last.file, second, tick)
        tidy(second, office, now)
    except (OSError, StorageError) as error:
        sentence = error.sentence if isinstance(error, StorageError) else "اجازهٔ نوشتن در آن نیست."
        return f"نسخهٔ دوم پشتیبان نوشته نشد: {sentence}"
    return ""


def tidy(folder: Path, office: str, now: str) -> None:
    """Remove the backups of this office that need not be kept.

    Backups from before an upgrade or a restore stay. So do those with a later date than now: while the clock is wrong
    they would make the backup just taken look old.
    """
    ours = {each.at: each.file for each in listed(folder) if each.office == office and each.at <= now}
    for at in ours.keys() - kept(ours):
        for file in (ours[at], ours[at].with_suffix(".dump")):
            with suppress(OSError):  # a write-protected stick keeps its files
                file.unlink(missing_ok=True)


def note(db: Database, clerk: Clerk, taken: Taken) -> None:
    """Record a backup in the journal, so that every PC knows of it and `verify` knows the head of the chain."""
    with writing(db, clerk, ROLES if clerk is not SYSTEM else ()) as change:
        change.record("keep", "backup", None, after={"file": taken.name, "mark": taken.mark, "covers": taken.covers})


def uncovered_since(db: Database) -> str:
    """Return the moment of the first change that no backup holds, if it is longer ago than `FORGOTTEN`; else ''."""
    last = db.row("SELECT after FROM journal WHERE subject = 'backup' AND action = 'keep' ORDER BY id DESC LIMIT 1")
    covers = json.loads(last["after"]).get("covers", 0) if last else 0
    first = db.row(
        "SELECT at FROM journal WHERE id > :covers AND subject <> 'backup' ORDER BY id LIMIT 1", covers=covers
    )
    if first is None:
        return ""
    now, since = db.now(), str(first["at"])
    if since > now:  # written while the clock was ahead: only the last backup's name tells how long it has been
        since = stamped(json.loads(last["after"]).get("file", "")) if last else ""
    return (since or now) if not since or _between(since, now) > FORGOTTEN else ""


def look(file: Path) -> Look:
    """Read all of a backup and return what it holds. Raise Refused when it is damaged or from a newer program."""
    try:
        check(file)
        with closing(open_database(str(file), read_only=True)) as db:
            return _look(db)
    except StorageError as error:
        raise Refused(error.sentence) from None


def restore(db: Database, clerk: Clerk, file: Path, folder: Path, tick: Tick = go_on) -> Path:
    """Back up the present data into `folder`, replace them by a backup, and return the file with the present data.

    Raise Refused for a clerk who is no administrator, for data on a server, and when `folder` is away; StorageError for
    a damaged backup.
    """
    current(db, clerk.id).must("administrator")
    if is_server(db.address):
        raise Refused(NOT_FROM_HERE)
    before, now = head_mark(db), db.now()
    aside = folder / f"before-restore-{stamp(datetime.fromisoformat(now))}.db"

    shared = _shared(db, file)

    def sign(restored: Database) -> None:
        last = restored.required_row("SELECT MAX(at) AS at FROM journal")["at"]
        Change(restored, clerk, max(now, last), head(restored)).record(
            "restore",
            "backup",
            None,
            before={"mark": before},
            after={"file": file.name, "aside": aside.name, "shared": shared},
        )

    try:
        folder.mkdir(parents=True, exist_ok=True)
        restore_from(db, file, aside, sign, tick)
    except OSError:
        raise Refused("پوشهٔ پشتیبان در دسترس نیست؛ چیزی بازگردانده نشد.") from None
    return aside


def _shared(db: Database, file: Path) -> int:
    """Return the last row of the journal that a backup has too: later rows, and what backups hold of them, go away."""
    sql = "SELECT id, chain FROM journal WHERE id <= :id ORDER BY id DESC LIMIT 1"
    with closing(open_database(str(file), read_only=True)) as kept:
        low, high = 0, int(kept.required_row("SELECT COALESCE(MAX(id), 0) AS id FROM journal")["id"])
        while low < high:  # each link depends on all rows before it, so the rows that agree come first
            middle = (low + high + 1) // 2
            low, high = (middle, high) if kept.row(sql, id=middle) == db.row(sql, id=middle) else (low, middle - 1)
        return low


def marks(*folders: Path, office: str = "") -> list[tuple[Kept, str]]:
    """Return each backup with its journal's mark, oldest first, without those that cannot be opened.

    `office`: only backups of this office, as `office_of` returns it; '' for all.
    """
    found = []
    for each in reversed([each for each in listed(*folders) if office in ("", each.office)]):
        with suppress(StorageError), closing(open_database(str(each.file), read_only=True)) as db:
            found.append((each, head_mark(db)))
    return found


def _look(db: Database) -> Look:
    name = db.row("SELECT value FROM setting WHERE name = 'office'")
    last = db.row(
        "SELECT name, round, day FROM session JOIN programme ON programme.id = programme_id"
        " WHERE opened_at IS NOT NULL ORDER BY opened_at DESC LIMIT 1"
    )
    counts = db.required_row(
        "SELECT (SELECT COUNT(*) FROM visit) AS visits, (SELECT COUNT(*) FROM referral) AS referrals,"
        " (SELECT MAX(at) FROM journal) AS last_at"
    )
    return Look(
        name["value"] if name else "",
        fa(f"{last['name']}، جلسهٔ {last['round']}") if last else "",
        last["day"] if last else "",
        counts["visits"],
        counts["referrals"],
        counts["last_at"] or "",
        head_mark(db),
    )


def _is_due(db: Database, newest: Kept | None, minutes: int) -> bool:
    if newest is None:
        return bool(office_of(db))
    if not _changed_since(db, newest.file):
        return False
    closed = db.required_row("SELECT MAX(closed_at) AS at FROM session")["at"]
    return _between(newest.at, db.now()) >= timedelta(minutes=minutes) or bool(closed and closed > newest.at)


def _changed_since(db: Database, file: Path) -> bool:
    """Return whether a topic has been counted up since a backup, other than the journal, which records the backup
    itself."""
    sql = "SELECT topic, n FROM revision WHERE topic NOT IN ('journal', 'schema') ORDER BY topic"
    with suppress(StorageError), closing(open_database(str(file), read_only=True)) as then:
        return then.rows(sql) != db.rows(sql)
    return True


def office_of(db: Database) -> str:
    """Return what tells this office from another with backups in the same folder; '' before the first change."""
    first = db.row("SELECT chain FROM journal ORDER BY id LIMIT 1")
    return first["chain"][:8] if first else ""


def _must_have_room(folder: Path, before: list[Kept]) -> None:
    free = shutil.disk_usage(folder).free
    if before and before[0].size * ROOM > free:
        raise StorageError(
            f"فضا کافی نیست: {fa(before[0].size // 2**20 + 1)} مگابایت لازم است و {fa(free // 2**20)} مگابایت آزاد است."
        )


def _between(start: str, end: str) -> timedelta:
    return datetime.fromisoformat(end) - datetime.fromisoformat(start)
