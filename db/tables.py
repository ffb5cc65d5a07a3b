"""What tables a schema has, learnt from its own steps."""

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
    """Columns that point at this table itself or at one further on."""
    has_files: bool


@cache
def tables(goal: int) -> tuple[Table, ...]:
    """Of the first `goal` steps, parents before children. Those only one engine keeps (search, actions) are not among
    them."""
    with closing(sqlite3.connect(":memory:")) as bare:
        for step in STEPS[:goal]:
            for statement in statements(step):
                bare.execute(statement.format(key="INTEGER PRIMARY KEY", blob="BLOB"))
        names = [name for (name,) in bare.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid")]
        return tuple(_table(bare, name, names[: at]) for at, name in enumerate(names))


def _table(bare: sqlite3.Connection, name: str, before: list[str]) -> Table:
    columns = bare.execute("SELECT name, type, pk FROM pragma_table_info(?)", (name,)).fetchall()
    links = bare.execute('SELECT "from", "table" FROM pragma_foreign_key_list(?)', (name,)).fetchall()
    key = [column for _, column in sorted((pk, column) for column, _, pk in columns if pk)]
    late = sorted(column for column, goal in links if goal not in before)
    return Table(name, tuple(column for column, _, _ in columns), tuple(key), tuple(late),
                 any(kind == "BLOB" for _, kind, _ in columns))
