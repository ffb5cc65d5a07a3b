"""The dark column of the window: the session, the pages, search and lock, each with its key."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QFrame, QVBoxLayout

from app.persian.text import fa
from ui.widgets import KeyButton, column, theme
from ui.widgets.buttons import paint_key

SIDE = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute


class NavButton(KeyButton):
    """Shows its text at the start and its key at the end. Never takes the focus: a click leaves it in the page."""

    def __init__(self, text: str, key: str, *, checkable: bool = False) -> None:
        super().__init__(text, key)
        self.setCheckable(checkable)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _paint_words(self, painter: QPainter, inside: QRect, ink: QColor) -> None:
        ink = QColor("#FFFFFF" if self.isChecked() else ink)  # a palette has no colour for :checked
        painter.setPen(ink)
        painter.drawText(inside, SIDE, self.text())
        ink.setAlphaF(0.72)
        width = self._cap_width() - theme.px(14)
        paint_key(painter, QRect(inside.left(), inside.top(), width, inside.height()), self.key(), ink)


class HeadButton(NavButton):
    """Shows the programme and its session; a press opens the page of sessions."""

    def __init__(self) -> None:
        super().__init__("", "")
        self._programme = self._session = ""
        self.show_session("", "")

    def show_session(self, programme: str, session: str) -> None:
        self._programme, self._session = fa(programme), fa(session)
        self.setAccessibleName(f"{self._programme}، {self._session}")
        self.setToolTip(f"{self._programme}\n{self._session}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(0, theme.px(58))

    def _paint_words(self, painter: QPainter, inside: QRect, ink: QColor) -> None:
        half = inside.height() // 2
        texts = (
            (self._programme, theme.font(15, theme.Weight.Bold), "#FFFFFF", inside.top() + 2),
            (self._session, theme.font(13), theme.NIGHT_TEXT, inside.top() + half),
        )
        for text, font, colour, top in texts:
            painter.setFont(font)
            painter.setPen(QColor(colour))
            shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, inside.width())
            painter.drawText(QRect(inside.left(), top, inside.width(), half), SIDE, shown)


class Navigation(QFrame):
    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("navigation")
        self.head = HeadButton()
        self.sessions = NavButton("جلسه‌ها", "Ctrl+0")
        self.search = NavButton("جست‌وجو", "Ctrl+F")
        self.lock = NavButton("قفل", "Ctrl+L")
        self.pages: dict[str, NavButton] = {}
        self._entries = QVBoxLayout()
        self._entries.setSpacing(4)
        outer = column(self.head, self._entries, 1, self.sessions, self.search, self.lock, gap=4, parent=self)
        outer.setContentsMargins(12, 12, 12, 16)
        outer.insertSpacing(1, 10)

    def add(self, key: str, title: str) -> NavButton:
        """Add a page's entry. Ctrl+n opens the nth, whether those before it are offered to this clerk or not."""
        entry = NavButton(title, f"Ctrl+{len(self.pages) + 1}", checkable=True)
        entry.setAutoExclusive(True)
        self.pages[key] = entry
        self._entries.addWidget(entry)
        return entry
