"""Whom to call about an answer: what he says is one key, and the messages for an SMS panel another."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from app.access.clerks import Clerk
from app.exports import lists as exports
from app.followup import phone_calls
from app.followup.phone_calls import ToCall
from app.persian.calendar import jalali, local_day
from app.persian.text import fa, isolate
from app.referrals import verdicts
from ui.context import Context
from ui.followup.asking import Asking
from ui.followup.section import FollowupSection
from ui.papers.exporting import ExportKey
from ui.papers.saving import Saving
from ui.parts.button_flow import button_flow
from ui.parts.question import Answer, Question, Values
from ui.widgets import Card, Field, FieldSpec, KeyButton, ListRow, ListView, column, heading, label, row
from ui.widgets.frames import TagKind
from ui.work import Task

EMPTY = "کسی در انتظار تماس نیست. وقتی واحدی پاسخ دهد، متقاضی‌اش اینجا می‌آید."
WORDS = FieldSpec("words", "سخن متقاضی", "lines", rows=3)
AGAIN = FieldSpec("again", "تماس بعدی (خالی: روز کاری بعد)", "date")


class CallSection(FollowupSection):
    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.list, self._people = ListView(EMPTY), dict[int, ToCall]()
        self.title, self.who, self.said = heading(""), label("", wraps=True), label("", "quiet", wraps=True)
        self.keys = {
            "accepted": KeyButton("پذیرفت", "Alt+1", primary=True, small=True),
            "objected": KeyButton("اعتراض دارد…", "Alt+2", small=True),
            "no_contact": KeyButton("پاسخ نداد", "Alt+3", small=True),
            "again": KeyButton("دوباره تماس…", "Alt+4", small=True),
        }
        self.export, self.saving = KeyButton("فهرست پیام (CSV)", "Shift+F8", small=True), Saving(context.work, self)
        self.listed = ExportKey(context, self._listed)
        self.listed.notified.connect(self.notified)
        self._build()
        self._connect()
        self.setFocusProxy(self.list)
        self._tell(None)

    def refresh(self) -> None:
        self.context.work.run(partial(phone_calls.to_call, clerk=self.context.clerk), self._show)

    def _build(self) -> None:
        listed = Card(row(Field("صافی فهرست", self.list.filter_box(), bare=True), self.export), self.list,
                      row(1, self.listed))
        listed.inner.setStretchFactor(self.list, 1)
        self._case = QWidget()
        column(self.title, self.who, self.said, button_flow(*self.keys.values()), gap=12, parent=self._case)
        content = QWidget()
        column(self._case, parent=content)
        self.asking = Asking(self.context.work, content)
        layout = row(listed, Card(self.asking, 1), gap=16, parent=self)
        layout.setStretch(0, 1)
        layout.setStretch(1, 1)

    def _connect(self) -> None:
        self.list.current.connect(self._tell)
        self.list.chosen.connect(self._open)
        self.keys["accepted"].clicked.connect(self._accepted)
        self.keys["objected"].clicked.connect(self._objects)
        self.keys["no_contact"].clicked.connect(self._no_contact)
        self.keys["again"].clicked.connect(self._again)
        self.asking.done.connect(partial(self.notified.emit, "done"))
        self.asking.ended.connect(self._return_to_list)
        self.export.clicked.connect(self._export)
        self.saving.done.connect(partial(self.notified.emit, "done"))
        self.saving.failed.connect(partial(self.notified.emit, "error"))

    def _show(self, people: list[ToCall]) -> None:
        self._people = {each.referral_id: each for each in people}
        self.list.show_rows([_row(each) for each in people])
        if self.list.current_id() is None and people:
            self.list.set_current(people[0].referral_id)
        self._tell(self.list.current_id())

    def _tell(self, referral_id: object) -> None:
        each = self._person()
        self._case.setVisible(each is not None)
        self.export.setVisible(bool(self._people))
        if each:
            self.title.setText(fa(each.visitor))
            self.who.setText(fa(f"{isolate(each.mobile) or 'بی‌شماره'} · ارجاع {isolate(each.number)} · {each.unit}"))
            answer = f"«{each.words}»" if each.words else each.category
            calls = f"\nتا کنون {each.calls} بار تماس گرفته شده است." if each.calls else ""
            day = isolate(jalali(each.answered_day))
            self.said.setText(fa(f"پاسخ {day}: {' · '.join(filter(None, (each.outcome, answer)))}{calls}"))

    def _person(self) -> ToCall | None:
        return self._people.get(self.list.current_id() or 0)

    def _open(self, referral_id: int) -> None:
        self.case_asked.emit(self._people[referral_id].visit_id)

    def _accepted(self) -> None:
        if each := self._person():
            self.act(partial(verdicts.accept, clerk=self.context.clerk, referral_id=each.referral_id),
                     f"{each.visitor} پاسخ را پذیرفت؛ ارجاع {isolate(each.number)} به پایان رسید.")

    def _no_contact(self) -> None:
        if each := self._person():
            self.act(partial(verdicts.phoned_without_word, clerk=self.context.clerk, referral_id=each.referral_id,
                             result="no_contact"), "ثبت شد؛ روز کاری بعد دوباره در فهرست می‌آید.")

    def _objects(self) -> None:
        if each := self._person():
            sentence = f"{each.visitor}؛ ارجاع با سخن او دوباره باز می‌شود."
            self._ask(Question("اعتراض متقاضی", sentence, (WORDS,), Answer("ثبت اعتراض")),
                      partial(self._objection, each.referral_id), "اعتراض ثبت شد و ارجاع دوباره باز است.")

    def _again(self) -> None:
        if each := self._person():
            sentence = f"{each.visitor} در آن روز باز در فهرست می‌آید."
            self._ask(Question("دوباره تماس بگیرید", sentence, (AGAIN,), Answer("ثبت")),
                      partial(self._call_again, each.referral_id), "ثبت شد؛ در آن روز دوباره در فهرست می‌آید.")

    def _ask(self, question: Question, make: Callable[[Values], Task], done: str) -> None:
        self.list.setEnabled(False)
        self.asking.begin(question, make, done)

    def _objection(self, referral_id: int, values: Values) -> Task:
        return partial(verdicts.object_to, clerk=self.context.clerk, referral_id=referral_id, words=values["words"])

    def _call_again(self, referral_id: int, values: Values) -> Task:
        return partial(verdicts.phoned_without_word, clerk=self.context.clerk, referral_id=referral_id, result="again",
                       again=values["again"])

    def _return_to_list(self) -> None:
        self.list.setEnabled(True)
        self.list.setFocus()

    def _export(self) -> None:
        self.context.work.run(partial(_messages, clerk=self.context.clerk), self._save, self.refuse)

    def _listed(self) -> tuple[str, Task]:
        return "تماس‌ها", partial(exports.calls, clerk=self.context.clerk)

    def _save(self, made: tuple[str, bytes]) -> None:
        day, data = made
        self.saving.ask(f"messages-{day}", data, "CSV")


def _messages(db: Any, clerk: Clerk) -> tuple[str, bytes]:
    return jalali(local_day(db.now())), phone_calls.messages(db, clerk)


def _row(each: ToCall) -> ListRow:
    quiet = " · ".join(filter(None, (each.mobile and isolate(each.mobile), each.unit, each.outcome or each.category)))
    called: tuple[tuple[TagKind, str], ...] = (("waits", f"{each.calls} تماس"),) if each.calls else ()
    return ListRow(each.referral_id, each.visitor, quiet, time=jalali(each.answered_day), tags=called)
