"""Values that are asked for now and looked at later, so that many statements share one round trip to the server.

A function whose name ends in `_deferred` sends its statements when it is called and returns a `Deferred`; its refusals
are raised where the value is looked at. Where one with the same name but without the ending exists, it is
`…_deferred(…)()`: sent and waited for at once.
"""

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar

from db.errors import NoSuchRow

T = TypeVar("T")
U = TypeVar("U")
Row = dict[str, Any]


class Deferred(Generic[T]):
    """A value that is computed when it is called for the first time, and kept.

    `db.send` returns a `Deferred[list[Row]]`: calling it waits for the server when the rows have not arrived yet.
    A failure is raised by the call, at every call until one succeeds.
    """

    __slots__ = ("_compute", "_value")

    def __init__(self, compute: Callable[[], T]) -> None:
        self._compute: Callable[[], T] | None = compute
        self._value: T

    @classmethod
    def ready(cls, value: T) -> Self:
        """A value that is there already."""
        made = cls(lambda: value)
        made._value, made._compute = value, None
        return made

    @classmethod
    def run(cls, work: Callable[[], T], *postponed: type[Exception]) -> Self:
        """Run `work` now, but raise its exceptions of the types `postponed` only when the result is called."""
        try:
            return cls.ready(work())
        except postponed as error:
            return cls(_raising(error))

    def __call__(self) -> T:
        if self._compute is not None:
            self._value = self._compute()
            self._compute = None
        return self._value

    def map(self, change: Callable[[T], U]) -> "Deferred[U]":
        """The value that `change` makes of this one. Neither is computed before the result is called."""
        return Deferred(lambda: change(self()))

    def map_row(self: "Deferred[list[Row]]", change: Callable[[Row | None], U]) -> "Deferred[U]":
        """The value that `change` makes of the first row, or of None without one."""
        return Deferred(lambda: change(self.row()))

    def map_required_row(self: "Deferred[list[Row]]", change: Callable[[Row], U]) -> "Deferred[U]":
        """The value that `change` makes of the first row; raises NoSuchRow, when it is looked at, without one."""
        return Deferred(lambda: change(self.required_row()))

    def row(self: "Deferred[list[Row]]") -> Row | None:
        """The first row; None without one."""
        return next(iter(self()), None)

    def required_row(self: "Deferred[list[Row]]") -> Row:
        """The first row; raises NoSuchRow without one."""
        row = self.row()
        if row is None:
            raise NoSuchRow
        return row


def _raising(error: Exception) -> Callable[[], Any]:
    def fail() -> Any:
        raise error

    return fail
