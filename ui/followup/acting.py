"""The case in front and what is done with it."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.errors import Refused
from app.followup.dossier import Dossier
from ui.context import Context
from ui.followup.acts import ACTS
from ui.followup.asking import Asking
from ui.followup.case import CasePanel
from ui.parts.scan_pages import Sheet, sheets
from ui.parts.scan_viewer import SMALL, Viewer
from ui.widgets import column, label
from ui.widgets.page_stack import PageStack
from ui.work import Task

NOTHING = "سطری را برگزینید، یا بارکد برگه را بخوانید."


class Acting(Asking):
    """An act is asked about in the case's own place; another case may come in behind it meanwhile."""

    notified = Signal(str, str)
    case_asked = Signal(int)

    def __init__(self, context: Context) -> None:
        self._views, self._nothing, self.panel = PageStack(), QWidget(), CasePanel()
        super().__init__(context.work, self._views)
        self._context = context
        self.case: Dossier | None = None
        self.panel.asked.connect(self.act)
        self.panel.case_asked.connect(self.open_case)
        self.panel.scans_asked.connect(self._show_scans)
        self.done.connect(partial(self.notified.emit, "done"))
        column(1, label(NOTHING, "quiet", wraps=True), 1, parent=self._nothing)
        for page in (self._nothing, self.panel):
            self._views.addWidget(page)

    def show_case(self, case: Dossier | None) -> None:
        self.case = case
        if case:
            self.panel.show_case(case, self._context.clerk)
        self._views.setCurrentWidget(self.panel if case else self._nothing)

    def act(self, name: str) -> None:
        act, case = ACTS[name], self.case
        if case is None or self.question or not act.is_open(self._context.clerk, case):
            return
        if act.ask:
            self.begin(act.ask(self._context, case), partial(self._task, name, case), act.done)
        else:
            self._sentence = act.done
            self.panel.setEnabled(False)  # one press, one act
            self._context.work.run(self._task(name, case, {}), self._acted, self._not_acted)

    def open_case(self) -> None:
        if self.case:
            self.case_asked.emit(self.case.visit_id)

    def _task(self, name: str, case: Dossier, typed: dict[str, str]) -> Task:
        return ACTS[name].task(self._context.clerk, case, typed, self.question)

    def _acted(self, _: object) -> None:
        self.panel.setEnabled(True)
        self.notified.emit("done", self._sentence)

    def _not_acted(self, refused: Refused) -> None:
        self.panel.setEnabled(True)
        self.notified.emit("error", refused.sentence)

    def _show_scans(self) -> None:
        if self.case and self.case.scans:
            self._context.work.run_long(sheets(self.case.scans, SMALL), self._scanned)

    def _scanned(self, found: list[Sheet]) -> None:
        if found and self.case:
            viewer = Viewer(self._context.work, self.window())
            viewer.closed.connect(viewer.deleteLater)
            viewer.closed.connect(self.ended)
            viewer.open(found, 0, self.case.scans)
