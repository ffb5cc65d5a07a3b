"""A printer that saves papers as PDF files in a folder."""

from pathlib import Path

from ui.papers.printer import PrintJob, SilentPrinter


class PaperTray(SilentPrinter):
    """Keeps the first paper of each kind; `printed` lists the kind of every paper."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.printed: list[str] = []

    def printer_of(self, kind: str) -> str:
        """Return the name of the printer that the tour's PC prints a kind on."""
        return "سینی کاغذ"

    def print_pdf(self, job: PrintJob) -> str:
        self.printed.append(job.kind)
        path = self._folder / f"{job.kind}.pdf"
        if not path.exists():
            path.write_bytes(job.pdf)
        return ""
