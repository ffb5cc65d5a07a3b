"""The part of the table's page that follows the database: who sits there, whose paraph stands in the form."""

from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication

from app.journal.conflict import EditConflict
from app.persian.calendar import local_time
from app.persian.text import fa, isolate
from app.table.view import PickLists, Subject, TableView, pick_lists, table_view
from app.visits.visits import Visit
from ui.context import Context
from ui.page import Page
from ui.parts.conflict import Conflict
from ui.parts.scan_viewer import ScanViewer
from ui.table.acts import Acts
from ui.table.comparison import amendments
from ui.table.draft_state import Written, blank
from ui.table.paraph_panel import Left
from ui.table.story import StoryCard
from ui.table.words import sitting, today_row
from ui.widgets import KeyButton, ListRow, PageTitle, column, row

MINUTE_MS = 30_000
MEANWHILE = "این پاراف را کسی دیگر هم‌اکنون تغییر داد؛ با ذخیرهٔ شما هر دو نوشته کنار هم می‌آید."


class Watching(Page):
    """What is written about one visit is kept while another stands in the form, and comes back with its visitor."""

    topics = frozenset({"queue", "paraphs", "session", "visitors", "office"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.setObjectName("page")
        self._work = context.work
        self._office_changed = True
        self._office: PickLists | None = None
        self._scene: TableView | None = None
        self._subject: Subject | None = None
        self._opened: tuple[int, int] | None = None
        self._kept: dict[tuple[int, int], Written] = {}
        self._blank: Written | None = None
        self._rival: Written | None = None
        self._instead = 0
        """The paraph an amendment is saved over, where it is not the one in the form any more."""
        self._stands: tuple[tuple[int, int] | None, bool] | None = None
        self.left, self.story, self.acts = Left(), StoryCard(self._work), Acts(context, self)
        self.form, self.notice = self.left.form, self.left.notice
        self._list_key = KeyButton("پاراف‌های امروز", "F4", small=True, flat=True)
        self._table_key = KeyButton("میز این رایانه", "Ctrl+T", small=True, flat=True)
        self.title = PageTitle("میز", "", self._table_key, self._list_key)
        body = row(self.story, self.left, gap=16)
        body.setStretch(0, 43)
        body.setStretch(1, 68)
        column(self.title, body, gap=14, parent=self).setContentsMargins(24, 14, 24, 16)
        self.viewer = ScanViewer(self._work, self)
        self._minute = QTimer(self, interval=MINUTE_MS)
        self._minute.timeout.connect(self._tick)

    # -- what the window asks

    def shown(self) -> None:
        self._minute.start()
        super().shown()

    def table_id(self) -> int:
        """Which table this PC is; 0 until somebody said so."""
        return int(self.context.pc.get("table", "0") or 0)

    def unsaved(self) -> bool:
        """Whether words stand in the form that no rule has seen."""
        return self._subject is not None and self.form.written() != self._blank

    def _amends(self) -> bool:
        """Whether a saved paraph that was opened stands in the form."""
        return self._opened is not None and self._subject is not None and self._subject.paraph is not None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.viewer.setGeometry(self.rect())

    # -- refreshing

    def _note_changes(self, topics: set[str]) -> None:
        self._office_changed |= "office" in topics
        super()._note_changes(topics)

    def _tick(self) -> None:
        """The minutes a visitor has sat there go on by themselves."""
        self.is_stale = True
        if self.isVisible():
            self._catch_up()

    def refresh(self) -> None:
        if self._office_changed:
            self._office_changed = False
            self._work.run(pick_lists, self._office_came)
        task = partial(table_view, clerk=self.context.clerk, table_id=self.table_id(), opened=self._opened)
        self._work.run(task, self._scene_came)

    def _office_came(self, came: PickLists) -> None:
        self._office = came
        self.form.set_office(came)
        if self.table_id() and came.table(self.table_id()) is None:
            self.context.pc.set("table", "0")
        self._put_official_first()

    def _scene_came(self, came: TableView) -> None:
        if came.asked != self._opened:
            return  # the clerk has moved on; what he asked for since is under way
        self._scene = came
        if came.opened is None and self._amends() and self.unsaved():
            self.notice.say("warning", MEANWHILE)
        else:
            if came.opened is None:
                self._opened = None
            self._change_subject(came.opened or came.here)
        self._show()

    def _change_subject(self, subject: Subject | None) -> None:
        """Another visit in the form: what was written about the one before is kept."""
        before, self._subject = self._subject, subject
        if before and subject and before.key == subject.key:
            return
        if before and self.form.written() != self._blank:
            self._kept[before.key] = self.form.written()
            self.notice.say("warning", self._why_kept(before.story.visit))
        self._instead = 0
        if subject and self._office:
            self._blank = blank(subject, self._office, self.table_id())
            written = self._kept.pop(subject.key, self._blank)
            self.form.fill(written, subject.story.default_unit_id, amends=subject.paraph is not None)
            if subject.paraph and (first := self._kept.pop((subject.story.visit.id, 0), None)):
                self._lay_beside(subject, first)

    def _why_kept(self, visit: Visit) -> str:
        kept = f"متن ناتمام نوبت {visit.ticket} نگه داشته شد و ثبت نشده است"
        done = {row["visit_id"] for row in (self._scene.today if self._scene else ()) if row["paraph_id"]}
        if visit.id in done:
            return f"نوبت {visit.ticket} در رایانهٔ دیگری پاراف شد؛ {kept}. از «پاراف‌های امروز» بازش کنید."
        return f"{kept}."

    def _lay_beside(self, subject: Subject, mine: Written) -> None:
        """Words for a visit whose paraph somebody else has saved meanwhile: they may amend it, or go."""
        if subject.paraph and self._office:
            self._rival = mine
            units = "، ".join(str(row["unit_name"]) for row in subject.referrals)
            sentence = (f"این مراجعه ساعت {isolate(fa(local_time(subject.paraph['written_at'])))} در رایانهٔ دیگری پاراف"
                        " شد؛ نوشتهٔ شما هنوز ذخیره نشده است.")
            refused = EditConflict(sentence, subject.paraph | {"units": units})
            draft = mine.draft(refers=bool(mine.units))
            Conflict.open_over(self, refused, amendments(self._office, draft, refused)).kept.connect(self._take_up)

    def _take_up(self) -> None:
        """The clerk's own words into the form, as an amendment that still wants its reason."""
        if self._subject and self._rival:
            self.form.fill(self._rival, self._subject.story.default_unit_id, amends=True)
            self.form.reason.setFocus()

    # -- showing

    def _show(self) -> None:
        if self._scene is None or self._office is None:
            return
        mine = self._has_focus()
        subject, told = self._subject, self._scene
        table = self._office.table(self.table_id())
        self.title.set_title(table["name"] if table else "میز")
        self.title.set_quiet(self._quiet(told))
        story = subject.story if subject else told.next_up
        self.story.setVisible(story is not None)
        if story:
            self.story.tell(story, self._office.today, "" if subject else "نفر بعدی",
                            renewable=subject is not None and subject.paraph is None)
        self.left.nobody.tell(told)
        self.left.dress(called=subject is not None and subject is told.here and subject.story.visit.state == "called",
                        amends=subject is not None and subject.paraph is not None, away=self._opened is not None)
        if told.here:
            self.left.called.tell(told.recalls_left)
        self._list_key.set_text("بازگشت" if self._opened else "پاراف‌های امروز")
        if self.left.front() is self.left.today:
            self.left.today.refresh(self._today_rows())
        if table is None:
            self._offer_tables()
        elif not self.left.shows_list():
            self._bring_front(mine)

    def _quiet(self, told: TableView) -> str:
        if self._subject:
            return sitting(self._subject, told.now)
        return f"{told.waiting} نفر در انتظار این میز" if told.session and told.waiting else ""

    def _bring_front(self, mine: bool) -> None:
        """The form where somebody is to be written about, else who comes next; the focus moves when that changes."""
        if self._subject:
            self.left.show_form()
        else:
            self.left.show_nobody()
        head = self._scene.next_up if self._scene else None
        stands = (self._subject.key if self._subject else None, head is not None)
        if mine and stands != self._stands:
            self._focus()
        self._stands = stands

    def _offer_tables(self) -> None:
        if self._office:
            chosen = self.table_id()
            if self.left.front() is not self.left.tables:
                self.left.tables.offer([ListRow(row["id"], row["name"]) for row in self._office.tables])
                if chosen:
                    self.left.tables.list.set_current(chosen)
                self.left.show_panel(self.left.tables)
            self.left.tables.back.setVisible(bool(chosen))

    def _put_official_first(self) -> None:
        table = self._office.table(self.table_id()) if self._office else None
        if table:
            self.form.put_first(str(table["official_id"]))

    def _today_rows(self) -> list[ListRow]:
        return [today_row(row) for row in self._scene.today] if self._scene else []

    def _focus(self) -> None:
        if not self._subject:
            self.left.nobody.setFocus()
        elif self._subject.paraph is not None and not self.form.reason.text():
            self.form.reason.setFocus()
        else:
            self.form.words.setFocus()

    def _has_focus(self) -> bool:
        """Whether the keyboard is this page's, so that the focus may be moved."""
        focus = QApplication.focusWidget()
        return focus is None or focus is self or self.isAncestorOf(focus)
