"""The button that takes back the last act of a section, or of the referral in front."""

from collections.abc import Callable
from functools import partial

from app.errors import Refused
from app.referrals import taking_back
from app.referrals.taking_back import LastAct
from ui.context import Context
from ui.followup import action_questions as questions
from ui.followup.task_questions import TaskQuestionStack
from ui.parts.question import Values
from ui.widgets import KeyButton
from ui.work import Task


class TakeBackButton(KeyButton):
    """Visible while there is something that the clerk may take back."""

    def __init__(self, context: Context, find: Callable[[], Task | None]) -> None:
        """`find` returns the task that reads the last act; None where nothing is in front."""
        super().__init__("پس‌گرفتن…", "Ctrl+Z", small=True)
        self._context, self._find = context, find
        self._act: LastAct | None = None
        self.hide()

    def ask_in(self, asking: TaskQuestionStack) -> None:
        """Let a click ask the question there."""
        self.clicked.connect(partial(self._ask, asking))

    def refresh(self) -> None:
        if task := self._find():
            self._context.work.run(task, self._show_act, self._hide)
        else:
            self._show_act(None)

    def _show_act(self, act: LastAct | None) -> None:
        self._act = act
        self.setVisible(act is not None)

    def _hide(self, _: Refused) -> None:
        self._show_act(None)

    def _ask(self, asking: TaskQuestionStack, _: bool = False) -> None:
        if act := self._act:
            asking.begin(questions.take_back_act(act), self._task, lambda taken: str(taken.sentence))

    def _task(self, values: Values) -> Task:
        return partial(
            taking_back.take_back,
            clerk=self._context.clerk,
            step_id=int(values["step_id"]),
            whole=bool(values.get("whole")),
        )
