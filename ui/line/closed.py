"""The caller's page while no session is open."""

from PySide6.QtWidgets import QWidget

from ui.widgets import KeyButton, column, label, row


class Closed(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.open = KeyButton("رفتن به جلسه‌ها", "Enter", primary=True)
        title = label("جلسه‌ای باز نیست", "title")
        why = label("با باز شدن جلسه، صف و میزها این‌جا دیده می‌شوند.", "quiet")
        column(2, *(row(1, each, 1) for each in (title, why, self.open)), 3, gap=14, parent=self)
        self.setFocusProxy(self.open)
