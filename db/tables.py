"""The tables of a schema, read from its own steps."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from functools import cache

from db.schema import STEPS, statements


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    late: tuple[str, ...]
    """The columns that refer to this table itself or to a later one."""
    has_files: bool


@cache
def tables(goal: int) -> tuple[Table, ...]:
    """The tables made by the first `goal` steps, parents before children. Those that only one engine keeps (the search
    index, `action`) are not among them."""
    with closing(sqlite3.connect(":memory:")) as bare:
        for step in STEPS[:goal]:
            for statement in statements(step):
                bare.execute(statement.format(key="INTEGER PRIMARY KEY", blob="BLOB"))
        names = [name for (name,) in bare.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid")]
        return tuple(_table(bare, name, names[:at]) for at, name in enumerate(names))


def _table(bare: sqlite3.Connection, name: str, before: list[str]) -> Table:
    columns = bare.execute("SELECT name, type, pk FROM pragma_table_info(?)", (name,)).fetchall()
    references = bare.execute('SELECT "from", "table" FROM pragma_foreign_key_list(?)', (name,)).fetchall()
    key = [column for _, column in sorted((pk, column) for column, _, pk in columns if pk)]
    late = sorted(column for column, table in references if table not in before)
    return Table(
        name,
        tuple(column for column, _, _ in columns),
        tuple(key),
        tuple(late),
        any(kind == "BLOB" for _, kind, _ in columns),
    )
