"""Backups: where they go, which there are, what one holds, and the way back to it."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app import backups
from app.backups import KINDS, Kept, Look, Taken
from app.calendar import jalali, local_day, local_time, long_day
from app.errors import Refused
from app.text import fa, isolate
from ui.backup_place import MINUTES, Place
from ui.context import Context
from ui.kit import Card, Choice, FieldSpec, Form, KeyButton, Line, Lines, Notice, column, heading, label, row

FIELDS = (
    FieldSpec("second", "پوشهٔ دوم، روی حافظه یا دیسکی دیگر", row=0, stretch=5,
              hint="بی آن، پشتیبان تنها کنار داده‌هاست"),
    FieldSpec("minutes", "هر چند وقت", "choice", row=0, stretch=2,
              choices=[Choice(str(minutes), f"{minutes} دقیقه") for minutes in MINUTES]),
    FieldSpec("here", "این رایانه از سرور پشتیبان بگیرد", "check", row=1),
)
EMPTY = "هنوز پشتیبانی نیست. با F7 همین حالا یکی بگیرید؛ پس از آن خود برنامه می‌گیرد."


class BackupSection(QWidget):
    topics = frozenset({"journal"})
    reopen_asked = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, self._place = context, Place(context.local)
        self._kept: dict[int, Kept] = {}
        self._asked: Kept | None = None
        self.form, self.notice, self.lines = Form(FIELDS), Notice(), Lines(EMPTY)
        self.look = label("", wraps=True)
        self.save, self.pick = KeyButton("ذخیره", "F6"), KeyButton("برگزیدن پوشه…", "F4")
        self.now = KeyButton("پشتیبان همین حالا", "F7", primary=True)
        self.back = KeyButton("برگرداندن…", "F8")
        self.sure = KeyButton("داده‌های اکنون کنار گذاشته شود و این برگردد", "F9")
        self.leave = KeyButton("بازگشت", "Esc")
        for button, slot in ((self.save, self._save), (self.pick, self._pick), (self.now, self._take),
                             (self.back, self._ask), (self.sure, self._restore), (self.leave, self._leave)):
            button.clicked.connect(slot)
        self.lines.current.connect(self._moved)
        self.lines.chosen.connect(self._look_inside)
        self._build()
        self._fill()

    def refresh(self) -> None:
        self._context.work.run_long(self._list, self._show)

    def _build(self) -> None:
        column(Card(heading("جای پشتیبان"), label(f"همیشه کنار داده‌ها: {isolate(str(self._place.folder))}", "quiet",
                                                  wraps=True), self.form, row(self.save, self.pick, 1)),
               Card(self.notice, self.lines, self.look, row(self.sure, self.leave, 1), row(self.now, self.back, 1)),
               gap=16, parent=self).setStretch(1, 1)
        self.setFocusProxy(self.lines)
        self._leave()

    def _fill(self) -> None:
        local = self._context.local
        self.form.fields["here"].setVisible(bool(local.get("server/on")))
        self.form.fill({"second": local.get("backup/second"), "minutes": str(self._place.minutes()),
                        "here": "1" if self._place.keeps_here() else ""})

    # -- where

    def _pick(self) -> None:
        if chosen := QFileDialog.getExistingDirectory(self.window(), "پوشهٔ دوم پشتیبان"):
            self.form.fill({"second": chosen})
            self._save()

    def _save(self) -> None:
        values = self.form.values()
        if not self.form.check():
            return
        if values["second"].strip() and not Path(values["second"].strip()).is_dir():
            self.form.errors("second", "چنین پوشه‌ای نیست؛ اگر روی حافظه است، نخست آن را وصل کنید.")
            return
        self._place.set(bool(values["here"]), values["second"], values["minutes"])
        self.notice.say("done", "برای همین رایانه ذخیره شد.")
        self.refresh()

    # -- which

    def _list(self, _: Any) -> list[Kept]:
        return backups.listed(*filter(None, (self._place.folder, self._place.second())))

    def _show(self, kept: list[Kept]) -> None:
        self._kept = dict(enumerate(kept, 1))
        self.lines.show_lines([_line(at, each) for at, each in self._kept.items()])

    def _take(self) -> None:
        self.now.setEnabled(False)
        self.notice.say("info", "پشتیبان گرفته می‌شود؛ کار دیگر میزها ادامه دارد.")
        self._context.work.run_long(
            partial(backups.take, folder=self._place.folder, second=self._place.second()), self._taken, self._no)

    def _taken(self, taken: Taken) -> None:
        self.now.setEnabled(True)
        if taken.name:
            self._context.work.run(partial(backups.note, clerk=self._context.clerk, taken=taken), None, self._no)
            self.notice.say("done", f"پشتیبان گرفته و با باز کردنش آزموده شد؛ نشان رویدادنامه {isolate(taken.mark)}.")
        if taken.trouble:
            self.notice.say("error", taken.trouble)
        self.refresh()

    def _no(self, refused: Refused) -> None:
        self.now.setEnabled(True)
        self.sure.setEnabled(True)
        self.notice.say("error", refused.sentence)

    # -- what one holds, and back to it

    def _look_inside(self, line_id: int) -> None:
        self._asked = self._kept[line_id]
        self._context.work.run_long(partial(_inside, file=self._asked.file), self._looked, self._no)

    def _looked(self, found: Look) -> None:
        if self._asked:
            self.look.setText(fa(_told(found, self._asked)))
            self.look.show()

    def _ask(self) -> None:
        """What will come back is looked into before it may."""
        line_id = self.lines.current_id()
        if line_id is None:
            self.notice.say("warning", "نخست یکی از پشتیبان‌ها را برگزینید.")
            return
        self._look_inside(line_id)
        self.sure.show()
        self.leave.show()

    def _moved(self, line_id: int | None) -> None:
        if self._asked and (line_id is None or self._kept[line_id].file != self._asked.file):
            self._leave()

    def _leave(self) -> None:
        self._asked = None
        for each in (self.look, self.sure, self.leave):
            each.hide()

    def _restore(self) -> None:
        if self._asked:
            self.sure.setEnabled(False)
            self._context.work.run(
                partial(backups.restore, clerk=self._context.clerk, file=self._asked.file, folder=self._place.folder),
                self._restored, self._no)

    def _restored(self, _: Path) -> None:
        self.reopen_asked.emit()


def _inside(_: Any, file: Path) -> Look:
    return backups.look(file)


def _line(at: int, kept: Kept) -> Line:
    kind, day = KINDS[kept.kind], local_day(kept.at)
    size = f"{max(1, round(kept.size / 2**20))} مگابایت"
    return Line(at, long_day(day), f"{kind} · {size}" if kind else size, time=local_time(kept.at),
                tags=(("good", "در دو جا"),) if kept.twice else ())


def _told(found: Look, kept: Kept) -> str:
    day, time = local_day(found.last_at), local_time(found.last_at)
    session = f"آخرین جلسه: {found.session}، {long_day(found.session_day)}. " if found.session else ""
    return (f"«{found.office}»: {found.visits} مراجعه و {found.referrals} ارجاع. {session}"
            f"آخرین نوشته: {isolate(jalali(day))} ساعت {isolate(time)}. نشان رویدادنامه: {isolate(found.mark)}."
            f" پرونده: {isolate(kept.file.name)}")
