"""Joining a PC to the venue's server, on its first start or when the server it knew does not answer."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.parts.server_form import ServerForm
from ui.start.gate import Gate
from ui.this_pc.settings import PcSettings
from ui.widgets import KeyButton, column, label, row

if TYPE_CHECKING:
    from app.venue.server import Found

WHY = "داده‌های سازمان روی سرور محل است و این رایانه یکی از میزهای آن می‌شود. نشانی و گذرواژه را از مسئول سرور بگیرید."


class Join(QWidget):
    """`joined`: this PC is set to the office on the server. `left`: nothing was changed."""

    joined = Signal()
    left = Signal()

    def __init__(self, pc: PcSettings) -> None:
        super().__init__()
        self.server = ServerForm(pc)
        self.join_, self.back = KeyButton("اتصال", "Enter", primary=True), KeyButton("بازگشت", "Esc")
        self.join_.clicked.connect(self._join)
        self.back.clicked.connect(self.left)
        self.server.busy.connect(self.join_.setDisabled)
        self.server.settled.connect(self._settled)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        head = column(label("اتصال به سرور محل", "title"), label(WHY, "quiet", wraps=True), gap=4)
        inside.addWidget(Gate(head, self.server, row(self.join_, 1, self.back), width=640))
        self.setFocusProxy(self.server)

    def _join(self) -> None:
        self.server.settle()

    def _settled(self, _: "Found") -> None:
        self.joined.emit()
