"""The files of backups, known by their names, in the folders of this PC."""

import re
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from app.journal.chain import head_mark
from db import Database, StorageError, open_database

KINDS = {"office": "", "before-upgrade": "پیش از ارتقا", "before-restore": "پیش از بازگرداندن"}
_NAME = re.compile(r"(office|before-upgrade|before-restore)-(?:([0-9a-f]{8}|\d{3})-)?(\d{8}T\d{6}Z)\.db")


@dataclass(frozen=True, slots=True)
class BackupFile:
    """A backup in one folder, or the same one in both."""

    file: Path
    kind: str
    office: str
    """The first digits of its office's chain, which tell offices apart; '' for other kinds than 'office'."""
    at: str
    """The moment it was taken, UTC."""
    size: int
    """Bytes."""
    twice: bool = False
    """Whether it is in both folders."""


def backup_files(*folders: Path) -> list[BackupFile]:
    """Return every backup in these folders, newest first; one that is in both is returned once. A folder that is away
    is empty."""
    found: dict[str, BackupFile] = {}
    for folder in folders:
        for each in _files(folder):
            there = found.get(each.file.name)
            found[each.file.name] = replace(there, twice=True) if there else each
    return sorted(found.values(), key=lambda each: each.at, reverse=True)


def newest(folder: Path, now: str, office: str = "") -> BackupFile | None:
    """Return the last backup taken until `now`; one with a later date was taken while the clock was ahead."""
    return next(
        (
            each
            for each in backup_files(folder)
            if each.kind == "office" and each.at <= now and office in ("", each.office)
        ),
        None,
    )


def is_there(folder: Path) -> bool:
    """Whether a folder is there for this user. A failing memory stick raises an error where it might say no."""
    with suppress(OSError):
        return folder.is_dir()
    return False


def moment_of(name: str) -> str:
    """Return the moment a backup was taken, by its file's name; '' for any other file."""
    found = _NAME.fullmatch(name)
    return _moment(found[3]) if found else ""


def marks(*folders: Path, office: str = "") -> list[tuple[BackupFile, str]]:
    """Return each backup with its journal's mark, oldest first, without those that cannot be opened.

    `office`: only backups of this office, as `office_id` returns it; '' for all.
    """
    found = []
    for each in reversed([each for each in backup_files(*folders) if office in ("", each.office)]):
        with suppress(StorageError), closing(open_database(str(each.file), read_only=True)) as db:
            found.append((each, head_mark(db)))
    return found


def office_id(db: Database) -> str:
    """Return what tells this office from another whose backups are in the same folder; '' before its first change."""
    first = db.row("SELECT chain FROM journal ORDER BY id LIMIT 1")
    return first["chain"][:8] if first else ""


def _files(folder: Path) -> list[BackupFile]:
    """Return the files with a backup's name; any other file in the folder belongs to somebody else."""
    try:
        named = [(file, name) for file in folder.iterdir() if (name := _NAME.fullmatch(file.name))]
    except OSError:
        return []
    found = []
    for file, name in named:
        with suppress(OSError):  # the stick failed or was pulled in between
            found.append(BackupFile(file, name[1], name[2] or "", _moment(name[3]), file.stat().st_size))
    return found


def _moment(stamped: str) -> str:
    return f"{datetime.strptime(stamped, '%Y%m%dT%H%M%SZ').isoformat(timespec='milliseconds')}Z"
