"""A long list in which several rows can be marked, to act on all of them."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent

from ui.widgets.list_row import ListRow
from ui.widgets.paged_list import PagedList, RowGroup
from ui.widgets.row_delegate import BOX_ROOM

_SHIFT, _CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_ALL = (Qt.Key.Key_A, 0x634)
"""A, and the letter on the same key of a Persian keyboard."""


class MarkedList(PagedList):
    """Space marks the current row, or all rows of the group whose header is current; Shift with an arrow marks on;
    Ctrl+A marks every row of the list, those that are not read yet too; a click on the box, or with Ctrl, marks a row.

    Marks stay while the list is sorted, grouped, folded or read again. A row that leaves the list loses its mark.
    """

    marks_changed = Signal()

    def __init__(self, empty: str = "") -> None:
        super().__init__(empty)
        self._marks: set[int] = set()
        self._delegate.marks = self._marks

    def marks(self) -> tuple[int, ...]:
        """The marked rows, in the order of the list."""
        return tuple(row_id for row_id in self.ids() if row_id in self._marks)

    def unmark(self, row_ids: Collection[int] | None = None) -> None:
        """Take the marks of these rows away; those of all rows without any named."""
        self._set_marks(set() if row_ids is None else self._marks - set(row_ids))

    def show_ids(
        self, ids: Sequence[int], rows: Sequence[ListRow], groups: Sequence[RowGroup] = (), *, filtered: bool = False
    ) -> None:
        super().show_ids(ids, rows, groups, filtered=filtered)
        self._set_marks(self._marks & set(ids))

    def event(self, event: QEvent) -> bool:
        """Keep the keys of marking from the shortcuts of the page."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_marking(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._is_marking(event):
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Space:
            self._turn(self.currentIndex())
        elif event.key() in _ALL:
            self._set_marks(set(self.ids()))
        else:
            self._mark_on(_STEPS[Qt.Key(event.key())])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        place = event.position().toPoint()
        at_box = place.x() >= self.viewport().width() - BOX_ROOM
        if event.button() == Qt.MouseButton.LeftButton and (at_box or event.modifiers() & _CONTROL):
            self._turn(self.indexAt(place))

    @staticmethod
    def _is_marking(event: QKeyEvent) -> bool:
        if event.key() in _STEPS:
            return bool(event.modifiers() & _SHIFT)
        if event.key() in _ALL:
            return bool(event.modifiers() & _CONTROL)
        return event.key() == Qt.Key.Key_Space and not event.modifiers()

    def _turn(self, index: QModelIndex) -> None:
        """Mark the row, or take its mark away; the header of a group stands for its rows."""
        if not index.isValid():
            return
        row_id = self._row(index).id
        group = self._group_at(index.row()) if row_id < 0 else None
        rows = set(group.ids) if group else {row_id}
        self._set_marks(self._marks - rows if rows <= self._marks else self._marks | rows)

    def _mark_on(self, by: int) -> None:
        """Mark the current row and the next one in this direction, which becomes current."""
        place, found = self.currentIndex().row(), set[int]()
        while 0 <= place < self.model().rowCount():
            index = self.model().index(place, 0)
            if (row_id := self._row(index).id) > 0:
                found.add(row_id)
                self.setCurrentIndex(index)
            if len(found) == 2:
                break
            place += by
        self._set_marks(self._marks | found)

    def _set_marks(self, marks: set[int]) -> None:
        if marks != self._marks:
            self._marks = self._delegate.marks = marks
            self.viewport().update()
            self.marks_changed.emit()
