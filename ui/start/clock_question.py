"""The question whether the clock is right, asked before anything is written."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.persian.calendar import local_day, local_time, long_day, minutes_between
from app.persian.text import fa, isolate
from app.wall_clock.doubt import Doubt
from app.wall_clock.time_zone import wrong_zone
from ui.start.gate import Gate
from ui.widgets import KeyButton, column, label, row

WHY = {
    "behind": "آخرین ثبت برنامه {known} است که پس از این تاریخ و ساعت است.",
    "pause": "از آخرین کار برنامه، {known}، {days} روز گذشته است.",
    "hour": "در این ساعت معمولاً از برنامه استفاده نمی‌شود. آخرین کار برنامه {known} است.",
    "day": "در این روز معمولاً از برنامه استفاده نمی‌شود. آخرین کار برنامه {known} است.",
}
MATTERS = "تاریخ جلسه، مهلت‌ها و شماره‌ها از همین ساعت گرفته می‌شود؛ آن را با ساعت و تقویم دیگری مقایسه کنید."
PUT_RIGHT = (
    "۱. در ویندوز، روی ساعت پایین صفحه راست‌کلیک کنید و «تنظیم تاریخ و ساعت»"
    f" ({isolate('Adjust date and time')}) را انتخاب کنید.",
    f"۲. تاریخ، ساعت (صبح یا عصر) و منطقهٔ زمانی {isolate('(UTC+03:30) Tehran')} را درست کنید.",
    "۳. به این صفحه بازگردید. تا درست شدن ساعت چیزی ثبت نمی‌شود؛ پس از آن، برنامه به‌طور خودکار ادامه می‌دهد.",
)
PUT_SERVER_RIGHT = (
    "این ساعتِ سرور است. به مسئول سرور اطلاع دهید تا آن را درست کند.",
    "تا آن زمان چیزی ثبت نمی‌شود؛ پس از درست شدن ساعت، برنامه به‌طور خودکار ادامه می‌دهد.",
)


class ClockQuestion(QWidget):
    """Stands in place of everything. Neither answer has Enter: a clerk who types a password must not answer unread."""

    trusted = Signal(object)
    """The clerk says that the clock of this Doubt is right."""

    def __init__(self, doubt: Doubt) -> None:
        super().__init__()
        self.doubt = doubt
        self.day, self.time = label("", "ticket"), label("", "ticket")
        for large in (self.day, self.time):
            large.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.why = label("", wraps=True)
        self.right = KeyButton("تاریخ و ساعت درست است", "F4", primary=True)
        self.wrong = KeyButton("ساعت نادرست است", "F8")
        self.steps = [label(step, wraps=True) for step in (PUT_SERVER_RIGHT if doubt.shared else PUT_RIGHT)]
        self.zone = label(wrong_zone(), "note", wraps=True)
        self.right.clicked.connect(self._trust)
        self.wrong.clicked.connect(partial(self._show_steps, True))
        gate = Gate(
            label("آیا تاریخ و ساعت سرور درست است؟" if doubt.shared else "آیا تاریخ و ساعت درست است؟", "title"),
            column(self.day, self.time, gap=0),
            self.why,
            label(MATTERS, "quiet", wraps=True),
            self.zone,
            column(*self.steps, gap=6),
            row(self.right, self.wrong, 1),
            width=620,
        )
        column(gate, gap=0, parent=self)
        self._show_steps(False)
        self.show_doubt(doubt)

    def show_doubt(self, doubt: Doubt) -> None:
        """Show what the clock says now."""
        self.doubt = doubt
        known = f"{long_day(local_day(doubt.known))}، ساعت {isolate(local_time(doubt.known))}"
        days = minutes_between(doubt.known, doubt.now) // (24 * 60)
        self.day.setText(fa(f"امروز {long_day(local_day(doubt.now))}"))
        self.time.setText(fa(f"ساعت {isolate(local_time(doubt.now))} است؟"))
        self.why.setText(fa(WHY[doubt.reason].format(known=known, days=days)))

    def _trust(self) -> None:
        self.trusted.emit(self.doubt)

    def _show_steps(self, shown: bool, _: bool = False) -> None:
        for step in self.steps:
            step.setVisible(shown)
        self.zone.setVisible(bool(wrong_zone()) and not shown and not self.doubt.shared)
        self.wrong.setEnabled(not shown)
