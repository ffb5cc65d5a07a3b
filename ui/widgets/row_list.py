"""The base of every long list: its current row, its keys and the sentence it shows while it is empty. Only visible rows
are painted."""

from abc import abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListView

from app.persian.text import fa
from ui.widgets import theme
from ui.widgets.buttons import ENTERS, is_plain_enter
from ui.widgets.list_row import ListRow
from ui.widgets.row_delegate import RowDelegate

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
NOTHING_FITS = "با این کلمه‌ها چیزی در فهرست نیست."


class RowList(QListView):
    """A list that keeps its current row over refreshes.

    `current` carries the id of the current row, None when there is none; `chosen` the id on Enter or a double click.
    """

    current = Signal(object)
    chosen = Signal(int)

    def __init__(
        self, empty: str, model: QAbstractItemModel, *, lines: int = 1, paints: type[RowDelegate] = RowDelegate
    ) -> None:
        """`empty`: the sentence that says what will appear here and which key to press for it. `lines`: the most that
        the quiet text may take."""
        super().__init__()
        self._empty = fa(empty)
        self.setModel(model)
        self._delegate = paints(self, lines=lines)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(lines == 1)
        self.setResizeMode(QListView.ResizeMode.Fixed if lines == 1 else QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.selectionModel().currentChanged.connect(self._announce)
        self.doubleClicked.connect(self._choose)
        self._announced: int | None = None
        self._refreshing = False

    @abstractmethod
    def rows(self) -> list[ListRow]:
        """The rows that are shown."""

    @abstractmethod
    def index_of(self, row_id: int | None) -> QModelIndex:
        """Return the index of the row, an invalid one when it is not shown."""

    def current_id(self) -> int | None:
        index = self.currentIndex()
        return self._row(index).id if index.isValid() else None

    def set_current(self, row_id: int | None) -> None:
        self.setCurrentIndex(self.index_of(row_id))

    def move_current(self, by: int) -> None:
        """Move the current row by so many places, for a field that keeps the focus."""
        place = self.currentIndex().row() + by
        self.setCurrentIndex(self.model().index(max(0, min(place, self.model().rowCount() - 1)), 0))

    def set_empty(self, sentence: str) -> None:
        self._empty = fa(sentence)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_plain_enter(event) and self.current_id() is not None:
            self.chosen.emit(self.current_id())
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Let Enter choose the current row rather than press a button of the page; Ctrl+Enter is the button's."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and is_plain_enter(event):
            event.setAccepted(self.current_id() is not None)
            return True
        if event.type() == QEvent.Type.FontChange:
            self.scheduleDelayedItemsLayout()
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let a field that filters the list lead into it: Down goes to the rows, Enter chooses the current or else the
        first."""
        if isinstance(watched, QLineEdit) and isinstance(event, QKeyEvent) and self.model().rowCount():
            pressed = event.type() == QEvent.Type.KeyPress
            if event.type() == QEvent.Type.ShortcutOverride and event.key() in ENTERS and watched.text():
                event.accept()
                return True
            if pressed and event.key() == Qt.Key.Key_Down:
                self._enter_list()
                return True
            if pressed and event.key() in ENTERS and watched.text():
                self._enter_list()
                self._choose(self.currentIndex())
                return True
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.model().rowCount():
            painter = QPainter(self.viewport())
            painter.setFont(theme.font(13))
            painter.setPen(QColor(theme.QUIET))
            flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.viewport().rect().adjusted(16, 8, -16, -8), flags, self._why_empty())

    def _why_empty(self) -> str:
        return self._empty

    def _enter_list(self) -> None:
        if self.current_id() is None:
            self.setCurrentIndex(self.model().index(0, 0))
        self.setFocus()

    @contextmanager
    def _keeping_current(self) -> Iterator[None]:
        """Keep the current row and the scroll position while rows come and go. When the current row goes, nothing is
        current; Qt would make a neighbour current."""
        kept, place = self.current_id(), self.verticalScrollBar().value()
        self._refreshing = True
        yield
        self.set_current(kept)
        self._refreshing = False
        self.verticalScrollBar().setValue(place)
        self._announce()

    def _announce(self) -> None:
        if not self._refreshing and self.current_id() != self._announced:
            self._announced = self.current_id()
            self.current.emit(self._announced)

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self._row(index).id)

    def _row(self, index: QModelIndex) -> ListRow:
        row: ListRow = index.data(ROW)
        return row
