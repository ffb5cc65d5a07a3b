"""The power fails at any instant of a day: whatever a clerk had been told is saved is there afterwards.

Not a killed program, whose writes the operating system still has, but a disk that loses, keeps or tears what was not
yet synced (tests/durability/crash/power.py).
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
from tests.durability.crash.day import content
from tests.durability.crash.power import Disk

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def record(furnished, tmp_path_factory):
    """record() → the office in the morning and everything SQLite did to its files until the evening."""
    if not hasattr(_sqlite3, "__file__") or not hasattr(ctypes.CDLL(_sqlite3.__file__), "sqlite3_vfs_register"):
        pytest.skip("this Python's SQLite does not show its doors to the disk")

    def one(synchronous=""):
        folder = tmp_path_factory.mktemp("day")
        path = shutil.copy(furnished, folder / "office.db")
        morning = Path(path).read_bytes()
        recording = folder.with_suffix(".events")
        subprocess.run([sys.executable, "-m", "tests.durability.crash.day", path, recording, synchronous],
                       cwd=ROOT, check=True)
        return morning, pickle.loads(recording.read_bytes())

    return one


@pytest.fixture(scope="module")
def day(record):
    return record()


def cuts(recorded, points, seed):
    """Yields at random instants: the files left, what the clerk was told last, and what was under way."""
    morning, events = recorded
    chance = random.Random(seed)
    disk, said = Disk({"office.db": morning}), [event[1] for event in events if event[0] == "said"]
    instants = Counter(chance.randrange(len(events) + 1) for _ in range(points))
    told = 0
    for n in range(len(events) + 1):
        for _ in range(instants[n]):
            yield disk.cut(chance), said[max(told - 1, 0):told + 1]
        if n < len(events):
            if events[n][0] == "said":
                told += 1
            else:
                disk.do(events[n])


def found(folder, files):
    """What the program finds when it starts again, opened and closed as on any morning."""
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
        assert found(tmp_path, files) in may_be, f"cut {n}: neither what was said last nor the next"


def test_a_day_holds_all_that_a_power_cut_can_hit(day):
    _, events = day
    verbs = Counter((event[0], event[1].removeprefix("office.db")) for event in events if event[0] != "said")
    assert verbs["sync", "-wal"] >= 300
    assert verbs["sync", ""] >= 3, "checkpoints"
    assert verbs["delete", "-wal"] >= 3, "the program was closed and opened"


def test_what_was_said_to_be_saved_survives_a_power_cut(day, tmp_path):
    replay(day, 150, tmp_path)


@pytest.mark.long
def test_a_thousand_power_cuts(day, tmp_path):
    replay(day, 1000, tmp_path, seed=57)


def test_the_simulation_finds_what_is_not_synced(record, tmp_path):
    """The same day by a program that waits for no disk: it must be caught."""
    with pytest.raises(AssertionError, match="neither what was said last"):
        replay(record("NORMAL"), 150, tmp_path)
