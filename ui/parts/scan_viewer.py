"""The scanned pages of a petition or an answer: small in a strip, large over the page."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.persian.text import fa
from app.visits.attachments import Attachment
from ui.parts.scan_pages import ScanPage, scan_pages
from ui.widgets import KeyButton, column, label, row, theme
from ui.work import Work

SMALL, LARGE, GAP = 240, 2200, 8
HEIGHT = 128
UNREAD = "این پیوست باز نشد"


class ScanStrip(QWidget):
    """As many pages as fit; the last place says how many more there are."""

    opened = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.pages: list[ScanPage] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    def sizeHint(self) -> QSize:
        return QSize(100, theme.px(HEIGHT))

    def show_pages(self, found: list[ScanPage]) -> None:
        self.pages = found
        self.setVisible(bool(found))
        self.setAccessibleName(fa(f"{len(found)} برگ پیوست"))
        self.update()

    def places(self) -> list[QRect]:
        """The rectangles of the pages that fit, from the right."""
        width, right = theme.px(92), self.width()
        found: list[QRect] = []
        while right - width >= 0 and len(found) < len(self.pages):
            found.append(QRect(right - width, 0, width, self.height()))
            right -= width + GAP
        return found

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for place, where in enumerate(self.places()):
            if where.contains(event.position().toPoint()):
                self.opened.emit(place)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        places = self.places()
        for page, where in zip(self.pages, places, strict=False):
            paint_page(painter, where, page)
        if (more := len(self.pages) - len(places)) > 0:
            painter.fillRect(places[-1], QColor(27, 36, 48, 170))
            painter.setPen(QColor(theme.CARD))
            painter.setFont(theme.font(13, theme.Weight.Bold))
            painter.drawText(places[-1], Qt.AlignmentFlag.AlignCenter, fa(f"{more + 1} برگ دیگر"))


def paint_page(painter: QPainter, where: QRect, page: ScanPage) -> None:
    painter.setPen(QColor(theme.HAIRLINE))
    painter.setBrush(QColor(theme.PAGE))
    painter.drawRect(where.adjusted(0, 0, -1, -1))
    inside = where.adjusted(2, 2, -2, -2)
    if page.image is None:
        painter.setPen(QColor(theme.QUIET))
        painter.setFont(theme.font(13))
        painter.drawText(inside, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, f"{UNREAD}\n{page.name}")
        return
    fitted = QRect(inside.topLeft(), page.image.size().scaled(inside.size(), Qt.AspectRatioMode.KeepAspectRatio))
    fitted.moveCenter(inside.center())
    painter.drawImage(fitted, page.image)


class Canvas(QWidget):
    """One page, whole or as wide as the window; then the arrows move it."""

    def __init__(self) -> None:
        super().__init__()
        self.page: ScanPage | None = None
        self.wide, self._top = False, 0
        self._drawn = QPixmap()

    def show_page(self, page: ScanPage) -> None:
        self.page, self._top = page, 0
        self._drawn = QPixmap.fromImage(page.image) if page.image else QPixmap()
        self.update()

    def toggle_wide(self) -> None:
        self.wide, self._top = not self.wide, 0
        self.update()

    def scroll_by(self, pixels: int) -> None:
        lowest = max(self._scaled().height() - self.height(), 0)
        self._top = min(max(self._top + pixels, 0), lowest)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), QColor(theme.NIGHT))
        if self._drawn.isNull():
            painter.setPen(QColor(theme.NIGHT_TEXT))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, UNREAD)
            return
        where = QRect(0, -self._top, self._scaled().width(), self._scaled().height())
        where.moveLeft((self.width() - where.width()) // 2)
        if where.height() <= self.height():
            where.moveTop((self.height() - where.height()) // 2)
        painter.drawPixmap(where, self._drawn)

    def _scaled(self) -> QSize:
        room = QSize(self.width(), 1_000_000) if self.wide else self.size()
        return self._drawn.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio)


class ScanViewer(QWidget):
    """The scans large, over the whole of another widget: the arrows turn pages and move the picture, Esc goes back."""

    closed = Signal()

    def __init__(self, work: Work, beneath: QWidget) -> None:
        super().__init__(beneath)
        self._beneath = beneath
        self.setObjectName("viewer")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._work, self._pages, self._place = work, list[ScanPage](), 0
        self.canvas, self._title = Canvas(), label("", "heading")
        self._wide = KeyButton("بزرگ‌تر", "Space", small=True)
        self._back = KeyButton("بازگشت", "Esc", small=True)
        self._wide.clicked.connect(self.canvas.toggle_wide)
        self._back.clicked.connect(self.leave)
        keys = label("برگ دیگر: → ←    جابه‌جایی: ↑ ↓", "quiet")
        head = row(self._title, 1, keys, self._wide, self._back)
        column(head, self.canvas, gap=10, margin=12, parent=self).setStretch(1, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.hide()

    def open(self, found: list[ScanPage], place: int, papers: tuple[Attachment, ...]) -> None:
        """Show the small pictures `found` at once and sharp ones of `papers` as soon as they are drawn."""
        self._pages, self._place = found, place
        self.setGeometry(self._beneath.rect())
        self.show()
        self.raise_()
        self.setFocus()
        self._turn(0)
        self._work.run_long(scan_pages(papers, LARGE), self._sharpen)

    def leave(self) -> None:
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        turns = {Qt.Key.Key_Left: 1, Qt.Key.Key_Right: -1, Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
        moves = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if event.key() in turns:
            self._turn(turns[Qt.Key(event.key())])
        elif event.key() in moves:
            self.canvas.scroll_by(moves[Qt.Key(event.key())] * self.height() // 4)
        else:
            super().keyPressEvent(event)

    def _turn(self, by: int) -> None:
        self._place = min(max(self._place + by, 0), len(self._pages) - 1)
        page = self._pages[self._place]
        self._title.setText(fa(f"{page.name} · برگ {self._place + 1} از {len(self._pages)}"))
        self.canvas.show_page(page)

    def _sharpen(self, found: list[ScanPage]) -> None:
        same = [(page.attachment_id, page.page) for page in self._pages]
        if self.isVisible() and same == [(page.attachment_id, page.page) for page in found]:
            self._pages = found
            self._turn(0)
