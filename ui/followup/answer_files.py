"""The units' answer files: one for each unit that owes answers goes out, many come back at once."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QWidget

from app.access.clerks import Clerk
from app.answer_files import recording, writing
from app.answer_files.judging import JudgedFiles
from app.answer_files.reading import ReceivedFile
from app.answer_files.recording import KeptFile
from app.answer_files.writing import UnitFile, UnitToAsk
from app.errors import Refused
from app.persian.calendar import jalali, local_day
from app.persian.text import fa, isolate
from app.referrals import answers
from ui.context import Context
from ui.followup.answer_preview import AnswerPreview, read_files
from ui.followup.section import FollowupSection
from ui.papers.saving import FileSaver
from ui.parts.button_flow import button_flow
from ui.widgets import Card, Field, KeyButton, ListRow, ListView, column, heading, row
from ui.widgets.frames import TagKind
from ui.widgets.page_stack import PageStack

EMPTY = "هیچ واحدی ارجاع باز ندارد."
NONE_KEPT = "هنوز پاسخ‌نامه‌ای دریافت نشده است. فایل‌هایی را که واحدها برمی‌گردانند با «دریافت پاسخ‌نامه» باز کنید."
KINDS = "پاسخ‌نامه (*.xlsx *.xlsm *.xls *.ods *.csv)"


class AnswerFileSection(FollowupSection):
    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.list, self.kept = ListView(EMPTY), ListView(NONE_KEPT)
        self.export = KeyButton("خروجی پاسخ‌نامهٔ واحدها…", "Ctrl+E", primary=True)
        self.receive = KeyButton("دریافت پاسخ‌نامه…", "Ctrl+I")
        self.preview = AnswerPreview(context)
        self.saving = FileSaver(context.work, self)
        self._stack = PageStack()
        self._build()
        self.export.clicked.connect(self._ask_folder)
        self.receive.clicked.connect(self._ask_files)
        self.list.chosen.connect(lambda unit_id: self._ask_folder(only=unit_id))
        self.kept.chosen.connect(self._open_kept)
        self.preview.notified.connect(self.notified)
        self.preview.referral_asked.connect(self.referral_asked)
        self.preview.closed.connect(self._close_preview)
        self.saving.done.connect(partial(self.notified.emit, "done"))
        self.saving.failed.connect(partial(self.notified.emit, "error"))
        self.setFocusProxy(self.list)

    def refresh(self) -> None:
        may = self.context.clerk.may(*answers.ROLES)
        self.export.setVisible(may)
        self.receive.setVisible(may)
        self.context.work.run(writing.units_to_ask, self._show_units)
        if may:
            self.context.work.run(partial(recording.kept_files, clerk=self.context.clerk), self._show_kept)

    def _build(self) -> None:
        listed = Card(
            row(heading("واحدهای دارای ارجاع باز"), 1, Field("فیلتر فهرست", self.list.filter_box(), bare=True)),
            self.list,
            button_flow(self.export, self.receive),
            margin=12,
        )
        listed.inner.setStretchFactor(self.list, 1)
        self._received = QWidget()
        inner = column(heading("پاسخ‌نامه‌های ثبت‌شده"), self.kept, parent=self._received)
        inner.setStretchFactor(self.kept, 1)
        self._stack.addWidget(self._received)
        self._stack.addWidget(self.preview)
        shown = Card(self._stack, margin=12)
        shown.inner.setStretchFactor(self._stack, 1)
        layout = row(listed, shown, gap=12, parent=self)
        layout.setStretch(0, 4)
        layout.setStretch(1, 6)

    def _show_units(self, units: list[UnitToAsk]) -> None:
        self.list.show_rows([_unit_row(each) for each in units])
        self.export.setEnabled(bool(units))
        if self.list.current_id() is None and units:
            self.list.set_current(units[0].unit_id)

    def _show_kept(self, kept: list[KeptFile]) -> None:
        self.kept.show_rows(
            [
                ListRow(
                    each.id,
                    each.unit,
                    f"{isolate(each.name)} · {each.clerk}",
                    time=jalali(local_day(each.at)),
                    tags=(("good", f"{each.answers} پاسخ"),),
                )
                for each in kept
            ]
        )

    def _ask_folder(self, _: bool = False, only: int | None = None) -> None:
        """Write the files of the units in sight, or of one; what the filter hides is left out."""
        unit_ids = [row.id for row in self.list.rows() if only in (None, row.id)]
        if not (unit_ids and self.context.clerk.may(*answers.ROLES)):
            return
        if chosen := QFileDialog.getExistingDirectory(self.window(), "پوشهٔ پاسخ‌نامه‌ها"):
            task = partial(writing.make, clerk=self.context.clerk, unit_ids=unit_ids)
            self.context.work.run(task, partial(self._write, Path(chosen)), self.refuse)

    def _write(self, folder: Path, made: list[UnitFile]) -> None:
        self.context.work.run_long(partial(_write_files, folder=folder, made=made), self._written, self.refuse)

    def _written(self, sentence: str) -> None:
        self.notified.emit("done", sentence)

    def _ask_files(self) -> None:
        paths, _ = QFileDialog.getOpenFileNames(self.window(), "دریافت پاسخ‌نامهٔ واحدها", "", KINDS)
        if paths:
            task = partial(read_files, paths=paths, clerk=self.context.clerk)
            self.context.work.run_long(task, self._show_preview, self.refuse)

    def _show_preview(self, found: tuple[list[ReceivedFile], JudgedFiles]) -> None:
        self.preview.show_files(*found)
        self._stack.setCurrentWidget(self.preview)
        self.preview.setFocus()

    def _close_preview(self) -> None:
        self._stack.setCurrentWidget(self._received)
        self.list.setFocus()

    def _open_kept(self, file_id: int) -> None:
        self.context.work.run(partial(_kept, clerk=self.context.clerk, file_id=file_id), self._save_kept, self.refuse)

    def _save_kept(self, file: ReceivedFile) -> None:
        path = Path(file.name)
        self.saving.ask(path.stem, file.data, (path.suffix or ".xlsx").removeprefix(".").upper())


def _kept(db: Any, clerk: Clerk, file_id: int) -> ReceivedFile:
    return recording.kept_file(db, clerk, file_id)


def _write_files(_: object, folder: Path, made: list[UnitFile]) -> str:
    """Write the files beside those that are there, and return the sentence that says so. A file of the same name may be
    one that a unit has filled in."""
    try:
        for each in made:
            _free(folder / each.name).write_bytes(each.data)
    except OSError:
        raise Refused(
            f"فایل‌ها در {isolate(str(folder))} ذخیره نشد: اجازهٔ نوشتن در پوشه نیست یا دیسک پر است."
            " پوشهٔ دیگری انتخاب کنید."
        ) from None
    rows = sum(each.rows for each in made)
    return f"{fa(len(made))} پاسخ‌نامه با {fa(rows)} ردیف در {isolate(str(folder))} ذخیره شد."


def _free(path: Path) -> Path:
    at, free = 2, path
    while free.exists():
        free, at = path.with_name(f"{path.stem} ({at}){path.suffix}"), at + 1
    return free


def _unit_row(each: UnitToAsk) -> ListRow:
    tags: list[tuple[TagKind, str]] = [("late", f"{each.late} دیرکرد")] if each.late else []
    quiet = f"{each.open} ارجاع باز"
    if each.confidential:
        quiet += f" · {each.confidential} محرمانه در پاسخ‌نامه نمی‌آید"
    return ListRow(each.unit_id, each.name, quiet, tags=tuple(tags))
