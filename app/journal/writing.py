"""The one way to change anything: a transaction by one clerk that records in the journal what it did."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar, overload

from app.access import clerks
from app.access.clerks import Clerk
from app.access.privacy import ReadingRights
from app.errors import Refused
from app.journal.chain import as_json, link
from app.journal.reading import TOLERANCE_MINUTES
from app.journal.topics import Topic
from app.persian.calendar import minutes_between
from db import Database, Deferred, NoSuchRow, Row

Asked = TypeVar("Asked")

SYSTEM = Clerk(0, "", "سامانه", frozenset())
"""The clerk of changes that no clerk made: the seed lists and the first run."""
GONE = "موردی که خواستید یافت نشد یا دیگر موجود نیست؛ صفحه را به‌روز کنید و دوباره انتخاب کنید."


@dataclass(slots=True)
class Change:
    """A transaction under way."""

    db: Database
    clerk: Clerk
    now: str
    """The moment of the change by the clock, UTC: every day, deadline and number of the change is taken from it. It may
    lie before the last change, so nothing is put in order by it."""
    place: int
    """The journal's last id before the change: it grows from change to change, whatever the clock does."""
    chain: str
    """The last link of the journal's chain: nobody else adds to the journal during the transaction."""

    @property
    def rights(self) -> ReadingRights:
        """The rights to read of the change's clerk."""
        return ReadingRights(self.db, self.clerk)

    def record(
        self,
        action: str,
        subject: str,
        subject_id: int | None,
        *,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
    ) -> None:
        """Add a row to the journal. Of `before` and `after` only the values that differ are kept."""
        old, new = _changed(before or {}, after or {})
        fields = {
            "at": self.now,
            "clerk_id": self.clerk.id or None,
            "clerk": self.clerk.name,
            "action": action,
            "subject": subject,
            "subject_id": subject_id,
            "before": as_json(old),
            "after": as_json(new),
        }
        self.chain = link(self.chain, fields)
        self.db.send(
            "INSERT INTO journal (at, clerk_id, clerk, action, subject, subject_id, before, after, chain) VALUES"
            " (:at, :clerk_id, :clerk, :action, :subject, :subject_id, :before, :after, :chain)",
            **fields,
            chain=self.chain,
        )


@dataclass(slots=True)
class AskingChange(Change, Generic[Asked]):
    """A change whose first reads shared the round trip that opened it."""

    asked: Asked
    """The value that `ask` returned: by custom a frozen dataclass of `Deferred` values."""


@overload
def writing(db: Database, clerk: Clerk, roles: tuple[str, ...], *topics: Topic) -> AbstractContextManager[Change]: ...
@overload
def writing(
    db: Database, clerk: Clerk, roles: tuple[str, ...], *topics: Topic, ask: Callable[[], Asked]
) -> AbstractContextManager[AskingChange[Asked]]: ...
@contextmanager
def writing(
    db: Database, clerk: Clerk, roles: tuple[str, ...], *topics: Topic, ask: Callable[[], Any] = lambda: None
) -> Iterator[AskingChange[Any]]:
    """Open a transaction by one clerk. Refused unless the clerk holds one of `roles` now (empty: every clerk who is
    signed in), and where a row that is named is not there (any more).

    `ask` sends the reads that share the round trip of the opening; the change has what it returns as `asked`. It must
    look at no value itself, because the clerk's roles are checked first, and it is called once more when the server had
    dropped the connection.
    """
    openings: list[_Opening[Any]] = []
    try:
        with db.write(*topics, ask=lambda: openings.append(_ask_opening(db, clerk, ask))):
            yield _begin(db, clerk, roles, openings[-1])
    except NoSuchRow:
        raise Refused(GONE) from None


@dataclass(frozen=True, slots=True)
class _Opening(Generic[Asked]):
    """The reads with which every change opens."""

    clerk: Deferred[Clerk]
    last: Deferred[list[Row]]
    """The journal's last row."""
    asked: Asked


def _ask_opening(db: Database, clerk: Clerk, ask: Callable[[], Asked]) -> _Opening[Asked]:
    return _Opening(
        clerks.current_deferred(db, clerk.id),
        db.send("SELECT id, at, chain FROM journal ORDER BY id DESC LIMIT 1"),
        ask(),
    )


def _begin(db: Database, clerk: Clerk, roles: tuple[str, ...], opening: _Opening[Asked]) -> AskingChange[Asked]:
    if clerk is not SYSTEM:
        clerk = replace(opening.clerk(), desk=clerk.desk)
        clerk.must(*roles)
    last = opening.last.row() or {"id": 0, "at": "", "chain": ""}
    return AskingChange(db, clerk, _moment(db.now(), last["at"]), last["id"], last["chain"], opening.asked)


def _moment(now: str, last: str) -> str:
    """Return the moment of a change by the clock. Where the clock was moved back by less than is ever mentioned, as
    time servers do, it is the last change's moment, so that no wait comes out negative by a second."""
    return last if now < last and minutes_between(now, last) < TOLERANCE_MINUTES else now


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the values of both sides that differ."""
    keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    return {key: before[key] for key in keys if key in before}, {key: after[key] for key in keys if key in after}
