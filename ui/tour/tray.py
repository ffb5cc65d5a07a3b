"""A printer that saves papers as PDF files in a folder."""

from pathlib import Path

from app.papers.requests import KINDS


class PaperTray:
    """Keeps the first paper of each kind; `printed` lists the kind of every paper."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.printed: list[str] = []

    def print_pdf(self, pdf: bytes, name: str, title: str) -> None:
        kind = next(kind for kind, called in KINDS.items() if called == title)
        self.printed.append(kind)
        path = self._folder / f"{kind}.pdf"
        if not path.exists():
            path.write_bytes(pdf)
