"""The folders backups go to, and a backup in the first of them."""

import pytest

from app.backups import taking
from app.journal.writing import SYSTEM


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "backups"


@pytest.fixture
def second(tmp_path):
    made = tmp_path / "stick"
    made.mkdir()
    return made


@pytest.fixture
def take(db, folder, clock):
    """take() → a backup that came off, in the journal."""

    def make(second=None):
        clock.turn(seconds=1)
        taken = taking.take(db, folder, second)
        assert taken.name and not taken.trouble
        taking.record(db, SYSTEM, taken)
        return folder / taken.name

    return make
