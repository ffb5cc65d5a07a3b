"""The printer as this program sees it."""

from dataclasses import dataclass
from typing import Protocol


class NotPrinted(Exception):
    """The paper was not printed; `sentence` says why, in Persian."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class PrintJob:
    """What one printer gets in one go."""

    pdf: bytes
    printer: str
    kind: str
    """One of app.papers.requests.KINDS."""
    title: str = ""
    """Its name in the spooler."""
    tray: str = ""
    """The printer's own word for it; '' leaves it to the printer."""
    copies: int = 1


class Printer(Protocol):
    def print_pdf(self, job: PrintJob) -> str:
        """Send the pages to the printer; return the spooler's number of the job, '' where it tells none.

        Raise NotPrinted when the printer is missing or refuses them.
        """
