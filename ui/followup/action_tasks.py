"""The task each action hands to the worker: one rule of app/referrals; ui.followup.actions names them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from app.access.clerks import Clerk
from app.referrals import answers, deadlines, decisions, dispatch, reminders, taking_back, verdicts
from app.referrals.answers import UnitAnswer
from app.visits.attachments import NewAttachment
from ui.work import Task


@dataclass(frozen=True, slots=True)
class Reply:
    """A clerk's answer to the question of an action on one referral; empty for an action without a question."""

    clerk: Clerk
    referral_id: int
    values: Mapping[str, str] = field(default_factory=dict)
    """Typed texts by the names of the question's fields."""
    scans: tuple[NewAttachment, ...] = ()
    """Pictures attached to a unit's answer."""
    accepted: tuple[int, ...] = ()
    """Units complained of to which the clerk sends the complaint all the same."""


def send(reply: Reply) -> Task:
    typed = reply.values
    return partial(
        dispatch.send,
        clerk=reply.clerk,
        referral_ids=[reply.referral_id],
        mode=typed["mode"],
        office_number=typed["office_number"],
        day=typed["day"],
    )


def acknowledge(reply: Reply) -> Task:
    return partial(dispatch.acknowledge, clerk=reply.clerk, referral_ids=[reply.referral_id], day=reply.values["day"])


def final_answer(reply: Reply) -> Task:
    typed = reply.values
    given = UnitAnswer(typed["outcome"], typed["words"], typed["day"], typed["unit_number"], scans=reply.scans)
    return partial(answers.record_final, clerk=reply.clerk, referral_id=reply.referral_id, given=given)


def interim_answer(reply: Reply) -> Task:
    typed = reply.values
    given = UnitAnswer("", typed["words"], typed["day"], typed["unit_number"], typed["promised_day"], reply.scans)
    return partial(answers.record_interim, clerk=reply.clerk, referral_id=reply.referral_id, given=given)


def send_back(reply: Reply) -> Task:
    return partial(answers.send_back, clerk=reply.clerk, referral_id=reply.referral_id, why=reply.values["words"])


def remind(reply: Reply) -> Task:
    return partial(reminders.remind, clerk=reply.clerk, referral_ids=[reply.referral_id])


_VERDICTS: dict[str, Callable[..., object]] = {"accepted": verdicts.accept, "objected": verdicts.object_to}


def phone_call(reply: Reply) -> Task:
    """Record the visitor's verdict when the phone call brought one, otherwise when to phone again."""
    typed = reply.values
    if give_verdict := _VERDICTS.get(typed["result"]):
        return partial(give_verdict, clerk=reply.clerk, referral_id=reply.referral_id, words=typed["words"])
    return partial(
        verdicts.phoned_without_word,
        clerk=reply.clerk,
        referral_ids=[reply.referral_id],
        result=typed["result"],
        again=typed["again"],
    )


def objection(reply: Reply) -> Task:
    return partial(verdicts.object_to, clerk=reply.clerk, referral_id=reply.referral_id, words=reply.values["words"])


def extend(reply: Reply) -> Task:
    typed = reply.values
    return partial(
        deadlines.extend,
        clerk=reply.clerk,
        referral_id=reply.referral_id,
        working_days=typed["working_days"],
        why=typed["words"],
        allowed_by=typed["allowed_by"],
        letter=typed["letter"],
        letter_day=typed["letter_day"],
    )


def pause(reply: Reply) -> Task:
    typed = reply.values
    return partial(
        deadlines.pause,
        clerk=reply.clerk,
        referral_id=reply.referral_id,
        why=typed["words"],
        letter=typed["letter"],
        letter_day=typed["letter_day"],
    )


def resume(reply: Reply) -> Task:
    return partial(deadlines.resume, clerk=reply.clerk, referral_id=reply.referral_id, day=reply.values["day"])


def pass_on(reply: Reply) -> Task:
    typed = reply.values
    return partial(
        answers.pass_on,
        clerk=reply.clerk,
        referral_id=reply.referral_id,
        unit_id=int(typed["unit_id"] or 0),
        why=typed["words"],
        accepted=reply.accepted,
    )


def close(reply: Reply) -> Task:
    return partial(verdicts.close, clerk=reply.clerk, referral_id=reply.referral_id, why=reply.values["words"])


def take_back(reply: Reply) -> Task:
    typed = reply.values
    return partial(
        taking_back.take_back, clerk=reply.clerk, step_id=int(typed["step_id"]), whole=bool(typed.get("whole"))
    )


def decide(reply: Reply) -> Task:
    return partial(decisions.decide, clerk=reply.clerk, referral_id=reply.referral_id, words=reply.values["words"])


def withdraw_decision(reply: Reply) -> Task:
    return partial(decisions.take_back, clerk=reply.clerk, decision_id=int(reply.values["decision_id"]))
