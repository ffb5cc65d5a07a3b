"""A session nobody closed last night is said at the next start."""

from PySide6.QtCore import QObject, Signal

from app import sessions
from app.calendar import short_day
from app.sessions import Session
from ui.context import Context
from ui.kit import KeyButton, Notice


class LeftOpen(QObject):
    """`check()` after signing in; `asked` when the clerk wants to see to it."""

    asked = Signal()

    def __init__(self, context: Context, notice: Notice) -> None:
        super().__init__(notice)
        self._work, self._notice = context.work, notice

    def check(self) -> None:
        self._work.run(sessions.left_open, self._say)

    def _say(self, session: Session | None) -> None:
        if session:
            action = KeyButton("رسیدگی", "F10", small=True)
            action.clicked.connect(self.asked)
            action.clicked.connect(self._notice.close_notice)
            self._notice.say("warning", f"جلسهٔ {short_day(session.day)} هنوز باز است.", lead=session.programme,
                             action=action)
