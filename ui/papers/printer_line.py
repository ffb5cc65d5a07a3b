"""One printer's own line: its jobs one after the other, on a thread of its own."""

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from shiboken6 import isValid

from app.journal.writing import SYSTEM
from app.papers import claims, requests
from app.papers.claims import QueuedJob
from app.papers.requests import KINDS
from app.printing.gathering import Document
from app.printing.jobs import Job, job_documents
from app.this_pc.receipt_printers import Roll
from ui.papers.drawing import draw
from ui.papers.pdf import NotDrawn
from ui.papers.printer import NoRoom, NotKnown, NotPrinted, Printer, PrintJob
from ui.papers.storage_steps import StorageSteps
from ui.this_pc.printers import Way
from ui.work import Work

log = logging.getLogger(__name__)
ROOM_MS = 2_000
"""How long a line rests whose queue has no room: a printer takes about as long for a page."""


class PrinterLine(QObject):
    """Claims a job, reads its documents, draws and sends them, and records the outcome; then it is `idle`.

    Tickets are read on the storage thread, so that they wait for no export; everything else on the long one.
    """

    idle = Signal()
    broke = Signal(Exception)
    """Drawing or printing raised what is a bug of the program."""
    _sent = Signal(object)

    def __init__(self, work: Work, printer: Printer, name: str, desk: str) -> None:
        """`name`: of the printer; '' stands for none, and every job fails."""
        super().__init__()
        self.name = name
        self._printer, self._desk = printer, desk
        self._steps = StorageSteps(work, self)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="printer")
        self._job: Job | None = None
        self._token, self._way = "", Way(name, "", 1)
        self._roll: Roll = 80
        self._is_settling = False
        self._rest = QTimer(self, interval=ROOM_MS, singleShot=True)
        self._rest.timeout.connect(self.idle)
        self._then: Callable[[Future[Any]], None] | None = None
        self._sent.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def is_idle(self) -> bool:
        return self._job is None and not self._is_settling and not self._rest.isActive()

    def take(self, job: Job, way: Way, roll: Roll) -> None:
        """Begin a job; `roll` is the tickets' paper."""
        self._job, self._token, self._way, self._roll = job, claims.new_token(self._desk), way, roll
        self._steps.run(
            partial(claims.claim, desk=self._desk, paper_ids=job.ids, token=self._token, printer=self.name),
            self._claimed,
            may_fail=True,
        )

    def settle(self, left_over: Sequence[QueuedJob]) -> None:
        """Look up what a program that ended too early had claimed for this printer."""
        self._is_settling = True
        self._submit(partial(_found, self._printer, left_over), self._looked_up)

    def close(self) -> None:
        """Let the job under way come to its end; what nobody records any more is looked up at the next start."""
        self._rest.stop()
        self._thread.shutdown(wait=False, cancel_futures=True)

    # -- the steps of a job

    def _claimed(self, is_ours: bool) -> None:
        assert self._job
        if not is_ours:
            self._end()
        elif not self.name:
            kind = KINDS[self._job.kind]
            self._fail(f"برای «{kind}» چاپگری انتخاب نشده است؛ در تنظیمات، «چاپ»، انتخاب کنید.")
        elif self._job.queued:
            self._submit(partial(_all_cancelled, self._printer, self._job.queued), self._cancelled)
        else:
            self._gather()

    def _cancelled(self, future: "Future[bool]") -> None:
        assert self._job
        if error := future.exception():
            self._fail(self._sentence(error))
        elif not future.result():
            self._record(partial(requests.mark_printed, clerk=SYSTEM, paper_ids=self._job.ids))
        else:
            self._steps.run(partial(_forget, queued=self._job.queued), self._forgotten)

    def _forgotten(self, _: object) -> None:
        self._gather()

    def _gather(self) -> None:
        assert self._job
        self._steps.run(
            partial(job_documents, papers=self._job.papers),
            self._gathered,
            is_long=self._job.kind != "ticket",
            may_fail=True,
        )

    def _gathered(self, gathered: tuple[list[Document], str]) -> None:
        self._submit(partial(self._send, *gathered), self._was_sent)

    def _send(self, documents: list[Document], form: str) -> str:
        """Draw and print on the printer's thread; return the job's number."""
        assert self._job
        return self._printer.print_pdf(
            PrintJob(
                draw(documents, form, self._roll),
                self.name,
                self._job.kind,
                self._job.title,
                self._way.tray,
                self._way.copies,
                self._token,
            )
        )

    def _was_sent(self, future: "Future[str]") -> None:
        assert self._job
        error, ids = future.exception(), self._job.ids
        if error is None:
            self._record(partial(requests.mark_printed, clerk=SYSTEM, paper_ids=ids, job=future.result()))
        elif isinstance(error, NoRoom):
            self._rest.start()  # the papers behind this one wait too, and keep their order
            self._record(
                partial(requests.mark_failed, clerk=SYSTEM, paper_ids=ids, reason=error.waits, awaits_room=True)
            )
        elif isinstance(error, NotKnown):
            self._record(partial(claims.mark_unknown, papers=ids, reason=error.sentence))
        else:
            self._fail(self._sentence(error))

    def _sentence(self, error: BaseException) -> str:
        if isinstance(error, NotDrawn | NotPrinted):
            return error.sentence
        log.error("a paper was not printed", exc_info=error)
        self.broke.emit(error)
        return NotDrawn.sentence

    def give_up(self) -> None:
        """Fail the job after a bug that may have been its own, unless it is being sent or recorded."""
        if self._job and self._steps.may_fail:
            self._fail(NotDrawn.sentence)

    def _fail(self, reason: str) -> None:
        assert self._job
        self._record(partial(requests.mark_failed, clerk=SYSTEM, paper_ids=self._job.ids, reason=reason))

    def _record(self, task: Callable[[Any], Any]) -> None:
        self._steps.run(task, self._recorded)

    def _recorded(self, _: object) -> None:
        self._end()

    def _end(self) -> None:
        self._job, self._is_settling = None, False
        self.idle.emit()

    # -- what was left over

    def _looked_up(self, future: "Future[list[tuple[QueuedJob, str | None]]]") -> None:
        self._steps.run(partial(_settle, found=future.result()), self._recorded)

    # -- the printer's thread

    def _submit(self, call: Callable[[], Any], then: Callable[["Future[Any]"], None]) -> None:
        self._then = then
        self._thread.submit(call).add_done_callback(self._hand_over)

    def _hand_over(self, future: "Future[Any]") -> None:
        """Called on the printer's thread; the signal takes the outcome to the UI thread."""
        if isValid(self):
            self._sent.emit(future)

    @Slot(object)
    def _deliver(self, future: "Future[Any]") -> None:
        then, self._then = self._then, None
        if then:
            then(future)


def _all_cancelled(printer: Printer, queued: Sequence[tuple[str, str]]) -> bool:
    """Take the jobs out of their queues; return False when one of them had been printed."""
    outcomes = [printer.cancel(name, number) for name, number in queued]
    return all(outcomes)


def _forget(db: Any, queued: Sequence[tuple[str, str]]) -> None:
    for name, number in queued:
        claims.forget(db, name, number)


def _found(printer: Printer, left_over: Sequence[QueuedJob]) -> list[tuple[QueuedJob, str | None]]:
    return [(job, printer.find(job.printer, job.number)) for job in left_over]


def _settle(db: Any, found: list[tuple[QueuedJob, str | None]]) -> None:
    for job, number in found:
        if number is None:
            claims.mark_unknown(db, job.papers)
        elif number:
            requests.mark_printed(db, SYSTEM, job.papers, number)
        else:
            claims.release(db, job.papers)
