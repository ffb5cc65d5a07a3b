"""Visitors to phone about an answer: each result of a phone call is one key, the messages for an SMS panel another."""

from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from app.access.clerks import Clerk
from app.exports import lists as exports
from app.followup import phone_calls
from app.followup.phone_calls import VisitorToPhone
from app.persian.calendar import jalali, local_day
from app.persian.text import fa, isolate
from app.referrals import taking_back, verdicts
from ui.context import Context
from ui.followup import action_questions as questions
from ui.followup import action_tasks as tasks
from ui.followup.action_tasks import Reply
from ui.followup.section import FollowupSection
from ui.followup.taking_back import TakeBackButton
from ui.followup.task_questions import TaskQuestionStack
from ui.papers.exporting import ExportButton
from ui.papers.saving import FileSaver
from ui.parts.button_flow import button_flow
from ui.parts.question import Values
from ui.widgets import Card, Field, KeyButton, ListRow, ListView, column, heading, label, row
from ui.widgets.frames import TagKind
from ui.work import Task

EMPTY = "کسی در انتظار تماس نیست. با ثبت پاسخ هر واحد، متقاضی آن این‌جا می‌آید."


class PhoneCallSection(FollowupSection):
    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.list, self._people = ListView(EMPTY), dict[int, VisitorToPhone]()
        self.title, self.who, self.said = heading(""), label("", wraps=True), label("", "quiet", wraps=True)
        self.keys = {
            "accepted": KeyButton("تأیید", "Alt+1", primary=True, small=True),
            "objected": KeyButton("اعتراض…", "Alt+2", small=True),
            "no_contact": KeyButton("بی‌پاسخ", "Alt+3", small=True),
            "again": KeyButton("تماس دوباره…", "Alt+4", small=True),
        }
        self.messages = KeyButton("فهرست پیام (CSV)", "Shift+F8", small=True)
        self.saving = FileSaver(context.work, self)
        last = partial(taking_back.latest, clerk=context.clerk, kinds=("accepted", "objected", "called"))
        self.take_back = TakeBackButton(context, lambda: last)
        self.export = ExportButton(context, self._exported)
        self.export.notified.connect(self.notified)
        self._build()
        self._connect()
        self.setFocusProxy(self.list)
        self._show_current(None)

    def refresh(self) -> None:
        self.context.work.run(partial(phone_calls.visitors_to_phone, clerk=self.context.clerk), self._show)
        self.take_back.refresh()

    def _build(self) -> None:
        listed = Card(
            row(Field("فیلتر فهرست", self.list.filter_box(), bare=True), self.messages),
            self.list,
            row(self.take_back, 1, self.export),
        )
        listed.inner.setStretchFactor(self.list, 1)
        self._person_view = QWidget()
        column(self.title, self.who, self.said, button_flow(*self.keys.values()), gap=12, parent=self._person_view)
        content = QWidget()
        column(self._person_view, parent=content)
        self.asking = TaskQuestionStack(self.context.work, content)
        layout = row(listed, Card(self.asking, 1), gap=16, parent=self)
        layout.setStretch(0, 1)
        layout.setStretch(1, 1)

    def _connect(self) -> None:
        self.list.current.connect(self._show_current)
        self.list.chosen.connect(self._open_case)
        self.keys["accepted"].clicked.connect(self._record_acceptance)
        self.keys["objected"].clicked.connect(self._ask_objection)
        self.keys["no_contact"].clicked.connect(self._record_no_contact)
        self.keys["again"].clicked.connect(self._ask_when_again)
        self.asking.done.connect(partial(self.notified.emit, "done"))
        self.asking.ended.connect(self._return_to_list)
        self.take_back.ask_in(self.asking)
        self.messages.clicked.connect(self._make_messages)
        self.saving.done.connect(partial(self.notified.emit, "done"))
        self.saving.failed.connect(partial(self.notified.emit, "error"))

    def _show(self, people: list[VisitorToPhone]) -> None:
        self._people = {each.referral_id: each for each in people}
        self.list.show_rows([_row(each) for each in people])
        if self.list.current_id() is None and people:
            self.list.set_current(people[0].referral_id)
        self._show_current(self.list.current_id())

    def _show_current(self, _: object) -> None:
        each = self._current()
        self._person_view.setVisible(each is not None)
        self.messages.setVisible(bool(self._people))
        if each:
            self.title.setText(fa(each.visitor))
            self.who.setText(fa(f"{isolate(each.mobile) or 'بدون شماره'} · ارجاع {isolate(each.number)} · {each.unit}"))
            answer = f"«{each.words}»" if each.words else each.category
            calls = f"\nتاکنون {each.phone_calls} بار تماس گرفته شده است." if each.phone_calls else ""
            day = isolate(jalali(each.answered_day))
            self.said.setText(fa(f"پاسخ {day}: {' · '.join(filter(None, (each.outcome, answer)))}{calls}"))

    def _current(self) -> VisitorToPhone | None:
        return self._people.get(self.list.current_id() or 0)

    def _open_case(self, referral_id: int) -> None:
        self.case_asked.emit(self._people[referral_id].visit_id)

    def _record_acceptance(self) -> None:
        if each := self._current():
            self.act(
                partial(verdicts.accept, clerk=self.context.clerk, referral_id=each.referral_id),
                f"{each.visitor} پاسخ را تأیید کردند؛ ارجاع {isolate(each.number)} به پایان رسید.",
            )

    def _record_no_contact(self) -> None:
        if each := self._current():
            self.act(
                partial(
                    verdicts.phoned_without_word,
                    clerk=self.context.clerk,
                    referral_id=each.referral_id,
                    result="no_contact",
                ),
                "ثبت شد؛ روز کاری بعد دوباره در فهرست می‌آید.",
            )

    def _ask_objection(self) -> None:
        if each := self._current():
            self.list.setEnabled(False)
            question = questions.object_to_answer(f"{each.visitor}؛ ارجاع با اظهارات ایشان دوباره باز می‌شود.")
            self.asking.begin(
                question, partial(self._objection, each.referral_id), "اعتراض ثبت شد و ارجاع دوباره باز است."
            )

    def _ask_when_again(self) -> None:
        if each := self._current():
            self.list.setEnabled(False)
            question = questions.phone_again("تماس دوباره", f"{each.visitor} در آن روز دوباره در فهرست می‌آیند.")
            self.asking.begin(
                question, partial(self._again, each.referral_id), "ثبت شد؛ در آن روز دوباره در فهرست می‌آید."
            )

    def _objection(self, referral_id: int, values: Values) -> Task:
        return tasks.objection(Reply(self.context.clerk, referral_id, values))

    def _again(self, referral_id: int, values: Values) -> Task:
        return tasks.phone_call(Reply(self.context.clerk, referral_id, values | {"result": "again"}))

    def _return_to_list(self) -> None:
        self.list.setEnabled(True)
        self.list.setFocus()

    def _make_messages(self) -> None:
        self.context.work.run(partial(_messages, clerk=self.context.clerk), self._save_messages, self.refuse)

    def _exported(self) -> tuple[str, Task]:
        return "تماس‌ها", partial(exports.phone_call_listing, clerk=self.context.clerk)

    def _save_messages(self, made: tuple[str, bytes]) -> None:
        day, data = made
        self.saving.ask(f"messages-{day}", data, "CSV")


def _messages(db: Any, clerk: Clerk) -> tuple[str, bytes]:
    """Return today as a Jalali day, for the file's name, and the CSV."""
    return jalali(local_day(db.now())), phone_calls.messages(db, clerk)


def _row(each: VisitorToPhone) -> ListRow:
    quiet = " · ".join(filter(None, (each.mobile and isolate(each.mobile), each.unit, each.outcome or each.category)))
    calls: tuple[tuple[TagKind, str], ...] = (("waits", f"{each.phone_calls} تماس"),) if each.phone_calls else ()
    return ListRow(each.referral_id, each.visitor, quiet, time=jalali(each.answered_day), tags=calls)
