"""The cases behind a number of a report: all of them, read page by page while the clerk goes down the list."""

from functools import partial
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.collective import view as collective
from app.collective.changes import Gathered
from app.collective.view import CollectiveCase
from app.errors import Refused
from app.figures import counted_rows, gathering
from app.figures.counted import Counted
from app.figures.counted_rows import CountedPage, CountedRow
from app.persian.text import fa
from ui.context import Context
from ui.page import Page
from ui.papers.exporting import ExportButton
from ui.parts.question import QuestionStack, Values
from ui.reports.counted_list_rows import list_row, whole_in_words
from ui.reports.gathering_question import ask_name, name_from, told
from ui.widgets import Card, KeyButton, ListView, column, label, row
from ui.widgets.frames import restyle
from ui.work import Task


class Opened(NamedTuple):
    """A number that was opened: of a share its part and its whole, and which of them is listed."""

    title: str
    counted: tuple[Counted, ...]
    place: int = 0

    def now(self) -> Counted:
        return self.counted[self.place]


class CountedPanel(Page):
    """Enter opens the case of a row; of a session its visits. Esc goes back to where the number stands."""

    topics = frozenset({"session", "queue", "paraphs"})
    notified = Signal(str, str)
    left = Signal()
    """Back to the report."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._opened: list[Opened] = []
        self._rows: dict[int, CountedRow] = {}
        self._total, self._is_reading = 0, False
        self.title = label("", "heading")
        self.tabs = [KeyButton("", f"Alt+{n}", small=True) for n in (1, 2)]
        self.list = ListView("چیزی برای فهرست‌کردن نیست.")
        self.status = label("", "quiet")
        self.open, self.back = KeyButton("پرونده", "Enter", primary=True), KeyButton("بازگشت", "Esc")
        self.gather = KeyButton("پروندهٔ جمعی", "Ctrl+N")
        self.export = ExportButton(context, self.exported)
        card = Card(self.list)
        card.inner.setStretchFactor(self.list, 1)
        buttons = row(self.open, self.gather, self.back, self.status, 1, self.export)
        content = QWidget()
        column(row(self.title, *self.tabs, 1), card, buttons, gap=12, parent=content).setStretchFactor(card, 1)
        self.asking = QuestionStack(content)
        column(self.asking, parent=self)
        self.setFocusProxy(self.list)
        self._connect()

    def _connect(self) -> None:
        for place, tab in enumerate(self.tabs):
            tab.clicked.connect(partial(self._turn_to, place))
        self.list.chosen.connect(self._open_row)
        self.list.current.connect(self._read_on_at_the_end)
        self.list.verticalScrollBar().valueChanged.connect(self._read_on_at_the_end)
        self.open.clicked.connect(self._open_current)
        self.gather.clicked.connect(self._read_collective)
        self.asking.ended.connect(partial(self.list.setFocus, Qt.FocusReason.OtherFocusReason))
        self.back.clicked.connect(self._go_back)
        self.export.notified.connect(self.notified)

    def show_counted(self, title: str, counted: tuple[Counted, ...]) -> None:
        self.asking.take_away()
        self._opened = []
        self._begin(Opened(title, counted))

    def exported(self) -> tuple[str, Task]:
        opened = self._opened[-1]
        return opened.title, partial(
            counted_rows.listing, clerk=self.context.clerk, title=opened.title, counted=opened.now()
        )

    def refresh(self) -> None:
        """Read as many rows again as are listed."""
        if self._opened:
            self._read(0, max(len(self._rows), counted_rows.PAGE))

    def _begin(self, opened: Opened) -> None:
        self._opened.append(opened)
        self._rows, self._total = {}, 0
        self.list.show_rows([])
        self.title.setText(fa(opened.title))
        self._show_tabs(opened)
        self._read(0, counted_rows.PAGE)

    def _show_tabs(self, opened: Opened) -> None:
        for place, tab in enumerate(self.tabs):
            tab.setVisible(len(opened.counted) > 1)
            tab.set_text(("این‌ها", "از همهٔ این‌ها")[place])
            tab.setProperty("taken", place == opened.place)
            restyle(tab)

    def _read(self, offset: int, limit: int) -> None:
        self._is_reading = True
        opened = self._opened[-1]
        task = partial(counted_rows.page, clerk=self.context.clerk, counted=opened.now(), offset=offset, limit=limit)
        self.context.work.run(task, partial(self._show, opened), self._refused)

    def _show(self, opened: Opened, page: CountedPage) -> None:
        if not self._opened or opened is not self._opened[-1]:
            return
        self._is_reading = False
        kept = self._rows if page.offset else {}
        self._rows, self._total = kept | {each.id: each for each in page.rows}, page.total
        self.list.show_rows([list_row(opened.now().subject, each) for each in self._rows.values()])
        if self.list.current_id() is None and self._rows:
            self.list.set_current(next(iter(self._rows)))
        self.open.setEnabled(bool(self._rows))
        self.export.button.setEnabled(bool(self._rows))
        self.gather.setVisible(opened.now().subject != "sessions")
        self.gather.setEnabled(bool(self._rows))
        self.status.setText(whole_in_words(opened.now(), page, len(self._rows)))
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _read_on_at_the_end(self, _: object) -> None:
        bar, listed = self.list.verticalScrollBar(), len(self._rows)
        is_last = listed and self.list.current_id() == next(reversed(self._rows))
        if not self._is_reading and listed < self._total and (is_last or bar.value() == bar.maximum() > 0):
            self._read(listed, counted_rows.PAGE)

    def _turn_to(self, place: int) -> None:
        self._begin(self._opened.pop()._replace(place=place))

    def _open_current(self) -> None:
        row_id = self.list.current_id()
        if row_id is not None:
            self._open_row(row_id)

    def _open_row(self, row_id: int) -> None:
        opened, chosen = self._opened[-1], self._rows[row_id]
        if chosen.visit_id:
            self.case_asked.emit(chosen.visit_id)
        else:
            visits = Counted("visits", "visits", opened.now().scope, (("session", (chosen.id,)),))
            self._begin(Opened(f"مراجعه‌های جلسهٔ {chosen.number}", (visits,)))

    def _read_collective(self) -> None:
        self.context.work.run(partial(collective.cases, clerk=self.context.clerk), self._ask_gathering, self._refused)

    def _ask_gathering(self, known: list[CollectiveCase]) -> None:
        if self._opened:
            opened = self._opened[-1]
            self.asking.ask(ask_name(name_from(opened.title), known), partial(self._gather, opened.now()))

    def _gather(self, counted: Counted, values: Values) -> None:
        task = partial(
            gathering.gather,
            clerk=self.context.clerk,
            counted=counted,
            collective_id=int(values.get("collective") or 0),
            name=values["name"],
        )
        self.context.work.run(task, self._gathered, self.asking.refuse)

    def _gathered(self, gathered: Gathered) -> None:
        self.asking.end()
        self.notified.emit("done", told(gathered))

    def _go_back(self) -> None:
        self._opened.pop()
        if self._opened:
            self._begin(self._opened.pop())
        else:
            self.left.emit()

    def _refused(self, refused: Refused) -> None:
        self._is_reading = False
        self._rows, self._total = {}, 0
        self.list.show_rows([])
        self.notified.emit("error", refused.sentence)
