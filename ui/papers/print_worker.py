"""Prints this PC's papers from the list, one job after the other, and records the outcome of each."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Slot

from app.journal.writing import SYSTEM
from app.papers import requests
from app.papers.documents import RecoverySheet
from app.papers.requests import KINDS
from app.printing.jobs import Job, job_documents, next_jobs
from ui.context import Context
from ui.papers.drawing import draw
from ui.papers.pdf import NotDrawn
from ui.papers.printer import NotPrinted, Printer, PrintJob
from ui.papers.system_printer import SystemPrinter
from ui.this_pc.settings import PcSettings
from ui.work import Task, Work

Outcome = tuple[Job, str]
"""The job, and why it was not printed; '' when it was."""


class PrintWorker(QObject):
    """Prints the papers requested in app/papers, at each change of the topic "papers".

    A paper the printer does not take waits with its reason until it is sent again. The journal names the system as its
    clerk, since it prints while the screen is locked too.
    """

    def __init__(self, context: Context, printer: Printer | None = None) -> None:
        super().__init__()
        self._work, self._pc, self._desk = context.work, context.pc, context.clerk.desk
        self._printer = printer or SystemPrinter()
        self._job: Job | None = None
        self._is_looking = False
        self._unsaved: Task | None = None
        self._work.changed.connect(self._changed)
        self._work.restored.connect(self._resume)
        self._work.crashed.connect(self._give_up)
        self._look()

    @Slot(set)
    def _changed(self, topics: set[str]) -> None:
        if "papers" in topics:
            self._look()

    def _look(self) -> None:
        if self._job is None and not self._is_looking:
            self._is_looking = True
            self._work.run(partial(next_jobs, desk=self._desk), self._take)

    def _take(self, jobs: list[Job]) -> None:
        self._is_looking = False
        if jobs:
            self._job = jobs[0]
            name = self._pc.get(f"printer/{self._job.kind}")
            self._work.run_long(partial(_print, job=self._job, printer=self._printer, name=name), self._record)

    def _record(self, outcome: Outcome) -> None:
        job, reason = outcome
        self._save(
            partial(requests.mark_failed, clerk=SYSTEM, paper_ids=job.ids, reason=reason)
            if reason
            else partial(requests.mark_printed, clerk=SYSTEM, paper_ids=job.ids)
        )

    def _save(self, task: Task) -> None:
        """Keep the task until it is saved, or a failing disk would let a printed paper be printed again."""
        self._unsaved = task
        self._work.run(task, self._saved)

    def _saved(self, _: object) -> None:
        self._unsaved = self._job = None
        self._look()

    @Slot()
    def _resume(self) -> None:
        if self._unsaved:
            self._work.run(self._unsaved, self._saved)
        else:
            self._job, self._is_looking = None, False
            self._look()

    @Slot(Exception)
    def _give_up(self, _: Exception) -> None:
        """Let the job wait with a reason after a bug, perhaps its own, so that it does not hold up the next ones."""
        self._is_looking = False
        if self._job and not self._unsaved:
            self._save(partial(requests.mark_failed, clerk=SYSTEM, paper_ids=self._job.ids, reason=NotDrawn.sentence))


def print_recovery_sheet(
    work: Work, pc: PcSettings, sheet: RecoverySheet, printer: Printer | None, then: Callable[[str], None]
) -> None:
    """Print outside the list, because the code is stored nowhere.

    `then`, a bound method, receives why the sheet was not printed, or ''.
    """
    name = pc.get("printer/recovery")
    pdf = partial(draw, [sheet], "a5")
    work.run_long(lambda _: try_to_print(pdf, "recovery", printer or SystemPrinter(), name), then)


def _print(db: Any, job: Job, printer: Printer, name: str) -> Outcome:
    return job, try_to_print(lambda: draw(*job_documents(db, job.papers)), job.kind, printer, name)


def try_to_print(make: Callable[[], bytes], kind: str, printer: Printer, name: str) -> str:
    """Print on the printer called `name`; return why that failed, or ''."""
    if not name:
        return f"برای «{KINDS[kind]}» چاپگری انتخاب نشده است؛ در تنظیمات، «این رایانه»، انتخاب کنید."
    try:
        printer.print_pdf(PrintJob(make(), name, kind, KINDS[kind]))
    except (NotDrawn, NotPrinted) as failure:
        return failure.sentence
    return ""
