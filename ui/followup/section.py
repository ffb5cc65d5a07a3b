"""What every part of the follow-up page shares."""

from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.errors import Refused
from ui.context import Context
from ui.work import Task


class FollowupSection(QWidget):
    """The page asks it to `refresh` when it is in front and what it shows has changed."""

    told = Signal(str, str)
    """A kind of notice and its sentence."""
    case_asked = Signal(int)
    """The visit whose case is to be shown."""
    topics: ClassVar[frozenset[str]] = frozenset({"paraphs", "office"})

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context, self.is_stale = context, True

    def refresh(self) -> None:
        raise NotImplementedError

    def act(self, task: Task, done: str) -> None:
        """`done`: said when it is."""
        self.context.work.run(task, lambda _: self.told.emit("done", done), self.refuse)

    def refuse(self, refused: Refused) -> None:
        self.told.emit("error", refused.sentence)
