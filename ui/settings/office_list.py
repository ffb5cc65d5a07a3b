"""The source of a list section for any list declared in app/office/lists.py."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from app.access.clerks import Clerk
from app.exports import office as exports_office
from app.journal.topics import Topic
from app.office import lists
from app.office.declared_lists import Column, OfficeList
from app.office.lists import Entry, Value
from app.persian.calendar import jalali
from app.persian.text import fa, isolate
from ui.settings.source import Item, Loaded, Values
from ui.widgets import Choice, FieldSpec, ListRow
from ui.widgets.form import Kind
from ui.work import Task

KINDS: dict[str, Kind] = {"number": "number", "day": "date", "flag": "check", "choice": "choice", "link": "choice"}
SHORT, LONG = 60, 250
"""Letters: fields up to SHORT share a row with another, fields over LONG get two lines."""


class OfficeListSource:
    topics: frozenset[Topic] = frozenset({"office"})

    def __init__(self, spec: OfficeList) -> None:
        self._spec = spec
        self._targets: dict[str, dict[int, str]] = {}
        """By link column: the names of the entries it may name."""
        self.new = f"{spec.title}: ردیف جدید"
        self.specs: Sequence[FieldSpec] = fields(spec.columns)
        self.fixed = frozenset(column.name for column in spec.columns if column.fixed)

    def load(self) -> Task:
        return partial(lists.contents, name=self._spec.name)

    def read(self, result: Any) -> Loaded[Entry]:
        """`result`: the Contents of the list."""
        self._targets = {name: dict(named) for name, named in result.targets.items()}
        choices = {
            name: [Choice(str(entry_id), text) for entry_id, text in named] for name, named in result.targets.items()
        }
        return Loaded([self._item(entry) for entry in result.entries], choices)

    def save(self, clerk: Clerk, entry_id: int | None, values: Values, raw: Values, seen: Item[Entry] | None) -> Task:
        """Days are handed on as written: the rule itself says what is wrong with one."""
        typed = {column.name: (raw if column.kind == "day" else values)[column.name] for column in self._spec.columns}
        return partial(
            lists.save,
            clerk=clerk,
            name=self._spec.name,
            entry_id=entry_id,
            values=typed,
            seen=seen.stored.values if seen else None,
        )

    def merged(self, item: Item[Entry], theirs: Mapping[str, Any]) -> Item[Entry]:
        values = {**item.stored.values, **theirs}
        return self._item(replace(item.stored, name=str(values[self._spec.shown]), values=values))

    def exported(self, clerk: Clerk) -> tuple[str, Task]:
        return self._spec.title, partial(exports_office.declared_listing, clerk=clerk, name=self._spec.name)

    def retire(self, clerk: Clerk, entry_id: int, back: bool) -> Task:
        return partial(lists.retire, clerk=clerk, name=self._spec.name, entry_id=entry_id, back=back)

    def _item(self, entry: Entry) -> Item[Entry]:
        words = [
            self._words(column, entry.values[column.name])
            for column in self._spec.columns
            if column.name != self._spec.shown
        ]
        row = ListRow(
            entry.id,
            entry.name,
            " · ".join(filter(None, words)),
            tags=(("plain", "کنار گذاشته"),) if entry.is_retired else (),
        )
        values = {column.name: _text(column, entry.values[column.name]) for column in self._spec.columns}
        return Item(entry, row, values, entry.is_retired, entry.fixed)

    def _words(self, column: Column, value: Value) -> str:
        """The words of the quiet line about one column; '' when there is nothing to say."""
        if value in (None, ""):
            return ""
        if column.kind == "flag":
            return column.label if value else ""
        if column.kind == "number":
            return f"{column.label}: {value}"
        if column.kind == "link":
            return self._targets[column.name].get(int(value or 0), "")
        if column.kind == "day":
            return f"{column.label} {isolate(jalali(str(value)))}"
        return dict(column.options).get(str(value), str(value))


def fields(columns: Sequence[Column]) -> tuple[FieldSpec, ...]:
    """Return the fields of a form: a long one takes a row, short ones stand two by two."""
    specs: list[FieldSpec] = []
    row, waiting = 0, False
    for column in columns:
        is_short = column.kind != "text" or column.limit <= SHORT
        row += not (is_short and waiting)
        waiting = is_short and not waiting
        specs.append(_field(column, row))
    return tuple(specs)


def _field(column: Column, row: int) -> FieldSpec:
    kind: Kind = KINDS.get(column.kind, "lines" if column.limit > LONG else "text")
    return FieldSpec(
        column.name, column.label, kind, row, choices=[Choice(value, words) for value, words in column.options]
    )


def _text(column: Column, value: Value) -> str:
    """A stored value as the value of its field."""
    if column.kind == "flag":
        return "1" if value else ""
    text = "" if value is None else str(value)
    return fa(text) if column.kind == "text" else text
