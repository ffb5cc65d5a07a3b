"""Shows a paper over the page, before it is printed or after."""

from functools import partial

from app.papers import requests
from ui.context import Context
from ui.papers.saving import FileSaver
from ui.papers.viewer import Gather, Viewer
from ui.shell.overlay import Overlay
from ui.shell.window import Window
from ui.widgets import Card, KeyButton, heading, label, row

PaperKey = tuple[str, int]
"""Kind and subject of a paper in app/papers."""


class Preview(Overlay):
    """Lies over the window until Esc; then the focus is back where it was."""

    def __init__(self, window: Window, context: Context, title: str, paper: PaperKey | None) -> None:
        super().__init__(window)
        self._context, self._title, self._paper = context, title, paper
        self.viewer, self.status = Viewer(context.work, "در حال آماده‌سازی…"), label("", "quiet")
        self.print, self.save = KeyButton("چاپ", "Enter", primary=True), KeyButton("ذخیرهٔ PDF", "F8")
        self._saver = FileSaver(context.work, self)
        self._build()

    @classmethod
    def over(
        cls, window: Window, context: Context, title: str, gather: Gather, paper: PaperKey | None = None
    ) -> "Preview":
        """Show documents. Without `paper`, when nothing is saved yet, there is no print button."""
        panel = cls(window, context, title, paper)
        panel.cover_window()
        panel.viewer.setFocus()
        panel.viewer.show_documents(gather)
        return panel

    def _build(self) -> None:
        leave = KeyButton("بستن", "Esc")
        for button, slot in ((self.print, self._print), (self.save, self._save), (leave, self.leave)):
            button.clicked.connect(slot)
        if self._paper is None:
            self.print.hide()
        self._saver.done.connect(self.status.setText)
        self._saver.failed.connect(self.status.setText)
        card = Card(heading(self._title), self.viewer, row(self.print, self.save, self.status, 1, leave))
        card.inner.setStretchFactor(self.viewer, 1)
        card.setMaximumWidth(900)
        middle = row(1, card, 1, parent=self)
        middle.setStretchFactor(card, 8)
        middle.setContentsMargins(40, 24, 40, 24)

    def _print(self) -> None:
        if self._paper:
            kind, subject = self._paper
            self._context.work.run(
                partial(requests.print_again, clerk=self._context.clerk, kind=kind, subject_id=subject)
            )
            self.leave()

    def _save(self) -> None:
        if self.viewer.pdf:
            self._saver.ask(self._title, self.viewer.pdf)
