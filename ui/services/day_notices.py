"""What the frame of the window says of the day: the session, the counts and the warnings."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, SignalInstance, Slot

from app.access.clerks import Clerk
from app.journal.topics import Topic
from ui.shell.window import TITLE, DayCounts, Window
from ui.widgets import KeyButton
from ui.work import Work

if TYPE_CHECKING:
    from app.closures.year import YearToConfirm
    from app.line.overview import Overview

TOPICS: set[Topic] = {"queue", "session", "papers", "office"}


class DayNotices(QObject):
    sessions_asked = Signal()
    papers_asked = Signal()
    backups_asked = Signal()
    holidays_asked = Signal()

    def __init__(self, work: Work, window: Window, *, shared: bool = False) -> None:
        """`shared`: the data are on a server, whose clock is the program's."""
        super().__init__(window)
        self._shared = shared
        self._work, self._window, self._desk, self._answers_for_backups = work, window, "", False
        self.overview: Overview | None = None
        """The day as last read; None before the first clerk signs in."""
        self._papers_notice = ""
        """The text of the notice about papers not printed; '' before the first."""
        self._year, self._year_notice = "", ""
        """The sentence about a year to confirm until it was closed, and its text while it is shown."""
        work.changed.connect(self._note_changes)
        window.notice.said.connect(self._note_said)
        window.notice.closed.connect(self._note_closed)

    def start(self, clerk: Clerk) -> None:
        """Begin for a clerk who has just signed in."""
        self._desk, self._answers_for_backups = clerk.desk, clerk.may("manager", "administrator")
        self._year = ""
        self._refresh()
        if self._answers_for_backups:
            from app.closures.year import year_to_confirm  # late: start-up

            self._work.run(year_to_confirm, self._ask_for_year)

    @Slot(str)
    def warn_of_backups(self, sentence: str) -> None:
        """Warn only a clerk who can do something about the backups."""
        if self._answers_for_backups:
            self._say(sentence, "پشتیبان", self.backups_asked)

    def _ask_for_year(self, found: "YearToConfirm") -> None:
        """Remind of the year's holidays, after what is more urgent: a notice that is shown already is closed first."""
        if found.year is not None:
            self._year = f"تعطیلات سال {found.year} هنوز تأیید نشده است؛ مناسبت‌های قمری ممکن است یک روز جابه‌جا شوند."
            if not self._window.notice.text():
                self._say_year()

    def _say_year(self) -> None:
        self._say(self._year, "تعطیلات", self.holidays_asked)
        self._year_notice = self._window.notice.text()

    @Slot()
    def _note_said(self) -> None:
        if self._window.notice.text() != self._year_notice:
            self._year_notice = ""

    @Slot()
    def _note_closed(self) -> None:
        if self._year_notice:
            self._year = self._year_notice = ""
        elif self._year:
            self._say_year()

    @Slot(set)
    def _note_changes(self, topics: set[str]) -> None:
        if self._desk and topics & TOPICS:
            self._refresh()

    def _refresh(self) -> None:
        from app.line.overview import overview  # late: start-up

        self._work.run(partial(overview, desk=self._desk), self._show)

    def _show(self, overview: "Overview") -> None:
        session = overview.session
        if session:
            self._window.show_session(session.programme, session_line(session.round, session.day))
            self._window.show_counts(DayCounts(overview.waiting, overview.at_tables, overview.done, overview.mean_wait))
        else:
            self._window.show_session(TITLE, "جلسه‌ای باز نیست")
            self._window.show_counts(None)
        before, self.overview = self.overview, overview
        self._warn(before, overview)

    def _warn(self, before: "Overview | None", now: "Overview") -> None:
        """Warn once, when it begins: of a session nobody closed, a clock set back, a paper that was not printed."""
        if now.left_open and not (before and before.left_open):
            self._say(
                f"جلسهٔ {_day(now)} هنوز باز است؛ آن را ببندید تا جلسهٔ امروز باز شود.", "جلسه‌ها", self.sessions_asked
            )
        elif now.clock_behind and not (before and before.clock_behind):
            self._say(
                f"ساعت {'سرور' if self._shared else 'این رایانه'} {now.clock_behind} دقیقه از آخرین ثبت عقب‌تر است."
                " آن را با ساعت رسمی مقایسه کنید؛ اگر ساعت درست است، آخرین ثبت با ساعت نادرست انجام شده و کار دیگری"
                " لازم نیست."
            )
        elif now.pc_clock_ahead and not (before and before.pc_clock_ahead):
            self._say(
                f"ساعت این رایانه {abs(now.pc_clock_ahead)} دقیقه از ساعت سرور"
                f" {'جلوتر' if now.pc_clock_ahead > 0 else 'عقب‌تر'} است؛ ساعت رایانه را درست کنید."
                " همهٔ ثبت‌ها با ساعت سرور انجام می‌شود."
            )
        elif now.papers_waiting > (before.papers_waiting if before else 0):
            self._say(f"{now.papers_waiting} برگه چاپ نشده و در «چاپ‌نشده‌ها» مانده است.", "فهرست چاپ", self.papers_asked)
            self._papers_notice = self._window.notice.text()
        elif not now.papers_waiting and self._papers_notice and self._window.notice.text() == self._papers_notice:
            self._window.notice.close_notice()  # it is not true any more

    def _say(self, sentence: str, button_text: str = "", asked: SignalInstance | None = None) -> None:
        button = None
        if asked:
            button = KeyButton(button_text, "F12", small=True)
            button.clicked.connect(asked)
        self._window.notice.say("warning", sentence, action=button)


def _day(overview: "Overview") -> str:
    from app.persian.calendar import short_day  # late: start-up

    return short_day(overview.session.day) if overview.session else ""


def session_line(round_: int | None, day: str) -> str:
    """Return a session's name such as «جلسهٔ ۶۲ · ۴ آذر ۱۴۰۵»."""
    from app.persian.calendar import jalali_year, short_day  # late: start-up

    return f"جلسهٔ {round_} · {short_day(day)} {jalali_year(day)}"
