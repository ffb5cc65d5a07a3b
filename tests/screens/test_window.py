"""The main window: pages by keys, focus, notices, the status strip and zoom."""

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QScrollArea

from tests.support.keyboard import press
from ui.page import Page
from ui.shell.window import DayCounts, Window
from ui.widgets import KeyButton, column, theme

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier
TITLES = {"reception": "پذیرش", "line": "صف و فراخوان", "table": "میز"}


class LoggedPage(Page):
    def __init__(self, context, log, key):
        super().__init__(context)
        self.log, self.key = log, key
        self.first, self.second, self.save = QLineEdit(), QLineEdit(), KeyButton("ثبت", "F4")
        self.save.clicked.connect(lambda: log.append(f"save {key}"))
        column(self.first, self.second, self.save, parent=self)
        self.setFocusProxy(self.first)
        log.append(f"made {key}")

    def shown(self):
        self.log.append(f"shown {self.key}")


@pytest.fixture
def log():
    return []


@pytest.fixture
def window(show, context, log):
    made = Window()
    for key, title in TITLES.items():
        made.add_page(key, title, lambda key=key: LoggedPage(context, log, key))
    return show(made, 1366, 768)


def top(window):
    """How far below the window's edge its page begins."""
    return window.page(window.current()).mapTo(window, QPoint()).y()


def words(window):
    return " ".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())


def test_pages_are_made_when_first_asked_for(window, log):
    assert log == [] and window.current() == ""
    press(window, Key.Key_2, Ctrl)
    assert window.current() == "line" and log == ["made line", "shown line"]
    press(window, Key.Key_1, Ctrl)
    press(window, Key.Key_2, Ctrl)
    assert log[2:] == ["made reception", "shown reception", "shown line"]


def test_key_of_a_page_works_in_the_page_in_front_only(window, log):
    for key in ("line", "reception"):
        window.go(key)
    log.clear()
    press(window, Key.Key_F4)
    assert log == ["save reception"]


def test_focus_comes_back_with_the_page(window):
    window.go("reception")
    page = window.page("reception")
    assert QApplication.focusWidget() is page.first
    page.second.setFocus()
    window.go("line")
    window.go("reception")
    assert QApplication.focusWidget() is page.second


def test_click_in_the_navigation_leaves_the_focus_in_the_page(window, qtbot):
    window.go("reception")
    qtbot.mouseClick(window.navigation.pages["table"], Qt.MouseButton.LeftButton)
    assert window.current() == "table"
    assert QApplication.focusWidget() is window.page("table").first


def test_key_of_a_page_that_is_not_offered_does_nothing(window):
    window.offer({"reception", "table"})
    press(window, Key.Key_2, Ctrl)
    assert window.current() == ""
    press(window, Key.Key_3, Ctrl)
    assert window.current() == "table"


@pytest.mark.parametrize(
    ("key", "signal"), [(Key.Key_F, "search_asked"), (Key.Key_L, "lock_asked"), (Key.Key_0, "session_asked")]
)
def test_keys_of_the_window_ask_for_search_lock_and_sessions(window, key, signal):
    window.go("reception")
    spy = QSignalSpy(getattr(window, signal))
    press(window, key, Ctrl)
    assert spy.count() == 1


def test_no_key_reaches_the_page_behind_the_lock(window, log):
    window.go("reception")
    window.page("reception").second.setFocus()
    gate = QLineEdit()
    window.show_instead(gate)
    log.clear()
    searched = QSignalSpy(window.search_asked)
    press(window, Key.Key_F4)
    press(window, Key.Key_2, Ctrl)
    press(window, Key.Key_F, Ctrl)
    assert log == [] and searched.count() == 0 and QApplication.focusWidget() is gate
    window.show_pages()
    assert QApplication.focusWidget() is window.page("reception").second


def test_status_strip_and_head_show_the_state_of_the_day(window):
    window.show_session("چهارشنبه‌های مردمی", "جلسه 62 · 4 آذر 1405")
    assert window.navigation.head.accessibleName() == "چهارشنبه‌های مردمی، جلسه ۶۲ · ۴ آذر ۱۴۰۵"
    window.show_counts(DayCounts(waiting=23, at_tables=6, done=41, mean_wait=18))
    window.show_clerk("<ن. نمونه‌ای>")
    said = words(window)
    assert all(part in said for part in ("۲۳", "پای میزها", "۴۱", "۱۸ دقیقه", "&lt;ن. نمونه‌ای&gt;", "متصل"))
    window.show_counts(DayCounts(waiting=1, at_tables=0, done=0))
    assert "میانگین" not in words(window)
    window.show_counts(None)
    assert "در انتظار" not in words(window)
    window.show_connected(False)
    assert "قطع" in words(window)


def test_notice_of_the_window_is_above_every_page(window):
    window.go("reception")
    before = top(window)
    window.notice.say("error", "پروندهٔ داده در دسترس نیست.")
    QApplication.processEvents()
    assert top(window) > before
    window.go("line")
    press(window, Key.Key_Escape)
    QApplication.processEvents()
    assert top(window) == before


def test_zoom_by_keys_stops_at_both_ends(window, qapp):
    zoomed = QSignalSpy(window.zoomed)
    try:
        for _ in range(6):
            press(window, Key.Key_Plus, Ctrl)
        assert theme.zoom() == 1.5 and zoomed.count() == 3
        for _ in range(6):
            press(window, Key.Key_Minus, Ctrl)
        assert theme.zoom() == 1.0
    finally:
        theme.set_zoom(qapp, 1.0)


def test_page_too_large_for_the_screen_scrolls(window):
    window.go("reception")
    window.page("reception").setMinimumHeight(2000)
    window.resize(1100, 700)
    QApplication.processEvents()
    assert window.height() == 700
    assert any(area.verticalScrollBar().maximum() > 0 for area in window.findChildren(QScrollArea))


def test_clock_stops_while_the_window_is_hidden(window):
    from ui.widgets.clock import Clock

    clock = window.findChild(Clock)
    timer = clock.findChild(QTimer)
    assert timer.isActive() and len(clock.text()) == 5
    window.hide()
    assert not timer.isActive()
