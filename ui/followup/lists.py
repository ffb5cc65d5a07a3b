"""The lists of referrals that are under way, oldest first, with the dossier of the one in front."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt

from app.access.clerks import Clerk
from app.exports import lists as exports
from app.followup import dossier
from app.followup import view as followup
from app.followup.dossier import Dossier
from app.followup.lists import LISTS
from app.followup.query import ListQuery
from app.followup.view import ListedReferral
from app.referrals import reminders
from ui.context import Context
from ui.followup.bulk_reminders import BulkReminders
from ui.followup.dossier_panel import DossierPanel
from ui.followup.section import FollowupSection
from ui.followup.words import followed_row
from ui.papers.exporting import ExportButton
from ui.parts.button_flow import button_flow
from ui.widgets import Card, Field, KeyButton, ListView, column, row
from ui.widgets.frames import restyle
from ui.work import Task

EMPTY = {
    "next": "تا جلسهٔ بعد مهلت یا وعدهٔ هیچ ارجاعی به پایان نمی‌رسد.",
    "objected": "هیچ متقاضی پاسخ واحدی را رد نکرده است که هنوز باز باشد.",
    "broken": "هیچ واحدی از وعدهٔ خود نگذشته است. وعدهٔ پاسخ‌های میانی این‌جا می‌آید.",
    "lapsed": "مهلت قانونی سه‌ماههٔ هیچ درخواست بازی نگذشته است.",
    "late": "هیچ ارجاعی دیرکرد ندارد.",
    "today": "مهلت هیچ ارجاعی امروز نیست.",
    "promised": "واحدها برای امروز وعده‌ای نداده‌اند. وعدهٔ پاسخ‌های میانی این‌جا می‌آید.",
    "unacknowledged": "وصول همهٔ برگه‌ها به‌هنگام ثبت شده است.",
    "verdict": "پاسخی نیست که نظر متقاضی دربارهٔ آن پرسیده نشده باشد. پاسخ واحد را با F6 ثبت کنید.",
    "legal": "مهلت قانونی سه‌ماههٔ هیچ درخواستی نزدیک نیست.",
    "paused": "مهلت هیچ ارجاعی برای نقص مدارک متوقف نیست.",
    "open": "ارجاع باز وجود ندارد. پس از ثبت پاراف، ارجاع‌ها با مهلت آن‌ها این‌جا می‌آیند.",
}


DIGITS = "1234567890-="
"""The keys of the lists with Alt: the digit row of the keyboard, from its left end."""


class ListSection(FollowupSection):
    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._key, self._place = "late", 0
        self._pinned: int | None = None
        """The referral that was opened by its number: it stays in front whatever the list holds."""
        self.chips = {
            key: KeyButton(LISTS[key].title, f"Alt+{digit}", small=True)
            for key, digit in zip(LISTS, DIGITS, strict=True)
        }
        for key, chip in self.chips.items():
            chip.clicked.connect(partial(self.go, key))
        self.list = ListView(EMPTY["late"])
        self.remind_all = KeyButton("پیرو برای همهٔ فهرست", "Shift+F7", small=True)
        self.remind_all.clicked.connect(self._remind_all)
        self.export = ExportButton(context, self._exported)
        self.export.notified.connect(self.notified)
        self.dossier_panel = DossierPanel(context)
        self.dossier_panel.notified.connect(self.notified)
        self.dossier_panel.ended.connect(partial(self.list.setFocus, Qt.FocusReason.OtherFocusReason))
        self.dossier_panel.case_asked.connect(self.case_asked)
        self.dossier_panel.paraph_asked.connect(self.paraph_asked)
        self.reminders = BulkReminders(context, self.dossier_panel)
        self.reminders.notified.connect(self.notified)
        self.list.current.connect(self._show_chosen)
        self.list.chosen.connect(self.dossier_panel.open_case)
        self._build()
        self.setFocusProxy(self.list)
        self._choose_list("late")

    def go(self, key: str) -> "ListSection":
        self._pinned = None
        self._choose_list(key)
        self.refresh()
        self.list.setFocus()
        return self

    def refresh(self) -> None:
        self.context.work.run(partial(_counts_and_rows, clerk=self.context.clerk, wanted=self.query()), self._show)

    def query(self) -> ListQuery:
        """Return what the list shows, as an act or a paper can be given it."""
        return ListQuery(self._key)

    def open_referral(self, referral_id: int) -> None:
        """Show the dossier of a referral beside the list, whether it is in the list or not."""
        self.list.set_current(referral_id)
        self._pinned = referral_id
        self._load(referral_id)

    def _build(self) -> None:
        listed = Card(
            row(Field("فیلتر فهرست", self.list.filter_box(), bare=True)),
            self.list,
            row(self.remind_all, 1, self.export),
            margin=12,
        )
        listed.inner.setStretchFactor(self.list, 1)
        sides = row(listed, Card(self.dossier_panel, margin=12), gap=12)
        sides.setStretch(0, 5)
        sides.setStretch(1, 6)
        layout = column(button_flow(*self.chips.values()), sides, gap=12, parent=self)
        layout.setStretchFactor(sides, 1)

    def _choose_list(self, key: str) -> None:
        self._key, self._place = key, 0
        self.list.set_empty(EMPTY[key])
        self.remind_all.setVisible(key == "late" and self.context.clerk.may(*reminders.ROLES))
        for name, chip in self.chips.items():
            chip.setProperty("taken", name == key)
            restyle(chip)

    def _show(self, view: tuple[dict[str, int], list[ListedReferral]]) -> None:
        counts, rows = view
        for key, chip in self.chips.items():
            chip.set_text(f"{LISTS[key].title} ({counts[key]})" if counts[key] else LISTS[key].title)
        self.remind_all.setEnabled(bool(rows))
        self.list.show_rows([followed_row(each) for each in rows])
        self._keep_place()

    def _keep_place(self) -> None:
        """Stay on the same row, or on the place of a row that has left the list, and read its dossier again."""
        rows = self.list.rows()
        if self.list.current_id() is None and self._pinned is None and rows:
            self.list.set_current(rows[min(self._place, len(rows) - 1)].id)
        elif (shown := self._pinned or self.list.current_id()) is not None:
            self._load(shown)
        else:
            self.dossier_panel.show_dossier(None)

    def _show_chosen(self, referral_id: int | None) -> None:
        if referral_id is not None:
            self._place, self._pinned = self.list.currentIndex().row(), None
            self._load(referral_id)

    def _load(self, referral_id: int) -> None:
        task = partial(dossier.load, clerk=self.context.clerk, referral_id=referral_id)
        self.context.work.run(task, self._loaded, self.refuse)

    def _loaded(self, found: Dossier) -> None:
        if found.referral_id == (self._pinned or self.list.current_id()):
            self.dossier_panel.show_dossier(found)

    def _exported(self) -> tuple[str, Task]:
        return LISTS[self._key].title, partial(exports.followup_listing, clerk=self.context.clerk, wanted=self.query())

    def _remind_all(self) -> None:
        """Remind of all referrals in sight; what the filter hides is left out."""
        ids = [row.id for row in self.list.rows()]
        if ids:
            self.reminders.start(ids)


def _counts_and_rows(db: Any, clerk: Clerk, wanted: ListQuery) -> tuple[dict[str, int], list[ListedReferral]]:
    return followup.list_counts(db), followup.every_row(db, clerk, wanted)
