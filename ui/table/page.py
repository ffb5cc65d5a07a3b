"""The table's page: what it shows, and whose paraph stands in the form."""

from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from app.errors import Refused
from app.paraphs import Draft, Saved
from app.table import Office, Row, Scene, Subject, office, scene
from ui.context import Context
from ui.kit import KeyButton, Line, PageTitle, column, row
from ui.table.acts import Acts
from ui.table.left import Left
from ui.table.pictures import Viewer
from ui.table.story import StoryCard
from ui.table.told import outcome, sitting, today_line
from ui.table.written import Written, blank

TOPICS = {"queue", "paraphs", "session", "visitors"}
MINUTE_MS = 30_000


class TablePage(QWidget):
    preview_asked = Signal(int, object)
    """The visit, and the draft as it stands."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("page")
        self._context, self._work = context, context.work
        self._office: Office | None = None
        self._scene: Scene | None = None
        self._subject: Subject | None = None
        self._opened: tuple[int, int] | None = None
        self._kept: dict[tuple[int, int], Written] = {}
        self._blank: Written | None = None
        self._dirty = self._office_dirty = True
        self.left, self.story, self.acts = Left(), StoryCard(self._work), Acts(context, self)
        self.form, self.notice = self.left.form, self.left.notice
        self._list_key = KeyButton("پاراف‌های امروز", "F4", small=True, flat=True)
        self._table_key = KeyButton("میز این رایانه", "Ctrl+T", small=True, flat=True)
        self.title = PageTitle("میز", "", self._table_key, self._list_key)
        body = row(self.story, self.left, gap=16)
        body.setStretch(0, 43)
        body.setStretch(1, 68)
        column(self.title, body, gap=14, parent=self).setContentsMargins(24, 14, 24, 16)
        self.viewer = Viewer(self._work, self)
        self._minute = QTimer(self, interval=MINUTE_MS)
        self._connect()

    # -- what the window asks

    def shown(self) -> None:
        self._minute.start()
        self._refresh()

    def table_id(self) -> int:
        """Which table this PC is; 0 until somebody said so."""
        return int(self._context.local.get("table", "0") or 0)

    def unsaved(self) -> bool:
        """Whether words stand in the form that no rule has seen."""
        return self._subject is not None and self.form.written() != self._blank

    # -- signals

    def _connect(self) -> None:
        left, called = self.left, self.left.called
        self._work.changed.connect(self._changed)
        self._minute.timeout.connect(self._tick)
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
        self.viewer.closed.connect(self._to_front)

    # -- refreshing

    def _changed(self, topics: set[str]) -> None:
        self._office_dirty |= "office" in topics
        self._dirty |= bool(topics & (TOPICS | {"office"}))
        if self.isVisible():
            self._refresh()

    def _tick(self) -> None:
        """The minutes a visitor has sat there go on by themselves."""
        self._dirty = True
        if self.isVisible():
            self._refresh()

    def _refresh(self) -> None:
        if self._office_dirty:
            self._office_dirty = False
            self._work.run(office, self._office_came)
        if self._dirty:
            self._dirty = False
            self._work.run(partial(scene, table_id=self.table_id(), opened=self._opened), self._scene_came)

    def _look_again(self) -> None:
        self._dirty = True
        self._refresh()

    def _office_came(self, came: Office) -> None:
        self._office = came
        self.form.set_office(came)
        if self.table_id() and came.table(self.table_id()) is None:
            self._context.local.set("table", "0")
        self._put_official_first()

    def _scene_came(self, came: Scene) -> None:
        self._scene = came
        if self._opened and came.opened is None:
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
            self.notice.say("warning", f"متن ناتمام نوبت {before.story.visit.ticket} نگه داشته شد و ثبت نشده است.")
        if subject and self._office:
            self._blank = blank(subject, self._office, self.table_id())
            written = self._kept.pop(subject.key, self._blank)
            self.form.fill(written, subject.story.default_unit_id, amends=subject.paraph is not None)

    # -- showing

    def _show(self) -> None:
        if self._scene is None or self._office is None:
            return
        mine = self._has_focus()
        subject, told = self._subject, self._scene
        table = self._office.table(self.table_id())
        self.title.set_title(table["name"] if table else "میز")
        self.title.set_quiet(sitting(subject, told.now) if subject else _line_state(told))
        story = subject.story if subject else told.next_up
        self.story.setVisible(story is not None)
        if story:
            self.story.tell(story, self._office.today, "" if subject else "نفر بعدی")
        self.left.nobody.tell(told)
        self.left.dress(called=subject is not None and subject is told.here and subject.story.visit.state == "called",
                        amends=subject is not None and subject.paraph is not None, away=self._opened is not None)
        if told.here:
            self.left.called.tell(told.recalls_left)
        self._list_key.set_text("بازگشت" if self._opened else "پاراف‌های امروز")
        if self.left.front() is self.left.today:
            self.left.today.refresh(self._today_lines())
        if table is None:
            self._offer_tables()
        elif not self.left.shows_list():
            self._bring_front(mine)

    def _bring_front(self, mine: bool) -> None:
        """The form where somebody is to be written about, else who comes next."""
        front = self.left.front()
        if self._subject:
            self.left.show_form()
        else:
            self.left.show_nobody()
        if mine and front is not self.left.front():
            self._focus()

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

    # -- the lists over the form

    def _offer_tables(self) -> None:
        if self._office:
            chosen = self.table_id()
            if self.left.front() is not self.left.tables:
                self.left.tables.offer([Line(row["id"], row["name"]) for row in self._office.tables])
                self.left.tables.list.set_current(chosen or None)
                self.left.show_panel(self.left.tables)
            self.left.tables.back.setVisible(bool(chosen))

    def _choose_table(self, table_id: int) -> None:
        self._context.local.set("table", str(table_id))
        self._opened = None
        self._put_official_first()
        self._to_front()
        self._look_again()

    def _put_official_first(self) -> None:
        table = self._office.table(self.table_id()) if self._office else None
        if table:
            self.form.put_first(str(table["official_id"]))

    def _offer_phrases(self) -> None:
        if self._office:
            self.left.phrases.offer([_phrase_line(row) for row in self._office.phrases])
            self.left.show_panel(self.left.phrases)

    def _write_phrase(self, phrase_id: int) -> None:
        text = next(row["text"] for row in (self._office.phrases if self._office else ()) if row["id"] == phrase_id)
        self._to_front()
        self.form.write_phrase(text)

    def _list_or_back(self) -> None:
        """One key into today's list, out of it, and back from what was opened there."""
        if self._opened:
            self._opened = None
            self._look_again()
        elif self.left.front() is self.left.today:
            self._to_front()
        elif self.table_id():
            self.left.today.offer(self._today_lines())
            self.left.show_panel(self.left.today)

    def _today_lines(self) -> list[Line]:
        return [today_line(row) for row in self._scene.today] if self._scene else []

    def _open(self, visit_id: int) -> None:
        row = next((row for row in (self._scene.today if self._scene else ()) if row["visit_id"] == visit_id), None)
        self._to_front()
        if row:
            self._opened = (visit_id, row["paraph_id"] or 0)
            self._look_again()

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
            self.viewer.open(self.story.strip.sheets, place, self.story.story.papers)

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

    def _draft(self, *, complaint_accepted: bool = False) -> Draft:
        return self.form.written().draft(refers=self.form.refers(), complaint_accepted=complaint_accepted)

    def _preview(self) -> None:
        if self._subject and self.form.check():
            self.preview_asked.emit(self._subject.story.visit.id, self._draft())

    def _save(self) -> None:
        self._write(complaint_accepted=False)

    def _accept_and_save(self) -> None:
        self._write(complaint_accepted=True)

    def _write(self, *, complaint_accepted: bool) -> None:
        if self._subject and self.form.check():
            self.notice.close_notice()
            self.acts.save(self._subject, self._draft(complaint_accepted=complaint_accepted), self.form.reason.text())

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
        if refused.field == "complaint":
            accept = KeyButton("همین است", "Alt+Enter", small=True)
            accept.clicked.connect(self._accept_and_save)
            self.notice.say("warning", refused.sentence, action=accept)
        elif not (self.left.shows_form() and self.form.refuse(refused)):
            self.notice.say("error", refused.sentence)


def _phrase_line(phrase: Row) -> Line:
    days = f"{phrase['working_days']} روز کاری" if phrase["working_days"] else "بدون پاسخ"
    return Line(phrase["id"], phrase["text"], phrase["kind"], time=days)


def _line_state(told: Scene) -> str:
    return f"{told.waiting} نفر در انتظار این میز" if told.session and told.waiting else ""
