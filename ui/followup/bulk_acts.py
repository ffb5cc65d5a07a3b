"""The acts on marked referrals that ask first: acknowledgement, the same answer, closing."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from app.errors import Refused
from app.persian.text import fa, isolate
from app.referrals import answers, bulk, dispatch, verdicts
from app.referrals.answers import Outcome, UnitAnswer
from app.referrals.bulk import BulkResult, RefusedReferral
from ui.context import Context
from ui.followup.action_questions import DAY, REASON, UNIT_NUMBER
from ui.followup.task_questions import DAYS
from ui.parts.question import Answer, Question, QuestionStack, Values
from ui.widgets import Choice, FieldSpec, ListRow, ListView
from ui.work import Task

PART = 50
"""Referrals of one transaction: 50 answers hold the lock of the journal for 71 ms (SQLite, two busy cores)."""
REFUSED_WIDTH, REFUSED_HEIGHT = 460, 136
"""Size of the list of refused referrals, in pixels: two are in sight beside two notices, in a window of 690."""


@dataclass(frozen=True, slots=True)
class BulkAct:
    title: str
    key: str
    roles: tuple[str, ...]
    question: Callable[[str, Sequence[Outcome]], Question]
    """Makes the question of a sentence that says what it is about, and of the outcomes that an answer can have."""
    task: Callable[[Mapping[str, str]], Callable[..., BulkResult]]
    """Makes the rule of what was typed; it takes the clerk, the referrals and the act."""
    done: str
    """The notice after it, with the number in it."""


def _acknowledge(about: str, _: Sequence[Outcome]) -> Question:
    words = f"{about} مهلت واحدها از تاریخ وصول محاسبه می‌شود."
    day = FieldSpec("day", "تاریخ وصول (خالی: امروز)", "date")
    return Question("وصول برگه‌های نشان‌دار", words, (day,), Answer("ثبت وصول"))


def _answer(about: str, outcomes: Sequence[Outcome]) -> Question:
    choices = [Choice(each.code, each.name) for each in outcomes]
    specs = (
        FieldSpec("outcome", "نتیجه", "choice", row=0, stretch=2, choices=choices),
        DAY,
        replace(UNIT_NUMBER, row=0),
        FieldSpec("words", "متن پاسخ", "lines", row=2, rows=4),
    )
    return Question("پاسخ یکسان", f"{about} این پاسخ برای همهٔ آن‌ها ثبت می‌شود.", specs, Answer("ثبت پاسخ"))


def _close(about: str, _: Sequence[Outcome]) -> Question:
    return Question("مختومه کردن بدون نظر متقاضی", about, (REASON,), Answer("مختومه"))


def _given(values: Mapping[str, str]) -> UnitAnswer:
    return UnitAnswer(values["outcome"], values["words"], values["day"], values["unit_number"])


ACTS = {
    "acknowledge": BulkAct(
        "وصول…",
        "F5",
        dispatch.ROLES,
        _acknowledge,
        lambda values: partial(bulk.acknowledge, day=values["day"]),
        "وصول {} برگه ثبت شد.",
    ),
    "answer": BulkAct(
        "پاسخ یکسان…",
        "F6",
        answers.ROLES,
        _answer,
        lambda values: partial(bulk.answer, given=_given(values)),
        "پاسخ {} ارجاع ثبت شد؛ در انتظار نظر متقاضی است.",
    ),
    "close": BulkAct(
        "مختومه…",
        "Shift+F10",
        verdicts.CLOSING_ROLES,
        _close,
        lambda values: partial(bulk.close, why=values["words"]),
        "{} پرونده مختومه شد.",
    ),
}


class BulkActs(QObject):
    """Asks once, then acts in parts that are one act to take back. Those that refuse are listed with the reason."""

    notified = Signal(str, str)
    """A kind of notice and its sentence."""
    done = Signal(object)
    """The ids of the referrals that it was done to."""

    def __init__(self, context: Context, asking: QuestionStack) -> None:
        """`asking`: where the questions stand."""
        super().__init__(asking)
        self._context, self._asking = context, asking
        self._act = ACTS["answer"]
        self._left: list[int] = []
        """The referrals still to be acted on."""
        self._results: list[BulkResult] = []

    def start(self, name: str, referral_ids: Collection[int]) -> None:
        """Ask the question of an act of ACTS. Does nothing while another question stands."""
        if referral_ids and not self._asking.question:
            outcomes: Task = answers.outcomes
            self._context.work.run(outcomes, partial(self._ask, ACTS[name], list(referral_ids)), self._not_asked)

    def _ask(self, act: BulkAct, referral_ids: list[int], outcomes: Sequence[Outcome]) -> None:
        if self._asking.question:
            return
        question = act.question(fa(f"برای {len(referral_ids)} ارجاع نشان‌دار."), outcomes)
        self._asking.ask(question, partial(self._begin, act, referral_ids, question))

    def _not_asked(self, refused: Refused) -> None:
        self.notified.emit("error", refused.sentence)

    def _begin(self, act: BulkAct, referral_ids: list[int], question: Question, values: Values) -> None:
        raw = question.form.raw()
        typed = values | {name: raw[name] for name in DAYS if name in raw}
        self._act, self._left, self._results = act, list(referral_ids), []
        self._next(act.task(typed))

    def _next(self, rule: Callable[..., BulkResult]) -> None:
        if not self._left:
            self._finish()
            return
        part, self._left = self._left[:PART], self._left[PART:]
        place = self._results[0].act if self._results else 0
        task = partial(rule, clerk=self._context.clerk, referral_ids=part, act=place)
        self._context.work.run(task, partial(self._did, rule), self._refuse)

    def _did(self, rule: Callable[..., BulkResult], result: BulkResult) -> None:
        self._results.append(result)
        self._next(rule)

    def _refuse(self, refused: Refused) -> None:
        """Show what was typed wrong beside its field; when parts were done before storage failed, say how many."""
        done = self._done()
        if not done:
            self._asking.refuse(refused)
            return
        self._asking.end()
        self.notified.emit("error", fa(f"{self._act.done.format(len(done))} بقیه انجام نشد: {refused.sentence}"))
        self.done.emit(done)

    def _finish(self) -> None:
        done, refused = self._done(), [each for result in self._results for each in result.refused]
        self._asking.end()
        if refused:
            self._asking.ask(_refusals(refused), lambda _: self._asking.end())
        if done:
            more = fa(f" {len(refused)} ارجاع انجام نشد؛ علت هر یک در فهرست آمده است.") if refused else ""
            self.notified.emit("done", f"{fa(self._act.done.format(len(done)))}{more}")
        self.done.emit(done)

    def _done(self) -> tuple[int, ...]:
        return tuple(each for result in self._results for each in result.done)


def _refusals(refused: Sequence[RefusedReferral]) -> Question:
    sentence = fa(f"{len(refused)} ارجاع این کار را نپذیرفت و بدون تغییر ماند؛ نشان آن‌ها در فهرست مانده است.")
    question = Question("انجام‌نشده‌ها", sentence, (), Answer("بستن"))
    listed = ListView("")
    listed.setFixedHeight(REFUSED_HEIGHT)
    listed.setMinimumWidth(REFUSED_WIDTH)
    listed.show_rows(
        [ListRow(each.referral_id, f"{isolate(fa(each.number))} · {each.unit}", each.sentence) for each in refused]
    )
    question.add(listed)
    return question
