"""The files of messages for an SMS panel: the new ones on one key, the last file once more on another."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.errors import Refused
from app.messages import exporting
from app.messages.exporting import MessageFile, PendingMessages
from app.persian.calendar import jalali
from app.persian.text import fa
from ui.context import Context
from ui.papers.saving import FileSaver
from ui.widgets import KeyButton, row

NOTHING_NEW = "پیام جدیدی نیست؛ همهٔ متقاضیان در فایل‌های پیشین آمده‌اند"


class MessageButtons(QWidget):
    """The file is asked for before anybody is marked as told, so that a clerk who leaves has told nobody."""

    notified = Signal(str, str)
    """A kind of notice and its sentence."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, self._said = context, ""
        self.new = KeyButton("فایل پیام‌های جدید…", "Shift+F8", small=True)
        self.new.setToolTip("پیام متقاضیانی که هنوز در هیچ فایلی نیامده‌اند، برای سامانهٔ پیامک (CSV)")
        self.again = KeyButton("دوبارهٔ آخرین فایل…", "Ctrl+F8", small=True)
        self.again.setToolTip("همان پیام‌های آخرین فایل؛ در سوابق تغییرات ثبت می‌شود")
        self.saving = FileSaver(context.work, self)
        self.new.clicked.connect(self._count)
        self.again.clicked.connect(self._ask_again)
        self.saving.done.connect(self._saved)
        self.saving.failed.connect(self._not_saved)
        row(self.new, self.again, gap=8, parent=self).setContentsMargins(0, 0, 0, 0)

    def _count(self) -> None:
        self._context.work.run(partial(exporting.pending, clerk=self._context.clerk), self._ask, self._refused)

    def _ask(self, pending: PendingMessages) -> None:
        if not pending.messages:
            self.notified.emit("info", f"{NOTHING_NEW}{_without_number(pending.without_number)}")
        elif path := self.saving.choose(f"messages-{jalali(pending.day)}", "CSV"):
            task = partial(exporting.export, clerk=self._context.clerk)
            self._context.work.run(task, partial(self._write, path), self._refused)

    def _ask_again(self) -> None:
        if path := self.saving.choose("messages-again", "CSV"):
            task = partial(exporting.export_again, clerk=self._context.clerk)
            self._context.work.run(task, partial(self._write, path), self._refused)

    def _write(self, path: Path, made: MessageFile) -> None:
        if not made.messages:  # another PC was faster
            self.notified.emit("info", f"{NOTHING_NEW}.")
            return
        self._said = f"{fa(made.messages)} پیام{_without_number(made.without_number)}"
        self.saving.write(path, made.data)

    def _saved(self, sentence: str) -> None:
        self.notified.emit("done", f"{self._said} {sentence}")

    def _not_saved(self, sentence: str) -> None:
        self.notified.emit("error", f"{sentence} پیام‌ها با «دوبارهٔ آخرین فایل» (Ctrl+F8) گرفته می‌شود.")

    def _refused(self, refused: Refused) -> None:
        self.notified.emit("error", refused.sentence)


def _without_number(count: int) -> str:
    return fa(f"؛ {count} پیام برای متقاضیان بدون شمارهٔ همراه ساخته نشد و باید به ایشان گفته شود.") if count else "."
