"""Long lists with a filter. A row is a number, a name, a quiet line, tags and a time; only visible rows are painted."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import escape

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListView

from app.persian.text import fa, search_words
from ui.widgets import theme
from ui.widgets.buttons import ENTERS, is_plain_enter
from ui.widgets.editors import TextEdit
from ui.widgets.list_row import ListRow
from ui.widgets.row_delegate import RowDelegate

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole


class RowModel(QAbstractListModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[ListRow] = []
        self._words: list[str] | None = None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role == ROW:
            return self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.rows[index.row()].spoken()
        if role == Qt.ItemDataRole.ToolTipRole and self.rows[index.row()].said:
            return _whole(self.rows[index.row()])
        return None

    def show(self, rows: Sequence[ListRow]) -> None:
        self.beginResetModel()
        self.rows, self._words = list(rows), None
        self.endResetModel()

    def place_of(self, row_id: int | None) -> int:
        """Return the index of the row, or -1 when there is none."""
        return next((place for place, row in enumerate(self.rows) if row.id == row_id), -1)

    def words(self) -> list[str]:
        """The words of each row for the filter, a space before each word. They are cut on the first call: that takes
        30 ms for 2,000 rows, and most lists are never filtered."""
        if self._words is None:
            self._words = [f" {' '.join(row.words())}" for row in self.rows]
        return self._words


def _whole(row: ListRow) -> str:
    """Return what a row says, uncut, as a tool tip that wraps."""
    texts = (row.name, row.quiet, *(text for _, text in row.said))
    return "".join(f"<p dir='rtl' style='margin:0'>{escape(fa(text))}</p>" for text in texts if text)


class RowFilter(QSortFilterProxyModel):
    """Lets a row pass if every typed word begins some word of it."""

    def __init__(self, model: RowModel) -> None:
        super().__init__(model)
        self._model, self._starts = model, list[str]()
        self.setSourceModel(model)

    def narrow(self, text: str) -> None:
        self._starts = [f" {start}" for start in search_words(text)]
        self.invalidate()

    def filterAcceptsRow(self, place: int, parent: Index) -> bool:
        return self._passes(place)

    def rows(self) -> list[ListRow]:
        """The rows that pass. They are not asked of Qt: 2,000 calls of `data` take 14 ms, this takes 2."""
        return [row for place, row in enumerate(self._model.rows) if self._passes(place)]

    def _passes(self, place: int) -> bool:
        if not self._starts:
            return True
        words = self._model.words()[place]
        return all(start in words for start in self._starts)


class ListView(QListView):
    """A list that keeps its current row over refreshes and can be narrowed by typing.

    `current` carries the id of the current row, None when there is none; `chosen` the id on Enter or a double click.
    """

    current = Signal(object)
    chosen = Signal(int)

    def __init__(self, empty: str = "", *, lines: int = 1, paints: type[RowDelegate] = RowDelegate) -> None:
        """`empty`: the sentence that says what will appear here and which key to press for it. `lines`: the most that
        the quiet text may take."""
        super().__init__()
        self._empty = fa(empty)
        self._model = RowModel(self)
        self._filter = RowFilter(self._model)
        self.setModel(self._filter)
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

    def show_rows(self, rows: Sequence[ListRow]) -> None:
        """Replace the rows. The current row stays current if it is still there, and the scroll position stays."""
        with self._keeping_current():
            self._model.show(rows)

    def filter(self, text: str) -> None:
        """Show only the rows in which every word of the text begins some word."""
        with self._keeping_current():
            self._filter.narrow(text)

    def filter_box(self, hint: str = "جست‌وجو در فهرست") -> QLineEdit:
        """Return a field for the filter. Down goes into the list; Enter chooses the current or else the first row."""
        box = TextEdit(hint)
        box.setClearButtonEnabled(True)
        box.textChanged.connect(self.filter)
        box.installEventFilter(self)
        return box

    def rows(self) -> list[ListRow]:
        """The rows that the filter lets pass."""
        return self._filter.rows()

    def current_id(self) -> int | None:
        index = self.currentIndex()
        return self._row(index).id if index.isValid() else None

    def set_current(self, row_id: int | None) -> None:
        place = self._model.place_of(row_id)
        self.setCurrentIndex(self._filter.mapFromSource(self._model.index(place)))

    def move_current(self, by: int) -> None:
        """Move the current row by so many places, for a field that keeps the focus."""
        place = self.currentIndex().row() + by
        self.setCurrentIndex(self._filter.index(max(0, min(place, self._filter.rowCount() - 1)), 0))

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
        if isinstance(watched, QLineEdit) and isinstance(event, QKeyEvent) and self._filter.rowCount():
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
        if not self._filter.rowCount():
            painter = QPainter(self.viewport())
            painter.setFont(theme.font(13))
            painter.setPen(QColor(theme.QUIET))
            sentence = "با این کلمه‌ها چیزی در فهرست نیست." if self._model.rowCount() else self._empty
            flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.viewport().rect().adjusted(16, 8, -16, -8), flags, sentence)

    def _enter_list(self) -> None:
        if self.current_id() is None:
            self.setCurrentIndex(self._filter.index(0, 0))
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
        self._delegate.numbered = any(row.number for row in self._filter.rows())
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


class History(ListView):
    """Earlier visits: the matter, when and what was said in up to two lines, and what became of it."""

    def __init__(self, empty: str = "") -> None:
        super().__init__(empty, lines=2)
