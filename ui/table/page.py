"""The table's page: the visitor who sits there, the paraph, and the keys."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication

from app.journal.topics import Topic
from app.table.view import PickLists, Subject, TableView, pick_lists, table_view
from ui.context import Context
from ui.page import Page
from ui.parts.question import Values
from ui.parts.scan_viewer import ScanViewer
from ui.table.actions import LineActions
from ui.table.draft_state import DraftState, Turn
from ui.table.elsewhere import LIST_KEY, Elsewhere
from ui.table.form_lists import FormLists
from ui.table.paraph_panel import ParaphPanel
from ui.table.preview import show_preview
from ui.table.saving import ParaphSaving
from ui.table.story import StoryCard
from ui.table.words import set_aside, sitting
from ui.widgets import KeyButton, PageTitle, column, row

TICK_MS = 30_000
"""How often the minutes a visitor has sat there are counted anew."""
AMENDED_ELSEWHERE = "این پاراف را شخص دیگری هم‌اکنون تغییر داد؛ با ذخیرهٔ شما هر دو نوشته کنار هم می‌آید."


class TablePage(Page):
    """Shows what DraftState says stands in the form, and turns keys into rules."""

    topics: frozenset[Topic] = frozenset({"queue", "paraphs", "session", "visitors", "office"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.setObjectName("page")
        self.state = DraftState()
        self._lists_are_stale = True
        self._view: TableView | None = None
        self._shown: tuple[tuple[int, int] | None, bool] | None = None
        """The subject in the form and whether somebody comes next, when the focus was last placed."""
        self.panel, self.story = ParaphPanel(context), StoryCard(context.work)
        self.line_actions = LineActions(context, self)
        self.saving = ParaphSaving(context, self.state, self.panel, self)
        self.elsewhere = Elsewhere(context, self.state, self.panel, self)
        self.form, self.notice = self.panel.form, self.panel.notice
        self.lists = FormLists(self.form, self.state, self.table_id)
        self._list_key = KeyButton(LIST_KEY, "F4", small=True, flat=True)
        self._table_key = KeyButton("میز این رایانه", "Ctrl+T", small=True, flat=True)
        self._late_key = KeyButton("ثبت برگهٔ کاغذی بعدی", "Ctrl+N", small=True, flat=True)
        self.title = PageTitle("میز", "", self._table_key, self._late_key, self.panel.decide_key, self._list_key)
        body = row(self.story, self.panel, gap=16)
        body.setStretch(0, 43)
        body.setStretch(1, 68)
        column(self.title, self.panel.summary, body, gap=14, parent=self).setContentsMargins(24, 14, 24, 16)
        self.viewer = ScanViewer(context.work, self)
        self._ticker = QTimer(self, interval=TICK_MS)
        self._ticker.timeout.connect(self._tick)
        self._connect_keys()
        self._connect_lists()

    def _connect_keys(self) -> None:
        panel, called, actions, saving = self.panel, self.panel.called, self.line_actions, self.saving
        for button, rule in (
            (called.came, actions.came),
            (called.recall, actions.recall),
            (called.no_show, actions.no_show),
            (called.undo, actions.undo),
        ):
            button.clicked.connect(partial(self._act, rule))
        for button, act in (
            (panel.save, saving.save),
            (panel.preview, self._preview),
            (panel.void, saving.void),
            (panel.send_on, self._offer_tables_to_send),
            (panel.next, self._call_next),
            (panel.empty.call, self._call_next),
            (self._list_key, self._list_or_back),
            (self.panel.back, self._list_or_back),
            (self._table_key, self._offer_tables),
            (self._late_key, self._ask_late_entry),
        ):
            button.clicked.connect(act)
        actions.refused.connect(saving.refuse)
        actions.nobody_waits.connect(self._say_nobody_waits)
        saving.refresh_asked.connect(self.refresh)
        self.elsewhere.turned.connect(self.refresh)
        self.elsewhere.refused.connect(saving.refuse)

    def _connect_lists(self) -> None:
        panel = self.panel
        self.form.phrases_asked.connect(self._offer_phrases)
        panel.tables.chosen.connect(self._choose_table)
        panel.phrases.chosen.connect(self._write_phrase)
        panel.today.chosen.connect(self._open)
        panel.send.sent.connect(self._send)
        for each in (panel.tables, panel.phrases, panel.send):
            each.dismissed.connect(self._to_front)
        panel.today.dismissed.connect(self._leave_list)
        panel.leaving.ended.connect(self._to_front)
        self.story.sheet_asked.connect(self._show_sheet)
        self.story.renew_asked.connect(self.saving.renew)
        self.viewer.closed.connect(self._to_front)

    # -- what other pages ask

    def open_subject(self, what: str, subject_id: int) -> None:
        """Open the paraph of a visit, or list those of a session that is being corrected."""
        act = self.elsewhere.list_session if what == "session" else self.elsewhere.open_visit
        act(subject_id)

    def _ask_late_entry(self) -> None:
        self.late_entry_asked.emit(self.elsewhere.session_id)

    def _leave_list(self) -> None:
        """Esc leaves the list, and with it the session that is corrected."""
        if self.elsewhere.session_id:
            self.elsewhere.list_session(0)
        else:
            self._to_front()

    # -- what the window asks

    def shown(self) -> None:
        self._ticker.start()
        super().shown()

    def table_id(self) -> int:
        """Which table this PC is; 0 until a clerk has said so."""
        return int(self.context.pc.get("table", "0") or 0)

    def unsaved(self) -> bool:
        """Whether the form holds words that no rule has seen."""
        return self.state.is_unsaved(self.form.content())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.viewer.setGeometry(self.rect())

    # -- reading

    def _note_changes(self, topics: set[str]) -> None:
        self._lists_are_stale |= "office" in topics
        super()._note_changes(topics)

    def _tick(self) -> None:
        self.is_stale = True
        if self.isVisible():
            self._catch_up()

    def refresh(self) -> None:
        if self._lists_are_stale:
            self._lists_are_stale = False
            self.context.work.run(pick_lists, self._take_lists)
        opened = self.state.opened
        task = partial(
            table_view,
            clerk=self.context.clerk,
            table_id=self.table_id(),
            opened=opened,
            corrected_id=self.elsewhere.session_id,
        )
        self.context.work.run(task, self._take_view)

    def _take_lists(self, lists: PickLists) -> None:
        self.lists.take(lists)
        self.saving.set_lists(lists)
        if self.table_id() and lists.table(self.table_id()) is None:
            self.context.pc.set("table", "0")

    def _take_view(self, view: TableView) -> None:
        if view.asked != self.state.opened or not self.elsewhere.fits(view):
            return  # the clerk has opened something else since; its own view is under way
        self._view = view
        turn = self.state.receive(view, self.form.content(), self.lists.opening if self.lists.all else None)
        self._fill(turn)
        self._show()
        self._tell(turn)

    def _fill(self, turn: Turn) -> None:
        if turn.fill and self.state.subject:
            self.lists.give()
            self.form.fill(turn.fill, self.state.subject.story.default_unit_id, amends=self.state.amends)

    def _tell(self, turn: Turn) -> None:
        """Say what became of words that are not saved: last, because a list that comes to the front closes notices."""
        if turn.amended_elsewhere:
            self.notice.say("warning", AMENDED_ELSEWHERE)
        if turn.set_aside and self._view:
            self.notice.say("warning", set_aside(turn.set_aside, self._view, amended=turn.was_amended))
        if turn.rival:
            self.saving.lay_beside(turn.rival)

    # -- showing

    def _show(self) -> None:
        if self._view is None or self.lists.all is None:
            return
        had_focus = self._has_focus()
        subject, view = self.state.subject, self._view
        table = self.lists.table()
        self.title.set_title(table.name if table and not self._is_elsewhere() else "پاراف")
        self.title.set_quiet(sitting(subject, view))
        self._show_story(subject, view)
        self.panel.empty.show_view(view)
        is_called = subject is not None and subject is view.here and subject.story.visit.state == "called"
        self.panel.arrange(called=is_called, amends=self.state.amends, away=self.state.opened is not None)
        if view.here:
            self.panel.called.show_recalls(view.recalls_left)
        self._list_key.set_text(self.elsewhere.list_words())
        self._late_key.setVisible(bool(self.elsewhere.session_id))
        self._table_key.setVisible(not self._is_elsewhere())
        self.panel.refresh_today(view.today, at_table=bool(self.table_id()))
        if self.elsewhere.session_id and subject is None and not self.panel.shows_list():
            self.panel.offer_today(view.today, can_leave=bool(table))
        elif table is None and not self._is_elsewhere():
            self._offer_tables()
        elif not self.panel.shows_list():
            self._bring_front(had_focus)

    def _show_story(self, subject: Subject | None, view: TableView) -> None:
        story = subject.story if subject else view.next_up
        self.story.setVisible(story is not None)
        self.panel.sum_up(story.summary if story else None)
        if story and self.lists.all:
            self.story.show_story(
                story,
                self.lists.all.today,
                "" if subject else "نفر بعدی",
                renewable=subject is not None and subject.paraph is None,
            )

    def _is_elsewhere(self) -> bool:
        return self.elsewhere.is_shown(has_table=bool(self.table_id()))

    def _bring_front(self, had_focus: bool) -> None:
        """Show the form where there is a subject, else the next visitor. The focus moves when that changes."""
        subject = self.state.subject
        self.panel.show_form() if subject else self.panel.show_empty()
        shown = (subject.key if subject else None, self._view is not None and self._view.next_up is not None)
        if had_focus and shown != self._shown:
            self._focus()
        self._shown = shown

    def _focus(self) -> None:
        if not self.state.subject:
            self.panel.empty.setFocus()
        else:
            self.form.words.setFocus()

    def _has_focus(self) -> bool:
        """Whether the keyboard is this page's, so that the focus may be moved."""
        focus = QApplication.focusWidget()
        return focus is None or focus is self or self.isAncestorOf(focus)

    def _to_front(self) -> None:
        if not self.table_id() and not self._is_elsewhere():
            return
        self.panel.show_form()
        self._show()
        self._bring_front(had_focus=False)
        self._focus()

    def _show_sheet(self, place: int) -> None:
        if self.story.story:
            self.viewer.open(self.story.strip.pages, place, self.story.story.papers)

    # -- the lists over the form

    def _offer_tables(self) -> None:
        if self.lists.all:
            self.panel.offer_tables(self.lists.all.tables, self.table_id())

    def _choose_table(self, table_id: int) -> None:
        self.context.pc.set("table", str(table_id))
        self.state.leave_opened()
        self.lists.put_official_first()
        self._to_front()
        self.refresh()

    def _offer_phrases(self) -> None:
        if self.lists.all:
            self.panel.offer_phrases(self.lists.all.phrases)

    def _write_phrase(self, phrase_id: int) -> None:
        phrases = self.lists.all.phrases if self.lists.all else ()
        text = next(phrase.text for phrase in phrases if phrase.id == phrase_id)
        self._to_front()
        self.form.write_phrase(text)

    def _list_or_back(self) -> None:
        """One key leads into today's list, out of it, and back from the paraph that was opened there."""
        if self.panel.leaving.question:
            return
        if self.state.opened and self.state.subject and self.state.amends and self.unsaved():
            self.panel.ask_leaving(self.state.subject.story.visit.ticket, self._leave_amendment)
        elif self.state.opened:
            self.state.leave_opened()
            self.refresh()
        elif self.panel.shows_today():
            self._leave_list()
        elif self.table_id() or self.elsewhere.session_id:
            self.panel.offer_today(self._view.today if self._view else ())

    def _leave_amendment(self, values: Values) -> None:
        self.panel.leaving.take_away()
        self.panel.show_form()
        self.state.leave_opened() if values["keep"] else self.state.drop(self.form.content())
        self.refresh()

    def _open(self, visit_id: int) -> None:
        today = self._view.today if self._view else ()
        matter = next((matter for matter in today if matter.visit_id == visit_id), None)
        self._to_front()
        if matter:
            self.state.open(matter.key)
            self.refresh()

    def _offer_tables_to_send(self) -> None:
        if self.state.subject and self.lists.all:
            self.panel.offer_send(
                self.state.subject.story.visit.ticket, self.lists.all.tables, self.table_id(), unsaved=self.unsaved()
            )

    # -- what the keys do

    def _act(self, rule: Callable[[Subject], None]) -> None:
        if self.state.subject:
            rule(self.state.subject)

    def _send(self, table_id: int, note: str) -> None:
        if self.state.subject:
            self.line_actions.send(self.state.subject, table_id or None, note)
        self._to_front()

    def _call_next(self) -> None:
        if self._view and self._view.session:
            self.notice.close_notice()
            self.line_actions.call_next(self._view.session.id, self.table_id())

    def _preview(self) -> None:
        if self.state.subject and self.form.check():
            show_preview(self.window(), self.context, self.state.subject, self.saving.draft())

    def _say_nobody_waits(self) -> None:
        self.notice.say("info", "کسی در انتظار این میز نیست.")
