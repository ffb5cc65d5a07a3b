"""The office: its name, the rules of its line, the form of its papers."""

from dataclasses import asdict
from functools import partial
from typing import Any

from app.closures import working_week
from app.errors import Refused
from app.journal.conflict import EditConflict
from app.office import settings as office
from app.office.settings import FLAGS, Settings
from ui.context import Context
from ui.page import Page
from ui.parts.conflict import Conflict, differences
from ui.parts.emblem_pick import EmblemPick
from ui.settings.editor import Editor
from ui.settings.list_section import MEANWHILE
from ui.widgets import Card, Choice, FieldSpec, KeyButton, column, row

FORMS = (Choice("a4", "روی یک A4، برگه و رسید با خط برش"), Choice("a5", "دو A5 جدا"))
FIELDS = (
    FieldSpec("office", "نام سازمان", row=0, stretch=2),
    FieldSpec("phone", "تلفن پیگیری", "digits", row=0, also="-,، "),
    FieldSpec("secretariat_phone", "تلفن دبیرخانه", "digits", row=0, also="-,، "),
    FieldSpec("priority_after", "پس از چند نوبت عادی، یک اولویت", "number", row=1),
    FieldSpec("recall_limit", "تعداد فراخوان دوباره", "number", row=1),
    FieldSpec("long_wait", "انتظار طولانی از (دقیقه)", "number", row=1),
    FieldSpec("slip_form", "اندازهٔ برگهٔ ارجاع", "choice", row=1, choices=FORMS),
    FieldSpec("acknowledge_days", "مهلت وصول برگه (روز کاری)", "number", row=2),
    FieldSpec("remind_again_days", "فاصلهٔ دو پیرو یک ارجاع (روز کاری)", "number", row=2),
    FieldSpec("correction_days", "مهلت اصلاح جلسه پس از پایان (روز)", "number", row=2),
    FieldSpec("return_address", "نشانی بازگشت برگه‌ها (پای برگهٔ ارجاع)", row=4, stretch=2),
    FieldSpec("sender_name", "نام فرستندهٔ نامه‌ها", row=4),
    FieldSpec("sender_post", "سمت فرستنده", row=4),
    FieldSpec("thursday_works", "پنجشنبه در مهلت‌ها روز کاری است", "check", row=3),
    FieldSpec("display_names", "نمایش نام در نمایشگر عمومی", "check", row=3),
    FieldSpec("message_registered", "پیام «درخواست ثبت شد»", "check", row=5),
    FieldSpec("message_moved", "پیام «جلسه منتقل شد»", "check", row=5),
    FieldSpec("message_referred", "پیام «ارجاع شد»", "check", row=5),
    FieldSpec("message_answered", "پیام «پاسخ رسید»", "check", row=5),
)


class OfficeSection(Page):
    topics = frozenset({"office"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._seen = Settings()
        self._theirs = self._seen
        self.editor, self.emblem = Editor(FIELDS), EmblemPick("F4")
        self.emblem.picked.connect(self._set_emblem)
        self.save = KeyButton("ذخیره", "Enter", primary=True)
        self.save.clicked.connect(self._save)
        column(Card(self.editor, 1, row(self.save, 1, self.emblem)), parent=self)
        self.setFocusProxy(self.editor)

    def refresh(self) -> None:
        self.context.work.run(office.settings, self._show)
        self.context.work.run(office.emblem, self.emblem.show_picture)

    def _show(self, settings: Settings) -> None:
        if not self.editor.is_changed():
            self._seen = settings
            self.editor.show_entry(None, "سازمان", _values(settings), ())
        elif settings != self._seen:
            self.editor.notice.say("warning", MEANWHILE)

    def _save(self) -> None:
        if self.editor.form.check():
            values: dict[str, Any] = dict(self.editor.form.values())
            self.editor.saving()
            task = partial(working_week.change_settings, clerk=self.context.clerk, seen=self._seen, **values)
            self.context.work.run(task, self._saved, self._not_saved)

    def _saved(self, settings: Settings) -> None:
        self._seen = settings
        self.editor.saved(None)
        if not self.editor.is_changed():
            self.editor.notice.say("done", "ذخیره شد.")

    def _not_saved(self, refused: Refused) -> None:
        if not isinstance(refused, EditConflict):
            self.editor.refuse(refused)
            return
        self._theirs = Settings(**refused.theirs)
        panel = Conflict.open_over(self, refused, differences(self.editor.form, _values(self._theirs)).values())
        panel.kept.connect(self._keep_mine)
        panel.taken.connect(self._take_theirs)

    def _keep_mine(self) -> None:
        self._seen = self._theirs
        self._save()

    def _take_theirs(self) -> None:
        self.editor.drop_draft()
        self.refresh()

    def _set_emblem(self) -> None:
        task = partial(office.set_emblem, clerk=self.context.clerk, picture=self.emblem.picture or b"")
        self.context.work.run(task, None, self.editor.refuse)


def _values(settings: Settings) -> dict[str, str]:
    values: dict[str, Any] = asdict(settings)
    return {name: str(value) for name, value in values.items()} | {name: "1" if values[name] else "" for name in FLAGS}
