"""A backup is looked into, and put in place of the present data."""

import threading
from contextlib import closing

import pytest

from app.accounts import sign_in
from app.backups import files, restoring
from app.errors import Refused
from app.journal import verify
from app.office import settings as office
from db import StorageError, is_server, open_database
from tests.conftest import PASSWORD
from tests.support.journal import latest


def opened(file):
    return closing(open_database(str(file), read_only=True))


class Stopped(Exception):
    pass


def test_contents_tell_office_session_and_counts(take, db, clerk, session, arrive, clock):
    arrive()
    clock.turn(minutes=1)
    seen = restoring.contents(take())
    assert (seen.office, seen.session_day, seen.visits, seen.referrals) == ("شهرداری کرج", session.day, 1, 0)
    assert "چهارشنبه‌های مردمی" in seen.session and seen.last_at < db.now()


def test_every_backup_has_the_mark_of_its_journal(take, db, folder, clerk):
    first = take()
    office.change_settings(db, clerk, phone="1")
    second = take()
    kept = files.marks(folder)
    assert [each.file for each, _ in kept] == [first, second]
    assert all(verify.fault(db, mark) is None for _, mark in kept)


@pytest.fixture
def file(path, take, arrive):
    """A backup with one visit in it; two more came after."""
    arrive()
    kept = take()
    arrive()
    arrive()
    return kept


def count(db):
    return db.required_row("SELECT COUNT(*) AS n FROM visit")["n"]


def test_restore_keeps_the_present_data_aside(file, db, clerk, folder, session, arrive, clock):
    aside = restoring.restore(db, clerk, file, folder)
    assert count(db) == 1
    with opened(aside) as before:
        assert count(before) == 3
    assert verify.fault(db) is None
    last = next(row for row in latest(db) if row["action"] == "restore")
    assert (last["action"], last["subject"], last["clerk"]) == ("restore", "backup", clerk.name)
    assert aside.name in last["after"]
    assert arrive().ticket == 4
    assert [each.kind for each in files.backup_files(folder)].count("before-restore") == 1
    assert not [each for each in folder.iterdir() if ".part" in each.name]


def test_another_program_on_the_file_goes_on_with_the_restored_data(file, path, db, clerk, folder, clock):
    with closing(open_database(path, clock=clock)) as other:
        seen = other.revisions()
        restoring.restore(db, clerk, file, folder)
        now = other.revisions()
        assert all(now[topic] != seen[topic] for topic in seen if topic != "schema"), "every screen looks again"
        assert count(other) == 1
        office.change_settings(other, clerk, phone="9")
    assert office.settings(db).phone == "9"


def test_desk_that_saves_during_a_restore_waits(file, path, db, clerk, folder, clock, monkeypatch):
    """Its row is in the restored data, which it is saved after."""
    begun, saved = threading.Event(), []

    def save():
        begun.wait()
        with closing(open_database(path, clock=clock)) as other:
            office.change_settings(other, clerk, phone="77")
            saved.append(count(other))

    desk = threading.Thread(target=save)
    desk.start()

    def tick():
        if list(folder.glob("before-restore-*.db")) and not begun.is_set():
            begun.set()
            desk.join(0.3)
            assert not saved, "the restore holds the office while the present data are replaced"

    restoring.restore(db, clerk, file, folder, tick=tick)
    desk.join()
    assert saved == [1]
    assert office.settings(db).phone == "77"


def test_interrupted_restore_leaves_the_present_data(file, db, clerk, folder, monkeypatch):
    calls = []

    def tick():
        calls.append(1)
        if len(calls) > 20:
            raise Stopped

    with pytest.raises(Stopped):
        restoring.restore(db, clerk, file, folder, tick=tick)
    assert count(db) == 3 and verify.fault(db) is None


def test_damaged_backup_is_not_restored(file, db, clerk, folder):
    data = bytearray(file.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 5000] = b"\xa5" * 5000
    file.write_bytes(data)
    with pytest.raises(StorageError):
        restoring.restore(db, clerk, file, folder)
    assert count(db) == 3


def test_only_an_administrator_restores(file, db, make_clerk, folder):
    with pytest.raises(Refused, match="نقش"):
        restoring.restore(db, make_clerk("manager"), file, folder)
    assert count(db) == 3


def test_server_is_not_restored_from_a_desk(address, db, clerk, take, folder):
    file = take()
    if is_server(address):
        with pytest.raises(Refused, match="سرور"):
            restoring.restore(db, clerk, file, folder)
    else:
        restoring.restore(db, clerk, file, folder)
    assert sign_in.sign_in(db, "admin", PASSWORD)
