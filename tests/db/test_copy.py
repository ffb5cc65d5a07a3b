"""Copying an office between engines: whole, both ways, or not at all."""

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import main
from app.accounts import first_run, sign_in
from app.journal import chain
from app.journal import writing as journal
from app.office import programmes
from app.office import settings as office
from app.reception.arrival import Arrival
from app.reception.registering import register
from app.search import search
from app.sessions import sessions
from app.visits import attachments
from app.visits.visitors import Visitor
from db import StorageError, open_database
from db import search as full_text
from db.copy import PAGE, Copied, Sum, copy
from db.schema import STEPS
from db.tables import tables
from tests.conftest import PASSWORD

OLD = Path(__file__).parent / "olddb" / "004.db.gz"


def quiet(*_):
    pass


@pytest.fixture
def full(tmp_path):
    """An office after two sessions, in a file of the present schema."""
    path = tmp_path / "full.db"
    path.write_bytes(gzip.decompress(OLD.read_bytes()))
    open_database(str(path)).close()
    return str(path)


@pytest.fixture
def bare(engine, request, tmp_path):
    """The address of an empty place, on each engine."""
    if engine == "sqlite":
        yield str(tmp_path / "bare.db")
    else:
        server = request.getfixturevalue("server")
        made = server.database()
        yield made
        server.drop(made)


def contents(address):
    with closing(open_database(address, read_only=True)) as db:
        return {
            table.name: sorted(
                tuple(bytes(value) if isinstance(value, memoryview) else value for value in row.values())
                for row in db.rows(f"SELECT {', '.join(table.columns)} FROM {table.name}")
            )
            if table.name != "numbering"
            else db.rows("SELECT series_digit, year, last FROM numbering")
            for table in tables(len(STEPS))
        }


def test_copy_to_another_engine_and_back_changes_nothing(full, bare, tmp_path):
    there, back = copy(full, bare, quiet), tmp_path / "back.db"
    assert contents(bare) == contents(full)
    assert copy(bare, str(back), quiet) == there == Copied(there.rows)
    assert contents(str(back)) == contents(full)
    assert there.rows == sum(map(len, contents(full).values()))


def test_copied_office_continues_its_ids_tickets_and_chain(full, bare, clock):
    """Passwords and the search work on too."""
    copy(full, bare, quiet)
    clock.turn(days=1)
    with closing(open_database(bare, clock=clock)) as db:
        clerk = sign_in.sign_in(db, "admin", PASSWORD)
        session = sessions.opened(db)
        last = db.required_row(
            "SELECT MAX(id) AS id, MAX(ticket) AS ticket FROM visit WHERE session_id = :id", id=session.id
        )
        arrival = Arrival(Visitor(kind="no_code", code_reason="همراه ندارد", first_name="تازه", last_name="رسیده"), 1)
        visit = register(db, clerk, session.id, arrival)
        assert (visit.id, visit.ticket) == (last["id"] + 1, last["ticket"] + 1)
        first, second = db.rows(
            "SELECT at, clerk_id, clerk, action, subject, subject_id, before, after, chain"
            " FROM journal ORDER BY id DESC LIMIT 2"
        )[::-1]
        assert second.pop("chain") == chain.link(first["chain"], second)
        assert [hit.visitor for hit in search.find(db, "تازه رس")] == ["تازه رسیده"]
        assert len(search.find(db, "بهار آسف")) == len(search.find(db, "آسفالت")) > 5
        assert attachments.content(db, db.required_row("SELECT id FROM attachment")["id"]).startswith(b"\x89PNG")


def test_references_to_later_rows_survive_a_copy(bare, path, db, clerk, clock):
    """A moved session refers to a later one, a continued visit to an earlier one."""
    first = sessions.plan(db, clerk, programmes.active(db)[0].id, "2026-11-25")
    goal = sessions.move(db, clerk, first.id, "2026-12-02", "سالن در تعمیر است")
    copy(path, bare, quiet)
    with closing(open_database(bare)) as moved:
        assert sessions.get(moved, first.id).moved_to == goal.id


def test_table_longer_than_a_page_is_copied_whole(bare, path, db, clerk):
    with journal.writing(db, clerk, (), "office") as change:
        for n in range(PAGE + 5):
            change.record("change", "settings", None, after={"n": n})
            full_text.index(db, n + 1, f"شماره {n}")
    copy(path, bare, quiet)
    with closing(open_database(bare)) as moved:
        assert chain.head(moved) == chain.head(db)
        assert full_text.find(moved, (str(PAGE),), 9) == [PAGE + 1]


def test_second_run_of_a_copy_writes_nothing(full, bare):
    first = copy(full, bare, quiet)
    assert copy(full, bare, quiet) == Copied(first.rows, was_there=True)


def test_copy_over_another_office_is_refused(full, address):
    before = contents(address)
    with pytest.raises(StorageError, match="سازمان دیگری"):
        copy(full, address, quiet)
    assert contents(address) == before


def test_copy_over_an_office_that_has_gone_on_is_refused(full, bare, clock):
    copy(full, bare, quiet)
    with closing(open_database(bare, clock=clock)) as db:
        office.change_settings(db, sign_in.sign_in(db, "admin", PASSWORD), phone="1")
    with pytest.raises(StorageError, match="سازمان دیگری"):
        copy(full, bare, quiet)


class Broken(Exception):
    pass


@pytest.mark.parametrize("table", ["setting", "journal", "paraph", "visit_words"])
def test_copy_that_breaks_off_leaves_nothing_and_runs_again(full, bare, table):
    def breaks(name, *_):
        if name == table:
            raise Broken

    with pytest.raises(Broken):
        copy(full, bare, breaks)
    assert {name for name, rows in contents(bare).items() if rows} <= {"revision", "response_outcome"}
    copy(full, bare, quiet)
    assert contents(bare) == contents(full)


def test_first_run_on_a_copied_office_is_refused(full, bare, clock):
    """A clerk who was in the first-run wizard during the copy is refused; the two offices are not mixed."""

    def set_up(db):
        first_run.set_up(db, office="شهرداری دیگر", login="x", name="دیگری", password=PASSWORD)

    copy(full, bare, quiet)
    with closing(open_database(bare, clock=clock)) as db, pytest.raises(Exception, match="راه‌اندازی کرده است"):
        set_up(db)


def test_changes_made_during_a_copy_are_counted(full, bare, clock):
    def works(name, *_):
        if name == "visit":
            with closing(open_database(full, clock=clock)) as db:
                office.change_settings(db, sign_in.sign_in(db, "admin", PASSWORD), phone=str(works.calls))
                works.calls += 1

    works.calls = 1
    done = copy(full, bare, works)
    assert done.behind > 0
    with closing(open_database(bare)) as db:
        assert office.settings(db).phone == "137"


def test_copy_that_differs_from_its_source_is_refused(full, bare, monkeypatch):
    monkeypatch.setattr("db.copy.fill_late", quiet)  # then postponed visits lose the visit they continue
    with pytest.raises(StorageError, match=r"مطابقت نداشت.*\(visit\)"):
        copy(full, bare, quiet)
    with closing(open_database(bare)) as target:
        assert not target.rows("SELECT id FROM visit")


def test_file_of_an_older_schema_is_copied_upgraded_and_left_as_it_was(tmp_path, full, bare):
    """An old backup is how a server without pg_dump is restored."""
    old = tmp_path / "office-01234567-20260101T070000Z.db"
    old.write_bytes(gzip.decompress(OLD.read_bytes()))
    before = old.read_bytes()
    assert copy(str(old), bare, quiet).rows > 100
    assert contents(bare) == contents(full)
    assert old.read_bytes() == before


def test_source_of_a_newer_program_or_without_an_office_is_refused(tmp_path, bare):
    old = tmp_path / "old.db"
    old.write_bytes(gzip.decompress(OLD.read_bytes()))
    with closing(sqlite3.connect(old)) as connection:
        connection.execute("UPDATE revision SET n = 99 WHERE topic = 'schema'")
        connection.commit()
    with pytest.raises(StorageError, match="جدیدتری"):
        copy(str(old), bare, quiet)
    (tmp_path / "empty.db").touch()
    with pytest.raises(StorageError, match="نیست"):
        copy(str(tmp_path / "empty.db"), bare, quiet)
    with pytest.raises(StorageError):
        copy(str(tmp_path / "missing.db"), bare, quiet)
    assert not (tmp_path / "missing.db").exists()


def test_copy_onto_itself_is_refused(full):
    with pytest.raises(StorageError, match="یکی هستند"):
        copy(full, str(Path(full).parent / "." / "full.db"), quiet)


VALUES = st.none() | st.integers(-(2**63), 2**63 - 1) | st.text() | st.binary()
ROWS = st.lists(st.tuples(VALUES, VALUES), max_size=6)


def summed(rows):
    total = Sum()
    for row in rows:
        total = total.plus(row)
    return total


@given(ROWS, st.randoms())
def test_sum_is_the_same_in_any_order(rows, chance):
    mixed = list(rows)
    chance.shuffle(mixed)
    assert summed(rows) == summed(mixed)


@given(ROWS, ROWS)
def test_sum_tells_different_rows_apart(rows, others):
    assert (summed(rows) == summed(others)) == (sorted(map(repr, rows)) == sorted(map(repr, others)))


def test_tables_of_all_steps_are_known_parents_first():
    known = tables(len(STEPS))
    names = [table.name for table in known]
    assert {"journal", "picture", "attachment", "numbering", "revision"} <= set(names)
    assert all(table.key for table in known)
    assert names.index("visitor") < names.index("visit") < names.index("paraph") < names.index("referral")
    assert next(table for table in known if table.name == "attachment").has_files


def test_copy_command_copies_and_reports(full, bare, capsys):
    assert main.main(["copy", full, bare]) == 0
    assert "مقایسه شد" in capsys.readouterr().out
    assert contents(bare) == contents(full)
    assert main.main(["copy", full, bare]) == 0
    assert "قبلاً" in capsys.readouterr().out
    assert main.main(["copy", full, full]) == 1
    assert "یکی هستند" in capsys.readouterr().err
