"""Cards, titles, labels, tags, and the two layouts that every page is built with."""

from html import escape
from typing import Literal, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QLayout, QSizePolicy, QVBoxLayout, QWidget

from app.persian.text import fa

TagKind = Literal["late", "waits", "good", "plain", "accent"]
RING = 3  # pixels of glow round the border
Placed = QWidget | QLayout | int | None
Box = TypeVar("Box", bound=QBoxLayout)


def column(*placed: Placed, gap: int = 12, margin: int = 0, parent: QWidget | None = None) -> QVBoxLayout:
    """Stack widgets and layouts downwards. An int is a stretch of that weight; None is left out."""
    layout = QVBoxLayout() if parent is None else QVBoxLayout(parent)
    return _filled(layout, placed, gap, margin)


def row(*placed: Placed, gap: int = 12, margin: int = 0, parent: QWidget | None = None) -> QHBoxLayout:
    """Put widgets and layouts side by side from the right. An int is a stretch of that weight; None is left out."""
    layout = QHBoxLayout() if parent is None else QHBoxLayout(parent)
    return _filled(layout, placed, gap, margin)


def _filled(layout: Box, placed: tuple[Placed, ...], gap: int, margin: int) -> Box:
    layout.setSpacing(gap)
    layout.setContentsMargins(margin, margin, margin, margin)
    for thing in placed:
        if isinstance(thing, QWidget):
            layout.addWidget(thing)
        elif isinstance(thing, QLayout):
            layout.addLayout(thing)
        elif thing is not None:
            layout.addStretch(thing)
    return layout


def label(text: str = "", name: str = "", *, wraps: bool = False) -> QLabel:
    """`name` picks the style in theme.qss: title, heading, quiet, lead, ticket, error. Digits are shown Persian."""
    made = Paragraph() if wraps else QLabel()
    made.setObjectName(name)
    made.setTextFormat(Qt.TextFormat.RichText if wraps else Qt.TextFormat.PlainText)  # a name is never read as HTML
    made.setText(fa(text))
    return made


class Paragraph(QLabel):
    """Text over several lines. It is set as an escaped HTML paragraph: at a break of right-to-left plain text Qt leaves
    the space in front of the line and so indents every line but the last."""

    _plain = ""

    def __init__(self) -> None:
        super().__init__()
        self.setWordWrap(True)

    def setText(self, text: str) -> None:
        self._plain = text
        super().setText(f"<p dir='rtl' style='margin:0'>{escape(text).replace(chr(10), '<br>')}</p>" if text else "")

    def text(self) -> str:
        return self._plain


def heading(text: str) -> QLabel:
    return label(text, "heading")


def hairline() -> QFrame:
    made = QFrame()
    made.setObjectName("hairline")
    return made


def restyle(widget: QWidget) -> None:
    """Make Qt apply the rules of theme.qss that depend on a property again, after the property has changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


class Card(QFrame):
    """A white ground with a hairline around it: `Card(heading("سوابق"), list, 1)`."""

    def __init__(self, *placed: Placed, gap: int = 12, margin: int = 16) -> None:
        super().__init__()
        self.inner = column(*placed, gap=gap, margin=margin, parent=self)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the focus ring of the editor too: it reaches beyond the field, so it is painted on the ground
        beneath."""
        super().paintEvent(event)
        editor = self.focusWidget()
        if editor and editor.hasFocus() and (ring := editor.property("ring")):
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(ring))
            where = editor.rect().translated(editor.mapTo(self, editor.rect().topLeft()))
            painter.drawRoundedRect(where.adjusted(-RING, -RING, RING, RING), 10, 10)


class PageTitle(QWidget):
    """The title of a page and, beside it, one quiet line that may change."""

    def __init__(self, title: str, quiet: str = "", *placed: Placed) -> None:
        super().__init__()
        self._title, self._quiet = label(title, "title"), label(quiet, "subtitle")
        row(self._title, self._quiet, 1, *placed, parent=self)

    def set_title(self, title: str) -> None:
        self._title.setText(fa(title))

    def set_quiet(self, quiet: str) -> None:
        self._quiet.setText(fa(quiet))


class Tag(QLabel):
    """A state in one or two words. The colour repeats the word and never replaces it."""

    def __init__(self, text: str = "", kind: TagKind = "plain") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_state(text, kind)

    def show_state(self, text: str, kind: TagKind = "plain") -> None:
        self.setText(fa(text))
        self.setProperty("kind", kind)
        if self.parentWidget() or not text:  # shown without a parent it would be a window
            self.setVisible(bool(text))
        restyle(self)
