"""The program as a whole: the window, its pages, who is signed in, the public display, the papers."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from pkgutil import resolve_name
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from app.access.clerks import Clerk
from ui.context import Context
from ui.page import Page
from ui.services.crash import CrashDialog
from ui.services.day_notices import DayNotices
from ui.services.gc_timer import GcTimer
from ui.shell.window import Window
from ui.start.sign_in import SignIn
from ui.this_pc.settings import PcSettings
from ui.widgets import theme
from ui.work import Open, Work

if TYPE_CHECKING:
    from app.papers.documents import RecoverySheet
    from ui.papers.printer import Printer
    from ui.services.backup_timer import BackupTimer
    from ui.services.idle_lock import IdleLock

PAGES = (  # key, title, where, roles that see it
    ("reception", "پذیرش", "ui.reception.page:ReceptionPage", ("reception",)),
    ("line", "صف و فراخوان", "ui.line.page:LinePage", ("caller",)),
    ("table", "میز", "ui.table.page:TablePage", ("table",)),
    ("followup", "پیگیری", "ui.followup.page:FollowupPage", ("followup", "secretariat", "manager")),
    ("reports", "گزارش‌ها", "ui.reports.page:ReportsPage", ()),
    ("settings", "تنظیمات", "ui.settings.page:SettingsPage", ("manager", "administrator")),
    ("sessions", "جلسه‌ها", "ui.sessions.page:SessionsPage", None),
)
"""Ctrl+n opens the nth. No roles: everyone; None: no entry of its own, the head of the navigation leads there."""


class Program(QObject):
    """Opens on the sign-in (or the wizard, on an empty database) and builds the rest behind it."""

    ready = Signal()
    """A clerk is in and the first page stands."""
    recovery_printed = Signal(str)
    """Why the recovery sheet did not come out, or ''."""
    reopen_asked = Signal()
    """This PC was set to another database."""

    def __init__(
        self,
        folder: Path,
        open_database: Open,
        open_reader: Open,
        *,
        demo: tuple[str, str] | None = None,
        printer: "Printer | None" = None,
        shared: bool = False,
    ) -> None:
        """`shared`: the data are on a server, where the first run may have been long ago."""
        super().__init__()
        self.pc = PcSettings.of_folder(folder)
        self._take_zoom()
        self.work = Work(open_database, self, open_reader=open_reader)
        self.window = Window()
        self.context: Context | None = None
        self.display: QWidget | None = None
        self.print_worker: QObject | None = None
        self.idle_lock: IdleLock | None = None
        self.backup_timer: BackupTimer | None = None
        self._demo, self._printer = demo, printer
        self.day_notices = DayNotices(self.work, self.window)
        self._shared = shared
        self._fresh = not shared and not (folder / "office.db").exists()
        self._crash_dialog, self._gc_timer = CrashDialog(self.window), GcTimer(self)
        self._connect()

    def show(self) -> None:
        self._ask_in()
        self.window.show()
        self.work.start()

    def show_display_only(self) -> None:
        """The second program of a hall: the display and nothing else."""
        self.work.start()
        self.open_display(alone=True)

    def _connect(self) -> None:
        work, window = self.work, self.window
        work.opened.connect(self._opened)
        work.refused.connect(self._say_no)
        work.lost.connect(self._lost)
        work.restored.connect(self._restored)
        work.crashed.connect(self._crash_dialog.report)
        window.lock_asked.connect(self.lock)
        window.search_asked.connect(self._search)
        window.session_asked.connect(self._to_sessions)
        self.day_notices.sessions_asked.connect(self._to_sessions)
        self.day_notices.papers_asked.connect(partial(self._go, "reports", "waiting"))
        self.day_notices.backups_asked.connect(partial(self._go, "settings", "backup"))
        window.closing.connect(self.close)
        window.zoomed.connect(self._keep_zoom)
        shortcut = QShortcut(QKeySequence("F11"), window)
        shortcut.activated.connect(self.open_display)

    def _take_zoom(self) -> None:
        """The zoom this PC was left at."""
        kept = {str(zoom): zoom for zoom in theme.ZOOMS}.get(self.pc.get("zoom"))
        application = QApplication.instance()
        if kept and kept != theme.zoom() and isinstance(application, QApplication):
            theme.set_zoom(application, kept)

    @Slot(float)
    def _keep_zoom(self, zoom: float) -> None:
        self.pc.set("zoom", str(zoom))

    # -- who is there

    def _ask_in(self, told: str = "") -> None:
        """The first thing painted. It waits for no database."""
        if self._fresh:
            from ui.start.wizard import Wizard  # late: only the first run needs it

            wizard = Wizard(self.work, self.pc, joinable=not self._shared)
            wizard.done.connect(self.enter)
            wizard.joined.connect(self.reopen_asked)
            wizard.taken.connect(self._office_there)
            wizard.recovery_sheet_asked.connect(self._print_recovery)
            self.recovery_printed.connect(wizard.sheet.show_outcome)
            self.window.show_instead(wizard)
            return
        sign_in = SignIn(self.work, self.pc.get("login"), movable=self._shared)
        sign_in.signed_in.connect(self.enter)
        sign_in.server_asked.connect(self._join)
        self.window.show_instead(sign_in)
        sign_in.tell(told)
        if self._demo:
            sign_in.form.fill({"login": self._demo[0], "password": self._demo[1]})

    @Slot()
    def _join(self) -> None:
        """The server this PC knows does not answer: its address may be another now."""
        from ui.start.join import Join  # late: start-up

        join = Join(self.pc)
        join.joined.connect(self.reopen_asked)
        join.left.connect(self._ask_in)
        self.window.show_instead(join)

    def _begin_anew(self, new: bool) -> None:
        """A database nobody has furnished yet: a bare server, or a first run that was broken off."""
        if new and self.context is None and not self._fresh:
            self._fresh = True
            self._ask_in()

    @Slot(str)
    def _office_there(self, sentence: str) -> None:
        """Another PC was quicker with the first run."""
        self._fresh = False
        self._ask_in(sentence)

    @Slot()
    def lock(self) -> None:
        if self.context is None:
            return
        sign_in = SignIn(self.work)
        sign_in.signed_in.connect(self.enter)
        self.window.show_instead(sign_in)
        sign_in.lock(self.context.clerk)

    def _begin_watching(self) -> None:
        """From the first clerk on: what he leaves open is nobody's to see."""
        from ui.services.idle_lock import IdleLock  # late: start-up

        if handle := self.window.windowHandle():
            self.idle_lock = IdleLock(handle, self._idle_minutes)
            self.idle_lock.expired.connect(self._lock_idle)

    def _idle_minutes(self) -> int:
        from ui.services.idle_lock import lock_minutes  # late: start-up

        return lock_minutes(self.pc.get("idle"))

    @Slot()
    def _lock_idle(self) -> None:
        if self.window.shows_pages():
            self.lock()

    @Slot(Clerk)
    def enter(self, clerk: Clerk) -> None:
        """A clerk is in: his pages, or what he left when he locked the screen."""
        clerk = replace(clerk, desk=self._desk())
        self.pc.set("login", clerk.login)
        self.window.show_clerk(clerk.name)
        if self.context is None:
            self._begin_watching()
            self.context = Context(self.work, clerk, self.pc, self._shared)
            for key, title, where, _ in PAGES:
                self.window.add_page(key, title, partial(self._make, where))
            from ui.services.barcode_reader import BarcodeReader  # late: start-up

            BarcodeReader(self.context, self.window).case_asked.connect(self._show_case)
        is_other = self.context.clerk.id != clerk.id
        self.context.clerk = clerk  # pages read it at each act, so what another clerk has typed stays for him
        if is_other:
            self.window.close_overlays()
        self._furnish(clerk)
        if is_other:
            self.work.refresh_all()  # he may see less than who sat here before

    def _furnish(self, clerk: Clerk) -> None:
        offered = [key for key, _, _, roles in PAGES if roles is not None and clerk.may(*roles)]
        self.window.offer(offered)
        self.window.show_pages()
        if self.window.current() not in (*offered, "sessions"):
            self.window.go(offered[0])
        self._start_printing()
        self.day_notices.begin(clerk)
        self._start_backups()
        self.ready.emit()

    def _make(self, where: str) -> Page:
        """Import a page when it is first shown, so that start-up pays for none of them, and answer its requests."""
        page: Page = resolve_name(where)(self.context)
        page.session_asked.connect(self._to_sessions)
        page.case_asked.connect(self._show_case)
        page.counter_asked.connect(self._open_counter)
        page.recovery_sheet_asked.connect(self._print_recovery)
        page.reopen_asked.connect(self.reopen_asked)
        self.recovery_printed.connect(page.recovery_printed)
        return page

    def _desk(self) -> str:
        """This PC's own name for itself, made once."""
        if not self.pc.get("desk"):
            from uuid import uuid4  # late: start-up

            self.pc.set("desk", uuid4().hex[:12])
        return self.pc.get("desk")

    # -- what changes

    @Slot()
    def _opened(self) -> None:
        from app.accounts import first_run  # late: start-up

        self.window.show_connected(True)
        if self.context is None and not self._fresh and self.window.isVisible():
            self.work.run(first_run.is_new, self._begin_anew)

    @Slot(str)
    def _say_no(self, sentence: str) -> None:
        self.window.notice.say("error", sentence)

    @Slot(str)
    def _lost(self, sentence: str) -> None:
        self.window.show_connected(False)
        self.window.notice.say("error", f"{sentence} آنچه نوشته‌اید سر جایش هست.")

    @Slot()
    def _restored(self) -> None:
        self.window.show_connected(True)
        self.window.notice.say("done", "ارتباط با داده‌ها برگشت.")

    # -- where to

    @Slot()
    def _to_sessions(self) -> None:
        if self.context:
            self.window.notice.close_notice()
            self.window.go("sessions")

    def _go(self, page: str, section: str) -> None:
        self.window.notice.close_notice()
        self.window.go(page)
        self.window.page(page).go(section)

    @Slot()
    def _search(self) -> None:
        if self.context:
            from ui.search import Search  # late: start-up

            Search.over(self.window, self.context)

    @Slot(int)
    def _show_case(self, visit_id: int) -> None:
        if self.context:
            from ui.search import Search

            Search.over(self.window, self.context, visit_id)

    @Slot()
    def _open_counter(self) -> None:
        if self.context:
            from ui.followup.counter import Counter  # late: start-up

            Counter.over(self.window, self.context)

    # -- the display and the papers

    @Slot()
    def open_display(self, *, alone: bool = False) -> None:
        from ui.display.feed import show_display  # late: start-up

        if self.display is None:
            self.display = show_display(self.work, self.pc, alone=alone)
        self.display.show()

    def _start_printing(self) -> None:
        from ui.papers.print_worker import Press  # late: start-up

        if self.context and self.print_worker is None:
            self.print_worker = Press(self.context, self._printer)

    def _start_backups(self) -> None:
        if self.backup_timer is None and not self._demo:
            from app.this_pc.backup_place import BackupPlace  # late: start-up
            from ui.services.backup_timer import BackupTimer

            self.backup_timer = BackupTimer(self.work, BackupPlace(self.pc, shared=self._shared))
            self.backup_timer.troubled.connect(self.day_notices.warn_of_backups)
        if self.backup_timer and self.backup_timer.trouble:
            self.day_notices.warn_of_backups(self.backup_timer.trouble)

    @Slot(object)
    def _print_recovery(self, sheet: "RecoverySheet") -> None:
        from ui.papers.print_worker import print_recovery  # late: start-up

        print_recovery(self.work, self.pc, sheet, self._printer, self._recovery_printed)

    def _recovery_printed(self, reason: str) -> None:
        self.recovery_printed.emit(reason)
        if reason:
            self.window.notice.say(
                "error", f"{reason} اگر کد را ننوشته‌اید، در تنظیمات، «متصدی‌ها»، برگهٔ بازیابی تازه بسازید.")

    @Slot()
    def close(self) -> None:
        if self.display:
            self.display.close()
        self.work.close()
        self._crash_dialog.release()
        if self.idle_lock:
            self.idle_lock.stop()
        self._gc_timer.stop()
