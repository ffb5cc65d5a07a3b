"""A screen nobody touches locks itself; what was typed and what lay open is there again for who comes back."""

from functools import partial

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.access.privacy import HIDDEN
from app.office import lists
from app.reception.arrival import Arrival
from app.reception.registering import register
from app.visits.visitors import Visitor
from db import open_database
from tests.conftest import PASSWORD
from tests.support.keyboard import press, type_text
from ui.program import Program
from ui.search import Search
from ui.services.idle_lock import DEFAULT_MINUTES, lock_minutes
from ui.start.sign_in import SignIn

Key = Qt.Key
MINUTE = 60
CTRL = Qt.KeyboardModifier.ControlModifier


class Hall:
    """The program and the seconds that pass in it."""

    def __init__(self, program):
        self.program, self.window, self.seconds = program, program.window, 0.0
        program.idle_lock._now = lambda: self.seconds
        program.idle_lock._touched = 0.0

    def pass_(self, seconds):
        self.seconds += seconds
        self.program.idle_lock.look()

    def is_locked(self):
        return not self.window.shows_pages()


@pytest.fixture
def hall(qapp, path, clock, tmp_path, qtbot, clerk, session):
    made = Program(tmp_path, partial(open_database, path, clock=clock), partial(open_database, path, read_only=True))
    made.window.resize(1366, 768)
    with qtbot.waitSignal(made.ready):
        made.show()
        with qtbot.waitActive(made.window):
            made.window.activateWindow()
        made.enter(clerk)
    yield Hall(made)
    made.window.close()
    made.window.deleteLater()


def gate(hall):
    return next(each for each in hall.window.findChildren(SignIn) if each.isVisible())


def unlock(hall, qtbot, login=None):
    sign_in = gate(hall)
    if login:
        sign_in.form.fill({"login": login})
    sign_in.form.editor("password").setFocus()
    type_text(QApplication.focusWidget(), PASSWORD)
    press(hall.window, Key.Key_Return)
    qtbot.waitUntil(lambda: not hall.is_locked())


def test_it_locks_after_the_minutes_of_this_pc_and_not_before(hall):
    hall.pass_(DEFAULT_MINUTES * MINUTE - 1)
    assert not hall.is_locked()
    hall.pass_(1)
    assert hall.is_locked()


@pytest.mark.parametrize("touch", [
    lambda window: QTest.keyClick(window, Key.Key_A), lambda window: QTest.mouseMove(window, QPoint(300, 300)),
    lambda window: QTest.mouseClick(window, Qt.MouseButton.LeftButton, pos=QPoint(600, 40)),
], ids=["key", "move", "click"])
def test_whoever_works_is_not_locked_out(hall, touch, qtbot):
    hall.pass_(DEFAULT_MINUTES * MINUTE - 1)
    touch(hall.window.windowHandle())
    qtbot.waitUntil(lambda: hall.program.idle_lock._touched == hall.seconds)
    hall.pass_(DEFAULT_MINUTES * MINUTE - 1)
    assert not hall.is_locked()
    hall.pass_(1)
    assert hall.is_locked()


def test_the_form_and_the_focus_are_as_they_were(hall, qtbot):
    form = hall.window.page("reception").registering.form
    qtbot.waitUntil(form.isVisible)
    form.editor("last_name").setFocus()
    type_text(form.editor("last_name"), "نیمه‌کاره")
    hall.pass_(DEFAULT_MINUTES * MINUTE)
    sign_in = gate(hall)
    hall.pass_(DEFAULT_MINUTES * MINUTE)
    assert gate(hall) is sign_in and not form.isVisible()  # twice as long is the same lock
    unlock(hall, qtbot)
    assert form.values()["last_name"] == "نیمه‌کاره" and form.editor("last_name").hasFocus()


def test_what_lay_over_the_page_is_there_again_for_the_same_clerk_alone(hall, qtbot, arrive, make_clerk):
    arrive(matter="احداث پارک")
    press(hall.window, Key.Key_F, CTRL)
    panel = hall.window.findChild(Search)
    type_text(panel.box, "پارک")
    qtbot.waitUntil(lambda: len(panel.hits.rows()) == 1)
    hall.pass_(DEFAULT_MINUTES * MINUTE)
    assert not panel.isVisible()
    unlock(hall, qtbot)
    assert panel.isVisible() and panel.box.hasFocus()
    hall.pass_(DEFAULT_MINUTES * MINUTE)
    unlock(hall, qtbot, make_clerk("caller").login)
    qtbot.waitUntil(lambda: hall.window.findChild(Search) is None)
    assert hall.window.current() == "line"


def test_who_comes_after_sees_no_more_than_he_may(hall, db, clerk, session, make_clerk, qtbot):
    category = next(row for row in lists.entries(db, "category") if row["confidential"])
    register(db, clerk, session.id, Arrival(
        Visitor(kind="no_code", code_reason="همراه ندارد", first_name="نمونه", last_name="آزمایشی"), category["id"]))
    latest = hall.window.page("reception").registering.side.latest
    qtbot.waitUntil(lambda: any(category["name"] in row.quiet for row in latest.rows()))
    hall.pass_(DEFAULT_MINUTES * MINUTE)
    unlock(hall, qtbot, make_clerk("reception").login)
    qtbot.waitUntil(lambda: any(HIDDEN in row.quiet for row in latest.rows()))
    assert not [row for row in latest.rows() if category["name"] in row.spoken()]


@pytest.mark.parametrize(("text", "minutes"), [
    ("", DEFAULT_MINUTES), ("5", 5), ("60", 60), ("0", DEFAULT_MINUTES), ("یک", DEFAULT_MINUTES),
])
def test_only_known_minutes_count(text, minutes):
    assert lock_minutes(text) == minutes
