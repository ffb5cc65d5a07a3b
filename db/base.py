"""What both engines share. Statements are plain SQL with :named values."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from time import monotonic
from typing import Any

from db.deferred import Deferred, Row
from db.errors import REFUSED, UPGRADED, NoSuchRow, StorageError

Clock = Callable[[], datetime]
LONGEST_WORD = 500
"""Of the search index: PostgreSQL's lexeme holds 2046 bytes, a letter up to four."""
TOPICS = ("clerks", "office", "papers", "paraphs", "queue", "session", "visitors", "journal")


class Database(ABC):
    key: str
    """How this engine spells a self-numbering primary key."""
    blob: str
    """How this engine spells a column of bytes."""
    clock: Clock
    version: int = 0
    """The schema this program was built for, once the database has it; 0 while it is being made."""
    address: str = ""
    """What it was opened by; may hold a password."""
    asked_at: float | None = None
    """Since when (monotonic) an answer is owed; None while none is, and always where there is nobody to wait for."""

    @abstractmethod
    def rows(self, sql: str, **values: Any) -> list[Row]: ...

    @abstractmethod
    def send(self, sql: str, **values: Any) -> Deferred[list[Row]]:
        """Inside a write: a statement whose answer can wait. It travels with the next one that is looked at, with the
        commit at the latest, and fails there: a desk waits for each journey to its server, and the others behind it.
        """

    @abstractmethod
    def transaction(self) -> AbstractContextManager[None]:
        """Everything inside commits together; outside, the connection only reads. Never nested."""

    @abstractmethod
    def locked(self, topics: Sequence[str], ask: Callable[[], object]) -> AbstractContextManager[int]:
        """A transaction that first counts the topics up, the journal before all others; with the schema's version.
        `ask`: sends what is to be found under that lock; called again where the server had dropped the connection."""

    @abstractmethod
    def next_id(self, table: str) -> str:
        """Inside a write, as a value in SQL: the id for a row to be added, so that what belongs to it can be sent along
        with it."""

    @abstractmethod
    def remember(self, visit_id: int, words: str) -> None:
        """Put the words of a visit into the search index, in place of its earlier ones; inside a write."""

    @abstractmethod
    def find(self, words: Sequence[str], limit: int) -> list[int]:
        """Visits holding every word by its beginning, newest first."""

    @abstractmethod
    def indexed(self, after: int, limit: int) -> list[Row]:
        """The search index itself: `id` and `words` of the visits that follow `after`."""

    @abstractmethod
    def snapshot(self) -> AbstractContextManager[None]:
        """Everything read inside is of one moment, and keeps no one from writing. Never nested, never with a write."""

    @abstractmethod
    def put(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Many rows at once, inside a transaction, with the ids they carry."""

    @abstractmethod
    def count_on(self, table: str) -> None:
        """After `put`: the next id of this table follows its last."""

    @abstractmethod
    def weigh(self) -> None:
        """After very much has come in at once: let the engine learn how much of what there is: until then PostgreSQL
        guesses, and reads whole tables where an index would do."""

    @abstractmethod
    def save_as(self, file: str, tick: Callable[[], None]) -> None:
        """Everything, inside a snapshot, into a new SQLite file. `tick` is called often; an error it raises ends it."""

    @abstractmethod
    def prepare(self) -> None:
        """Make what only this engine needs: the search index, the guards of the journal."""

    @abstractmethod
    def guard(self) -> None:
        """After every upgrade: whatever guard of the journal an older program did not know yet."""

    @abstractmethod
    def keep_others_out(self) -> None:
        """Inside a transaction: nobody else reads or changes the schema until it ends."""

    @abstractmethod
    def may_upgrade(self) -> bool:
        """Whether this connection may change the schema."""

    @abstractmethod
    def abandon(self, *, for_good: bool = False) -> None:
        """From another thread: stop waiting for an answer that does not come. What waited ends in a StorageError.

        `for_good` when the program ends: nothing is asked again.
        """

    @abstractmethod
    def has_table(self, name: str) -> bool: ...

    @abstractmethod
    def close(self) -> None: ...

    def silence(self) -> float:
        """From any thread: the seconds this connection has waited for its answer by now."""
        asked_at = self.asked_at
        return monotonic() - asked_at if asked_at else 0.0

    def row(self, sql: str, **values: Any) -> Row | None:
        return next(iter(self.rows(sql, **values)), None)

    def one(self, sql: str, **values: Any) -> Row:
        """The row that must be there; NoSuchRow when it is not."""
        row = self.row(sql, **values)
        if row is None:
            raise NoSuchRow(sql)
        return row

    def now(self) -> str:
        """This moment by the engine's clock, as ISO-8601 UTC with milliseconds."""
        return self.clock().astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

    @contextmanager
    def write(self, *topics: str, ask: Callable[[], object] = lambda: None) -> Iterator[None]:
        """Change the named topics in one transaction, one desk at a time. What `ask` sends is answered by the journey
        that opens it.

        Counting the topics up comes first because that statement also takes the lock: two desks never decide on
        the same picture of the line. The journal is a chain, so every write locks it, and so it comes before the
        others: whoever has it meets nobody at the rest, in whatever order they are counted.
        """
        if unknown := set(topics) - set(TOPICS):
            raise ValueError(f"unknown topic {unknown}: it would lock nothing")
        is_open = False
        try:
            with self.locked(("journal", *sorted(set(topics) - {"journal"})), ask) as schema:
                is_open = True
                self._match(schema)
                yield
        except StorageError as error:
            if not is_open and error.sentence == REFUSED:
                self.revisions()  # tells a desk of before an upgrade why there is not what it asked for
            raise

    def revisions(self) -> dict[str, int]:
        found = {row["topic"]: row["n"] for row in self.rows("SELECT topic, n FROM revision")}
        self._match(found["schema"])
        return found

    def _match(self, schema: int) -> None:
        """A desk still running the program of before an upgrade must neither write nor guess."""
        if self.version and schema != self.version:
            raise StorageError(UPGRADED)
