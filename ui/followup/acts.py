"""What may be done with a referral, each with its key: whom it is for, when it fits, what it asks, what it does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.access.clerks import Clerk
from app.followup.dossier import Dossier
from app.referrals import answers, deadlines, dispatch, reminders, verdicts
from app.referrals.lifecycle import OPEN
from ui.context import Context
from ui.followup import answering, asks, doing
from ui.parts.question import Question
from ui.work import Task


@dataclass(frozen=True, slots=True)
class Act:
    title: str
    key: str
    roles: tuple[str, ...]
    fits: Callable[[Dossier], bool]
    ask: Callable[[Context, Dossier], Question] | None
    """None: there is nothing to ask."""
    task: Callable[[Clerk, Dossier, Mapping[str, str], Question | None], Task]
    done: str

    def is_open(self, clerk: Clerk, case: Dossier) -> bool:
        return clerk.may(*self.roles) and self.fits(case)


def _at(*stages: str) -> Callable[[Dossier], bool]:
    return lambda case: case.now.stage in stages


def _awaited(case: Dossier) -> bool:
    return case.now.awaited


def _wants_reminder(case: Dossier) -> bool:
    return case.age.late > 0 and not case.reminded_today


ACTS: dict[str, Act] = {
    "answer": Act("پاسخ رسید…", "F6", answers.ROLES, _awaited, answering.answer, doing.answer,
                  "پاسخ ثبت شد؛ نوبت نظر متقاضی است."),
    "acknowledge": Act("وصول…", "F5", dispatch.ROLES, _at("issued", "dispatched"), asks.acknowledge, doing.acknowledge,
                       "وصول ثبت شد؛ مهلت واحد از همان روز است."),
    "send": Act("ارسال…", "Shift+F5", dispatch.ROLES, _at("issued"), asks.send, doing.send,
                "ارسال شد؛ دفتر ارسال چاپ می‌شود."),
    "remind": Act("پیرو", "F7", reminders.ROLES, _wants_reminder, None, doing.remind, "پیرو به چاپگر رفت."),
    "call": Act("نتیجهٔ تماس…", "F8", verdicts.ROLES, _at("answered"), answering.call, doing.called,
                "نتیجهٔ تماس ثبت شد."),
    "object": Act("اعتراض متقاضی…", "F8", verdicts.ROLES, _at("accepted", "closed"), answering.objection, doing.object,
                  "اعتراض ثبت شد و ارجاع دوباره باز است."),
    "interim": Act("پاسخ میانی…", "Shift+F6", answers.ROLES, _awaited, answering.interim, doing.interim,
                   "پاسخ میانی ثبت شد."),
    "send_back": Act("نامربوط؛ برگشت…", "Shift+F6", answers.ROLES, _at("answered"), answering.send_back,
                     doing.send_back, "پاسخ برگشت داده شد و واحد دوباره پاسخ می‌دهد."),
    "extend": Act("تمدید…", "F9", deadlines.ROLES, _awaited, asks.extend, doing.extend, "مهلت تمدید شد."),
    "pause": Act("توقف مهلت…", "Shift+F9", deadlines.ROLES, lambda case: _awaited(case) and not case.now.paused_day,
                 asks.pause, doing.pause, "مهلت ایستاد."),
    "resume": Act("ادامهٔ مهلت", "Shift+F9", deadlines.ROLES, lambda case: _awaited(case) and bool(case.now.paused_day),
                  None, doing.resume, "مهلت دوباره به راه افتاد."),
    "pass_on": Act("مربوط به ما نیست…", "F10", answers.ROLES, _at(*OPEN), asks.pass_on, doing.pass_on,
                   "به واحد دیگر سپرده شد؛ برگهٔ تازه چاپ می‌شود."),
    "close": Act("مختومه…", "Shift+F10", ("followup",), _at("answered", *OPEN), asks.close, doing.close,
                 "پرونده مختومه شد."),
}
"""In the order of their buttons."""
