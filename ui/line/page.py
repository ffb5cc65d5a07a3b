"""The caller's page: who is next and why, the look before a number goes public, and every step at the tables."""

from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.cases.story import Story
from app.errors import Refused
from app.exports import lists as exports
from app.line import steps
from app.line.view import LineView, line_view
from app.persian.calendar import local_day
from ui.context import Context
from ui.line import words
from ui.line.case import Case
from ui.line.closed import Closed
from ui.line.listing import Listing
from ui.line.questions import ANY, clock_time, hold_question, postpone_question, send_question
from ui.line.tables import Tables
from ui.page import Page
from ui.papers.exporting import ExportButton
from ui.parts.question import Question, Values
from ui.widgets import KeyButton, Notice, PageTitle, column, row
from ui.work import Task

TICK_MS = 15_000
"""Waits grow and held visitors return without anybody writing."""
NOBODY = "کسی در صف این میز نیست."


class LinePage(Page):
    topics = frozenset({"queue", "session", "office", "visitors", "paraphs"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._work = context.work
        self._look: LineView | None = None
        self._table = int(context.pc.get("table") or 0)
        self._subject: int | None = None
        self._armed = False
        self._next_asked = False
        """F2 came before the page had seen the table that was chosen just then."""
        self.export, self.notice = ExportButton(context, self._exported), Notice()
        self.export.hide()
        self.title = PageTitle("صف و فراخوان", "", self.export)
        self.next = KeyButton("نفر بعدی", "F2", primary=True)
        self.call = KeyButton("فراخوان این نوبت", "Enter")
        self.listing, self.case, self.tables, self.closed = Listing(self.next, self.call), Case(), Tables(), Closed()
        self.views = QStackedWidget()
        self.views.addWidget(self.closed)
        self.views.addWidget(self._desk())
        column(self.title, self.notice, self.views, gap=14, parent=self).setContentsMargins(24, 16, 24, 20)
        self._timer = QTimer(self, interval=TICK_MS)
        self._connect()

    def shown(self) -> None:
        super().shown()
        self._focus()

    def _desk(self) -> QWidget:
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
        self.listing.chosen.connect(self._choose)
        self.tables.chosen.connect(self._choose_table)
        self.case.asking.ended.connect(self._return_to_list)
        asks = {"hold": self._ask_hold, "send": self._ask_send, "postpone": self._ask_postpone}
        for name, button in self.tables.steps.items():
            button.clicked.connect(partial(self._step_here, name))
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
        self._work.run(partial(line_view, clerk=self.context.clerk, table_id=self._table, visit_id=self._subject),
                       self._show)

    def _show(self, look: LineView | None) -> None:
        had, self._look = self._look, look
        self.views.setCurrentIndex(0 if look is None else 1)
        self.export.setVisible(look is not None)
        if look is None:
            self._subject = None
            self.title.set_quiet("")
        else:
            self._show_look(look)
        if (had is None) != (look is None):
            self._focus()

    def _show_look(self, look: LineView) -> None:
        if look.hall.table(self._table) is None:
            self._table = look.table_id
        self.title.set_quiet(words.head(look.hall))
        self.listing.show_hall(look.hall, look.next_id)
        self.tables.show_hall(look.hall, self._table)
        if self._subject is None and look.story:
            self._subject = look.story.visit.id
        if look.story is None or look.story.visit.id == self._subject:
            self.case.tell(look.story, local_day(look.hall.now))
        self._tell_call()
        if self._next_asked:
            self._next()

    def _tell_call(self) -> None:
        """What the two buttons would do now."""
        story = self._ready()
        table = self._look.hall.table(self._table) if self._look else None
        self.call.setEnabled(story is not None and self.case.asking.question is None)
        self.call.set_text(f"فراخوان نوبت {story.visit.ticket}" if story else "فراخوان این نوبت")
        self.next.set_text(f"فراخوان به {table.name}" if self._armed and story and table else "نفر بعدی")

    def _ready(self) -> Story | None:
        """The story in sight, if its number may be called."""
        story = self._seen()
        return story if story and story.visit.may("call") else None

    def _seen(self) -> Story | None:
        """The story in sight, unless the bar is on another line whose story is still on its way."""
        story = self.case.story
        return story if story and story.visit.id == self._subject else None

    def _focus(self) -> None:
        first: QWidget = self.listing if self._look else self.closed.open
        self.setFocusProxy(first)
        first.setFocus()

    # -- who is looked at

    def _look_at(self, visit_id: int) -> None:
        """The case of a visit; with it every earlier arming is off."""
        if visit_id != self._subject:
            self._subject, self._armed = visit_id, False
            self.case.asking.take_away()
            self.refresh()

    def _choose(self, visit_id: int) -> None:
        """Enter on a line calls, but never a case nobody has seen: then it only shows it."""
        story = self._ready()
        if story and story.visit.id == visit_id:
            self._call()
        else:
            self._look_at(visit_id)

    def _choose_table(self, table_id: int) -> None:
        """Whoever is there comes into sight."""
        self._table, self._armed = table_id, False
        table = self._look.hall.table(table_id) if self._look else None
        self._subject = table.visit.id if table and table.visit else None
        self.listing.let_go()
        self.case.asking.take_away()
        self.refresh()

    def _exported(self) -> tuple[str, Task]:
        session = self._look.hall.session.id if self._look else 0
        return "مراجعه‌کنندگان جلسه", partial(exports.visit_listing, clerk=self.context.clerk, session_id=session)

    # -- calling

    def _next(self) -> None:
        """The first press shows who it is, the second calls."""
        self._next_asked = self._look is not None and self._look.table_id != self._table
        if self._next_asked or self._look is None:
            return
        if self._armed and self._ready():
            self._call()
        elif self._look.next_id:
            self.notice.close_notice()
            self.listing.show_visit(self._look.next_id)
            self._armed = True
            self._tell_call()
        else:
            self.notice.say("info", NOBODY)

    def _call(self) -> None:
        if story := self._ready():
            self.context.pc.set("table", str(self._table))
            self._run("call", story.visit.id, table_id=self._table)

    # -- the other steps

    def _step_here(self, name: str) -> None:
        table = self._look.hall.table(self._table) if self._look else None
        if table and table.visit:
            self._subject = table.visit.id
            self.listing.let_go()
            self._run(name, table.visit.id)

    def _step_case(self, name: str) -> None:
        if story := self._seen():
            self._run(name, story.visit.id)

    def _ask_hold(self) -> None:
        if self._look and (story := self._seen()):
            self._ask("hold", hold_question(story.visit.ticket, self._look.hall.now))

    def _ask_send(self) -> None:
        if self._look and (story := self._seen()):
            visit = story.visit
            self._ask("send", send_question(visit.ticket, self._look.hall.tables, visit.table_id))

    def _ask_postpone(self) -> None:
        if story := self._seen():
            self._ask("postpone", postpone_question(story.visit.ticket))

    def _ask(self, name: str, question: Question) -> None:
        self.notice.close_notice()
        self.case.asking.ask(question, partial(self._answered, name))
        self._tell_call()

    def _answered(self, name: str, values: Values) -> None:
        more: dict[str, Any] = {}
        if name == "hold":
            more = {"until": clock_time(values["until"])}
        elif name == "send":
            table = values["table_id"]
            more = {"table_id": None if table == ANY else int(table or 0), "note": values["note"]}
        if self.case.story:
            self._armed = False
            self._work.run(self._rule(name, self.case.story.visit.id, **more), self._ask_done, self._ask_refused)

    def _return_to_list(self) -> None:
        self._tell_call()
        self.listing.setFocus()

    def _run(self, name: str, visit_id: int, **more: Any) -> None:
        self._armed = False
        self._work.run(self._rule(name, visit_id, **more), self._done, self._refused)

    def _rule(self, name: str, visit_id: int, **more: Any) -> Task:
        return partial(getattr(steps, name), clerk=self.context.clerk, visit_id=visit_id, **more)

    def _done(self, _: object) -> None:
        """The page itself learns of it from `changed`."""
        self.notice.close_notice()

    def _refused(self, refused: Refused) -> None:
        self.notice.say("error", refused.sentence)
        self.refresh()

    def _ask_done(self, done: object) -> None:
        self._done(done)
        if self.case.asking.question:
            self.case.asking.end()

    def _ask_refused(self, refused: Refused) -> None:
        if self.case.asking.question:
            self.case.asking.refuse(refused)
            self.refresh()
        else:
            self._refused(refused)
