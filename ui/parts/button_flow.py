"""Buttons side by side, in as many lines as they need: at a large zoom on a small screen one is too short."""

from PySide6.QtWidgets import QWidget

from ui.widgets.flow import Flow


def button_flow(*buttons: QWidget, gap: int = 12) -> QWidget:
    holder = QWidget()
    flow = Flow(holder, gap)
    for button in buttons:
        flow.addWidget(button)
    return holder
