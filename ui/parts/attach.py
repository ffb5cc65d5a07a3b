"""Scans and photos attached to a form."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QSizePolicy, QWidget

from app.errors import Refused
from app.persian.text import fa, isolate
from app.visits.attachments import NewAttachment, from_file
from ui.widgets import KeyButton, label, row
from ui.work import Work

FILTER = "عکس و PDF (*.png *.jpg *.jpeg *.tif *.tiff *.pdf)"


class AttachedFiles(QWidget):
    """The names of the attached files, and a button that removes the last one."""

    refused = Signal(Refused)

    def __init__(self, work: Work) -> None:
        super().__init__()
        self._work = work
        self.papers: tuple[NewAttachment, ...] = ()
        self._cleared: tuple[NewAttachment, ...] = ()
        self._names = label("", "quiet", wraps=True)
        self._names.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # no name widens the page
        drop = KeyButton("حذف آخرین", "Shift+F7", small=True, flat=True)
        drop.clicked.connect(self._drop_last)
        layout = row(self._names, drop, parent=self)
        layout.setStretchFactor(self._names, 1)
        self.hide()

    def ask(self) -> None:
        paths, _ = QFileDialog.getOpenFileNames(self.window(), "پیوست درخواست", "", FILTER)
        self.read(paths)

    def read(self, paths: list[str]) -> None:
        for path in paths:
            self._work.run_long(partial(_read, path), self._add, self._refuse)

    def clear(self) -> None:
        self._cleared = self.papers
        self._show(())

    def take_back(self) -> None:
        self._show(self._cleared)

    def text(self) -> str:
        return self._names.text()

    def _add(self, paper: NewAttachment) -> None:
        self._show((*self.papers, paper))

    def _refuse(self, refused: Refused) -> None:
        self.refused.emit(refused)

    def _drop_last(self) -> None:
        self._show(self.papers[:-1])

    def _show(self, papers: tuple[NewAttachment, ...]) -> None:
        self.papers = papers
        names = "، ".join(isolate(_short(paper.name)) for paper in papers)
        self._names.setText(fa(f"{len(papers)} فایل پیوست: {names}"))
        self.setVisible(bool(papers))


def _read(path: str, _: object) -> NewAttachment:
    """Read the file off the UI thread: the disk may be slow."""
    return from_file(path)


def _short(name: str) -> str:
    """Shorten a name that would fill the page by itself."""
    path = Path(name)
    return name if len(name) <= 40 else f"{path.stem[:30]}…{path.suffix[:8]}"
