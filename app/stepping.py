"""What a step of the line hangs on, asked on the journey that begins its write."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from app import sessions
from app.clerks import Clerk
from app.errors import Refused
from app.journal import Entry, writing
from app.standing import later_next_for
from app.text import fa
from app.visits import Visit, later, later_at_table
from db import Database


@contextmanager
def stepping(
    db: Database, clerk: Clerk, roles: tuple[str, ...], visit_id: int, step: str, *topics: str
) -> Iterator[tuple[Entry, Visit]]:
    """A change that takes a visit a step further, refused where its state or its session does not allow it."""
    ahead = _Step(db, visit_id)
    with writing(db, clerk, roles, "queue", *topics, ask=ahead.ask) as entry:
        visit = ahead.visit()
        ahead.session().must_be("open")
        visit.must_allow(step)
        yield entry, visit


class _Step:
    """What every step hangs on, asked with what begins its write."""

    def __init__(self, db: Database, visit_id: int) -> None:
        self._db, self._visit_id = db, visit_id

    def ask(self) -> None:
        self.visit = later(self._db, self._visit_id)
        self.session = sessions.later_of(self._db, self._visit_id)


class Next:
    """What the next call to a table hangs on, asked with what begins its write."""

    def __init__(self, db: Database, session_id: int, table_id: int) -> None:
        self._db, self._session_id, self._table_id = db, session_id, table_id

    def ask(self) -> None:
        self.session = sessions.later(self._db, self._session_id)
        self.must_be_free = later_free(self._db, self._table_id)
        self.head = later_next_for(self._db, self._session_id, self._table_id)


def later_free(db: Database, table_id: int) -> Callable[[], None]:
    """Refuses, when it is called, a table that is not in use or where somebody sits."""
    must_be_in_use, busy_there = later_in_use(db, table_id), later_at_table(db, table_id)

    def must_be_free() -> None:
        must_be_in_use()
        if busy := busy_there():
            raise Refused(f"نوبت {fa(busy.ticket)} هنوز سر {fa(busy.table)} است؛ نخست نتیجهٔ آن را ثبت کنید.")

    return must_be_free


def later_in_use(db: Database, table_id: int) -> Callable[[], None]:
    answer = db.send("SELECT id FROM meeting_table WHERE id = :id AND retired_on = ''", id=table_id)

    def must_be_in_use() -> None:
        if not answer.row():
            raise Refused("میز را از فهرست برگزینید.", "table_id")

    return must_be_in_use
