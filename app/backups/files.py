"""The files of backups, known by their names, and the folders they are in."""

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

KINDS = {"office": "", "before-upgrade": "پیش از ارتقا", "before-restore": "پیش از بازگرداندن"}
_NAME = re.compile(r"(office|before-upgrade|before-restore)-(?:([0-9a-f]{8}|\d{3})-)?(\d{8}T\d{6}Z)\.db")


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup in one folder or in both."""

    file: Path
    kind: str
    office: str
    """The first eight digits of the journal's chain tell the office; '' or a number for kinds other than `office`."""
    at: str
    """The moment it was taken, from its name."""
    size: int
    """Bytes."""
    twice: bool = False
    """Whether it is in both folders."""


def listed(*folders: Path) -> list[Kept]:
    """Return every backup in these folders, newest first; one in both is listed once. A folder that is away is
    empty."""
    found: dict[str, Kept] = {}
    for folder in folders:
        for each in _files(folder):
            there = found.get(each.file.name)
            found[each.file.name] = replace(there, twice=True) if there else each
    return sorted(found.values(), key=lambda each: each.at, reverse=True)


def newest(folder: Path, now: str, office: str = "") -> Kept | None:
    """Return the last backup taken by now; one with a later date was taken while the clock was ahead."""
    return next(
        (each for each in listed(folder) if each.kind == "office" and each.at <= now and office in ("", each.office)),
        None,
    )


def is_there(folder: Path) -> bool:
    """Return whether this user reaches a folder. Asking a failing stick raises OSError: the folder is then not
    there."""
    with suppress(OSError):
        return folder.is_dir()
    return False


def stamped(name: str) -> str:
    """Return the moment a backup was taken, from its file's name; '' for any other name."""
    found = _NAME.fullmatch(name)
    return _moment(found[3]) if found else ""


def _files(folder: Path) -> list[Kept]:
    """Return the files with a backup's name; anything else in the folder is not the program's."""
    try:
        named = [(file, name) for file in folder.iterdir() if (name := _NAME.fullmatch(file.name))]
    except OSError:
        return []
    found = []
    for file, name in named:
        with suppress(OSError):  # the stick was pulled in between
            found.append(Kept(file, name[1], name[2] or "", _moment(name[3]), file.stat().st_size))
    return found


def _moment(stamped: str) -> str:
    return f"{datetime.strptime(stamped, '%Y%m%dT%H%M%SZ').isoformat(timespec='milliseconds')}Z"
