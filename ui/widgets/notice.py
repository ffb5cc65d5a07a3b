"""A bar in the page for what the program has to say; there are no dialogs for that."""

from itertools import count
from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from app.persian.text import fa
from ui.widgets.buttons import KeyButton
from ui.widgets.frames import label, restyle, row

NoticeKind = Literal["info", "warning", "error", "done"]
_NUMBERS = count(1)


class Notice(QFrame):
    """A bar with one sentence and a button if something can be done about it. Esc closes it."""

    said = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._lead, self._sentence = label(name="lead"), label(wraps=True)
        self._close = KeyButton("", "Esc", small=True, flat=True)
        self._close.setToolTip("بستن")
        self._close.setAccessibleName("بستن")
        self._close.clicked.connect(self.close_notice)
        self._action: KeyButton | None = None
        self._row = row(self._lead, self._sentence, self._close, gap=9, parent=self)
        self._row.setStretchFactor(self._sentence, 1)
        self._row.setContentsMargins(10, 8, 14, 8)
        self.hide()

    def say(self, kind: NoticeKind, sentence: str, *, lead: str = "", action: KeyButton | None = None) -> None:
        """Replace what the bar said. `lead` is shown bold before the sentence. The notice owns the `action` from now
        on."""
        self._drop_action()
        self.setProperty("kind", kind)
        self._lead.setText(fa(lead))
        self._lead.setVisible(bool(lead))
        self._sentence.setText(fa(sentence))
        if action:
            self._action = action
            self._row.insertWidget(2, action)
        for widget in (self, self._lead, self._sentence, self._close, *filter(None, [action])):
            restyle(widget)
        self._close.notice_number = next(_NUMBERS)
        self.show()
        self.said.emit()
        self._announce()

    def text(self) -> str:
        """The words in the bar, or '' when it is closed."""
        return f"{self._lead.text()} {self._sentence.text()}".strip() if not self.isHidden() else ""

    def action(self) -> KeyButton | None:
        return self._action

    def close_notice(self) -> None:
        self._drop_action()
        self.hide()
        self.closed.emit()

    def _drop_action(self) -> None:
        if self._action:
            self._action.hide()
            self._action.deleteLater()
            self._action = None

    def _announce(self) -> None:
        from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # late: start-up

        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.text()))
