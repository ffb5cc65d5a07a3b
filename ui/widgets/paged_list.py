"""A list of any length: its ids and groups are known at once, its rows are read page by page as they come into view."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent

from ui.widgets.list_row import ListRow
from ui.widgets.row_list import NOTHING_FITS, ROW, Index, RowList

PENDING = ListRow(0, "…")
"""Stands where a row has not been read yet."""
PAGE = 60
"""Rows that are asked for together."""


@dataclass(frozen=True, slots=True)
class RowGroup:
    header: ListRow
    """Its id is negative, which tells it from the rows."""
    ids: tuple[int, ...]


class PagedModel(QAbstractListModel):
    wanted = Signal(object)
    """The ids of rows that have come into view and are not read."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.slots: list[int] = []
        """The id of each line: a row's, or a group's."""
        self._places: dict[int, int] = {}
        self._rows: dict[int, ListRow] = {}
        self._fresh: set[int] = set()
        """The ids whose rows are read, or asked for, since the ids were."""
        self._missing: list[int] = []
        self._asking = QTimer(self, singleShot=True, interval=0)
        self._asking.timeout.connect(self._ask)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's own signature
        return 0 if parent.isValid() else len(self.slots)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row_id = self.slots[index.row()]
        row = self._rows.get(row_id)
        if role == ROW:
            if row_id > 0 and row_id not in self._fresh:
                self._want(index.row())
            return row or ListRow(row_id, PENDING.name)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return (row or PENDING).spoken()
        return None

    def show(self, slots: Sequence[int], headers: Iterable[ListRow], rows: Iterable[ListRow]) -> None:
        """Show these lines. Rows that were read before stay until they are read again."""
        self.beginResetModel()
        self.slots, self._places = list(slots), {id_: place for place, id_ in enumerate(slots)}
        self._rows = {id_: row for id_, row in self._rows.items() if id_ > 0 and id_ in self._places}
        read = {row.id: row for row in rows}
        self._rows |= read | {row.id: row for row in headers}
        self._fresh, self._missing = set(read), []
        self.endResetModel()

    def fold(self, slots: Sequence[int], headers: Iterable[ListRow]) -> None:
        """Show other lines of the same rows."""
        self.beginResetModel()
        self._rows |= {row.id: row for row in headers}
        self.slots, self._places = list(slots), {id_: place for place, id_ in enumerate(slots)}
        self.endResetModel()

    def add(self, rows: Sequence[ListRow]) -> None:
        self._rows |= {row.id: row for row in rows}
        places = [self._places[row.id] for row in rows if row.id in self._places]
        if places:
            self.dataChanged.emit(self.index(min(places)), self.index(max(places)))

    def place_of(self, row_id: int | None) -> int:
        """Return the line of the row, or -1 when there is none."""
        return self._places.get(row_id, -1) if row_id is not None else -1

    def read_rows(self) -> list[ListRow]:
        return [self._rows[id_] for id_ in self.slots if id_ > 0 and id_ in self._rows]

    def _want(self, place: int) -> None:
        """Ask for the page around a line, together with what else comes into view at the same time."""
        start = place // PAGE * PAGE
        for row_id in self.slots[start : start + PAGE]:
            if row_id > 0 and row_id not in self._fresh:
                self._fresh.add(row_id)
                self._missing.append(row_id)
        self._asking.start()

    def _ask(self) -> None:
        if self._missing:
            asked, self._missing = self._missing, []
            self.wanted.emit(tuple(asked))


class PagedList(RowList):
    """`wanted` carries the ids of the rows to read next, which `add_rows` then brings. Left folds the group of the
    current row, Right opens it; `current` and `chosen` carry rows alone."""

    wanted = Signal(object)

    def __init__(self, empty: str = "") -> None:
        self._lines = PagedModel()
        super().__init__(empty, self._lines)
        self._lines.setParent(self)
        self._lines.wanted.connect(self.wanted)
        self._ids: tuple[int, ...] = ()
        self._groups: tuple[RowGroup, ...] = ()
        self._folded: set[int] = set()
        self._is_filtered = False

    def show_ids(
        self, ids: Sequence[int], rows: Sequence[ListRow], groups: Sequence[RowGroup] = (), *, filtered: bool = False
    ) -> None:
        """Replace the lines; `rows` are those that are read already. What was folded stays so. `filtered`: whether an
        empty list is empty because of a filter."""
        with self._keeping_current():
            self._ids, self._groups, self._is_filtered = tuple(ids), tuple(groups), filtered
            self._lines.show(self._slots(), self._headers(), rows)

    def add_rows(self, rows: Sequence[ListRow]) -> None:
        self._lines.add(rows)

    def ids(self) -> tuple[int, ...]:
        """Every row of the list in its order, those of folded groups too."""
        return self._ids

    def rows(self) -> list[ListRow]:
        """The rows that are read and not folded away."""
        return self._lines.read_rows()

    def index_of(self, row_id: int | None) -> QModelIndex:
        return self._lines.index(self._lines.place_of(row_id))

    def current_id(self) -> int | None:
        row_id = super().current_id()
        return row_id if row_id is not None and row_id > 0 else None

    def place(self) -> int:
        """Return the place of the current row among the ids."""
        row_id = self.current_id()
        return self._ids.index(row_id) if row_id in self._ids else 0

    def in_view(self) -> tuple[int, int]:
        """Return the first and the last row of the view, counted from one among all rows; (0, 0) without rows."""
        height = self.viewport().height()
        first = self.indexAt(self.viewport().rect().topLeft()).row()
        last = self.indexAt(self.viewport().rect().adjusted(0, 0, 0, -1).bottomLeft()).row() if height else -1
        shown = [id_ for id_ in self._lines.slots[max(first, 0) : last + 1 if last >= 0 else None] if id_ > 0]
        places = {id_: place for place, id_ in enumerate(self._ids, 1)} if shown else {}
        return (places[shown[0]], places[shown[-1]]) if shown else (0, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        group = self._group_at(self.currentIndex().row()) if self._groups else None
        if group and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._set_folded(group, folded=event.key() == Qt.Key.Key_Left)
        else:
            super().keyPressEvent(event)

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid() and self._row(index).id > 0:
            self.chosen.emit(self._row(index).id)

    def _why_empty(self) -> str:
        return NOTHING_FITS if self._is_filtered else super()._why_empty()

    def _slots(self) -> list[int]:
        if not self._groups:
            return list(self._ids)
        found = list[int]()
        for group in self._groups:
            found += [group.header.id, *(() if group.header.id in self._folded else group.ids)]
        return found

    def _headers(self) -> list[ListRow]:
        marks = {True: "◂", False: "▾"}
        return [
            replace(group.header, name=f"{marks[group.header.id in self._folded]} {group.header.name}")
            for group in self._groups
        ]

    def _group_at(self, place: int) -> RowGroup | None:
        header = next((id_ for id_ in reversed(self._lines.slots[: place + 1]) if id_ < 0), None)
        return next((group for group in self._groups if group.header.id == header), None)

    def _set_folded(self, group: RowGroup, *, folded: bool) -> None:
        if folded == (group.header.id in self._folded):
            return
        self._folded ^= {group.header.id}
        self._lines.fold(self._slots(), self._headers())
        self.setCurrentIndex(self.index_of(group.header.id))
