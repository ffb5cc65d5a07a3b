"""Reading, writing and sending statements, the same on both engines."""

import sqlite3
from contextlib import closing

import pytest
from psycopg.conninfo import make_conninfo

from app.office import settings as office
from db import NoSuchRow, StorageError, open_database, sqlite


def put(db, name, value="x"):
    db.rows("INSERT INTO setting (name, value) VALUES (:name, :value)", name=name, value=value)


def test_changes_of_one_write_appear_together(db, address):
    with db.write("office"):
        put(db, "a", "1")
        put(db, "b", "2")
    with closing(open_database(address)) as other:
        assert other.rows("SELECT name, value FROM setting WHERE name IN ('a', 'b') ORDER BY name") == [
            {"name": "a", "value": "1"},
            {"name": "b", "value": "2"},
        ]


def test_failed_write_leaves_nothing_behind(db):
    before = db.revisions()
    with pytest.raises(StorageError), db.write("office"):
        put(db, "twice")
        put(db, "twice")
    assert db.revisions() == before
    assert db.row("SELECT value FROM setting WHERE name = 'twice'") is None


def test_write_broken_off_by_an_error_of_ours_leaves_nothing_behind(db):
    before = db.revisions()
    with pytest.raises(ZeroDivisionError), db.write("office"):
        put(db, "half", str(1 / 0))
    assert db.revisions() == before
    with db.write("office"):
        put(db, "half")
    assert db.required_row("SELECT value FROM setting WHERE name = 'half'") == {"value": "x"}


def test_unknown_topic_is_refused(db):
    before = db.revisions()
    with pytest.raises(ValueError, match="unknown topic"), db.write("office", "qeue"):
        put(db, "never")
    assert db.revisions() == before


def test_write_counts_its_topics_and_the_journal_up(db):
    before = db.revisions()
    with db.write("queue", "papers"):
        pass
    after = db.revisions()
    assert {topic for topic in after if after[topic] != before[topic]} == {"queue", "papers", "journal"}
    assert all(after[topic] == before[topic] + 1 for topic in ("queue", "papers", "journal"))


@pytest.mark.parametrize("sql", [
    "UPDATE revision SET n = 99",
    "DELETE FROM setting",
    "INSERT INTO setting (name, value) VALUES ('a', 'b')",
    "CREATE TABLE mine (id INTEGER)",
    "DROP TABLE setting",
])  # fmt: skip
def test_change_outside_a_transaction_is_refused(db, sql):
    before = db.revisions()
    with pytest.raises(StorageError):
        db.rows(sql)
    assert db.revisions() == before
    with db.write("office"):
        put(db, "later")
    with pytest.raises(StorageError):
        db.rows(sql)


def test_changes_stay_refused_after_a_write_waited_in_vain(address, engine, clock, monkeypatch):
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.05)
    impatient = make_conninfo(address, options="-c lock_timeout=50") if engine == "postgres" else address
    with closing(open_database(impatient, clock=clock)) as db, closing(open_database(address, clock=clock)) as other:
        with other.write("office"), pytest.raises(StorageError) as caught, db.write("office"):
            pass
        assert "در حال استفاده" in caught.value.sentence
        with pytest.raises(StorageError):
            put(db, "unguarded")
        with db.write("office"):
            put(db, "guarded")


def test_write_that_waited_sees_what_the_other_wrote(db, address, clock):
    with closing(open_database(address, clock=clock)) as other:
        with other.write("queue"):
            put(other, "seen")
        with db.write("queue"):
            assert db.row("SELECT value FROM setting WHERE name = 'seen'")


def test_change_is_seen_inside_its_write_and_by_others_after_it(db, address, clock):
    with closing(open_database(address, clock=clock)) as other:
        with db.write("office"):
            put(db, "mine")
            assert db.row("SELECT value FROM setting WHERE name = 'mine'")
            assert other.row("SELECT value FROM setting WHERE name = 'mine'") is None
        assert other.row("SELECT value FROM setting WHERE name = 'mine'")


def test_read_only_connection_cannot_write(db, address):
    with closing(open_database(address, read_only=True)) as reader:
        assert reader.revisions() == db.revisions()
        with pytest.raises(StorageError), reader.write("office"):
            pass
        with pytest.raises(StorageError):
            put(reader, "never")


@pytest.mark.parametrize("value", ["50% :name 12:30 ::x ?", "'; DROP TABLE setting; --", "%s %(x)s {x}", "«ی»\u200c"])
def test_colons_percents_and_quotes_in_values_are_safe(db, value):
    with db.write("office"):
        put(db, "odd", value)
    assert db.required_row("SELECT value FROM setting WHERE name = 'odd'")["value"] == value


def test_bytes_are_stored_unchanged(db):
    data = bytes(range(256)) * 40
    with db.write("office"):
        db.rows("INSERT INTO picture (name, data) VALUES ('all', :data)", data=data)
    assert bytes(db.required_row("SELECT data FROM picture WHERE name = 'all'")["data"]) == data


def test_missing_row_is_none_or_an_error(db):
    assert db.row("SELECT value FROM setting WHERE name = 'no such'") is None
    with pytest.raises(NoSuchRow):
        db.required_row("SELECT value FROM setting WHERE name = 'no such'")


def test_journal_cannot_be_rewritten(db):
    assert db.rows("SELECT id FROM journal")
    for sql in "UPDATE journal SET clerk = 'x'", "DELETE FROM journal":
        with pytest.raises(StorageError), db.write("office"):
            db.rows(sql)


def test_journal_cannot_be_rewritten_by_another_program(db, path):
    db.close()
    with closing(sqlite3.connect(path)) as bare, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        bare.execute("INSERT OR REPLACE INTO journal SELECT * FROM journal WHERE id = 1")


def test_reference_to_a_missing_row_is_refused(db):
    with pytest.raises(NoSuchRow), db.write("visitors"):
        db.rows(
            "INSERT INTO visit (session_id, ticket, visitor_id, state, arrived_at, line_at, category_id, matter)"
            " VALUES (999, 1, 999, 'waiting', 't', 't', 1, 'x')"
        )


@pytest.mark.parametrize("text", ["\0", "\ud800"])
def test_text_that_no_row_can_hold_matches_no_row(db, text):
    with pytest.raises(NoSuchRow):
        db.required_row("SELECT value FROM setting WHERE name = :text", text=text)


def test_moments_are_utc_to_the_millisecond(db):
    assert db.now() == "2026-11-25T05:30:00.000Z"


def test_opening_again_changes_nothing(db, address):
    before = db.revisions()
    with closing(open_database(address)) as again:
        assert again.revisions() == before
        assert office.settings(again).office == "شهرداری کرج"


def test_commit_is_on_the_disk_before_it_returns(db, path):
    """WAL with synchronous=FULL syncs each commit, not only each checkpoint."""
    with db.transaction():
        assert db.required_row("PRAGMA synchronous")["synchronous"] == 2
    with closing(sqlite3.connect(path)) as bare:
        assert bare.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_statement_sent_runs_before_the_next_read_and_before_the_commit(db, address):
    with db.write("office"):
        db.send("INSERT INTO setting (name, value) VALUES ('sent', '1')")
        told = db.send("SELECT value FROM setting WHERE name = 'sent'")
        db.send("UPDATE setting SET value = '2' WHERE name = 'sent'")
        assert db.required_row("SELECT value FROM setting WHERE name = 'sent'") == {"value": "2"}
        assert told.required_row() == {"value": "1"}, "statements run in the order they were sent"
        last = db.send("SELECT COUNT(*) AS n FROM setting WHERE name = 'sent'")
    assert last.required_row() == {"n": 1}, "the result came with the commit"
    with closing(open_database(address)) as other:
        assert other.required_row("SELECT value FROM setting WHERE name = 'sent'") == {"value": "2"}


def test_statement_sent_that_fails_undoes_the_write(db):
    before = db.revisions()
    with pytest.raises(StorageError), db.write("office"):
        put(db, "twice")
        for _ in range(2):
            db.send("INSERT INTO setting (name, value) VALUES ('twice', 'y')")
    with pytest.raises(NoSuchRow), db.write("office"):
        db.send("UPDATE visit SET visitor_id = 999")
        db.send(
            "INSERT INTO paraph (visit_id, official_id, official_post, official_name, outcome, words,"
            " written_at, state) VALUES (999, 1, 'x', 'x', 'x', 'x', 'x', 'valid')"
        )
    assert db.revisions() == before
    with db.write("office"):
        put(db, "twice")
    assert db.required_row("SELECT value FROM setting WHERE name = 'twice'") == {"value": "x"}


def test_reads_that_open_a_write_are_answered_under_its_lock(db, address, clock):
    found = []
    with closing(open_database(address, clock=clock)) as other:
        for _ in range(3):
            with other.write("queue"):
                other.send("INSERT INTO setting (name, value) SELECT 'n' || COUNT(*), 'x' FROM setting")
            with db.write("queue", ask=lambda: found.append(db.send("SELECT COUNT(*) AS n FROM setting"))):
                assert found[-1].required_row()["n"] == other.required_row("SELECT COUNT(*) AS n FROM setting")["n"]


def test_statements_beyond_one_round_trip_run_in_order(db):
    big = "ب" * 100_000
    with db.write("office"):
        for n in range(1200):
            db.send("INSERT INTO setting (name, value) VALUES (:name, :value)", name=f"many {n:04}", value=str(n))
        wide = [db.send("SELECT CAST(:big AS TEXT) AS big", big=big) for _ in range(60)]
        assert all(each.required_row()["big"] == big for each in wide)
    rows = db.rows("SELECT value FROM setting WHERE name LIKE 'many ____' ORDER BY name")
    assert [row["value"] for row in rows] == [str(n) for n in range(1200)]


def test_more_statements_than_are_kept_prepared_still_run(db):
    for _ in range(3):
        for n in range(500):
            assert db.required_row(f"SELECT {n} AS n, name FROM setting LIMIT 1")["n"] == n


def test_id_of_a_row_to_come_is_given_once(db):
    with db.write("visitors"):
        ids = [db.required_row(f"SELECT {db.next_id('visitor')} AS id")["id"]]
        for _ in range(3):
            db.send(
                "INSERT INTO visitor (id, kind, code, first_name, last_name, sort_key) VALUES"
                " (:id, 'no_code', '', 'نمونه', 'آزمایشی', 'x')",
                id=ids[-1],
            )
            ids.append(db.required_row(f"SELECT {db.next_id('visitor')} AS id")["id"])
    assert len(set(ids)) == 4
    with db.write("visitors"):
        after = db.required_row(
            "INSERT INTO visitor (kind, code, first_name, last_name, sort_key) VALUES"
            " ('no_code', '', 'نمونه', 'آزمایشی', 'x') RETURNING id"
        )["id"]
    assert after not in ids[:3]


def test_first_of_several_failures_is_raised(db):
    """The failure arrives while statements behind it are still being sent."""
    with pytest.raises(StorageError, match=r"UniqueViolation|UNIQUE") as caught, db.write("office"):
        for _ in range(2):
            db.send("INSERT INTO setting (name, value) VALUES ('twice', 'x')")
        for n in range(300):
            db.send("SELECT name FROM setting WHERE name = :name", name=str(n))
    assert not caught.value.passes
    assert db.row("SELECT value FROM setting WHERE name = 'twice'") is None


def test_statement_sent_behind_a_failure_works_in_the_next_write(address, clock):
    """The server was to plan it behind the failure, so it has no such plan."""
    count = "SELECT COUNT(*) AS n FROM category"

    def fail(db):
        with pytest.raises(StorageError), db.write("office"):
            for _ in range(2):
                db.send("INSERT INTO setting (name, value) VALUES ('twice', 'x')")
            db.send(count)

    with closing(open_database(address, clock=clock)) as db:
        with pytest.raises(ZeroDivisionError), db.write("office"):
            put(db, "half", str(1 / 0))
        for _ in range(4):
            with db.write("office"):
                counted = db.send(count)
            assert counted.required_row()["n"] > 0
            fail(db)


def test_write_that_breaks_off_with_a_failure_unread_leaves_nothing_open(db):
    with pytest.raises((ZeroDivisionError, StorageError)), db.write("office"):
        for _ in range(2):
            db.send("INSERT INTO setting (name, value) VALUES ('twice', 'x')")
        put(db, "half", str(1 / 0))
    with db.write("office"):
        put(db, "twice")
    assert db.required_row("SELECT value FROM setting WHERE name = 'twice'") == {"value": "x"}


def test_statement_that_fails_at_closing_does_not_keep_the_connection_open(address):
    db = open_database(address)
    db.at_close.add("INSERT INTO no_such_table (name) VALUES ('x')")
    db.close()
