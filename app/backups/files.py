"""The files backups are: by their names, in the folders they lie in."""

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

KINDS = {"office": "", "before-upgrade": "پیش از ارتقا", "before-restore": "پیش از بازگرداندن"}
_NAME = re.compile(r"(office|before-upgrade|before-restore)-(?:([0-9a-f]{8}|\d{3})-)?(\d{8}T\d{6}Z)\.db")


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup that lies in one folder or in both."""

    file: Path
    kind: str
    office: str
    """Whose: the first digits of its journal's chain; other kinds are not told apart."""
    at: str
    size: int
    """Bytes."""
    twice: bool = False


def listed(*folders: Path) -> list[Kept]:
    """Every backup in these folders, newest first; what lies in both is told once. A folder that is away is empty."""
    found: dict[str, Kept] = {}
    for folder in folders:
        for each in _files(folder):
            there = found.get(each.file.name)
            found[each.file.name] = replace(there, twice=True) if there else each
    return sorted(found.values(), key=lambda each: each.at, reverse=True)


def newest(folder: Path, now: str, office: str = "") -> Kept | None:
    """The last one taken by now: what bears a later date was taken while the clock was ahead."""
    return next(
        (each for each in listed(folder) if each.kind == "office" and each.at <= now and office in ("", each.office)),
        None,
    )


def is_there(folder: Path) -> bool:
    """Whether a folder is there for this user; a dying stick raises where it might say no."""
    with suppress(OSError):
        return folder.is_dir()
    return False


def stamped(name: str) -> str:
    """The moment a backup was taken, by its file's name; '' for any other."""
    found = _NAME.fullmatch(name)
    return _moment(found[3]) if found else ""


def _files(folder: Path) -> list[Kept]:
    """Those with a backup's name; anything else in the folder is somebody's own."""
    try:
        named = [(file, name) for file in folder.iterdir() if (name := _NAME.fullmatch(file.name))]
    except OSError:
        return []
    found = []
    for file, name in named:
        with suppress(OSError):  # a stick that dies in between
            found.append(Kept(file, name[1], name[2] or "", _moment(name[3]), file.stat().st_size))
    return found


def _moment(stamped: str) -> str:
    return f"{datetime.strptime(stamped, '%Y%m%dT%H%M%SZ').isoformat(timespec='milliseconds')}Z"
