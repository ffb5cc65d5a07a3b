"""Beside the form: the visitor's history and the last tickets, or a list of people to choose from."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from app.cases.earlier import EarlierMatter
from app.persian.text import fa
from app.reception.view import KnownVisitor
from app.visits.visits import Visit
from ui.parts.summary_line import SummaryLine
from ui.reception.words import matter_row, visit_row
from ui.widgets import Card, History, KeyButton, ListRow, ListView, Tag, column, heading, row
from ui.widgets.page_stack import PageStack


class Side(PageStack):
    reprint_asked = Signal(int)
    """Print the ticket of this visit once more."""
    matter_chosen = Signal(EarlierMatter)
    """An earlier matter to continue."""
    cancelled = Signal()
    """The list of people was left and nobody chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.summary = SummaryLine(lines=3)
        self.history = History("با کد ملی یا نام، مراجعه‌های پیشین این‌جا می‌آید.")
        self.latest = ListView("هنوز کسی ثبت نشده است؛ کد ملی را بنویسید و Enter را بزنید.")
        self._count = Tag()
        self._matters: tuple[EarlierMatter, ...] = ()
        self._reprint_key = KeyButton("چاپ دوباره", "F8", small=True, flat=True)
        self._reprint_key.clicked.connect(self._reprint)
        self.history.chosen.connect(self._choose_matter)
        self.doubles = KeyButton("دوباره ثبت شده؟", "Ctrl+D", small=True, flat=True)
        self.doubles.hide()
        both = column(
            Card(row(heading("سوابق"), self._count, 1, self.doubles), self.summary, self.history, gap=4),
            Card(row(heading("آخرین ثبت‌ها"), 1, self._reprint_key), self.latest, gap=4),
            gap=16,
            parent=(both_cards := QWidget()),
        )
        both.setStretch(0, 11)
        both.setStretch(1, 14)
        self.people = People("کسی با این شماره یا نام پیدا نشد.")
        self._both = both_cards
        self.addWidget(self._both)
        self.addWidget(self.people)
        self._take: Callable[[int], None] | None = None
        self.people.cancelled.connect(self._cancel)
        self.people.chosen.connect(self._chosen)

    def show_visitor(self, known: KnownVisitor | None) -> None:
        """None: nobody is known yet."""
        self._matters = known.matters if known else ()
        self.doubles.setVisible(known is not None)
        self.summary.show_summary(known.summary if known else None)
        self._count.show_state(f"{len(self._matters)} مراجعه" if self._matters else "")
        self.history.set_empty("اولین مراجعهٔ ایشان است." if known else "با کد ملی یا نام، مراجعه‌های پیشین این‌جا می‌آید.")
        self.history.show_rows([matter_row(matter) for matter in self._matters])

    def show_latest(self, visits: Sequence[Visit]) -> None:
        self.latest.show_rows([visit_row(visit) for visit in visits])
        self._reprint_key.setVisible(bool(visits))

    def show_history(self) -> None:
        self.setCurrentWidget(self._both)

    def choose(self, title: str, rows: Sequence[ListRow], take: Callable[[int], None], empty: str = "") -> None:
        """Put a list of people in front; `take` is called with the id of the chosen row."""
        self._take = take
        self.people.offer(title, rows, empty)
        self.setCurrentWidget(self.people)
        self.people.list.setFocus()

    def is_choosing(self) -> bool:
        return self.currentWidget() is self.people

    def _cancel(self) -> None:
        self.show_history()
        self.cancelled.emit()

    def _chosen(self, row_id: int) -> None:
        if self._take:
            self._take(row_id)

    def _reprint(self) -> None:
        """Reprint the ticket under the selection bar, else the newest one."""
        rows = self.latest.rows()
        if rows:
            self.reprint_asked.emit(self.latest.current_id() or rows[0].id)

    def _choose_matter(self, visit_id: int) -> None:
        matter = next(matter for matter in self._matters if matter.visit_id == visit_id)
        if matter.stage or matter.state == "done":
            self.matter_chosen.emit(matter)


class People(Card):
    """A list of people to choose from: typing filters it, the arrows move, Enter chooses, Esc cancels."""

    chosen = Signal(int)
    cancelled = Signal()

    def __init__(self, empty: str) -> None:
        self._title = heading("")
        self.list = ListView(empty)
        self.box: QLineEdit = self.list.filter_box("بخشی از نام یا کد")
        cancel = KeyButton("بازگشت", "Esc", small=True, flat=True)
        super().__init__(row(self._title, 1, cancel), self.box, self.list, gap=8)
        cancel.clicked.connect(self.cancelled)
        self.list.chosen.connect(self.chosen)

    def offer(self, title: str, rows: Sequence[ListRow], empty: str) -> None:
        self._title.setText(fa(title))
        self.box.clear()
        if empty:
            self.list.set_empty(empty)
        self.list.show_rows(rows)
        self.list.set_current(rows[0].id if rows else None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().strip() and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            self.box.setFocus()
            self.box.insert(event.text())
        else:
            super().keyPressEvent(event)
