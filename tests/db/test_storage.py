"""The one door to storage, the same on every engine."""

import sqlite3
from contextlib import closing

import pytest
from psycopg.conninfo import make_conninfo

import db.sqlite
from app.journal.writing import writing
from app.office import settings as office
from app.search import search
from db import NoSuchRow, StorageError, open_database
from db import search as full_text


@pytest.fixture
def url(address):
    return address


@pytest.fixture
def store(db):
    return db


def put(store, name, value="x"):
    store.rows("INSERT INTO setting (name, value) VALUES (:name, :value)", name=name, value=value)


def test_what_is_written_together_is_there_together(store, url):
    with store.write("office"):
        put(store, "a", "1")
        put(store, "b", "2")
    with closing(open_database(url)) as other:
        assert other.rows("SELECT name, value FROM setting WHERE name IN ('a', 'b') ORDER BY name") == [
            {"name": "a", "value": "1"}, {"name": "b", "value": "2"}]


def test_a_failed_write_leaves_nothing_behind(store):
    before = store.revisions()
    with pytest.raises(StorageError), store.write("office"):
        put(store, "twice")
        put(store, "twice")
    assert store.revisions() == before
    assert store.row("SELECT value FROM setting WHERE name = 'twice'") is None


def test_an_error_of_ours_leaves_nothing_behind_either(store):
    before = store.revisions()
    with pytest.raises(ZeroDivisionError), store.write("office"):
        put(store, "half", str(1 / 0))
    assert store.revisions() == before
    with store.write("office"):
        put(store, "half")
    assert store.one("SELECT value FROM setting WHERE name = 'half'") == {"value": "x"}


def test_an_unknown_topic_is_refused(store):
    before = store.revisions()
    with pytest.raises(ValueError, match="unknown topic"), store.write("office", "qeue"):
        put(store, "never")
    assert store.revisions() == before


def test_a_write_counts_its_topics_and_the_journal_up(store):
    before = store.revisions()
    with store.write("queue", "papers"):
        pass
    after = store.revisions()
    assert {topic for topic in after if after[topic] != before[topic]} == {"queue", "papers", "journal"}
    assert all(after[topic] == before[topic] + 1 for topic in ("queue", "papers", "journal"))


@pytest.mark.parametrize("sql", [
    "UPDATE revision SET n = 99",
    "DELETE FROM setting",
    "INSERT INTO setting (name, value) VALUES ('a', 'b')",
    "CREATE TABLE mine (id INTEGER)",
    "DROP TABLE setting",
])  # fmt: skip
def test_a_write_outside_a_transaction_is_refused(store, sql):
    before = store.revisions()
    with pytest.raises(StorageError):
        store.rows(sql)
    assert store.revisions() == before
    with store.write("office"):
        put(store, "later")
    with pytest.raises(StorageError):
        store.rows(sql)


def test_a_writer_is_shut_out_again_after_waiting_in_vain(url, engine, clock, monkeypatch):
    monkeypatch.setattr(db.sqlite, "BUSY_SECONDS", 0.05)
    impatient = make_conninfo(url, options="-c lock_timeout=50") if engine == "postgres" else url
    with closing(open_database(impatient, clock=clock)) as store, closing(open_database(url, clock=clock)) as other:
        with other.write("office"), pytest.raises(StorageError) as caught, store.write("office"):
            pass
        assert "نگه داشته است" in caught.value.sentence
        with pytest.raises(StorageError):
            put(store, "unguarded")
        with store.write("office"):
            put(store, "guarded")


def test_the_one_who_waits_decides_on_what_the_other_left(store, url, clock):
    with closing(open_database(url, clock=clock)) as other:
        with other.write("queue"):
            put(other, "seen")
        with store.write("queue"):
            assert store.row("SELECT value FROM setting WHERE name = 'seen'")


def test_a_reader_sees_its_own_change_inside_the_write_and_others_only_after(store, url, clock):
    with closing(open_database(url, clock=clock)) as other:
        with store.write("office"):
            put(store, "mine")
            assert store.row("SELECT value FROM setting WHERE name = 'mine'")
            assert other.row("SELECT value FROM setting WHERE name = 'mine'") is None
        assert other.row("SELECT value FROM setting WHERE name = 'mine'")


def test_a_reading_connection_never_writes(store, url):
    with closing(open_database(url, read_only=True)) as reader:
        assert reader.revisions() == store.revisions()
        with pytest.raises(StorageError), reader.write("office"):
            pass
        with pytest.raises(StorageError):
            put(reader, "never")


@pytest.mark.parametrize("value", ["50% :name 12:30 ::x ?", "'; DROP TABLE setting; --", "%s %(x)s {x}", "«ی»\u200c"])
def test_colons_percents_and_quotes_in_values_are_safe(store, value):
    with store.write("office"):
        put(store, "odd", value)
    assert store.one("SELECT value FROM setting WHERE name = 'odd'")["value"] == value


def test_bytes_come_back_as_they_went(store):
    data = bytes(range(256)) * 40
    with store.write("office"):
        store.rows("INSERT INTO picture (name, data) VALUES ('all', :data)", data=data)
    assert bytes(store.one("SELECT data FROM picture WHERE name = 'all'")["data"]) == data


def test_the_row_that_must_be_there_is_missed_loudly(store):
    assert store.row("SELECT value FROM setting WHERE name = 'no such'") is None
    with pytest.raises(NoSuchRow):
        store.one("SELECT value FROM setting WHERE name = 'no such'")


def test_nobody_rewrites_the_journal(store):
    assert store.rows("SELECT id FROM journal")
    for sql in "UPDATE journal SET clerk = 'x'", "DELETE FROM journal":
        with pytest.raises(StorageError), store.write("office"):
            store.rows(sql)


def test_what_belongs_together_stays_together(store):
    with pytest.raises(NoSuchRow), store.write("visitors"):
        store.rows("INSERT INTO visit (session_id, ticket, visitor_id, state, arrived_at, line_at, category_id, matter)"
                   " VALUES (999, 1, 999, 'waiting', 't', 't', 1, 'x')")


@pytest.mark.parametrize("text", ["\0", "\ud800"])
def test_what_no_row_can_hold_is_missed_too(store, text):
    with pytest.raises(NoSuchRow):
        store.one("SELECT value FROM setting WHERE name = :text", text=text)


def test_moments_are_utc_to_the_millisecond(store):
    assert store.now() == "2026-11-25T05:30:00.000Z"


def test_opening_again_changes_nothing(store, url):
    before = store.revisions()
    with closing(open_database(url)) as again:
        assert again.revisions() == before
        assert office.settings(again).office == "شهرداری کرج"


def test_a_transaction_is_on_disk_before_it_is_said(db, path):
    """WAL with synchronous=FULL: each commit is synced, not only each checkpoint."""
    with db.transaction():
        assert db.one("PRAGMA synchronous")["synchronous"] == 2
    with closing(sqlite3.connect(path)) as bare:
        assert bare.execute("PRAGMA journal_mode").fetchone() == ("wal",)


@pytest.fixture
def indexed(store, clerk):
    def remember(**visits):
        with writing(store, clerk, (), "queue"):
            for mark, words in visits.items():
                full_text.index(store, int(mark[1:]), words)

    return remember


def test_words_are_found_by_their_beginnings_in_any_order_newest_first(store, indexed):
    indexed(v1="محمد رضایی 0499370899", v2="رضا محمدی 0912", v3="مریم کریمی")
    assert full_text.find(store, ("محمد",), 10) == [2, 1]
    assert full_text.find(store, ("رض", "مح"), 10) == [2, 1]
    assert full_text.find(store, ("0499",), 10) == [1]
    assert full_text.find(store, ("م",), 2) == [3, 2]
    assert full_text.find(store, ("حمد",), 10) == []
    assert full_text.find(store, (), 10) == []


def test_words_of_a_visit_replace_its_earlier_ones(store, indexed):
    indexed(v1="محمد")
    indexed(v1="کریم")
    assert full_text.find(store, ("محمد",), 10) == []
    assert full_text.find(store, ("کریم",), 10) == [1]


@pytest.mark.parametrize("typed", ["\"", "a\"b", "AND", "OR NOT", "NEAR(", "-x", "x*", "^x", "{x} : y", "%", "_"])
def test_nothing_typed_is_syntax(store, session, typed):
    assert search.find(store, typed) == []


def test_a_search_index_survives_a_thousand_visits_and_the_evening(store, indexed, url):
    indexed(**{f"v{n}": f"شماره {n} محمد" for n in range(1, 1001)})
    store.close()
    with closing(open_database(url)) as again:
        assert full_text.find(again, ("محمد", "77"), 50) == [n for n in range(1000, 0, -1) if str(n).startswith("77")]
        assert full_text.find(again, ("محمد",), 3) == [1000, 999, 998]


def test_what_is_sent_is_there_for_the_next_question_and_after_the_write(store, url):
    with store.write("office"):
        store.send("INSERT INTO setting (name, value) VALUES ('sent', '1')")
        told = store.send("SELECT value FROM setting WHERE name = 'sent'")
        store.send("UPDATE setting SET value = '2' WHERE name = 'sent'")
        assert store.one("SELECT value FROM setting WHERE name = 'sent'") == {"value": "2"}
        assert told.one() == {"value": "1"}, "in the order they were sent"
        last = store.send("SELECT COUNT(*) AS n FROM setting WHERE name = 'sent'")
    assert last.one() == {"n": 1}, "it came with the commit"
    with closing(open_database(url)) as other:
        assert other.one("SELECT value FROM setting WHERE name = 'sent'") == {"value": "2"}


def test_what_is_sent_and_fails_leaves_nothing_behind(store):
    before = store.revisions()
    with pytest.raises(StorageError), store.write("office"):
        put(store, "twice")
        for _ in range(2):
            store.send("INSERT INTO setting (name, value) VALUES ('twice', 'y')")
    with pytest.raises(NoSuchRow), store.write("office"):
        store.send("UPDATE visit SET visitor_id = 999")
        store.send("INSERT INTO paraph (visit_id, official_id, official_post, official_name, outcome, words,"
                   " written_at, state) VALUES (999, 1, 'x', 'x', 'x', 'x', 'x', 'valid')")
    assert store.revisions() == before
    with store.write("office"):
        put(store, "twice")
    assert store.one("SELECT value FROM setting WHERE name = 'twice'") == {"value": "x"}


def test_questions_that_open_a_write_are_answered_under_its_lock(store, url, clock):
    found = []
    with closing(open_database(url, clock=clock)) as other:
        for _ in range(3):
            with other.write("queue"):
                other.send("INSERT INTO setting (name, value) SELECT 'n' || COUNT(*), 'x' FROM setting")
            with store.write("queue", ask=lambda: found.append(store.send("SELECT COUNT(*) AS n FROM setting"))):
                assert found[-1].one()["n"] == other.one("SELECT COUNT(*) AS n FROM setting")["n"]


def test_more_than_fits_one_journey_goes_in_its_order(store):
    big = "ب" * 100_000
    with store.write("office"):
        for n in range(1200):
            store.send("INSERT INTO setting (name, value) VALUES (:name, :value)", name=f"many {n:04}", value=str(n))
        wide = [store.send("SELECT CAST(:big AS TEXT) AS big", big=big) for _ in range(60)]
        assert all(each.one()["big"] == big for each in wide)
    rows = store.rows("SELECT value FROM setting WHERE name LIKE 'many ____' ORDER BY name")
    assert [row["value"] for row in rows] == [str(n) for n in range(1200)]


def test_more_statements_than_a_server_keeps_plans_for(store):
    for _ in range(3):
        for n in range(500):
            assert store.one(f"SELECT {n} AS n, name FROM setting LIMIT 1")["n"] == n


def test_the_id_of_a_row_to_come_is_its_own(store):
    with store.write("visitors"):
        ids = [store.one(f"SELECT {store.next_id('visitor')} AS id")["id"]]
        for _ in range(3):
            store.send("INSERT INTO visitor (id, kind, code, first_name, last_name, sort_key) VALUES"
                       " (:id, 'no_code', '', 'نمونه', 'آزمایشی', 'x')", id=ids[-1])
            ids.append(store.one(f"SELECT {store.next_id('visitor')} AS id")["id"])
    assert len(set(ids)) == 4
    with store.write("visitors"):
        after = store.one("INSERT INTO visitor (kind, code, first_name, last_name, sort_key) VALUES"
                          " ('no_code', '', 'نمونه', 'آزمایشی', 'x') RETURNING id")["id"]
    assert after not in ids[:3]


def test_first_of_several_failures_is_the_one_that_is_told(store):
    """Its answer arrives while statements behind it are still being sent."""
    with pytest.raises(StorageError, match=r"UniqueViolation|UNIQUE") as caught, store.write("office"):
        for _ in range(2):
            store.send("INSERT INTO setting (name, value) VALUES ('twice', 'x')")
        for n in range(300):
            store.send("SELECT name FROM setting WHERE name = :name", name=str(n))
    assert not caught.value.passes
    assert store.row("SELECT value FROM setting WHERE name = 'twice'") is None


def test_statement_sent_behind_a_failure_works_in_the_next_write(url, clock):
    """Its plan was due to be made behind the failure, so the server has none."""
    count = "SELECT COUNT(*) AS n FROM category"

    def fail(store):
        with pytest.raises(StorageError), store.write("office"):
            for _ in range(2):
                store.send("INSERT INTO setting (name, value) VALUES ('twice', 'x')")
            store.send(count)

    with closing(open_database(url, clock=clock)) as store:
        with pytest.raises(ZeroDivisionError), store.write("office"):
            put(store, "half", str(1 / 0))
        for _ in range(4):
            with store.write("office"):
                counted = store.send(count)
            assert counted.one()["n"] > 0
            fail(store)


def test_write_that_breaks_off_with_a_failure_unread_leaves_nothing_open(store):
    with pytest.raises((ZeroDivisionError, StorageError)), store.write("office"):
        for _ in range(2):
            store.send("INSERT INTO setting (name, value) VALUES ('twice', 'x')")
        put(store, "half", str(1 / 0))
    with store.write("office"):
        put(store, "twice")
    assert store.one("SELECT value FROM setting WHERE name = 'twice'") == {"value": "x"}


def test_search_index_is_merged_when_the_connection_closes(path, clerk, clock):
    """While visitors wait it is not: a merge of a large index takes 80 ms."""
    def segments(store):
        return store.one("SELECT COUNT(DISTINCT segid) AS n FROM visit_words_idx")["n"]

    store = open_database(path, clock=clock)
    for n in range(1, 21):
        with writing(store, clerk, (), "queue"):
            full_text.index(store, n, f"شماره {n}")
    assert segments(store) >= 20
    store.close()
    with closing(open_database(path)) as again:
        assert segments(again) == 1


def test_statement_that_fails_at_closing_keeps_nobody_from_closing(url):
    store = open_database(url)
    store.at_close.add("INSERT INTO no_such_table (name) VALUES ('x')")
    store.close()
