"""The strip along the bottom: the connection, the day's counts, the clerk at this PC and the time."""

from dataclasses import dataclass
from html import escape

from PySide6.QtWidgets import QFrame, QLabel

from app.persian.text import fa
from ui.widgets import label, row
from ui.widgets.clock import Clock
from ui.widgets.frames import restyle


@dataclass(frozen=True, slots=True)
class DayCounts:
    """The session in numbers. `mean_wait`: minutes; None while nobody has been called yet."""

    waiting: int
    at_tables: int
    done: int
    mean_wait: int | None = None


class StatusStrip(QFrame):
    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("strip")
        self._dot, self._connection = label(name="dot"), label()
        self._counts = [QLabel() for _ in range(4)]
        self._clerk = QLabel()
        connection = row(self._dot, self._connection, gap=8)
        layout = row(connection, *self._counts, 1, self._clerk, Clock(), gap=28, parent=self)
        layout.setContentsMargins(20, 0, 20, 0)
        self.show_connected(True)
        self.show_counts(None)

    def show_connected(self, connected: bool) -> None:
        self._connection.setText("متصل" if connected else "ارتباط با داده‌ها قطع است")
        self._dot.setProperty("lost", not connected)
        restyle(self._dot)

    def show_counts(self, counts: DayCounts | None) -> None:
        """None: no session is open, so there is nothing to count."""
        texts = ["", "", "", ""]
        if counts:
            texts = [
                _labelled("در انتظار", counts.waiting),
                _labelled("پای میزها", counts.at_tables),
                _labelled("پایان‌یافته", counts.done),
                "" if counts.mean_wait is None else _labelled("میانگین انتظار", f"{counts.mean_wait} دقیقه"),
            ]
        for shown, text in zip(self._counts, texts, strict=True):
            shown.setText(text)
            shown.setVisible(bool(text))

    def show_clerk(self, name: str) -> None:
        self._clerk.setText(_labelled("متصدی:", name) if name else "")


def _labelled(words: str, value: object) -> str:
    return f"{words} <span style='color:#1B2430; font-weight:500'>{escape(fa(value))}</span>"
