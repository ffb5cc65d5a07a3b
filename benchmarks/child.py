"""A program measured from outside, or its reference, in a process of its own: `python -m benchmarks.child WHAT …`.

It prints moments on stdout as nanoseconds of the monotonic clock, which all processes of a computer share.
"""

import os
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractItemView, QStackedWidget, QWidget

    from ui.line.page import LinePage

LINE = 200
"""People in the line."""
TEXT = "به برنامهٔ چهارشنبه‌های مردمی خوش آمدید"


def say(*words: object) -> None:
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def sign_in(folder: str) -> int:
    """Run the program until its first window is painted."""
    from ui.program import Program

    show = Program.show

    def show_and_report(program: Program) -> None:
        once_painted(program.window, report_and_quit)
        show(program)

    Program.show = show_and_report  # type: ignore[method-assign,assignment]  # measured without a door for it
    return run_main("--data", folder)


def bare() -> int:
    """Show a QMainWindow with one label in the program's font, and nothing else of the program."""
    from PySide6.QtGui import QFont, QFontDatabase
    from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

    application = QApplication([])
    font = Path(__file__).parent.parent / "reports" / "fonts" / "Vazirmatn-Regular.ttf"
    QFontDatabase.addApplicationFont(str(font))
    label = QLabel(TEXT)
    label.setFont(QFont("Vazirmatn", 12))
    window = QMainWindow()
    window.setCentralWidget(label)
    window.resize(1366, 768)
    once_painted(window, report_and_quit)
    window.show()
    return application.exec()


def display(folder: str, *rest: str) -> int:
    """Run `main.py --display`; print when it knows the line, and then each call it has painted."""
    from ui.display import feed as display_feed
    from ui.display.display import Call, Display

    class ReportingDisplay(Display):
        def __init__(self) -> None:
            super().__init__()
            self.painted.connect(report_calls)
            self._is_ready = False

        def show_calls(self, calls: Sequence[Call]) -> None:
            super().show_calls(calls)
            if not self._is_ready:
                self._is_ready = True
                once_painted(self, lambda: say("ready"))

    display_feed.Display = ReportingDisplay  # type: ignore[attr-defined,assignment]  # measured without a door for it
    return run_main("--data", folder, *rest, "--display")


def line(database: str, times: str) -> int:
    """Show the caller's page with a line of 200 in a visible window, then scroll it page by page to its end.

    Each time the page is new and the cache of shaped words is empty, as if nobody in the line had been shown before.
    """
    from functools import partial

    from PySide6.QtWidgets import QApplication, QStackedWidget

    from app.access import clerks
    from db import open_database
    from ui.context import Context
    from ui.line.page import LinePage
    from ui.this_pc.settings import PcSettings
    from ui.widgets.row_delegate import shaped
    from ui.widgets.theme import apply_theme
    from ui.work import Work

    application = QApplication([])
    apply_theme(application)
    with closing(open_database(database)) as db:
        clerk = clerks.current(db, clerks.everyone(db)[0].id)
    work = Work(partial(open_database, database))
    work.start()
    window = QStackedWidget()
    window.resize(1182, 734)
    window.show()
    for _ in range(int(times)):
        page = LinePage(Context(work, clerk, PcSettings(f"{database}.ini")))
        window.addWidget(page)
        shaped.cache_clear()
        start = time.monotonic_ns()
        show_page(page, window)
        scroll(page.listing.list)
        say("shown", time.monotonic_ns() - start)
        window.removeWidget(page)
        page.deleteLater()
    work.close()
    return 0


def pages(folder: str) -> int:
    """Open every page of the program for the first time, on the invented year."""
    from benchmarks.year_child import open_pages

    return open_pages(folder, say)


def journal(folder: str) -> int:
    """Export the journal of the invented year."""
    from benchmarks.year_child import export_journal

    return export_journal(folder, say, resident)


def show_page(page: "LinePage", window: "QStackedWidget") -> None:
    from PySide6.QtCore import QCoreApplication, QEventLoop

    window.setCurrentWidget(page)
    page.shown()
    while page.listing.list.model().rowCount() < LINE:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    window.repaint()


def scroll(view: "QAbstractItemView") -> None:
    bar = view.verticalScrollBar()
    while bar.value() < bar.maximum():
        bar.setValue(bar.value() + bar.pageStep())
        view.viewport().repaint()


def run_main(*words: str) -> int:
    import main

    return main.main(list(words))


def report_and_quit() -> None:
    from PySide6.QtWidgets import QApplication

    say("painted", time.monotonic_ns(), resident())
    QApplication.quit()


def report_calls(ids: list[int]) -> None:
    now = time.monotonic_ns()
    for period_id in ids:
        say("painted", now, period_id)


def once_painted(window: "QWidget", then: Callable[[], None]) -> None:
    """Call `then` once the window's first painting is over and on the screen."""
    from PySide6.QtCore import QEvent, QObject, QTimer

    class PaintFilter(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                window.removeEventFilter(self)
                QTimer.singleShot(0, then)
            return False

    window.installEventFilter(PaintFilter(window))


def resident() -> int:
    """Return the KiB of memory in use, or the highest so far where the system does not tell."""
    try:
        status = Path("/proc/self/status").read_text("ascii").splitlines()
        return next(int(row.split()[1]) for row in status if row.startswith("VmRSS"))
    except OSError:
        import resource

        return int(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


if __name__ == "__main__":
    what, *rest = sys.argv[1:]
    measured: dict[str, Callable[..., int]] = {
        "sign_in": sign_in,
        "bare": bare,
        "display": display,
        "line": line,
        "pages": pages,
        "journal": journal,
    }
    sys.exit(measured[what](*rest))
