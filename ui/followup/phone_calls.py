"""Visitors to phone: one call is about all the answers that a visitor waits for, and each result of it is one key."""

from functools import partial

from PySide6.QtWidgets import QWidget

from app.exports import lists as exports
from app.followup import phone_calls
from app.followup.phone_calls import AnswerToTell, VisitorToPhone
from app.persian.calendar import jalali
from app.persian.text import fa, isolate
from app.referrals import taking_back, verdicts
from ui.context import Context
from ui.followup import action_questions as questions
from ui.followup import action_tasks as tasks
from ui.followup.action_tasks import Reply
from ui.followup.messages import MessageButtons
from ui.followup.section import FollowupSection
from ui.followup.taking_back import TakeBackButton
from ui.followup.task_questions import TaskQuestionStack
from ui.papers.exporting import ExportButton
from ui.parts.button_flow import button_flow
from ui.parts.question import Values
from ui.widgets import Card, Field, KeyButton, ListRow, ListView, column, heading, label, row
from ui.widgets.frames import TagKind
from ui.work import Task

ANSWERS, ANSWER_HEIGHT = 4, 64
"""Answers of a visitor that are in sight without scrolling, and the height of each in pixels."""
EMPTY = "کسی در انتظار تماس نیست. با ثبت پاسخ هر واحد، متقاضی آن این‌جا می‌آید."


class PhoneCallSection(FollowupSection):
    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.list, self._people = ListView(EMPTY), dict[int, VisitorToPhone]()
        self.title, self.who, self.said = heading(""), label("", wraps=True), label("", wraps=True)
        self.answers = ListView("")
        self.keys = {
            "accepted": KeyButton("تأیید", "Alt+1", primary=True, small=True),
            "objected": KeyButton("اعتراض…", "Alt+2", small=True),
            "no_contact": KeyButton("بی‌پاسخ", "Alt+3", small=True),
            "again": KeyButton("تماس دوباره…", "Alt+4", small=True),
        }
        self.messages = MessageButtons(context)
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
        self.count = label("", "quiet")
        listed = Card(
            row(Field("فیلتر فهرست", self.list.filter_box(), bare=True), self.count),
            self.list,
            row(self.take_back, self.messages, 1, self.export),
        )
        listed.inner.setStretchFactor(self.list, 1)
        self._person_view = QWidget()
        person = column(
            self.title,
            self.who,
            self.answers,
            self.said,
            button_flow(*self.keys.values()),
            gap=12,
            parent=self._person_view,
        )
        person.addStretch(1)
        content = QWidget()
        column(self._person_view, parent=content)
        self.asking = TaskQuestionStack(self.context.work, content)
        layout = row(listed, Card(self.asking), gap=16, parent=self)
        layout.setStretch(0, 1)
        layout.setStretch(1, 1)

    def _connect(self) -> None:
        self.list.current.connect(self._show_current)
        self.list.chosen.connect(self._open_case)
        self.answers.current.connect(self._show_answer)
        self.answers.chosen.connect(self._open_case)
        self.keys["accepted"].clicked.connect(self._record_acceptance)
        self.keys["objected"].clicked.connect(self._ask_objection)
        self.keys["no_contact"].clicked.connect(self._record_no_contact)
        self.keys["again"].clicked.connect(self._ask_when_again)
        self.asking.done.connect(partial(self.notified.emit, "done"))
        self.asking.ended.connect(self._return_to_list)
        self.take_back.ask_in(self.asking)
        self.messages.notified.connect(self.notified)

    def _show(self, people: list[VisitorToPhone]) -> None:
        self._people = {each.visitor_id: each for each in people}
        answers = sum(len(each.answers) for each in people)
        self.count.setText(fa(f"{len(people)} نفر · {answers} پاسخ") if people else "")
        self.list.show_rows([_row(each) for each in people])
        if self.list.current_id() is None and people:
            self.list.set_current(people[0].visitor_id)
        self._show_current(self.list.current_id())

    def _show_current(self, _: object) -> None:
        person = self._person()
        self._person_view.setVisible(person is not None)
        if person:
            self.title.setText(fa(person.visitor))
            calls = f" · تاکنون {person.phone_calls} بار تماس گرفته شده است" if person.phone_calls else ""
            self.who.setText(fa(f"{isolate(person.mobile) or 'بدون شماره'}{calls}"))
            self.answers.show_rows([_answer_row(each) for each in person.answers])
            self.answers.setFixedHeight(ANSWER_HEIGHT * min(len(person.answers), ANSWERS))
            if self.answers.current_id() is None:
                self.answers.set_current(person.answers[0].referral_id)
            self._show_answer(None)

    def _show_answer(self, _: object) -> None:
        if each := self._answer():
            matter = f"موضوع: {' '.join(each.matter.split())}\n" if each.matter else ""
            answer = f"«{each.words}»" if each.words else each.category
            message = f"\nدر فایل پیام {isolate(jalali(each.message_day))} آمده است." if each.message_day else ""
            day = isolate(jalali(each.answered_day))
            self.said.setText(fa(f"{matter}پاسخ {day}: {' · '.join(filter(None, (each.outcome, answer)))}{message}"))

    def _person(self) -> VisitorToPhone | None:
        return self._people.get(self.list.current_id() or 0)

    def _answer(self) -> AnswerToTell | None:
        """The answer that a verdict is about: the chosen one."""
        person, chosen = self._person(), self.answers.current_id()
        return next((each for each in person.answers if each.referral_id == chosen), None) if person else None

    def _open_case(self, _: int) -> None:
        if each := self._answer():
            self.case_asked.emit(each.visit_id)

    def _record_acceptance(self) -> None:
        if (person := self._person()) and (each := self._answer()):
            self.act(
                partial(verdicts.accept, clerk=self.context.clerk, referral_id=each.referral_id),
                f"{person.visitor} پاسخ را تأیید کردند؛ ارجاع {isolate(each.number)} به پایان رسید.",
            )

    def _record_no_contact(self) -> None:
        if person := self._person():
            task = partial(
                verdicts.phoned_without_word,
                clerk=self.context.clerk,
                referral_ids=[each.referral_id for each in person.answers],
                result="no_contact",
            )
            self.act(task, "ثبت شد؛ روز کاری بعد دوباره در فهرست می‌آید.")

    def _ask_objection(self) -> None:
        if (person := self._person()) and (each := self._answer()):
            self.list.setEnabled(False)
            about = f"{person.visitor}؛ ارجاع {isolate(each.number)} با اظهارات ایشان دوباره باز می‌شود."
            self.asking.begin(
                questions.object_to_answer(about),
                partial(self._objection, each.referral_id),
                "اعتراض ثبت شد و ارجاع دوباره باز است.",
            )

    def _ask_when_again(self) -> None:
        if person := self._person():
            self.list.setEnabled(False)
            question = questions.phone_again("تماس دوباره", f"{person.visitor} در آن روز دوباره در فهرست می‌آیند.")
            ids = [each.referral_id for each in person.answers]
            self.asking.begin(question, partial(self._again, ids), "ثبت شد؛ در آن روز دوباره در فهرست می‌آید.")

    def _objection(self, referral_id: int, values: Values) -> Task:
        return tasks.objection(Reply(self.context.clerk, referral_id, values))

    def _again(self, referral_ids: list[int], values: Values) -> Task:
        return partial(
            verdicts.phoned_without_word,
            clerk=self.context.clerk,
            referral_ids=referral_ids,
            result="again",
            again=values["again"],
        )

    def _return_to_list(self) -> None:
        self.list.setEnabled(True)
        self.list.setFocus()

    def _exported(self) -> tuple[str, Task]:
        return "تماس‌ها", partial(exports.phone_call_listing, clerk=self.context.clerk)


def _row(person: VisitorToPhone) -> ListRow:
    first, more = person.answers[0], len(person.answers) - 1
    about = " · ".join(filter(None, (first.unit, first.outcome or first.category)))
    quiet = " · ".join((isolate(person.mobile) or "بدون شماره", about))
    tags: list[tuple[TagKind, str]] = [("plain", f"{more + 1} پاسخ")] if more else []
    tags += [("waits", f"{person.phone_calls} تماس")] if person.phone_calls else []
    return ListRow(person.visitor_id, person.visitor, quiet, time=jalali(first.answered_day), tags=tuple(tags))


def _answer_row(each: AnswerToTell) -> ListRow:
    quiet = " · ".join(filter(None, (isolate(fa(each.number)), each.category, each.outcome)))
    return ListRow(each.referral_id, each.unit, quiet, time=jalali(each.answered_day))
