"""Statements to a PostgreSQL server and their answers: many on one journey, each planned once.

psycopg connects, turns values and knows the errors; only the sending is done here, on its `pq`, for the journal's lock
lets one desk write at a time, and every other waits for its journeys and for each microsecond of them. Measured for 22
statements: 1.9 ms through psycopg's cursors (1.3 of them this PC's own), 1.1 through its pipeline, 0.85 through this.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from selectors import EVENT_READ, EVENT_WRITE, DefaultSelector
from typing import Any

import psycopg
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.pq import ConnStatus, ExecStatus
from psycopg.pq.abc import PGresult

from db.deferred import Deferred, Row
from db.errors import REFUSED, StorageError

KEPT = 400
"""Plans the server keeps for one desk; beyond them all are given back."""
HANDFUL = 3
"""Statements handed over at once, so that the server is at work on them while this PC goes on. A registration takes
1.7 ms by fives and 1.4 by threes or twos; by twos eight desks on one PC wait longer."""
FULL = 500
"""Statements on one journey: whoever sends more, a copy of an office, lets them be read first."""
STALE = ("0A000", "26000")
"""What the server says of a plan whose columns are others by now, or that somebody gave back."""
_NAMED = re.compile(r"(?<![:\w]):([a-z_]\w*)")
_PLANNED = (b"BEGIN", b"SELECT", b"INSERT", b"UPDATE", b"DELETE", b"WITH")
_Key = tuple[bytes, tuple[int, ...]]


class Statement:
    """A statement that was sent, and its rows once they were read."""

    __slots__ = ("_found", "_settle", "sql", "values")

    def __init__(self, sql: str, values: Row, settle: Callable[[], None]) -> None:
        self.sql, self.values = sql, values
        self._settle = settle
        self._found: list[Row] | None = None

    def fill(self, rows: list[Row]) -> None:
        self._found = rows

    def rows(self) -> list[Row]:
        """The rows; waits for them when they were not read yet."""
        if self._found is None:
            self._settle()
        if self._found is None:
            raise StorageError(REFUSED, "sent in a transaction that had failed")
        return self._found


class Pipeline:
    """Of one connection. `settle`: what an answer calls that is looked at before it is there, the owner's way to the
    `settle` of this one."""

    def __init__(self, connection: psycopg.Connection[Any], settle: Callable[[], None]) -> None:
        self.connection = connection
        self._pg, self._settle = connection.pgconn, settle
        self._known = Transformer(connection)
        self._due: list[Statement] = []
        self._seen: set[_Key] = set()
        self._plans: dict[_Key, bytes] = {}
        self._fresh: list[_Key] = []
        self._named = 0
        self._wire = DefaultSelector()
        self._wire.register(self._pg.socket, EVENT_READ)
        self._pg.enter_pipeline_mode()

    @property
    def is_closed(self) -> bool:
        return self.connection.closed

    @property
    def is_full(self) -> bool:
        return len(self._due) >= FULL

    def send(self, sql: str, values: Row) -> Deferred[list[Row]]:
        """On its way with the next `settle`."""
        text, names, as_fits = _numbered(sql)
        known = self._known
        sent = known.dump_sequence([values[name] for name in names], as_fits)
        types, formats = known.types or (), known.formats
        plan = self._plan((text, types)) if text.startswith(_PLANNED) else None
        statement = self._owe(sql, values)
        if plan:
            self._pg.send_query_prepared(plan, sent, formats)
        else:
            self._pg.send_query_params(text, sent, types, formats)
        if len(self._due) % HANDFUL == 0:
            self._pg.flush()
        return Deferred(statement.rows)

    def reads(self) -> list[Statement]:
        """What waits to be sent, or for its answer, and changes nothing: it can be asked again."""
        return [statement for statement in self._due if statement.sql.startswith("SELECT")]

    def read_again(self, statements: Sequence[Statement]) -> None:
        """Fill statements whose answers were lost, by asking once more."""
        again = [self.send(statement.sql, statement.values) for statement in statements]
        self.settle()
        for statement, read in zip(statements, again, strict=True):
            statement.fill(read())

    def settle(self) -> None:
        """Send what waits and read every answer that is due. Raises the first failure once all have been read; what was
        sent after it has not been done."""
        due, self._due = self._due, []
        fresh, self._fresh = self._fresh, []
        if not due:
            return
        if failures := self._read_all(due):
            for key in fresh:
                self._plans.pop(key, None)
            if any(failure.sqlstate in STALE for failure in failures):
                self._plans.clear()
                self._seen.clear()
            raise failures[0]

    @contextmanager
    def paused(self) -> Iterator[psycopg.Connection[Any]]:
        """The connection as psycopg's own doors want it."""
        self.settle()
        self._pg.exit_pipeline_mode()
        try:
            yield self.connection
        finally:
            self._pg.enter_pipeline_mode()

    def close(self) -> None:
        self._wire.close()
        self.connection.close()

    def _plan(self, key: _Key) -> bytes | None:
        """The name of a statement's plan, from its second time on: lists of ids are seldom asked for twice."""
        if plan := self._plans.get(key):
            return plan
        if key not in self._seen:
            if len(self._seen) >= KEPT:
                self._seen.clear()
            self._seen.add(key)
            return None
        if len(self._plans) >= KEPT:
            self._plans.clear()
            self._owe("DEALLOCATE ALL", {})
            self._pg.send_query_params(b"DEALLOCATE ALL", None)
        self._named += 1
        self._plans[key] = plan = b"plan%d" % self._named
        self._fresh.append(key)
        self._owe("PREPARE", {})
        self._pg.send_prepare(plan, *key)
        return plan

    def _owe(self, sql: str, values: Row) -> Statement:
        """Before it is sent: an answer that does not come is noticed, one that nobody waits for would be taken for the
        next one's."""
        statement = Statement(sql, values, self._settle)
        self._due.append(statement)
        return statement

    def _read_all(self, due: list[Statement]) -> list[psycopg.Error]:
        is_done = False
        try:
            self._pg.pipeline_sync()
            self._flush()
            failures = [failure for statement in due if (failure := self._read(statement))]
            is_done = self._next().status == ExecStatus.PIPELINE_SYNC
        finally:
            if not is_done:  # no answer may be taken for another's
                self.connection.close()
        if not is_done:
            raise psycopg.OperationalError("more answers than questions")
        return failures

    def _read(self, statement: Statement) -> psycopg.Error | None:
        result = self._next()
        self._pg.get_result()  # none, and there already: the mark between two answers
        status = result.status
        if status == ExecStatus.TUPLES_OK:
            statement.fill(self._rows(result) if result.ntuples else [])
        elif status == ExecStatus.COMMAND_OK:
            statement.fill([])
        elif status == ExecStatus.PIPELINE_SYNC:
            raise psycopg.OperationalError("fewer answers than questions")
        elif status == ExecStatus.FATAL_ERROR:
            return error_from_result(result)
        return None

    def _rows(self, result: PGresult) -> list[Row]:
        names = [(result.fname(at) or b"").decode() for at in range(result.nfields)]
        self._known.set_pgresult(result)
        return self._known.load_rows(0, result.ntuples, lambda row: dict(zip(names, row, strict=True)))

    def _next(self) -> PGresult:
        while self._pg.is_busy():
            self._wire.select()
            self._pg.consume_input()
        result = self._pg.get_result()
        if result is None or self._pg.status == ConnStatus.BAD:
            raise psycopg.OperationalError("the connection is lost")
        return result

    def _flush(self) -> None:
        """A server that is itself sending reads nothing more until it is read."""
        while self._pg.flush():
            self._wire.modify(self._pg.socket, EVENT_READ | EVENT_WRITE)
            if any(events & EVENT_READ for _, events in self._wire.select()):
                self._pg.consume_input()
            self._wire.modify(self._pg.socket, EVENT_READ)


@lru_cache(maxsize=2000)
def _numbered(sql: str) -> tuple[bytes, list[str], list[PyFormat]]:
    """`:name` as the server wants it, `$1`; whose value each number is, and that psycopg may send it as it likes."""
    names = list(dict.fromkeys(_NAMED.findall(sql)))
    text = _NAMED.sub(lambda found: f"${names.index(found[1]) + 1}", sql)
    return text.encode(), names, [PyFormat.AUTO] * len(names)
