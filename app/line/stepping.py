"""What a step of the line hangs on, asked on the journey that begins its write."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from app.access.clerk import Clerk
from app.errors import Refused
from app.journal.writing import Entry, writing
from app.line.standing import later_next_for
from app.persian.text import fa
from app.sessions import session as sessions
from app.visits.visit import Visit, later, later_busy
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
        self.free = later_free(self._db, self._table_id)
        self.head = later_next_for(self._db, self._session_id, self._table_id)


def later_free(db: Database, table_id: int) -> Callable[[], str]:
    """The name of a table, when it is called: refused for one that is not in use or where somebody sits."""
    name, busy = later_in_use(db, table_id), later_busy(db, table_id)

    def free() -> str:
        table = name()
        if ticket := busy():
            raise Refused(f"نوبت {fa(ticket)} هنوز سر {fa(table)} است؛ نخست نتیجهٔ آن را ثبت کنید.")
        return table

    return free


def later_in_use(db: Database, table_id: int) -> Callable[[], str]:
    answer = db.send("SELECT name FROM meeting_table WHERE id = :id AND retired_on = ''", id=table_id)

    def in_use() -> str:
        if row := answer.row():
            return str(row["name"])
        raise Refused("میز را از فهرست برگزینید.", "table_id")

    return in_use
