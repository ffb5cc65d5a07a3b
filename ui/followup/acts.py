"""What may be done with a referral, each with its key: whom it is for, when it fits, what it asks, what it does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from app import deadlines, dispatch, reminders, responses, verdicts
from app.chain import OPEN
from app.clerks import Clerk
from app.dossier import Dossier
from app.responses import Answer
from ui.context import Context
from ui.followup import asks
from ui.sessions.ask import Ask
from ui.work import Task

Typed = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Act:
    title: str
    key: str
    roles: tuple[str, ...]
    fits: Callable[[Dossier], bool]
    ask: Callable[[Context, Dossier], Ask] | None
    """None: there is nothing to ask."""
    task: Callable[[Clerk, Dossier, Typed, Ask | None], Task]
    done: str

    def is_open(self, clerk: Clerk, case: Dossier) -> bool:
        return clerk.may(*self.roles) and self.fits(case)


def _at(*stages: str) -> Callable[[Dossier], bool]:
    return lambda case: case.now.stage in stages


def _send(clerk: Clerk, case: Dossier, typed: Typed, _: Ask | None) -> Task:
    return partial(dispatch.send, clerk=clerk, referral_ids=[case.referral_id], mode=typed["mode"],
                   office_number=typed["office_number"], day=typed["day"])


def _acknowledge(clerk: Clerk, case: Dossier, typed: Typed, _: Ask | None) -> Task:
    return partial(dispatch.acknowledge, clerk=clerk, referral_ids=[case.referral_id], day=typed["day"])


def _given(typed: Typed, ask: Ask | None) -> Answer:
    scans = ask.attached.papers if isinstance(ask, asks.AskAnswer) else ()
    return Answer(typed.get("outcome", ""), typed["words"], typed["day"], typed["unit_number"],
                  typed.get("promised_day", ""), scans)


def _answer(clerk: Clerk, case: Dossier, typed: Typed, ask: Ask | None) -> Task:
    return partial(responses.answer, clerk=clerk, referral_id=case.referral_id, given=_given(typed, ask))


def _interim(clerk: Clerk, case: Dossier, typed: Typed, ask: Ask | None) -> Task:
    return partial(responses.interim, clerk=clerk, referral_id=case.referral_id, given=_given(typed, ask))


def _send_back(clerk: Clerk, case: Dossier, typed: Typed, _: Ask | None) -> Task:
    return partial(responses.send_back, clerk=clerk, referral_id=case.referral_id, why=typed["words"])


def _remind(clerk: Clerk, case: Dossier, _: Typed, __: Ask | None) -> Task:
    return partial(reminders.remind, clerk=clerk, referral_ids=[case.referral_id])


def _called(clerk: Clerk, case: Dossier, typed: Typed, _: Ask | None) -> Task:
    """What the visitor said on the telephone."""
    if word := _WORD.get(typed["result"]):
        return partial(word, clerk=clerk, referral_id=case.referral_id, words=typed["words"])
    return partial(verdicts.called, clerk=clerk, referral_id=case.referral_id, result=typed["result"],
                   again=typed["again"])


_WORD: dict[str, Callable[..., object]] = {"accepted": verdicts.accept, "objected": verdicts.object_to}


def _object(clerk: Clerk, case: Dossier, typed: Typed, _: Ask | None) -> Task:
    return partial(verdicts.object_to, clerk=clerk, referral_id=case.referral_id, words=typed["words"])


def _extend(clerk: Clerk, case: Dossier, typed: Typed, _: Ask | None) -> Task:
    return partial(deadlines.extend, clerk=clerk, referral_id=case.referral_id, working_days=typed["working_days"],
                   why=typed["words"], allowed_by=typed["allowed_by"])


def _pause(clerk: Clerk, case: Dossier, typed: Typed, _: Ask | None) -> Task:
    return partial(deadlines.pause, clerk=clerk, referral_id=case.referral_id, why=typed["words"])


def _resume(clerk: Clerk, case: Dossier, _: Typed, __: Ask | None) -> Task:
    return partial(deadlines.resume, clerk=clerk, referral_id=case.referral_id)


def _pass_on(clerk: Clerk, case: Dossier, typed: Typed, _: Ask | None) -> Task:
    return partial(responses.pass_on, clerk=clerk, referral_id=case.referral_id, unit_id=int(typed["unit_id"] or 0),
                   why=typed["words"])


def _close(clerk: Clerk, case: Dossier, typed: Typed, _: Ask | None) -> Task:
    return partial(verdicts.close, clerk=clerk, referral_id=case.referral_id, why=typed["words"])


def _awaited(case: Dossier) -> bool:
    return case.now.awaited


def _wants_reminder(case: Dossier) -> bool:
    return case.age.late > 0 and not case.reminded_today


ACTS: dict[str, Act] = {
    "answer": Act("پاسخ رسید…", "F6", responses.ROLES, _awaited, asks.answer, _answer,
                  "پاسخ ثبت شد؛ نوبت نظر متقاضی است."),
    "acknowledge": Act("وصول…", "F5", dispatch.ROLES, _at("issued", "dispatched"), asks.acknowledge, _acknowledge,
                       "وصول ثبت شد؛ مهلت واحد از همان روز است."),
    "send": Act("ارسال…", "Shift+F5", dispatch.ROLES, _at("issued"), asks.send, _send,
                "ارسال شد؛ دفتر ارسال چاپ می‌شود."),
    "remind": Act("پیرو", "F7", reminders.ROLES, _wants_reminder, None, _remind, "پیرو به چاپگر رفت."),
    "call": Act("نتیجهٔ تماس…", "F8", verdicts.ROLES, _at("answered"), asks.call, _called, "نتیجهٔ تماس ثبت شد."),
    "object": Act("اعتراض متقاضی…", "F8", verdicts.ROLES, _at("accepted", "closed"), asks.objection, _object,
                  "اعتراض ثبت شد و ارجاع دوباره باز است."),
    "interim": Act("پاسخ میانی…", "Shift+F6", responses.ROLES, _awaited, asks.interim, _interim, "پاسخ میانی ثبت شد."),
    "send_back": Act("نامربوط؛ برگشت…", "Shift+F6", responses.ROLES, _at("answered"), asks.send_back, _send_back,
                     "پاسخ برگشت داده شد و واحد دوباره پاسخ می‌دهد."),
    "extend": Act("تمدید…", "F9", deadlines.ROLES, _awaited, asks.extend, _extend, "مهلت تمدید شد."),
    "pause": Act("توقف مهلت…", "Shift+F9", deadlines.ROLES, lambda case: _awaited(case) and not case.now.paused_day,
                 asks.pause, _pause, "مهلت ایستاد."),
    "resume": Act("ادامهٔ مهلت", "Shift+F9", deadlines.ROLES, lambda case: _awaited(case) and bool(case.now.paused_day),
                  None, _resume, "مهلت دوباره به راه افتاد."),
    "pass_on": Act("مربوط به ما نیست…", "F10", responses.ROLES, _at(*OPEN), asks.pass_on, _pass_on,
                   "به واحد دیگر سپرده شد؛ برگهٔ تازه چاپ می‌شود."),
    "close": Act("مختومه…", "Shift+F10", ("followup",), _at("answered", *OPEN), asks.close, _close,
                 "پرونده مختومه شد."),
}
"""In the order of their buttons."""
