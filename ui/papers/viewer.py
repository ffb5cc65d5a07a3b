"""Shows papers, page under page, as wide as there is room for."""

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
SHARPNESS = 1.25
"""Pictures are drawn finer than a page's own size by this factor, so that they stay crisp when fitted to the window."""
PIXELS_PER_INCH = 96
"""At a zoom of 1."""

Gather = Callable[[Any], tuple[Sequence[Drawable], str]]
"""Reads the documents and the form of slips from the database."""


@dataclass(frozen=True, slots=True)
class DrawnPages:
    request: int
    """Number of the request; the viewer drops all but the latest."""
    pdf: bytes
    pictures: tuple[QImage, ...]
    fault: str = ""


class Viewer(QScrollArea):
    """Shows the documents of the latest request as soon as they are drawn."""

    drawn = Signal()

    def __init__(self, work: Work, empty: str = "") -> None:
        """`empty`: the text shown before the first request."""
        super().__init__()
        self._work, self._request, self._empty = work, 0, empty
        self.pdf = b""
        """The file shown; b'' while there is none."""
        self.pages = PageColumn(empty)
        self.setWidget(self.pages)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._put(b"", (), empty)

    def show_documents(self, gather: Gather) -> None:
        self._request += 1
        sharp = SHARPNESS * self.devicePixelRatioF()
        self._work.run_long(partial(draw_pages, gather=gather, request=self._request, sharp=sharp), self._show)

    def clear(self) -> None:
        self._request += 1
        self._put(b"", (), self._empty)

    def _show(self, drawn: DrawnPages) -> None:
        if drawn.request == self._request:
            self._put(drawn.pdf, drawn.pictures, drawn.fault)
            self.drawn.emit()

    def _put(self, pdf: bytes, pictures: tuple[QImage, ...], text: str) -> None:
        policy = Qt.ScrollBarPolicy  # never as needed: the pages' height would depend on the width the bar takes
        self.setVerticalScrollBarPolicy(policy.ScrollBarAlwaysOn if pictures else policy.ScrollBarAlwaysOff)
        self.pdf = pdf
        self.pages.show_pictures(pictures, text)


def draw_pages(db: Any, gather: Gather, request: int, sharp: float) -> DrawnPages:
    try:
        pdf = draw(*gather(db))
        dpi = round(PIXELS_PER_INCH * theme.zoom() * sharp)
        with Pdf(pdf) as pages:
            pictures = [pages.at_resolution(page, dpi) for page in range(len(pages))]
    except NotDrawn as failure:
        return DrawnPages(request, b"", (), failure.sentence)
    for picture in pictures:
        picture.setDevicePixelRatio(sharp)
    return DrawnPages(request, pdf, tuple(pictures))


class PageColumn(QWidget):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.text, self.pictures = text, tuple[QImage, ...]()

    def show_pictures(self, pictures: tuple[QImage, ...], text: str) -> None:
        """`text` is shown when there are no pictures."""
        self.pictures, self.text = pictures, text
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
            painter.drawText(self.rect().adjusted(16, 8, -16, -8), flags, self.text)
