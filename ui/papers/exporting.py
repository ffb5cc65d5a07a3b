"""A list out of the program: one key, a file, and a way to give it up while it is written."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.errors import Refused
from app.exports import lists as exports
from app.persian.text import fa, isolate
from app.spreadsheets import writing as listing
from ui.context import Context
from ui.widgets import KeyButton, label, row
from ui.work import Task

XLSX, CSV = "اکسل (*.xlsx)", "CSV (*.csv)"


class ExportKey(QWidget):
    """`asked()`, when the key is pressed: the list's name, and the task that gathers its Listing on the reader."""

    notified = Signal(str, str)
    """A kind of notice and its sentence."""
    _written = Signal(int)

    def __init__(self, context: Context, asked: Callable[[], tuple[str, Task]]) -> None:
        super().__init__()
        self._context, self._asked, self._stop = context, asked, Event()
        self.key, self.leave = KeyButton("خروجی…", "Ctrl+E", small=True), KeyButton("انصراف", "Shift+Esc", small=True)
        self.key.setToolTip("همهٔ ردیف‌های این فهرست در پروندهٔ اکسل یا CSV")
        self.progress = label("", "quiet")
        self.key.clicked.connect(self._ask)
        self.leave.clicked.connect(self._give_up)
        self._written.connect(self._show_written)
        self.destroyed.connect(self._stop.set)
        row(self.key, self.progress, self.leave, gap=8, parent=self).setContentsMargins(0, 0, 0, 0)
        self._is_under_way(False)

    def _ask(self) -> None:
        name, task = self._asked()
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        proposed = str(Path(folder) / f"{name.replace('/', '-')}.xlsx")
        chosen, kind = QFileDialog.getSaveFileName(self.window(), "خروجی فهرست", proposed, f"{XLSX};;{CSV}")
        if chosen:
            path = Path(chosen)
            if path.suffix.lower() not in (".xlsx", ".csv"):
                path = path.with_name(path.name + (".csv" if kind == CSV else ".xlsx"))
            self._begin(name, task, path)

    def _begin(self, name: str, task: Task, path: Path) -> None:
        """What leaves the office is journalled before it does."""
        self._stop.clear()
        self._is_under_way(True)
        self._job: Task = partial(_save, task=task, path=path, step=self._step)
        self._context.work.run(partial(exports.taken, clerk=self._context.clerk, name=name), self._write, self._refused)

    def _write(self, _: object) -> None:
        self._context.work.run_long(self._job, self._end, self._refused)

    def _step(self, count: int) -> bool:
        """On the worker."""
        if not self._stop.is_set():
            self._written.emit(count)
        return not self._stop.is_set()

    def _show_written(self, count: int) -> None:
        self.progress.setText(fa(f"{count} ردیف نوشته شد"))

    def _give_up(self) -> None:
        self._stop.set()

    def _end(self, sentence: str) -> None:
        self._is_under_way(False)
        self.notified.emit("done" if sentence else "info", sentence or "خروجی کنار گذاشته شد؛ پرونده‌ای نماند.")

    def _refused(self, refused: Refused) -> None:
        self._is_under_way(False)
        self.notified.emit("error", refused.sentence)

    def _is_under_way(self, is_so: bool) -> None:
        self.progress.setText("")
        for widget, seen in ((self.key, not is_so), (self.progress, is_so), (self.leave, is_so)):
            widget.setVisible(seen)


def _save(db: Any, task: Task, path: Path, step: listing.Step) -> str:
    try:
        count = listing.save(task(db), path, step)
    except listing.Stopped:
        return ""
    return f"{fa(count)} ردیف در {isolate(str(path))} ذخیره شد."
