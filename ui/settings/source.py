"""What a section with a list and a form beside it has to know about its entries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from app.access.clerks import Clerk
from app.journal.topics import Topic
from ui.widgets import Choice, FieldSpec, ListRow
from ui.work import Task

Row = dict[str, Any]
Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Loaded:
    """The rows as stored, and the choices of fields that name entries of another list."""

    rows: Sequence[Row]
    choices: Mapping[str, Sequence[Choice]] = field(default_factory=dict)


class Source(Protocol):
    topics: frozenset[Topic]
    new: str
    """The heading over an empty form."""
    specs: Sequence[FieldSpec]
    fixed: frozenset[str]
    """Fields that cannot be changed once the entry is there."""

    def load(self) -> Task: ...

    def read(self, result: Any) -> Loaded:
        """What `load` answered with."""

    def list_row(self, row: Row) -> ListRow: ...

    def values(self, row: Row) -> Values: ...

    def save(self, clerk: Clerk, entry_id: int | None, values: Values, raw: Values, seen: Row | None) -> Task:
        """The task that adds or changes, from the form's values and its letters; answers with the entry's id. `seen`:
        the row the form was filled with."""

    def exported(self, clerk: Clerk) -> tuple[str, Task]:
        """Name and Listing of what goes out as a file."""

    def retire(self, clerk: Clerk, entry_id: int, back: bool) -> Task: ...
