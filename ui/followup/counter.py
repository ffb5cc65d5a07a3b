"""At the counter: a visitor asks after a matter, and the verdict on an answer is recorded with one key."""

from functools import partial

from app.errors import Refused
from app.followup import counter
from app.followup.counter import CounterReferral, CounterView
from app.persian.calendar import jalali
from app.persian.text import fa, isolate
from app.referrals import taking_back, verdicts
from ui.context import Context
from ui.followup import action_questions as questions
from ui.followup import action_tasks as tasks
from ui.followup.action_tasks import Reply
from ui.followup.taking_back import TakeBackButton
from ui.followup.task_questions import TaskQuestionStack
from ui.parts.button_flow import button_flow
from ui.parts.question import Values
from ui.parts.stage_tags import stage_tag
from ui.services.barcode_reader import READS_ITSELF
from ui.shell.overlay import Overlay
from ui.shell.window import Window
from ui.widgets import Card, Field, KeyButton, ListRow, ListView, Notice, heading, label, row
from ui.widgets.slip_number import SlipNumberEdit
from ui.work import Task

EMPTY = "شمارهٔ ارجاع را از روی رسید بنویسید یا بارکد برگه را بخوانید."
NOT_ANSWERED = "هنوز پاسخی نرسیده است."


class Counter(Overlay):
    """Lies over the window until Esc. The number of any slip or receipt finds the matter with all its referrals."""

    def __init__(self, window: Window, context: Context) -> None:
        super().__init__(window)
        self._context, self.view = context, None
        self.number, self.notice = SlipNumberEdit("مانند ۱۴۰۵/م/۱۲"), Notice()
        self.number.setProperty(READS_ITSELF, True)
        self.who, self.said = heading(""), label("", wraps=True)
        self.list = ListView(EMPTY)
        self.keys = {
            "accepted": KeyButton("تأیید", "Alt+1", primary=True, small=True),
            "objected": KeyButton("اعتراض…", "Alt+2", small=True),
            "again": KeyButton("هنوز بدون نظر…", "Alt+3", small=True),
        }
        self.take_back = TakeBackButton(context, self._last_act)
        self._build()
        self.number.returnPressed.connect(self._find)
        self.list.current.connect(self._show_current)
        for name, act in (
            ("accepted", self._accept),
            ("objected", self._ask_objection),
            ("again", self._ask_when_to_phone),
        ):
            self.keys[name].clicked.connect(act)
        context.work.changed.connect(self._changed)
        self._show_current()

    view: CounterView | None

    @classmethod
    def over(cls, window: Window, context: Context) -> "Counter":
        panel = window.findChild(cls) or cls(window, context)
        panel.cover_window()
        panel.number.setFocus()
        return panel

    def _build(self) -> None:
        leave = KeyButton("بستن", "Esc")
        leave.clicked.connect(self.leave)
        self.asking = TaskQuestionStack(self._context.work, button_flow(*self.keys.values(), self.take_back))
        self.asking.done.connect(partial(self.notice.say, "done"))
        self.asking.ended.connect(self._return_to_list)
        self.take_back.ask_in(self.asking)
        self.card = Card(
            row(heading("نظر متقاضی"), 1, leave),
            Field("شمارهٔ ارجاع روی رسید", self.number),
            self.notice,
            self.who,
            self.list,
            self.said,
            self.asking,
        )
        self.card.inner.setStretchFactor(self.list, 1)
        self.card.setMaximumWidth(760)
        middle = row(1, self.card, 1, parent=self)
        middle.setStretchFactor(self.card, 4)
        middle.setContentsMargins(40, 40, 40, 40)

    def _find(self) -> None:
        task = partial(counter.find, clerk=self._context.clerk, typed=self.number.text())
        self._context.work.run(task, self._found, self._refused)

    def _found(self, view: CounterView) -> None:
        self.notice.close_notice()
        self.number.clear()
        self._show(view)
        self.list.setFocus()

    def _show(self, view: CounterView) -> None:
        self.view = view
        self.who.setText(fa(f"{view.visitor} · {view.category}"))
        self.list.show_rows([_row(each) for each in view.referrals])
        if self.list.current_id() is None and view.referrals:
            first = next((each for each in view.referrals if each.awaits_verdict), view.referrals[0])
            self.list.set_current(first.referral_id)
        self._show_current()

    def _show_current(self, _: object = None) -> None:
        each = self._current()
        self.said.setText(_said(each) if each else "")
        for name, fits in (
            ("accepted", each and each.awaits_verdict),
            ("again", each and each.awaits_verdict),
            ("objected", each and each.may_be_objected),
        ):
            self.keys[name].setVisible(bool(fits))
        self.take_back.refresh()

    def _last_act(self) -> Task | None:
        if each := self._current():
            return partial(taking_back.last_act, clerk=self._context.clerk, referral_id=each.referral_id)
        return None

    def _current(self) -> CounterReferral | None:
        referrals = self.view.referrals if self.view else ()
        return next((each for each in referrals if each.referral_id == self.list.current_id()), None)

    def _accept(self) -> None:
        if each := self._current():
            task = partial(verdicts.accept, clerk=self._context.clerk, referral_id=each.referral_id)
            self._context.work.run(task, self._accepted, self._refused)

    def _accepted(self, _: object) -> None:
        self._return_to_list()
        self.notice.say("done", "تأیید ایشان ثبت شد؛ این ارجاع به پایان رسید.")

    def _ask_objection(self) -> None:
        if each := self._current():
            self.list.setEnabled(False)
            question = questions.object_to_answer("ارجاع با اظهارات ایشان دوباره باز و برگهٔ جدید آن چاپ می‌شود.")
            self.asking.begin(
                question, partial(self._objection, each.referral_id), "اعتراض ثبت شد و ارجاع دوباره باز است."
            )

    def _ask_when_to_phone(self) -> None:
        if each := self._current():
            self.list.setEnabled(False)
            question = questions.phone_again("هنوز بدون نظر", "در آن روز با ایشان تماس گرفته می‌شود.")
            self.asking.begin(
                question, partial(self._phone_again, each.referral_id), "ثبت شد؛ آن روز در فهرست تماس‌ها می‌آید."
            )

    def _objection(self, referral_id: int, values: Values) -> Task:
        return tasks.objection(Reply(self._context.clerk, referral_id, values))

    def _phone_again(self, referral_id: int, values: Values) -> Task:
        return tasks.phone_call(Reply(self._context.clerk, referral_id, values | {"result": "again"}))

    def _refused(self, refused: Refused) -> None:
        self.notice.say("error", refused.sentence)

    def _return_to_list(self) -> None:
        self.list.setEnabled(True)
        self.list.setFocus()

    def _changed(self, topics: set[str]) -> None:
        if self.view and "paraphs" in topics:
            self._context.work.run(
                partial(counter.of_visit, clerk=self._context.clerk, visit_id=self.view.visit_id), self._show
            )


def _row(each: CounterReferral) -> ListRow:
    due = f"وعده به متقاضی: {isolate(jalali(each.due_day))}" if each.due_day else "جهت اطلاع"
    return ListRow(each.referral_id, each.unit, f"{isolate(each.number)} · {due}", tags=(stage_tag(each.stage),))


def _said(each: CounterReferral) -> str:
    if not each.answered_day:
        return NOT_ANSWERED
    words = f"«{' '.join(each.words.split())}»" if each.words else ""
    return fa(" · ".join(filter(None, (f"پاسخ {isolate(jalali(each.answered_day))}", each.outcome, words))))
