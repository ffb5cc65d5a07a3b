"""Any list of the office, from its declaration in app/office/lists.py."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from app.access.clerks import Clerk
from app.exports import office as exports_office
from app.journal.topics import Topic
from app.office import lists
from app.office.lists import LISTS, Column, OfficeList
from app.persian.calendar import jalali
from app.persian.text import fa, isolate
from ui.settings.source import Loaded, Row, Values
from ui.widgets import Choice, FieldSpec, ListRow
from ui.widgets.form import Kind
from ui.work import Task

KINDS: dict[str, Kind] = {"number": "number", "day": "date", "flag": "check", "choice": "choice", "link": "choice"}
SHORT, LONG = 60, 250
"""Letters: shorter fields share a row with another, longer ones get two lines."""


class OfficeListSource:
    topics: frozenset[Topic] = frozenset({"office"})

    def __init__(self, spec: OfficeList) -> None:
        self._spec = spec
        self._links: dict[str, dict[int, str]] = {}
        self.new = f"{spec.title}: ردیف تازه"
        self.specs: Sequence[FieldSpec] = fields(spec.columns)
        self.fixed = frozenset(column.name for column in spec.columns if column.fixed)

    def load(self) -> Task:
        return partial(lists.with_links, name=self._spec.name)

    def read(self, result: Any) -> Loaded:
        rows, linked = result
        self._links = {
            column.name: {row["id"]: str(row[LISTS[column.of].shown]) for row in linked[column.name]}
            for column in self._spec.columns if column.kind == "link"
        }
        choices = {name: [Choice(str(row_id), text) for row_id, text in names.items()]
                   for name, names in self._links.items()}
        return Loaded(rows, choices)

    def list_row(self, row: Row) -> ListRow:
        words = [self._words(column, row[column.name]) for column in self._spec.columns
                 if column.name != self._spec.shown]
        quiet = " · ".join(filter(None, words))
        name = str(row[self._spec.shown])
        return ListRow(row["id"], name, quiet, tags=(("plain", "کنار گذاشته"),) if row["retired_on"] else ())

    def values(self, row: Row) -> Values:
        return {column.name: _value(column, row[column.name]) for column in self._spec.columns}

    def save(self, clerk: Clerk, entry_id: int | None, values: Values, raw: Values, seen: Row | None) -> Task:
        typed = {column.name: (raw if column.kind == "day" else values)[column.name] for column in self._spec.columns}
        return partial(lists.save, clerk=clerk, name=self._spec.name, entry_id=entry_id, values=typed,
                       seen=seen)

    def exported(self, clerk: Clerk) -> tuple[str, Task]:
        return self._spec.title, partial(exports_office.declared_listing, clerk=clerk, name=self._spec.name)

    def retire(self, clerk: Clerk, entry_id: int, back: bool) -> Task:
        return partial(lists.retire, clerk=clerk, name=self._spec.name, entry_id=entry_id, back=back)

    def _words(self, column: Column, value: Any) -> str:
        """What the quiet line says of one column; '' for what goes without saying."""
        if value in (None, ""):
            return ""
        if column.kind == "flag":
            return column.label if value else ""
        if column.kind == "number":
            return f"{column.label}: {value}"
        if column.kind == "link":
            return self._links[column.name].get(value, "")
        if column.kind == "day":
            return f"{column.label} {isolate(jalali(value))}"
        return dict(column.options).get(str(value), str(value))


def fields(columns: Sequence[Column]) -> tuple[FieldSpec, ...]:
    """Long fields take a row each, short ones stand two by two."""
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
    return FieldSpec(column.name, column.label, kind, row,
                     choices=[Choice(value, words) for value, words in column.options])


def _value(column: Column, value: Any) -> str:
    if column.kind == "flag":
        return "1" if value else ""
    text = "" if value is None else str(value)
    return fa(text) if column.kind == "text" else text
