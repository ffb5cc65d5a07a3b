"""A text that grows with its length up to a limit and then scrolls."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy

from app.persian.text import fa
from ui.widgets import label

MATTER_LINES = 6


class Reading(QScrollArea):
    """A text as high as its lines, at most MATTER_LINES; a longer one takes the focus, and the arrows scroll it."""

    def __init__(self) -> None:
        super().__init__()
        self._words = label("", wraps=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setWidget(self._words)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def say(self, words: str) -> None:
        self._words.setText(fa(words))
        self._fit()

    def text(self) -> str:
        return self._words.text()

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type] # the event is passed on unchanged
        self._fit()

    def _fit(self) -> None:
        most = self.fontMetrics().lineSpacing() * MATTER_LINES
        needed = self._words.heightForWidth(self.viewport().width())
        self.setFixedHeight(max(min(needed, most), 1))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if needed > most else Qt.FocusPolicy.NoFocus)
