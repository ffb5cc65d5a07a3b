"""Keeps letters that are typed while an answer is awaited."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class Typeahead(QObject):
    """Between `hold` and `release` the letters for the focused field are kept, then they are typed into the field that
    has the focus by that time. Otherwise they would be lost with a form that is about to be emptied."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._watched: QWidget | None = None
        self._kept: list[str] = []

    def hold(self) -> None:
        self._watched = QApplication.focusWidget()
        if self._watched:
            self._watched.installEventFilter(self)

    def release(self) -> None:
        if self._watched:
            self._watched.removeEventFilter(self)
        self._watched = None
        kept, self._kept = self._kept, []
        for letter in kept:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                if target := QApplication.focusWidget():
                    QApplication.sendEvent(target, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and not event.modifiers() & COMMANDS:
            letter = event.text()
            if letter and letter.isprintable():
                self._kept.append(letter)
                return True
        return False
