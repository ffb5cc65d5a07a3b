"""Beside the form: the visitor's story and the last tickets, or a list to choose somebody from."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QWidget

from app.cases.earlier import EarlierMatter
from app.persian.text import fa
from app.reception.view import Story
from app.visits.visits import Visit
from ui.reception.words import past_row, visit_row
from ui.widgets import Card, History, KeyButton, ListRow, ListView, Tag, column, heading, row


class Side(QStackedWidget):
    """`again`: the visit whose ticket is wanted once more. `case`: an earlier matter to go on with."""

    again = Signal(int)
    case = Signal(EarlierMatter)
    left = Signal()
    """Nobody was chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.history = History("با کد ملی یا نام، مراجعه‌های پیشین این‌جا می‌آید.")
        self.latest = ListView("هنوز کسی ثبت نشده است؛ کد ملی را بنویسید و Enter بزنید.")
        self._count = Tag()
        self._pasts: tuple[EarlierMatter, ...] = ()
        self._again = KeyButton("چاپ دوباره", "F8", small=True, flat=True)
        self._again.clicked.connect(self._reprint)
        self.history.chosen.connect(self._take_case)
        self.doubles = KeyButton("دوباره ثبت شده؟", "Ctrl+D", small=True, flat=True)
        self.doubles.hide()
        told = column(
            Card(row(heading("سوابق"), self._count, 1, self.doubles), self.history, gap=4),
            Card(row(heading("آخرین ثبت‌ها"), 1, self._again), self.latest, gap=4),
            gap=16, parent=(holder := QWidget()),
        )
        told.setStretch(0, 11)
        told.setStretch(1, 14)
        self.people = People("کسی با این نشانی پیدا نشد.")
        self.addWidget(holder)
        self.addWidget(self.people)
        self._take: Callable[[int], None] | None = None
        self.people.left.connect(self._leave)
        self.people.chosen.connect(self._chosen)

    def tell(self, story: Story | None) -> None:
        self._pasts = story.pasts if story else ()
        self.doubles.setVisible(story is not None)
        self._count.show_state(f"{len(self._pasts)} مراجعه" if self._pasts else "")
        self.history.set_empty("نخستین مراجعهٔ اوست." if story else "با کد ملی یا نام، مراجعه‌های پیشین این‌جا می‌آید.")
        self.history.show_rows([past_row(past) for past in self._pasts])

    def show_latest(self, visits: Sequence[Visit]) -> None:
        self.latest.show_rows([visit_row(visit) for visit in visits])
        self._again.setVisible(bool(visits))

    def show_told(self) -> None:
        self.setCurrentIndex(0)

    def choose(self, title: str, rows: Sequence[ListRow], take: Callable[[int], None], empty: str = "") -> None:
        """Put a list of people in front; `take` gets the id of the chosen one."""
        self._take = take
        self.people.offer(title, rows, empty)
        self.setCurrentWidget(self.people)
        self.people.list.setFocus()

    def is_choosing(self) -> bool:
        return self.currentWidget() is self.people

    def _leave(self) -> None:
        self.show_told()
        self.left.emit()

    def _chosen(self, row_id: int) -> None:
        if self._take:
            self._take(row_id)

    def _reprint(self) -> None:
        """The ticket under the bar, else the newest."""
        rows = self.latest.rows()
        if rows:
            self.again.emit(self.latest.current_id() or rows[0].id)

    def _take_case(self, visit_id: int) -> None:
        past = next(past for past in self._pasts if past.visit_id == visit_id)
        if past.stage or past.state == "done":
            self.case.emit(past)


class People(Card):
    """Somebody is to be chosen: typing narrows, arrows move, Enter takes, Esc leaves."""

    chosen = Signal(int)
    left = Signal()

    def __init__(self, empty: str) -> None:
        self._title = heading("")
        self.list = ListView(empty)
        self.box: QLineEdit = self.list.filter_box("بخشی از نام یا کد")
        leave = KeyButton("بازگشت", "Esc", small=True, flat=True)
        super().__init__(row(self._title, 1, leave), self.box, self.list, gap=8)
        leave.clicked.connect(self.left)
        self.list.chosen.connect(self.chosen)

    def offer(self, title: str, rows: Sequence[ListRow], empty: str) -> None:
        self._title.setText(fa(title))
        self.box.clear()
        if empty:
            self.list.set_empty(empty)
        self.list.show_rows(rows)
        self.list.set_current(rows[0].id if rows else None)

    def refresh(self, rows: Sequence[ListRow]) -> None:
        self.list.show_rows(rows)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().strip() and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            self.box.setFocus()
            self.box.insert(event.text())
        else:
            super().keyPressEvent(event)
