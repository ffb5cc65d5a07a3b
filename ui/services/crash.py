"""A bug of ours: one dialog with text to copy, and the log. Work goes on behind it."""

import logging
import sys
import traceback
from types import TracebackType

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QMessageBox, QWidget

log = logging.getLogger(__name__)

SENTENCE = "در برنامه خطایی پیش آمد. آنچه ثبت شده سر جایش هست؛ متن زیر را برای سازندگان بفرستید."


class CrashDialog(QObject):
    """Catches what nothing else caught. One dialog at a time: a bug in a timer must not bury the screen."""

    _caught = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window, self._shown = window, False
        self._caught.connect(self._show)
        sys.excepthook = self._hook

    @Slot(Exception)
    def report(self, error: BaseException) -> None:
        """Of a task on the worker, already logged there."""
        self._caught.emit(_text(type(error), error, error.__traceback__))

    def release(self) -> None:
        sys.excepthook = sys.__excepthook__

    def _hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        log.critical("uncaught", exc_info=(kind, error, trace))
        self._caught.emit(_text(kind, error, trace))

    @Slot(str)
    def _show(self, text: str) -> None:
        if self._shown:
            return
        self._shown = True
        box = QMessageBox(QMessageBox.Icon.Critical, "خطا", SENTENCE, QMessageBox.StandardButton.Ok, self._window)
        box.setDetailedText(text)
        box.finished.connect(self._closed)
        box.open()

    @Slot()
    def _closed(self) -> None:
        self._shown = False


def _text(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    return "".join(traceback.format_exception(kind, error, trace))
