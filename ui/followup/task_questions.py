"""Questions whose answer is carried out as a task."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.parts.question import Question, QuestionStack, Values
from ui.work import Task, Work

Said = str | Callable[[Any], str]
"""The sentence after a task, or what makes it of the task's result."""
DAYS = ("day", "promised_day", "again", "letter_day")
"""Fields handed to the rule as typed: the rule itself says what is wrong with a day."""


class TaskQuestionStack(QuestionStack):
    """Runs the task an answer stands for. The question stays until the task is done or the clerk leaves."""

    done = Signal(str)

    def __init__(self, work: Work, content: QWidget) -> None:
        super().__init__(content)
        self._work = work
        self._sentence: Said = ""

    def begin(self, question: Question, make: Callable[[Values], Task], sentence: Said) -> None:
        """Ask, unless something is asked already. `make` makes the task of the answer; `done` carries `sentence`."""
        if self.question is None:
            self._sentence = sentence
            self.ask(question, partial(self._run, question, make))

    def _run(self, question: Question, make: Callable[[Values], Task], values: Values) -> None:
        raw = question.form.raw()
        task = make(values | {name: raw[name] for name in DAYS if name in raw})
        self._work.run(task, self._done, self.refuse)

    def _done(self, result: object) -> None:
        self.end()
        self.done.emit(self._sentence if isinstance(self._sentence, str) else self._sentence(result))
