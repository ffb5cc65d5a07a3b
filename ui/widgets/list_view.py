"""Long lists with a filter. A row is a number, a name, a quiet line, tags and a time."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QSortFilterProxyModel, Qt
from PySide6.QtWidgets import QLineEdit

from app.persian.text import fa, search_words
from ui.widgets.editors import TextEdit
from ui.widgets.list_row import ListRow
from ui.widgets.row_delegate import RowDelegate
from ui.widgets.row_list import NOTHING_FITS, ROW, Index, RowList


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


class ListView(RowList):
    """A list of rows that are all read at once, which can be narrowed by typing."""

    def __init__(self, empty: str = "", *, lines: int = 1, paints: type[RowDelegate] = RowDelegate) -> None:
        """`empty`: the sentence that says what will appear here and which key to press for it. `lines`: the most that
        the quiet text may take."""
        self._rows = RowModel()
        self._filter = RowFilter(self._rows)
        super().__init__(empty, self._filter, lines=lines, paints=paints)
        self._rows.setParent(self)

    def show_rows(self, rows: Sequence[ListRow]) -> None:
        """Replace the rows. The current row stays current if it is still there, and the scroll position stays."""
        with self._keeping_current():
            self._rows.show(rows)
        self._show_numbers()

    def filter(self, text: str) -> None:
        """Show only the rows in which every word of the text begins some word."""
        with self._keeping_current():
            self._filter.narrow(text)
        self._show_numbers()

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

    def index_of(self, row_id: int | None) -> QModelIndex:
        return self._filter.mapFromSource(self._rows.index(self._rows.place_of(row_id)))

    def _why_empty(self) -> str:
        return NOTHING_FITS if self._rows.rowCount() else super()._why_empty()

    def _show_numbers(self) -> None:
        self._delegate.numbered = any(row.number for row in self._filter.rows())


class History(ListView):
    """Earlier visits: the matter, when and what was said in up to two lines, and what became of it."""

    def __init__(self, empty: str = "") -> None:
        super().__init__(empty, lines=2)
