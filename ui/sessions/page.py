"""The sessions page: today's session is opened with one key, the others are planned, closed, cancelled or moved."""

from collections.abc import Callable
from functools import partial
from typing import Any

from app.errors import Refused
from app.exports import office as exports_office
from app.papers import requests
from app.persian.calendar import long_day, short_day
from app.sessions import corrections, endings, sessions
from app.sessions.agenda import Proposal, SessionsView, sessions_view
from app.sessions.corrections import PaperDay
from app.sessions.endings import Closing, Unended
from app.sessions.sessions import REOPENERS, Session
from ui.context import Context
from ui.page import Page
from ui.papers.exporting import ExportButton
from ui.parts.question import Question, QuestionStack, Values
from ui.sessions.agenda_items import AgendaItem, agenda_items
from ui.sessions.closing import ClosingQuestion
from ui.sessions.detail import Detail, when_it_opens
from ui.sessions.questions import (
    cancel_question,
    correct_question,
    move_question,
    paper_day_question,
    plan_question,
    reopen_question,
)
from ui.widgets import Card, KeyButton, ListView, Notice, PageTitle, column, row
from ui.work import Task


class SessionsPage(Page):
    topics = frozenset({"session", "queue", "office", "visitors"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.setObjectName("page")
        self.view: SessionsView | None = None
        """None before it was read."""
        self._items: dict[int, AgendaItem] = {}
        self._success = ""
        """The sentence to show when the step has been taken."""
        self._acted_on: int | None = None
        """The session of the last step, until its row is selected."""
        self.list = ListView("هنوز برنامه‌ای تعریف نشده است؛ در تنظیمات برنامه‌ای اضافه کنید.")
        self.list.current.connect(self._show_detail)
        self.list.chosen.connect(self._act)
        self.detail, self.notice = Detail(context.clerk), Notice()
        self.asking = QuestionStack(self.detail)
        self.asking.ended.connect(self._return_to_list)
        self.export = ExportButton(context, self._exported)
        self.export.notified.connect(self.notice.say)
        self._build()
        self.setFocusProxy(self.list)

    # -- reading

    def refresh(self) -> None:
        self.context.work.run(sessions_view, self._show)

    def _show(self, found: SessionsView) -> None:
        first = self.view is None
        self.view = found
        self._items = {item.id: item for item in agenda_items(found)}
        self.list.show_rows([item.list_row() for item in self._items.values()])
        if first or self.list.current_id() is None:
            self.list.set_current(next(iter(self._items), None))
        self._select_acted_on()
        self._show_detail()

    def _select_acted_on(self) -> None:
        """Select the session of the last step, so that the next Enter is about it: planning and moving change its
        row."""
        if self._acted_on in self._items:
            self.list.set_current(self._acted_on)
            self._acted_on = None

    def _item(self) -> AgendaItem | None:
        return self._items.get(self.list.current_id() or 0)

    def _show_detail(self) -> None:
        if self.view:
            self.detail.show_item(self._item(), self.view)

    # -- steps

    def _act(self) -> None:
        """Take the step that the selected session waits for."""
        item = self._item()
        if item is None:
            return
        if item.can_open:
            self._run(
                partial(sessions.open_today, clerk=self.context.clerk, programme_id=item.what.programme_id),
                "جلسه باز شد؛ پذیرش با Ctrl+1 آغاز می‌شود." if self.context.clerk.may("reception") else "جلسه باز شد.",
            )
        elif isinstance(item.what, Proposal):
            self._plan_proposal(item.what)
        elif item.state == "open":
            self._close_asked(self._session())
        elif item.was_never_opened and self.context.clerk.may(*REOPENERS):
            self._ask_paper_day(item)
        elif item.state == "planned":
            self._tell_when_it_opens(item)
        elif item.is_corrected_now and self.context.clerk.may(*REOPENERS):
            self.late_entry_asked.emit(item.id)
        elif item.state == "closed":
            self._print()

    def _plan_proposal(self, proposal: Proposal) -> None:
        if proposal.holiday:
            self._plan_asked()
        else:
            self._run(
                partial(sessions.plan, clerk=self.context.clerk, programme_id=proposal.programme_id, day=proposal.day),
                f"جلسهٔ {short_day(proposal.day)} برنامه‌ریزی شد.",
            )

    def _tell_when_it_opens(self, item: AgendaItem) -> None:
        if item.holiday:
            self._move_asked()
        else:
            self.notice.say("info", when_it_opens(item))

    def _close_asked(self, session: Session) -> None:
        """Ask with the names of those who are here now: the view of this page may be older than the line."""
        self.context.work.run(partial(endings.unended, session_id=session.id), partial(self._ask_closing, session))

    def _ask_closing(self, session: Session, still_here: tuple[Unended, ...]) -> None:
        if self.asking.question:
            return  # another question was asked while the names were read
        question = ClosingQuestion(still_here)
        self._ask(question, partial(self._close, session, question))

    def _close(self, session: Session, question: ClosingQuestion, _: Values) -> None:
        self.context.work.run(
            partial(sessions.close, clerk=self.context.clerk, session_id=session.id, chosen=question.chosen()),
            self._closed,
            partial(self._closing_refused, session, question),
        )

    def _closed(self, closing: Closing) -> None:
        became = closing.sentence()
        self._success = f"جلسه پایان یافت{f': {became}' if became else ''}. صورت‌جلسه در فهرست چاپ قرار گرفت."
        self._done(closing)

    def _closing_refused(self, session: Session, question: ClosingQuestion, refused: Refused) -> None:
        """Say why, and show who is here now: a visitor who was registered meanwhile is decided on like the others."""
        self._refused(refused)
        if self.asking.question is question:
            self.context.work.run(
                partial(endings.unended, session_id=session.id), partial(self._show_who_is_here, question)
            )

    def _show_who_is_here(self, question: ClosingQuestion, still_here: tuple[Unended, ...]) -> None:
        if self.asking.question is question:
            question.show_visitors(still_here)

    def _move_asked(self) -> None:
        self._ask(move_question(), partial(self._move, self._session()))

    def _move(self, session: Session, values: Values) -> None:
        day = values["day"]
        self._run(
            partial(sessions.move, clerk=self.context.clerk, session_id=session.id, day=day, reason=values["reason"]),
            f"جلسه به {long_day(day)} منتقل شد." if day else "",
        )

    def _cancel_asked(self) -> None:
        self._ask(cancel_question(), partial(self._cancel, self._session()))

    def _cancel(self, session: Session, values: Values) -> None:
        self._run(
            partial(sessions.cancel, clerk=self.context.clerk, session_id=session.id, reason=values["reason"]),
            "جلسه لغو شد.",
        )

    def _reopen_asked(self) -> None:
        self._ask(reopen_question(), partial(self._reopen, self._session()))

    def _reopen(self, session: Session, values: Values) -> None:
        self._run(
            partial(sessions.reopen, clerk=self.context.clerk, session_id=session.id, reason=values["reason"]),
            "جلسه دوباره باز شد.",
        )

    def _paper_day_asked(self) -> None:
        item = self._item()
        self._ask_paper_day(item if item and item.was_never_opened else None)

    def _ask_paper_day(self, item: AgendaItem | None) -> None:
        """`item`: the planned session that was never opened; None asks for the day too."""
        if self.view and self.view.programmes:
            known = (item.what.programme_id, item.day) if item else (self.view.programmes[0].id, "")
            question = paper_day_question(self.view.programmes, *known)
            self._ask(question, self._enter_past)
            question.form.editor("opened" if item else "day").setFocus()

    def _enter_past(self, values: Values) -> None:
        held = PaperDay(values["day"], values["opened"], values["closed"])
        self._run(
            partial(
                corrections.enter_past,
                clerk=self.context.clerk,
                programme_id=int(values["programme"] or 0),
                held=held,
                reason=values["reason"],
            ),
            "جلسه ثبت شد؛ با Enter برگه‌های کاغذی آن را وارد کنید.",
        )

    def _correct_asked(self) -> None:
        self._ask(correct_question(), partial(self._correct, self._session()))

    def _correct(self, session: Session, values: Values) -> None:
        self._run(
            partial(corrections.correct, clerk=self.context.clerk, session_id=session.id, reason=values["reason"]),
            "جلسه برای اصلاح باز شد.",
        )

    def _finish(self) -> None:
        self._run(
            partial(corrections.finish, clerk=self.context.clerk, session_id=self._session().id),
            "اصلاح پایان یافت و صورت‌جلسه در فهرست چاپ قرار گرفت.",
        )

    def _list_paraphs(self) -> None:
        self.session_paraphs_asked.emit(self._session().id)

    def _plan_asked(self) -> None:
        if self.view:
            item = self._item()
            question = plan_question(self.view.programmes, item.what.programme_id if item else None)
            self._ask(question, self._plan)
            question.form.editor("day" if item else "programme").setFocus()

    def _plan(self, values: Values) -> None:
        self._run(
            partial(
                sessions.plan, clerk=self.context.clerk, programme_id=int(values["programme"] or 0), day=values["day"]
            ),
            "جلسه برنامه‌ریزی شد.",
        )

    def _print(self) -> None:
        self._run(
            partial(requests.print_again, clerk=self.context.clerk, kind="minutes", subject_id=self._session().id),
            "صورت‌جلسه در فهرست چاپ قرار گرفت.",
        )

    def _show_sheets(self) -> None:
        self.unit_sheets_asked.emit(self._session().id)

    def _exported(self) -> tuple[str, Task]:
        return "جلسه‌ها", partial(exports_office.session_listing, clerk=self.context.clerk)

    def _session(self) -> Session:
        item = self._item()
        assert item and isinstance(item.what, Session), "only a session has these steps"
        return item.what

    def _run(self, task: Callable[..., Any], success: str) -> None:
        self.notice.close_notice()
        self._success = success
        self.context.work.run(task, self._done, self._refused)

    def _done(self, result: object) -> None:
        self.asking.end()
        if isinstance(result, Session):
            self._acted_on = result.id
            self._select_acted_on()
        self.notice.say("done", self._success)

    def _refused(self, refused: Refused) -> None:
        if self.asking.question:
            self.asking.refuse(refused)
        else:
            self.notice.say("error", refused.sentence)

    # -- asking

    def _ask(self, question: Question, answered: Callable[[Values], None]) -> None:
        """Ask in place of the details. `answered` is bound to the session in question. The list, its filter and its
        keys are disabled until the question is answered or left."""
        self.notice.close_notice()
        self.list_card.setEnabled(False)
        self.asking.ask(question, answered)

    def _return_to_list(self) -> None:
        self.list_card.setEnabled(True)
        self.list.setFocus()

    def _build(self) -> None:
        other = KeyButton("جلسه در روز دیگر…", "F9")
        other.clicked.connect(self._plan_asked)
        paper = KeyButton("ثبت روز کاغذی…", "Shift+F9")
        paper.clicked.connect(self._paper_day_asked)
        for signal, slot in (
            (self.detail.acted, self._act),
            (self.detail.move_asked, self._move_asked),
            (self.detail.cancel_asked, self._cancel_asked),
            (self.detail.print_asked, self._print),
            (self.detail.reopen_asked, self._reopen_asked),
            (self.detail.sheet_asked, self._show_sheets),
            (self.detail.correct_asked, self._correct_asked),
            (self.detail.paraphs_asked, self._list_paraphs),
            (self.detail.finish_asked, self._finish),
        ):
            signal.connect(slot)
        found = self.list.filter_box("جست‌وجو: روز، برنامه، وضعیت")
        self.list_card = Card(found, self.list, row(other, paper, 1, self.export))
        paper.setVisible(self.context.clerk.may(*REOPENERS))  # in its row by now: alone it would be a window
        card = Card(self.notice, self.asking, 1)
        body = row(self.list_card, card, gap=16)
        body.setStretch(0, 47)
        body.setStretch(1, 53)
        page = column(PageTitle("جلسه‌ها", "روزی را انتخاب کنید؛ Enter: مرحلهٔ بعدی"), body, gap=16, parent=self)
        page.setContentsMargins(24, 20, 24, 20)
        page.setStretch(1, 1)
