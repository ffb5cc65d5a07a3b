"""The office of the invented year as this PC keeps it: lived once, and copied for each time it is opened."""

import atexit
import os
import shutil
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app import VERSION
from app.invented.year import LAST_DAY, LAST_TIME, SEED, WEEKS, live_the_year
from app.persian.calendar import at
from db import open_database
from db.schema import STEPS

OFFICE, TRUTH = "office.db", "truth.json"
BEGINS = datetime.fromisoformat(at(LAST_DAY, LAST_TIME))
"""The moment at which the year's last session is under way."""


class LastDay:
    """A clock that goes on from the year's last moment."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    def __call__(self) -> datetime:
        return BEGINS.astimezone(UTC) + timedelta(seconds=time.monotonic() - self._began)


def temporary_year(weeks: int = WEEKS) -> Path:
    """Return a folder that holds the year's office and is removed when the process ends."""
    from platformdirs import user_cache_path

    folder = Path(tempfile.mkdtemp(prefix="mosalla-year-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    shutil.copy(kept_year(user_cache_path("mosalla", appauthor=False), weeks) / OFFICE, folder)
    return folder


def kept_year(cache: Path, weeks: int = WEEKS, seed: int = SEED) -> Path:
    """Return the folder below `cache` with the year's office and the truth beside it. The first time it is lived.

    A year that another version or another schema has left is deleted.
    """
    kept = cache / f"year-{VERSION}-{len(STEPS)}-{seed}-{weeks}"
    if kept.exists():
        return kept
    for old in cache.glob("year-*"):
        shutil.rmtree(old)
    made = Path(tempfile.mkdtemp(prefix="being-lived-", dir=_made(cache)))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    db, facts = live_the_year(
        lambda clock: open_database(str(made / OFFICE), clock=clock), seed=seed, weeks=weeks, progress=_ProgressLine()
    )
    db.close()
    facts.save(made / TRUTH)
    for name in (OFFICE, TRUTH):
        _sync(made / name)
    return kept if kept.exists() else made.rename(kept)  # another program may have been faster


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _sync(path: Path) -> None:
    """Wait until the disk has the file: while the year is lived no commit waits for it."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


class _ProgressLine:
    """One line on the terminal, where there is one, that says how much of the year is over."""

    def __init__(self) -> None:
        self._percent = -1

    def __call__(self, share: float) -> None:
        percent = int(share * 100)
        if sys.stdout and percent != self._percent:
            self._percent = percent
            sys.stdout.write(f"\rthe year is lived once and kept: {percent} %" + ("\n" if share == 1 else ""))
            sys.stdout.flush()
