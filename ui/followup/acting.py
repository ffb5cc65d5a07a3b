"""The case in front and what is done with it: an act is asked about in the case's own place."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.dossier import Dossier
from app.errors import Refused
from ui.context import Context
from ui.followup.acts import ACTS
from ui.followup.case import CasePanel
from ui.kit import column, label
from ui.sessions.ask import Ask
from ui.table.pictures import SMALL, Viewer
from ui.table.sheets import Sheet, sheets

NOTHING = "سطری را برگزینید، یا بارکد برگه را بخوانید."


class Acting(QStackedWidget):
    told = Signal(str, str)
    ended = Signal()
    """The ask is gone; the focus belongs to the list again."""
    case_asked = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.case: Dossier | None = None
        self.ask: Ask | None = None
        self._sentence = ""
        """To be said when what is under way is done."""
        self._nothing, self.panel, self._place = QWidget(), CasePanel(), QWidget()
        self.panel.asked.connect(self.begin)
        self.panel.case_asked.connect(self.open_case)
        self.panel.scans_asked.connect(self._show_scans)
        self._asks: QVBoxLayout = column(parent=self._place)
        column(1, label(NOTHING, "quiet", wraps=True), 1, parent=self._nothing)
        for page in (self._nothing, self.panel, self._place):
            self.addWidget(page)

    def show_case(self, case: Dossier | None) -> None:
        """What is being asked stays in front, with what is written in it."""
        self.case = case
        if case:
            self.panel.show_case(case, self._context.clerk)
        if self.ask is None:
            self.setCurrentWidget(self.panel if case else self._nothing)

    def begin(self, name: str) -> None:
        act, case = ACTS[name], self.case
        if case is None or self.ask or not act.is_open(self._context.clerk, case):
            return
        if act.ask is None:
            self._run(name, case, {})
            return
        self.ask = act.ask(self._context, case)
        self.ask.confirmed.connect(partial(self._confirm, name, case))
        self.ask.left.connect(self._leave)
        self._asks.addWidget(self.ask)
        self._asks.addStretch(1)
        self.setCurrentWidget(self._place)
        self.ask.setFocus()

    def open_case(self) -> None:
        if self.case:
            self.case_asked.emit(self.case.visit_id)

    def _confirm(self, name: str, case: Dossier, values: dict[str, str]) -> None:
        if self.ask:
            raw = self.ask.form.raw()
            days = {key: raw[key] for key in ("day", "promised_day", "again") if key in raw}
            self.ask.confirm.setEnabled(False)
            self._run(name, case, values | days)

    def _run(self, name: str, case: Dossier, typed: dict[str, str]) -> None:
        act = ACTS[name]
        self._sentence = act.done
        self.panel.acts[name].setEnabled(False)  # one press, one act
        self._context.work.run(act.task(self._context.clerk, case, typed, self.ask), self._done, self._refuse)

    def _done(self, _: object) -> None:
        self._free()
        if self.ask:
            self._leave()
        self.told.emit("done", self._sentence)

    def _free(self) -> None:
        for button in self.panel.acts.values():
            button.setEnabled(True)

    def _refuse(self, refused: Refused) -> None:
        self._free()
        if self.ask:
            self.ask.confirm.setEnabled(True)
            self.ask.refuse(refused)
        else:
            self.told.emit("error", refused.sentence)

    def _leave(self) -> None:
        if self.ask:
            self.ask.hide()
            self.ask.deleteLater()
            self.ask = None
        while self._asks.count():
            self._asks.takeAt(0)
        self.setCurrentWidget(self.panel if self.case else self._nothing)
        self.ended.emit()

    def _show_scans(self) -> None:
        if self.case and self.case.scans:
            self._context.work.run_long(sheets(self.case.scans, SMALL), self._scanned)

    def _scanned(self, found: list[Sheet]) -> None:
        if found and self.case:
            viewer = Viewer(self._context.work, self.window())
            viewer.closed.connect(viewer.deleteLater)
            viewer.closed.connect(self.ended)
            viewer.open(found, 0, self.case.scans)
