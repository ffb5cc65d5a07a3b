"""A venue's server is made by one command, and itself holds the desk role to its rights."""

import threading
from contextlib import ExitStack, closing
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from app.access import clerks
from app.accounts import first_run
from app.line import steps as queue
from app.office import lists, programmes
from app.reception.arrival import Arrival
from app.reception.registering import register
from app.sessions import sessions
from app.table import paraphs
from app.table.paraphs import Addressee, Draft
from app.venue import setup
from app.visits.visitors import Visitor
from db import StorageError, backup, open_database, postgres_desk, schema, server
from db.server import Role
from tests.support.server_roles import DESK_PASSWORD

ENGINES = ["postgres"]


@pytest.fixture
def desk(venue, clock):
    """The office as a desk opens it after server-setup."""
    venue.run(owner_password="o", desk_password=DESK_PASSWORD)
    with closing(open_database(venue.for_desk(), clock=clock)) as database:
        yield database


def furnished(db):
    first_run.set_up(db, office="شهرداری کرج", login="admin", name="ن. نمونه‌ای", password="123456")
    return clerks.current(db, clerks.everyone(db)[0].id)


def test_setup_makes_what_is_missing_and_prints_the_passwords_once(venue):
    said = venue.run()
    first, second = said[1].strip(), said[3].strip()
    assert len(first) == len(second) == setup.PASSWORD_LENGTH
    assert first != second
    with closing(open_database(venue.at(venue.desk, second))) as db:
        assert first_run.is_new(db)
    again = venue.run()
    assert not any(word in line for line in again for word in (first, second, "گذرواژه"))
    with closing(open_database(venue.at(venue.owner, first))) as db:
        assert db.may_upgrade()


def test_office_database_is_utf8_on_a_server_of_another_encoding(venue, venue_server):
    venue.run()
    with closing(psycopg.connect(venue_server.at(venue.database))) as connection:
        row = connection.execute(
            "SELECT pg_encoding_to_char(encoding), datcollate, datdba::regrole::text"
            " FROM pg_database WHERE datname = current_database()"
        ).fetchone()
    assert row == ("UTF8", "C", venue.owner)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (n INTEGER)",
        "CREATE TEMP TABLE mine (n INTEGER)",
        "CREATE SCHEMA mine",
        "ALTER TABLE visit ADD COLUMN mine TEXT",
        "DROP TABLE period",
        "DROP TRIGGER journal_rows ON journal",
        "ALTER TABLE journal DISABLE TRIGGER ALL",
        "TRUNCATE journal",
        "TRUNCATE visit",
        "UPDATE journal SET clerk = 'x'",
        "DELETE FROM journal",
        "CREATE INDEX mine ON visit (ticket)",
        "CREATE FUNCTION mine() RETURNS INTEGER LANGUAGE sql AS 'SELECT 1'",
        "CREATE ROLE mine",
        "CREATE DATABASE mine",
        "SET session_replication_role = replica",
    ],
)
def test_desk_role_is_held_to_its_rights_by_the_server(desk, venue, statement):
    with (
        closing(psycopg.connect(venue.for_desk(), autocommit=True)) as bare,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        bare.execute(statement)


def test_desk_role_can_work_on_a_whole_case(desk):
    clerk = furnished(desk)
    session = sessions.open_today(desk, clerk, programmes.active(desk)[0].id)
    visitor = Visitor(kind="no_code", code_reason="همراه ندارد", first_name="نمونه", last_name="آزمایشی")
    visit = register(desk, clerk, session.id, Arrival(visitor, lists.entries(desk, "category")[0]["id"]))
    table = lists.entries(desk, "meeting_table")[0]
    assert queue.call_next(desk, clerk, session.id, table["id"]).ticket == visit.ticket == 1
    queue.came(desk, clerk, visit.id)
    unit = next(row["id"] for row in lists.entries(desk, "unit") if row["kind"] == "district")
    saved = paraphs.save(
        desk, clerk, visit.id, Draft(table["official_id"], "referred", "رسیدگی شود", (Addressee(unit, "lead", "", 15),))
    )
    assert len(saved.numbers) == 1
    sessions.close(desk, clerk, session.id, "left")
    assert desk.rows("SELECT id FROM journal")


def test_two_desks_at_once_give_every_ticket_once(desk, venue, clock):
    clerk = furnished(desk)
    session = sessions.open_today(desk, clerk, programmes.active(desk)[0].id)
    category = lists.entries(desk, "category")[0]["id"]
    got, gate = [], threading.Barrier(2)

    def work(name):
        with closing(open_database(venue.for_desk(), clock=clock)) as mine:
            gate.wait()
            for n in range(5):
                visitor = Visitor(kind="no_code", code_reason="ندارد", first_name=name, last_name=f"آزمایشی {n}")
                got.append(register(mine, clerk, session.id, Arrival(visitor, category)).ticket)

    hands = [threading.Thread(target=work, args=(name,)) for name in ("نمونه", "آزمونه")]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert sorted(got) == list(range(1, 11))


def test_other_role_cannot_open_the_office(venue, venue_server):
    venue.run()
    venue_server.run(f"CREATE ROLE {venue.database}_other LOGIN")
    with pytest.raises(StorageError):
        open_database(venue.at(f"{venue.database}_other"))


@pytest.fixture
def later(monkeypatch):
    """later() turns the program into a newer one with one more table; returns its schema's version."""
    real, steps = schema.statements, (*schema.STEPS, "later.sql")

    def make():
        monkeypatch.setattr(schema, "STEPS", steps)
        monkeypatch.setattr(
            schema,
            "statements",
            lambda name: ["CREATE TABLE later (id {key}, n INTEGER NOT NULL)"] if name == "later.sql" else real(name),
        )
        return len(steps)

    return make


def test_desk_does_not_upgrade_and_the_next_setup_does(desk, venue, clock, later):
    furnished(desk)
    newest = later()
    with pytest.raises(StorageError, match="server-setup"):
        open_database(venue.for_desk(), clock=clock)
    venue.run()
    (kept,) = venue.backups.glob("*.db")
    seen = backup.check(kept)
    assert (seen.version, seen.counts["clerk"]) == (newest - 1, 1), "the backup holds the office of before the upgrade"
    with closing(open_database(venue.for_desk(), clock=clock)) as db:
        assert db.version == newest
        with db.write("office"):
            made = db.required_row("INSERT INTO later (n) VALUES (7) RETURNING id")
            db.rows("UPDATE later SET n = 8 WHERE id = :id", id=made["id"])
            db.rows("DELETE FROM later WHERE id = :id", id=made["id"])


def test_running_desk_of_an_older_program_is_told_to_restart_and_can_read_on(desk, venue, later):
    furnished(desk)
    later()
    venue.run()
    for act in (desk.revisions, lambda: desk.write("office").__enter__()):
        with pytest.raises(StorageError, match="برنامه را ببندید، به‌روز کنید"):
            act()
    assert [each.login for each in clerks.everyone(desk)] == ["admin"], "its screens can still be read"


def test_upgrade_without_a_backup_does_not_happen(desk, venue, clock, later):
    clerk = furnished(desk)
    venue.backups.write_text("a file stands where the folder should be")
    later()
    with pytest.raises(StorageError):
        venue.run()
    assert sessions.open_today(desk, clerk, programmes.active(desk)[0].id), "desks work on"


def test_setup_works_for_an_admin_without_superuser_rights(venue, venue_server):
    admin = f"{venue.database}_admin"
    venue_server.run(f"CREATE ROLE {admin} LOGIN CREATEROLE CREATEDB PASSWORD 'a'")
    words = conninfo_to_dict(venue_server.address) | {"user": admin, "password": "a"}
    venue.run(admin=make_conninfo(**words), desk_password=DESK_PASSWORD)
    with closing(open_database(venue.for_desk())) as db:
        furnished(db)
    venue.run(admin=make_conninfo(**words))


# Trying an address


def test_look_returns_version_office_and_encryption(desk, venue):
    at = venue.for_desk()
    assert server.look(at).office == ""
    furnished(desk)
    found = server.look(at)
    assert (found.office, found.encrypted) == ("شهرداری کرج", False)
    assert found.version >= 14


@pytest.mark.parametrize(
    "change, said",
    [
        ({"host": "no.such.host.invalid"}, "به این نام در شبکه نیست"),
        ({"host": "127.0.0.1", "port": "1"}, "این درگاه"),
        ({"host": "/nowhere"}, "روشن نیست"),
        ({"password": "wrong"}, "گذرواژهٔ سرور درست نیست"),
        ({"password": None}, "گذرواژهٔ سرور داده نشده"),
        ({"dbname": "nowhere"}, "پایگاه داده‌ای با این نام"),
        ({"user": "nobody_here"}, "نام کاربر"),
        ({"sslmode": "verify-full", "sslrootcert": "/nowhere.crt", "host": "127.0.0.1", "port": "1"}, "این درگاه"),
    ],
)
def test_fault_of_an_address_is_named_without_the_password(desk, venue, change, said, monkeypatch):
    monkeypatch.setenv("PGPASSFILE", "/nowhere")
    words = {**conninfo_to_dict(venue.for_desk()), **change}
    with pytest.raises(StorageError) as caught:
        server.look(make_conninfo(**{name: value for name, value in words.items() if value}))
    assert said in caught.value.sentence
    assert DESK_PASSWORD not in f"{caught.value}{caught.value.__cause__}"


def test_server_that_is_too_old_is_refused_by_desk_and_setup(desk, venue, monkeypatch):
    monkeypatch.setattr(server, "OLDEST", 99)
    monkeypatch.setattr(postgres_desk, "OLDEST", 99)
    with pytest.raises(StorageError, match="نسخهٔ سرور قدیمی است"):
        server.look(venue.for_desk())
    with pytest.raises(StorageError, match="نسخهٔ سرور قدیمی است"):
        venue.run()


def test_database_in_another_encoding_is_refused_by_look_and_setup(venue_server):
    venue_server.run("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    with pytest.raises(StorageError, match="UTF8"):
        server.look(venue_server.at("latin"))
    with pytest.raises(StorageError, match="UTF8"):
        list(setup.set_up(venue_server.address, "latin", Role("latin_owner"), Role("latin_desk"), Path("/nowhere")))


def test_empty_database_and_missing_rights_are_told_apart(venue, venue_server):
    with pytest.raises(StorageError, match="server-setup"):
        server.look(venue_server.address)
    venue.run()
    venue_server.run(
        f"CREATE ROLE {venue.database}_guest LOGIN; GRANT CONNECT ON DATABASE {venue.database}"
        f" TO {venue.database}_guest",
        venue.database,
    )
    venue_server.run(f"GRANT USAGE ON SCHEMA public TO {venue.database}_guest", venue.database)
    with pytest.raises(StorageError, match="اجازهٔ خواندن و نوشتن"):
        server.look(venue.at(f"{venue.database}_guest"))


@pytest.mark.parametrize("encoding", ["LATIN1", "SQL_ASCII"])
def test_nothing_is_created_in_a_database_of_another_encoding(venue_server, encoding):
    venue_server.run(f"CREATE DATABASE other_{encoding.lower()} ENCODING '{encoding}' LOCALE 'C' TEMPLATE template0")
    at = venue_server.at(f"other_{encoding.lower()}")
    with pytest.raises(StorageError, match="UTF8"):
        open_database(at)
    with closing(psycopg.connect(at)) as bare:
        assert bare.execute("SELECT COUNT(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)


def test_right_that_a_role_lacks_is_named(venue, venue_server):
    """The server refuses some rights before a session exists and some after."""
    venue.run(desk_password=DESK_PASSWORD)
    guest = f"{venue.database}_guest"
    venue_server.run(f"CREATE ROLE {guest} NOLOGIN")
    assert "اجازهٔ ورود ندارد" in refused(venue.at(guest))
    venue_server.run(f"ALTER ROLE {guest} LOGIN")
    assert "اجازهٔ ورود به پایگاه داده را ندارد" in refused(venue.at(guest))
    venue_server.run(f"GRANT CONNECT ON DATABASE {venue.database} TO {guest}", venue.database)
    assert "اجازهٔ خواندن و نوشتن" in refused(venue.at(guest))
    venue_server.run(f"ALTER ROLE {venue.desk} CONNECTION LIMIT 0")
    assert "به حد رسیده" in refused(venue.for_desk())
    venue_server.run(f"ALTER ROLE {venue.desk} CONNECTION LIMIT -1")
    venue_server.run(f"ALTER DATABASE {venue.database} ALLOW_CONNECTIONS false")
    assert "بسته است" in refused(venue.for_desk())
    venue_server.run(f"ALTER DATABASE {venue.database} ALLOW_CONNECTIONS true")


def test_server_without_free_connections_is_reported(venue):
    venue.run(desk_password=DESK_PASSWORD)
    with ExitStack() as crowd:
        with pytest.raises(psycopg.OperationalError):
            while True:
                crowd.enter_context(closing(psycopg.connect(venue.for_desk())))
        assert "به حد رسیده" in refused(venue.for_desk())


def refused(at):
    """The sentence that a technician, and a desk too, is told."""
    with pytest.raises(StorageError) as caught:
        server.look(at)
    if "خواندن و نوشتن" not in caught.value.sentence:
        with pytest.raises(StorageError) as desk:
            open_database(at)
        assert desk.value.sentence == caught.value.sentence
    return caught.value.sentence


def test_address_that_is_none_is_reported_without_repeating_it():
    with pytest.raises(StorageError) as caught:
        server.look("postgresql://desk:secret@[half")
    assert "postgresql://user@" in caught.value.sentence
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "admin, address",
    [
        ("postgresql://postgres:x@10.0.0.5/", "postgresql://d@10.0.0.5:5432/m"),
        ("host=10.0.0.5,10.0.0.6 port=5433", "postgresql://d@10.0.0.5:5433,10.0.0.6:5433/m"),
        ("postgresql:///postgres?host=/var/run/postgresql", "postgresql://d@SERVER:5432/m"),
    ],
)
def test_address_for_the_desks_is_made_from_the_admins(admin, address):
    assert setup.desk_address(admin, "m", "d") == address
