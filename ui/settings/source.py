"""The source that a section with a list and a form reads and writes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from app.access.clerks import Clerk
from app.journal.topics import Topic
from ui.widgets import Choice, FieldSpec, ListRow
from ui.work import Task

Values = Mapping[str, str]
Stored = TypeVar("Stored")


@dataclass(frozen=True, slots=True)
class Item(Generic[Stored]):
    """One entry: as it is stored, as a row of the list and as the values of the form."""

    stored: Stored
    row: ListRow
    values: Values
    is_retired: bool
    fixed: frozenset[str] = frozenset()
    """The fields of this entry that cannot be changed any more, beside those of the source."""

    @property
    def id(self) -> int:
        return self.row.id


@dataclass(frozen=True, slots=True)
class Loaded(Generic[Stored]):
    items: Sequence[Item[Stored]]
    choices: Mapping[str, Sequence[Choice]] = field(default_factory=dict)
    """By field: the entries of another list that it may name."""


class Source(Protocol[Stored]):
    topics: frozenset[Topic]
    new: str
    """The heading over an empty form."""
    specs: Sequence[FieldSpec]
    fixed: frozenset[str]
    """Fields that cannot be changed once the entry exists."""

    def load(self) -> Task: ...

    def read(self, result: Any) -> Loaded[Stored]:
        """Turn the result of `load` into items."""

    def save(self, clerk: Clerk, entry_id: int | None, values: Values, raw: Values, seen: Item[Stored] | None) -> Task:
        """Return the task that adds the entry (`entry_id` None) or changes it. The task returns the entry's id.

        `values` and `raw`: the form's values and its text as written. `seen`: the item the form was filled with.
        Raises Refused for what can be refused without storage.
        """

    def merged(self, item: Item[Stored], theirs: Mapping[str, Any]) -> Item[Stored]:
        """Return the item with the stored values of an EditConflict."""

    def exported(self, clerk: Clerk) -> tuple[str, Task]:
        """Return the name and the Listing of the export."""

    def retire(self, clerk: Clerk, entry_id: int, back: bool) -> Task: ...
