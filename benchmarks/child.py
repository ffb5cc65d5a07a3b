"""What is measured from outside: the program, and what it is held against, each in a process of its own.

Every moment is said on stdout as nanoseconds of the monotonic clock, which all processes of a computer share.
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
TEXT = "به برنامهٔ چهارشنبه‌های مردمی خوش آمدید"


def say(*words: object) -> None:
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def sign_in(folder: str) -> int:
    """The program itself, until its first window stands painted."""
    from ui.program import Program

    show = Program.show

    def watched(program: Program) -> None:
        once_painted(program.window, stood)
        show(program)

    Program.show = watched  # type: ignore[method-assign,assignment]  # the program knows nothing of being measured
    return program("--data", folder)


def bare() -> int:
    """A QMainWindow with one label in the same font, and nothing of ours."""
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
    once_painted(window, stood)
    window.show()
    return application.exec()


def display(folder: str, *rest: str) -> int:
    """`main.py --display`, telling when it knows the line and then each number it has painted."""
    from ui.display import feed as display_feed
    from ui.display.display import Call, Display

    class Watched(Display):
        def __init__(self) -> None:
            super().__init__()
            self.painted.connect(told)
            self._told = False

        def show_calls(self, calls: Sequence[Call]) -> None:
            super().show_calls(calls)
            if not self._told:
                self._told = True
                once_painted(self, ready)

    display_feed.Display = Watched  # type: ignore[attr-defined,assignment]  # the program knows nothing of being measured
    return program("--data", folder, *rest, "--display")


def line(database: str, times: str) -> int:
    """The caller's page in a window that stands, on a line of 200: turned to, then scrolled page by page to its end.

    Every time it is a fresh page, and what was kept of the words' shapes is forgotten: nobody in the line was seen
    before.
    """
    from functools import partial

    from PySide6.QtWidgets import QApplication, QStackedWidget

    from app.access import clerks
    from db import open_database
    from ui.context import Context
    from ui.line.page import LinePage
    from ui.this_pc.settings import PcSettings
    from ui.widgets.row_delegate import shaped
    from ui.widgets.theme import dress
    from ui.work import Work

    application = QApplication([])
    dress(application)
    with closing(open_database(database)) as db:
        clerk = clerks.current(db, clerks.everyone(db)[0]["id"])
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
        turn_to(page, window)
        scroll(page.listing.list)
        say("shown", time.monotonic_ns() - start)
        window.removeWidget(page)
        page.deleteLater()
    work.close()
    return 0


def turn_to(page: "LinePage", window: "QStackedWidget") -> None:
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


def ready() -> None:
    say("ready")


def program(*words: str) -> int:
    import main

    return main.main(list(words))


def stood() -> None:
    from PySide6.QtWidgets import QApplication

    say("painted", time.monotonic_ns(), resident())
    QApplication.quit()


def told(ids: list[int]) -> None:
    now = time.monotonic_ns()
    for period_id in ids:
        say("painted", now, period_id)


def once_painted(window: "QWidget", then: Callable[[], None]) -> None:
    """Calls `then` once the window's first painting is over and on the screen."""
    from PySide6.QtCore import QEvent, QObject, QTimer

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                window.removeEventFilter(self)
                QTimer.singleShot(0, then)
            return False

    window.installEventFilter(Watch(window))


def resident() -> int:
    """KiB of memory in use; where the system does not say, the most there ever was."""
    try:
        status = Path("/proc/self/status").read_text("ascii").splitlines()
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))
    except OSError:
        import resource

        return int(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


if __name__ == "__main__":
    what, *rest = sys.argv[1:]
    measured: dict[str, Callable[..., int]] = {"sign_in": sign_in, "bare": bare, "display": display, "line": line}
    sys.exit(measured[what](*rest))
