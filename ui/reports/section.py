"""The base of the sections of the reports page: a list, and beside it the paper of the row in front."""

from collections.abc import Sequence
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.errors import Refused
from ui.context import Context
from ui.page import Page
from ui.papers.exporting import ExportButton
from ui.papers.saving import FileSaver
from ui.papers.viewer import Gather, Viewer
from ui.parts.button_flow import button_flow
from ui.widgets import Card, KeyButton, ListRow, ListView, column, label, row, theme
from ui.widgets.row_delegate import RowDelegate
from ui.work import Task

LIST_WIDTH = 260
PAUSE_MS = 120
"""Pause before a paper is drawn: holding an arrow key down draws none of the papers it passes."""


class ReportsSection(Page):
    """A subclass says what is listed, what a row's paper is, and which buttons there are."""

    notified = Signal(str, str)
    """A kind of notice and its sentence."""
    numbers_asked = Signal(str, object)
    """Show the numbers of this kind of report in this scope."""
    report_asked = Signal(str, object)
    """Show this kind of report of a period, in this scope."""
    counted_asked = Signal(str, object)
    """List the cases behind a number: its name, and what it counts."""
    collective_asked = Signal()
    """List the collective cases."""
    empty: ClassVar[str]
    roles: ClassVar[tuple[str, ...]] = ()
    """The roles that see this section; empty for everybody."""
    lines: ClassVar[int] = 1
    """The most lines that the quiet text of a row may take."""
    paints: ClassVar[type[RowDelegate]] = RowDelegate
    """The delegate that paints the rows."""
    look: ClassVar[str] = "ردیفی را انتخاب کنید تا برگهٔ آن این‌جا دیده شود."

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.list = ListView(self.empty, lines=self.lines, paints=self.paints)
        self.viewer = Viewer(context.work, self.look)
        self.save = KeyButton("ذخیرهٔ PDF", "F8")
        self.save.clicked.connect(self._save)
        self.export = ExportButton(context, self.exported)
        self.export.notified.connect(self.notified)
        self._saving = FileSaver(context.work, self)
        self._saving.done.connect(partial(self.notified.emit, "done"))
        self._saving.failed.connect(partial(self.notified.emit, "error"))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._draw)
        self.list.current.connect(self._pause_then_draw)
        self.status = label("", "quiet")
        self.whole = self.place(button_flow(*self.buttons(), self.save))
        self.setFocusProxy(self.list)

    # -- for a subclass

    def place(self, buttons: QWidget) -> QVBoxLayout:
        """Lay out the list, the paper beside it, and the buttons beneath the paper."""
        listed = Card(self.list, row(self.status, 1, self.export))
        paper = Card(self.viewer, buttons)
        listed.inner.setStretchFactor(self.list, 1)
        listed.setMinimumWidth(theme.px(LIST_WIDTH))
        paper.inner.setStretchFactor(self.viewer, 1)
        sides = row(listed, paper, gap=16)
        sides.setStretchFactor(listed, 2)
        sides.setStretchFactor(paper, 3)
        whole = column(sides, gap=12, parent=self)
        whole.setStretchFactor(sides, 1)
        return whole

    def buttons(self) -> Sequence[QWidget]:
        """Make the buttons beneath the paper."""
        raise NotImplementedError

    def reading(self) -> Task:
        """Return the task that reads what is listed; `rows` gets its result."""
        raise NotImplementedError

    def exported(self) -> tuple[str, Task]:
        """Return the name of the exported file, and the task that makes its Listing."""
        raise NotImplementedError

    def rows(self, found: Any) -> list[ListRow]:
        """Keep what was read, and return its rows."""
        raise NotImplementedError

    def gather(self, row_id: int) -> Gather:
        """Return the task that gathers the paper of a row."""
        raise NotImplementedError

    def title(self, row_id: int) -> str:
        """Return the name of a row's paper, for its file."""
        raise NotImplementedError

    # -- for all

    def refresh(self) -> None:
        self.context.work.run(self.reading(), self._show)

    def act(self, task: Task, done: str = "") -> None:
        """Run a task; `done` is the notice after it succeeded."""
        self.context.work.run(task, partial(self._acted, done), self._no)

    def _acted(self, done: str, _: object) -> None:
        if done:
            self.notified.emit("done", done)

    def _show(self, found: Any) -> None:
        before = self.list.current_id()
        rows = self.rows(found)
        self.list.show_rows(rows)
        if self.list.current_id() is None and rows:
            self.list.set_current(rows[0].id)
        self.save.setEnabled(bool(rows))
        self.export.button.setEnabled(bool(rows))
        if self.list.current_id() == before:
            self._pause.start()

    def _pause_then_draw(self, _: object) -> None:
        self._pause.start()

    def _draw(self) -> None:
        row_id = self.list.current_id()
        if row_id is None:
            self.viewer.clear()
        else:
            self.viewer.show_documents(self.gather(row_id))

    def _save(self) -> None:
        row_id = self.list.current_id()
        if row_id is not None and self.viewer.pdf:
            self._saving.ask(self.title(row_id), self.viewer.pdf)

    def _no(self, refused: Refused) -> None:
        self.notified.emit("error", refused.sentence)
