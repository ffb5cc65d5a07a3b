"""A form that scrolls where a small screen or a large zoom leaves it too little room."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from ui.widgets.frames import RING, column


class Scrolling(QScrollArea):
    """Qt itself scrolls to the field that gets the focus."""

    def __init__(self, form: QWidget) -> None:
        super().__init__()
        holder = QWidget()
        column(form, 1, gap=0, margin=RING, parent=holder)  # room for the glow round a field
        self.setWidget(holder)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        holder.setAutoFillBackground(False)
