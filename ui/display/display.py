"""The public display: the number that is called, readable from the last row of the hall."""

import math
import time
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, QVariantAnimation, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QScreen
from PySide6.QtWidgets import QWidget

from app.persian.text import fa
from ui.display.paint import Canvas
from ui.display.slots import Call, CallSlots
from ui.widgets.clock import Clock

__all__ = ["Call", "Display"]

FLASH_MS = 1800
PULSES = 3
"""How often a fresh call lights up during one flash."""


class Display(QWidget):
    """Gets the last calls again and again, shows what is new at once and keeps the rest visible.

    `called` announces each fresh call (for a voice to come), `painted` the ids of fresh calls that have reached the
    screen. While nobody is called, nothing runs here but the clock in the head.
    """

    called = Signal(Call)
    painted = Signal(list)

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self.setWindowTitle("نمایشگر فراخوان")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setCursor(Qt.CursorShape.BlankCursor)
        self._seconds, self._slots = seconds, CallSlots()
        self._programme = self._office = self._date = ""
        self._waiting: int | None = None
        self._is_lost = self._has_calls = False
        self._why_lost = ""
        self._fresh: list[int] = []
        """Fresh calls not painted yet."""
        self._flashing: set[int] = set()
        self._clock = Clock()
        self._clock.setObjectName("displayClock")
        self._clock.setParent(self)
        self.turn_timer = QTimer(self)
        """Wakes the display when a slot is free by itself."""
        self.turn_timer.setSingleShot(True)
        self.turn_timer.timeout.connect(self._turn)
        self.flash = QVariantAnimation(self)
        self.flash.setStartValue(0.0)
        self.flash.setEndValue(1.0)
        self.flash.setDuration(FLASH_MS)
        self.flash.valueChanged.connect(self._update_large)
        self.flash.finished.connect(self._flashing.clear)

    # -- what it is told

    def show_calls(self, calls: Sequence[Call]) -> None:
        """Show the last calls, newest first; eight are enough."""
        self._has_calls = True
        fresh = self._slots.show(calls, self._seconds())
        self._fresh += [call.id for call in fresh]
        if fresh:
            self._flashing |= {call.id for call in fresh}
            self.flash.stop()
            self.flash.start()
        self._repaint_and_wake()
        for call in fresh:
            self.called.emit(call)

    def show_head(self, programme: str, office: str, date: str) -> None:
        self._programme, self._office, self._date = programme, office, date
        self.update()

    def show_waiting(self, count: int | None) -> None:
        """None: no session is open."""
        self._waiting = count
        self.update()

    def show_lost(self, lost: bool, why: str = "") -> None:
        """Keep the last calls, with a sign that they may be old.

        `why` helps the person who sets the display up: it is shown only where the display has never shown a call.
        """
        self._is_lost, self._why_lost = lost, why
        self.update()

    def show_on(self, screen: QScreen) -> None:
        """Fill a screen."""
        self.setScreen(screen)
        self.setGeometry(screen.geometry())
        self.showFullScreen()

    # -- what it shows

    def head(self) -> tuple[str, str, str]:
        """Return programme, office and date."""
        return self._programme, self._office, self._date

    def large(self) -> list[Call]:
        """Return the calls that stand large, newest first."""
        return self._slots.large()

    def small(self) -> list[Call]:
        return self._slots.small()

    def instead(self) -> str:
        """Return the text in place of large calls. Until calls are known it does not claim that there are none."""
        if not self._has_calls:
            return self._why_lost
        return "" if self._is_lost else "هنوز شماره‌ای فراخوانده نشده است."

    def foot(self) -> str:
        if not self._has_calls:
            return "ارتباط با سامانه قطع است. لطفاً از متصدی سؤال کنید." if self._is_lost else ""
        if self._is_lost:
            return "ارتباط با سامانه قطع است؛ آخرین شماره‌ها نشان داده می‌شود. لطفاً از متصدی سؤال کنید."
        if self._waiting is None:
            return "جلسه‌ای باز نیست."
        waiting = fa(f"در انتظار: {self._waiting} نفر") if self._waiting else "کسی در انتظار نیست"
        return f"{waiting} — لطفاً تا فراخوان شمارهٔ خود در سالن بمانید."

    # -- how it does it

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F11:
            self.showNormal() if self.isFullScreen() else self.showFullScreen()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        canvas = Canvas(self.width(), self.height())
        self._clock.setFont(canvas.font(30))
        self._clock.setGeometry(canvas.clock().toRect())

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.end_flash()

    def end_flash(self) -> None:
        self.flash.stop()
        self._flashing.clear()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        canvas = Canvas(self.width(), self.height())
        canvas.begin(painter)
        canvas.paint_head(painter, self._programme, " · ".join(filter(None, (self._office, self._date))))
        canvas.paint_small(painter, self._slots.small())
        canvas.paint_large(painter, self._slots.large(), self._glow, self.instead())
        canvas.paint_foot(painter, self.foot(), self._is_lost)
        painter.end()
        if self._fresh:
            # once the event is over its pixels are on the screen
            QTimer.singleShot(0, self, partial(self.painted.emit, self._fresh))
            self._fresh = []

    def _glow(self, call: Call) -> float:
        """Return how much a call is lit at this instant of the flash, 0 to 1; 0 for a call that is not fresh."""
        if call.id not in self._flashing:
            return 0.0
        return math.sin(math.pi * PULSES * float(self.flash.currentValue())) ** 2

    def _turn(self) -> None:
        self._slots.turn(self._seconds())
        self._repaint_and_wake()

    def _repaint_and_wake(self) -> None:
        """Paint the calls that stand now and set the timer for when that changes by itself."""
        self.update()
        due = self._slots.due(self._seconds())
        if due is None:
            self.turn_timer.stop()
        else:
            self.turn_timer.start(math.ceil(due * 1000))

    def _update_large(self) -> None:
        self.update(Canvas(self.width(), self.height()).large().toRect())
