"""A field that chooses one of many by the beginnings of its words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPointF, Qt, Signal, SignalInstance
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView

from app.persian.text import fa, search_words
from ui.widgets import theme
from ui.widgets.buttons import ENTERS
from ui.widgets.editors import RIGHT

LIST_KEYS = (*ENTERS, Qt.Key.Key_Escape)
ID = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Choice:
    id: str
    text: str
    quiet: str = ""


class ChoiceBox(QLineEdit):
    """A text field with a list of choices. Leaving it takes the first match of what was typed; text that matches
    nothing stays, and `unknown()` is true."""

    picked = Signal(str)

    def __init__(self, choices: Sequence[Choice] = (), hint: str = "") -> None:
        super().__init__()
        self.setPlaceholderText(hint)
        self.setAlignment(RIGHT)
        self.setTextMargins(theme.px(18), 0, 0, 0)
        self._value = ""
        self._model = QStandardItemModel(self)
        completer = QCompleter(self._model, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setMaxVisibleItems(10)
        self._popup = QListView()
        self._popup.setObjectName("choices")
        completer.setPopup(self._popup)
        by_index: SignalInstance = completer.activated[QModelIndex]  # type: ignore[index] # stub knows no overloads
        by_index.connect(self._take_index)
        self.setCompleter(completer)
        self._popup.installEventFilter(self)
        self.textEdited.connect(self._filter)
        self.set_choices(choices)

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Offer these. The value stays if it is still among them."""
        self._choices = {choice.id: choice for choice in choices}
        self._words = {choice.id: search_words(f"{choice.text} {choice.quiet}") for choice in choices}
        self._show(list(choices))
        if self._value and self._value not in self._choices:
            self.set_value("")

    def value(self) -> str:
        """The id of the choice, or '' when the field is empty or holds no choice."""
        self._settle()
        return self._value

    def set_value(self, value: str) -> None:
        choice = self._choices.get(value)
        self._value = choice.id if choice else ""
        self.setText(fa(choice.text) if choice else "")
        self.setCursorPosition(0)

    def write(self, text: str) -> None:
        """Write the text as if it were typed, whether it is a choice or not."""
        self._value = ""
        self.setText(text)
        self._settle()

    def unknown(self) -> bool:
        """Whether something is written that is no choice."""
        return bool(self.text().strip()) and not self.value()

    def fault(self) -> str:
        unknown = "چنین گزینه‌ای نیست؛ ابتدای کلمه را بنویسید یا با ↓ از فهرست انتخاب کنید."
        return unknown if self.unknown() else ""

    def matches(self, text: str) -> list[Choice]:
        """Return the choices in which every typed word begins some word, in their order; an exact match comes first."""
        typed = search_words(text)
        if text.strip() and not typed:
            return []
        found = [self._choices[key] for key, words in self._words.items() if _begins_all(typed, words)]
        return sorted(found, key=lambda choice: search_words(choice.text) != typed)

    def open_list(self) -> None:
        self._show(list(self._choices.values()))
        self.completer().complete()

    def event(self, event: QEvent) -> bool:
        """Keep Enter and Esc for the list while it is open; Qt would let the page have them."""
        if event.type() == QEvent.Type.ShortcutOverride and self._popup.isVisible():
            event.setAccepted(cast(QKeyEvent, event).key() in LIST_KEYS)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and not self._popup.isVisible():
            self.open_list()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if not self.isReadOnly():
            self.open_list()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint an arrow at the far end as well: the field has a list."""
        super().paintEvent(event)
        if self.isReadOnly() or not self.isEnabled():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.QUIET), 1.6))
        half, middle = theme.px(4), QPointF(theme.px(16), self.height() / 2)
        painter.drawPolyline(
            [middle + QPointF(-half, -half / 2), middle + QPointF(0, half / 2), middle + QPointF(half, -half / 2)]
        )

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._settle()
            self.setCursorPosition(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Enter in the open list take the row under the bar or else the first; Tab takes it and moves on."""
        if isinstance(event, QKeyEvent) and watched is self._popup:
            if event.type() == QEvent.Type.ShortcutOverride:
                return self.event(event)
            if event.type() == QEvent.Type.KeyPress:
                return self._key_in_list(event.key())
        return super().eventFilter(watched, event)

    def _key_in_list(self, key: int) -> bool:
        if key not in (*ENTERS, Qt.Key.Key_Tab):
            return False
        index = self._popup.currentIndex()
        self._popup.hide()
        self.activateWindow()  # some platforms leave the closed list active, and every key of the page dead
        # a list that opens for an emptied field has a current row too, but no bar on it
        self._take_index(index) if self._popup.selectionModel().isSelected(index) else self._settle()
        if key == Qt.Key.Key_Tab:
            self.focusNextChild()
        return True

    def _filter(self, text: str) -> None:
        self._value = ""
        self._show(self.matches(text))

    def _show(self, choices: list[Choice]) -> None:
        self._model.clear()
        for choice in choices:
            item = QStandardItem(fa(choice.text + (f"   ·   {choice.quiet}" if choice.quiet else "")))
            item.setData(choice.id, ID)
            self._model.appendRow(item)

    def _take_index(self, index: QModelIndex | QPersistentModelIndex) -> None:
        self._take(index.data(ID))

    def _take(self, value: str) -> None:
        self.set_value(value)
        self.picked.emit(value)

    def _settle(self) -> None:
        if not self._value and self.text().strip() and (found := self.matches(self.text())):
            self._take(found[0].id)


def _begins_all(typed: Sequence[str], words: Sequence[str]) -> bool:
    return all(any(word.startswith(start) for word in words) for start in typed)
