"""The preview of answer files that came back, row by row, before anything is recorded."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.access.clerks import Clerk
from app.answer_files import recording
from app.answer_files.judging import JudgedFiles, JudgedRow
from app.answer_files.reading import ReceivedFile
from app.answer_files.recording import VERDICTS, Recorded
from app.errors import Refused
from app.persian.text import fa, isolate
from ui.context import Context
from ui.papers.saving import FileSaver
from ui.parts.button_flow import button_flow
from ui.widgets import Field, KeyButton, ListRow, ListView, column, heading, label, row
from ui.widgets.frames import TagKind

_TAGS: dict[str, TagKind] = {
    "new": "good", "passing": "accent", "same": "plain", "changed": "waits", "refused": "late",
}  # fmt: skip
_ORDER = ("refused", "changed", "passing", "new", "same")
"""The rows that need the clerk come first."""
NOTHING = "در این فایل‌ها ردیفی پر نشده است."


class AnswerPreview(QWidget):
    notified = Signal(str, str)
    closed = Signal()
    referral_asked = Signal(int)
    """Enter on a row whose referral is known."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._files: list[ReceivedFile] = []
        self._judged = JudgedFiles((), 0)
        self.title, self.counts = heading("پیش‌نمایش پاسخ‌نامه‌ها"), label("", "lead", wraps=True)
        self.list = ListView(NOTHING)
        self.save = KeyButton("ثبت", "Ctrl+Enter", primary=True)
        self.refusals = KeyButton("ذخیرهٔ فهرست ردشده‌ها…", "Ctrl+S")
        self.leave = KeyButton("انصراف", "Esc")
        self.saving = FileSaver(context.work, self)
        head = row(self.title, 1, Field("فیلتر فهرست", self.list.filter_box(), bare=True))
        layout = column(head, self.counts, self.list, button_flow(self.save, self.refusals, self.leave), parent=self)
        layout.setStretchFactor(self.list, 1)
        self.setFocusProxy(self.list)
        self.list.chosen.connect(self._open_referral)
        self.save.clicked.connect(self._record)
        self.refusals.clicked.connect(self._save_refusals)
        self.leave.clicked.connect(self.closed)
        self.saving.done.connect(partial(self.notified.emit, "done"))
        self.saving.failed.connect(partial(self.notified.emit, "error"))

    def show_files(self, files: list[ReceivedFile], judged: JudgedFiles) -> None:
        self._files, self._judged = files, judged
        rows = sorted(judged.rows, key=lambda each: (_ORDER.index(each.verdict), each.place))
        self.list.show_rows([_row(each) for each in rows])
        if rows:
            self.list.set_current(rows[0].place)
        self.counts.setText(fa(_counts(judged, len(files))))
        new, passing = judged.count("new"), judged.count("passing")
        self.save.setVisible(bool(new or passing))
        parts = [f"{new} پاسخ" if new else "", f"{passing} واگذاری" if passing else ""]
        self.save.set_text(f"ثبت {' و '.join(filter(None, parts))}")
        self.refusals.setVisible(bool(judged.count("changed", "refused")))

    def _open_referral(self, place: int) -> None:
        row = next(each for each in self._judged.rows if each.place == place)
        if row.referral_id:
            self.referral_asked.emit(row.referral_id)

    def _record(self) -> None:
        shown = [each.referral_id for each in self._judged.to_record()]
        task = partial(recording.record, clerk=self._context.clerk, files=self._files, shown=shown)
        self.save.setEnabled(False)
        self._context.work.run(task, self._recorded, self._refused)

    def _recorded(self, done: Recorded) -> None:
        self.save.setEnabled(True)
        passed = f" و {done.passed} ارجاع به واحد دیگر واگذار شد" if done.passed else ""
        answered = f"{done.answers} پاسخ ثبت شد" if done.answers else ""
        self.notified.emit("done", f"{answered or passed.removeprefix(' و ')}{passed if answered else ''}.")
        self._look_again()

    def _refused(self, refused: Refused) -> None:
        self.save.setEnabled(True)
        self.notified.emit("error", refused.sentence)
        self._look_again()

    def _look_again(self) -> None:
        """Judge the same files anew: what was refused stays in sight, what is recorded says so."""
        task = partial(recording.preview, clerk=self._context.clerk, files=self._files)
        self._context.work.run_long(task, partial(self.show_files, self._files), self._failed)

    def _failed(self, refused: Refused) -> None:
        self.notified.emit("error", refused.sentence)

    def _save_refusals(self) -> None:
        self.saving.ask("ردشده‌های پاسخ‌نامه", recording.refusal_list(self._judged), "CSV")


def read_files(db: Any, paths: list[str], clerk: Clerk) -> tuple[list[ReceivedFile], JudgedFiles]:
    files = []
    for path in map(Path, paths):
        try:
            files.append(ReceivedFile(path.name, path.read_bytes()))
        except OSError:
            raise Refused(f"فایل {isolate(str(path))} باز نشد؛ شاید حافظهٔ جداشدنی برداشته شده است.") from None
    return files, recording.preview(db, clerk, files)


def _counts(judged: JudgedFiles, files: int) -> str:
    found = [f"{count} {name}" for key, name in VERDICTS.items() if (count := judged.count(key))]
    if judged.unanswered:
        found.append(f"{judged.unanswered} بی‌پاسخ")
    return f"{files} فایل: {'، '.join(found) or 'بدون ردیف پرشده'}"


def _row(each: JudgedRow) -> ListRow:
    name = " · ".join(filter(None, (isolate(each.number) if each.number else "", each.unit))) or isolate(each.file)
    where = f"{isolate(each.file)}، ردیف {each.line}" if each.line else ""
    quiet = each.answer_line or " · ".join(filter(None, (each.sentence, where)))
    return ListRow(each.place, name, quiet, tags=((_TAGS[each.verdict], VERDICTS[each.verdict]),))
