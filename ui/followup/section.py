"""The base of the sections of the follow-up page."""

from PySide6.QtCore import Signal

from app.errors import Refused
from ui.page import Page
from ui.work import Task


class FollowupSection(Page):
    notified = Signal(str, str)
    """A kind of notice and its sentence."""
    referral_asked = Signal(int)
    """Show the dossier of this referral."""
    topics = frozenset({"paraphs", "office"})

    def act(self, task: Task, done: str) -> None:
        """Run a task; `done` is the notice after it succeeded."""
        self.context.work.run(task, lambda _: self.notified.emit("done", done), self.refuse)

    def refuse(self, refused: Refused) -> None:
        self.notified.emit("error", refused.sentence)
