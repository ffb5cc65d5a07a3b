"""Many papers asked for at once: each reaches its queue once and in order, and the window goes on working."""

from dataclasses import replace
from time import monotonic

import pytest
from PySide6.QtCore import Qt, QTimer

from app.journal.writing import writing
from app.papers import requests
from tests.support.keyboard import press

FEW, MANY = 40, 500
LONGEST_PAUSE = 0.5
"""Seconds for which the window may not react. On two cores shared by eight it was 0.06 to 0.10 for 500 papers."""


class Heart:
    """Beats on the UI thread and keeps the longest pause between two beats."""

    def __init__(self):
        self.longest, self._last = 0.0, monotonic()
        self._timer = QTimer(interval=1)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self):
        now = monotonic()
        self.longest, self._last = max(self.longest, now - self._last), now


@pytest.fixture
def ask(db, program, clerk, arrive):
    """ask(n) asks for n papers in one go: tickets and receipts by turns. It returns the ids of their visits."""

    def ask_for(count):
        here = replace(clerk, desk=program.context.clerk.desk)
        visits = [arrive().id for _ in range(count // 2)]
        with writing(db, here, (), "papers") as change:
            for visit in visits:
                requests.ask(change, "ticket", visit)
                requests.ask(change, "receipt", visit)
        return visits

    return ask_for


@pytest.fixture
def open_list(program, qtbot):
    """open_list() shows the papers of today, which are read again at each change."""

    def show_list():
        qtbot.waitUntil(program.window.isActiveWindow)
        press(program.window, Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
        page = program.window.page("reports")
        qtbot.waitUntil(page.isVisible)
        return page.go("today").list

    return show_list


@pytest.mark.parametrize("count", [FEW, pytest.param(MANY, marks=pytest.mark.long)])
def test_papers_asked_for_at_once_come_out_once_and_in_order_cups(
    qtbot, make_cups, program, db, ask, open_list, count, record_property
):
    cups = make_cups()
    program.pc.set("printer/all", "generic")
    program.pc.set("printer/ticket", "pdf")
    visits = ask(count)
    listed, heart = open_list(), Heart()

    def all_out():
        rows = db.rows("SELECT COUNT(*) AS n FROM paper WHERE state = 'printed' AND in_queue = 0 AND reprint = 0")
        return rows[0]["n"] == count

    qtbot.waitUntil(all_out, timeout=600_000)
    qtbot.waitUntil(lambda: len(listed.rows()) == count)
    record_property("longest pause", heart.longest)
    for queue, kind in (("pdf", "ticket"), ("generic", "receipt")):
        rows = db.rows("SELECT subject_id, job FROM paper WHERE kind = :kind ORDER BY id", kind=kind)
        assert [row["subject_id"] for row in rows] == visits
        assert [row["job"] for row in rows] == cups.numbers(queue), "each once, in the order in which it was asked for"
    assert heart.longest < LONGEST_PAUSE
