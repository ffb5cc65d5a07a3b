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

FLASH = 1800  # ms
PULSES = 3


class Display(QWidget):
    """Given the last calls again and again, it shows what is new at once and keeps the rest in sight.

    `called` tells a voice to come of each fresh call, `painted` the ids of fresh calls that have reached the screen.
    Nothing ticks here but the clock of the head while nobody is called.
    """

    called = Signal(Call)
    painted = Signal(list)

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self.setWindowTitle("نمایشگر فراخوان")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setCursor(Qt.CursorShape.BlankCursor)
        self._now, self._stage = clock, CallSlots()
        self._programme = self._office = self._date = ""
        self._waiting: int | None = None
        self._lost = self._is_fed = False
        self._why = ""
        self._fresh: list[int] = []
        self._flashing: set[int] = set()
        self._clock = Clock()
        self._clock.setObjectName("displayClock")
        self._clock.setParent(self)
        self._turner = QTimer(self)
        self._turner.setSingleShot(True)
        self._turner.timeout.connect(self._turn)
        self._flash = QVariantAnimation(self)
        self._flash.setStartValue(0.0)
        self._flash.setEndValue(1.0)
        self._flash.setDuration(FLASH)
        self._flash.valueChanged.connect(self._update_stage)
        self._flash.finished.connect(self._flashing.clear)

    # -- what it is told

    def show_calls(self, calls: Sequence[Call]) -> None:
        """The last calls, newest first; eight are plenty."""
        self._is_fed = True
        fresh = self._stage.show(calls, self._now())
        self._fresh += [call.id for call in fresh]
        if fresh:
            self._flashing |= {call.id for call in fresh}
            self._flash.stop()
            self._flash.start()
        self._plan()
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
        """The last calls stay, with a sign that they may be old. `why` is for who sets the display up: it is shown only
        where it has never shown a call."""
        self._lost, self._why = lost, why
        self.update()

    def instead(self) -> str:
        """What stands large where no call does: no word of an empty line while nobody can know of one."""
        if not self._is_fed:
            return self._why
        return "" if self._lost else "هنوز شماره‌ای فراخوانده نشده است."

    def show_on(self, screen: QScreen) -> None:
        """Fills that screen."""
        self.setScreen(screen)
        self.setGeometry(screen.geometry())
        self.showFullScreen()

    def large(self) -> list[Call]:
        """The calls that stand large, newest first."""
        return self._stage.large()

    def small(self) -> list[Call]:
        return self._stage.small()

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
        self._flash.stop()
        self._flashing.clear()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        canvas = Canvas(self.width(), self.height())
        canvas.begin(painter)
        canvas.paint_head(painter, self._programme, " · ".join(filter(None, (self._office, self._date))))
        canvas.paint_small(painter, self._stage.small())
        canvas.paint_large(painter, self._stage.large(), self._glow, self.instead())
        canvas.paint_foot(painter, self._foot(), self._lost)
        painter.end()
        if self._fresh:
            # once the event is over its pixels are on the screen
            QTimer.singleShot(0, self, partial(self.painted.emit, self._fresh))
            self._fresh = []

    def _foot(self) -> str:
        if not self._is_fed:
            return "ارتباط با سامانه قطع است. لطفاً از متصدی بپرسید." if self._lost else ""
        if self._lost:
            return "ارتباط با سامانه قطع است؛ آخرین شماره‌ها نشان داده می‌شود. لطفاً از متصدی بپرسید."
        if self._waiting is None:
            return "جلسه‌ای باز نیست."
        waiting = fa(f"در انتظار: {self._waiting} نفر") if self._waiting else "کسی در انتظار نیست"
        return f"{waiting} — لطفاً تا فراخوان شمارهٔ خود در سالن بمانید."

    def _glow(self, call: Call) -> float:
        """0–1: how much a fresh call is lit at this instant of its flash."""
        if call.id not in self._flashing:
            return 0.0
        return math.sin(math.pi * PULSES * float(self._flash.currentValue())) ** 2

    def _turn(self) -> None:
        self._stage.turn(self._now())
        self._plan()

    def _plan(self) -> None:
        """Draw what stands now, and wake when that changes by itself."""
        self.update()
        due = self._stage.due(self._now())
        if due is None:
            self._turner.stop()
        else:
            self._turner.start(math.ceil(due * 1000))

    def _update_stage(self) -> None:
        self.update(Canvas(self.width(), self.height()).large().toRect())
