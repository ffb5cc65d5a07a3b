"""The strip over the paraph while a called visitor has not come yet."""

from PySide6.QtWidgets import QFrame

from ui.widgets import KeyButton, label, row


class CalledStrip(QFrame):
    def __init__(self) -> None:
        super().__init__()
        self._words = label("فراخوانده شد", "lead")
        self.came = KeyButton("حضور", "F5", small=True, primary=True)
        self.recall = KeyButton("دوباره", "F6", small=True)
        self.no_show = KeyButton("غیبت", "Shift+F6", small=True)
        self.undo = KeyButton("لغو", "Shift+F9", small=True)
        row(self._words, 1, self.came, self.recall, self.no_show, self.undo, gap=8, parent=self).setContentsMargins(
            10, 6, 8, 6
        )
        self.recall.setToolTip("فراخوان دوباره")
        self.undo.setToolTip("فراخوان اشتباه بود؛ بازگشت به جای خود در صف")

    def show_recalls(self, recalls_left: int) -> None:
        self.recall.set_text(f"دوباره ({recalls_left})" if recalls_left else "دوباره")
