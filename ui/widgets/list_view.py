"""Long lists: a number, a name, one quiet line, a tag, a time. Only what is seen is painted."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListView

from app.persian.text import fa, search_words
from ui.widgets import theme
from ui.widgets.buttons import ENTERS
from ui.widgets.editors import TextEdit
from ui.widgets.list_row import Line
from ui.widgets.row_delegate import LinePaint

Index = QModelIndex | QPersistentModelIndex
LINE = Qt.ItemDataRole.UserRole


class LineModel(QAbstractListModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: list[Line] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's own signature
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == LINE:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return line.spoken()
        return None

    def show(self, lines: Sequence[Line]) -> None:
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()

    def row_of(self, line_id: int | None) -> int:
        return next((row for row, line in enumerate(self.lines) if line.id == line_id), -1)


class Lines(QListView):
    """A list that keeps its chosen line over refreshes and can be narrowed by typing.

    `current` carries the id under the bar (None: nothing); `chosen` the id on Enter or a double click.
    """

    current = Signal(object)
    chosen = Signal(int)

    def __init__(self, empty: str = "", *, wraps: bool = False) -> None:
        """`empty` says what will appear here and what to press for it. `wraps`: the quiet line may take two."""
        super().__init__()
        self._empty = fa(empty)
        self._all: list[Line] = []
        self._filter: tuple[str, ...] = ()
        self._model = LineModel(self)
        self.setModel(self._model)
        self._paint = LinePaint(self, wraps=wraps)
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

    def show_lines(self, lines: Sequence[Line]) -> None:
        """The line under the bar stays under it, and the list where it was scrolled to, while they exist."""
        self._all = list(lines)
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

    def lines(self) -> list[Line]:
        """Those in sight after the filter."""
        return self._model.lines

    def current_id(self) -> int | None:
        row = self.currentIndex().row()
        return self._model.lines[row].id if row >= 0 else None

    def set_current(self, line_id: int | None) -> None:
        row = self._model.row_of(line_id)
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
        if isinstance(watched, QLineEdit) and isinstance(event, QKeyEvent) and self._model.lines:
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
        if not self._model.lines:
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
        lines = [line for line in self._all if self._passes(line)]
        self._paint.numbered = any(line.number for line in lines)
        self._refreshing = True
        self._model.show(lines)
        self.set_current(kept)
        self._refreshing = False
        self.verticalScrollBar().setValue(place)
        self._announce()

    def _passes(self, line: Line) -> bool:
        words = search_words(line.spoken()) if self._filter else ()
        return all(any(word.startswith(start) for word in words) for start in self._filter)

    def _announce(self) -> None:
        if not self._refreshing and self.current_id() != self._announced:
            self._announced = self.current_id()
            self.current.emit(self._announced)

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self._model.lines[index.row()].id)


class History(Lines):
    """Earlier visits: what about, when and what was said (up to two lines), and what became of it."""

    def __init__(self, empty: str = "") -> None:
        super().__init__(empty, wraps=True)
