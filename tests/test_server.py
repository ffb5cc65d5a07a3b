"""A venue's server: made by one command, and its desk role held to its rights by the server itself."""

import secrets
import threading
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from app import clerks, lists, office, paraphs, programmes, queue, server_setup, sessions
from app.paraphs import Addressee, Draft
from app.reception import Arrival, register
from app.visitors import Visitor
from db import StorageError, open_database
from db import server as venue
from db.server import Role
from tests.servers import Server, memory

ENGINES = ["postgres"]
PASSWORD = "رازِ-میز's 1"


@pytest.fixture(scope="module")
def hall():
    """A server of its own: roles belong to the whole server. Passwords are asked of the two roles."""
    with TemporaryDirectory(prefix="mosalla-hall-", dir=memory(), ignore_cleanup_errors=True) as folder:
        made = Server(Path(folder))
        rules = Path(folder) / "pg_hba.conf"
        rules.write_text("local all +asked scram-sha-256\n" + rules.read_text("utf-8"), "utf-8")
        made.run("CREATE ROLE asked")
        made.run("SELECT pg_reload_conf()")
        yield made
        made.stop()


@pytest.fixture
def built(hall, tmp_path):
    """built(...) → the lines server-setup says; every test has a database and roles of its own."""
    mark = f"t{secrets.token_hex(4)}"

    class Built:
        database, owner, desk = mark, f"{mark}_owner", f"{mark}_desk"

        def run(self, admin=hall.address, owner_password="", desk_password=""):
            lines = list(server_setup.set_up(admin, self.database, Role(self.owner, owner_password),
                                             Role(self.desk, desk_password), tmp_path))
            hall.run(f"GRANT asked TO {self.owner}, {self.desk}")
            return lines

        def at(self, user, password=""):
            words = conninfo_to_dict(hall.at(self.database)) | {"user": user}
            return make_conninfo(**words, **({"password": password} if password else {}))

    made = Built()
    yield made
    hall.run(f"DROP DATABASE IF EXISTS {mark} WITH (FORCE)")


@pytest.fixture
def desk(built, clock):
    """What a desk's program opens, after server-setup."""
    built.run(owner_password="o", desk_password=PASSWORD)
    with closing(open_database(built.at(built.desk, PASSWORD), clock=clock)) as database:
        yield database


def furnished(db):
    office.set_up(db, office="شهرداری کرج", login="admin", name="ن. نمونه‌ای", password="123456")
    return clerks.current(db, clerks.everyone(db)[0]["id"])


def test_it_makes_what_was_missing_and_says_the_passwords_once(built):
    said = built.run()
    first, second = said[1].strip(), said[3].strip()
    assert len(first) == len(second) == server_setup.LONG
    assert first != second
    with closing(open_database(built.at(built.desk, second))) as db:
        assert office.is_new(db)
    again = built.run()
    assert not any(word in line for line in again for word in (first, second, "گذرواژه"))
    with closing(open_database(built.at(built.owner, first))) as db:
        assert db.may_upgrade()


def test_the_database_is_utf8_whatever_the_server_s_own(built, hall):
    built.run()
    with closing(psycopg.connect(hall.at(built.database))) as connection:
        row = connection.execute("SELECT pg_encoding_to_char(encoding), datcollate, datdba::regrole::text"
                                 " FROM pg_database WHERE datname = current_database()").fetchone()
    assert row == ("UTF8", "C", built.owner)


@pytest.mark.parametrize("statement", [
    "CREATE TABLE mine (n INTEGER)", "CREATE TEMP TABLE mine (n INTEGER)", "CREATE SCHEMA mine",
    "ALTER TABLE visit ADD COLUMN mine TEXT", "DROP TABLE period", "DROP TRIGGER journal_rows ON journal",
    "ALTER TABLE journal DISABLE TRIGGER ALL", "TRUNCATE journal", "TRUNCATE visit",
    "UPDATE journal SET clerk = 'x'", "DELETE FROM journal", "CREATE INDEX mine ON visit (ticket)",
    "CREATE FUNCTION mine() RETURNS INTEGER LANGUAGE sql AS 'SELECT 1'", "CREATE ROLE mine", "CREATE DATABASE mine",
    "SET session_replication_role = replica",
])
def test_the_server_itself_refuses_a_desk(desk, built, statement):
    with (closing(psycopg.connect(built.at(built.desk, PASSWORD), autocommit=True)) as bare,
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


def test_two_desks_and_no_third_user(desk, built, clock):
    clerk = furnished(desk)
    session = sessions.open_today(desk, clerk, programmes.active(desk)[0].id)
    category = lists.entries(desk, "category")[0]["id"]
    got, gate = [], threading.Barrier(2)

    def work(name):
        with closing(open_database(built.at(built.desk, PASSWORD), clock=clock)) as mine:
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


def test_a_role_of_another_purpose_does_not_come_in(built, hall):
    built.run()
    hall.run(f"CREATE ROLE {built.database}_other LOGIN")
    with pytest.raises(StorageError):
        open_database(built.at(f"{built.database}_other"))


def test_a_desk_upgrades_nothing_and_the_next_setup_does(built, tmp_path, clock, monkeypatch):
    from db import schema

    built.run(desk_password=PASSWORD)
    steps = (*schema.STEPS, "later.sql")
    monkeypatch.setattr(schema, "STEPS", steps)
    real = schema.statements
    monkeypatch.setattr(schema, "statements", lambda name: (
        ["CREATE TABLE later (id {key}, n INTEGER NOT NULL)"] if name == "later.sql" else real(name)))
    with pytest.raises(StorageError, match="server-setup"):
        open_database(built.at(built.desk, PASSWORD), clock=clock)
    built.run()
    assert list(tmp_path.iterdir()), "what stood before the upgrade is kept"
    with closing(open_database(built.at(built.desk, PASSWORD), clock=clock)) as db:
        assert db.version == len(steps)
        with db.write("office"):
            made = db.one("INSERT INTO later (n) VALUES (7) RETURNING id")
            db.rows("UPDATE later SET n = 8 WHERE id = :id", id=made["id"])
            db.rows("DELETE FROM later WHERE id = :id", id=made["id"])


def test_an_admin_who_is_no_superuser_will_do(built, hall):
    admin = f"{built.database}_admin"
    hall.run(f"CREATE ROLE {admin} LOGIN CREATEROLE CREATEDB PASSWORD 'a'")
    words = conninfo_to_dict(hall.address) | {"user": admin, "password": "a"}
    built.run(admin=make_conninfo(**words), desk_password=PASSWORD)
    with closing(open_database(built.at(built.desk, PASSWORD))) as db:
        furnished(db)
    built.run(admin=make_conninfo(**words))


# -- trying an address

def test_a_look_tells_what_is_there(desk, built):
    at = built.at(built.desk, PASSWORD)
    assert venue.look(at).office == ""
    furnished(desk)
    found = venue.look(at)
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
def test_what_is_wrong_is_said_and_never_with_the_password(desk, built, change, said, monkeypatch):
    monkeypatch.setenv("PGPASSFILE", "/nowhere")
    words = {**conninfo_to_dict(built.at(built.desk, PASSWORD)), **change}
    with pytest.raises(StorageError) as caught:
        venue.look(make_conninfo(**{name: value for name, value in words.items() if value}))
    assert said in caught.value.sentence
    assert PASSWORD not in f"{caught.value}{caught.value.__cause__}"


def test_a_database_in_another_encoding_is_refused(hall):
    hall.run("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    with pytest.raises(StorageError, match="UTF8"):
        venue.look(hall.at("latin"))
    with pytest.raises(StorageError, match="UTF8"):
        list(server_setup.set_up(hall.address, "latin", Role("latin_owner"), Role("latin_desk"), Path("/nowhere")))


def test_a_bare_database_and_a_stranger_s_are_told_apart(built, hall):
    with pytest.raises(StorageError, match="server-setup"):
        venue.look(hall.address)
    built.run()
    hall.run(f"CREATE ROLE {built.database}_guest LOGIN; GRANT CONNECT ON DATABASE {built.database}"
             f" TO {built.database}_guest", built.database)
    hall.run(f"GRANT USAGE ON SCHEMA public TO {built.database}_guest", built.database)
    with pytest.raises(StorageError, match="اجازهٔ خواندن و نوشتن"):
        venue.look(built.at(f"{built.database}_guest"))


def test_an_address_that_is_none_is_said_without_repeating_it():
    with pytest.raises(StorageError) as caught:
        venue.look("postgresql://desk:secret@[half")
    assert "postgresql://user@" in caught.value.sentence
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("admin, address", [
    ("postgresql://postgres:x@10.0.0.5/", "postgresql://d@10.0.0.5:5432/m"),
    ("host=10.0.0.5,10.0.0.6 port=5433", "postgresql://d@10.0.0.5:5433,10.0.0.6:5433/m"),
    ("postgresql:///postgres?host=/var/run/postgresql", "postgresql://d@SERVER:5432/m"),
])
def test_the_address_for_the_desks(admin, address):
    assert server_setup.desk_address(admin, "m", "d") == address
