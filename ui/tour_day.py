"""The day itself, step by step, as one clerk alone would live it."""

from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from ui.hands import Hands
from ui.program import Program

PASSWORD = "123456"


class Day:
    def __init__(self, program: Program, folder: Path) -> None:
        self.program, self.window = program, program.window
        self.hands = Hands(program.window, folder)

    def run(self) -> None:
        for step in (self.first_run, self.lock, self.open_session):
            step()

    # -- the office

    def first_run(self) -> None:
        self.window.resize(1366, 768)
        self.program.show()
        self.hands.until(lambda: QApplication.focusWidget() is not None, "the wizard has the focus")
        self.hands.type("شهرداری کرج")
        self.hands.shoot("wizard")
        self.hands.press("Enter")
        for text in ("ن. نمونه‌ای", "namuneh", PASSWORD, PASSWORD):
            self.hands.type(text)
            self.hands.press("Tab")
        self.hands.press("Enter")
        sheet = self._visible("SheetStep")
        self.hands.until(sheet.isVisible, "the recovery code is shown")
        self.hands.shoot("recovery")
        self.hands.press("Enter")
        self.hands.until(self.window.current, "the first page stands")

    def lock(self) -> None:
        self.hands.press("Ctrl+L")
        self.hands.type(PASSWORD)
        self.hands.shoot("sign-in")
        self.hands.press("Enter")
        self.hands.until(lambda: self.window.page("reception").isVisible(), "the lock is open again")

    def open_session(self) -> None:
        self.hands.press("Ctrl+0")
        self.hands.until(lambda: self.page("sessions").isVisible(), "the sessions' page")
        self.hands.shoot("sessions")
        self.hands.press("Enter")

    # -- where things are

    def page(self, key: str) -> QWidget:
        return self.window.page(key)

    def _visible(self, name: str) -> QWidget:
        return next(widget for widget in self.window.findChildren(QWidget) if type(widget).__name__ == name)
