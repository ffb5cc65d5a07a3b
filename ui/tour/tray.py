"""A printer that is a folder: each kind of paper falls into it as a PDF."""

from pathlib import Path

from app.papers.requests import KINDS
from ui.papers.printer import NotPrinted


class PaperTray:
    """Keeps the first paper of a kind that comes out. `jam` refuses everything until it is cleared."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.jam = ""
        self.printed: list[str] = []

    def print_pdf(self, pdf: bytes, name: str, title: str) -> None:
        if self.jam:
            raise NotPrinted(self.jam)
        kind = next(kind for kind, called in KINDS.items() if called == title)
        self.printed.append(kind)
        path = self._folder / f"{kind}.pdf"
        if not path.exists():
            path.write_bytes(pdf)
