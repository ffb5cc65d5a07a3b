"""The lists of referrals that are under way, with the dossier of the one in front."""

from functools import partial

from PySide6.QtCore import Qt

from app.exports import lists as exports
from app.followup import dossier
from app.followup import view as followup
from app.followup.dossier import Dossier
from app.followup.filter_choices import FilterChoices, filter_choices
from app.followup.lists import LISTS
from app.followup.query import ListQuery
from app.followup.view import FollowupView, ListedReferral
from app.referrals import reminders
from ui.context import Context
from ui.followup.bulk_acts import BulkActs
from ui.followup.bulk_bar import BulkBar
from ui.followup.bulk_reminders import BulkReminders
from ui.followup.dossier_panel import DossierPanel
from ui.followup.filters import FilterRow
from ui.followup.list_words import DIGITS, EMPTY, ORDERS, count_sentence, group_rows, key_words, order_choices
from ui.followup.section import FollowupSection
from ui.followup.words import followed_row
from ui.papers.exporting import ExportButton
from ui.parts.button_flow import button_flow
from ui.widgets import Card, ChoiceBox, Field, KeyButton, ListRow, column, label, row
from ui.widgets.frames import restyle
from ui.widgets.marked_list import MarkedList
from ui.work import Task


class ListSection(FollowupSection):
    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._key, self._place = "next", 0
        self._pinned: int | None = None
        """The referral that was opened by its number: it stays in front whatever the list holds."""
        self._every = 0
        """How many referrals the list holds without a filter."""
        self.chips = {
            key: KeyButton(key_words(key, 0), f"Alt+{digit}", small=True)
            for key, digit in zip(LISTS, DIGITS, strict=True)
        }
        self.filters, self.list, self.count = FilterRow(), MarkedList(EMPTY[self._key]), label("", "quiet")
        self.order, self.by_unit = ChoiceBox(order_choices()), KeyButton("گروه واحد", small=True)
        self.to_filter = KeyButton("فیلتر", "Shift+F3", small=True)
        self.remind_all = KeyButton("پیرو برای همهٔ فهرست", "Shift+F7", small=True)
        self.export = ExportButton(context, self._exported)
        self.dossier_panel = DossierPanel(context)
        self.reminders = BulkReminders(context, self.dossier_panel)
        self.acts, self.bar = BulkActs(context, self.dossier_panel), BulkBar(context.clerk)
        self._connect()
        self._build()
        self.setFocusProxy(self.list)
        self._choose_list(self._key)

    def go(self, key: str) -> "ListSection":
        self._pinned = None
        self._choose_list(key)
        self.refresh()
        self.list.setFocus()
        return self

    def query(self) -> ListQuery:
        """Return what the list shows, as an act or a paper can be given it."""
        _, sort, descending = ORDERS[self.order.value() or "day"]
        grouped = bool(self.by_unit.property("taken"))
        return ListQuery(self._key, self.filters.chosen(), sort, descending, grouped)

    def refresh(self) -> None:
        self._ask()
        self.context.work.run(partial(filter_choices, clerk=self.context.clerk), self._offer)

    def open_subject(self, what: str, subject_id: int) -> None:
        """Show the dossier of a referral beside the list, whether it is in the list or not."""
        self.list.set_current(subject_id)
        self._pinned = subject_id
        self._load(subject_id)

    def _connect(self) -> None:
        for key, chip in self.chips.items():
            chip.clicked.connect(partial(self.go, key))
        self.filters.changed.connect(self._narrow)
        self.filters.words.installEventFilter(self.list)
        self.order.set_value("day")
        self.order.picked.connect(lambda _: self._ask())
        self.by_unit.setProperty("taken", True)
        self.by_unit.clicked.connect(self._turn_grouping)
        self.to_filter.clicked.connect(partial(self.filters.words.setFocus, Qt.FocusReason.ShortcutFocusReason))
        self.remind_all.clicked.connect(self._remind_all)
        self.list.current.connect(self._show_chosen)
        self.list.chosen.connect(self.dossier_panel.open_case)
        self.list.wanted.connect(self._read_page)
        self.list.verticalScrollBar().valueChanged.connect(self._say_count)
        self.list.marks_changed.connect(self._show_marks)
        self.bar.chosen.connect(self._act_on_marked)
        self.bar.unmark_asked.connect(self.list.unmark)
        self.acts.done.connect(self.list.unmark)
        self.reminders.done.connect(self.list.unmark)
        for source in (self.export, self.dossier_panel, self.reminders, self.acts):
            source.notified.connect(self.notified)
        self.dossier_panel.ended.connect(partial(self.list.setFocus, Qt.FocusReason.OtherFocusReason))
        self.dossier_panel.case_asked.connect(self.case_asked)
        self.dossier_panel.paraph_asked.connect(self.paraph_asked)

    def _build(self) -> None:
        self.order.setMaximumWidth(140)
        listed = Card(
            row(self.count, 1, self.by_unit, Field("ترتیب", self.order, bare=True), self.export, gap=8),
            self.list,
            self.remind_all,
            margin=10,
        )
        listed.inner.setStretchFactor(self.list, 1)
        sides = row(listed, Card(self.dossier_panel, margin=12), gap=12)
        sides.setStretch(0, 5)
        sides.setStretch(1, 6)
        filters = row(self.to_filter, self.filters, gap=8)
        filters.setStretchFactor(self.filters, 1)
        layout = column(button_flow(*self.chips.values(), gap=6), filters, sides, self.bar, gap=8, parent=self)
        layout.setStretchFactor(sides, 1)

    def _choose_list(self, key: str) -> None:
        self._key, self._place = key, 0
        self.list.unmark()
        self.list.set_empty(EMPTY[key])
        self._show_marks()
        for name, chip in self.chips.items():
            chip.setProperty("taken", name == key)
            restyle(chip)

    def _ask(self) -> None:
        wanted = self.query()
        self.context.work.run(partial(followup.followup_view, clerk=self.context.clerk, wanted=wanted), self._show)

    def _narrow(self) -> None:
        self.list.unmark()
        self._pinned, self._place = None, 0
        self._ask()

    def _turn_grouping(self) -> None:
        self.by_unit.setProperty("taken", not self.by_unit.property("taken"))
        restyle(self.by_unit)
        self._ask()

    def _offer(self, choices: FilterChoices) -> None:
        self.filters.offer(choices)

    def _show(self, view: FollowupView) -> None:
        for key, chip in self.chips.items():
            chip.set_text(key_words(key, view.counts[key]))
        sight = view.sight
        if sight.wanted != self.query():
            return  # the answer to an earlier question
        self._every = view.counts[self._key]
        self.remind_all.setEnabled(bool(sight.ids))
        filtered = len(sight.ids) < self._every
        self.list.show_ids(sight.ids, self._rows(view.rows), group_rows(sight), filtered=filtered)
        self._say_count()
        self._keep_place()

    def _rows(self, some: tuple[ListedReferral, ...] | list[ListedReferral]) -> list[ListRow]:
        grouped = bool(self.by_unit.property("taken"))
        return [followed_row(each, names_unit=not grouped) for each in some]

    def _read_page(self, ids: tuple[int, ...]) -> None:
        task = partial(followup.listed_rows, clerk=self.context.clerk, key=self._key, ids=ids)
        self.context.work.run(task, partial(self._add_page, self.query()))

    def _add_page(self, wanted: ListQuery, rows: list[ListedReferral]) -> None:
        if wanted == self.query():
            self.list.add_rows(self._rows(rows))

    def _say_count(self) -> None:
        self.count.setText(count_sentence(self.list.in_view(), len(self.list.ids()), self._every))

    def _keep_place(self) -> None:
        """Stay on the same row, or on the place of a row that has left the list, and read its dossier again."""
        ids = self.list.ids()
        if self.list.current_id() is None and self._pinned is None and ids:
            self.list.set_current(ids[min(self._place, len(ids) - 1)])
        elif (shown := self._pinned or self.list.current_id()) is not None:
            self._load(shown)
        else:
            self.dossier_panel.show_dossier(None)

    def _show_chosen(self, referral_id: int | None) -> None:
        if referral_id is not None:
            self._place, self._pinned = self.list.place(), None
            self._load(referral_id)

    def _load(self, referral_id: int) -> None:
        task = partial(dossier.load, clerk=self.context.clerk, referral_id=referral_id)
        self.context.work.run(task, self._loaded, self.refuse)

    def _loaded(self, found: Dossier) -> None:
        if found.referral_id == (self._pinned or self.list.current_id()):
            self.dossier_panel.show_dossier(found)

    def _exported(self) -> tuple[str, Task]:
        task = partial(exports.followup_listing, clerk=self.context.clerk, wanted=self.query())
        return LISTS[self._key].title, task

    def _remind_all(self) -> None:
        """Remind of all referrals in sight, read or not; what the filter hides is left out."""
        if self.list.ids():
            self.reminders.start(self.list.ids())

    def _show_marks(self) -> None:
        """While rows are marked, what can be done to them takes the place of what can be done to the whole list and to
        the referral in front."""
        marked = len(self.list.marks())
        self.bar.show_count(marked)
        self.dossier_panel.rest(bool(marked))
        self.remind_all.setVisible(not marked and self._key == "late" and self.context.clerk.may(*reminders.ROLES))

    def _act_on_marked(self, name: str) -> None:
        if name == "remind":
            self.reminders.start(self.list.marks())
        else:
            self.acts.start(name, self.list.marks())
