"""Buttons side by side on as many lines as they need: at a large zoom one line is too short on a small screen."""

from PySide6.QtWidgets import QWidget

from ui.widgets.flow import Flow


def button_flow(*buttons: QWidget, gap: int = 12) -> QWidget:
    holder = QWidget()
    flow = Flow(holder, gap)
    for button in buttons:
        flow.addWidget(button)
    return holder
