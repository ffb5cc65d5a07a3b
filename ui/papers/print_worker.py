"""What prints: takes this PC's papers from the list, one job after the other, and says which came out."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Slot

from app.journal.writing import SYSTEM
from app.papers import requests
from app.papers.documents import RecoverySheet
from app.papers.requests import KINDS
from app.printing import jobs as outbox
from app.printing.jobs import Job
from ui.context import Context
from ui.papers.drawing import draw
from ui.papers.pdf import NotDrawn
from ui.papers.printer import NotPrinted, Printer, SystemPrinter
from ui.this_pc.settings import PcSettings
from ui.work import Task, Work

Out = tuple[Job, str]
"""What was tried, and why it did not come out ('' when it did)."""


class Press(QObject):
    """Listens to the topic "papers"; whoever wants something printed asks app.papers. What a printer does not take
    waits with its reason until it is sent again. Signs as the system: it prints while the screen is locked too."""

    def __init__(self, context: Context, printer: Printer | None = None) -> None:
        super().__init__()
        self._work, self._pc, self._desk = context.work, context.pc, context.clerk.desk
        self._printer = printer or SystemPrinter()
        self._job: Job | None = None
        self._looking = False
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
        if self._job is None and not self._looking:
            self._looking = True
            self._work.run(partial(outbox.next_jobs, desk=self._desk), self._take)

    def _take(self, jobs: list[Job]) -> None:
        self._looking = False
        if jobs:
            self._job = jobs[0]
            name = self._pc.get(f"printer/{self._job.kind}")
            self._work.run_long(partial(_print, job=self._job, printer=self._printer, name=name), self._out)

    def _out(self, out: Out) -> None:
        job, reason = out
        self._save(partial(requests.mark_failed, clerk=SYSTEM, paper_ids=job.ids, reason=reason) if reason else
                   partial(requests.mark_printed, clerk=SYSTEM, paper_ids=job.ids))

    def _save(self, task: Task) -> None:
        """Kept until it is saved: what is out must not come out again because the disk failed in between."""
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
            self._job, self._looking = None, False
            self._look()

    @Slot(Exception)
    def _give_up(self, _: Exception) -> None:
        """A bug, perhaps in this very job: it waits with a reason rather than hold up those behind it."""
        self._looking = False
        if self._job and not self._unsaved:
            self._save(partial(requests.mark_failed, clerk=SYSTEM, paper_ids=self._job.ids, reason=NotDrawn.sentence))


def print_recovery(
    work: Work, pc: PcSettings, sheet: RecoverySheet, printer: Printer | None, then: Callable[[str], None]
) -> None:
    """Outside the list, because its code is kept nowhere. `then`, a bound method, gets why it did not come out, or ''.
    """
    name = pc.get("printer/recovery")
    work.run_long(lambda _: put_out(partial(draw, [sheet], "a5"), "recovery", printer or SystemPrinter(), name), then)


def _print(db: Any, job: Job, printer: Printer, name: str) -> Out:
    return job, put_out(lambda: draw(*outbox.job_documents(db, job.papers)), job.kind, printer, name)


def put_out(make: Callable[[], bytes], kind: str, printer: Printer, name: str) -> str:
    """Why it did not come out of the printer called `name`; '' when it did."""
    if not name:
        return f"برای «{KINDS[kind]}» چاپگری برگزیده نشده است؛ در تنظیمات، «این رایانه»، برگزینید."
    try:
        printer.print_out(make(), name, KINDS[kind])
    except (NotDrawn, NotPrinted) as failure:
        return failure.sentence
    return ""
