"""The clerks: their roles, new passwords, and a new recovery sheet."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
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
from ui.settings.source import Item, Loaded, Values
from ui.widgets import FieldSpec, KeyButton, ListRow
from ui.work import Task

FIELDS = (
    FieldSpec("name", "نام و نام خانوادگی", row=0),
    FieldSpec("login", "نام کاربری", row=0),
    FieldSpec("password", "گذرواژهٔ جدید", "password", row=1),
    FieldSpec("again", "تکرار گذرواژهٔ جدید", "password", row=1),
)


class ClerkSource:
    topics: frozenset[Topic] = frozenset({"clerks"})
    new = "متصدی جدید"
    fixed = frozenset({"login"})
    specs: Sequence[FieldSpec] = (
        *FIELDS,
        *(FieldSpec(role, words, "check", 2 + at // 3) for at, (role, words) in enumerate(ROLES.items())),
    )

    def load(self) -> Task:
        return partial(clerks.everyone, retired=True)

    def read(self, result: list[Clerk]) -> Loaded[Clerk]:
        return Loaded([_item(clerk) for clerk in sorted(result, key=lambda clerk: bool(clerk.retired_on))])

    def save(self, clerk: Clerk, entry_id: int | None, values: Values, raw: Values, seen: Item[Clerk] | None) -> Task:
        """An empty password leaves the stored one as it is."""
        if values["password"] != values["again"]:
            raise Refused("دو گذرواژه یکی نیستند.", "again")
        roles = frozenset(role for role in ROLES if values[role])
        name, password = values["name"], values["password"]
        if entry_id is None:
            return partial(staff.add, clerk=clerk, login=values["login"], name=name, roles=roles, password=password)
        return partial(
            staff.change,
            clerk=clerk,
            clerk_id=entry_id,
            name=name,
            roles=roles,
            password=password,
            seen=seen.stored if seen else None,
        )

    def merged(self, item: Item[Clerk], theirs: Mapping[str, Any]) -> Item[Clerk]:
        return _item(replace(item.stored, name=theirs["name"], roles=frozenset(theirs["roles"].split())))

    def exported(self, clerk: Clerk) -> tuple[str, Task]:
        return "متصدی‌ها", partial(exports_office.clerk_listing, clerk=clerk)

    def retire(self, clerk: Clerk, entry_id: int, back: bool) -> Task:
        return partial(staff.retire, clerk=clerk, clerk_id=entry_id, back=back)


def _item(clerk: Clerk) -> Item[Clerk]:
    words = " · ".join(text for role, text in ROLES.items() if role in clerk.roles)
    row = ListRow(clerk.id, clerk.name, words, tags=(("plain", "رفته"),) if clerk.retired_on else ())
    values = {"name": clerk.name, "login": clerk.login} | dict.fromkeys(clerk.roles, "1")
    return Item(clerk, row, values, bool(clerk.retired_on))


class ClerksSection(ListSection):
    def __init__(self, context: Context) -> None:
        super().__init__(context, ClerkSource())
        self._has_recovery, self._is_warned = True, False
        self.editor.notice.closed.connect(self._forget_warning)
        self.recovery = KeyButton("برگهٔ بازیابی جدید", "F9")
        self.recovery.clicked.connect(self._make_recovery)
        self.form_buttons.addWidget(self.recovery)
        self.sheet = RecoverySheetStep("پایان")
        self.sheet.print_asked.connect(self.recovery_sheet_asked)
        self.recovery_printed.connect(self.sheet.show_outcome)
        self.sheet.finished.connect(self._sheet_done)
        self.form_column.insertWidget(0, self.sheet)
        self.sheet.hide()

    def refresh(self) -> None:
        super().refresh()
        self.context.work.run(sign_in.has_recovery, self._show_recovery)

    def _show_recovery(self, exists: bool) -> None:
        self._has_recovery = exists
        if not exists:
            self.editor.notice.say("warning", "برگهٔ بازیابی معتبری وجود ندارد؛ برگهٔ جدیدی بسازید و چاپ کنید.")

    def _make_recovery(self) -> None:
        """Warn at the first press: the sheet in the safe would become worthless. The second press makes a new one."""
        if self._has_recovery and not self._is_warned:
            self.editor.notice.say(
                "warning", "با ساختن برگهٔ جدید، برگهٔ بازیابی پیشین باطل می‌شود؛ برای تأیید، یک بار دیگر F9 را بزنید."
            )
            self._is_warned = True
            return
        self._is_warned = False
        self.context.work.run(partial(staff.new_recovery, clerk=self.context.clerk), self._show_sheet, self._no)

    def _forget_warning(self) -> None:
        self._is_warned = False

    def _show_sheet(self, sheet: RecoverySheet) -> None:
        self.sheet.show_sheet(sheet)
        self._show_sheet_instead_of_form(True)
        self.sheet.setFocus()

    def _sheet_done(self) -> None:
        self._show_sheet_instead_of_form(False)
        self.list.setFocus()

    def _show_sheet_instead_of_form(self, shown: bool) -> None:
        """Swap the two, so that there is only one Enter button."""
        self.sheet.setVisible(shown)
        for widget in (self.editor, self.save, self.retire, self.recovery):
            widget.setVisible(not shown)
        self.list.setEnabled(not shown)
        self.new.setEnabled(not shown)
