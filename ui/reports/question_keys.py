"""The mayor's questions, each a key away from the scorecard."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.widgets import KeyButton
from ui.widgets.flow import Flow

QUESTIONS = {
    "referred": "هر مقام چه ارجاع داد؟",
    "promises_ahead": "وعده‌های تا جلسهٔ بعد",
    "promises_before": "وعده‌های جلسهٔ پیش",
    "reminders": "آیا پیرو کمک کرد؟",
}
"""The report of a period that answers each question, and the words on its button."""
FIRST_KEY = 5
"""Alt+1 to Alt+4 choose the period."""


class QuestionKeys(QWidget):
    asked = Signal(str)
    """Show this kind of report."""

    def __init__(self) -> None:
        super().__init__()
        flow = Flow(self)
        for key, (kind, words) in enumerate(QUESTIONS.items(), FIRST_KEY):
            button = KeyButton(words, f"Alt+{key}", small=True)
            button.clicked.connect(partial(self.asked.emit, kind))
            flow.addWidget(button)
