"""Long lists: a number, a name, one quiet line, a tag, a time. Only what is seen is painted."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListView

from app.persian.text import fa, search_words
from ui.widgets import theme
from ui.widgets.buttons import ENTERS
from ui.widgets.editors import TextEdit
from ui.widgets.list_row import ListRow
from ui.widgets.row_delegate import RowDelegate

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole


class RowModel(QAbstractListModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[ListRow] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.spoken()
        return None

    def show(self, rows: Sequence[ListRow]) -> None:
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def row_of(self, row_id: int | None) -> int:
        return next((place for place, row in enumerate(self.rows) if row.id == row_id), -1)


class ListView(QListView):
    """A list that keeps its chosen line over refreshes and can be narrowed by typing.

    `current` carries the id under the bar (None: nothing); `chosen` the id on Enter or a double click.
    """

    current = Signal(object)
    chosen = Signal(int)

    def __init__(self, empty: str = "", *, wraps: bool = False) -> None:
        """`empty` says what will appear here and what to press for it. `wraps`: the quiet line may take two."""
        super().__init__()
        self._empty = fa(empty)
        self._all: list[ListRow] = []
        self._filter: tuple[str, ...] = ()
        self._model = RowModel(self)
        self.setModel(self._model)
        self._paint = RowDelegate(self, wraps=wraps)
        self.setItemDelegate(self._paint)
        self.setUniformItemSizes(not wraps)
        self.setResizeMode(QListView.ResizeMode.Adjust if wraps else QListView.ResizeMode.Fixed)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.selectionModel().currentChanged.connect(self._announce)
        self.doubleClicked.connect(self._choose)
        self._announced: int | None = None
        self._refreshing = False

    def show_rows(self, rows: Sequence[ListRow]) -> None:
        """The line under the bar stays under it, and the list where it was scrolled to, while they exist."""
        self._all = list(rows)
        self._refresh()

    def filter(self, text: str) -> None:
        """Keeps lines in which every word of the text begins some word."""
        self._filter = search_words(text)
        self._refresh()

    def filter_box(self, hint: str = "جست‌وجو در فهرست") -> QLineEdit:
        """A line for the filter: Down goes into the list, Enter chooses its first line."""
        box = TextEdit(hint)
        box.setClearButtonEnabled(True)
        box.textChanged.connect(self.filter)
        box.installEventFilter(self)
        return box

    def rows(self) -> list[ListRow]:
        """Those in sight after the filter."""
        return self._model.rows

    def current_id(self) -> int | None:
        row = self.currentIndex().row()
        return self._model.rows[row].id if row >= 0 else None

    def set_current(self, row_id: int | None) -> None:
        row = self._model.row_of(row_id)
        self.setCurrentIndex(self._model.index(row))

    def step(self, by: int) -> None:
        """So many lines on from the current one, for a box that keeps the cursor."""
        row = self.currentIndex().row() + by
        self.setCurrentIndex(self._model.index(max(0, min(row, self._model.rowCount() - 1))))

    def set_empty(self, sentence: str) -> None:
        self._empty = fa(sentence)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTERS and self.current_id() is not None:
            self.chosen.emit(self.current_id())
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Enter chooses the line under the bar, before any page button that shares the key."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in ENTERS:
            event.setAccepted(self.current_id() is not None)
            return True
        if event.type() == QEvent.Type.FontChange:
            self.scheduleDelayedItemsLayout()
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QLineEdit) and isinstance(event, QKeyEvent) and self._model.rows:
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
        if not self._model.rows:
            painter = QPainter(self.viewport())
            painter.setFont(theme.font(13))
            painter.setPen(QColor(theme.QUIET))
            sentence = "با این واژه‌ها چیزی در فهرست نیست." if self._all else self._empty
            flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.viewport().rect().adjusted(16, 8, -16, -8), flags, sentence)

    def _enter_list(self) -> None:
        if self.current_id() is None:
            self.setCurrentIndex(self._model.index(0))
        self.setFocus()

    def _refresh(self) -> None:
        kept, place = self.current_id(), self.verticalScrollBar().value()
        rows = [row for row in self._all if self._passes(row)]
        self._paint.numbered = any(row.number for row in rows)
        self._refreshing = True
        self._model.show(rows)
        self.set_current(kept)
        self._refreshing = False
        self.verticalScrollBar().setValue(place)
        self._announce()

    def _passes(self, row: ListRow) -> bool:
        words = search_words(row.spoken()) if self._filter else ()
        return all(any(word.startswith(start) for word in words) for start in self._filter)

    def _announce(self) -> None:
        if not self._refreshing and self.current_id() != self._announced:
            self._announced = self.current_id()
            self.current.emit(self._announced)

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self._model.rows[index.row()].id)


class History(ListView):
    """Earlier visits: what about, when and what was said (up to two lines), and what became of it."""

    def __init__(self, empty: str = "") -> None:
        super().__init__(empty, wraps=True)
