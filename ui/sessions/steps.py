"""The buttons of a step, in as many lines as they need."""

from PySide6.QtWidgets import QWidget

from ui.kit.flow import Flow


def steps(*buttons: QWidget) -> QWidget:
    holder = QWidget()
    flow = Flow(holder, gap=12)
    for button in buttons:
        flow.addWidget(button)
    return holder
