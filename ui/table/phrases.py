"""The office's phrases above the form: the first nine in sight, each with its key."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QGridLayout, QPlainTextEdit, QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QWidget

from app.persian.text import fa
from ui.widgets import theme
from ui.widgets.buttons import sequences

IN_SIGHT, A_ROW, ROWS = 9, 3, 3
ENDS = tuple(" \n.،؛:؟!»")


class PhraseButton(QPushButton):
    """Shows its key before the words. Words that do not fit are elided; the tool tip has them whole."""

    def __init__(self, text: str, key: str, keys_of: QWidget | None = None) -> None:
        """`keys_of`: the widget whose being visible keeps the key alive; None for the button itself."""
        super().__init__(fa(text))
        self.phrase, self._key = text, key
        self.setToolTip(fa(text))
        self.setAccessibleDescription(key)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its key works while one is writing
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        shortcut = QShortcut(keys_of or self)
        self.destroyed.connect(shortcut.deleteLater)
        shortcut.setKeys(sequences(key))
        shortcut.activated.connect(self.click)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(120), theme.px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
        inside = self.rect().adjusted(theme.px(8), 0, -theme.px(8), 0)
        key = QFontMetrics(theme.font(12)).horizontalAdvance(self._key)
        painter.setFont(theme.font(12))
        painter.setPen(QColor(theme.QUIET))
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        painter.drawText(inside, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._key)
        inside.setRight(inside.right() - key - theme.px(8))
        painter.setFont(theme.font(13))
        painter.setPen(QColor(theme.TAGS["plain"][0]))
        words = QFontMetrics(theme.font(13)).elidedText(self.text(), Qt.TextElideMode.ElideRight, inside.width())
        painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inside, side, words)


class Phrases(QWidget):
    picked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(6)
        self._buttons: list[PhraseButton] = []
        self._rows = ROWS

    def offer(self, phrases: Sequence[str]) -> None:
        if [*phrases[:IN_SIGHT]] == [button.phrase for button in self._buttons]:
            return
        for button in self._buttons:
            self._grid.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = [self._button(place, text) for place, text in enumerate(phrases[:IN_SIGHT])]

    def _button(self, place: int, text: str) -> PhraseButton:
        button = PhraseButton(text, f"Alt+{place + 1}", self)
        button.clicked.connect(lambda: self.picked.emit(text))
        self._grid.addWidget(button, place // A_ROW, place % A_ROW)
        button.setVisible(place // A_ROW < self._rows)
        return button

    def show_rows(self, rows: int) -> None:
        """Show so many rows of buttons; the keys of the others work all the same."""
        self._rows = rows
        for place, button in enumerate(self._buttons):
            button.setVisible(place // A_ROW < rows)


def write_in(editor: QPlainTextEdit, phrase: str) -> None:
    """Insert a phrase at the cursor, separated from the words before it; one undo takes it away."""
    cursor = editor.textCursor()
    cursor.beginEditBlock()
    cursor.removeSelectedText()
    before = editor.toPlainText()[: cursor.position()]
    if before and not before.endswith(ENDS):
        cursor.insertText("؛ ")
    elif before and not before.endswith((" ", "\n")):
        cursor.insertText(" ")
    cursor.insertText(fa(phrase))
    cursor.endEditBlock()
    editor.setTextCursor(cursor)
