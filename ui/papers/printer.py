"""The printer as this program sees it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol


class NotPrinted(Exception):
    """The paper was not printed; `sentence` says why, in Persian."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NoRoom(NotPrinted):
    """The queue has no room for the job, or the printer no paper; it may be sent again a little later.

    `waits` says so of a paper on the list, `sentence` of one that is printed outside it.
    """

    def __init__(self, sentence: str, waits: str) -> None:
        super().__init__(sentence)
        self.waits = waits


class NotKnown(NotPrinted):
    """Nobody can tell whether the queue took the job."""


@dataclass(frozen=True, slots=True)
class PrintJob:
    """The papers that one printer gets in one go."""

    pdf: bytes
    printer: str
    kind: str
    """One of app.papers.requests.KINDS."""
    title: str = ""
    """Its name in the spooler."""
    tray: str = ""
    """The printer's own word for it; '' leaves it to the printer."""
    copies: int = 1
    token: str = ""
    """Stands in the job's name, so that the spooler can tell after a crash whether it got the job."""


class JobState(Enum):
    QUEUED = "queued"
    HELD = "held"
    """In the queue, and not printed until somebody sees to it."""
    DONE = "done"
    LOST = "lost"
    """Given up or removed before it was printed."""


class Printer(Protocol):
    def print_pdf(self, job: PrintJob) -> str:
        """Send the pages to the printer; return the spooler's number of the job, '' where it tells none.

        Raise NotPrinted when the printer is missing or refuses them.
        """

    def states(self, printer: str, numbers: Sequence[str]) -> dict[str, JobState]:
        """Return what became of jobs, by number; without those the spooler does not answer for."""

    def cancel(self, printer: str, number: str) -> bool:
        """Take a job out of the queue; return False when it has been printed. Raise NotPrinted when nobody can tell."""

    def find(self, printer: str, token: str) -> str | None:
        """Return the number of the job with this token, '' when the spooler never got it; None when nobody can tell."""


class SilentPrinter:
    """The state of a printer that keeps no list of its jobs."""

    def states(self, printer: str, numbers: Sequence[str]) -> dict[str, JobState]:
        return dict.fromkeys(numbers, JobState.DONE)

    def cancel(self, printer: str, number: str) -> bool:
        return False

    def find(self, printer: str, token: str) -> str | None:
        return None
