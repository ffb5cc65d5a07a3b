"""A paper over the page, before it is printed or after."""

from functools import partial

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from app import papers
from ui.context import Context
from ui.kit import Card, KeyButton, heading, label, row
from ui.papers.saving import Saving
from ui.papers.viewer import Gather, Viewer
from ui.window import Window

SCRIM = QColor(14, 42, 51, 120)
Paper = tuple[str, int]
"""Kind and subject, as app.papers knows them."""


class Preview(QWidget):
    """Lies over the window until Esc; then the focus is back where it was."""

    def __init__(self, window: Window, context: Context, title: str, paper: Paper | None) -> None:
        super().__init__(window)
        self._window, self._context, self._title, self._paper = window, context, title, paper
        self._back = QApplication.focusWidget()
        self.viewer, self.told = Viewer(context.work, "در حال آماده‌سازی…"), label("", "quiet")
        self.print, self.save = KeyButton("چاپ", "Enter", primary=True), KeyButton("ذخیرهٔ PDF", "F8")
        self._saving = Saving(context.work, self)
        self._build()
        window.installEventFilter(self)

    @classmethod
    def over(
        cls, window: Window, context: Context, title: str, gather: Gather, paper: Paper | None = None
    ) -> "Preview":
        """Show documents. Without `paper` (nothing is saved yet) there is nothing to print."""
        panel = cls(window, context, title, paper)
        panel.setGeometry(window.rect())
        window.rest(True)
        panel.show()
        panel.raise_()
        panel.viewer.setFocus()
        panel.viewer.show_documents(gather)
        return panel

    def leave(self) -> None:
        self._window.rest(False)
        self.hide()
        self.deleteLater()
        if self._back and isValid(self._back):
            self._back.setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), SCRIM)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._window.rect())
        return super().eventFilter(watched, event)

    def _build(self) -> None:
        leave = KeyButton("بستن", "Esc")
        for button, slot in ((self.print, self._print), (self.save, self._save), (leave, self.leave)):
            button.clicked.connect(slot)
        if self._paper is None:
            self.print.hide()
        self._saving.done.connect(self.told.setText)
        self._saving.failed.connect(self.told.setText)
        card = Card(heading(self._title), self.viewer, row(self.print, self.save, self.told, 1, leave))
        card.inner.setStretchFactor(self.viewer, 1)
        card.setMaximumWidth(900)
        middle = row(1, card, 1, parent=self)
        middle.setStretchFactor(card, 8)
        middle.setContentsMargins(40, 24, 40, 24)

    def _print(self) -> None:
        if self._paper:
            kind, subject = self._paper
            self._context.work.run(partial(papers.again, clerk=self._context.clerk, kind=kind, subject_id=subject))
            self.leave()

    def _save(self) -> None:
        if self.viewer.pdf:
            self._saving.ask(self._title, self.viewer.pdf)
