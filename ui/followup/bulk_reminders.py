"""Reminders to many referrals: counted first, asked about when they are many papers, written unit by unit."""

from collections.abc import Collection
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.access.clerks import Clerk
from app.errors import Refused
from app.office.settings import settings
from app.papers.reminders import ReminderLetter
from app.persian.text import fa
from app.printing import reminder_letter
from app.referrals import reminders
from app.referrals.reminders import ReminderPlan, UnitToRemind, WrittenReminders
from ui.context import Context
from ui.papers.drawing import draw
from ui.papers.pdf import NotDrawn, Pdf
from ui.parts.question import Answer, Question, QuestionStack

ASK_ABOVE = 20
"""Pages that are printed without a question."""


class BulkReminders(QObject):
    """Writes the reminders of a list. One unit is one transaction, so that no desk waits for hundreds of reminders; all
    of them are one act to take back."""

    notified = Signal(str, str)
    """A kind of notice and its sentence."""
    done = Signal()
    """All letters are written."""

    def __init__(self, context: Context, asking: QuestionStack) -> None:
        """`asking`: where the question stands."""
        super().__init__(asking)
        self._context, self._asking = context, asking
        self._plan = ReminderPlan((), 0, 0)
        self._left: list[UnitToRemind] = []
        """The units still to be written to."""
        self._written: list[WrittenReminders] = []
        self._space = 0
        self._is_busy = False

    def start(self, referral_ids: Collection[int]) -> None:
        """Remind these referrals, of which those in time and those reminded lately are left out. Does nothing while a
        question stands or letters are being written."""
        if self._is_busy or self._asking.question:
            return
        self._is_busy = True
        task = partial(_count, clerk=self._context.clerk, referral_ids=tuple(referral_ids))
        self._context.work.run_long(task, self._counted, self._stop)

    def _counted(self, counted: tuple[ReminderPlan, int, int]) -> None:
        self._plan, pages, self._space = counted
        self._written, self._left = [], list(self._plan.units)
        if pages > ASK_ABOVE and not self._asking.question:
            question = _question(self._plan, pages, self._left_out("می‌ماند"))
            self._asking.ask(question, lambda _: self._confirmed())
            question.left.connect(self._left_unasked)
        elif pages <= ASK_ABOVE:
            self._write_next()
        else:
            self._is_busy = False

    def _left_unasked(self) -> None:
        self._is_busy = False
        self.notified.emit("info", "نامه‌ای صادر نشد.")

    def _confirmed(self) -> None:
        self._asking.end()
        self._write_next()

    def _write_next(self) -> None:
        if not self._left:
            self._is_busy = False
            self.notified.emit("done" if self._written else "info", self._sentence())
            self.done.emit()
            return
        unit = self._left.pop(0)
        act = self._written[0].act if self._written else 0
        task = partial(reminders.remind_all, clerk=self._context.clerk, referral_ids=unit.referral_ids, act=act)
        self._context.work.run(task, self._wrote, self._stop)

    def _wrote(self, written: WrittenReminders) -> None:
        self._written.append(written)
        self._write_next()

    def _stop(self, refused: Refused) -> None:
        """Say what was written before storage failed: a second start goes on with the others."""
        self._is_busy = False
        letters = sum(each.letters for each in self._written)
        before = f"{letters} نامه از {len(self._plan.units)} نامه صادر شد و بقیه صادر نشد. " if letters else ""
        self.notified.emit("error", fa(f"{before}{refused.sentence}"))

    def _sentence(self) -> str:
        letters = sum(each.letters for each in self._written)
        rows = sum(len(each.reminder_ids) for each in self._written)
        if not letters:
            return self._left_out() or "هیچ‌یک از این ارجاع‌ها دیرکرد ندارد؛ نامه‌ای صادر نشد."
        sent = f"{letters} نامهٔ پیرو برای {rows} ارجاع به چاپگر ارسال شد."
        return f"{fa(sent)} {self._left_out()}".strip()

    def _left_out(self, stays: str = "ماند") -> str:
        """Return how many are left out, and why; '' for none."""
        lately = self._plan.reminded_lately + sum(each.reminded_lately for each in self._written)
        in_time = self._plan.in_time + sum(each.in_time for each in self._written)
        why = [f"برای {lately} ارجاع در {self._space} روز کاری اخیر پیرو صادر شده است"] if lately else []
        why += [f"{in_time} ارجاع دیرکرد ندارد"] if in_time else []
        return fa(f"{' و '.join(why)} و کنار {stays}.") if why else ""


def _count(db: Any, clerk: Clerk, referral_ids: Collection[int]) -> tuple[ReminderPlan, int, int]:
    """Return the plan, its pages and the office's space between two reminders."""
    plan = reminders.plan(db, clerk, referral_ids)
    letters = reminder_letter.drafts(db, plan)
    single = len(plan.units) - len(letters)
    return plan, single + sum(map(_pages, letters)), settings(db).remind_again_days


def _pages(letter: ReminderLetter) -> int:
    try:
        with Pdf(draw([letter], "a4")) as pdf:
            return len(pdf)
    except NotDrawn as error:
        raise Refused(error.sentence) from error


def _question(plan: ReminderPlan, pages: int, left_out: str) -> Question:
    units = len(plan.units)
    sentence = fa(
        f"برای {plan.referrals} ارجاع، {units} نامهٔ پیرو ({'هر واحد یک نامه' if units > 1 else 'یک واحد'}) در"
        f" {pages} صفحه چاپ می‌شود. {left_out}"
    )
    return Question("پیرو برای همهٔ فهرست", sentence, (), Answer(fa(f"صدور و چاپ {units} نامه")))
