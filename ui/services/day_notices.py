"""The day as the whole window tells it: the session above, the counts beneath, and what must be said when it begins."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, SignalInstance, Slot

from app.access.clerks import Clerk
from app.journal.topics import Topic
from ui.shell.window import TITLE, DayCounts, Window
from ui.widgets import KeyButton
from ui.work import Work

if TYPE_CHECKING:
    from app.line.overview import Overview

TOPICS: set[Topic] = {"queue", "session", "papers", "office"}


class DayNotices(QObject):
    sessions_asked = Signal()
    papers_asked = Signal()
    backups_asked = Signal()

    def __init__(self, work: Work, window: Window) -> None:
        super().__init__(window)
        self._work, self._window, self._desk, self._answers = work, window, "", False
        self.state: Overview | None = None
        self._of_papers = ""
        """What was said of papers that wait."""
        work.changed.connect(self._changed)

    def begin(self, clerk: Clerk) -> None:
        """A clerk is in."""
        self._desk, self._answers = clerk.desk, clerk.may("manager", "administrator")
        self._refresh()

    @Slot(str)
    def warn_of_backups(self, sentence: str) -> None:
        """Nobody else could mend it."""
        if self._answers:
            self._say(sentence, "پشتیبان", self.backups_asked)

    @Slot(set)
    def _changed(self, topics: set[str]) -> None:
        if self._desk and topics & TOPICS:
            self._refresh()

    def _refresh(self) -> None:
        from app.line.overview import overview  # late: start-up

        self._work.run(partial(overview, desk=self._desk), self._show)

    def _show(self, state: "Overview") -> None:
        session = state.session
        if session:
            self._window.show_session(session.programme, session_line(session.round, session.day))
            self._window.show_counts(DayCounts(state.waiting, state.at_tables, state.done, state.mean_wait))
        else:
            self._window.show_session(TITLE, "جلسه‌ای باز نیست")
            self._window.show_counts(None)
        before, self.state = self.state, state
        self._warn(before, state)

    def _warn(self, before: "Overview | None", state: "Overview") -> None:
        """Said once, when it begins: a session nobody closed, a clock set back, a paper that waits."""
        if state.left_open and not (before and before.left_open):
            self._say(f"جلسهٔ {_day(state)} هنوز باز است؛ آن را ببندید تا جلسهٔ امروز باز شود.",
                      "جلسه‌ها", self.sessions_asked)
        elif state.clock_behind and not (before and before.clock_behind):
            self._say(f"ساعت این رایانه {state.clock_behind} دقیقه از آخرین ثبت عقب‌تر است؛"
                      " ساعت ویندوز را درست کنید. تا آن هنگام زمان آخرین ثبت نوشته می‌شود.")
        elif state.papers_waiting > (before.papers_waiting if before else 0):
            self._say(f"{state.papers_waiting} برگه چاپ نشده و در فهرست چاپ مانده است.", "فهرست چاپ", self.papers_asked)
            self._of_papers = self._window.notice.text()
        elif not state.papers_waiting and self._of_papers and self._window.notice.text() == self._of_papers:
            self._window.notice.close_notice()  # it is not true any more

    def _say(self, sentence: str, text: str = "", asked: SignalInstance | None = None) -> None:
        button = None
        if asked:
            button = KeyButton(text, "F12", small=True)
            button.clicked.connect(asked)
        self._window.notice.say("warning", sentence, action=button)


def _day(state: "Overview") -> str:
    from app.persian.calendar import short_day  # late: start-up

    return short_day(state.session.day) if state.session else ""


def session_line(round_: int | None, day: str) -> str:
    """«جلسهٔ ۶۲ · ۴ آذر ۱۴۰۵»"""
    from app.persian.calendar import jalali_year, short_day  # late: start-up

    return f"جلسهٔ {round_} · {short_day(day)} {jalali_year(day)}"
