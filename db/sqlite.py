"""The embedded engine: one file on this computer, through sqlite-utils."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlite_utils

from db.base import LOCK, Clock, Database, counting
from db.deferred import Deferred, Row
from db.errors import REFUSED, NoSuchRow, StorageError

BUSY_SECONDS = 10
STEP_PAGES = 512
"""Pages of a copy between two calls of `tick`: 2 MB."""
SETTINGS = (
    "foreign_keys = ON",
    "synchronous = FULL",
    "cache_size = -32000",  # KiB: the upper pages of every index stay at hand on a file of gigabytes
    "wal_autocheckpoint = 2000",  # pages: one registration in eighty waits for a checkpoint
)


class Sqlite(Database):
    """Two connections: one that can only read, for life, and one that is used inside transactions alone.

    Turning `query_only` on and off around each write would save a connection, but the pragma makes SQLite compile every
    statement anew, which doubles the time of registering a visit.
    """

    engine = "sqlite"
    key = "INTEGER PRIMARY KEY"
    blob = "BLOB"

    def __init__(self, path: str, *, clock: Clock | None = None, read_only: bool = False) -> None:
        self.clock = clock or (lambda: datetime.now(UTC))
        self.at_close = set()
        self._uri = Path(path).resolve().as_uri() + ("?mode=ro" if read_only else "")
        self._read_only = read_only
        self._reader = self._current = self._connect("query_only = ON")
        self._writer: sqlite_utils.Database | None = None

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
        return Deferred.ready(self.rows(sql, **values))

    @contextmanager
    def transaction(self) -> Iterator[None]:
        if self._read_only:
            raise StorageError("این اتصال فقط برای خواندن است.")
        writer = self._opened_writer()
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
    def locked(self, topics: Sequence[str], ask: Callable[[], object]) -> Iterator[dict[str, int]]:
        count, values = counting((LOCK, *topics))
        with self.transaction():
            revisions = {row["topic"]: row["n"] for row in self.rows(count, **values)}
            ask()
            yield revisions

    def create_guards(self) -> None:
        for statement in _JOURNAL_GUARDS:
            self.rows(statement)

    def add_later_guards(self) -> None:
        self.rows(_NO_REPLACING)

    def next_id(self, table: str) -> str:
        return f"(SELECT COALESCE(MAX(id), 0) + 1 FROM {table})"

    def stop_syncing(self) -> None:
        self._opened_writer().execute("PRAGMA synchronous = OFF")

    def insert_many(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        with _translated():
            self._current.conn.executemany(
                f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})", rows
            )

    def resume_ids(self, table: str) -> None:
        """Nothing to do: INTEGER PRIMARY KEY follows the last id by itself."""

    def analyze(self) -> None:
        """Nothing to do: SQLite's plans go by the indexes alone."""

    def save_as(self, file: str, tick: Callable[[], None]) -> None:
        """SQLite's online backup. Inside a snapshot no change of another desk makes it begin again."""
        with _translated(), closing(sqlite3.connect(file)) as copy:
            self._reader.conn.backup(copy, pages=STEP_PAGES, progress=lambda *_: tick())
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, to be opened where nothing can be written

    def overwrite(self, file: str, tick: Callable[[], None]) -> None:
        """Replace every page by those of another file, in one transaction, whatever state the present ones are in."""
        with _translated(), closing(sqlite3.connect(file)) as source:
            source.backup(self._opened_writer().conn, pages=STEP_PAGES, progress=lambda *_: tick())

    def has_table(self, name: str) -> bool:
        return bool(self.rows("SELECT 1 AS yes FROM sqlite_master WHERE type = 'table' AND name = :name", name=name))

    def lock_schema(self) -> None:
        """Nothing to do: BEGIN IMMEDIATE has locked the file."""

    def may_upgrade(self) -> bool:
        """True: a program that may write the file may upgrade it.

        WAL, which lets readers work beside one writer, is a property of the file. It is set here because only now the
        file's version is known to be ours.
        """
        with _translated():
            self._opened_writer().enable_wal()
        return True

    def abandon(self, *, for_good: bool = False) -> None:
        """Nothing to do: a wait for a disk cannot be ended."""

    def close(self) -> None:
        self._run_at_close()
        for database in (self._writer, self._reader):
            if database:
                database.close()

    def _connect(self, *more: str) -> sqlite_utils.Database:
        with _translated():
            connection = sqlite3.connect(self._uri, uri=True, timeout=BUSY_SECONDS, check_same_thread=False)
            connection.isolation_level = None  # transactions begin where we say so, nowhere else
            database = sqlite_utils.Database(connection, execute_plugins=False)
            for setting in (*SETTINGS, *more):
                database.execute(f"PRAGMA {setting}")
            return database

    def _opened_writer(self) -> sqlite_utils.Database:
        self._writer = self._writer or self._connect()
        return self._writer


_JOURNAL_GUARDS = tuple(
    f"CREATE TRIGGER journal_{verb.lower()} BEFORE {verb} ON journal"
    " BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
    for verb in ("UPDATE", "DELETE")
)
# INSERT OR REPLACE fires the trigger of DELETE only where recursive_triggers is on. sqlite-utils turns it on for us;
# other programs that open the file do not.
_NO_REPLACING = (
    "CREATE TRIGGER IF NOT EXISTS journal_replace BEFORE INSERT ON journal"
    " WHEN EXISTS (SELECT 1 FROM journal WHERE id = NEW.id)"
    " BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
)

_SENTENCES = (
    ("disk is full", "دیسک پر است؛ چیزی ذخیره نشد. فضا آزاد کنید و دوباره تلاش کنید."),
    ("readonly", "پوشهٔ داده‌ها فقط‌خواندنی است؛ چیزی ذخیره نشد."),
    ("unable to open", "فایل داده‌ها باز نمی‌شود. پوشهٔ داده‌ها و اجازهٔ دسترسی به آن را بررسی کنید."),
    ("not a database", "فایل داده‌ها آسیب دیده یا از این برنامه نیست. تغییری در آن داده نشد."),
    ("malformed", "فایل داده‌ها آسیب دیده است. تغییری در آن داده نشد؛ نسخهٔ پشتیبان را بازگردانید."),
    ("locked", "برنامهٔ دیگری در حال استفاده از فایل داده‌هاست. چند لحظه بعد دوباره تلاش کنید."),
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
