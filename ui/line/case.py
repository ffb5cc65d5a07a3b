"""The case of one visit, which the clerk reads before it is called, and the steps that concern it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from app.cases.story import Story
from app.persian.text import fa, isolate
from app.visits.visits import STATES
from ui.line.steps import CASE, WHY, buttons
from ui.line.words import STATE_KINDS
from ui.parts.button_flow import button_flow
from ui.parts.question import QuestionStack
from ui.parts.reading import Reading
from ui.parts.words import earlier_matter_row, visitor_summary
from ui.widgets import Card, History, Tag, column, heading, label, row

NOBODY = "نوبتی را در فهرست انتخاب کنید یا F2 را بزنید: پیش از فراخوان شماره، پرونده این‌جا دیده می‌شود."


class Case(Card):
    def __init__(self) -> None:
        self.story: Story | None = None
        self.steps = buttons((*CASE, WHY))
        self._number, self._name, self._state, self._who = (
            label(name="ticket"),
            label(name="visitorName"),
            Tag(),
            label(name="quiet", wraps=True),
        )
        self._about, self.matter, self._note = label(name="label"), Reading(), label(name="quiet", wraps=True)
        self._count, self.history = Tag(), History("اولین مراجعهٔ ایشان است.")
        self._details = QWidget()
        words = column(row(self._name, self._state, 1, gap=8), self._who, gap=2)
        top = row(self._number, words, gap=14)
        top.setStretch(1, 1)
        details = column(
            top,
            self._about,
            self.matter,
            self._note,
            row(heading("سوابق"), self._count, 1, self.steps["why"], gap=8),
            self.history,
            gap=8,
            parent=self._details,
        )
        details.setStretch(5, 1)
        self.history.setMinimumHeight(0)
        self.history.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._views = QStackedWidget()
        self._views.addWidget(self._empty())
        self._views.addWidget(self._details)
        self.asking = QuestionStack(button_flow(*(self.steps[step.name] for step in CASE), gap=8))
        """The buttons of the steps, or the question of one of them."""
        super().__init__(self._views, self.asking, gap=10)
        self.inner.setStretch(0, 1)
        self.show_story(None, "")

    def _empty(self) -> QWidget:
        made, sentence = QWidget(), label(NOBODY, "quiet", wraps=True)
        sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column(sentence, parent=made, margin=32)
        return made

    def show_story(self, story: Story | None, today: str) -> None:
        """None: no visit is selected."""
        self.story = story
        self._views.setCurrentIndex(0 if story is None else 1)
        for name, button in self.steps.items():
            button.setVisible(story is not None and _may(story, name))
        if story:
            self._show(story, today)

    def _show(self, story: Story, today: str) -> None:
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
    """Return whether the step is offered here, where `undo` takes back a no-show only; a call is undone at its
    table."""
    if step == "why":
        return story.visit.state == "waiting"
    return story.visit.may(step) and (step != "undo" or story.visit.state == "no_show")


def _state(story: Story) -> str:
    visit = story.visit
    where = f" · {isolate(visit.table)}" if visit.state in ("called", "meeting") else ""
    return STATES[visit.state] + where
