"""Papers to be looked at: page under page, as wide as there is room for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from ui.papers.drawing import Drawable, draw
from ui.papers.pdf import NotDrawn, Pdf
from ui.widgets import theme
from ui.work import Work

GAP = 12
SHARP = 1.25
"""Pictures are made a little finer than a page's own size, so that fitting them to the window leaves them crisp."""
PIXELS = 96
"""To the inch, at a zoom of 1."""

Gather = Callable[[Any], tuple[Sequence[Drawable], str]]
"""From the database: the documents, and the form of slips."""


@dataclass(frozen=True, slots=True)
class Drawn:
    asked: int
    """Which question this answers: a late one is dropped."""
    pdf: bytes
    pictures: tuple[QImage, ...]
    fault: str = ""


class Viewer(QScrollArea):
    """Shows what it is asked for as soon as it is drawn; the latest question wins."""

    drawn = Signal()

    def __init__(self, work: Work, empty: str = "") -> None:
        """`empty` stands where nothing has been asked for."""
        super().__init__()
        self._work, self._asked, self._empty = work, 0, empty
        self.pdf = b""
        """Of what is shown; empty while there is nothing."""
        self.sheets = Sheets(empty)
        self.setWidget(self.sheets)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._put(b"", (), empty)

    def show_documents(self, gather: Gather) -> None:
        self._asked += 1
        sharp = SHARP * self.devicePixelRatioF()
        self._work.run_long(partial(drawing, gather=gather, asked=self._asked, sharp=sharp), self._show)

    def clear(self) -> None:
        self._asked += 1
        self._put(b"", (), self._empty)

    def _show(self, drawn: Drawn) -> None:
        if drawn.asked == self._asked:
            self._put(drawn.pdf, drawn.pictures, drawn.fault)
            self.drawn.emit()

    def _put(self, pdf: bytes, pictures: tuple[QImage, ...], words: str) -> None:
        policy = Qt.ScrollBarPolicy  # on or off but never as needed: the height would depend on the width it takes
        self.setVerticalScrollBarPolicy(policy.ScrollBarAlwaysOn if pictures else policy.ScrollBarAlwaysOff)
        self.pdf = pdf
        self.sheets.show_pictures(pictures, words)


def drawing(db: Any, gather: Gather, asked: int, sharp: float) -> Drawn:
    try:
        pdf = draw(*gather(db))
        dpi = round(PIXELS * theme.zoom() * sharp)
        with Pdf(pdf) as pages:
            pictures = [pages.at_resolution(page, dpi) for page in range(len(pages))]
    except NotDrawn as failure:
        return Drawn(asked, b"", (), failure.sentence)
    for picture in pictures:
        picture.setDevicePixelRatio(sharp)
    return Drawn(asked, pdf, tuple(pictures))


class Sheets(QWidget):
    def __init__(self, words: str) -> None:
        super().__init__()
        self._words, self.pictures = words, tuple[QImage, ...]()

    def show_pictures(self, pictures: tuple[QImage, ...], words: str) -> None:
        """`words` stand there when there are none."""
        self.pictures, self._words = pictures, words
        self._fit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setMinimumHeight(sum(self._size(picture).height() + GAP for picture in self.pictures))

    def _size(self, picture: QImage) -> QSize:
        whole = picture.deviceIndependentSize()
        width = min(self.width() - 2, round(whole.width()))
        return QSize(width, round(width * whole.height() / whole.width()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(QColor(theme.HAIRLINE))
        top = 0
        for picture in self.pictures:
            size = self._size(picture)
            where = QRect((self.width() - size.width()) // 2, top, size.width(), size.height())
            if where.intersects(event.rect()):
                painter.drawImage(where, picture)
                painter.drawRect(where.adjusted(0, 0, -1, -1))
            top += size.height() + GAP
        if not self.pictures:
            painter.setPen(QColor(theme.QUIET))
            painter.setFont(theme.font(13))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(16, 8, -16, -8), flags, self._words)
