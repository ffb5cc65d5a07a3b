"""Follows this PC's jobs in the printers' queues to their end, and lists those that do not come out."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from itertools import groupby
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from shiboken6 import isValid

from app.papers import claims
from app.papers.claims import QueuedJob
from ui.papers.printer import JobState, Printer
from ui.papers.storage_steps import StorageSteps
from ui.work import Work

LOOK_MS = 2_000
"""A request to CUPS takes 2 ms; a clerk looks at the paper tray no sooner."""
Outcomes = list[tuple[QueuedJob, JobState]]


class JobWatch(QObject):
    """Asks the printers at each `LOOK_MS` while a job's end is not known."""

    _asked = Signal(object)

    def __init__(self, work: Work, printer: Printer, desk: str) -> None:
        super().__init__()
        self._work, self._printer, self._desk = work, printer, desk
        self._steps = StorageSteps(work, self)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="queue watch")
        self._is_busy = False
        self._timer = QTimer(self, interval=LOOK_MS, singleShot=True)
        self._timer.timeout.connect(self.look)
        self._asked.connect(self._record, Qt.ConnectionType.QueuedConnection)
        work.changed.connect(self._changed)
        self.look()

    def close(self) -> None:
        self._timer.stop()
        self._thread.shutdown(wait=False, cancel_futures=True)

    @Slot(set)
    def _changed(self, topics: set[str]) -> None:
        if "papers" in topics and not self._is_busy and not self._timer.isActive():
            self._timer.start()

    @Slot()
    def look(self) -> None:
        if not self._is_busy:
            self._is_busy = True
            self._steps.run(partial(claims.in_queue, desk=self._desk), self._ask)

    def _ask(self, jobs: list[QueuedJob]) -> None:
        if not jobs:
            self._is_busy = False
            return
        self._thread.submit(_outcomes, self._printer, jobs).add_done_callback(self._hand_over)

    def _hand_over(self, future: "Future[Outcomes]") -> None:
        """Called on the watch's thread; the signal takes the outcome to the UI thread."""
        if isValid(self):
            self._asked.emit(future)

    @Slot(object)
    def _record(self, future: "Future[Outcomes]") -> None:
        if error := future.exception():
            self._work.crashed.emit(error)
            self._is_busy = False
            return
        self._steps.run(partial(record_outcomes, outcomes=future.result()), self._recorded)

    def _recorded(self, _: object) -> None:
        self._is_busy = False
        self._timer.start()


def _outcomes(printer: Printer, jobs: Sequence[QueuedJob]) -> Outcomes:
    found: Outcomes = []
    for name, group in groupby(sorted(jobs, key=lambda job: job.printer), key=lambda job: job.printer):
        of_printer = list(group)
        states = printer.states(name, [job.number for job in of_printer])
        found += [(job, states[job.number]) for job in of_printer if job.number in states]
    return found


def record_outcomes(db: Any, outcomes: Outcomes) -> None:
    """Write down what has changed; all that came out in one transaction, so that no act of a clerk waits for many."""
    if done := [paper for job, state in outcomes if state is JobState.DONE for paper in job.papers]:
        claims.mark_ended(db, done, is_done=True)
    for job, state in outcomes:
        if state is JobState.LOST:
            claims.mark_lost(
                db,
                job.papers,
                (f"چاپ این برگه در صف چاپگر «{job.printer}» ناتمام ماند؛ چاپگر را ببینید و برگه را دوباره ارسال کنید."),
            )
        elif state is JobState.HELD and not job.reason:
            claims.mark_held(
                db,
                job.papers,
                (
                    f"صف چاپگر «{job.printer}» این برگه را نگه داشته است؛ کاغذ و روشن بودن چاپگر را ببینید."
                    " اگر دوباره ارسال کنید، از آن صف برداشته می‌شود."
                ),
            )
        elif state is JobState.QUEUED and job.reason:
            claims.mark_ended(db, job.papers, is_done=False)
