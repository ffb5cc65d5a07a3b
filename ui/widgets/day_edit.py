"""A field for a Jalali day: typed, changed by the arrows, or picked from a calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCalendar, QDate, QLocale, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QLineEdit

from app.errors import Refused
from app.persian import calendar
from app.persian.text import fa
from ui.widgets import theme
from ui.widgets.clock import today

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon
    from PySide6.QtWidgets import QCalendarWidget


class DayEdit(QLineEdit):
    """A QLineEdit rather than a QDateEdit: it may be empty, takes all three kinds of digits and does not correct a date
    that is half typed. Up and Down change the day by one; Ctrl+Down or the icon opens the month."""

    picked = Signal(str)

    def __init__(self, day: str = "") -> None:
        super().__init__()
        self.setPlaceholderText(fa("1405/09/04"))
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # a date reads year first in any language
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        opener = self.addAction(_month_icon(), QLineEdit.ActionPosition.LeadingPosition)
        opener.setToolTip("تقویم (Ctrl+↓)")
        opener.triggered.connect(self.open_month)
        self._month: QCalendarWidget | None = None
        self.set_value(day)

    def value(self) -> str:
        """The ISO day, or '' when the field is empty or holds no day."""
        try:
            return calendar.parse_jalali(self.text()) if self.text().strip() else ""
        except Refused:
            return ""

    def set_value(self, day: str) -> None:
        self.setText(fa(calendar.jalali(day)) if day else "")

    def write(self, text: str) -> None:
        """Write the text as if it were typed, whether it is a day or not."""
        self.setText(text)
        self.setCursorPosition(0)

    def fault(self) -> str:
        """The Persian sentence that says why the text is no day; '' when it is one."""
        try:
            calendar.parse_jalali(self.text().strip() or "1405/01/01")
        except Refused as refusal:
            return refusal.sentence
        return ""

    def step(self, days: int) -> None:
        start = _date(self.value())
        self._take(start.addDays(days) if self.value() else start)

    def open_month(self) -> None:
        if self._month is None:
            self._month = _month()
            self._month.setParent(self, Qt.WindowType.Popup)
            self._month.clicked.connect(self._take)
            self._month.activated.connect(self._take)
        self._month.setSelectedDate(_date(self.value()))
        self._month.adjustSize()
        self._month.move(self._place_beneath(self._month.rect()))
        self._month.show()
        self._month.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.open_month()
        elif event.key() in steps:
            self.step(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Rewrite a day that was understood in the usual form."""
        super().focusOutEvent(event)
        if self.value():
            self.set_value(self.value())

    def _take(self, date: QDate) -> None:
        self.set_value(date.toString(Qt.DateFormat.ISODate))
        if self._month:
            self._month.hide()
        self.setFocus()
        self.picked.emit(self.value())

    def _place_beneath(self, popup: QRect) -> QPoint:
        room = self.screen().availableGeometry()
        corner = self.mapToGlobal(self.rect().bottomRight()) - QPoint(popup.width(), 0)
        return QPoint(
            max(room.left(), min(corner.x(), room.right() - popup.width())),
            max(room.top(), min(corner.y(), room.bottom() - popup.height())),
        )


def _date(day: str) -> QDate:
    return QDate.fromString(day or today(), Qt.DateFormat.ISODate)


def _month() -> QCalendarWidget:
    from PySide6.QtGui import QTextCharFormat  # late: start-up
    from PySide6.QtWidgets import QCalendarWidget

    month = QCalendarWidget()
    month.setLocale(QLocale(QLocale.Language.Persian, QLocale.Country.Iran))
    month.setCalendar(QCalendar(QCalendar.System.Jalali))
    month.setFirstDayOfWeek(Qt.DayOfWeek.Saturday)
    month.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    month.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.ShortDayNames)
    for weekday in Qt.DayOfWeek:
        style = QTextCharFormat()
        style.setForeground(QColor(theme.RED if weekday == Qt.DayOfWeek.Friday else theme.INK))
        month.setWeekdayTextFormat(weekday, style)
    month.setMinimumSize(theme.px(380), theme.px(280))  # narrower cells cut the names of the weekdays
    return month


def _month_icon() -> QIcon:
    from PySide6.QtGui import QIcon, QPixmap  # late: start-up

    picture = QPixmap(32, 32)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        painter.setPen(QColor(theme.QUIET))
        for x, y, width, height in ((5, 8, 21, 18), (5, 8, 21, 5), (10, 4, 1, 4), (21, 4, 1, 4)):
            painter.drawRect(x, y, width, height)
    return QIcon(picture)
