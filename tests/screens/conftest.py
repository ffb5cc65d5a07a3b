import gc
from functools import partial

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from db import open_database
from ui.context import Context
from ui.program import Program
from ui.this_pc.settings import PcSettings
from ui.widgets import theme
from ui.work import Work

PATIENCE_MS = 60_000
"""How long a test waits for what must happen. Only a failing test waits so long; a loaded machine is slow."""


class PatientBot(QtBot):
    def waitUntil(self, callback, *, timeout=PATIENCE_MS):
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal, *, timeout=PATIENCE_MS, raising=None, check_params_cb=None):
        return super().waitSignal(signal, timeout=timeout, raising=raising, check_params_cb=check_params_cb)

    def waitActive(self, widget, *, timeout=PATIENCE_MS):
        return super().waitActive(widget, timeout=timeout)


@pytest.fixture
def qtbot(qapp, request):
    return PatientBot(request)


@pytest.fixture(autouse=True)
def collected_here():
    """Collect garbage on this thread, as the program does (ui/services/gc_timer.py): widgets deleted on the storage
    thread crash."""
    gc.disable()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture(scope="session")
def qapp(qapp):
    theme.apply_theme(qapp)
    return qapp


@pytest.fixture
def program(qapp, path, clock, tmp_path, qtbot, clerk):
    """The whole program on the office's file, signed in, 1366×768."""
    opened = partial(open_database, path, clock=clock)
    made = Program(tmp_path, opened, partial(opened, read_only=True))
    made.window.resize(1366, 768)
    with qtbot.waitSignal(made.ready):
        made.show()
        made.enter(clerk)
    yield made
    made.window.close()
    made.window.deleteLater()


@pytest.fixture
def show(qtbot):
    """show(widget) → the same widget, in a window that is active and painted."""

    kept = []  # qtbot holds its widgets weakly

    def show_widget(widget, width=900, height=700):
        kept.append(widget)
        qtbot.addWidget(widget)
        widget.resize(width, height)
        with qtbot.waitActive(widget):
            widget.show()
            widget.activateWindow()
        return widget

    yield show_widget
    # pytest-qt has asked for the deletion; left for later, the collector might do it on the storage thread
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    kept.clear()


@pytest.fixture
def work(qapp, path, clock):
    """The worker on the test's own file."""
    made = Work(lambda: open_database(path, clock=clock))
    made.start()
    yield made
    made.close()


@pytest.fixture
def settle(work, db, qtbot):
    """settle() waits until the tasks of the screens are done, their changes announced and the reads after those done.

    It is for what must not appear; a test waits directly for what must.
    """

    def wait_for_tasks():
        done = []
        work.run(lambda _: "last", done.append)
        qtbot.waitUntil(lambda: bool(done))

    def settle_all():
        wait_for_tasks()
        qtbot.waitUntil(lambda: work.has_announced(db.revisions()))
        wait_for_tasks()

    return settle_all


@pytest.fixture
def context(work, clerk, tmp_path):
    return Context(work, clerk, PcSettings(str(tmp_path / "this-pc.ini")))
