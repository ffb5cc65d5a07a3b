"""The report of a bug of the program: an entry in the log and a dialog with text to copy, while work goes on."""

import logging
import sys
import traceback
from types import TracebackType

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QMessageBox, QWidget

log = logging.getLogger(__name__)

SENTENCE = "در برنامه خطایی پیش آمد. آنچه ثبت شده محفوظ است؛ متن زیر را برای سازندهٔ برنامه ارسال کنید."


class CrashDialog(QObject):
    """Reports exceptions that nothing caught. One dialog at a time: a bug in a timer must not bury the screen."""

    _caught = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window, self._is_shown = window, False
        self._caught.connect(self._show)
        sys.excepthook = self._hook

    @Slot(Exception)
    def report(self, error: BaseException) -> None:
        """Show an exception of a task on the worker thread, which has logged it already."""
        self._caught.emit(_text(type(error), error, error.__traceback__))

    def release(self) -> None:
        sys.excepthook = sys.__excepthook__

    def _hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        log.critical("uncaught", exc_info=(kind, error, trace))
        self._caught.emit(_text(kind, error, trace))

    @Slot(str)
    def _show(self, text: str) -> None:
        if self._is_shown:
            return
        self._is_shown = True
        box = QMessageBox(QMessageBox.Icon.Critical, "خطا", SENTENCE, QMessageBox.StandardButton.Ok, self._window)
        box.setDetailedText(text)
        box.finished.connect(self._closed)
        box.open()

    @Slot()
    def _closed(self) -> None:
        self._is_shown = False


def _text(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    return "".join(traceback.format_exception(kind, error, trace))
