"""The keys of the table that move its visitor through the line: each calls one rule."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.errors import Refused
from app.line import steps
from app.table.view import Subject
from ui.context import Context


class LineActions(QObject):
    refused = Signal(Refused)
    nobody_waits = Signal()
    """The line for this table was empty after all."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context

    def came(self, subject: Subject) -> None:
        self._run(steps.came, visit_id=subject.story.visit.id)

    def recall(self, subject: Subject) -> None:
        self._run(steps.recall, visit_id=subject.story.visit.id)

    def no_show(self, subject: Subject) -> None:
        self._run(steps.no_show, visit_id=subject.story.visit.id)

    def undo(self, subject: Subject) -> None:
        self._run(steps.undo, visit_id=subject.story.visit.id)

    def send(self, subject: Subject, table_id: int | None, note: str) -> None:
        self._run(steps.send, visit_id=subject.story.visit.id, table_id=table_id, note=note)

    def call_next(self, session_id: int, table_id: int) -> None:
        self._run(steps.call_next, self._called, session_id=session_id, table_id=table_id)

    def _run(self, rule: Callable[..., Any], then: Callable[[Any], None] | None = None, **given: Any) -> None:
        self._context.work.run(partial(rule, clerk=self._context.clerk, **given), then, self.refused.emit)

    def _called(self, visit: object) -> None:
        if visit is None:
            self.nobody_waits.emit()
