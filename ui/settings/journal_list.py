"""The list of the journal: its pages one after the other, and runs of prints folded until they are opened."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.audit.folding import Fold, folded
from app.audit.reading import LIMIT, NEWEST, JournalPage, JournalRow
from app.audit.words import WRONG_CLOCK
from app.persian.calendar import jalali_year, local_day, local_time, short_day
from app.persian.text import fa, isolate
from ui.widgets import ListRow, ListView, column, label
from ui.widgets.frames import TagKind

FEW = 40
"""Rows that fill the list's height: with fewer, because prints are folded, older ones are asked for at once."""


class JournalList(QWidget):
    current = Signal()
    older_asked = Signal()
    """The list is at its end, and older rows are to be read."""

    def __init__(self) -> None:
        super().__init__()
        self.list = ListView("با این مشخصات سابقه‌ای ثبت نشده است.")
        self.count = label("", "quiet")
        self._rows: tuple[JournalRow, ...] = ()
        self._shown: dict[int, JournalRow | Fold] = {}
        self._opened: set[int] = set()
        self._more = self._awaits = False
        column(self.list, parent=self).setContentsMargins(0, 0, 0, 0)
        self.setFocusProxy(self.list)
        self.list.current.connect(self.current)
        self.list.chosen.connect(self.toggle)
        self.list.verticalScrollBar().valueChanged.connect(self._scrolled)

    def current_entry(self) -> JournalRow | Fold | None:
        """The current row, or the first one."""
        return self._shown.get(self.list.current_id() or next(iter(self._shown), 0))

    def is_open(self, fold: Fold) -> bool:
        return fold.id in self._opened

    def loaded(self) -> int:
        """How many rows of the journal have been read, at least a page."""
        return max(LIMIT, len(self._rows))

    def before(self) -> int:
        """The row before which older ones begin."""
        return self._rows[-1].id if self._rows else NEWEST

    def show_newest(self, page: JournalPage) -> None:
        self._rows = page.rows
        self._show(page)

    def show_older(self, page: JournalPage) -> None:
        self._rows += page.rows
        self._show(page)

    def toggle(self, entry_id: int) -> None:
        """Open or close a fold."""
        if isinstance(self._shown.get(entry_id), Fold):
            self._opened ^= {entry_id}
            self._show_rows()

    def _show(self, page: JournalPage) -> None:
        self._more, self._awaits = page.more, False
        read = f"{len(self._rows)} از {page.total} ردیف" if page.more else f"{page.total} ردیف"
        self.count.setText(fa(read))
        self._show_rows()
        if len(self._shown) < FEW:
            self._ask_for_older()

    def _show_rows(self) -> None:
        entries, kept = folded(self._rows), self.list.current_id()
        fold_of = {row.id: entry.id for entry in entries if isinstance(entry, Fold) for row in entry.rows}
        self._opened = {fold_of.get(-fold_id, fold_id) for fold_id in self._opened}
        self._shown = {}
        shown = []
        for entry in entries:
            self._shown[entry.id] = entry
            if not isinstance(entry, Fold):
                shown.append(change_row(entry))
                continue
            shown.append(fold_row(entry, self.is_open(entry)))
            if self.is_open(entry):
                self._shown |= {row.id: row for row in entry.rows}
                shown += map(change_row, entry.rows)
        self.list.show_rows(shown)
        if kept and kept not in self._shown:  # its fold was closed, or goes on in older prints
            self.list.set_current(fold_of.get(abs(kept)))
        self.current.emit()

    def _scrolled(self, value: int) -> None:
        bar = self.list.verticalScrollBar()
        if bar.maximum() and value >= bar.maximum() - bar.pageStep():
            self._ask_for_older()

    def _ask_for_older(self) -> None:
        if self._more and not self._awaits:
            self._awaits = True
            self.older_asked.emit()


def change_row(change: JournalRow) -> ListRow:
    quiet = " · ".join(filter(None, (change.about, change.clerk)))
    tags: tuple[tuple[TagKind, str], ...] = (("waits", WRONG_CLOCK),) if change.wrong_clock else ()
    return ListRow(change.id, change.action, quiet, time=when(change), tags=tags)


def fold_row(fold: Fold, is_open: bool) -> ListRow:
    newest = fold.rows[0]
    papers = "، ".join(f"{count} {kind}" for kind, count in fold.papers)
    tags: list[tuple[TagKind, str]] = [("waits", WRONG_CLOCK)] if newest.wrong_clock else []
    if is_open:
        tags.append(("plain", "باز"))
    return ListRow(fold.id, f"{len(fold.rows)} چاپ", f"{newest.clerk} · {papers}", time=when(newest), tags=tuple(tags))


def when(change: JournalRow) -> str:
    """Return the moment of a row; with the year where the clock was wrong, which is often wrong by the year alone."""
    day = local_day(change.at)
    year = f" {jalali_year(day)}" if change.wrong_clock else ""
    return f"{short_day(day)}{year} {isolate(local_time(change.at))}"
