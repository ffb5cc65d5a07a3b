"""The embedded engine: one file on this computer, through sqlite-utils."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlite_utils

from db.base import Clock, Database, Row, StorageError

BUSY_SECONDS = 10


class Sqlite(Database):
    key = "INTEGER PRIMARY KEY"
    blob = "BLOB"

    def __init__(self, path: str, *, clock: Clock | None = None, read_only: bool = False) -> None:
        self.clock = clock or (lambda: datetime.now(UTC))
        self._read_only = read_only
        uri = Path(path).resolve().as_uri() + ("?mode=ro" if read_only else "")
        with _translated():
            connection = sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, check_same_thread=False)
            connection.isolation_level = None  # transactions begin where we say so, nowhere else
            self._db = sqlite_utils.Database(connection)
            self._db.execute("PRAGMA foreign_keys = ON")
            self._db.execute("PRAGMA synchronous = FULL")
            self._db.execute("PRAGMA query_only = ON")

    def rows(self, sql: str, **values: Any) -> list[Row]:
        with _translated():
            cursor = self._db.execute(sql, values)
            names = [column[0] for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor]

    @contextmanager
    def transaction(self) -> Iterator[None]:
        if self._read_only:
            raise StorageError("این اتصال فقط برای خواندن است.")
        with _translated():
            try:
                self._db.execute("PRAGMA query_only = OFF")
                # IMMEDIATE, because sqlite-utils' atomic() begins as a reader: a reader that
                # turns writer while another writes fails at once instead of waiting its turn.
                self._db.execute("BEGIN IMMEDIATE")
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.conn.in_transaction:
                    self._db.execute("ROLLBACK")
                raise
            finally:
                self._db.execute("PRAGMA query_only = ON")

    def prepare(self) -> None:
        for statement in _SEARCH_INDEX, *_JOURNAL_GUARDS:
            self.rows(statement)

    def remember(self, visit_id: int, words: str) -> None:
        self.rows("DELETE FROM visit_words WHERE rowid = :id", id=visit_id)
        self.rows("INSERT INTO visit_words (rowid, words) VALUES (:id, :words)", id=visit_id, words=words)

    def find(self, words: Sequence[str], limit: int) -> list[int]:
        if not words:
            return []
        query = " AND ".join(f'"{word}"*' for word in words)  # quoted, or AND, - and / would be syntax
        found = self.rows(
            "SELECT rowid AS id FROM visit_words WHERE visit_words MATCH :query ORDER BY rowid DESC LIMIT :limit",
            query=query, limit=limit,
        )
        return [row["id"] for row in found]

    def has_table(self, name: str) -> bool:
        return bool(self.rows("SELECT 1 AS yes FROM sqlite_master WHERE type = 'table' AND name = :name", name=name))

    def use_wal(self) -> None:
        """Readers beside one writer. A property of the file, so set only once its version is known to be ours."""
        with _translated():
            self._db.execute("PRAGMA query_only = OFF")
            self._db.enable_wal()
            self._db.execute("PRAGMA query_only = ON")

    def close(self) -> None:
        self._db.close()


# unicode61 with short prefixes: trigram finds nothing for two letters. detail=none keeps the index a third smaller
# and its merges short; words are matched, phrases never.
_SEARCH_INDEX = (
    "CREATE VIRTUAL TABLE visit_words USING fts5"
    " (words, tokenize = 'unicode61 remove_diacritics 0', prefix = '1 2 3', detail = 'none')"
)
_JOURNAL_GUARDS = tuple(
    f"CREATE TRIGGER journal_{verb.lower()} BEFORE {verb} ON journal"
    " BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
    for verb in ("UPDATE", "DELETE")
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


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        words = str(error)
        sentence = next((fa for en, fa in _SENTENCES if en in words.lower()), "پایگاه داده این کار را نپذیرفت.")
        raise StorageError(sentence, words) from error
