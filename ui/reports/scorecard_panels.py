"""Beside the units of the scorecard: periods at the same age, the months, and what to ask."""

from collections.abc import Sequence
from itertools import groupby
from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.figures.equal_age import Standing
from app.figures.scorecard import Scorecard
from app.persian.period import SEASON
from app.persian.text import fa
from ui.reports.openable import Openable
from ui.reports.scorecard_rows import percent
from ui.widgets import Card, column, label, row, theme
from ui.widgets.row_delegate import END, MIDDLE, START, ink, width_of, write

if TYPE_CHECKING:
    from reports.charts import Bar

LINE, MONTHS_HEIGHT, LEAST_MONTHS = 22, 190, 100
WIDTH = 280
ROW_OF_LABELS = 16
MOST_MONTHS = 6
"""A longer span is drawn by seasons."""
PERIODS = ("این دوره", "دورهٔ قبل", "سال قبل")
"""The words for a period whose days have no room."""
MOST_ROWS = 3
"""Labels under bars stand in so many rows by turns, so that none touches the next."""


class Standings(Openable):
    """Each period as it stood on its own same day: the share accepted with its bar and number, and by promise."""

    def __init__(self) -> None:
        super().__init__()
        self._standings: Sequence[Standing] = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_standings(self, standings: Sequence[Standing]) -> None:
        self._standings = standings
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(WIDTH), theme.px(LINE) * (1 + len(self._standings)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = QRect(0, 0, self.width(), theme.px(LINE))
        write(painter, self._part(line, 0.36, 0.84), "تأیید از پرسیده", 12, theme.QUIET, START)
        write(painter, self._part(line, 0.84, 1.0), "تا وعده", 12, theme.QUIET, END)
        for place, each in enumerate(self._standings):
            self._paint(painter, line.translated(0, (place + 1) * line.height()), each, place)
        self.paint_focus(painter)
        painter.end()

    def places(self) -> list[QRect]:
        line = theme.px(LINE)
        return [QRect(0, (place + 1) * line, self.width(), line) for place in range(len(self._standings))]

    def _paint(self, painter: QPainter, line: QRect, each: Standing, place: int) -> None:
        tally, weight = each.tally, theme.Weight.Normal if place else theme.Weight.Medium
        name, room = each.period.name, self._part(line, 0.0, 0.36)
        shown = name if width_of(name, 13) <= room.width() - 4 else PERIODS[place]
        write(painter, room, shown, 13, theme.INK, START, weight)
        if not tally["sent"]:
            write(painter, self._part(line, 0.36, 1.0), "ارجاعی نبوده است", 12, theme.QUIET, START)
            return
        bar = self._part(line, 0.36, 0.56).adjusted(0, 5, 0, -5)
        painter.fillRect(bar, ink(theme.HAIRLINE))
        done = round(bar.width() * (tally.accepted or 0.0))
        painter.fillRect(QRect(bar.right() + 1 - done, bar.top(), done, bar.height()), ink(theme.ACCENT))
        share = self._part(line, 0.56, 0.70)
        write(painter, share, percent(tally.accepted), 13, theme.INK, MIDDLE, theme.Weight.Medium)
        write(painter, self._part(line, 0.70, 0.86), f"از {tally.asked}", 12, theme.QUIET, START)
        write(painter, self._part(line, 0.86, 1.0), percent(tally.in_promise), 13, theme.INK, END, weight)

    @staticmethod
    def _part(line: QRect, begins: float, ends: float) -> QRect:
        """Return the part of a line between two shares of its width, from the right."""
        right, left = line.right() + 1 - begins * line.width(), line.right() + 1 - ends * line.width()
        return QRect(round(left), line.top(), round(right) - round(left), line.height())


class Months(Openable):
    """The share accepted of those asked in each month or season; hatched while not all its promises have come."""

    def __init__(self) -> None:
        super().__init__()
        self._bars: Sequence[Bar] = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    def show_bars(self, bars: Sequence["Bar"]) -> None:
        self._bars = bars
        self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, theme.px(LEAST_MONTHS))

    def sizeHint(self) -> QSize:
        return QSize(theme.px(WIDTH), theme.px(MONTHS_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._bars:
            return
        painter = QPainter(self)
        step, line = self.width() / len(self._bars), theme.px(ROW_OF_LABELS)
        widest = max(width_of(bar.label, 12) for bar in self._bars) + 4
        rows = min(MOST_ROWS, ceil(widest / step))
        base = self.height() - (rows + 1) * line - 4
        room = base - line - 2
        for place, bar in enumerate(self._bars):
            slot = QRect(round(self.width() - (place + 1) * step), 0, round(step), line)
            height, thick = round(room * min(bar.value, 1.0)), min(round(0.66 * step), theme.px(36))
            shape = QRect(slot.center().x() - thick // 2, base - height, thick, height)
            painter.setPen(ink(theme.ACCENT))
            pattern = Qt.BrushStyle.BDiagPattern if bar.fill == "striped" else Qt.BrushStyle.SolidPattern
            painter.setBrush(QBrush(ink(theme.ACCENT), pattern))
            if height:
                painter.drawRect(shape)
            write(painter, slot.translated(0, base - height - line), bar.shown, 12, theme.INK, MIDDLE)
            write(painter, slot.translated(0, base + 3 + line * (place % rows)), bar.label, 12, theme.INK, MIDDLE)
            write(painter, slot.translated(0, base + 3 + line * rows), bar.notes[0], 12, theme.QUIET, MIDDLE)
        painter.fillRect(0, base, self.width(), 1, ink(theme.BORDER))
        self.paint_focus(painter)
        painter.end()

    def places(self) -> list[QRect]:
        step = self.width() / max(len(self._bars), 1)
        return [
            QRect(round(self.width() - (place + 1) * step), 0, round(step), self.height())
            for place in range(len(self._bars))
        ]


def _spans(months: Sequence[str], length: int) -> list[tuple[str, str]]:
    """Return the first and the last month of each bar. `length`: the months of a bar, from the beginning of a year."""
    grouped = (list(some) for _, some in groupby(months, lambda month: (month[:4], (int(month[5:]) - 1) // length)))
    return [(some[0], some[-1]) for some in grouped]


class ScorecardPanels(QWidget):
    standing_opened = Signal(int)
    """The place of an equal age, whose cases are asked for."""
    months_opened = Signal(str, str)
    """The first and the last month of a bar, whose cases are asked for."""

    def __init__(self) -> None:
        super().__init__()
        self._spans: list[tuple[str, str]] = []
        self.standings, self.months = Standings(), Months()
        self.standings.opened.connect(self.standing_opened)
        self.months.opened.connect(lambda place: self.months_opened.emit(*self._spans[place]))
        self.questions, self.progress = label("", "asked", wraps=True), label("", "quiet")
        self._months = Card(
            row(label("تأیید از پرسیده", "heading"), label("با تعداد؛ راه‌راه: ناتمام", "quiet"), 1, gap=8),
            self.months,
            gap=2,
            margin=10,
        )
        self._asked = Card(label("چه باید پرسید؟", "heading"), self.questions, gap=2, margin=10)
        head = row(label("در همان روز", "heading"), self.progress, 1, gap=8)
        self._ages = Card(head, self.standings, gap=2, margin=10)
        whole = column(self._ages, self._asked, self._months, gap=8, parent=self)
        whole.addStretch(0)
        whole.setStretchFactor(self._months, 1)
        self.setFixedWidth(theme.px(WIDTH))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Ignored)

    def show_card(self, card: Scorecard) -> None:
        self.progress.setText(fa(card.progress.split("،")[0]))
        self.standings.show_standings(card.standings)
        is_short = len(card.months) <= MOST_MONTHS
        self._spans = _spans([month for month, _ in card.months], 1 if is_short else SEASON)
        from reports.scorecard_charts import month_bars, season_bars  # late: reportlab takes 76 ms of the first opening

        self.months.show_bars((month_bars if is_short else season_bars)(card.months))

    def ask(self, questions: Sequence[str]) -> None:
        self.questions.setText("\n".join(questions))
        self._asked.setVisible(bool(questions))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Give the months away first where the window is short."""
        asked = self._asked.heightForWidth(self.width()) if not self._asked.isHidden() else 0
        taken = self._ages.sizeHint().height() + asked + self._months.minimumSizeHint().height() + 16
        self._months.setVisible(self.height() >= taken)
