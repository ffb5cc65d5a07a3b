"""Faults that only a server has: it vanishes, stalls, loses an answer, is newer or older than the program."""

import threading
from contextlib import closing
from dataclasses import replace

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from app.access import clerks
from app.line import steps
from app.office import lists, programmes
from app.office import settings as office
from app.reception.arrival import Arrival
from app.reception.registering import register
from app.reception.view import give_number
from app.sessions import sessions
from app.visits import visitors, visits
from app.visits.visitors import Visitor
from db import StorageError, open_database
from db.postgres_faults import translation
from tests.conftest import furnish
from tests.support.faulty_proxy import COMMIT

ENGINES = ["postgres"]


@pytest.fixture
def desk(proxy, clock):
    """A desk that reaches the server through the proxy."""
    with closing(open_database(proxy.address, clock=clock)) as database:
        yield database


def arrival(n=1):
    return Arrival(Visitor(kind="no_code", code_reason="همراه ندارد", first_name="نمونه", last_name=f"آزمایشی {n}"), 1)


def tickets(db):
    return [row["ticket"] for row in db.rows("SELECT ticket FROM visit ORDER BY ticket")]


def test_answer_lost_after_commit_registers_nobody_twice(desk, proxy, db, clerk, session):
    proxy.cut_after(COMMIT)
    made = register(desk, clerk, session.id, arrival())
    assert tickets(db) == [made.ticket] == [1]
    assert register(desk, clerk, session.id, arrival(2)).ticket == 2


def test_connection_cut_before_commit_saves_nothing_and_is_reported(desk, proxy, db, clerk, session):
    with pytest.raises(StorageError) as caught, desk.write("queue"):
        desk.rows("INSERT INTO setting (name, value) VALUES ('half', 'x')")
        proxy.cut()
    assert caught.value.sentence.startswith("سرور محل پاسخ نمی‌دهد")
    assert not db.rows("SELECT 1 AS yes FROM setting WHERE name = 'half'")
    assert register(desk, clerk, session.id, arrival()).ticket == 1, "work goes on by itself"


def test_idle_connection_that_was_dropped_is_replaced_unnoticed(desk, proxy, clerk, session):
    proxy.cut()
    assert desk.revisions()["queue"] == 0
    proxy.cut()
    assert register(desk, clerk, session.id, arrival()).ticket == 1


def test_server_restarted_between_two_acts_is_not_noticed(server, clock):
    address = server.database()  # not from a template: after a crash the copies' sequences are behind
    furnish(address)
    with closing(open_database(address, clock=clock)) as db:
        clerk = clerks.current(db, clerks.everyone(db)[0].id)
        session = sessions.open_today(db, clerk, programmes.active(db)[0].id)
        for ticket in (1, 2):
            server.restart()
            assert register(db, clerk, session.id, arrival(ticket)).ticket == ticket
        server.restart()
        assert steps.call_next(db, clerk, session.id, lists.entries(db, "meeting_table")[0]["id"]).ticket == 1
    server.drop(address)


def test_server_that_is_away_is_reported_and_found_again(desk, proxy):
    proxy.refuse()
    with pytest.raises(StorageError) as caught:
        desk.revisions()
    assert caught.value.sentence.startswith("سرور محل پاسخ نمی‌دهد")
    proxy.listen_again()
    assert desk.revisions()


def test_wait_for_a_stalled_answer_can_be_abandoned(desk, proxy):
    proxy.hold()
    threading.Timer(0.3, desk.abandon, kwargs={"for_good": True}).start()
    with pytest.raises(StorageError):
        desk.revisions()


def test_error_names_no_values(db, clerk):
    with pytest.raises(StorageError) as caught, db.write("office"):
        for _ in range(2):
            db.rows("INSERT INTO setting (name, value) VALUES ('0499370899', 'x')")
    seen = [caught.value, caught.value.__cause__]
    assert not any("0499370899" in str(error) for error in seen)
    assert caught.value.__suppress_context__


@pytest.mark.parametrize("sql", ["UPDATE journal SET clerk = 'x'", "DELETE FROM journal", "TRUNCATE journal"])
def test_journal_cannot_be_rewritten_by_its_owner(address, db, sql):
    with closing(psycopg.connect(address, autocommit=True)) as owner, pytest.raises(psycopg.errors.RaiseException):
        owner.execute(sql)


def test_eight_desks_open_an_empty_server_at_once(server, clock):
    address = server.database()
    gate, made, failed = threading.Barrier(8), [], []

    def open_it():
        gate.wait()
        try:
            made.append(open_database(address, clock=clock))
        except StorageError as error:
            failed.append(error)

    desks = [threading.Thread(target=open_it) for _ in range(8)]
    for one in desks:
        one.start()
    for one in desks:
        one.join()
    assert not failed
    assert {one.revisions()["schema"] for one in made} == {made[0].version}
    for one in made:
        one.close()
    server.drop(address)


def test_database_of_a_newer_program_is_refused(address, db):
    with db.transaction():
        db.rows("UPDATE revision SET n = 99 WHERE topic = 'schema'")
    with pytest.raises(StorageError, match="نسخهٔ جدیدتری"):
        open_database(address)


def test_running_desk_is_told_of_an_upgrade(db, clerk):
    with db.transaction():
        db.rows("UPDATE revision SET n = n + 1 WHERE topic = 'schema'")
    for act in (db.revisions, lambda: office.change_settings(db, clerk, phone="1")):
        with pytest.raises(StorageError, match="دوباره باز کنید"):
            act()


def test_running_desk_is_told_of_an_upgrade_that_took_its_columns_away(address, db, clerk, session):
    with closing(psycopg.connect(address, autocommit=True)) as owner:
        owner.execute("SET default_transaction_read_only = off")
        owner.execute("ALTER TABLE category RENAME COLUMN name TO title")
        owner.execute("UPDATE revision SET n = n + 1 WHERE topic = 'schema'")
    with pytest.raises(StorageError, match="دوباره باز کنید"):
        register(db, clerk, session.id, arrival())


@pytest.mark.parametrize(
    "change, said",
    [
        ({"dbname": "nowhere"}, "پایگاه داده‌ای با این نام"),
        ({"host": "127.0.0.1", "port": "1"}, "سرور محل پاسخ نمی‌دهد"),
        ({"host": "no.such.host.invalid"}, "نشانی سرور"),
        ({"user": "nobody_here"}, "نام کاربر"),
    ],
)
def test_fault_of_an_address_is_named(address, change, said):
    with pytest.raises(StorageError) as caught:
        open_database(make_conninfo(**{**conninfo_to_dict(address), **change}))
    assert said in caught.value.sentence


@pytest.mark.parametrize(
    ("words", "passes"),
    [
        ("server does not support SSL, but SSL was required", False),
        ("SSL error: wrong version number", False),
        ("SSL SYSCALL error: Connection reset by peer", True),
        ("SSL connection has been closed unexpectedly", True),
        ("SSL error: unexpected eof while reading", True),
    ],
)
def test_broken_tls_connection_means_the_server_is_gone_and_not_that_it_has_no_tls(words, passes):
    told = translation(psycopg.OperationalError(words))
    assert told.passes == passes and ("TLS" in told.sentence) != passes


def test_read_that_went_with_a_commit_is_asked_again_when_its_answer_was_lost(desk, proxy):
    proxy.cut_after(COMMIT)
    with desk.write("office"):
        desk.send("INSERT INTO setting (name, value) VALUES ('saved', '1')")
        saved = desk.send("SELECT value FROM setting WHERE name = 'saved'")
        count = desk.send("SELECT COUNT(*) AS n FROM setting WHERE name = 'saved'")
    assert (saved.required_row(), count.required_row()) == ({"value": "1"}, {"n": 1})


def test_step_whose_answer_was_lost_shows_the_visit_as_it_was_saved(desk, proxy, db, clerk, session, tables):
    register(db, clerk, session.id, arrival())
    proxy.cut_after(COMMIT)
    called = steps.call_next(desk, clerk, session.id, tables[0]["id"])
    assert (called.ticket, called.state, called.table) == (1, "called", tables[0]["name"])
    assert called == visits.get(db, called.id)
    proxy.cut_after(COMMIT)
    met = steps.came(desk, clerk, called.id)
    assert met.state == "meeting" and met == visits.get(db, called.id)


def test_ticket_is_shown_though_the_server_goes_right_after_it(desk, proxy, db, clerk, session):
    """If it were not, a second Enter would put the visitor in line twice."""
    proxy.cut_after(b"FROM visit JOIN visitor", and_refuse=True)
    given = give_number(desk, clerk, session.id, arrival(), None)
    assert (given.visit.ticket, given.wait) == (1, None)
    assert tickets(db) == [1]


def test_reads_that_open_a_write_are_asked_again_on_a_new_connection(desk, proxy, db, clerk, session):
    register(desk, clerk, session.id, arrival())
    proxy.cut()
    assert register(desk, clerk, session.id, arrival(2)).ticket == 2
    assert tickets(db) == [1, 2]


@pytest.fixture
def change_columns(address):
    """change_columns() makes every plan of a read from `setting` stale."""
    types = iter(("varchar(4000)", "text", "varchar(3000)"))

    def change():
        with closing(psycopg.connect(address, autocommit=True)) as admin:
            admin.execute(f"ALTER TABLE setting ALTER COLUMN value TYPE {next(types)}")

    return change


SETTINGS = "SELECT name, value FROM setting ORDER BY name"


def test_read_whose_plan_is_stale_is_asked_again(db, change_columns):
    for _ in range(3):
        asked = db.rows(SETTINGS)
    change_columns()
    assert db.rows(SETTINGS) == asked


def test_write_that_opens_with_a_stale_plan_begins_again(db, change_columns):
    found = []
    for _ in range(3):
        with db.write("office", ask=lambda: found.append(db.send(SETTINGS))):
            found[-1]()
    change_columns()
    with db.write("office", ask=lambda: found.append(db.send(SETTINGS))):
        assert found[-1]() == found[0]()


def test_plan_that_grows_stale_amid_a_write_fails_it_and_the_next_succeeds(db, change_columns):
    for _ in range(3):
        db.rows(SETTINGS)
    before = db.revisions()
    with pytest.raises(StorageError), db.write("queue"):
        change_columns()
        db.rows(SETTINGS)
    assert db.revisions() == before
    with db.write("queue"):
        assert db.rows(SETTINGS)


def test_result_behind_a_failure_is_an_error_and_not_empty(db):
    with pytest.raises(StorageError), db.write("office"):
        for _ in range(2):
            db.send("INSERT INTO setting (name, value) VALUES ('twice', 'x')")
        behind = db.send("SELECT name FROM setting")
    with pytest.raises(StorageError):
        behind()


def test_connection_dropped_after_a_snapshot_is_replaced_unnoticed(desk, proxy):
    with desk.snapshot():
        before = desk.revisions()
    proxy.cut()
    assert desk.revisions() == before


def test_connection_dropped_in_a_snapshot_is_not_replaced(desk, proxy):
    """A new one would read another moment."""
    with pytest.raises(StorageError), desk.snapshot():
        desk.revisions()
        proxy.cut()
        desk.revisions()


def test_registration_and_call_take_two_round_trips_each(desk, proxy, clerk, session, tables):
    """During each of them every other desk waits for the journal's lock."""
    register(desk, clerk, session.id, arrival())
    for act in (
        lambda: register(desk, clerk, session.id, arrival(2)),
        lambda: steps.call_next(desk, clerk, session.id, tables[0]["id"]),
    ):
        before = proxy.round_trips
        act()
        assert proxy.round_trips == before + 2


def test_registration_of_a_known_visitor_takes_two_round_trips(desk, proxy, clerk, session):
    first = register(desk, clerk, session.id, arrival())
    again = replace(arrival(), visitor=visitors.get(desk, first.visitor_id), accepted=frozenset({"here"}))
    before = proxy.round_trips
    assert register(desk, clerk, session.id, again).visitor_id == first.visitor_id
    assert proxy.round_trips == before + 2
