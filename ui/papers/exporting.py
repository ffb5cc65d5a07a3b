"""Exporting a list: one button, a file, and a way to stop while it is written."""

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


class ExportButton(QWidget):
    """Exports a list on Ctrl+E. `asked()` returns the list's name and the task that gathers its Listing."""

    notified = Signal(str, str)
    """The notice's kind and its sentence."""
    _written = Signal(int)

    def __init__(self, context: Context, asked: Callable[[], tuple[str, Task]]) -> None:
        super().__init__()
        self._context, self._asked, self._stopped = context, asked, Event()
        self.button, self.stop = KeyButton("خروجی…", "Ctrl+E", small=True), KeyButton("انصراف", "Shift+Esc", small=True)
        self.button.setToolTip("همهٔ ردیف‌های این فهرست در فایل اکسل یا CSV")
        self.progress = label("", "quiet")
        self.button.clicked.connect(self._ask)
        self.stop.clicked.connect(self._stop_writing)
        self._written.connect(self._show_written)
        self.destroyed.connect(self._stopped.set)
        row(self.button, self.progress, self.stop, gap=8, parent=self).setContentsMargins(0, 0, 0, 0)
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
        """Journal the export, and write the file when that is saved."""
        self._stopped.clear()
        self._is_under_way(True)
        self._job: Task = partial(_save, task=task, path=path, progress=self._report_progress)
        record = partial(exports.record_export, clerk=self._context.clerk, name=name)
        self._context.work.run(record, self._write, self._refused)

    def _write(self, _: object) -> None:
        self._context.work.run_long(self._job, self._end, self._refused)

    def _report_progress(self, count: int) -> bool:
        """Return whether to go on; called on the worker's thread."""
        if not self._stopped.is_set():
            self._written.emit(count)
        return not self._stopped.is_set()

    def _show_written(self, count: int) -> None:
        self.progress.setText(fa(f"{count} ردیف نوشته شد"))

    def _stop_writing(self) -> None:
        self._stopped.set()

    def _end(self, sentence: str) -> None:
        self._is_under_way(False)
        self.notified.emit("done" if sentence else "info", sentence or "خروجی کنار گذاشته شد؛ فایلی نماند.")

    def _refused(self, refused: Refused) -> None:
        self._is_under_way(False)
        self.notified.emit("error", refused.sentence)

    def _is_under_way(self, is_so: bool) -> None:
        self.progress.setText("")
        for widget, is_shown in ((self.button, not is_so), (self.progress, is_so), (self.stop, is_so)):
            widget.setVisible(is_shown)


def _save(db: Any, task: Task, path: Path, progress: listing.Progress) -> str:
    """Return the sentence that says where the list is saved; '' when it was stopped."""
    try:
        count = listing.save(task(db), path, progress)
    except listing.Stopped:
        return ""
    return f"{fa(count)} ردیف در {isolate(str(path))} ذخیره شد."
