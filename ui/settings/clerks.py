"""Clerks: who may do what, and a new password for who forgot his."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from app.access import clerks
from app.access.clerks import ROLES, Clerk
from app.accounts import sign_in, staff
from app.errors import Refused
from app.exports import office as exports_office
from app.journal.topics import Topic
from app.papers.documents import RecoverySheet
from ui.context import Context
from ui.parts.recovery_sheet import RecoverySheetStep
from ui.settings.list_section import ListSection
from ui.settings.source import Loaded, Row, Values
from ui.widgets import FieldSpec, KeyButton, ListRow
from ui.work import Task

FIELDS = (
    FieldSpec("name", "نام و نام خانوادگی", row=0),
    FieldSpec("login", "نام کاربری", row=0),
    FieldSpec("password", "گذرواژهٔ تازه", "password", row=1),
    FieldSpec("again", "گذرواژهٔ تازه، دوباره", "password", row=1),
)


class ClerkSource:
    topics: frozenset[Topic] = frozenset({"clerks"})
    new = "متصدی تازه"
    fixed = frozenset({"login"})
    specs: Sequence[FieldSpec] = (
        *FIELDS, *(FieldSpec(role, words, "check", 2 + at // 3) for at, (role, words) in enumerate(ROLES.items())),
    )

    def load(self) -> Task:
        return partial(clerks.everyone, retired=True)

    def read(self, result: Any) -> Loaded:
        return Loaded(sorted(result, key=lambda row: bool(row["retired_on"])))

    def list_row(self, row: Row) -> ListRow:
        words = " · ".join(ROLES[role] for role in row["roles"].split())
        return ListRow(row["id"], row["name"], words, tags=(("plain", "رفته"),) if row["retired_on"] else ())

    def values(self, row: Row) -> Values:
        return {"name": row["name"], "login": row["login"]} | dict.fromkeys(row["roles"].split(), "1")

    def save(self, clerk: Clerk, entry_id: int | None, values: Values, raw: Values, seen: Row | None) -> Task:
        """A password that is left empty stays as it is."""
        if values["password"] != values["again"]:
            raise Refused("دو گذرواژه یکی نیستند.", "again")
        roles = frozenset(role for role in ROLES if values[role])
        name, password = values["name"], values["password"]
        if entry_id is None:
            return partial(staff.add, clerk=clerk, login=values["login"], name=name, roles=roles, password=password)
        return partial(staff.change, clerk=clerk, clerk_id=entry_id, name=name, roles=roles, password=password,
                       seen=seen)

    def exported(self, clerk: Clerk) -> tuple[str, Task]:
        return "متصدی‌ها", partial(exports_office.clerk_listing, clerk=clerk)

    def retire(self, clerk: Clerk, entry_id: int, back: bool) -> Task:
        return partial(staff.retire, clerk=clerk, clerk_id=entry_id, back=back)


class ClerksSection(ListSection):
    def __init__(self, context: Context) -> None:
        super().__init__(context, ClerkSource())
        self._has_recovery, self._is_sure = True, False
        self.editor.notice.closed.connect(self._not_sure)
        self.recovery = KeyButton("برگهٔ بازیابی تازه", "F9")
        self.recovery.clicked.connect(self._make_recovery)
        self.extra.addWidget(self.recovery)
        self.sheet = RecoverySheetStep("پایان")
        self.sheet.print_asked.connect(self.recovery_sheet_asked)
        self.recovery_printed.connect(self.sheet.show_outcome)
        self.sheet.finished.connect(self._sheet_done)
        self.beside.insertWidget(0, self.sheet)
        self.sheet.hide()

    def refresh(self) -> None:
        super().refresh()
        self.context.work.run(sign_in.has_recovery, self._show_recovery)

    def _show_recovery(self, there: bool) -> None:
        self._has_recovery = there
        if not there:
            self.editor.notice.say("warning", "برگهٔ بازیابی معتبری در دست نیست؛ یکی بسازید و چاپ کنید.")

    def _make_recovery(self) -> None:
        """The first press only warns: the sheet in the safe would be worth nothing from now on."""
        if self._has_recovery and not self._is_sure:
            self.editor.notice.say("warning", "با برگهٔ تازه، برگهٔ بازیابی پیشین از کار می‌افتد؛ اگر می‌خواهید، یک بار"
                                              " دیگر F9 را بزنید.")
            self._is_sure = True
            return
        self._is_sure = False
        self.context.work.run(partial(staff.new_recovery, clerk=self.context.clerk), self._show_sheet, self._no)

    def _not_sure(self) -> None:
        self._is_sure = False

    def _show_sheet(self, sheet: RecoverySheet) -> None:
        self.sheet.show_sheet(sheet)
        self._put_sheet(True)
        self.sheet.setFocus()

    def _sheet_done(self) -> None:
        self._put_sheet(False)
        self.list.setFocus()

    def _put_sheet(self, there: bool) -> None:
        """In place of the form, so that its Enter is the only one."""
        self.sheet.setVisible(there)
        for widget in (self.editor, self.save, self.retire, self.recovery):
            widget.setVisible(not there)
        self.list.setEnabled(not there)
        self.new.setEnabled(not there)
