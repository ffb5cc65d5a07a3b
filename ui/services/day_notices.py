"""The words of the window's frame on the day: the session, the counts and the warnings."""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal

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
Reminder = Literal["backups", "holidays"]
BY_URGENCY: tuple[Reminder, ...] = ("backups", "holidays")


@dataclass(frozen=True, slots=True)
class _Warning:
    sentence: str
    button_text: str
    asked: SignalInstance


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
        self._reminders: dict[Reminder, _Warning] = {}
        """The reminders of a clerk that stand until they are closed."""
        self._reminding: Reminder | None = None
        """The reminder in the notice; None while the notice is closed or says something else."""
        self._warning_notice = ""
        """The text of the last warning about the day, which a reminder does not cover."""
        work.changed.connect(self._note_changes)
        window.notice.said.connect(self._note_said)
        window.notice.closed.connect(self._note_closed)

    def start(self, clerk: Clerk) -> None:
        """Begin for a clerk who has just signed in."""
        self._desk, self._answers_for_backups = clerk.desk, clerk.may("manager", "administrator")
        self._reminders, self._reminding = {}, None
        self._refresh()
        if self._answers_for_backups:
            from app.closures.year import year_to_confirm  # late: start-up

            self._work.run(year_to_confirm, self._ask_for_year)

    @Slot(str)
    def warn_of_backups(self, sentence: str) -> None:
        """Warn only a clerk who can do something about the backups."""
        if self._answers_for_backups:
            self._reminders["backups"] = _Warning(sentence, "پشتیبان", self.backups_asked)
            if not self._warning_notice or self._window.notice.text() != self._warning_notice:
                self._remind("backups")

    def _ask_for_year(self, found: "YearToConfirm") -> None:
        """Remind of the year's holidays, after what is more urgent: a notice that is shown already is closed first."""
        if found.year is not None:
            sentence = f"تعطیلات سال {found.year} هنوز تأیید نشده است؛ مناسبت‌های قمری ممکن است یک روز جابه‌جا شوند."
            self._reminders["holidays"] = _Warning(sentence, "تعطیلات", self.holidays_asked)
            if not self._window.notice.text():
                self._remind("holidays")

    def _remind(self, reminder: Reminder) -> None:
        warning = self._reminders[reminder]
        self._say(warning.sentence, warning.button_text, warning.asked)
        self._reminding = reminder

    @Slot()
    def _note_said(self) -> None:
        self._reminding = None

    @Slot()
    def _note_closed(self) -> None:
        if self._reminding:
            del self._reminders[self._reminding]
            self._reminding = None
        if waiting := [each for each in BY_URGENCY if each in self._reminders]:
            self._remind(waiting[0])

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
            self._warn_of(
                f"جلسهٔ {_day(now)} هنوز باز است؛ آن را ببندید تا جلسهٔ امروز باز شود.", "جلسه‌ها", self.sessions_asked
            )
        elif now.clock_behind and not (before and before.clock_behind):
            self._warn_of(
                f"ساعت {'سرور' if self._shared else 'این رایانه'} {now.clock_behind} دقیقه از آخرین ثبت عقب‌تر است."
                " آن را با ساعت رسمی مقایسه کنید؛ اگر ساعت درست است، آخرین ثبت با ساعت نادرست انجام شده و کار دیگری"
                " لازم نیست."
            )
        elif now.pc_clock_ahead and not (before and before.pc_clock_ahead):
            self._warn_of(
                f"ساعت این رایانه {abs(now.pc_clock_ahead)} دقیقه از ساعت سرور"
                f" {'جلوتر' if now.pc_clock_ahead > 0 else 'عقب‌تر'} است؛ ساعت رایانه را درست کنید."
                " همهٔ ثبت‌ها با ساعت سرور انجام می‌شود."
            )
        elif now.papers_waiting > (before.papers_waiting if before else 0):
            self._warn_of(
                f"{now.papers_waiting} برگه چاپ نشده و در «چاپ‌نشده‌ها» مانده است.", "فهرست چاپ", self.papers_asked
            )
            self._papers_notice = self._warning_notice
        elif not now.papers_waiting and self._papers_notice and self._window.notice.text() == self._papers_notice:
            self._window.notice.close_notice()  # it is not true any more

    def _warn_of(self, sentence: str, button_text: str = "", asked: SignalInstance | None = None) -> None:
        self._say(sentence, button_text, asked)
        self._warning_notice = self._window.notice.text()

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
