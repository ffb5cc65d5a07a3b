"""Backups: when one is due, which there are, what one holds, and the way back to it."""

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
"""Changes that stay without a backup longer than this are said to the managers."""
NOT_FROM_HERE = "داده‌های سرور را مسئول سرور بازمی‌گرداند؛ روش آن در راهنمای سرور آمده است."
NO_ARCHIVE = "پشتیبان تهیه شد، اما بایگانی pg_dump در کنار آن نیست: {}"
ROOM = 1.1
"""Free space asked for before one begins, in sizes of the last."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of one turn: the file's name ('' when none was due or none came off), and what is amiss."""

    name: str = ""
    mark: str = ""
    covers: int = 0
    """The last row of the journal that is in it."""
    trouble: str = ""
    """A Persian sentence for the managers; '' when all is well."""
    note: str = ""
    """Why pg_dump, though installed, left no archive of a server beside it."""


@dataclass(frozen=True, slots=True)
class Look:
    """Inside a backup that is whole."""

    office: str
    session: str
    """The last one: its programme and round; '' before the first."""
    session_day: str
    visits: int
    referrals: int
    last_at: str
    """Of the journal."""
    mark: str
    """Of the journal's last row, as the minutes print it."""


def take(db: Database, folder: Path, second: Path | None, tick: Tick = go_on) -> Taken:
    """One now: into `folder`, tidied by `retention`, and once more into the second folder."""
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
    """What the program does by itself: one when something changed and the last is old, or a session has closed since;
    and whatever the second folder lacks, if it was away."""
    now = db.now()
    office = office_of(db)
    if _is_due(db, newest(folder, now, office), minutes):
        return take(db, folder, second, tick)
    return Taken(trouble=second_copy(folder, second, office, now, tick))


def second_copy(folder: Path, second: Path | None, office: str, now: str, tick: Tick = go_on) -> str:
    """The newest backup of an office into the second folder, unless it is there; answers with what is amiss, or ''."""
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
    """Remove what need not be kept of this office; what was kept before an upgrade or a return stays, and what bears a
    later date: on a day that is wrong it would make the one just taken look old."""
    ours = {each.at: each.file for each in listed(folder) if each.office == office and each.at <= now}
    for at in ours.keys() - kept(ours):
        for file in (ours[at], ours[at].with_suffix(".dump")):
            with suppress(OSError):  # a stick that is write-protected keeps its own
                file.unlink(missing_ok=True)


def note(db: Database, clerk: Clerk, taken: Taken) -> None:
    """Into the journal: every PC is to know of it, and `verify` what the chain's head was."""
    with writing(db, clerk, ROLES if clerk is not SYSTEM else ()) as change:
        change.record("keep", "backup", None, after={"file": taken.name, "mark": taken.mark, "covers": taken.covers})


def uncovered_since(db: Database) -> str:
    """The moment of the first change no backup holds, when it is longer ago than it may be; else ''."""
    last = db.row("SELECT after FROM journal WHERE subject = 'backup' AND action = 'keep' ORDER BY id DESC LIMIT 1")
    covers = json.loads(last["after"]).get("covers", 0) if last else 0
    first = db.row(
        "SELECT at FROM journal WHERE id > :covers AND subject <> 'backup' ORDER BY id LIMIT 1", covers=covers
    )
    if first is None:
        return ""
    now, since = db.now(), str(first["at"])
    if since > now:  # written while the clock was ahead: then only the last backup's name tells how long it has been
        since = stamped(json.loads(last["after"]).get("file", "")) if last else ""
    return (since or now) if not since or _between(since, now) > FORGOTTEN else ""


def look(file: Path) -> Look:
    """All of it is read: Refused when it is damaged or a newer program's."""
    try:
        check(file)
        with closing(open_database(str(file), read_only=True)) as db:
            return _look(db)
    except StorageError as error:
        raise Refused(error.sentence) from None


def restore(db: Database, clerk: Clerk, file: Path, folder: Path, tick: Tick = go_on) -> Path:
    """Put a backup in place of the present data, which are first backed up into `folder`; answers with that file."""
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
    """The last row of the journal that a backup has too: whatever was kept of later ones goes with them."""
    sql = "SELECT id, chain FROM journal WHERE id <= :id ORDER BY id DESC LIMIT 1"
    with closing(open_database(str(file), read_only=True)) as kept:
        low, high = 0, int(kept.required_row("SELECT COALESCE(MAX(id), 0) AS id FROM journal")["id"])
        while low < high:  # each link holds all before it, so those that agree come first
            middle = (low + high + 1) // 2
            low, high = (middle, high) if kept.row(sql, id=middle) == db.row(sql, id=middle) else (low, middle - 1)
        return low


def marks(*folders: Path, office: str = "") -> list[tuple[Kept, str]]:
    """Each backup with its journal's mark, oldest first; those that cannot be opened are left out. `office`: whose."""
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
    """By the counters of every topic but the journal, which the backup itself is noted in."""
    sql = "SELECT topic, n FROM revision WHERE topic NOT IN ('journal', 'schema') ORDER BY topic"
    with suppress(StorageError), closing(open_database(str(file), read_only=True)) as then:
        return then.rows(sql) != db.rows(sql)
    return True


def office_of(db: Database) -> str:
    """What tells this office from another whose backups lie in the same folder; '' before its first change."""
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
