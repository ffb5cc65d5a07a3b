"""The caller's page: the line, the case of one visit before it is called, the tables, and every step between them."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.cases.story import Story
from app.errors import Refused
from app.exports import lists as exports
from app.line import breaks, steps
from app.line.turn_reason import why
from app.line.view import LineView, line_view
from app.persian.calendar import local_day
from ui.context import Context
from ui.line import words
from ui.line.case import Case
from ui.line.closed import Closed
from ui.line.listing import Listing
from ui.line.questions import (
    ANY,
    break_question,
    clock_time,
    hold_question,
    postpone_question,
    send_question,
    why_question,
)
from ui.line.tables import Tables
from ui.page import Page
from ui.papers.exporting import ExportButton
from ui.parts.question import Question, Values
from ui.widgets import KeyButton, Notice, PageTitle, column, row
from ui.work import Task

TICK_MS = 15_000
"""Waits grow and held visits return to the line without a change in storage."""
NOBODY = "کسی در صف این میز نیست."


class LinePage(Page):
    topics = frozenset({"queue", "session", "office", "visitors", "paraphs"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._work = context.work
        self.view: LineView | None = None
        """None while no session is open, and before it was read."""
        self.table_id = int(context.pc.get("table") or 0)
        """The table to call to."""
        self._subject_id: int | None = None
        """The visit whose case is shown, or will be once it has been read."""
        self._is_armed = False
        """F2 has shown the next visit: the second F2 calls it."""
        self._next_pending = False
        """F2 was pressed before the view of the table chosen just then was read."""
        self.export, self.notice = ExportButton(context, self._exported), Notice()
        self.export.hide()
        self.title = PageTitle("صف و فراخوان", "", self.export)
        self.next = KeyButton("نفر بعدی", "F2", primary=True)
        self.call = KeyButton("فراخوان این نوبت", "Enter")
        self.listing, self.case, self.tables, self.closed = Listing(self.next, self.call), Case(), Tables(), Closed()
        self.views = QStackedWidget()
        self.views.addWidget(self.closed)
        self.views.addWidget(self._hall())
        column(self.title, self.notice, self.views, gap=14, parent=self).setContentsMargins(24, 16, 24, 20)
        self._timer = QTimer(self, interval=TICK_MS)
        self._connect()

    def shown(self) -> None:
        super().shown()
        self._focus()

    def _hall(self) -> QWidget:
        made = QWidget()
        side = column(self.case, self.tables, gap=16)
        side.setStretch(0, 1)
        both = row(self.listing, side, gap=16, parent=made)
        both.setStretch(0, 47)
        both.setStretch(1, 53)
        return made

    def _connect(self) -> None:
        self.export.notified.connect(self.notice.say)
        self._timer.timeout.connect(self.refresh)
        self.closed.open.clicked.connect(self.session_asked)
        self.next.clicked.connect(self._next)
        self.call.clicked.connect(self._call)
        self.listing.current.connect(self._look_at)
        self.listing.chosen.connect(self._enter)
        self.tables.chosen.connect(self._choose_table)
        self.case.asking.ended.connect(self._return_to_list)
        asks = {"hold": self._ask_hold, "send": self._ask_send, "postpone": self._ask_postpone, "why": self._ask_why}
        for name, button in self.tables.steps.items():
            button.clicked.connect(self._rest if name == "break" else partial(self._step_here, name))
        for name, button in self.case.steps.items():
            button.clicked.connect(asks.get(name) or partial(self._step_case, name))

    # -- showing

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def refresh(self) -> None:
        self._work.run(
            partial(line_view, clerk=self.context.clerk, table_id=self.table_id, visit_id=self._subject_id), self._show
        )

    def _show(self, view: LineView | None) -> None:
        before, self.view = self.view, view
        self.views.setCurrentIndex(0 if view is None else 1)
        self.export.setVisible(view is not None)
        if view is None:
            self._subject_id = None
            self.title.set_quiet("")
        else:
            self._show_view(view)
        if (before is None) != (view is None):
            self._focus()

    def _show_view(self, view: LineView) -> None:
        if view.hall.table(self.table_id) is None:
            self.table_id = view.table_id
        self.title.set_quiet(words.summary(view.hall))
        self.listing.show_hall(view.hall, view.next_id)
        self.tables.show_hall(view.hall, self.table_id)
        if self._subject_id is None and view.story:
            self._subject_id = view.story.visit.id
        if view.story is None or view.story.visit.id == self._subject_id:
            self.case.show_story(view.story, local_day(view.hall.now))
        self._show_call_buttons()
        if self._next_pending:
            self._next()

    def _show_call_buttons(self) -> None:
        """Write on the two buttons what they would do now."""
        story = self._callable_story()
        table = self.view.hall.table(self.table_id) if self.view else None
        self.call.setEnabled(story is not None and self.case.asking.question is None)
        self.call.set_text(f"فراخوان نوبت {story.visit.ticket}" if story else "فراخوان این نوبت")
        self.next.set_text(f"فراخوان به {table.name}" if self._is_armed and story and table else "نفر بعدی")

    def _callable_story(self) -> Story | None:
        """Return the story shown, if its visit may be called."""
        story = self._shown_story()
        return story if story and story.visit.may("call") else None

    def _shown_story(self) -> Story | None:
        """Return the story shown; None while that of another selected row has not been read yet."""
        story = self.case.story
        return story if story and story.visit.id == self._subject_id else None

    def _focus(self) -> None:
        first: QWidget = self.listing if self.view else self.closed.open
        self.setFocusProxy(first)
        first.setFocus()

    # -- selecting

    def _look_at(self, visit_id: int) -> None:
        """Show the case of this visit."""
        if visit_id != self._subject_id:
            self._subject_id, self._is_armed = visit_id, False
            self.case.asking.take_away()
            self.refresh()

    def _enter(self, visit_id: int) -> None:
        """Call the visit of this row if its case is shown, else only show it: no visit is called unseen."""
        story = self._callable_story()
        if story and story.visit.id == visit_id:
            self._call()
        else:
            self._look_at(visit_id)

    def _choose_table(self, table_id: int) -> None:
        """Call to this table from now on, and show the case of the visit that is there."""
        self.table_id, self._is_armed = table_id, False
        table = self.view.hall.table(table_id) if self.view else None
        self._subject_id = table.visit.id if table and table.visit else None
        self.listing.clear_selection()
        self.case.asking.take_away()
        self.refresh()

    def _exported(self) -> tuple[str, Task]:
        session = self.view.hall.session.id if self.view else 0
        return "مراجعه‌کنندگان جلسه", partial(exports.visit_listing, clerk=self.context.clerk, session_id=session)

    # -- calling

    def _next(self) -> None:
        """Show the case of the next visit at the first press, and call it at the second."""
        self._next_pending = self.view is not None and self.view.table_id != self.table_id
        if self._next_pending or self.view is None:
            return
        if self._is_armed and self._callable_story():
            self._call()
        elif self.view.next_id:
            self.notice.close_notice()
            self.listing.show_visit(self.view.next_id)
            self._is_armed = True
            self._show_call_buttons()
        else:
            self.notice.say("info", NOBODY)

    def _call(self) -> None:
        if story := self._callable_story():
            self.context.pc.set("table", str(self.table_id))
            self._run("call", story.visit.id, table_id=self.table_id)

    # -- the other steps

    def _step_here(self, name: str) -> None:
        table = self.view.hall.table(self.table_id) if self.view else None
        if table and table.visit:
            self._subject_id = table.visit.id
            self.listing.clear_selection()
            self._run(name, table.visit.id)

    def _step_case(self, name: str) -> None:
        if story := self._shown_story():
            self._run(name, story.visit.id)

    def _ask_hold(self) -> None:
        if self.view and (story := self._shown_story()):
            self._ask("hold", hold_question(story.visit.ticket, self.view.hall.now))

    def _ask_send(self) -> None:
        if self.view and (story := self._shown_story()):
            visit = story.visit
            self._ask("send", send_question(visit.ticket, self.view.hall.tables, visit.table_id))

    def _ask_postpone(self) -> None:
        if story := self._shown_story():
            self._ask("postpone", postpone_question(story.visit.ticket))

    def _ask_why(self) -> None:
        """Compare the shown visit with the one that is called next, or with another that the clerk types."""
        story = self._shown_story()
        if self.view is None or story is None:
            return
        next_id = self.view.next_id
        next_up = sorted(self.view.hall.line.next, key=lambda visit: visit.id != next_id)
        offered = next((visit.ticket for visit in next_up if visit.id != story.visit.id), None)
        self._ask_for(why_question(story.visit.ticket, offered), partial(self._explain, story.visit.ticket))

    def _explain(self, ticket: int, values: Values) -> None:
        task = partial(why, clerk=self.context.clerk, ticket=ticket, other_ticket=int(values["ticket"] or 0))
        self._work.run(task, self._explained, self._answer_refused)

    def _explained(self, sentences: tuple[str, ...]) -> None:
        self._answer_done(sentences)
        self.notice.say("info", "\n".join(sentences))

    def _rest(self) -> None:
        """Begin a break of the chosen table, or end the one it is on."""
        table = self.view.hall.table(self.table_id) if self.view else None
        if table and table.back_at is None:
            self._ask_for(break_question(table.name), partial(self._begin_break, table.id))
        elif table:
            task = partial(breaks.finish, clerk=self.context.clerk, table_id=table.id)
            self._work.run(task, self._done, self._refused)

    def _begin_break(self, table_id: int, values: Values) -> None:
        until = clock_time(values["until"])
        task = partial(breaks.begin, clerk=self.context.clerk, table_id=table_id, until=until)
        self._work.run(task, self._answer_done, self._answer_refused)

    def _ask(self, name: str, question: Question) -> None:
        self._ask_for(question, partial(self._answered, name))

    def _ask_for(self, question: Question, answered: Callable[[Values], None]) -> None:
        self.notice.close_notice()
        self.case.asking.ask(question, answered)
        self._show_call_buttons()

    def _answered(self, name: str, values: Values) -> None:
        more: dict[str, Any] = {}
        if name == "hold":
            more = {"until": clock_time(values["until"])}
        elif name == "send":
            table = values["table_id"]
            more = {"table_id": None if table == ANY else int(table or 0), "note": values["note"]}
        if self.case.story:
            self._is_armed = False
            self._work.run(self._rule(name, self.case.story.visit.id, **more), self._answer_done, self._answer_refused)

    def _return_to_list(self) -> None:
        self._show_call_buttons()
        self.listing.setFocus()

    def _run(self, name: str, visit_id: int, **more: Any) -> None:
        self._is_armed = False
        self._work.run(self._rule(name, visit_id, **more), self._done, self._refused)

    def _rule(self, name: str, visit_id: int, **more: Any) -> Task:
        return partial(getattr(steps, name), clerk=self.context.clerk, visit_id=visit_id, **more)

    def _done(self, _: object) -> None:
        """The page is read again when storage reports the change."""
        self.notice.close_notice()

    def _refused(self, refused: Refused) -> None:
        self.notice.say("error", refused.sentence)
        self.refresh()

    def _answer_done(self, done: object) -> None:
        self._done(done)
        if self.case.asking.question:
            self.case.asking.end()

    def _answer_refused(self, refused: Refused) -> None:
        if self.case.asking.question:
            self.case.asking.refuse(refused)
            self.refresh()
        else:
            self._refused(refused)
