"""The way in: the wizard of the first run, the sign-in, the lock and the lock of an idle screen."""

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from app.access.clerks import Clerk
from app.wall_clock.time_zone import wrong_zone
from ui.shell.window import Window
from ui.start.sign_in import SignIn
from ui.this_pc.settings import PcSettings
from ui.work import Work

if TYPE_CHECKING:
    from app.wall_clock.doubt import Doubt
    from ui.services.idle_lock import IdleLock
    from ui.start.clock_question import ClockQuestion


class SignInFlow(QObject):
    """Shows what stands in place of the pages until a clerk has signed in.

    The sign-in is the first thing painted and waits for no database.
    """

    signed_in = Signal(Clerk)
    reopen_asked = Signal()
    """This PC was set to another database."""
    clock_trusted = Signal(object)
    """A clerk has said that the clock of this Doubt is right."""
    recovery_sheet_asked = Signal(object)
    """Print this RecoverySheet of the first run."""
    recovery_printed = Signal(str)
    """Emitted by the program: why the recovery sheet did not come out of the printer, or ''."""

    def __init__(
        self,
        work: Work,
        window: Window,
        pc: PcSettings,
        *,
        shared: bool,
        demo: tuple[str, str] | None = None,
        seconds: Callable[[], float] = monotonic,
    ) -> None:
        """`shared`: the data are on a server. `demo`: login and password to fill in. `seconds`: the idle lock's
        clock."""
        super().__init__(window)
        self._work, self._window, self._pc = work, window, pc
        self._shared, self._demo, self._seconds = shared, demo, seconds
        self._is_first_run = not shared and not (pc.folder / "office.db").exists()
        self._clerk: Clerk | None = None
        self.idle_lock: IdleLock | None = None
        self.clock_question: ClockQuestion | None = None
        """The question whether the clock is right, while it stands."""
        self.covers_pages = False
        """Whether the question stands in place of the pages."""
        work.clock_doubted.connect(self._ask_about_clock)
        work.clock_settled.connect(self._leave_clock_question)
        work.opened.connect(self._check_first_run)

    @Slot()
    def ask(self, notice: str = "") -> None:
        """Show the wizard on the first run, else the sign-in."""
        if self._is_first_run:
            self._show_wizard()
            return
        sign_in = SignIn(self._work, self._pc.get("login"), movable=self._shared)
        sign_in.signed_in.connect(self.signed_in)
        sign_in.server_asked.connect(self._choose_server)
        self._window.show_instead(sign_in)
        sign_in.tell(notice or wrong_zone())
        if self._demo:
            sign_in.form.fill({"login": self._demo[0], "password": self._demo[1]})

    @Slot()
    def lock(self) -> None:
        if self._clerk is None:
            return
        sign_in = SignIn(self._work)
        sign_in.signed_in.connect(self.signed_in)
        self._window.show_instead(sign_in)
        sign_in.lock(self._clerk)

    def remember(self, clerk: Clerk) -> None:
        """Note the clerk who has just signed in: the lock asks for this clerk's password."""
        self._pc.set("login", clerk.login)
        if self._clerk is None:
            self._watch_idleness()
        self._clerk = clerk

    def stop(self) -> None:
        if self.idle_lock:
            self.idle_lock.stop()

    # -- the clock

    @Slot(object)
    def _ask_about_clock(self, doubt: "Doubt") -> None:
        if self.clock_question:
            self.clock_question.show_doubt(doubt)
            return
        from ui.start.clock_question import ClockQuestion  # late: most days nobody is asked

        self.covers_pages = self._window.shows_pages() and self._clerk is not None
        self.clock_question = ClockQuestion(doubt)
        self.clock_question.trusted.connect(self.clock_trusted)
        self._window.show_instead(self.clock_question)

    @Slot()
    def _leave_clock_question(self) -> None:
        """The clock was trusted or set right: go back to what stood there."""
        self.clock_question = None
        if self.covers_pages:
            self._window.show_pages()
        elif self._clerk is None:
            self.ask()
        else:
            self.lock()

    # -- the first run

    def _show_wizard(self) -> None:
        from ui.start.wizard import Wizard  # late: only the first run needs it

        wizard = Wizard(self._work, self._pc, joinable=not self._shared)
        wizard.done.connect(self.signed_in)
        wizard.joined.connect(self.reopen_asked)
        wizard.taken.connect(self._first_run_taken)
        wizard.recovery_sheet_asked.connect(self.recovery_sheet_asked)
        self.recovery_printed.connect(wizard.sheet.show_outcome)
        self._window.show_instead(wizard)

    @Slot()
    def _check_first_run(self) -> None:
        """The database may have no office yet: a bare server, or a first run that was broken off."""
        from app.accounts import first_run  # late: start-up

        if self._clerk is None and not self._is_first_run and self._window.isVisible():
            self._work.run(first_run.is_new, self._begin_first_run)

    def _begin_first_run(self, is_new: bool) -> None:
        if is_new and self._clerk is None and not self._is_first_run:
            self._is_first_run = True
            self.ask()

    @Slot(str)
    def _first_run_taken(self, sentence: str) -> None:
        """Another PC has made the office meanwhile."""
        self._is_first_run = False
        self.ask(sentence)

    # -- the server and the idle lock

    @Slot()
    def _choose_server(self) -> None:
        """The server this PC knows does not answer; its address may have changed."""
        from ui.start.join import Join  # late: start-up

        join = Join(self._pc)
        join.joined.connect(self.reopen_asked)
        join.left.connect(self.ask)
        self._window.show_instead(join)

    def _watch_idleness(self) -> None:
        """From the first clerk on: a screen left alone must not show that clerk's pages to anybody."""
        from ui.services.idle_lock import IdleLock  # late: start-up

        if handle := self._window.windowHandle():
            self.idle_lock = IdleLock(handle, self._lock_minutes, self._seconds)
            self.idle_lock.expired.connect(self._lock_idle)

    def _lock_minutes(self) -> int:
        from ui.services.idle_lock import lock_minutes  # late: start-up

        return lock_minutes(self._pc.get("idle"))

    @Slot()
    def _lock_idle(self) -> None:
        self.covers_pages = False  # the question about the clock gives way to the lock, not to the page
        if self._window.shows_pages():
            self.lock()
