"""What the keys of the table do: each one rule, its answer in the notice."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.errors import Refused
from app.line import steps
from app.table import paraphs, renewal
from app.table.paraphs import Draft, Saved
from app.table.view import Subject
from ui.context import Context

Rule = Callable[..., Any]


class Acts(QObject):
    saved = Signal(Saved)
    refused = Signal(Refused)
    nobody_left = Signal()
    """The line for this table was empty after all."""
    busy = Signal(bool)

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

    def save(self, subject: Subject, draft: Draft, reason: str, instead: int = 0) -> None:
        """`instead`: the paraph that stands by now where somebody else amended the subject's."""
        self.busy.emit(True)
        if subject.paraph is None:
            self._run(paraphs.save, self._wrote, visit_id=subject.story.visit.id, draft=draft,
                      table_id=subject.story.visit.table_id)
        else:
            paraph_id = instead or subject.paraph["id"]
            self._run(paraphs.amend, self._wrote, paraph_id=paraph_id, draft=draft, reason=reason)

    def renew(self, subject: Subject, past_id: int, official_id: int, accepted: tuple[int, ...] = ()) -> None:
        self.busy.emit(True)
        self._run(renewal.renew, self._wrote, visit_id=subject.story.visit.id, past_id=past_id,
                  official_id=official_id, accepted=accepted, table_id=subject.story.visit.table_id)

    def void(self, subject: Subject, reason: str) -> None:
        if subject.paraph is not None:
            self.busy.emit(True)
            self._run(paraphs.void, self._wrote, paraph_id=subject.paraph["id"], reason=reason)

    def _run(self, rule: Rule, then: Callable[[Any], None] | None = None, **given: Any) -> None:
        self._context.work.run(partial(rule, clerk=self._context.clerk, **given), then, self._no)

    def _called(self, visit: object) -> None:
        if visit is None:
            self.nobody_left.emit()

    def _wrote(self, saved: Saved) -> None:
        self.busy.emit(False)
        self.saved.emit(saved)

    def _no(self, refused: Refused) -> None:
        self.busy.emit(False)
        self.refused.emit(refused)
