"""Backups are read back before they count, taken in time, kept by rule and copied to the second folder."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.backups import files, restoring, taking
from app.backups.taking import BackupResult
from app.errors import Refused
from app.journal import chain, verify
from app.journal.writing import SYSTEM
from app.office import settings as office
from app.search import search
from app.sessions import sessions
from db import open_database
from db.backup import back_up, stamp


def opened(file):
    return closing(open_database(str(file), read_only=True))


def test_backup_is_one_file_with_everything(take, db, arrive):
    for _ in range(3):
        arrive(matter="آسفالت کوچهٔ بهار")
    file = take()
    assert [each.name for each in file.parent.iterdir() if each.suffix != ".dump"] == [file.name]
    with opened(file) as kept:
        assert kept.required_row("SELECT COUNT(*) AS n FROM visit")["n"] == 3
        assert len(search.find(kept, "بهار")) == 3
        assert verify.fault(kept) is None
    assert verify.fault(db, restoring.contents(file).mark) is None


def test_backup_is_read_on_a_write_protected_stick(take, monkeypatch):
    file = take()
    file.chmod(0o444)
    file.parent.chmod(0o555)
    assert restoring.contents(file).office == "شهرداری کرج"
    assert not list(file.parent.glob("*-wal")) + list(file.parent.glob("*-shm"))
    file.parent.chmod(0o755)


def test_backup_is_of_one_moment_while_other_desks_work_on(db, address, clock, folder, clerk, arrive):
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


def test_interrupted_backup_leaves_no_file(db, folder):
    def stop():
        raise Stopped

    folder.mkdir()
    with pytest.raises(Stopped):
        back_up(db, folder / "x.db", stop)
    assert not list(folder.iterdir())


def test_backup_that_cannot_be_read_back_does_not_count(db, folder, monkeypatch):
    real = type(db).save_as

    def spoilt(self, file, tick):
        real(self, file, tick)
        with closing(sqlite3.connect(file)) as bare:
            bare.execute("DELETE FROM setting")
            bare.commit()

    monkeypatch.setattr(type(db), "save_as", spoilt)
    taken = taking.take(db, folder, None)
    assert not taken.name and "آسیب" in taken.trouble
    assert not list(folder.iterdir())


def test_damaged_or_foreign_file_is_refused(take, tmp_path):
    file = take()
    spoilt = tmp_path / "spoilt.db"
    data = bytearray(file.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 5000] = b"\xa5" * 5000
    spoilt.write_bytes(data)
    (tmp_path / "letter.db").write_text("نامه" * 1000, "utf-8")
    (tmp_path / "empty.db").touch()
    for name in ("spoilt.db", "letter.db", "empty.db", "missing.db"):
        with pytest.raises(Refused):
            restoring.contents(tmp_path / name)
    assert not (tmp_path / "missing.db").exists()


def test_full_disk_is_reported_and_no_backup_is_lost(take, db, folder, clock, monkeypatch):
    before = take()
    usage = shutil.disk_usage(folder)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1000))
    clock.turn(minutes=1)
    assert "فضا کافی نیست" in taking.take(db, folder, None).trouble
    assert [each.file for each in files.backup_files(folder)] == [before]


def test_backup_is_due_when_something_changed_and_time_has_passed(db, folder, clock, clerk):
    def due():
        taken = taking.take_if_due(db, folder, None, 30)
        if taken.name:
            taking.record(db, SYSTEM, taken)
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


def test_backup_is_due_as_soon_as_a_session_is_closed(db, folder, clock, clerk, session):
    taking.take(db, folder, None)
    clock.turn(minutes=1)
    sessions.close(db, clerk, session.id)
    clock.turn(seconds=1)
    taken = taking.take_if_due(db, folder, None, 30)
    assert restoring.contents(folder / taken.name).session_day == session.day
    clock.turn(seconds=1)
    assert not taking.take_if_due(db, folder, None, 30).name


def test_session_closed_under_a_wrong_clock_does_not_make_every_backup_due(db, folder, clock, clerk, session):
    clock.turn(days=365)
    sessions.close(db, clerk, session.id)
    clock.turn(days=-365)
    taken = taking.take_if_due(db, folder, None, 30)
    assert restoring.contents(folder / taken.name).session_day == session.day
    clock.turn(seconds=10)
    office.change_settings(db, clerk, phone="1")
    assert not taking.take_if_due(db, folder, None, 30).name


def test_second_folder_catches_up_when_the_stick_is_back(take, db, folder, second):
    file = take(second)
    assert (second / file.name).read_bytes() == file.read_bytes()
    away = second.rename(second.with_name("away"))
    newer = taking.take(db, folder, second)
    assert newer.name and "حافظهٔ جانبی را وصل کنید" in newer.trouble
    assert taking.take_if_due(db, folder, second, 30) == BackupResult(trouble=newer.trouble)
    away.rename(second)
    assert taking.take_if_due(db, folder, second, 30) == BackupResult()
    assert (second / newer.name).exists()
    assert [each.twice for each in files.backup_files(folder, second)] == [True] * len(list(folder.glob("*.db")))


def test_files_of_others_are_never_removed(take, folder, second, clock):
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


def test_changes_without_a_backup_for_a_day_are_reported(db, take, clock, clerk):
    clock.turn(hours=25)
    assert taking.uncovered_since(db) < db.now()
    take()
    assert taking.uncovered_since(db) == ""
    office.change_settings(db, clerk, phone="1")
    changed = db.now()
    clock.turn(hours=23)
    assert taking.uncovered_since(db) == ""
    clock.turn(hours=2)
    assert taking.uncovered_since(db) == changed


def test_backup_with_a_wrong_future_date_stops_no_later_one(db, folder, second, clock, clerk):
    clock.turn(days=365)
    office.change_settings(db, clerk, phone="1")
    ahead = taking.take_if_due(db, folder, None, 30)
    taking.record(db, SYSTEM, ahead)
    clock.turn(days=-365)
    for n in range(3):
        clock.turn(days=1)
        office.change_settings(db, clerk, phone=str(n + 2))
        taken = taking.take_if_due(db, folder, second, 30)
        assert taken.name and (second / taken.name).exists()
        taking.record(db, SYSTEM, taken)
    assert taking.uncovered_since(db) == ""
    office.change_settings(db, clerk, phone="9")
    clock.turn(hours=23)
    assert taking.uncovered_since(db) == ""
    clock.turn(hours=2)
    assert taking.uncovered_since(db), "though its change bears the date that was wrong"


def test_backup_taken_while_the_clock_is_behind_is_not_removed_at_once(take, second, clock):
    for _ in range(40):
        clock.turn(days=1)
        take(second)
    clock.turn(days=-11)
    files = [take(second) for _ in range(2)]
    assert all(file.exists() and (second / file.name).exists() for file in files)


def test_second_folder_gets_this_offices_backup_though_anothers_is_newer(take, db, folder, second, clock, monkeypatch):
    away = second.rename(second.with_name("away"))
    ours = take()
    clock.turn(seconds=1)
    another = folder / f"office-01234567-{stamp(clock())}.db"
    shutil.copy(ours, another)
    away.rename(second)
    clock.turn(seconds=1)
    assert taking.take_if_due(db, folder, second, 30) == BackupResult()
    assert (second / ours.name).exists()
    assert not (second / another.name).exists()


def test_second_folder_that_cannot_be_read_is_reported(take, db, folder, monkeypatch, tmp_path):
    take()

    look = Path.stat

    def denied(path, **options):
        if path.name == "denied":
            raise PermissionError(path)
        return look(path, **options)

    monkeypatch.setattr(Path, "stat", denied)
    assert "حافظهٔ جانبی را وصل کنید" in taking.take(db, folder, tmp_path / "denied").trouble


def test_backup_is_recorded_only_by_its_roles(db, make_clerk):
    with pytest.raises(Refused):
        taking.record(db, make_clerk("reception"), BackupResult("x.db"))
