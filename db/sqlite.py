"""The embedded engine: one file on this computer, through sqlite-utils."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlite_utils

from db.base import Clock, Database
from db.deferred import Deferred, Row
from db.errors import REFUSED, NoSuchRow, StorageError

BUSY_SECONDS = 10
STEP_PAGES = 512
"""Of a copy between two looks at whether it shall go on: 2 MB."""
LONGEST_PREFIX = 6
SETTINGS = (
    "foreign_keys = ON",
    "synchronous = FULL",
    "cache_size = -32000",  # KiB: the upper pages of every index stay at hand on a file of gigabytes
    "wal_autocheckpoint = 2000",  # pages: one registration in eighty waits for a checkpoint
)


class Sqlite(Database):
    """Two connections: one that can only read, for life, and one that exists inside transactions alone.

    Turning `query_only` on and off around each write would be one connection less, but the pragma makes SQLite compile
    every statement anew: twice the time of registering a visit.
    """

    key = "INTEGER PRIMARY KEY"
    blob = "BLOB"

    def __init__(self, path: str, *, clock: Clock | None = None, read_only: bool = False) -> None:
        self.clock = clock or (lambda: datetime.now(UTC))
        self._uri = Path(path).resolve().as_uri() + ("?mode=ro" if read_only else "")
        self._read_only = read_only
        self._reader = self._current = self._connect("query_only = ON")
        self._writer: sqlite_utils.Database | None = None
        self._untidy = False

    def rows(self, sql: str, **values: Any) -> list[Row]:
        try:  # not `with _translated()`: this runs thirty times a registration
            cursor = self._current.conn.execute(sql, values)
            names = [column[0] for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor]
        except (OverflowError, UnicodeEncodeError):
            raise NoSuchRow(sql) from None
        except sqlite3.Error as error:
            if error.sqlite_errorname == "SQLITE_CONSTRAINT_FOREIGNKEY":
                raise NoSuchRow(sql) from None
            raise _translation(error) from error

    def send(self, sql: str, **values: Any) -> Deferred[list[Row]]:
        """There is no journey to save."""
        return Deferred.ready(self.rows(sql, **values))

    @contextmanager
    def transaction(self) -> Iterator[None]:
        if self._read_only:
            raise StorageError("این اتصال فقط برای خواندن است.")
        writer = self._writing()
        with _translated():
            try:
                # IMMEDIATE, because sqlite-utils' atomic() begins as a reader: a reader that
                # turns writer while another writes fails at once instead of waiting its turn.
                writer.execute("BEGIN IMMEDIATE")
                self._current = writer
                yield
                writer.execute("COMMIT")
            except BaseException:
                if writer.conn.in_transaction:
                    writer.execute("ROLLBACK")
                raise
            finally:
                self._current = self._reader

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        with _translated():
            self._reader.execute("BEGIN")
            try:
                yield
            finally:
                self._reader.execute("ROLLBACK")

    @contextmanager
    def locked(self, topics: Sequence[str], ask: Callable[[], object]) -> Iterator[int]:
        with self.transaction():
            for topic in topics:
                self.rows("UPDATE revision SET n = n + 1 WHERE topic = :topic", topic=topic)
            ask()
            yield self.one("SELECT n FROM revision WHERE topic = 'schema'")["n"]

    def _connect(self, *more: str) -> sqlite_utils.Database:
        with _translated():
            connection = sqlite3.connect(self._uri, uri=True, timeout=BUSY_SECONDS, check_same_thread=False)
            connection.isolation_level = None  # transactions begin where we say so, nowhere else
            database = sqlite_utils.Database(connection, execute_plugins=False)
            for setting in (*SETTINGS, *more):
                database.execute(f"PRAGMA {setting}")
            return database

    def _writing(self) -> sqlite_utils.Database:
        self._writer = self._writer or self._connect()
        return self._writer

    def prepare(self) -> None:
        for statement in *_SEARCH_INDEX, *_JOURNAL_GUARDS:
            self.rows(statement)

    def guard(self) -> None:
        self.rows(_NO_REPLACING)

    def next_id(self, table: str) -> str:
        return f"(SELECT COALESCE(MAX(id), 0) + 1 FROM {table})"

    def remember(self, visit_id: int, words: str) -> None:
        self.rows("INSERT OR REPLACE INTO visit_words (rowid, words) VALUES (:id, :words)", id=visit_id, words=words)
        self._untidy = True

    def find(self, words: Sequence[str], limit: int) -> list[int]:
        if not words:
            return []
        asked = [word if any(map(str.isdigit, word)) else word[:LONGEST_PREFIX] for word in words]
        query = " AND ".join(f'"{word}"*' for word in asked)  # quoted, or AND, - and / would be syntax
        cut = {f"word{at}": f" {word}" for at, word in enumerate(words) if word not in asked}
        rest = "".join(f" AND instr(' ' || words, :{name}) > 0" for name in cut)
        try:
            found = self.rows(
                f"SELECT rowid AS id FROM visit_words WHERE visit_words MATCH :query{rest}"
                " ORDER BY rowid DESC LIMIT :limit", query=query, limit=limit, **cut,
            )
        except StorageError as error:
            if "phrase queries" in str(error):  # a letter so new to FTS5 that it parts the word: nobody is called so
                return []
            raise
        return [row["id"] for row in found]

    def indexed(self, after: int, limit: int) -> list[Row]:
        return self.rows("SELECT rowid AS id, words FROM visit_words WHERE rowid > :after ORDER BY rowid LIMIT :limit",
                         after=after, limit=limit)

    def put(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        with _translated():
            self._current.conn.executemany(
                f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})", rows)

    def count_on(self, table: str) -> None:
        """INTEGER PRIMARY KEY does by itself."""

    def weigh(self) -> None:
        """Its plans go by the indexes alone."""

    def save_as(self, file: str, tick: Callable[[], None]) -> None:
        """SQLite's online backup. The snapshot is why no change of another desk makes it begin again."""
        with _translated(), closing(sqlite3.connect(file)) as copy:
            self._reader.conn.backup(copy, pages=STEP_PAGES, progress=lambda *_: tick())
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, to be opened where nothing can be written

    def has_table(self, name: str) -> bool:
        return bool(self.rows("SELECT 1 AS yes FROM sqlite_master WHERE type = 'table' AND name = :name", name=name))

    def keep_others_out(self) -> None:
        """BEGIN IMMEDIATE has done it."""

    def may_upgrade(self) -> bool:
        """Whoever may write the file may; the moment to let readers work beside one writer, for this is a property of
        the file and set only once its version is known to be ours."""
        with _translated():
            self._writing().enable_wal()
        return True

    def abandon(self, *, for_good: bool = False) -> None:
        """A disk cannot be hung up on."""

    def close(self) -> None:
        if self._untidy:
            self._tidy()
        for database in (self._writer, self._reader):
            if database:
                database.close()

    def _tidy(self) -> None:
        """Merge some of the search index. A full disk must not keep the program from closing: nothing is lost."""
        with suppress(StorageError), self.transaction():
            self.rows("INSERT INTO visit_words (visit_words, rank) VALUES ('merge', 2000)")


# unicode61 with prefixes: trigram finds nothing for two letters. Where an index of just that length stands FTS5 walks
# from the newest visit back and stops at the limit; where none does, it first gathers every visit of every such word
# (250 ms for a word all of a million have). So a longer word is asked for by its first six letters and looked for in
# what that finds; one with digits in it is rare enough as it is. detail=none keeps the index a third smaller and its
# merges short; words are matched, phrases never. Left to itself FTS5 merges a little
# every 16th visit and much every 64th, while its visitor waits (80 ms on a million); here it does so as the day ends.
_SEARCH_INDEX = (
    "CREATE VIRTUAL TABLE visit_words USING fts5 (words, tokenize = 'unicode61 remove_diacritics 0',"
    " prefix = '1 2 3 4 5 6', detail = 'none', columnsize = 0)",
    "INSERT INTO visit_words (visit_words, rank) VALUES ('automerge', 0)",
    "INSERT INTO visit_words (visit_words, rank) VALUES ('crisismerge', 64)",
)
_JOURNAL_GUARDS = tuple(
    f"CREATE TRIGGER journal_{verb.lower()} BEFORE {verb} ON journal"
    " BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
    for verb in ("UPDATE", "DELETE")
)
# INSERT OR REPLACE takes the old row away without asking the guard of DELETE.
_NO_REPLACING = (
    "CREATE TRIGGER IF NOT EXISTS journal_replace BEFORE INSERT ON journal"
    " WHEN EXISTS (SELECT 1 FROM journal WHERE id = NEW.id)"
    " BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
)

_SENTENCES = (
    ("disk is full", "دیسک پر است؛ چیزی ذخیره نشد. جا باز کنید و دوباره بکوشید."),
    ("readonly", "پوشهٔ داده‌ها فقط‌خواندنی است؛ چیزی ذخیره نشد."),
    ("unable to open", "پروندهٔ داده‌ها باز نمی‌شود. پوشهٔ داده‌ها و اجازهٔ دسترسی به آن را بررسی کنید."),
    ("not a database", "پروندهٔ داده‌ها آسیب دیده یا از این برنامه نیست. به آن دست زده نشد."),
    ("malformed", "پروندهٔ داده‌ها آسیب دیده است. به آن دست زده نشد؛ نسخهٔ پشتیبان را برگردانید."),
    ("locked", "برنامهٔ دیگری پروندهٔ داده‌ها را نگه داشته است. چند لحظه بعد دوباره بکوشید."),
    ("disk i/o", "دیسک خطا داد؛ چیزی ذخیره نشد."),
)


def _translation(error: sqlite3.Error) -> StorageError:
    words = str(error)
    sentence = next((fa for en, fa in _SENTENCES if en in words.lower()), REFUSED)
    return StorageError(sentence, words)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise _translation(error) from error
