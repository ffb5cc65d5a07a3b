"""Small parts of a unit's row: a tag that steps through its choices, and a label that elides."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QLabel, QPushButton, QStylePainter

from app.persian.text import fa
from ui.widgets import theme
from ui.widgets.frames import TagKind, restyle


class CycleButton(QPushButton):
    """A tag that steps through its choices: Space or Down to the next, Up to the one before."""

    turned = Signal(str)

    def __init__(self, name: str, choices: Sequence[tuple[str, str, TagKind]], value: str) -> None:
        super().__init__()
        self._name, self._choices = name, {key: (words, kind) for key, words, kind in choices}
        self.setToolTip(f"{name} (Space)")
        self.clicked.connect(self._next)
        widest = max(QFontMetrics(theme.font(13)).horizontalAdvance(fa(words)) for words, _ in self._choices.values())
        self.setFixedWidth(widest + theme.px(24))  # rows of one list stand under each other
        self.set_value(value)

    def value(self) -> str:
        return self._value

    def set_value(self, value: str) -> None:
        self._value = value if value in self._choices else next(iter(self._choices))
        words, kind = self._choices[self._value]
        self.setText(fa(words))
        self.setAccessibleName(f"{self._name}: {words}")
        self.setProperty("kind", kind)
        restyle(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if event.key() in steps:
            self._turn(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _next(self) -> None:
        self._turn(1)

    def _turn(self, by: int) -> None:
        keys = list(self._choices)
        self.set_value(keys[(keys.index(self._value) + by) % len(keys)])
        self.turned.emit(self._value)


class ElidedLabel(QLabel):
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        words = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(
            self.rect(),
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter,
            words,
        )
