"""What the program has to say stands in the page, not in a dialog."""

from itertools import count
from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from app.persian.text import fa
from ui.widgets.buttons import KeyButton
from ui.widgets.frames import label, restyle, row

NoticeKind = Literal["info", "warning", "error", "done"]
_TURNS = count(1)


class Notice(QFrame):
    """A bar with one sentence and, if something can be done about it, the button for that. Esc closes it."""

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
        """Replaces what stood here. `lead` is set bold before the sentence; the action's button is ours from now on."""
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
        self._close.turn = next(_TURNS)
        self.show()
        self.said.emit()
        self._announce()

    def text(self) -> str:
        """What stands in the bar; empty when it is closed."""
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
