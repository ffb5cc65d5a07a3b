"""A place in the page where one thing is asked at a time."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.errors import Refused
from ui.sessions.ask import Ask
from ui.widgets import column
from ui.widgets.page_stack import PageStack
from ui.work import Task, Work

DAYS = ("day", "promised_day", "again")
"""Handed to the rule as typed: it says itself what is wrong with one."""


class Asking(PageStack):
    """Shows its content until something is asked; what is written stays until it is done or left."""

    done = Signal(str)
    ended = Signal()

    def __init__(self, work: Work, content: QWidget) -> None:
        super().__init__()
        self._work, self._content, self._place = work, content, QWidget()
        self.ask: Ask | None = None
        self._sentence = ""
        self._make: Callable[[dict[str, str]], Task] | None = None
        self._column: QVBoxLayout = column(parent=self._place)
        self.addWidget(content)
        self.addWidget(self._place)

    def begin(self, ask: Ask, make: Callable[[dict[str, str]], Task], sentence: str) -> None:
        """`make`: the task of what was typed; `sentence`: what is said when it is done."""
        if self.ask:
            return
        self.ask, self._make, self._sentence = ask, make, sentence
        ask.confirmed.connect(self._confirm)
        ask.left.connect(self._leave)
        self._column.addWidget(ask)
        self._column.addStretch(1)
        self.setCurrentWidget(self._place)
        ask.setFocus()

    def _confirm(self, values: dict[str, str]) -> None:
        if self.ask and self._make:
            raw = self.ask.form.raw()
            self.ask.confirm.setEnabled(False)
            task = self._make(values | {name: raw[name] for name in DAYS if name in raw})
            self._work.run(task, self._done, self._refuse)

    def _done(self, _: object) -> None:
        self._leave()
        self.done.emit(self._sentence)

    def _refuse(self, refused: Refused) -> None:
        if self.ask:
            self.ask.confirm.setEnabled(True)
            self.ask.refuse(refused)

    def _leave(self) -> None:
        if self.ask:
            self.ask.hide()
            self.ask.deleteLater()
            self.ask = None
        while self._column.count():
            self._column.takeAt(0)
        self.setCurrentWidget(self._content)
        self.ended.emit()
