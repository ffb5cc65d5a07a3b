"""The look at a case before its number goes public, and the steps that concern it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from app.cases.story import Story
from app.persian.text import fa, isolate
from app.visits.visits import STATES
from ui.line.steps import CASE, buttons
from ui.line.words import STATE_KINDS
from ui.parts.button_flow import button_flow
from ui.parts.question import QuestionStack
from ui.parts.reading import Reading
from ui.parts.words import earlier_matter_row, visitor_summary
from ui.widgets import Card, History, Tag, column, heading, label, row

NOBODY = "نوبتی را در فهرست برگزینید یا F2 را بزنید: پیش از آن که شماره خوانده شود، پرونده این‌جا دیده می‌شود."


class Case(Card):
    def __init__(self) -> None:
        self.story: Story | None = None
        self.steps = buttons(CASE)
        self._number, self._name, self._state, self._who = (
            label(name="ticket"), label(name="visitorName"), Tag(), label(name="quiet", wraps=True))
        self._about, self.matter, self._note = label(name="label"), Reading(), label(name="quiet", wraps=True)
        self._count, self.history = Tag(), History("نخستین مراجعهٔ اوست.")
        self._told = QWidget()
        words = column(row(self._name, self._state, 1, gap=8), self._who, gap=2)
        top = row(self._number, words, gap=14)
        top.setStretch(1, 1)
        told = column(top, self._about, self.matter, self._note, row(heading("سوابق"), self._count, 1, gap=8),
                      self.history, gap=8, parent=self._told)
        told.setStretch(5, 1)
        self.history.setMinimumHeight(0)
        self.history.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._sight = QStackedWidget()
        self._sight.addWidget(self._nobody())
        self._sight.addWidget(self._told)
        self.asking = QuestionStack(button_flow(*self.steps.values(), gap=8))
        """The steps, or what one of them asks."""
        super().__init__(self._sight, self.asking, gap=10)
        self.inner.setStretch(0, 1)
        self.tell(None, "")

    def _nobody(self) -> QWidget:
        made, said = QWidget(), label(NOBODY, "quiet", wraps=True)
        said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column(said, parent=made, margin=32)
        return made

    def tell(self, story: Story | None, today: str) -> None:
        self.story = story
        self._sight.setCurrentIndex(0 if story is None else 1)
        for name, button in self.steps.items():
            button.setVisible(story is not None and _may(story, name))
        if story:
            self._tell(story, today)

    def _tell(self, story: Story, today: str) -> None:
        visit = story.visit
        self._number.setText(fa(visit.ticket))
        self._name.setText(fa(story.visitor.titled))
        self._state.show_state(_state(story), STATE_KINDS[visit.state])
        self._who.setText(fa(visitor_summary(story)))
        self._about.setText(fa(visit.category))
        self.matter.say(visit.matter or "شرحی نوشته نشده است.")
        companion = f"همراه: {story.companion}" if story.companion else ""
        note = f"یادداشت: {visit.line_note}" if visit.line_note else ""
        self._note.setText(fa(" · ".join(filter(None, (note, companion)))))
        self._note.setVisible(bool(note or companion))
        self._count.show_state(f"{len(story.earlier)} مراجعه" if story.earlier else "")
        self.history.show_rows([earlier_matter_row(each, visit.category, today) for each in story.earlier])


def _may(story: Story, step: str) -> bool:
    """A call is taken back beside its table; here only an absence is."""
    return story.visit.may(step) and (step != "undo" or story.visit.state == "no_show")


def _state(story: Story) -> str:
    visit = story.visit
    where = f" · {isolate(visit.table)}" if visit.state in ("called", "meeting") else ""
    return STATES[visit.state] + where
