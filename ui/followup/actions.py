"""The actions a clerk can take on a referral, each under a key of its own.

From the pressed key to the task: the dossier panel (`dossier_panel`) shows a button for each action that is open; the
button asks the action's question (`action_questions`), if it has one; the answer becomes a `Reply`, from which the
action makes its task (`action_tasks`); the worker runs the task, which is one rule of `app/referrals`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from app.access.clerks import Clerk
from app.followup.dossier import Dossier
from app.referrals import answers, deadlines, decisions, dispatch, reminders, taking_back, verdicts
from app.referrals.state import UNACKNOWLEDGED, UNSETTLED
from ui.context import Context
from ui.followup import action_questions as questions
from ui.followup import action_tasks as tasks
from ui.followup.action_tasks import Reply
from ui.followup.task_questions import Said
from ui.parts.question import Question
from ui.work import Task


@dataclass(frozen=True, slots=True)
class Action:
    title: str
    key: str
    roles: tuple[str, ...]
    fits: Callable[[Dossier], bool]
    """Whether the state of the referral allows it. The rule in app/referrals refuses it all the same."""
    question: Callable[[Context, Dossier], Question] | None
    """None: the key acts at once."""
    task: Callable[[Reply], Task]
    done: Said
    """The notice after it succeeded."""

    def is_open(self, clerk: Clerk, dossier: Dossier) -> bool:
        return clerk.may(*self.roles) and self.fits(dossier)


def _in_stages(*stages: str) -> Callable[[Dossier], bool]:
    return lambda dossier: dossier.now.stage in stages


def _is_awaited(dossier: Dossier) -> bool:
    return dossier.now.awaited


def _may_be_passed_on(dossier: Dossier) -> bool:
    return dossier.now.awaited or dossier.now.is_declined


def _is_paused(dossier: Dossier) -> bool:
    return dossier.now.awaited and bool(dossier.now.paused_day)


def _is_running(dossier: Dossier) -> bool:
    return dossier.now.awaited and not dossier.now.paused_day


def _wants_reminder(dossier: Dossier) -> bool:
    return dossier.days_late > 0 and not dossier.reminded_lately


ACTIONS: dict[str, Action] = {
    "answer": Action(
        "ثبت پاسخ…",
        "F6",
        answers.ROLES,
        _is_awaited,
        questions.final_answer,
        tasks.final_answer,
        "پاسخ ثبت شد؛ در انتظار نظر متقاضی است.",
    ),
    "acknowledge": Action(
        "وصول…",
        "F5",
        dispatch.ROLES,
        _in_stages(*UNACKNOWLEDGED),
        questions.acknowledge,
        tasks.acknowledge,
        "وصول ثبت شد؛ مهلت واحد از همان روز محاسبه می‌شود.",
    ),
    "send": Action(
        "ارسال…",
        "Shift+F5",
        dispatch.ROLES,
        _in_stages("issued"),
        questions.send,
        tasks.send,
        "ارسال شد؛ دفتر ارسال چاپ می‌شود.",
    ),
    "remind": Action(
        "نامهٔ پیرو", "F7", reminders.ROLES, _wants_reminder, None, tasks.remind, "نامهٔ پیرو به چاپگر ارسال شد."
    ),
    "phone_call": Action(
        "نتیجهٔ تماس…",
        "F8",
        verdicts.ROLES,
        _in_stages("answered"),
        questions.phone_call,
        tasks.phone_call,
        "نتیجهٔ تماس ثبت شد.",
    ),
    "object": Action(
        "اعتراض متقاضی…",
        "F8",
        verdicts.ROLES,
        _in_stages("accepted", "closed"),
        questions.objection,
        tasks.objection,
        "اعتراض ثبت شد و ارجاع دوباره باز است.",
    ),
    "interim": Action(
        "پاسخ میانی…",
        "Shift+F6",
        answers.ROLES,
        _is_awaited,
        questions.interim_answer,
        tasks.interim_answer,
        "پاسخ میانی ثبت شد.",
    ),
    "send_back": Action(
        "برگشت پاسخ…",
        "Shift+F6",
        answers.ROLES,
        _in_stages("answered"),
        questions.send_back,
        tasks.send_back,
        "پاسخ برگشت داده شد و واحد دوباره پاسخ می‌دهد.",
    ),
    "extend": Action("تمدید…", "F9", deadlines.ROLES, _is_awaited, questions.extend, tasks.extend, "مهلت تمدید شد."),
    "pause": Action(
        "توقف مهلت…", "Shift+F9", deadlines.ROLES, _is_running, questions.pause, tasks.pause, "مهلت متوقف شد."
    ),
    "resume": Action(
        "ادامهٔ مهلت…",
        "Shift+F9",
        deadlines.ROLES,
        _is_paused,
        questions.resume,
        tasks.resume,
        "محاسبهٔ مهلت از سر گرفته شد.",
    ),
    "pass_on": Action(
        "واگذاری…",
        "F10",
        answers.ROLES,
        _may_be_passed_on,
        questions.pass_on,
        tasks.pass_on,
        "به واحد دیگر واگذار شد؛ برگهٔ جدید چاپ می‌شود.",
    ),
    "close": Action(
        "مختومه کردن…",
        "Shift+F10",
        verdicts.CLOSING_ROLES,
        _in_stages(*UNSETTLED),
        questions.close,
        tasks.close,
        "پرونده مختومه شد.",
    ),
    "decide": Action(
        "دستور شهردار…",
        "Ctrl+D",
        decisions.ROLES,
        lambda dossier: dossier.now.stage not in ("void", "passed"),
        questions.decide,
        tasks.decide,
        "دستور شهردار ثبت شد؛ برگهٔ جلسهٔ بعد با آن آغاز می‌شود.",
    ),
    "withdraw_decision": Action(
        "پس‌گرفتن دستور…",
        "Ctrl+Shift+D",
        decisions.ROLES,
        lambda dossier: dossier.decision_to_take_back is not None,
        questions.withdraw_decision,
        tasks.withdraw_decision,
        "دستور پس گرفته شد.",
    ),
    "take_back": Action(
        "پس‌گرفتن…",
        "Ctrl+Z",
        taking_back.ROLES,
        lambda dossier: dossier.last_act is not None,
        questions.take_back,
        tasks.take_back,
        lambda taken: str(taken.sentence),
    ),
}
"""In the order of their buttons."""
