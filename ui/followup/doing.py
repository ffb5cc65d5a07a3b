"""What each act on a referral does: the rule it calls, with what was typed."""

from collections.abc import Callable, Mapping
from functools import partial

from app.access.clerks import Clerk
from app.followup.dossier import Dossier
from app.referrals import answers, deadlines, dispatch, reminders, verdicts
from app.referrals.answers import UnitAnswer
from ui.followup.answering import AnswerQuestion
from ui.followup.asks import PassOnQuestion
from ui.parts.question import Question
from ui.work import Task

Typed = Mapping[str, str]


def send(clerk: Clerk, case: Dossier, typed: Typed, _: Question | None) -> Task:
    return partial(dispatch.send, clerk=clerk, referral_ids=[case.referral_id], mode=typed["mode"],
                   office_number=typed["office_number"], day=typed["day"])


def acknowledge(clerk: Clerk, case: Dossier, typed: Typed, _: Question | None) -> Task:
    return partial(dispatch.acknowledge, clerk=clerk, referral_ids=[case.referral_id], day=typed["day"])


def _given(typed: Typed, question: Question | None) -> UnitAnswer:
    scans = question.attached.papers if isinstance(question, AnswerQuestion) else ()
    return UnitAnswer(typed.get("outcome", ""), typed["words"], typed["day"], typed["unit_number"],
                      typed.get("promised_day", ""), scans)


def answer(clerk: Clerk, case: Dossier, typed: Typed, question: Question | None) -> Task:
    return partial(answers.answer, clerk=clerk, referral_id=case.referral_id, given=_given(typed, question))


def interim(clerk: Clerk, case: Dossier, typed: Typed, question: Question | None) -> Task:
    return partial(answers.interim, clerk=clerk, referral_id=case.referral_id, given=_given(typed, question))


def send_back(clerk: Clerk, case: Dossier, typed: Typed, _: Question | None) -> Task:
    return partial(answers.send_back, clerk=clerk, referral_id=case.referral_id, why=typed["words"])


def remind(clerk: Clerk, case: Dossier, _: Typed, __: Question | None) -> Task:
    return partial(reminders.remind, clerk=clerk, referral_ids=[case.referral_id])


def called(clerk: Clerk, case: Dossier, typed: Typed, _: Question | None) -> Task:
    """What the visitor said on the telephone."""
    if word := _WORD.get(typed["result"]):
        return partial(word, clerk=clerk, referral_id=case.referral_id, words=typed["words"])
    return partial(verdicts.phoned_without_word, clerk=clerk, referral_id=case.referral_id, result=typed["result"],
                   again=typed["again"])


_WORD: dict[str, Callable[..., object]] = {"accepted": verdicts.accept, "objected": verdicts.object_to}


def object(clerk: Clerk, case: Dossier, typed: Typed, _: Question | None) -> Task:
    return partial(verdicts.object_to, clerk=clerk, referral_id=case.referral_id, words=typed["words"])


def extend(clerk: Clerk, case: Dossier, typed: Typed, _: Question | None) -> Task:
    return partial(deadlines.extend, clerk=clerk, referral_id=case.referral_id, working_days=typed["working_days"],
                   why=typed["words"], allowed_by=typed["allowed_by"])


def pause(clerk: Clerk, case: Dossier, typed: Typed, _: Question | None) -> Task:
    return partial(deadlines.pause, clerk=clerk, referral_id=case.referral_id, why=typed["words"])


def resume(clerk: Clerk, case: Dossier, _: Typed, __: Question | None) -> Task:
    return partial(deadlines.resume, clerk=clerk, referral_id=case.referral_id)


def pass_on(clerk: Clerk, case: Dossier, typed: Typed, question: Question | None) -> Task:
    accepted = question.accepted if isinstance(question, PassOnQuestion) else ()
    return partial(answers.pass_on, clerk=clerk, referral_id=case.referral_id, unit_id=int(typed["unit_id"] or 0),
                   why=typed["words"], accepted=accepted)


def close(clerk: Clerk, case: Dossier, typed: Typed, _: Question | None) -> Task:
    return partial(verdicts.close, clerk=clerk, referral_id=case.referral_id, why=typed["words"])
