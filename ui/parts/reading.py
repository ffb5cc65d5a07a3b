"""Words that are read: as high as they are long, up to a limit; beyond it they scroll."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy

from app.persian.text import fa
from ui.widgets import label

MATTER_LINES = 6


class Reading(QScrollArea):
    """Words that are read: as high as they are long, but never pushing the rest away; then the arrows scroll."""

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
        super().resizeEvent(event)  # type: ignore[arg-type] # the event is handed through as it came
        self._fit()

    def _fit(self) -> None:
        most = self.fontMetrics().lineSpacing() * MATTER_LINES
        needed = self._words.heightForWidth(self.viewport().width())
        self.setFixedHeight(max(min(needed, most), 1))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if needed > most else Qt.FocusPolicy.NoFocus)
