"""Prints this PC's papers from the list: each printer has a line of its own, and each outcome is recorded."""

from collections.abc import Callable
from functools import partial
from itertools import groupby

from PySide6.QtCore import QObject, Slot

from app.papers import claims
from app.papers.claims import QueuedJob
from app.papers.documents import RecoverySheet
from app.papers.requests import KINDS
from app.printing.jobs import Job, next_jobs
from ui.context import Context
from ui.papers.drawing import draw
from ui.papers.job_watch import JobWatch
from ui.papers.pc_printer import PcPrinter
from ui.papers.pdf import NotDrawn
from ui.papers.printer import NotPrinted, Printer, PrintJob
from ui.papers.printer_line import PrinterLine
from ui.papers.storage_steps import StorageSteps
from ui.this_pc.printers import printer_of, roll_in, way_of
from ui.this_pc.settings import PcSettings
from ui.work import Work


class PrintWorker(QObject):
    """Prints the papers requested in app/papers, at each change of the topic "papers".

    A paper the printer does not take waits with its reason until it is sent again. The journal names the system as its
    clerk, since it prints while the screen is locked too.
    """

    def __init__(self, context: Context, printer: Printer | None = None) -> None:
        super().__init__()
        self._work, self._pc, self._desk = context.work, context.pc, context.clerk.desk
        self._printer = printer or PcPrinter(context.pc.folder)
        self._lines: dict[str, PrinterLine] = {}
        self._steps = StorageSteps(self._work, self)
        self._is_looking = self._looks_again = self._is_reporting = False
        self.watch = JobWatch(self._work, self._printer, self._desk)
        self._work.changed.connect(self._changed)
        self._work.crashed.connect(self._give_up)
        self._is_looking = True
        self._steps.run(partial(claims.left_over, desk=self._desk), self._settle)

    def close(self) -> None:
        self.watch.close()
        for line in self._lines.values():
            line.close()

    def _settle(self, left_over: list[QueuedJob]) -> None:
        """Look up first what an earlier run of the program did not live to record."""
        for printer, jobs in groupby(sorted(left_over, key=lambda job: job.printer), key=lambda job: job.printer):
            self._line(printer).settle(list(jobs))
        self._is_looking = False
        self._look()

    @Slot(set)
    def _changed(self, topics: set[str]) -> None:
        if "papers" in topics:
            self._look()

    @Slot()
    def _look(self) -> None:
        if self._is_looking:
            self._looks_again = True
            return
        self._is_looking, self._looks_again = True, False
        self._steps.run(partial(next_jobs, desk=self._desk), self._hand_out)

    def _hand_out(self, jobs: list[Job]) -> None:
        self._is_looking = False
        for job in jobs:
            way = way_of(self._pc, job.kind)
            line = self._line(way.printer)
            if line.is_idle:
                line.take(job, way, roll_in(self._pc, way.printer))
        if self._looks_again:
            self._look()

    def _line(self, printer: str) -> PrinterLine:
        if printer not in self._lines:
            self._lines[printer] = PrinterLine(self._work, self._printer, printer, self._desk)
            self._lines[printer].idle.connect(self._look)
            self._lines[printer].broke.connect(self._report)
        return self._lines[printer]

    @Slot(Exception)
    def _report(self, error: Exception) -> None:
        self._is_reporting = True
        self._work.crashed.emit(error)
        self._is_reporting = False

    @Slot(Exception)
    def _give_up(self, _: Exception) -> None:
        if self._is_reporting:  # the line whose bug it is has failed its job
            return
        self._is_looking = False
        for line in list(self._lines.values()):
            line.give_up()


def print_recovery_sheet(
    work: Work, pc: PcSettings, sheet: RecoverySheet, printer: Printer | None, then: Callable[[str], None]
) -> None:
    """Print outside the list, because the code is stored nowhere.

    `then`, a bound method, receives why the sheet was not printed, or ''.
    """
    name = printer_of(pc, "recovery")
    work.run_long(lambda _: _try_to_print(sheet, printer or PcPrinter(pc.folder), name), then)


def _try_to_print(sheet: RecoverySheet, printer: Printer, name: str) -> str:
    kind = KINDS["recovery"]
    if not name:
        return f"برای «{kind}» چاپگری انتخاب نشده است؛ در تنظیمات، «چاپ»، انتخاب کنید."
    try:
        printer.print_pdf(PrintJob(draw([sheet], "a5"), name, "recovery", kind))
    except (NotDrawn, NotPrinted) as failure:
        return failure.sentence
    return ""
