"""The office: what it is called, how its line runs, how its papers look."""

from dataclasses import asdict
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from app import office
from app.office import Settings
from ui.context import Context
from ui.kit import Card, Choice, FieldSpec, KeyButton, column, row
from ui.settings.editor import Editor
from ui.start.emblem import EmblemPick

FORMS = (Choice("a4", "روی یک A4، برگه و رسید با خط برش"), Choice("a5", "دو A5 جدا"))
FIELDS = (
    FieldSpec("office", "نام دستگاه", row=0, stretch=2),
    FieldSpec("phone", "تلفن پیگیری", "digits", row=0, also="-,، "),
    FieldSpec("priority_after", "پس از چند نوبت عادی، یک اولویت", "number", row=1),
    FieldSpec("recall_limit", "شمار فراخوان دوباره", "number", row=1),
    FieldSpec("slip_form", "اندازهٔ برگهٔ ارجاع", "choice", row=1, choices=FORMS),
    FieldSpec("thursday_works", "پنجشنبه در مهلت‌ها روز کاری است", "check", row=2),
    FieldSpec("display_names", "نمایشگر نام را هم نشان دهد", "check", row=2),
)
FLAGS = ("thursday_works", "display_names")


class OfficeSection(QWidget):
    topics = frozenset({"office"})

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.editor, self.emblem = Editor(FIELDS), EmblemPick("F4")
        self.emblem.picked.connect(self._set_emblem)
        self.save = KeyButton("ذخیره", "Enter", primary=True)
        self.save.clicked.connect(self._save)
        column(Card(self.editor, self.emblem, 1, row(self.save, 1)), parent=self)
        self.setFocusProxy(self.editor)

    def refresh(self) -> None:
        self._context.work.run(office.settings, self._show)
        self._context.work.run(office.emblem, self.emblem.show_picture)

    def _show(self, settings: Settings) -> None:
        if not self.editor.is_changed():
            values: dict[str, Any] = asdict(settings)
            flags = {name: "1" if values[name] else "" for name in FLAGS}
            self.editor.show_entry(None, "دستگاه", {name: str(value) for name, value in values.items()} | flags, ())

    def _save(self) -> None:
        if self.editor.form.check():
            values: dict[str, Any] = dict(self.editor.form.values())
            self.editor.saving()
            self._context.work.run(partial(office.change_settings, clerk=self._context.clerk, **values),
                                   self._saved, self.editor.refuse)

    def _saved(self, _: Settings) -> None:
        self.editor.saved(None)
        if not self.editor.is_changed():
            self.editor.notice.say("done", "ذخیره شد.")

    def _set_emblem(self) -> None:
        task = partial(office.set_emblem, clerk=self._context.clerk, picture=self.emblem.picture or b"")
        self._context.work.run(task, None, self.editor.refuse)
