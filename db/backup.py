"""Backups: a consistent SQLite file from either engine, opened and compared before it counts; and restoring one.

Server offices are backed up to SQLite as well, because only that file can be opened and restored on a PC without
PostgreSQL. Where pg_dump is installed its archive of the same moment is added, for the administrator of the server.
"""

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from db import is_server, open_database, search
from db.base import Database
from db.errors import StorageError
from db.schema import STEPS, TOO_OLD, build, refuse_newer, upgrade, version
from db.tables import tables

Tick = Callable[[], None]
"""Called often during a long task; an error it raises ends the task, with nothing left behind."""
FOLDER = "backups"
PAST_DAMAGE = 1_000_000
"""Added to the revisions of a backup that replaces a damaged file, whose own are not believed: every screen notices."""
DAMAGED = "این نسخهٔ پشتیبان آسیب دیده است و قابل استفاده نیست."


@dataclass(frozen=True, slots=True)
class Contents:
    """The contents of a backup, by which it is compared with its office."""

    version: int
    """The number of schema steps."""
    counts: dict[str, int]
    """The rows of each table."""
    head: str
    """The head of the journal's chain."""
    note: str = field(default="", compare=False)
    """Why pg_dump's archive is not beside it though pg_dump is installed; '' otherwise."""


def go_on() -> None:
    """The tick that ends nothing."""


def back_up(database: Database, file: Path, tick: Tick = go_on) -> Contents:
    """Back up one moment of an office at work into a new file. The file gets its name only once it is whole, on the
    disk, and was opened and compared; raises StorageError otherwise."""
    with closing(open_database(database.address, read_only=True)) as source, source.snapshot(), _whole(file) as part:
        wanted = _contents(source)
        source.save_as(str(part), tick)
        if check(part) != wanted:
            raise StorageError(DAMAGED)
        return replace(wanted, note=_dump(source, file, wanted, tick))


def check(file: Path) -> Contents:
    """Open a backup and read all of it. Raises StorageError when it is damaged or made by a newer program."""
    with closing(open_database(str(file), read_only=True)) as opened:
        done = version(opened)
        refuse_newer(done)
        if done == 0 or opened.required_row("PRAGMA quick_check")["quick_check"] != "ok":
            raise StorageError(DAMAGED)
        return _contents(opened)


def copy_to(file: Path, folder: Path, tick: Tick = go_on) -> Path:
    """Copy a backup into a second folder, on a USB stick perhaps; it is read back and checked before it counts."""
    target = folder / file.name
    with _whole(target) as part, _disk_errors():
        _copy(file, part, tick)
        if check(part) != check(file):
            raise StorageError(DAMAGED)
    dump = file.with_suffix(".dump")
    if dump.exists():
        with _whole(target.with_suffix(".dump")) as part, _disk_errors():
            _copy(dump, part, tick)
    return target


def restore_from(
    database: Database, file: Path, aside: Path, sign: Callable[[Database], None], tick: Tick = go_on
) -> None:
    """Replace everything in an embedded database by a backup, in one transaction: other programs on the same file see
    either the old office or the restored one. The old one is first backed up to `aside`, or copied as it is where it is
    damaged. `sign` writes the journal row of the restoring into the same transaction."""
    from db.copy import carry  # late: start-up

    if is_server(database.address):
        raise StorageError("بازگرداندن داده‌های سرور محل از این‌جا ممکن نیست.")
    if is_damaged(database):
        _restore_over_damage(database, file, aside, sign, tick)
        return
    with _current(file, aside.with_suffix(".part.db")) as source, source.snapshot(), database.transaction():
        back_up(database, aside, tick)
        revisions = {row["topic"]: row["n"] for row in database.rows("SELECT topic, n FROM revision")}
        _clear(database)
        build(database, len(STEPS))
        carry(source, database, len(STEPS), lambda *_: tick())
        for topic, n in revisions.items():
            if topic != "schema":  # counted past both, so that every screen notices
                database.rows("UPDATE revision SET n = :n WHERE topic = :topic AND n <= :n", n=n + 1, topic=topic)
        sign(database)


def is_damaged(database: Database) -> bool:
    """Whether an embedded database cannot be read whole. A server sees to its own pages."""
    if is_server(database.address):
        return False
    try:
        return bool(database.required_row("PRAGMA quick_check(1)")["quick_check"] != "ok")
    except StorageError:
        return True


def _restore_over_damage(
    database: Database, file: Path, aside: Path, sign: Callable[[Database], None], tick: Tick
) -> None:
    """Replace a damaged file page by page: its own tables can be neither read nor dropped. It is kept as it is."""
    from db.sqlite import Sqlite  # late: start-up

    assert isinstance(database, Sqlite)
    scratch = aside.with_suffix(".part.db")
    check(file)
    try:
        with _disk_errors():
            for end in ("", "-wal"):
                if Path(database.address + end).exists():
                    shutil.copyfile(database.address + end, f"{aside}{end}")
            shutil.copyfile(file, scratch)
        with closing(_upgraded(scratch)) as made, made.transaction():
            made.rows("UPDATE revision SET n = n + :more WHERE topic <> 'schema'", more=PAST_DAMAGE)
            sign(made)
        database.overwrite(str(scratch), tick)
    finally:
        for rest in scratch.parent.glob(f"{scratch.name}*"):
            rest.unlink(missing_ok=True)


def before_upgrade(database: Database, done: int, aside: Path | None) -> None:
    """Take the backup that every upgrade begins with. Raises StorageError for a server when no folder is named."""
    if is_server(database.address) and aside is None:
        raise StorageError(TOO_OLD)
    folder = aside or Path(database.address).parent / FOLDER
    with _disk_errors():
        folder.mkdir(parents=True, exist_ok=True)
    back_up(database, folder / f"before-upgrade-{done:03}-{stamp(datetime.fromisoformat(database.now()))}.db")


def stamp(moment: datetime) -> str:
    """A moment as the names of backups spell it: 20261125T071203Z."""
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _contents(database: Database) -> Contents:
    done = version(database)
    counts = {
        table.name: int(database.required_row(f"SELECT COUNT(*) AS n FROM {table.name}")["n"]) for table in tables(done)
    }
    last = database.row("SELECT chain FROM journal ORDER BY id DESC LIMIT 1")
    return Contents(done, counts, last["chain"] if last else "")


def _dump(source: Database, file: Path, wanted: Contents, tick: Tick) -> str:
    """Add pg_dump's archive of a server; return why there is none though pg_dump is installed, or ''."""
    if not is_server(source.address):
        return ""
    from db.dump import dump  # late: only a server has one

    try:
        with _whole(file.with_suffix(".dump")) as part:
            dump(source, part, wanted.counts, wanted.head, tick)
    except LookupError:
        return ""  # pg_dump is not installed here
    except StorageError as error:
        return error.sentence
    return ""


def _clear(database: Database) -> None:
    """Drop all tables, children before parents. Dropping a table fires no trigger of the journal."""
    known = tables(len(STEPS))
    for table in known:
        for column in table.late:
            database.rows(f"UPDATE {table.name} SET {column} = NULL WHERE {column} IS NOT NULL")
    for name in (search.TABLE, *(table.name for table in reversed(known))):
        database.rows(f"DROP TABLE {name}")


@contextmanager
def _current(file: Path, scratch: Path) -> Iterator[Database]:
    """Check a backup and open it for reading in the present schema; of an older one a copy is upgraded."""
    if check(file).version == len(STEPS):
        with closing(open_database(str(file), read_only=True)) as opened:
            yield opened
        return
    try:
        with _disk_errors():
            shutil.copyfile(file, scratch)
        with closing(_upgraded(scratch)) as opened:
            yield opened
    finally:
        for rest in scratch.parent.glob(f"{scratch.name}*"):
            rest.unlink(missing_ok=True)


def _upgraded(scratch: Path) -> Database:
    from db.sqlite import Sqlite  # late: start-up

    opened = Sqlite(str(scratch))
    opened.address = str(scratch)
    upgrade(opened, lambda _: None)  # no backup of a backup's copy
    return opened


@contextmanager
def _whole(file: Path) -> Iterator[Path]:
    """Yield a name to write under. The file gets its own when the block has ended well and the disk holds all of it."""
    part = file.with_name(file.name + ".part")
    try:
        with _disk_errors():
            part.unlink(missing_ok=True)
        yield part
        with _disk_errors():
            with part.open("rb+") as opened:
                os.fsync(opened.fileno())
            part.replace(file)
            _sync_folder(file.parent)
    finally:
        for rest in (part, part.with_name(part.name + "-journal")):
            with suppress(OSError):
                rest.unlink(missing_ok=True)


def _copy(file: Path, part: Path, tick: Tick) -> None:
    with file.open("rb") as source, part.open("wb") as copy:
        while block := source.read(1 << 20):
            copy.write(block)
            tick()


def _sync_folder(folder: Path) -> None:
    """Let the file's name survive a power cut too; Windows does so by itself."""
    if os.name == "posix":
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


@contextmanager
def _disk_errors() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        raise StorageError(
            "فضای کافی برای نسخهٔ پشتیبان نیست؛ دیسک پر است."
            if full
            else "پوشهٔ پشتیبان در دسترس نیست یا اجازهٔ نوشتن در آن نیست.",
            type(error).__name__,
        ) from error
