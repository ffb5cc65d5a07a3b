"""Copy a whole office from one database into another, whatever the engines: every table, the journal, the search index.

A copy is one transaction of the target, compared with the source before it is committed: one that breaks off leaves
nothing behind, and an incomplete one never exists.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from db import is_server, open_database, search
from db.base import Database
from db.errors import StorageError
from db.schema import STEPS, TOO_OLD, build, refuse_newer, version
from db.tables import Table, tables

PAGE = 2000
PAGE_OF_FILES = 4
"""Rows per page of a table with files in it, ten megabytes each at most."""
REVISIONS = "revision"
MODULUS = 1 << 128
OCCUPIED = "در مقصد داده‌های سازمان دیگری هست. تغییری در آن داده نشد؛ مقصدی خالی انتخاب کنید."
Progress = Callable[[str, int, int], None]
"""Called with a table, how many of its rows are copied, and of how many. An error it raises ends the copy."""


@dataclass(frozen=True, slots=True)
class Sum:
    """The number of rows and the sum of their fingerprints: the same in any order and on any engine."""

    rows: int = 0
    digest: int = 0

    def plus(self, row: tuple[Any, ...]) -> "Sum":
        plain = tuple(bytes(value) if isinstance(value, memoryview) else value for value in row)
        fingerprint = int.from_bytes(hashlib.blake2b(repr(plain).encode(), digest_size=16).digest(), "big")
        return Sum(self.rows + 1, (self.digest + fingerprint) % MODULUS)


@dataclass(frozen=True, slots=True)
class Copied:
    rows: int
    was_there: bool = False
    """Whether the target held the same office, whole, from an earlier copy: then nothing was written."""
    behind: int = 0
    """Journal rows that were added to the source meanwhile and are not in the copy."""


def copy(source_address: str, target_address: str, progress: Progress) -> Copied:
    """Raises StorageError, with nothing written, when the target is not empty or anything differs in the end."""
    if _same(source_address, target_address):
        raise StorageError("مبدأ و مقصد یکی هستند.")
    with _current(source_address) as source, closing(open_database(target_address)) as target:
        with source.snapshot():
            done = _copy(source, target, progress)
        target.analyze()
        return Copied(done.rows, done.was_there, _journal_rows(source) - _journal_rows(target))


@contextmanager
def _current(address: str) -> Iterator[Database]:
    """Open an office in the present schema. A file of an older schema, a backup say, is opened as an upgraded copy."""
    with closing(open_database(address, read_only=True)) as source:
        done = version(source)
        refuse_newer(done)
        if done == 0:
            raise StorageError("در مبدأ داده‌ای از این برنامه نیست.")
        if done == len(STEPS):
            yield source
            return
        if is_server(address):
            raise StorageError(TOO_OLD)
        with TemporaryDirectory() as folder:
            scratch = Path(folder) / "office.db"
            with source.snapshot():
                source.save_as(str(scratch), lambda: None)
            with closing(open_database(str(scratch))) as upgraded:
                yield upgraded


def into_file(source: Database, file: str, tick: Callable[[], None]) -> None:
    """Copy into a new SQLite file, in the schema the source has; inside a snapshot of the source."""
    from db.sqlite import Sqlite  # late: start-up

    goal = version(source)
    with closing(Sqlite(file)) as target, target.transaction():
        build(target, goal)
        carry(source, target, goal, lambda *_: tick())


def carry(source: Database, target: Database, goal: int, progress: Progress) -> int:
    """Copy into a fresh schema of the first `goal` steps; inside a snapshot of the source and a transaction of the
    target. Return the number of rows in its tables."""
    known = tables(goal)
    for table in reversed(known):  # rows that a step of the schema inserted
        if table.name not in ("journal", REVISIONS):
            target.rows(f"DELETE FROM {table.name}")
    sums = {table.name: _carry_table(source, target, table, progress) for table in known}
    sums[search.TABLE] = _carry_words(source, target, progress)
    for table in known:
        if table.late:
            fill_late(source, target, table)
    if differs := _differs(target, known, sums):
        raise StorageError(f"رونوشت با مبدأ مطابقت نداشت ({differs})؛ چیزی ذخیره نشد. دوباره تلاش کنید.")
    return _rows(sums)


def _copy(source: Database, target: Database, progress: Progress) -> Copied:
    goal = len(STEPS)
    if _is_empty(target):
        with target.write(*(target.revisions().keys() - {"schema"})):
            if not _is_empty(target):
                raise StorageError(OCCUPIED)
            return Copied(carry(source, target, goal, progress))
    if _journal_rows(source) == _journal_rows(target):
        sums = _sums(source, tables(goal))
        if not _differs(target, tables(goal), sums):
            return Copied(_rows(sums), was_there=True)
    raise StorageError(OCCUPIED)


def _rows(sums: dict[str, Sum]) -> int:
    """The rows of all tables; the search index is none."""
    return sum(each.rows for name, each in sums.items() if name != search.TABLE)


def _carry_table(source: Database, target: Database, table: Table, progress: Progress) -> Sum:
    total, whole = Sum(), int(source.required_row(f"SELECT COUNT(*) AS n FROM {table.name}")["n"])
    hidden = [table.columns.index(name) for name in table.late]
    for page in _pages(source, table):
        total = _added(total, page)
        if table.name == REVISIONS:  # rows that other desks may be waiting for
            for topic, n in page:
                target.rows("UPDATE revision SET n = :n WHERE topic = :topic", topic=topic, n=n)
        else:
            target.insert_many(table.name, table.columns, [_without(row, hidden) for row in page] if hidden else page)
        progress(table.name, total.rows, whole)
    if table.key == ("id",) and total.rows:
        target.resume_ids(table.name)
    return total


def _carry_words(source: Database, target: Database, progress: Progress) -> Sum:
    total = Sum()
    for page in _word_pages(source):
        for visit_id, words in page:
            search.index(target, visit_id, " ".join(words))
        total = _added(total, page)
        progress(search.TABLE, total.rows, total.rows)
    return total


def fill_late(source: Database, target: Database, table: Table) -> None:
    """Fill the columns that refer to later rows, once all rows are there."""
    wanted = " OR ".join(f"{name} IS NOT NULL" for name in table.late)
    sets = ", ".join(f"{name} = :{name}" for name in table.late)
    this = " AND ".join(f"{name} = :{name}" for name in table.key)
    for row in source.rows(f"SELECT {', '.join((*table.key, *table.late))} FROM {table.name} WHERE {wanted}"):
        target.rows(f"UPDATE {table.name} SET {sets} WHERE {this}", **row)


def _differs(target: Database, known: tuple[Table, ...], sums: dict[str, Sum]) -> str:
    """The name of the first table whose sum is not as expected; '' when all are."""
    return next((name for name, found in _sums(target, known).items() if found != sums[name]), "")


def _sums(database: Database, known: tuple[Table, ...]) -> dict[str, Sum]:
    pages = {table.name: _pages(database, table) for table in known} | {search.TABLE: _word_pages(database)}
    found = dict.fromkeys(pages, Sum())
    for name, each in pages.items():
        for page in each:
            found[name] = _added(found[name], page)
    return found


def _added(total: Sum, page: list[tuple[Any, ...]]) -> Sum:
    for row in page:
        total = total.plus(row)
    return total


def _pages(database: Database, table: Table) -> Iterator[list[tuple[Any, ...]]]:
    """Every row in the order of its key, a page at a time."""
    names, limit = ", ".join(table.key), PAGE_OF_FILES if table.has_files else PAGE
    marks = ", ".join(f":{name}" for name in table.key)
    where, last = "", dict[str, Any]()
    while rows := database.rows(
        f"SELECT {', '.join(table.columns)} FROM {table.name} {where} ORDER BY {names} LIMIT {limit}", **last
    ):
        yield [tuple(row.values()) for row in rows]
        where, last = f"WHERE ({names}) > ({marks})", {name: rows[-1][name] for name in table.key}


def _word_pages(database: Database) -> Iterator[list[tuple[Any, ...]]]:
    """The search index, a page at a time: each visit's words sorted, and cut to the length that both engines keep."""
    last = 0
    while rows := search.entries(database, last, PAGE):
        cut = ({word[: search.LONGEST_WORD] for word in row["words"].split()} for row in rows)
        yield [(row["id"], tuple(sorted(words))) for row, words in zip(rows, cut, strict=True)]
        last = rows[-1]["id"]


def _without(row: tuple[Any, ...], hidden: list[int]) -> tuple[Any, ...]:
    return tuple(None if at in hidden else value for at, value in enumerate(row))


def _is_empty(target: Database) -> bool:
    """Whether the target holds no office: nothing happens in one without a journal row."""
    return target.row("SELECT id FROM journal LIMIT 1") is None


def _journal_rows(database: Database) -> int:
    return int(database.required_row("SELECT COUNT(*) AS n FROM journal")["n"])


def _same(source: str, target: str) -> bool:
    if is_server(source) or is_server(target):
        return source == target
    return Path(source).resolve() == Path(target).resolve()
