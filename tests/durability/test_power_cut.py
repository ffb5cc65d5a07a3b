"""The power fails at any instant of a day: everything a clerk was told is saved is there afterwards.

After a kill the operating system still has the program's writes; here a simulated disk loses, keeps or tears those that
were not yet synced (tests/durability/crash/lossy_disk.py).
"""

import _sqlite3
import ctypes
import pickle
import random
import shutil
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from app.journal import verify
from db import open_database
from tests.durability.crash.lossy_disk import Disk
from tests.durability.crash.recorded_day import content

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def record(furnished, tmp_path_factory):
    """`record()` returns the office's file in the morning and all that SQLite did to its files until the evening."""
    if not hasattr(_sqlite3, "__file__") or not hasattr(ctypes.CDLL(_sqlite3.__file__), "sqlite3_vfs_register"):
        pytest.skip("this Python's SQLite does not export sqlite3_vfs_register")

    def run_day(*settings):
        folder = tmp_path_factory.mktemp("day")
        path = shutil.copy(furnished, folder / "office.db")
        morning = Path(path).read_bytes()
        recording = folder.with_suffix(".events")
        subprocess.run(
            [sys.executable, "-m", "tests.durability.crash.recorded_day", path, recording, *settings],
            cwd=ROOT,
            check=True,
        )
        return morning, pickle.loads(recording.read_bytes())

    return run_day


@pytest.fixture(scope="module")
def day(record):
    return record()


def cuts(recorded, points, seed):
    """Yield, for each of some random instants, the files a power cut leaves and the digests they may have.

    These are of the transaction told last and of the one under way.
    """
    morning, events = recorded
    chance = random.Random(seed)
    disk, digests = Disk({"office.db": morning}), [event[1] for event in events if event[0] == "said"]
    instants = Counter(chance.randrange(len(events) + 1) for _ in range(points))
    told = 0
    for n in range(len(events) + 1):
        for _ in range(instants[n]):
            yield disk.cut(chance), digests[max(told - 1, 0) : told + 1]
        if n < len(events):
            if events[n][0] == "said":
                told += 1
            else:
                disk.do(events[n])


def found(folder, files):
    """Open the office as on any morning, check it, and return the digest of its content."""
    for old in folder.iterdir():
        old.unlink()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    path = str(folder / "office.db")
    with closing(open_database(path)) as db:
        assert db.rows("PRAGMA quick_check") == [{"quick_check": "ok"}]
        assert verify.fault(db) is None
        return content(path)


def replay(recorded, points, tmp_path, seed=1405):
    for n, (files, may_be) in enumerate(cuts(recorded, points, seed)):
        assert found(tmp_path, files) in may_be, f"cut {n}: neither the transaction told last nor the next"


def test_recorded_day_has_syncs_checkpoints_and_restarts(day):
    _, events = day
    verbs = Counter((event[0], event[1].removeprefix("office.db")) for event in events if event[0] != "said")
    assert verbs["sync", "-wal"] >= 300
    assert verbs["sync", ""] >= 3, "checkpoints"
    assert verbs["delete", "-wal"] >= 3, "the program was closed and opened"


def test_saved_transactions_survive_a_power_cut(day, tmp_path):
    replay(day, 150, tmp_path)


@pytest.mark.long
def test_saved_transactions_survive_a_thousand_power_cuts(day, tmp_path):
    replay(day, 1000, tmp_path, seed=57)


def test_simulation_catches_a_program_that_does_not_sync(record, tmp_path):
    with pytest.raises(AssertionError, match="neither the transaction told last"):
        replay(record("synchronous = NORMAL"), 150, tmp_path)
