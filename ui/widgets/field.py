"""An editor with its label above and, beneath it, what is wrong with its content."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QLabel, QWidget

from app.persian.text import fa
from ui.widgets import theme
from ui.widgets.frames import Card, column, label, restyle, row


class Field(QWidget):
    """An editor with its label and room for one sentence. The Card around it draws the focus ring."""

    def __init__(self, text: str, editor: QWidget, corner: QWidget | None = None, *, bare: bool = False) -> None:
        """`corner`: a widget at the far end of the label's row. `bare`: the label is only spoken, not shown."""
        super().__init__()
        self.editor = editor
        self._label = QLabel(fa(text))
        self._label.setObjectName("label")
        self._label.setBuddy(editor)
        self._error = label(name="error", wraps=True)
        self._error.hide()
        if bare:
            self._label.hide()
        head = row(self._label, 1, corner) if corner else self._label
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
        """Show or hide the label. A check box carries its own text and needs none; beside other fields an empty label
        keeps it level with them."""
        self._label.setVisible(shown)

    def show_error(self, sentence: str) -> None:
        """Mark the editor as wrong and show the sentence beneath it; '' removes both. The text stays."""
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
