"""Text fields: one line, digits, a password, several lines."""

import re
from typing import cast

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from app.persian.text import ascii_digits, fa, persian_digits
from ui.widgets import theme
from ui.widgets.buttons import ENTERS

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute  # the language of the keyboard does not change it


class TextEdit(QLineEdit):
    """One line of Persian text, scrolled back to its beginning when it loses the focus."""

    def __init__(self, hint: str = "", *, large: bool = False) -> None:
        super().__init__()
        self.setProperty("large", large)
        self.setPlaceholderText(hint)
        self.setAlignment(RIGHT)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.setCursorPosition(0)


class DigitsEdit(QLineEdit):
    """Takes ۰۱۲, ٠١٢ and 012, typed or pasted with anything between them, and shows Persian digits left to right.

    `also`: further characters that may stand between the digits ("+" in a telephone number, "/" in the number of a
    letter). The length is not limited here: the rule says what is too long. `takes_enter`: the first Enter after typing
    is `returnPressed` here (look this number up); the next one goes to the page.
    """

    def __init__(self, also: str = "", hint: str = "", *, large: bool = False, takes_enter: bool = False) -> None:
        super().__init__()
        self._takes_enter, self._asked = takes_enter, True
        self.setProperty("large", large)
        self._other = re.compile(f"[^0-9{re.escape(also)}]")
        self.setPlaceholderText(fa(hint))
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # a number reads left to right in any language
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.textEdited.connect(self._tidy)

    def text_ascii(self) -> str:
        return self._kept(self.text())

    def set_text(self, text: str) -> None:
        self.setText(persian_digits(self._kept(text)))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and cast(QKeyEvent, event).key() in ENTERS:
            event.setAccepted(self._takes_enter and not self._asked)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTERS:
            self._asked = True
        super().keyPressEvent(event)

    def _kept(self, text: str) -> str:
        return self._other.sub("", ascii_digits(text))

    def _tidy(self, text: str) -> None:
        self._asked = not text
        tidy = persian_digits(self._kept(text))
        if tidy != text:
            place = len(self._kept(text[: self.cursorPosition()]))
            self.setText(tidy)
            self.setCursorPosition(place)


class PasswordEdit(QLineEdit):
    """Shows dots, left to right: a password is typed as keys of a keyboard and not read as Persian."""

    def __init__(self) -> None:
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)


class LinesEdit(QPlainTextEdit):
    """Several lines. Without `enter_breaks` Enter goes to the page, and Shift+Enter breaks the line."""

    def __init__(self, *, rows: int = 2, enter_breaks: bool = False, large: bool = False, hint: str = "") -> None:
        super().__init__()
        self._rows, self._enter_breaks = rows, enter_breaks
        self.setProperty("large", large)
        self.setPlaceholderText(hint)
        self.setTabChangesFocus(True)
        option = self.document().defaultTextOption()
        option.setTextDirection(Qt.LayoutDirection.RightToLeft)
        option.setAlignment(RIGHT)
        self.document().setDefaultTextOption(option)
        self._set_height()

    def set_rows(self, rows: int) -> None:
        """Set how many lines are visible; the others are reached by scrolling."""
        self._rows = rows
        self._set_height()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and self._goes_to_page(cast(QKeyEvent, event)):
            event.ignore()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._goes_to_page(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._set_height()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def _goes_to_page(self, event: QKeyEvent) -> bool:
        return (
            event.key() in ENTERS
            and not self._enter_breaks
            and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        )

    def _set_height(self) -> None:
        self.setFixedHeight(self.fontMetrics().lineSpacing() * self._rows + theme.px(18))
