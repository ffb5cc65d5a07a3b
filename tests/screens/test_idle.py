"""A screen nobody touches locks itself; the same clerk finds the typed text and the open panels again."""

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


class Seconds:
    now = 0.0

    def __call__(self):
        return self.now


class Pc:
    """The program on one PC, with the seconds that pass there."""

    def __init__(self, program, seconds):
        self.program, self.window, self.seconds = program, program.window, seconds

    def let_pass(self, seconds):
        self.seconds.now += seconds
        self.program.sign_in.idle_lock.check()

    def is_locked(self):
        return not self.window.shows_pages()


@pytest.fixture
def pc(qapp, path, clock, tmp_path, qtbot, clerk, session):
    seconds = Seconds()
    made = Program(
        tmp_path,
        partial(open_database, path, clock=clock),
        partial(open_database, path, read_only=True),
        seconds=seconds,
    )
    made.window.resize(1366, 768)
    with qtbot.waitSignal(made.ready):
        made.show()
        with qtbot.waitActive(made.window):
            made.window.activateWindow()
        made.enter(clerk)
    yield Pc(made, seconds)
    made.window.close()
    made.window.deleteLater()


def lock_screen(pc):
    return next(each for each in pc.window.findChildren(SignIn) if each.isVisible())


def unlock(pc, qtbot, login=None):
    sign_in = lock_screen(pc)
    if login:
        sign_in.form.fill({"login": login})
    sign_in.form.editor("password").setFocus()
    type_text(QApplication.focusWidget(), PASSWORD)
    press(pc.window, Key.Key_Return)
    qtbot.waitUntil(lambda: not pc.is_locked())


def test_screen_locks_after_the_minutes_of_this_pc_and_not_before(pc):
    pc.let_pass(DEFAULT_MINUTES * MINUTE - 1)
    assert not pc.is_locked()
    pc.let_pass(1)
    assert pc.is_locked()


@pytest.mark.parametrize(
    "touch",
    [
        lambda window: QTest.keyClick(window, Key.Key_A),
        lambda window: QTest.mouseMove(window, QPoint(300, 300)),
        lambda window: QTest.mouseClick(window, Qt.MouseButton.LeftButton, pos=QPoint(600, 40)),
    ],
    ids=["key", "move", "click"],
)
def test_clerk_who_uses_key_or_mouse_is_not_locked_out(pc, touch, qtbot):
    pc.let_pass(DEFAULT_MINUTES * MINUTE - 1)
    touch(pc.window.windowHandle())
    qtbot.waitUntil(lambda: pc.program.sign_in.idle_lock.idle_seconds() == 0)
    pc.let_pass(DEFAULT_MINUTES * MINUTE - 1)
    assert not pc.is_locked()
    pc.let_pass(1)
    assert pc.is_locked()


def test_form_and_focus_are_as_before_after_the_lock(pc, qtbot):
    form = pc.window.page("reception").registering.form
    qtbot.waitUntil(form.isVisible)
    form.editor("last_name").setFocus()
    type_text(form.editor("last_name"), "نیمه‌کاره")
    pc.let_pass(DEFAULT_MINUTES * MINUTE)
    sign_in = lock_screen(pc)
    pc.let_pass(DEFAULT_MINUTES * MINUTE)
    assert lock_screen(pc) is sign_in and not form.isVisible()  # twice as long keeps the same lock
    unlock(pc, qtbot)
    assert form.values()["last_name"] == "نیمه‌کاره" and form.editor("last_name").hasFocus()


def test_panel_over_the_page_comes_back_for_the_same_clerk_alone(pc, qtbot, arrive, make_clerk):
    arrive(matter="احداث پارک")
    press(pc.window, Key.Key_F, CTRL)
    panel = pc.window.findChild(Search)
    type_text(panel.box, "پارک")
    qtbot.waitUntil(lambda: len(panel.hits.rows()) == 1)
    pc.let_pass(DEFAULT_MINUTES * MINUTE)
    assert not panel.isVisible()
    unlock(pc, qtbot)
    assert panel.isVisible() and panel.box.hasFocus()
    pc.let_pass(DEFAULT_MINUTES * MINUTE)
    unlock(pc, qtbot, make_clerk("caller").login)
    qtbot.waitUntil(lambda: pc.window.findChild(Search) is None)
    assert pc.window.current() == "line"


def test_next_clerk_sees_no_more_than_the_roles_allow(pc, db, clerk, session, make_clerk, qtbot):
    category = next(row for row in lists.entries(db, "category") if row["confidential"])
    register(
        db,
        clerk,
        session.id,
        Arrival(
            Visitor(kind="no_code", code_reason="همراه ندارد", first_name="نمونه", last_name="آزمایشی"), category["id"]
        ),
    )
    latest = pc.window.page("reception").registering.side.latest
    qtbot.waitUntil(lambda: any(category["name"] in row.quiet for row in latest.rows()))
    pc.let_pass(DEFAULT_MINUTES * MINUTE)
    unlock(pc, qtbot, make_clerk("reception").login)
    qtbot.waitUntil(lambda: any(HIDDEN in row.quiet for row in latest.rows()))
    assert not [row for row in latest.rows() if category["name"] in row.spoken()]


@pytest.mark.parametrize(
    ("text", "minutes"), [("", DEFAULT_MINUTES), ("5", 5), ("60", 60), ("0", DEFAULT_MINUTES), ("یک", DEFAULT_MINUTES)]
)
def test_unknown_minutes_in_the_settings_give_the_default(text, minutes):
    assert lock_minutes(text) == minutes
