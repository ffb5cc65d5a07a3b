import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QAbstractAnimation, QElapsedTimer
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication

from ui.display.display import Display
from ui.display.paint import DIGITS, FONT_OF_DIGIT, Canvas
from ui.display.slots import CELLS, READ, SETTLE, Call, CallSlots
from ui.widgets import theme


def call(n, ticket=None, **more):
    return Call(n, ticket or n, more.pop("table", f"میز {n % 5 + 1}"), "2026-11-25T07:12:03.123Z", **more)


def newest_first(*numbers):
    return [call(n) for n in sorted(numbers, reverse=True)]


def large(stage):
    return [one.id for one in stage.large()]


def small(stage):
    return [one.id for one in stage.small()]


# -- which calls stand large -----------------------------------------------------------------------------------


@pytest.fixture
def stage():
    made = CallSlots()
    made.show([], 0)
    return made


def test_a_restart_calls_nobody_again():
    stage = CallSlots()
    assert stage.show(newest_first(1, 2, 3), 0) == []
    assert (large(stage), small(stage), stage.due(0)) == ([3], [2, 1], None)


def test_a_call_that_has_been_read_gives_way_at_once(stage):
    stage.show(newest_first(1), 0)
    assert [one.id for one in stage.show(newest_first(1, 2), READ)] == [2]
    assert (large(stage), small(stage)) == ([2], [1])


def test_calls_that_come_together_stand_together_and_then_the_newest_alone(stage):
    stage.show(newest_first(1), 0)
    stage.show(newest_first(1, 2, 3), 2)
    assert large(stage) == [3, 2, 1]
    assert stage.due(2) == SETTLE - 2
    stage.turn(SETTLE)
    assert large(stage) == [3, 2]
    stage.turn(SETTLE + 2)
    assert (large(stage), stage.due(SETTLE + 2)) == ([3], None)


def test_a_crowd_waits_in_the_column_until_others_are_read(stage):
    stage.show(newest_first(*range(1, 7)), 0)
    assert (large(stage), small(stage)) == ([4, 3, 2, 1], [6, 5])
    assert stage.due(0) == READ
    stage.turn(READ)
    assert (large(stage), small(stage)[:2]) == ([6, 5], [4, 3])


def test_a_call_taken_back_leaves(stage):
    stage.show(newest_first(1, 2), 0)
    stage.show(newest_first(1), 1)
    assert (large(stage), small(stage)) == ([1], [])
    stage.show([], 2)
    assert (large(stage), stage.due(2)) == ([], None)


def test_an_older_call_that_comes_back_into_the_list_is_not_fresh(stage):
    stage.show(newest_first(2, 3), 0)
    assert stage.show(newest_first(1, 2), 1) == []


def test_a_recall_is_fresh_and_stands_once(stage):
    stage.show([call(1, 45)], 0)
    assert stage.show([call(2, 45), call(1, 45)], 1) == [call(2, 45)]
    assert (large(stage), small(stage)) == ([2], [])


@given(st.lists(st.tuples(st.floats(0, 9), st.integers(1, 5)), min_size=1, max_size=12))
def test_every_fresh_call_is_in_sight_at_once_and_large_long_enough(arrivals):
    stage, now, last, entered, left = CallSlots(), 0.0, 0, {}, {}
    stage.show([], 0)

    def look():
        assert 1 <= len(stage.large()) <= CELLS
        assert set(large(stage)) | set(small(stage)) == set(range(1, last + 1))
        for one in large(stage):
            entered.setdefault(one, now)
        left.update({one: now for one in entered if one not in large(stage) and one not in left})

    def wait_until(moment):
        nonlocal now
        while (due := stage.due(now)) is not None and now + due <= moment:
            now += due + 0.001  # a timer is never early
            stage.turn(now)
            look()
        now = max(now, moment)

    for pause, count in arrivals:
        wait_until(now + pause)
        last += count
        stage.show(newest_first(*range(1, last + 1)), now)
        look()
    wait_until(now + 1000)
    assert large(stage) == [last] and stage.due(now) is None
    assert set(entered) == set(range(1, last + 1))
    assert all(left[one] - entered[one] > READ - 0.001 for one in left)


# -- what is painted -------------------------------------------------------------------------------------------


class Ticking:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def seconds():
    return Ticking()


@pytest.fixture
def display(show, seconds):
    made = Display(seconds)
    made.show_head("چهارشنبه‌های مردمی", "شهرداری کرج", "4 آذر 1405")
    made.show_waiting(23)
    made.show_calls([])
    return show(made, 1920, 1080)


def test_a_fresh_call_is_announced_and_painted_within_the_budget(display, qtbot):
    called, timer, times = QSignalSpy(display.called), QElapsedTimer(), []
    for number in range(1, 6):
        timer.start()
        with qtbot.waitSignal(display.painted) as painted:
            display.show_calls(newest_first(number))
        times.append(timer.elapsed())
        assert painted.args == [[number]] and called.at(number - 1) == [call(number)]
    assert min(times) < 200, times  # the quickest: a test shares its processor


def test_what_is_known_is_neither_announced_nor_painted_anew(display, qtbot):
    with qtbot.waitSignal(display.painted):
        display.show_calls(newest_first(1, 2))
    with qtbot.assertNotEmitted(display.called), qtbot.assertNotEmitted(display.painted, wait=50):
        display.show_calls(newest_first(1, 2))


def test_it_flashes_and_then_rests(display, qtbot, seconds):
    display.show_calls(newest_first(1))
    assert display._flash.state() == QAbstractAnimation.State.Running
    display._flash.setCurrentTime(300)
    lit = display.grab().toImage()
    with qtbot.waitSignal(display._flash.finished):
        display._flash.setCurrentTime(display._flash.duration() - 1)
    assert display.grab().toImage() != lit
    assert display._flash.state() == QAbstractAnimation.State.Stopped and not display._turner.isActive()


def test_several_settle_by_themselves(display, seconds):
    display.show_calls(newest_first(1, 2))
    assert [one.id for one in display.large()] == [2, 1] and display._turner.isActive()
    seconds.now = SETTLE
    display._turner.timeout.emit()
    assert [one.id for one in display.large()] == [2] and not display._turner.isActive()


def test_losing_the_database_is_said_and_the_numbers_stay(display):
    display.show_calls(newest_first(1))
    before = display.grab().toImage()
    display.show_lost(True)
    assert [one.id for one in display.large()] == [1]
    assert display._foot().startswith("ارتباط با سامانه قطع است")
    assert display.grab().toImage() != before
    display.show_lost(False)
    assert "در انتظار: ۲۳ نفر" in display._foot()
    display.show_waiting(0)
    assert "کسی در انتظار نیست" in display._foot()


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_digits_can_be_read_from_afar(qapp, count):
    digits = DIGITS[count]
    font = Canvas(1920, 1080).font(digits * FONT_OF_DIGIT, theme.Weight.Bold)
    assert QFontMetricsF(font).tightBoundingRect("۴۵").height() == pytest.approx(digits, rel=0.03)
    assert digits >= (270 if count == 1 else 150)


@pytest.mark.parametrize("size", [(1920, 1080), (1280, 1024), (1024, 768), (3840, 2160)])
def test_nothing_reaches_beyond_its_place(show, size, seconds):
    """Long names and four-digit numbers; the rim of the large area stays as dark as when it is empty."""
    display = show(Display(seconds), *size)
    display.show_calls([])
    empty = display.grab().toImage()
    crowd = [
        call(9000 + n, table="میز معاون شهرسازی و معماری شهرداری کرج و حومه", name="نمونه " * 12) for n in range(6)
    ]
    display.show_calls(crowd[::-1])
    display._flash.stop()
    display._flashing.clear()
    QApplication.processEvents()
    full = display.grab().toImage()
    assert full != empty
    area = Canvas(*size).large()
    rims = [(int(area.left()) + 2, y) for y in range(int(area.top()) + 4, int(area.bottom()) - 4, 7)]
    rims += [(int(area.right()) - 2, y) for _, y in rims]
    changed = [rim for rim in rims if full.pixel(*rim) != empty.pixel(*rim)]
    assert len(changed) <= 2 * CELLS  # the hairlines between the cells
