"""The door that both engines share. Statements are plain SQL with :named values."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import UTC, datetime
from time import monotonic
from typing import Any, Literal

from db.deferred import Deferred, Row
from db.errors import REFUSED, UPGRADED, NoSuchRow, StorageError

Clock = Callable[[], datetime]
LOCK = "journal"
"""The topic that every write counts up first: the journal is a chain, so one write at a time adds to it."""


def nothing() -> None:
    """Ask nothing ahead."""


class Database(ABC):
    engine: Literal["sqlite", "postgres"]
    key: str
    """How this engine declares a self-numbering primary key."""
    blob: str
    """The type this engine gives a column of bytes."""
    clock: Clock
    version: int = 0
    """The schema this program was built for, once the database has it; 0 while it is being made."""
    address: str = ""
    """The address it was opened by; it may hold a password."""
    waiting_since: float | None = None
    """When (monotonic) the wait for the server began; None while there is none, and always without a server."""
    at_close: set[str]
    """Statements to run in one transaction as the connection closes. A failure then is ignored."""

    @abstractmethod
    def rows(self, sql: str, **values: Any) -> list[Row]: ...

    @abstractmethod
    def send(self, sql: str, **values: Any) -> Deferred[list[Row]]:
        """Send a statement whose result can wait; inside a write.

        It shares the round trip of the next result that is looked at, at the latest that of the commit, and fails
        there. On SQLite, which has no round trips, it runs and fails at once.
        """

    @abstractmethod
    def transaction(self) -> AbstractContextManager[None]:
        """Commit everything inside together. Outside, the connection only reads. Never nested."""

    @abstractmethod
    def locked(self, topics: Sequence[str], ask: Callable[[], object]) -> AbstractContextManager[dict[str, int]]:
        """Open a transaction, count LOCK and then the `topics` up; yield the revisions of those `topics` that exist,
        and the version of 'schema'.

        `ask` sends the reads to be answered under that lock. It is called once more when the server had dropped the
        connection.
        """

    @abstractmethod
    def next_id(self, table: str) -> str:
        """The SQL for the id of a row about to be inserted, so that rows that refer to it can be sent along with it;
        inside a write."""

    @abstractmethod
    def snapshot(self) -> AbstractContextManager[None]:
        """Read everything inside as of one moment, without keeping anyone from writing. Never nested, nor in a
        write."""

    @abstractmethod
    def stop_syncing(self) -> None:
        """Let commits return before the disk has them: for a database that is thrown away unless it becomes whole."""

    @abstractmethod
    def insert_many(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Insert rows with the ids they carry; inside a transaction."""

    @abstractmethod
    def resume_ids(self, table: str) -> None:
        """After `insert_many`: let the next id of this table follow its last."""

    @abstractmethod
    def analyze(self) -> None:
        """After many rows have come in at once: let the engine count them. Until then PostgreSQL guesses, and reads
        whole tables where an index would do."""

    @abstractmethod
    def save_as(self, file: str, tick: Callable[[], None]) -> None:
        """Copy everything into a new SQLite file; inside a snapshot. `tick` is called often, and may end it by
        raising."""

    @abstractmethod
    def create_guards(self) -> None:
        """Create what only this engine needs beside the schema's steps, first of all the guards of the journal."""

    @abstractmethod
    def add_later_guards(self) -> None:
        """After every upgrade: create the guards of the journal that an older program did not know."""

    @abstractmethod
    def lock_schema(self) -> None:
        """Keep everyone else from reading or changing the schema until the transaction ends."""

    @abstractmethod
    def may_upgrade(self) -> bool:
        """Whether this connection may change the schema."""

    @abstractmethod
    def abandon(self, *, for_good: bool = False) -> None:
        """Stop waiting for the server, from another thread: what waited raises StorageError.

        `for_good`: the program ends, so nothing is asked again.
        """

    @abstractmethod
    def has_table(self, name: str) -> bool: ...

    @abstractmethod
    def close(self) -> None: ...

    def silence(self) -> float:
        """The seconds this connection has been waiting for the server; may be called from any thread."""
        since = self.waiting_since
        return monotonic() - since if since else 0.0

    def row(self, sql: str, **values: Any) -> Row | None:
        return next(iter(self.rows(sql, **values)), None)

    def required_row(self, sql: str, **values: Any) -> Row:
        """The first row; raises NoSuchRow without one."""
        row = self.row(sql, **values)
        if row is None:
            raise NoSuchRow(sql)
        return row

    def now(self) -> str:
        """This moment by the engine's clock, as ISO-8601 UTC with milliseconds."""
        return self.pc_now()

    def pc_now(self) -> str:
        """This moment by this PC's clock."""
        return self.clock().astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

    @contextmanager
    def write(self, *topics: str, ask: Callable[[], object] = nothing) -> Iterator[None]:
        """Change the named topics in one transaction, one desk at a time. The reads that `ask` sends are answered in
        the round trip that opens it. Raises ValueError for an unknown topic, which would lock nothing.

        Counting the topics up comes first because it also takes their locks: two desks never decide on the same state
        of the line. LOCK comes before the others: a desk that holds it meets nobody at them, in whatever order they are
        counted.
        """
        is_open = False
        try:
            with self.locked(sorted({*topics} - {LOCK}), ask) as revisions:
                is_open = True
                self._match(revisions["schema"])
                if unknown := {*topics} - {LOCK} - revisions.keys():
                    raise ValueError(f"unknown topic {unknown}: it would lock nothing")
                yield
        except StorageError as error:
            if not is_open and error.sentence == REFUSED:
                self.revisions()  # says so when an upgrade has meanwhile taken away what was asked for
            raise

    def revisions(self) -> dict[str, int]:
        """How often each topic has changed. Raises StorageError when the schema is no longer this program's."""
        found = {row["topic"]: row["n"] for row in self.rows("SELECT topic, n FROM revision")}
        self._match(found["schema"])
        return found

    def _match(self, schema: int) -> None:
        """A desk that still runs the program of before an upgrade must neither write nor guess."""
        if self.version and schema != self.version:
            raise StorageError(UPGRADED)

    def _run_at_close(self) -> None:
        if self.at_close:
            with suppress(StorageError), self.transaction():
                for statement in self.at_close:
                    self.rows(statement)


def counting(topics: Sequence[str], more: str = "") -> tuple[str, Row]:
    """The statement that counts topics up and returns their revisions and the schema's version, with its values.
    `more`: SQL of further columns to return."""
    names = {f"topic{at}": topic for at, topic in enumerate(("schema", *topics))}
    listed = ", ".join(f":{name}" for name in names)
    return (
        "UPDATE revision SET n = n + CASE topic WHEN 'schema' THEN 0 ELSE 1 END"
        f" WHERE topic IN ({listed}) RETURNING topic, n{more}"
    ), names
