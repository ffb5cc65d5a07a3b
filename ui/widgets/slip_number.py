"""A field for the number of a slip, read from its barcode or typed."""

from typing import cast

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from app.persian.text import fa
from ui.widgets.buttons import ENTERS


class SlipNumberEdit(QLineEdit):
    """Takes the digits of a barcode and «۱۴۰۵/م/۱۲۳» alike, shown year first. While it holds something, Enter is its
    own."""

    def __init__(self, hint: str) -> None:
        super().__init__()
        self.setPlaceholderText(hint)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.textEdited.connect(self._tidy)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and cast(QKeyEvent, event).key() in ENTERS:
            event.setAccepted(bool(self.text()))
            return True
        return super().event(event)

    def _tidy(self, text: str) -> None:
        place = self.cursorPosition()
        self.setText(fa(text))
        self.setCursorPosition(place)
