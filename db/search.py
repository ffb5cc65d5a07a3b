"""The full-text index over visits: each visit's words, found by their beginnings.

Splitting text into words is the caller's: PostgreSQL's parser takes 1405/م/00123 apart in its own way. The statements
differ by engine, FTS5 on SQLite and a tsvector on PostgreSQL; what they find does not.
"""

from collections.abc import Sequence
from typing import Any

from db.base import Database
from db.deferred import Row
from db.errors import StorageError

LONGEST_WORD = 500
"""Letters kept of a word on PostgreSQL: a lexeme holds 2046 bytes, and a letter takes up to four."""
LONGEST_PREFIX = 6
"""Letters of the longest prefix that FTS5 keeps an index of."""
TABLE = "visit_words"

# unicode61 with prefixes, because trigram finds nothing for two letters. With an index of just a prefix's length FTS5
# walks from the newest visit back and stops at the limit; without one it first gathers every visit of every such word
# (250 ms for a word that all of a million visits have). So a longer word is searched by its first six letters and
# compared in what that finds; a word with digits in it is rare enough as it is. detail=none keeps the index a third
# smaller and its merges short: words are matched, phrases never. Left to itself FTS5 merges a little at every 16th
# visit and much at every 64th, while its visitor waits (80 ms on a million); here it merges as the connection closes.
_FTS5 = (
    f"CREATE VIRTUAL TABLE {TABLE} USING fts5 (words, tokenize = 'unicode61 remove_diacritics 0',"
    " prefix = '1 2 3 4 5 6', detail = 'none', columnsize = 0)",
    f"INSERT INTO {TABLE} ({TABLE}, rank) VALUES ('automerge', 0)",
    f"INSERT INTO {TABLE} ({TABLE}, rank) VALUES ('crisismerge', 64)",
)
_MERGE = f"INSERT INTO {TABLE} ({TABLE}, rank) VALUES ('merge', 2000)"
_TSVECTOR = (
    f"CREATE TABLE {TABLE} (visit_id BIGINT PRIMARY KEY, words TSVECTOR NOT NULL)",
    f"CREATE INDEX {TABLE}_words ON {TABLE} USING gin (words)",
)


def create(database: Database) -> None:
    """Create the empty index; inside the transaction that makes the schema."""
    for statement in _FTS5 if database.engine == "sqlite" else _TSVECTOR:
        database.rows(statement)


def index(database: Database, visit_id: int, words: str) -> None:
    """Store the words of a visit, separated by spaces, in place of its earlier ones; inside a write."""
    if database.engine == "sqlite":
        database.send(f"INSERT OR REPLACE INTO {TABLE} (rowid, words) VALUES (:id, :words)", id=visit_id, words=words)
        database.at_close.add(_MERGE)
        return
    database.send(
        f"INSERT INTO {TABLE} (visit_id, words) VALUES (:id, array_to_tsvector(string_to_array(:words, ' ')))"
        " ON CONFLICT (visit_id) DO UPDATE SET words = EXCLUDED.words",
        id=visit_id,
        words=" ".join({word[:LONGEST_WORD] for word in words.split()}),
    )


def find(database: Database, words: Sequence[str], limit: int) -> list[int]:
    """The ids of the visits that hold, for each of `words`, a word beginning with it; newest first."""
    return [row["id"] for row in _find(database, words, "ORDER BY id DESC LIMIT :limit", limit=limit)]


def find_among(database: Database, words: Sequence[str], among: str, **values: Any) -> set[int]:
    """The ids of all such visits among those that the SQL `among` selects with its values."""
    key = "+rowid" if database.engine == "sqlite" else "visit_id"  # with + FTS5 is asked once, not for each id
    return {row["id"] for row in _find(database, words, f"AND {key} IN ({among})", **values)}


def _find(database: Database, words: Sequence[str], rest: str, **values: Any) -> list[Row]:
    if not words:
        return []
    find_rows = _find_by_fts5 if database.engine == "sqlite" else _find_by_tsvector
    return find_rows(database, words, rest, values)


def entries(database: Database, after: int, limit: int) -> list[Row]:
    """The index itself: `id` and `words` of the visits whose ids follow `after`."""
    key, words = (
        ("rowid", "words")
        if database.engine == "sqlite"
        else ("visit_id", "array_to_string(tsvector_to_array(words), ' ')")
    )
    return database.rows(
        f"SELECT {key} AS id, {words} AS words FROM {TABLE} WHERE {key} > :after ORDER BY {key} LIMIT :limit",
        after=after,
        limit=limit,
    )


def _find_by_fts5(database: Database, words: Sequence[str], rest: str, values: dict[str, Any]) -> list[Row]:
    prefixes = [word if any(map(str.isdigit, word)) else word[:LONGEST_PREFIX] for word in words]
    quoted = ('"' + prefix.replace('"', '""') + '"*' for prefix in prefixes)  # or AND, - and / would be syntax
    query = " AND ".join(quoted)
    cut = {f"word{at}": f" {word}" for at, word in enumerate(words) if word not in prefixes}
    compared = "".join(f" AND instr(' ' || words, :{name}) > 0" for name in cut)
    try:
        return database.rows(
            f"SELECT rowid AS id FROM {TABLE} WHERE {TABLE} MATCH :query{compared} {rest}", query=query, **cut, **values
        )
    except StorageError as error:
        if "phrase queries" in str(error):  # a quote or a letter unknown to FTS5 splits the word
            return []
        raise


def _find_by_tsvector(database: Database, words: Sequence[str], rest: str, values: dict[str, Any]) -> list[Row]:
    query = " & ".join("'" + word[:LONGEST_WORD].replace("\\", "\\\\").replace("'", "''") + "':*" for word in words)
    return database.rows(
        f"SELECT visit_id AS id FROM {TABLE} WHERE words @@ CAST(:query AS tsquery) {rest}", query=query, **values
    )
