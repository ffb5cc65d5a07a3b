"""A name above, an editor, and beneath it what is wrong with it."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QLabel, QWidget

from app.persian.text import fa
from ui.widgets import theme
from ui.widgets.frames import Card, column, label, restyle, row


class Field(QWidget):
    """An editor with its label and room for one sentence. The Card it stands on draws the ring of the focus."""

    def __init__(self, text: str, editor: QWidget, beside: QWidget | None = None, *, bare: bool = False) -> None:
        """`beside` stands at the far end of the label's line. `bare`: the label is only heard, not seen."""
        super().__init__()
        self.editor = editor
        self._label = QLabel(fa(text))
        self._label.setObjectName("label")
        self._label.setBuddy(editor)
        self._error = label(name="error", wraps=True)
        self._error.hide()
        if bare:
            self._label.hide()
        head = row(self._label, 1, beside) if beside else self._label
        column(head, editor, self._error, 1, gap=5, parent=self)
        editor.setProperty("ring", theme.TINT)
        editor.installEventFilter(self)
        editor.setAccessibleName(fa(text))

    def set_label(self, text: str) -> None:
        self._label.setText(fa(text))
        self.editor.setAccessibleName(fa(text))

    def label(self) -> str:
        return self._label.text()

    def show_label(self, shown: bool) -> None:
        """A box to tick carries its own words; only beside other fields it keeps their height."""
        self._label.setVisible(shown)

    def show_error(self, sentence: str) -> None:
        """The text of the editor stays as it is."""
        self._error.setText(fa(sentence))
        self._error.setVisible(bool(sentence))
        self.editor.setAccessibleDescription(fa(sentence))
        self.editor.setProperty("wrong", bool(sentence))
        self.editor.setProperty("ring", theme.TAGS["late"][1] if sentence else theme.TINT)
        restyle(self.editor)
        self._update_ground()

    def clear_error(self) -> None:
        if self.error():
            self.show_error("")

    def error(self) -> str:
        return self._error.text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._update_ground()
        return super().eventFilter(watched, event)

    def _update_ground(self) -> None:
        ground = self.parentWidget()
        while ground and not isinstance(ground, Card):
            ground = ground.parentWidget()
        if ground:
            ground.update()
