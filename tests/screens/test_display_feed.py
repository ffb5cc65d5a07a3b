"""The public display fed from the database, in the clerk's program and in one of its own."""

import json
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from app.line import steps
from app.office import settings as office
from app.sessions import sessions
from db import StorageError, open_database
from ui.display.display import Display
from ui.display.feed import DisplayFeed, show_display
from ui.this_pc.settings import PcSettings
from ui.work import Work

ROOT = Path(__file__).parents[2]
BUDGET = 0.2
"""Seconds from the commit to the painted number. Here the median of the calls keeps it, because a test shares its
processor; the benchmark holds the slow calls to it."""
CALLS = 12

ALONE = """
import json, sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from db import open_database
from ui.widgets import theme
from ui.this_pc.settings import PcSettings
from ui.display.feed import show_display
from ui.work import Work

app = QApplication([])
theme.apply_theme(app)
work = Work(lambda: open_database(sys.argv[1]))
work.start()
display = show_display(work, PcSettings(sys.argv[2]), alone=True)
tell = lambda what: print(json.dumps(what), flush=True)
display.painted.connect(lambda ids: tell({"painted": ids, "at": time.time()}))
work.opened.connect(lambda: work.run(lambda _: {"ready": True}, tell))  # after the feed's own first reading
QTimer.singleShot(60_000, app.quit)
app.exec()
"""


@pytest.fixture
def display(work, show):
    made = Display()
    DisplayFeed(work, made)
    return show(made, 960, 540)


def test_display_claims_no_empty_line_before_it_knows_of_one(work, qtbot):
    made = Display()
    assert made.instead() == ""
    made.show_lost(True, "گذرواژهٔ سرور داده نشده است.")
    assert made.instead() == "گذرواژهٔ سرور داده نشده است.", "the person who sets it up reads what is missing"
    made.show_lost(False)
    DisplayFeed(work, made)
    qtbot.waitUntil(lambda: "فراخوانده نشده" in made.instead())
    work.lost.emit("سرور محل پاسخ نمی‌دهد.")
    assert made.instead() == ""
    work.restored.emit()
    assert "فراخوانده نشده" in made.instead()


def wait_for_ticket(display, qtbot, ticket):
    qtbot.waitUntil(lambda: bool(display.large()) and display.large()[0].ticket == ticket)


def median(times):
    return sorted(times)[len(times) // 2]


def test_call_is_shown_on_the_display(display, qtbot, db, clerk, tables, arrive):
    first, second = arrive(), arrive()
    steps.call(db, clerk, first.id, tables[0]["id"])
    wait_for_ticket(display, qtbot, 1)
    steps.call(db, clerk, second.id, tables[1]["id"])
    qtbot.waitUntil(lambda: 2 in [call.ticket for call in display.large()])
    call = display.large()[0]
    assert (call.ticket, call.table, call.name) == (2, "میز 1", "")


def test_call_made_by_mistake_leaves_the_display(display, qtbot, db, clerk, tables, arrive):
    visit = arrive()
    steps.call(db, clerk, visit.id, tables[0]["id"])
    wait_for_ticket(display, qtbot, 1)
    steps.undo(db, clerk, visit.id)
    qtbot.waitUntil(lambda: not display.large())


def test_name_is_shown_only_where_the_office_chose_so(display, qtbot, db, clerk, tables, arrive):
    visit = arrive()
    office.change_settings(db, clerk, display_names=1)
    steps.call(db, clerk, visit.id, tables[0]["id"])
    wait_for_ticket(display, qtbot, 1)
    assert display.large()[0].name == visit.name


def test_head_and_foot_follow_the_session(display, qtbot, db, clerk, session, arrive):
    arrive()
    qtbot.waitUntil(lambda: "در انتظار: ۱ نفر" in display.foot())
    assert display.head() == (session.programme, "شهرداری کرج", "۴ آذر 1405")
    sessions.close(db, clerk, session.id, "left")
    qtbot.waitUntil(lambda: display.foot() == "جلسه‌ای باز نیست.")
    assert display.head() == ("شهرداری کرج", "", "")


def test_display_says_that_storage_is_lost_and_goes_on_when_it_is_back(
    qapp, show, qtbot, path, clock, db, clerk, tables, arrive, caplog
):
    broken = []

    class Breaking:
        """The office's database, which fails while `broken` is not empty."""

        def __init__(self):
            self._real = open_database(path, clock=clock)

        def __getattr__(self, name):
            if broken and name not in ("close", "silence"):
                raise StorageError("فایل داده‌ها باز نمی‌شود.")
            return getattr(self._real, name)

    work = Work(Breaking)
    work.start()
    display = Display()
    DisplayFeed(work, display)
    show(display, 960, 540)
    visit = arrive()
    steps.call(db, clerk, visit.id, tables[0]["id"])
    wait_for_ticket(display, qtbot, 1)
    broken.append(True)
    qtbot.waitUntil(lambda: "قطع است" in display.foot())
    assert display.large()[0].ticket == 1
    other = arrive()
    steps.call(db, clerk, other.id, tables[1]["id"])
    broken.clear()
    qtbot.waitUntil(lambda: any(call.ticket == 2 for call in display.large()))
    assert "قطع" not in display.foot()
    work.close()
    caplog.clear()  # the failure of the storage was logged, as it should be


def test_display_on_the_only_screen_is_a_window_beside_the_work(work, qtbot, tmp_path):
    display = show_display(work, PcSettings(str(tmp_path / "pc.ini")))
    qtbot.addWidget(display)
    second = len(QGuiApplication.screens()) > 1
    assert display.isFullScreen() == second
    assert display.isVisible()


def test_display_alone_fills_the_screen(work, qtbot, tmp_path):
    display = show_display(work, PcSettings(str(tmp_path / "pc.ini")), alone=True)
    qtbot.addWidget(display)
    assert display.isFullScreen()


def test_display_is_placed_again_when_a_monitor_comes_or_goes(qapp, work, qtbot, tmp_path):
    display = show_display(work, PcSettings(str(tmp_path / "pc.ini")), alone=True)
    qtbot.addWidget(display)
    display.showNormal()
    qapp.screenAdded.emit(QGuiApplication.primaryScreen())
    assert display.isFullScreen()
    display.hide()
    qapp.screenRemoved.emit(QGuiApplication.primaryScreen())
    assert not display.isVisible()


def test_number_is_painted_in_time_in_the_same_program(display, work, qtbot, db, clerk, tables, arrive):
    painted, committed = {}, {}
    display.painted.connect(lambda ids: painted.update(dict.fromkeys(ids, time.time())))
    visits = [arrive() for _ in range(CALLS)]
    qtbot.waitUntil(lambda: f"{CALLS}".translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")) in display.foot())

    def call(database, visit):
        steps.call(database, clerk, visit.id, tables[0]["id"])
        committed[visit.id] = time.time()
        steps.no_show(database, clerk, visit.id)

    for n, visit in enumerate(visits, 1):
        work.run(partial(call, visit=visit))
        qtbot.waitUntil(lambda n=n: len(painted) == n)
    times = [seen - done for seen, done in zip(painted.values(), committed.values(), strict=True)]
    assert median(times) <= BUDGET, times


def test_number_is_painted_in_time_in_a_second_program(path, db, clerk, tables, arrive, tmp_path):
    visits = [arrive() for _ in range(CALLS)]
    program = subprocess.Popen(
        [sys.executable, "-c", ALONE, path, str(tmp_path / "pc.ini")], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    try:
        said = map(json.loads, program.stdout)
        assert next(said) == {"ready": True}
        times = []
        for visit in visits:
            steps.call(db, clerk, visit.id, tables[0]["id"])
            done = time.time()
            times.append(next(said)["at"] - done)
            steps.no_show(db, clerk, visit.id)
        assert median(times) <= BUDGET, times
    finally:
        program.kill()
        program.wait()
