"""The table's page: the keys, the lists over the form, and what came of each act."""

from collections.abc import Callable
from functools import partial

from app.errors import Refused
from app.journal.conflict import EditConflict
from app.printing import gathering
from app.referrals.complaint import Complained
from app.table.paraphs import Draft, Saved
from app.table.view import Row
from ui.context import Context
from ui.papers.preview import Preview
from ui.parts.conflict import Conflict
from ui.shell.window import Window
from ui.table.comparison import amendments
from ui.table.watching import Watching
from ui.table.words import outcome
from ui.widgets import KeyButton, ListRow


class TablePage(Watching):
    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._standing = 0
        """The paraph somebody else saved in place of the one in the form."""
        self._asked: Callable[[tuple[int, ...]], None] = self._write
        """What a question about a complaint is a question to, and is done with its yes."""
        self._connect()

    def _connect(self) -> None:
        left, called = self.left, self.left.called
        self.acts.saved.connect(self._saved)
        self.acts.refused.connect(self._refused)
        self.acts.nobody_left.connect(self._nobody_left)
        self.acts.busy.connect(self._busy)
        for button, act in (
            (called.came, self._came), (called.recall, self._recall), (called.no_show, self._no_show),
            (called.undo, self._undo), (left.save, self._save), (left.preview, self._preview),
            (left.send_on, self._offer_tables_to_send), (left.next, self._call_next),
            (left.nobody.call, self._call_next), (left.void, self._void),
            (self._list_key, self._list_or_back), (self._table_key, self._offer_tables),
        ):
            button.clicked.connect(act)
        self.form.phrases_asked.connect(self._offer_phrases)
        left.tables.chosen.connect(self._choose_table)
        left.phrases.chosen.connect(self._write_phrase)
        left.today.chosen.connect(self._open)
        left.send.sent.connect(self._send)
        for panel in (left.tables, left.phrases, left.today, left.send):
            panel.left.connect(self._to_front)
        self.story.asked.connect(self._show_sheet)
        self.story.renew_asked.connect(self._renew)
        self.viewer.closed.connect(self._to_front)

    # -- the lists over the form

    def _choose_table(self, table_id: int) -> None:
        self.context.pc.set("table", str(table_id))
        self._opened = None
        self._put_official_first()
        self._to_front()
        self.refresh()

    def _offer_phrases(self) -> None:
        if self._office:
            self.left.phrases.offer([_phrase_row(row) for row in self._office.phrases])
            self.left.show_panel(self.left.phrases)

    def _write_phrase(self, phrase_id: int) -> None:
        text = next(row["text"] for row in (self._office.phrases if self._office else ()) if row["id"] == phrase_id)
        self._to_front()
        self.form.write_phrase(text)

    def _list_or_back(self) -> None:
        """One key into today's list, out of it, and back from what was opened there."""
        if self._opened:
            self._opened = None
            self.refresh()
        elif self.left.front() is self.left.today:
            self._to_front()
        elif self.table_id():
            self.left.today.offer(self._today_rows())
            self.left.show_panel(self.left.today)

    def _open(self, visit_id: int) -> None:
        row = next((row for row in (self._scene.today if self._scene else ()) if row["visit_id"] == visit_id), None)
        self._to_front()
        if row:
            self._opened = (visit_id, row["paraph_id"] or 0)
            self.refresh()

    def _offer_tables_to_send(self) -> None:
        if self._subject and self._office:
            self.left.send.offer(self._subject.story.visit.ticket, self._office.tables, self.table_id(),
                                 unsaved=self.unsaved())
            self.left.show_panel(self.left.send)

    def _to_front(self) -> None:
        if not self.table_id():
            return
        self.left.show_form()
        self._show()
        self._bring_front(mine=False)
        self._focus()

    def _show_sheet(self, place: int) -> None:
        if self.story.story:
            self.viewer.open(self.story.strip.pages, place, self.story.story.papers)

    # -- what the keys do

    def _came(self) -> None:
        if self._subject:
            self.acts.came(self._subject)

    def _recall(self) -> None:
        if self._subject:
            self.acts.recall(self._subject)

    def _no_show(self) -> None:
        if self._subject:
            self.acts.no_show(self._subject)

    def _undo(self) -> None:
        if self._subject:
            self.acts.undo(self._subject)

    def _send(self, table_id: int, note: str) -> None:
        if self._subject:
            self.acts.send(self._subject, table_id or None, note)
        self._to_front()

    def _call_next(self) -> None:
        if self._scene and self._scene.session:
            self.notice.close_notice()
            self.acts.call_next(self._scene.session.id, self.table_id())

    def _nobody_left(self) -> None:
        self.notice.say("info", "کسی در انتظار این میز نیست.")

    def _draft(self, accepted: tuple[int, ...] = ()) -> Draft:
        return self.form.written().draft(refers=self.form.refers(), accepted=accepted)

    def _preview(self) -> None:
        window = self.window()
        if self._subject and self.form.check() and isinstance(window, Window):
            visit = self._subject.story.visit
            gather = partial(gathering.draft_papers, clerk=self.context.clerk, visit_id=visit.id, draft=self._draft())
            Preview.over(window, self.context, f"پیش‌نمایش برگه‌های نوبت {visit.ticket}", gather)

    def _save(self) -> None:
        self._write()

    def _write(self, accepted: tuple[int, ...] = ()) -> None:
        if self._subject and self.form.check():
            self._asked = self._write
            self.notice.close_notice()
            self.acts.save(self._subject, self._draft(accepted), self.form.reason.text(), self._instead)

    def _renew(self, past_id: int) -> None:
        """What is written for this visit is not lost to a key pressed by mistake."""
        if self._subject and self._subject.paraph is None and self.left.shows_form():
            if self.form.written().words.strip():
                self.notice.say("warning", "پارافی نوشته شده است؛ آن را ثبت یا پاک کنید.")
            else:
                self._asked = partial(self._renew_past, past_id)
                self._renew_past(past_id)

    def _renew_past(self, past_id: int, accepted: tuple[int, ...] = ()) -> None:
        if self._subject:
            self.notice.close_notice()
            self.acts.renew(self._subject, past_id, int(self.form.written().official or 0), accepted)

    def _void(self) -> None:
        if self._subject:
            self.form.clear_errors()
            self.notice.close_notice()
            self.acts.void(self._subject, self.form.reason.text())

    # -- what came of it

    def _busy(self, busy: bool) -> None:
        self.left.save.setEnabled(not busy)
        self.left.void.setEnabled(not busy)

    def _saved(self, saved: Saved) -> None:
        """The form is empty for whoever comes next; the screen itself waits for the change to arrive."""
        self._blank = self.form.written()
        self._opened = None
        self.notice.say("done", outcome(saved))

    def _refused(self, refused: Refused) -> None:
        if isinstance(refused, EditConflict) and self._office:
            self._standing = refused.theirs["id"]
            panel = Conflict.open_over(self, refused, amendments(self._office, self._draft(), refused))
            panel.kept.connect(self._keep_mine)
            panel.taken.connect(self._take_theirs)
        elif isinstance(refused, Complained):
            accept = KeyButton("آری، به همان برود", "Alt+Enter", small=True)
            accept.clicked.connect(partial(self._asked, refused.units))
            self.notice.say("warning", refused.sentence, action=accept)
        elif not (self.left.shows_form() and self.form.refuse(refused)):
            self.notice.say("error", refused.sentence)

    def _keep_mine(self) -> None:
        self._instead = self._standing
        self._save()

    def _take_theirs(self) -> None:
        """The form opens on what stands; what was typed here goes."""
        if self._subject:
            self._blank = self.form.written()
            self._opened = (self._subject.story.visit.id, self._standing)
            self.refresh()


def _phrase_row(phrase: Row) -> ListRow:
    days = f"{phrase['working_days']} روز کاری" if phrase["working_days"] else "بدون پاسخ"
    return ListRow(phrase["id"], phrase["text"], phrase["kind"], time=days)

