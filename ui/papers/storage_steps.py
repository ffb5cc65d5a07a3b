"""Storage tasks of something that goes on by itself: each is repeated when storage comes back, and answered once."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Slot

from ui.work import Task, Work

Answered = tuple[int, Any]


class StorageSteps(QObject):
    """One task at a time. A task must bear to be run twice: its first answer may have been lost on the way."""

    def __init__(self, work: Work, parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._number = 0
        self._again: Callable[[], None] | None = None
        self._may_fail = False
        work.restored.connect(self._repeat)

    @property
    def may_fail(self) -> bool:
        """Whether a task is under way that may be given up: nothing is lost by it."""
        return self._again is not None and self._may_fail

    def run(self, task: Task, then: Callable[[Any], None], *, is_long: bool = False, may_fail: bool = False) -> None:
        """`then` gets the task's result, unless another task was begun meanwhile."""
        self._number += 1
        self._may_fail = may_fail
        number, self._then = self._number, then
        run = self._work.run_long if is_long else self._work.run
        self._again = lambda: run(lambda db: (number, task(db)), self._answer)
        self._again()

    def _answer(self, answered: Answered) -> None:
        number, result = answered
        if number == self._number and self._again:
            self._again = None
            self._then(result)

    @Slot()
    def _repeat(self) -> None:
        if self._again:
            self._again()
