"""Backups: their folders, the list of them, the contents of one, and restoring it."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog

from app.backups import files, restoring, resuming, taking
from app.backups.files import BackupFile
from app.backups.on_paper import SeriesInBackup
from app.backups.restoring import NOT_FROM_HERE, BackupContents
from app.backups.taking import NO_ARCHIVE, BackupResult
from app.errors import Refused
from app.exports import office as exports_office
from app.persian.text import isolate
from app.this_pc import backup_place
from app.this_pc.backup_place import MINUTES, BackupPlace
from ui.context import Context
from ui.page import Page
from ui.papers.exporting import ExportButton
from ui.settings.backup_words import content_words, kept_row
from ui.settings.last_on_paper import LastOnPaperForm
from ui.widgets import Card, Choice, FieldSpec, Form, KeyButton, ListView, Notice, column, heading, label, row
from ui.work import Task

FIELDS = (
    FieldSpec(
        "second",
        "پوشهٔ دوم، روی حافظه یا دیسکی دیگر",
        row=0,
        stretch=5,
        hint="بدون آن، پشتیبان فقط در کنار داده‌ها ذخیره می‌شود",
    ),
    FieldSpec(
        "minutes",
        "هر چند وقت",
        "choice",
        row=0,
        stretch=2,
        choices=[Choice(str(minutes), f"{minutes} دقیقه") for minutes in MINUTES],
    ),
    FieldSpec("here", "تهیهٔ پشتیبان از سرور با این رایانه", "check", row=1),
)
EMPTY = "هنوز پشتیبانی تهیه نشده است. اولین پشتیبان را با F7 تهیه کنید؛ پس از آن برنامه به‌طور خودکار تهیه می‌کند."


class BackupSection(Page):
    topics = frozenset({"journal"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._place = BackupPlace(context.pc, shared=context.shared)
        self._kept: dict[int, BackupFile] = {}
        self._numbers: dict[str, int] = {}
        self._looked_at: BackupFile | None = None
        self.form, self.notice, self.list = Form(FIELDS), Notice(), ListView(EMPTY)
        self.contents = label("", wraps=True)
        self.on_paper: LastOnPaperForm | None = None
        """The last numbers on paper, while they are asked for."""
        self.save, self.pick = KeyButton("ذخیره", "F6", small=True), KeyButton("انتخاب پوشه…", "F4", small=True)
        self.now = KeyButton("تهیهٔ پشتیبان", "F7", primary=True)
        self.back = KeyButton("بازگرداندن…", "F8")
        self.sure = KeyButton("جایگزینی داده‌های کنونی با این پشتیبان", "F9")
        self.leave = KeyButton("بازگشت", "Esc")
        for button, slot in (
            (self.save, self._save),
            (self.pick, self._pick),
            (self.now, self._take_backup),
            (self.back, self._ask),
            (self.sure, self._restore),
            (self.leave, self._end_question),
        ):
            button.clicked.connect(slot)
        self.export = ExportButton(context, self._exported)
        self.export.notified.connect(self.notice.say)
        self.list.current.connect(self._moved)
        self.list.chosen.connect(self._look_into)
        self._build()
        self._fill()

    def refresh(self) -> None:
        self.context.work.run_long(self._list, self._show)

    def _build(self) -> None:
        where = label("", "quiet", wraps=True)
        where.setText(f"همیشه کنار داده‌ها: {isolate(str(self._place.folder))}")
        self._where = Card(row(heading("جای پشتیبان"), 1, self.save, self.pick), where, self.form)
        buttons = row(self.now, self.back, self.sure, self.leave, 1, self.export)
        self._listed = Card(self.notice, self.list, self.contents, buttons)
        column(self._where, self._listed, gap=16, parent=self).setStretch(1, 1)
        self.setFocusProxy(self.list)
        self._end_question()

    def _fill(self) -> None:
        pc = self.context.pc
        self.form.fields["here"].setVisible(self.context.shared)
        self.form.fill(
            {
                "second": pc.get("backup/second"),
                "minutes": str(self._place.minutes()),
                "here": "1" if self._place.keeps_here() else "",
            }
        )

    # -- the folders

    def _pick(self) -> None:
        if chosen := QFileDialog.getExistingDirectory(self.window(), "پوشهٔ دوم پشتیبان"):
            self.form.fill({"second": chosen})
            self._save()

    def _save(self) -> None:
        values = self.form.values()
        if not self.form.check():
            return
        if values["second"].strip() and not files.is_there(Path(values["second"].strip())):
            self.form.errors("second", "این پوشه وجود ندارد؛ اگر روی حافظهٔ جانبی است، ابتدا آن را وصل کنید.")
            return
        backup_place.choose(self.context.pc, bool(values["here"]), values["second"], values["minutes"])
        self.notice.say("done", "برای همین رایانه ذخیره شد.")
        self.refresh()

    # -- the list

    def _list(self, _: Any) -> list[BackupFile]:
        return files.backup_files(*self._place.folders())

    def _show(self, kept: list[BackupFile]) -> None:
        """List the backups. A backup keeps the id of its row when newer ones come before it."""
        self._kept = {self._numbers.setdefault(each.file.name, len(self._numbers) + 1): each for each in kept}
        self.list.show_rows([kept_row(at, each) for at, each in self._kept.items()])

    def _exported(self) -> tuple[str, Task]:
        found = list(self._kept.values())
        return "پشتیبان‌ها", partial(exports_office.backup_listing, clerk=self.context.clerk, found=found)

    def _take_backup(self) -> None:
        self.now.setEnabled(False)
        self.notice.say("info", "پشتیبان در حال تهیه است؛ کار میزهای دیگر ادامه دارد.")
        self.context.work.run_long(
            partial(taking.take, folder=self._place.folder, second=self._place.second()), self._taken, self._no
        )

    def _taken(self, taken: BackupResult) -> None:
        self.now.setEnabled(True)
        if taken.name:
            self.context.work.run(partial(taking.record, clerk=self.context.clerk, taken=taken), None, self._no)
            self.notice.say(
                "done", f"پشتیبان تهیه و با باز کردن آن آزمایش شد؛ نشان سوابق تغییرات {isolate(taken.mark)}."
            )
        if taken.trouble or taken.note:
            self.notice.say("error", taken.trouble or NO_ARCHIVE.format(taken.note))
        self.refresh()

    def _no(self, refused: Refused) -> None:
        self.now.setEnabled(True)
        self.sure.setEnabled(True)
        if not (self.on_paper and self.on_paper.refuse(refused)):
            self.notice.say("error", refused.sentence)

    # -- the contents of one, and restoring it

    def _look_into(self, row_id: int) -> None:
        self._looked_at = self._kept[row_id]
        self.context.work.run_long(partial(_inside, file=self._looked_at.file), self._show_contents, self._no)

    def _show_contents(self, found: tuple[BackupContents, tuple[SeriesInBackup, ...]]) -> None:
        contents, asked = found
        if self._looked_at:
            self.contents.setText(content_words(contents, self._looked_at))
            self.contents.show()
            self.sure.setEnabled(True)
            if asked and not self.sure.isHidden():
                self._ask_on_paper(asked)

    def _ask_on_paper(self, asked: tuple[SeriesInBackup, ...]) -> None:
        self.on_paper = LastOnPaperForm(asked)
        self._listed.inner.insertWidget(self._listed.inner.indexOf(self.contents) + 1, self.on_paper)
        self._where.hide()
        self.on_paper.setFocus()

    def _ask(self) -> None:
        """Show what the backup holds and ask before restoring it."""
        row_id = self.list.current_id()
        if self.context.shared:
            self.notice.say("warning", NOT_FROM_HERE)
            return
        if row_id is None:
            self.notice.say("warning", "ابتدا یکی از پشتیبان‌ها را انتخاب کنید.")
            return
        self._look_into(row_id)
        self.sure.setEnabled(False)  # until it is known what must be asked for
        self._show_question(True)

    def _show_question(self, asked: bool) -> None:
        for button in (self.sure, self.leave):
            button.setVisible(asked)
        for button in (self.now, self.back):
            button.setVisible(not asked)

    def _moved(self, row_id: int | None) -> None:
        if self._looked_at and row_id and self._kept[row_id].file.name != self._looked_at.file.name:
            self._end_question()

    def _end_question(self) -> None:
        self._looked_at = None
        self.contents.hide()
        if self.on_paper:
            self.on_paper.deleteLater()
            self.on_paper = None
        self._where.show()
        self._show_question(False)

    def _restore(self) -> None:
        if self._looked_at:
            self.sure.setEnabled(False)
            task = partial(
                restoring.restore,
                clerk=self.context.clerk,
                file=self._looked_at.file,
                folder=self._place.folder,
                on_paper=self.on_paper.typed() if self.on_paper else None,
            )
            self.context.work.run(task, self._restored, self._no)

    def _restored(self, _: Path) -> None:
        self.reopen_asked.emit()


def _inside(db: Any, file: Path) -> tuple[BackupContents, tuple[SeriesInBackup, ...]]:
    """Return what a backup holds, and the series whose last number on paper is to be asked for."""
    return restoring.contents(file), resuming.to_ask(db, file)
