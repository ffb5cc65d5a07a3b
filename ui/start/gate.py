"""One narrow card in the middle of an empty window."""

from PySide6.QtWidgets import QLayout, QWidget

from ui.widgets import Card, column, label, row, theme

TITLE = "چهارشنبه‌های مردمی"


class Gate(QWidget):
    """A card beneath the name of the program, for what is asked before it opens."""

    def __init__(self, *placed: QWidget | QLayout, width: int = 420) -> None:
        super().__init__()
        self.setObjectName("page")
        self.card = Card(*placed, gap=20, margin=28)
        self.card.setFixedWidth(theme.px(width))
        over = label(TITLE, "heading")
        column(2, row(1, column(over, self.card, gap=12), 1), 3, parent=self)
