"""Backups: whole and opened before they count, taken in time, kept, looked into, and the way back."""

import shutil
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

import db.backup as db_backup
from app.accounts import sign_in
from app.backups import backups
from app.backups.backups import Taken
from app.errors import Refused
from app.journal import chain, verify
from app.journal.reading import latest
from app.journal.writing import SYSTEM
from app.office import settings as office
from app.search import search
from app.sessions import sessions
from db import StorageError, is_server, open_database
from db.backup import back_up, stamp
from tests.conftest import PASSWORD


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
        taken = backups.take(db, folder, second)
        assert taken.name and not taken.trouble
        backups.note(db, SYSTEM, taken)
        return folder / taken.name

    return make


def opened(file):
    return closing(open_database(str(file), read_only=True))


def test_a_backup_is_one_file_that_holds_everything(take, db, arrive):
    for _ in range(3):
        arrive(matter="آسفالت کوچهٔ بهار")
    file = take()
    assert [each.name for each in file.parent.iterdir() if each.suffix != ".dump"] == [file.name]
    with opened(file) as kept:
        assert kept.required_row("SELECT COUNT(*) AS n FROM visit")["n"] == 3
        assert len(search.find(kept, "بهار")) == 3
        assert verify.fault(kept) is None
    assert verify.fault(db, backups.look(file).mark) is None


def test_it_is_opened_on_a_stick_nobody_can_write_to(take, monkeypatch):
    file = take()
    file.chmod(0o444)
    file.parent.chmod(0o555)
    assert backups.look(file).office == "شهرداری کرج"
    assert not list(file.parent.glob("*-wal")) + list(file.parent.glob("*-shm"))
    file.parent.chmod(0o755)


def test_everyone_works_on_while_it_is_taken_and_it_is_of_one_moment(db, address, clock, folder, clerk, arrive):
    """Each look at whether to go on, another desk changes something: the backup neither waits nor begins again."""
    for _ in range(30):
        arrive(matter="ب" * 2000)
    folder.mkdir()
    seen = []
    with closing(open_database(address, clock=clock)) as other:

        def tick():
            office.change_settings(other, clerk, phone=str(len(seen)))
            seen.append(chain.head_mark(other))

        before = chain.head_mark(db)
        back_up(db, folder / "x.db", tick)
    assert seen
    with opened(folder / "x.db") as kept:
        assert chain.head_mark(kept) == before


class Stopped(Exception):
    pass


def test_one_that_is_broken_off_leaves_nothing(db, folder):
    def stop():
        raise Stopped

    folder.mkdir()
    with pytest.raises(Stopped):
        back_up(db, folder / "x.db", stop)
    assert not list(folder.iterdir())


def test_one_that_does_not_read_back_does_not_count(db, folder, monkeypatch):
    real = type(db).save_as

    def spoilt(self, file, tick):
        real(self, file, tick)
        with closing(sqlite3.connect(file)) as bare:
            bare.execute("DELETE FROM setting")
            bare.commit()

    monkeypatch.setattr(type(db), "save_as", spoilt)
    taken = backups.take(db, folder, None)
    assert not taken.name and "آسیب" in taken.trouble
    assert not list(folder.iterdir())


def test_a_damaged_or_strange_file_is_said(take, tmp_path):
    file = take()
    spoilt = tmp_path / "spoilt.db"
    data = bytearray(file.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 5000] = b"\xa5" * 5000
    spoilt.write_bytes(data)
    (tmp_path / "letter.db").write_text("نامه" * 1000, "utf-8")
    (tmp_path / "empty.db").touch()
    for name in ("spoilt.db", "letter.db", "empty.db", "missing.db"):
        with pytest.raises(Refused):
            backups.look(tmp_path / name)
    assert not (tmp_path / "missing.db").exists()


def test_a_full_disk_is_said_and_nothing_is_lost(take, db, folder, clock, monkeypatch):
    before = take()
    usage = shutil.disk_usage(folder)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1000))
    clock.turn(minutes=1)
    assert "فضا کافی نیست" in backups.take(db, folder, None).trouble
    assert [each.file for each in backups.listed(folder)] == [before]


def test_it_is_due_when_something_changed_and_time_has_passed(db, folder, clock, clerk):
    def due():
        taken = backups.take_if_due(db, folder, None, 30)
        if taken.name:
            backups.note(db, SYSTEM, taken)
        return bool(taken.name)

    assert due(), "the first"
    clock.turn(hours=5)
    assert not due(), "nothing changed; the note of the last one is no change"
    office.change_settings(db, clerk, phone="1")
    assert due()
    office.change_settings(db, clerk, phone="2")
    clock.turn(minutes=29)
    assert not due()
    clock.turn(minutes=1)
    assert due()


def test_it_is_due_as_soon_as_a_session_is_closed(db, folder, clock, clerk, session):
    backups.take(db, folder, None)
    clock.turn(minutes=1)
    sessions.close(db, clerk, session.id)
    clock.turn(seconds=1)
    taken = backups.take_if_due(db, folder, None, 30)
    assert backups.look(folder / taken.name).session_day == session.day
    clock.turn(seconds=1)
    assert not backups.take_if_due(db, folder, None, 30).name


def test_the_second_folder_catches_up_when_the_stick_is_back(take, db, folder, second):
    file = take(second)
    assert (second / file.name).read_bytes() == file.read_bytes()
    away = second.rename(second.with_name("away"))
    newer = backups.take(db, folder, second)
    assert newer.name and "حافظهٔ جانبی را وصل کنید" in newer.trouble
    assert backups.take_if_due(db, folder, second, 30) == Taken(trouble=newer.trouble)
    away.rename(second)
    assert backups.take_if_due(db, folder, second, 30) == Taken()
    assert (second / newer.name).exists()
    assert [each.twice for each in backups.listed(folder, second)] == [True] * len(list(folder.glob("*.db")))


def test_what_is_not_ours_is_never_removed(take, folder, second, clock):
    theirs = [
        second / name
        for name in ("office-01234567-20200101T000000Z.db", "عکس.jpg", "before-restore-20200101T000000Z.db")
    ]
    for file in theirs:
        file.touch()
    for _ in range(6):
        clock.turn(minutes=31)
        take(second)
    assert all(file.exists() for file in theirs)
    assert len(list(folder.glob("office-*.db"))) == len(list(second.glob("office-*.db"))) - 1 == 3


def test_changes_without_a_backup_for_a_day_are_said(db, take, clock, clerk):
    clock.turn(hours=25)
    assert backups.uncovered_since(db) < db.now()
    take()
    assert backups.uncovered_since(db) == ""
    office.change_settings(db, clerk, phone="1")
    changed = db.now()
    clock.turn(hours=23)
    assert backups.uncovered_since(db) == ""
    clock.turn(hours=2)
    assert backups.uncovered_since(db) == changed


def test_a_date_that_was_wrong_once_stops_no_later_backup(db, folder, second, clock, clerk):
    clock.turn(days=365)
    office.change_settings(db, clerk, phone="1")
    ahead = backups.take_if_due(db, folder, None, 30)
    backups.note(db, SYSTEM, ahead)
    clock.turn(days=-365)
    for n in range(3):
        clock.turn(days=1)
        office.change_settings(db, clerk, phone=str(n + 2))
        taken = backups.take_if_due(db, folder, second, 30)
        assert taken.name and (second / taken.name).exists()
        backups.note(db, SYSTEM, taken)
    assert backups.uncovered_since(db) == ""
    office.change_settings(db, clerk, phone="9")
    clock.turn(hours=23)
    assert backups.uncovered_since(db) == ""
    clock.turn(hours=2)
    assert backups.uncovered_since(db), "though its change bears the date that was wrong"


def test_a_date_that_is_behind_removes_no_backup_as_soon_as_it_is_taken(take, second, clock):
    for _ in range(40):
        clock.turn(days=1)
        take(second)
    clock.turn(days=-11)
    files = [take(second) for _ in range(2)]
    assert all(file.exists() and (second / file.name).exists() for file in files)


def test_the_stick_gets_this_offices_backup_though_anothers_is_newer(take, db, folder, second, clock, monkeypatch):
    away = second.rename(second.with_name("away"))
    ours = take()
    clock.turn(seconds=1)
    another = folder / f"office-01234567-{stamp(clock())}.db"
    shutil.copy(ours, another)
    away.rename(second)
    clock.turn(seconds=1)
    assert backups.take_if_due(db, folder, second, 30) == Taken()
    assert (second / ours.name).exists()
    assert not (second / another.name).exists()


def test_a_second_folder_that_cannot_be_looked_at_is_said(take, db, folder, monkeypatch, tmp_path):
    take()

    look = Path.stat

    def denied(path, **options):
        if path.name == "denied":
            raise PermissionError(path)
        return look(path, **options)

    monkeypatch.setattr(Path, "stat", denied)
    assert "حافظهٔ جانبی را وصل کنید" in backups.take(db, folder, tmp_path / "denied").trouble


def test_only_who_keeps_the_office_notes_one(db, make_clerk):
    with pytest.raises(Refused):
        backups.note(db, make_clerk("reception"), Taken("x.db"))


def test_a_look_tells_what_is_inside(take, db, clerk, session, arrive, clock):
    arrive()
    clock.turn(minutes=1)
    seen = backups.look(take())
    assert (seen.office, seen.session_day, seen.visits, seen.referrals) == ("شهرداری کرج", session.day, 1, 0)
    assert "چهارشنبه‌های مردمی" in seen.session and seen.last_at < db.now()


def test_every_backup_vouches_for_the_journal(take, db, folder, clerk):
    first = take()
    office.change_settings(db, clerk, phone="1")
    second = take()
    kept = backups.marks(folder)
    assert [each.file for each, _ in kept] == [first, second]
    assert all(verify.fault(db, mark) is None for _, mark in kept)


# -- the way back, of the embedded engine


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


def test_the_present_data_are_kept_and_the_backup_is_there_again(file, db, clerk, folder, session, arrive, clock):
    aside = backups.restore(db, clerk, file, folder)
    assert count(db) == 1
    with opened(aside) as before:
        assert count(before) == 3
    assert verify.fault(db) is None
    last = latest(db, 1)[0]
    assert (last["action"], last["subject"], last["clerk"]) == ("restore", "backup", clerk.name)
    assert aside.name in last["after"]
    assert arrive().ticket == 2
    assert [each.kind for each in backups.listed(folder)].count("before-restore") == 1
    assert not [each for each in folder.iterdir() if ".part" in each.name]


def test_another_program_on_the_file_goes_on_with_what_was_restored(file, path, db, clerk, folder, clock):
    with closing(open_database(path, clock=clock)) as other:
        seen = other.revisions()
        backups.restore(db, clerk, file, folder)
        now = other.revisions()
        assert all(now[topic] != seen[topic] for topic in seen if topic != "schema"), "every screen looks again"
        assert count(other) == 1
        office.change_settings(other, clerk, phone="9")
    assert office.settings(db).phone == "9"


def test_nobody_writes_between_what_is_kept_and_what_comes_back(file, path, db, clerk, folder, clock, monkeypatch):
    """A desk that saves in the middle waits, and its row is in the one or the other."""
    begun, saved = threading.Event(), []

    def save():
        begun.wait()
        with closing(open_database(path, clock=clock)) as other:
            office.change_settings(other, clerk, phone="77")
            saved.append(count(other))

    desk = threading.Thread(target=save)
    desk.start()
    clear = db_backup._clear

    def slow(database):
        begun.set()
        desk.join(0.3)
        assert not saved
        clear(database)

    monkeypatch.setattr("db.backup._clear", slow)
    backups.restore(db, clerk, file, folder)
    desk.join()
    assert saved == [1]
    assert office.settings(db).phone == "77"


def test_a_restore_that_breaks_off_leaves_the_present_data(file, db, clerk, folder, monkeypatch):
    calls = []

    def tick():
        calls.append(1)
        if len(calls) > 20:
            raise Stopped

    with pytest.raises(Stopped):
        backups.restore(db, clerk, file, folder, tick)
    assert count(db) == 3 and verify.fault(db) is None


def test_a_damaged_backup_is_not_put_back(file, db, clerk, folder):
    data = bytearray(file.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 5000] = b"\xa5" * 5000
    file.write_bytes(data)
    with pytest.raises(StorageError):
        backups.restore(db, clerk, file, folder)
    assert count(db) == 3


def test_only_the_administrator_puts_back(file, db, make_clerk, folder):
    with pytest.raises(Refused, match="نقش"):
        backups.restore(db, make_clerk("manager"), file, folder)
    assert count(db) == 3


def test_a_server_is_not_put_back_from_here(address, db, clerk, take, folder):
    file = take()
    if is_server(address):
        with pytest.raises(Refused, match="سرور"):
            backups.restore(db, clerk, file, folder)
    else:
        backups.restore(db, clerk, file, folder)
    assert sign_in.sign_in(db, "admin", PASSWORD)
