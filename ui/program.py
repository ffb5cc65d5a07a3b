"""The program as a whole: connects the window, its pages, the sign-in, the services and the public display."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from app.access.clerks import Clerk
from app.this_pc.backup_place import BackupPlace
from app.wall_clock.watch import ClockWatch
from ui.context import Context
from ui.page import Page
from ui.services.crash import CrashDialog
from ui.services.day_notices import DayNotices
from ui.services.gc_timer import GcTimer
from ui.shell.window import Window
from ui.start.flow import SignInFlow
from ui.this_pc.settings import PcSettings
from ui.widgets import theme
from ui.work import Open, Work

if TYPE_CHECKING:
    from app.papers.documents import RecoverySheet
    from app.wall_clock.doubt import Doubt
    from ui.papers.print_worker import PrintWorker
    from ui.papers.printer import Printer
    from ui.services.backup_timer import BackupTimer


class PageEntry(NamedTuple):
    """A page of the window. Ctrl+n opens the nth."""

    key: str
    title: str
    where: str
    """Module and class. They are imported when the page is first shown, so that start-up pays for none of them."""
    roles: tuple[str, ...] | None
    """The clerks who are offered the page; (): everyone. None: no entry, the head of the navigation leads there."""


PAGES = (
    PageEntry("reception", "پذیرش", "ui.reception.page:ReceptionPage", ("reception",)),
    PageEntry("line", "صف و فراخوان", "ui.line.page:LinePage", ("caller",)),
    PageEntry("table", "میز", "ui.table.page:TablePage", ("table",)),
    PageEntry("followup", "پیگیری", "ui.followup.page:FollowupPage", ("followup", "secretariat", "manager")),
    PageEntry("reports", "گزارش‌ها", "ui.reports.page:ReportsPage", ()),
    PageEntry("settings", "تنظیمات", "ui.settings.page:SettingsPage", ("manager", "administrator")),
    PageEntry("sessions", "جلسه‌ها", "ui.sessions.page:SessionsPage", None),
)


class Program(QObject):
    """Opens on the sign-in (or the wizard, on an empty database) and builds the rest once a clerk has signed in."""

    ready = Signal()
    """A clerk has signed in and the first page is shown."""
    recovery_printed = Signal(str)
    """Why the recovery sheet did not come out of the printer, or ''."""
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
        seconds: Callable[[], float] = monotonic,
    ) -> None:
        """`shared`: the data are on a server, where the first run may have been long ago. `demo`: login and password.
        `seconds`: the clock of the idle lock."""
        super().__init__()
        self.pc = PcSettings.of_folder(folder)
        self._restore_zoom()
        self._clock_watch = ClockWatch(lambda: BackupPlace(self.pc, shared=shared).folders())
        self._trusted: Doubt | None = None
        """The doubt about the clock that a clerk has ended, until it is recorded."""
        self.work = Work(open_database, self, open_reader=open_reader)
        self.window = Window()
        self.context: Context | None = None
        self.display: QWidget | None = None
        self.print_worker: PrintWorker | None = None
        self.backup_timer: BackupTimer | None = None
        self.sign_in = SignInFlow(self.work, self.window, self.pc, shared=shared, demo=demo, seconds=seconds)
        self.day_notices = DayNotices(self.work, self.window, shared=shared)
        self._is_demo, self._printer, self._shared = demo is not None, printer, shared
        self._crash_dialog, self._gc_timer = CrashDialog(self.window), GcTimer(self)
        self._connect()

    def show(self) -> None:
        self.sign_in.ask()
        self.window.show()
        self.work.start(self._clock_watch)

    def show_display_only(self) -> None:
        """Be the second program of a hall: the public display and nothing else."""
        self.work.start()
        self.open_display(alone=True)

    def _connect(self) -> None:
        work, window, sign_in, notices = self.work, self.window, self.sign_in, self.day_notices
        work.opened.connect(partial(window.show_connected, True))
        work.refused.connect(self._show_refused)
        work.lost.connect(self._show_lost)
        work.restored.connect(self._show_restored)
        work.crashed.connect(self._crash_dialog.report)
        sign_in.signed_in.connect(self.enter)
        sign_in.clock_trusted.connect(self._trust_clock)
        sign_in.reopen_asked.connect(self.reopen_asked)
        sign_in.recovery_sheet_asked.connect(self._print_recovery_sheet)
        self.recovery_printed.connect(sign_in.recovery_printed)
        window.lock_asked.connect(self.lock)
        window.search_asked.connect(self._open_search)
        window.session_asked.connect(self._go_to_sessions)
        notices.sessions_asked.connect(self._go_to_sessions)
        notices.papers_asked.connect(partial(self._go, "reports", "waiting"))
        notices.backups_asked.connect(partial(self._go, "settings", "backup"))
        notices.holidays_asked.connect(partial(self._go, "settings", "holiday"))
        window.closing.connect(self.close)
        window.zoomed.connect(self._save_zoom)
        QShortcut(QKeySequence("F11"), window).activated.connect(self.open_display)

    def _restore_zoom(self) -> None:
        """Use the zoom this PC was left at."""
        saved = {str(zoom): zoom for zoom in theme.ZOOMS}.get(self.pc.get("zoom"))
        application = QApplication.instance()
        if saved and saved != theme.zoom() and isinstance(application, QApplication):
            theme.set_zoom(application, saved)

    @Slot(float)
    def _save_zoom(self, zoom: float) -> None:
        self.pc.set("zoom", str(zoom))

    # -- the clerk

    @Slot()
    def lock(self) -> None:
        self.sign_in.lock()

    @Slot(Clerk)
    def enter(self, clerk: Clerk) -> None:
        """Show the pages to a clerk who has signed in: as the same clerk left them at the lock, or as the new one may
        see them. Text that another clerk typed stays for that clerk."""
        from app.referrals.older import bring_up_to_date  # late: start-up

        self.work.run(bring_up_to_date)
        clerk = replace(clerk, desk=self._desk())
        self._record_trust(clerk)
        self.sign_in.remember(clerk)
        self.window.show_clerk(clerk.name)
        if self.context is None:
            self.context = Context(self.work, clerk, self.pc, self._shared)
            self._add_pages()
        is_other = self.context.clerk.id != clerk.id
        self.context.clerk = clerk
        if is_other:
            self.window.close_overlays()
        self._offer_pages(clerk)
        self._start_services(clerk)
        self.ready.emit()
        if is_other:
            self.work.refresh_all()  # this clerk may see less than the one before

    @Slot(object)
    def _trust_clock(self, doubt: "Doubt") -> None:
        self._clock_watch.trust(doubt)
        self._trusted = doubt
        self.work.poll()
        if self.context and self.sign_in.covers_pages:
            self._record_trust(self.context.clerk)

    def _record_trust(self, clerk: Clerk) -> None:
        """Record who found the clock right, before anything else of this clerk is written."""
        if self._trusted:
            from app.wall_clock.confirming import confirm  # late: start-up

            self.work.run(partial(confirm, clerk=clerk, doubt=self._trusted))
            self._trusted = None

    def _add_pages(self) -> None:
        assert self.context
        for entry in PAGES:
            self.window.add_page(entry.key, entry.title, partial(self._make_page, entry.where))
        from ui.services.barcode_reader import BarcodeReader  # late: start-up

        reader = BarcodeReader(self.context, self.window)
        reader.referral_asked.connect(partial(self._open_on, "followup", "referral"))
        reader.case_asked.connect(self._show_case)

    def _make_page(self, where: str) -> Page:
        from pkgutil import resolve_name  # late: start-up

        page: Page = resolve_name(where)(self.context)
        page.session_asked.connect(self._go_to_sessions)
        page.unit_sheets_asked.connect(partial(self._open_on, "followup", "unit_sheets"))
        page.case_asked.connect(self._show_case)
        page.late_entry_asked.connect(partial(self._open_on, "reception", "session"))
        page.session_paraphs_asked.connect(partial(self._open_on, "table", "session"))
        page.paraph_asked.connect(self._open_paraph)
        page.counter_asked.connect(self._open_counter)
        page.recovery_sheet_asked.connect(self._print_recovery_sheet)
        page.reopen_asked.connect(self.reopen_asked)
        self.recovery_printed.connect(page.recovery_printed)
        return page

    def _offer_pages(self, clerk: Clerk) -> None:
        offered = [entry.key for entry in PAGES if entry.roles is not None and clerk.may(*entry.roles)]
        self.window.offer(offered)
        self.window.show_pages()
        if self.window.current() not in (*offered, "sessions"):
            self.window.go(offered[0])

    def _start_services(self, clerk: Clerk) -> None:
        if self.context and self.print_worker is None:
            from ui.papers.print_worker import PrintWorker  # late: start-up

            self.print_worker = PrintWorker(self.context, self._printer)
        self.day_notices.start(clerk)
        if self.backup_timer is None and not self._is_demo:
            from ui.services.backup_timer import BackupTimer

            self.backup_timer = BackupTimer(self.work, BackupPlace(self.pc, shared=self._shared))
            self.backup_timer.troubled.connect(self.day_notices.warn_of_backups)
        if self.backup_timer and self.backup_timer.trouble:
            self.day_notices.warn_of_backups(self.backup_timer.trouble)

    def _desk(self) -> str:
        """Return this PC's own name for itself, made once."""
        if not self.pc.get("desk"):
            from uuid import uuid4  # late: start-up

            self.pc.set("desk", uuid4().hex[:12])
        return self.pc.get("desk")

    # -- what storage says

    @Slot(str)
    def _show_refused(self, sentence: str) -> None:
        self.window.notice.say("error", sentence)

    @Slot(str)
    def _show_lost(self, sentence: str) -> None:
        self.window.show_connected(False)
        self.window.notice.say("error", f"{sentence} آنچه نوشته‌اید محفوظ است.")

    @Slot()
    def _show_restored(self) -> None:
        self.window.show_connected(True)
        self.window.notice.say("done", "ارتباط با داده‌ها برقرار شد.")

    # -- requests of the pages and the services

    def _go(self, page: str, section: str) -> None:
        self.window.notice.close_notice()
        self.window.go(page)
        self.window.page(page).go(section)

    @Slot()
    def _go_to_sessions(self) -> None:
        if self.context:
            self.window.notice.close_notice()
            self.window.go("sessions")

    def _open_on(self, page: str, what: str, subject_id: int) -> None:
        """Bring a page to the front, for a clerk too who is not offered it, and open something there."""
        self.window.go(page)
        self.window.page(page).open_subject(what, subject_id)

    @Slot(int)
    def _open_paraph(self, visit_id: int) -> None:
        self._open_on("table", "visit", visit_id)

    @Slot()
    def _open_search(self) -> None:
        self._show_case(0)

    @Slot(int)
    def _show_case(self, visit_id: int) -> None:
        if self.context:
            from ui.search import Search  # late: start-up

            is_open = self.window.findChild(Search) is not None
            panel = Search.over(self.window, self.context, visit_id)
            if not is_open:
                panel.paraph_asked.connect(self._open_paraph)

    @Slot()
    def _open_counter(self) -> None:
        if self.context:
            from ui.followup.counter import Counter  # late: start-up

            Counter.over(self.window, self.context)

    @Slot()
    def open_display(self, *, alone: bool = False) -> None:
        from ui.display.feed import show_display  # late: start-up

        if self.display is None:
            self.display = show_display(self.work, self.pc, alone=alone)
        self.display.show()

    @Slot(object)
    def _print_recovery_sheet(self, sheet: "RecoverySheet") -> None:
        from ui.papers.print_worker import print_recovery_sheet  # late: start-up

        print_recovery_sheet(self.work, self.pc, sheet, self._printer, self._recovery_sheet_printed)

    def _recovery_sheet_printed(self, reason: str) -> None:
        self.recovery_printed.emit(reason)
        if reason:
            self.window.notice.say(
                "error", f"{reason} اگر کد را ننوشته‌اید، در تنظیمات، «متصدی‌ها»، برگهٔ بازیابی جدید بسازید."
            )

    @Slot()
    def close(self) -> None:
        if self.display:
            self.display.close()
        if self.print_worker:
            self.print_worker.close()
        self.work.close()
        self._crash_dialog.release()
        self.sign_in.stop()
        self._gc_timer.stop()
