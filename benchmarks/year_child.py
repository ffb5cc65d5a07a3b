"""The runs of `benchmarks.child` on the invented year: the pages opened one after the other, the journal exported."""

import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.access.clerks import Clerk
    from db import Database
    from ui.followup.lists import ListSection
    from ui.program import Program

WORDS = ("منطقه ۸", "دبیرخانه", "درآمد", "محمدی", "پیرو", "شهرسازی", "بازرسی", "۱۴۰۵/م/۰۱")
"""The texts that are typed into the filter."""


def open_pages(folder: str, say: Callable[..., None]) -> int:
    from PySide6.QtWidgets import QApplication

    from app.invented.kept import OFFICE, LastDay
    from db import open_database
    from ui.followup.lists import ListSection
    from ui.program import PAGES, Program
    from ui.tour.tray import PaperTray
    from ui.widgets.theme import apply_theme

    application = QApplication(sys.argv[:1])
    apply_theme(application)
    with tempfile.TemporaryDirectory(prefix="mosalla-pages-") as name:
        data = Path(shutil.copy(Path(folder) / OFFICE, name)).parent
        opened = partial(open_database, str(data / OFFICE), clock=LastDay())
        program = Program(data, opened, partial(opened, read_only=True), printer=PaperTray(data))
        program.window.resize(1366, 768)
        program.show()
        with _opened(folder) as db:
            program.enter(leader(db))
        _settle(program)
        for entry in PAGES:
            say(entry.key, _worked(program, partial(program.window.go, entry.key)))
        program.window.go("followup")
        section = program.window.page("followup").go("lists")
        assert isinstance(section, ListSection)
        section.go("open")  # the longest list
        _settle(program)
        for words in WORDS:
            waited, worked = _filtered(program, section, words)
            say("filter", waited)
            say("gap", worked)
        program.window.close()
    return 0


def export_journal(folder: str, say: Callable[..., None], resident: Callable[[], int]) -> int:
    """Write the whole journal as a workbook; say the nanoseconds it took, and the KiB in use before and at the peak."""
    from app.audit.reading import JournalQuery
    from app.exports.lists import journal_listing
    from app.spreadsheets.writing import save

    with _opened(folder) as db, tempfile.TemporaryDirectory() as target:
        clerk = leader(db)
        before, start = resident(), time.monotonic_ns()
        save(journal_listing(db, clerk, JournalQuery()), Path(target) / "journal.xlsx", lambda _: True)
        say("journal", time.monotonic_ns() - start, before, _peak())
    return 0


def _peak() -> int:
    """Return the KiB that this process had in use at the most. The resource module would say its parent's, if more."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0])


def _opened(folder: str) -> "closing[Database]":
    from app.invented.kept import OFFICE, LastDay
    from db import open_database

    return closing(open_database(str(Path(folder) / OFFICE), clock=LastDay()))


def leader(db: "Database") -> "Clerk":
    """Return the clerk with every role."""
    from app.access import clerks

    return next(each for each in clerks.everyone(db) if each.may("administrator"))


def _worked(program: "Program", act: Callable[[], object]) -> int:
    """Return the nanoseconds that this thread worked until what `act` asked for is on the screen."""
    start = time.thread_time_ns()
    act()
    _settle(program)
    return time.thread_time_ns() - start


def _filtered(program: "Program", section: "ListSection", words: str) -> tuple[int, int]:
    """Type into the filter. Return the nanoseconds from the end of the pause in typing until the rows are in sight,
    and those that the UI's thread worked meanwhile: no gap of the window is longer."""
    from PySide6.QtCore import QCoreApplication, QEventLoop

    asked: list[int] = []
    section.filters.changed.connect(lambda: asked.append(1))
    section.filters.words.setText(words)
    while not asked:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    start, work = time.monotonic_ns(), time.thread_time_ns()
    _settle(program)
    return time.monotonic_ns() - start, time.thread_time_ns() - work


def _settle(program: "Program") -> None:
    """Wait until the reads that are asked for have come, those too that they ask for in turn."""
    from PySide6.QtCore import QCoreApplication, QEventLoop

    for _ in range(3):
        come: list[object] = []
        program.work.run(lambda _: 1, come.append)
        while not come:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    program.window.repaint()
