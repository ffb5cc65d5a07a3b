"""A venue's server: made by one command, and its desk role held to its rights by the server itself."""

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
from app.reception.registering import Arrival, register
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
    """What a desk's program opens, after server-setup."""
    venue.run(owner_password="o", desk_password=DESK_PASSWORD)
    with closing(open_database(venue.for_desk(), clock=clock)) as database:
        yield database


def furnished(db):
    first_run.set_up(db, office="شهرداری کرج", login="admin", name="ن. نمونه‌ای", password="123456")
    return clerks.current(db, clerks.everyone(db)[0]["id"])


def test_it_makes_what_was_missing_and_says_the_passwords_once(venue):
    said = venue.run()
    first, second = said[1].strip(), said[3].strip()
    assert len(first) == len(second) == setup.LONG
    assert first != second
    with closing(open_database(venue.at(venue.desk, second))) as db:
        assert first_run.is_new(db)
    again = venue.run()
    assert not any(word in line for line in again for word in (first, second, "گذرواژه"))
    with closing(open_database(venue.at(venue.owner, first))) as db:
        assert db.may_upgrade()


def test_the_database_is_utf8_whatever_the_server_s_own(venue, hall):
    venue.run()
    with closing(psycopg.connect(hall.at(venue.database))) as connection:
        row = connection.execute("SELECT pg_encoding_to_char(encoding), datcollate, datdba::regrole::text"
                                 " FROM pg_database WHERE datname = current_database()").fetchone()
    assert row == ("UTF8", "C", venue.owner)


@pytest.mark.parametrize("statement", [
    "CREATE TABLE mine (n INTEGER)", "CREATE TEMP TABLE mine (n INTEGER)", "CREATE SCHEMA mine",
    "ALTER TABLE visit ADD COLUMN mine TEXT", "DROP TABLE period", "DROP TRIGGER journal_rows ON journal",
    "ALTER TABLE journal DISABLE TRIGGER ALL", "TRUNCATE journal", "TRUNCATE visit",
    "UPDATE journal SET clerk = 'x'", "DELETE FROM journal", "CREATE INDEX mine ON visit (ticket)",
    "CREATE FUNCTION mine() RETURNS INTEGER LANGUAGE sql AS 'SELECT 1'", "CREATE ROLE mine", "CREATE DATABASE mine",
    "SET session_replication_role = replica",
])
def test_the_server_itself_refuses_a_desk(desk, venue, statement):
    with (closing(psycopg.connect(venue.for_desk(), autocommit=True)) as bare,
          pytest.raises(psycopg.errors.InsufficientPrivilege)):
        bare.execute(statement)


def test_a_whole_case_as_the_desk_role(desk):
    clerk = furnished(desk)
    session = sessions.open_today(desk, clerk, programmes.active(desk)[0].id)
    visitor = Visitor(kind="no_code", code_reason="همراه ندارد", first_name="نمونه", last_name="آزمایشی")
    visit = register(desk, clerk, session.id, Arrival(visitor, lists.entries(desk, "category")[0]["id"]))
    table = lists.entries(desk, "meeting_table")[0]
    assert queue.call_next(desk, clerk, session.id, table["id"]).ticket == visit.ticket == 1
    queue.came(desk, clerk, visit.id)
    unit = next(row["id"] for row in lists.entries(desk, "unit") if row["kind"] == "district")
    saved = paraphs.save(desk, clerk, visit.id, Draft(table["official_id"], "referred", "رسیدگی شود",
                                                      (Addressee(unit, "lead", "", 15),)))
    assert len(saved.numbers) == 1
    sessions.close(desk, clerk, session.id, "left")
    assert desk.rows("SELECT id FROM journal")


def test_two_desks_and_no_third_user(desk, venue, clock):
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


def test_a_role_of_another_purpose_does_not_come_in(venue, hall):
    venue.run()
    hall.run(f"CREATE ROLE {venue.database}_other LOGIN")
    with pytest.raises(StorageError):
        open_database(venue.at(f"{venue.database}_other"))


@pytest.fixture
def later(monkeypatch):
    """later() → from now on the program is a newer one, with a table more."""
    real, steps = schema.statements, (*schema.STEPS, "later.sql")

    def one():
        monkeypatch.setattr(schema, "STEPS", steps)
        monkeypatch.setattr(schema, "statements", lambda name: (
            ["CREATE TABLE later (id {key}, n INTEGER NOT NULL)"] if name == "later.sql" else real(name)))
        return len(steps)

    return one


def test_a_desk_upgrades_nothing_and_the_next_setup_does(desk, venue, clock, later):
    furnished(desk)
    newest = later()
    with pytest.raises(StorageError, match="server-setup"):
        open_database(venue.for_desk(), clock=clock)
    venue.run()
    kept, = venue.backups.glob("*.db")
    seen = backup.check(kept)
    assert (seen.version, seen.counts["clerk"]) == (newest - 1, 1), "what stood before the upgrade is kept, and opened"
    with closing(open_database(venue.for_desk(), clock=clock)) as db:
        assert db.version == newest
        with db.write("office"):
            made = db.one("INSERT INTO later (n) VALUES (7) RETURNING id")
            db.rows("UPDATE later SET n = 8 WHERE id = :id", id=made["id"])
            db.rows("DELETE FROM later WHERE id = :id", id=made["id"])


def test_a_running_desk_of_the_older_program_is_told_to_restart_and_breaks_nothing(desk, venue, later):
    furnished(desk)
    later()
    venue.run()
    for act in (desk.revisions, lambda: desk.write("office").__enter__()):
        with pytest.raises(StorageError, match="برنامه را ببندید، به‌روز کنید"):
            act()
    assert [row["login"] for row in clerks.everyone(desk)] == ["admin"], "what is on its screens can be read on"


def test_no_backup_no_upgrade(desk, venue, clock, later):
    clerk = furnished(desk)
    venue.backups.write_text("a file stands where the folder should be")
    later()
    with pytest.raises(StorageError):
        venue.run()
    assert sessions.open_today(desk, clerk, programmes.active(desk)[0].id), "desks work on as if nothing had been"


def test_an_admin_who_is_no_superuser_will_do(venue, hall):
    admin = f"{venue.database}_admin"
    hall.run(f"CREATE ROLE {admin} LOGIN CREATEROLE CREATEDB PASSWORD 'a'")
    words = conninfo_to_dict(hall.address) | {"user": admin, "password": "a"}
    venue.run(admin=make_conninfo(**words), desk_password=DESK_PASSWORD)
    with closing(open_database(venue.for_desk())) as db:
        furnished(db)
    venue.run(admin=make_conninfo(**words))


# -- trying an address

def test_a_look_tells_what_is_there(desk, venue):
    at = venue.for_desk()
    assert server.look(at).office == ""
    furnished(desk)
    found = server.look(at)
    assert (found.office, found.encrypted) == ("شهرداری کرج", False)
    assert found.version >= 14


@pytest.mark.parametrize("change, said", [
    ({"host": "no.such.host.invalid"}, "به این نام در شبکه نیست"),
    ({"host": "127.0.0.1", "port": "1"}, "در این درگاه"),
    ({"host": "/nowhere"}, "روشن نیست"),
    ({"password": "wrong"}, "گذرواژهٔ سرور درست نیست"),
    ({"password": None}, "گذرواژهٔ سرور داده نشده"),
    ({"dbname": "nowhere"}, "پایگاه دادهٔ این نام"),
    ({"user": "nobody_here"}, "نام کاربر"),
    ({"sslmode": "verify-full", "sslrootcert": "/nowhere.crt", "host": "127.0.0.1", "port": "1"}, "در این درگاه"),
])
def test_what_is_wrong_is_said_and_never_with_the_password(desk, venue, change, said, monkeypatch):
    monkeypatch.setenv("PGPASSFILE", "/nowhere")
    words = {**conninfo_to_dict(venue.for_desk()), **change}
    with pytest.raises(StorageError) as caught:
        server.look(make_conninfo(**{name: value for name, value in words.items() if value}))
    assert said in caught.value.sentence
    assert DESK_PASSWORD not in f"{caught.value}{caught.value.__cause__}"


def test_a_server_that_is_too_old_is_refused_by_desk_and_setup(desk, venue, monkeypatch):
    monkeypatch.setattr(server, "OLDEST", 99)
    monkeypatch.setattr(postgres_desk, "OLDEST", 99)
    with pytest.raises(StorageError, match="نسخهٔ سرور کهنه است"):
        server.look(venue.for_desk())
    with pytest.raises(StorageError, match="نسخهٔ سرور کهنه است"):
        venue.run()


def test_a_database_in_another_encoding_is_refused(hall):
    hall.run("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    with pytest.raises(StorageError, match="UTF8"):
        server.look(hall.at("latin"))
    with pytest.raises(StorageError, match="UTF8"):
        list(setup.set_up(hall.address, "latin", Role("latin_owner"), Role("latin_desk"), Path("/nowhere")))


def test_a_bare_database_and_a_stranger_s_are_told_apart(venue, hall):
    with pytest.raises(StorageError, match="server-setup"):
        server.look(hall.address)
    venue.run()
    hall.run(f"CREATE ROLE {venue.database}_guest LOGIN; GRANT CONNECT ON DATABASE {venue.database}"
             f" TO {venue.database}_guest", venue.database)
    hall.run(f"GRANT USAGE ON SCHEMA public TO {venue.database}_guest", venue.database)
    with pytest.raises(StorageError, match="اجازهٔ خواندن و نوشتن"):
        server.look(venue.at(f"{venue.database}_guest"))


@pytest.mark.parametrize("encoding", ["LATIN1", "SQL_ASCII"])
def test_nothing_is_made_in_a_database_of_another_encoding(hall, encoding):
    hall.run(f"CREATE DATABASE other_{encoding.lower()} ENCODING '{encoding}' LOCALE 'C' TEMPLATE template0")
    at = hall.at(f"other_{encoding.lower()}")
    with pytest.raises(StorageError, match="UTF8"):
        open_database(at)
    with closing(psycopg.connect(at)) as bare:
        assert bare.execute("SELECT COUNT(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)


def test_what_a_role_may_not_is_said(venue, hall):
    """Each as the server says it before there is a session, or after."""
    venue.run(desk_password=DESK_PASSWORD)
    guest = f"{venue.database}_guest"
    hall.run(f"CREATE ROLE {guest} NOLOGIN")
    assert "اجازهٔ ورود ندارد" in refused(venue.at(guest))
    hall.run(f"ALTER ROLE {guest} LOGIN")
    assert "اجازهٔ ورود به پایگاه داده را ندارد" in refused(venue.at(guest))
    hall.run(f"GRANT CONNECT ON DATABASE {venue.database} TO {guest}", venue.database)
    assert "اجازهٔ خواندن و نوشتن" in refused(venue.at(guest))
    hall.run(f"ALTER ROLE {venue.desk} CONNECTION LIMIT 0")
    assert "به حد رسیده" in refused(venue.for_desk())
    hall.run(f"ALTER ROLE {venue.desk} CONNECTION LIMIT -1")
    hall.run(f"ALTER DATABASE {venue.database} ALLOW_CONNECTIONS false")
    assert "بسته است" in refused(venue.for_desk())
    hall.run(f"ALTER DATABASE {venue.database} ALLOW_CONNECTIONS true")


def test_a_full_server_is_said(venue):
    venue.run(desk_password=DESK_PASSWORD)
    with ExitStack() as crowd:
        with pytest.raises(psycopg.OperationalError):
            while True:
                crowd.enter_context(closing(psycopg.connect(venue.for_desk())))
        assert "به حد رسیده" in refused(venue.for_desk())


def refused(at):
    """What a technician is told, which a desk is told too."""
    with pytest.raises(StorageError) as caught:
        server.look(at)
    if "خواندن و نوشتن" not in caught.value.sentence:
        with pytest.raises(StorageError) as desk:
            open_database(at)
        assert desk.value.sentence == caught.value.sentence
    return caught.value.sentence


def test_an_address_that_is_none_is_said_without_repeating_it():
    with pytest.raises(StorageError) as caught:
        server.look("postgresql://desk:secret@[half")
    assert "postgresql://user@" in caught.value.sentence
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("admin, address", [
    ("postgresql://postgres:x@10.0.0.5/", "postgresql://d@10.0.0.5:5432/m"),
    ("host=10.0.0.5,10.0.0.6 port=5433", "postgresql://d@10.0.0.5:5433,10.0.0.6:5433/m"),
    ("postgresql:///postgres?host=/var/run/postgresql", "postgresql://d@SERVER:5432/m"),
])
def test_the_address_for_the_desks(admin, address):
    assert setup.desk_address(admin, "m", "d") == address
