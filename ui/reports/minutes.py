"""The minutes of every session that has been opened; those of a session under way are a draft."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from app.exports import lists as exports
from app.figures.definitions import Scope
from app.figures.scorecard import ROLES
from app.papers import requests
from app.persian.calendar import long_day
from app.printing import gathering
from app.printing.gathering import Document
from app.sessions import sessions
from app.sessions.sessions import STATES, Session
from ui.papers.viewer import Gather
from ui.reports.section import ReportsSection
from ui.widgets import KeyButton, ListRow
from ui.widgets.frames import TagKind
from ui.work import Task

TAGS: dict[str, TagKind] = {"open": "good", "closed": "plain", "moved": "waits", "cancelled": "late"}


class MinutesSection(ReportsSection):
    empty = "هنوز جلسه‌ای برگزار نشده است. جلسه را در «جلسه‌ها» (Ctrl+0) باز کنید؛ صورت‌جلسهٔ آن این‌جا می‌آید."
    topics = frozenset({"session", "queue", "paraphs", "office"})

    def buttons(self) -> Sequence[QWidget]:
        self._sessions: dict[int, Session] = {}
        self.print = KeyButton("چاپ صورت‌جلسه", "Enter", primary=True)
        self.print.clicked.connect(self._print)
        self.numbers = KeyButton("عددهای این جلسه", "Alt+1")
        self.numbers.clicked.connect(self._open_numbers)
        self.list.chosen.connect(self._print)
        return self.print, self.numbers

    def reading(self) -> Task:
        return sessions.past

    def exported(self) -> tuple[str, Task]:
        """Export the visitors of the session in front."""
        session = self._sessions[self.list.current_id() or 0]
        return (
            f"مراجعه‌کنندگان جلسهٔ {session.round}",
            partial(exports.visit_listing, clerk=self.context.clerk, session_id=session.id),
        )

    def rows(self, found: list[Session]) -> list[ListRow]:
        self._sessions = {session.id: session for session in found if session.opened_at}
        for button in (self.print, self.numbers):
            button.setEnabled(bool(self._sessions))
        self.numbers.setVisible(self.context.clerk.may(*ROLES))
        return [
            ListRow(
                session.id,
                session.programme,
                long_day(session.day),
                str(session.round or ""),
                tags=((TAGS[session.state], STATES[session.state]),),
            )
            for session in self._sessions.values()
        ]

    def gather(self, row_id: int) -> Gather:
        return partial(_gather_minutes, session_id=row_id)

    def title(self, row_id: int) -> str:
        return f"صورت‌جلسهٔ {self._sessions[row_id].round}"

    def _open_numbers(self) -> None:
        """Show the session's numbers, each of which opens its rows: the quarter's report of this one day."""
        if session := self._sessions.get(self.list.current_id() or 0):
            self.numbers_asked.emit("season", Scope(session.day, session.day, session.programme_id))

    def _print(self) -> None:
        if session := self._sessions.get(self.list.current_id() or 0):
            draft = "پیش‌نویس " if session.state == "open" else ""
            self.act(
                partial(requests.print_again, clerk=self.context.clerk, kind="minutes", subject_id=session.id),
                f"{draft}صورت‌جلسهٔ {session.round} به چاپگر ارسال شد.",
            )


def _gather_minutes(db: Any, session_id: int) -> tuple[list[Document], str]:
    return [gathering.minutes(db, session_id)], "a4"
