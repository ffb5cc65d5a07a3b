"""Entering the mayor's decisions from the sheets that come back: number, words, Enter, and the next."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.persian.text import fa, isolate
from app.unit_sheets import entering
from app.unit_sheets.entering import DecidedReferral
from ui.context import Context
from ui.parts.question import Answer, Question, QuestionStack, Values
from ui.widgets import FieldSpec, label

SENTENCE = "شمارهٔ ردیف را از روی برگهٔ واحد و متن دستور را بنویسید. مهلت و وضعیت ارجاع تغییر نمی‌کند."


class DecisionQuestion(Question):
    """Asks for a number and a decision. Enter with the number alone shows which referral it is."""

    looked_up = Signal(str)

    def __init__(self, sentence: str) -> None:
        specs = (FieldSpec("number", "شمارهٔ ارجاع", row=0), FieldSpec("words", "متن دستور", "lines", row=1, rows=3))
        super().__init__("دستور شهردار", sentence, specs, Answer("ثبت دستور"))
        self.about = label("", wraps=True)
        self._extras.addWidget(self.about)
        self.form.edited.connect(self._forget)

    def answer(self, answer: Answer) -> None:
        typed = self.form.raw()
        if typed["words"].strip():
            super().answer(answer)
        else:
            self.looked_up.emit(typed["number"])

    def show_found(self, found: DecidedReferral) -> None:
        before = f"دستور پیشین: «{' '.join(found.decided.split())}»" if found.decided else ""
        about = " · ".join(filter(None, (isolate(found.number), found.unit, found.visitor, found.matter, before)))
        self.error.hide()
        self.form.clear_errors()
        self.about.setText(fa(about))
        self.form.editor("words").setFocus()

    def _forget(self, field: str) -> None:
        if field == "number":
            self.about.setText("")


class DecisionEntry(QuestionStack):
    """Asks for one decision after another in place of its content, until Esc."""

    def __init__(self, context: Context, content: QWidget) -> None:
        super().__init__(content)
        self._context = context

    def start(self) -> None:
        if self.question is None:
            self._ask(SENTENCE)

    def _ask(self, sentence: str) -> None:
        question = DecisionQuestion(fa(sentence))
        question.looked_up.connect(self._look_up)
        self.ask(question, self._save)

    def _look_up(self, typed: str) -> None:
        self._context.work.run(partial(entering.find, clerk=self._context.clerk, typed=typed), self._found, self.refuse)

    def _found(self, found: DecidedReferral) -> None:
        if isinstance(self.question, DecisionQuestion):
            self.question.show_found(found)

    def _save(self, values: Values) -> None:
        task = partial(entering.decide, clerk=self._context.clerk, typed=values["number"], words=values["words"])
        self._context.work.run(task, self._saved, self.refuse)

    def _saved(self, found: DecidedReferral) -> None:
        if self.question:
            self._ask(f"دستور ارجاع {isolate(found.number)} ({found.unit}) ثبت شد. ردیف بعدی، یا Esc برای پایان.")
