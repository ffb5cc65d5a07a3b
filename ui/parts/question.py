"""A question asked inside a page, and the place where it stands instead of what the page shows there."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.errors import Refused
from app.persian.text import fa
from ui.parts.button_flow import button_flow
from ui.widgets import FieldSpec, Form, KeyButton, column, heading, label, row
from ui.widgets.page_stack import PageStack

Values = dict[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """A button that answers a question. `values` are handed on together with those of the form."""

    text: str
    key: str = "Enter"
    values: Mapping[str, str] = field(default_factory=dict)


class Question(QWidget):
    """A title, a sentence, a form if something is to be written, and a button for each answer.

    From an answer until `refuse` the buttons rest, so that a second press does not repeat the act. What was typed
    stays.
    """

    answered = Signal(dict)
    """The values of the form and of the pressed answer."""
    left = Signal()
    """Esc was pressed."""

    def __init__(
        self, title: str, sentence: str, specs: Sequence[FieldSpec], *answers: Answer, compact: bool = False
    ) -> None:
        """The first answer is the primary one. `compact`: small buttons beside the form instead of beneath it."""
        super().__init__()
        self.form = Form(specs)
        if not specs:
            self.form.hide()
        self.error = label(name="error", wraps=True)
        self.error.hide()
        self.answers = [
            KeyButton(answer.text, answer.key, primary=answer is answers[0], small=compact) for answer in answers
        ]
        for button, answer in zip(self.answers, answers, strict=True):
            button.clicked.connect(partial(self._press, answer))
        self._extras = column()
        if compact:
            self._lay_out_compact(title, sentence, has_form=bool(specs))
        else:
            self._lay_out(title, sentence, has_form=bool(specs))
        self.setFocusProxy(self.form if specs else self.answers[0])

    @property
    def confirm(self) -> KeyButton:
        """The primary answer."""
        return self.answers[0]

    def add(self, *widgets: QWidget) -> None:
        """Lay more widgets side by side beneath the form."""
        self._extras.addLayout(row(*widgets, 1))

    def answer(self, answer: Answer) -> None:
        """Emit `answered`, unless the form holds what cannot be understood."""
        self.error.hide()
        if self.form.check():
            self._rest(True)
            self.answered.emit(self.form.values() | dict(answer.values))

    def refuse(self, refused: Refused) -> None:
        """Show why the answer was refused, and let another be given."""
        self._rest(False)
        self.show_error(refused)

    def show_error(self, refused: Refused) -> None:
        """Show the sentence at its field, or beneath the form when it is about the whole."""
        if not self.form.errors(refused.field, refused.sentence):
            self.error.setText(fa(refused.sentence))
            self.error.show()

    def _press(self, answer: Answer, _: bool = False) -> None:
        self.answer(answer)

    def _rest(self, resting: bool) -> None:
        for button in self.answers:
            button.setEnabled(not resting)

    def _lay_out(self, title: str, sentence: str, *, has_form: bool) -> None:
        leave = KeyButton("بازگشت", "Esc")
        leave.clicked.connect(self.left)
        words = label(sentence, "quiet" if has_form else "", wraps=True)
        buttons = button_flow(*self.answers, leave)
        column(heading(title), words, self.form, self._extras, self.error, buttons, parent=self)

    def _lay_out_compact(self, title: str, sentence: str, *, has_form: bool) -> None:
        leave = KeyButton("", "Esc", small=True, flat=True)
        leave.setToolTip("بازگشت")
        leave.setAccessibleName("بازگشت")
        leave.clicked.connect(self.left)
        buttons = column(1, row(*self.answers, leave, 0 if has_form else 1, gap=8), gap=0)
        body = row(self.form, buttons)
        body.setStretch(0 if has_form else 1, 1)
        column(row(heading(title), label(sentence, "quiet"), 1), body, self._extras, self.error, gap=8, parent=self)


class QuestionStack(PageStack):
    """Shows its content until a question is asked, then the question in its place until it is answered or left."""

    ended = Signal()
    """The content is in front again."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self.question: Question | None = None
        self._content, self._place = content, QWidget()
        self._column = column(parent=self._place)
        self.addWidget(content)
        self.addWidget(self._place)

    def ask(self, question: Question, answered: Callable[[Values], object]) -> None:
        """Ask in place of the content and of any question before. `answered` gets the values of the answer."""
        self.take_away()
        self.question = question
        question.answered.connect(answered)
        question.left.connect(self.end)
        self._column.addWidget(question)
        self._column.addStretch(1)
        self.setCurrentWidget(self._place)
        question.setFocus()

    def refuse(self, refused: Refused) -> None:
        """Show in the question why its answer was refused. Nothing happens when nothing is asked any more."""
        if self.question:
            self.question.refuse(refused)

    def end(self) -> None:
        self.take_away()
        self.ended.emit()

    def take_away(self) -> None:
        """Like `end`, but without the signal."""
        if self.question:
            self.question.hide()
            self.question.deleteLater()
            self.question = None
        while self._column.count():
            self._column.takeAt(0)
        self.setCurrentWidget(self._content)
