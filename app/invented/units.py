"""How the invented units treat a slip: by their character they acknowledge, put off, answer, and answer again."""

from functools import partial

from app.invented.cast import Character
from app.invented.kept_facts import KeptAnswer, KeptReferral
from app.invented.office import InventedOffice
from app.persian.calendar import jalali
from app.referrals import answers, deadlines, dispatch
from app.referrals.answers import RENEWALS, UnitAnswer
from app.referrals.deadlines import legal_day
from app.referrals.issuing import Referral

_NOT_OURS, _BARRED, _IRRELEVANT, _PAUSED, _PARTLY = 0.03, 0.05, 0.015, 0.03, 0.1
_PASSED_ON_TO = ("R01", "R02", "R04", "R06", "V03", "D05")


def keep(office: InventedOffice, slip: Referral, visit_id: int, visitor_id: int, programme_id: int, day: str) -> None:
    """Keep the facts of a new referral; a copy, which wants no answer, has none."""
    if slip.working_days is None:
        return
    code = next(code for code, unit_id in office.units.items() if unit_id == slip.unit_id)
    character = office.cast.character(code).name
    office.facts.referrals[slip.id] = KeptReferral(
        slip.id, visit_id, visitor_id, programme_id, code, character, office.today, day
    )
    office.count("referral")


def plan(office: InventedOffice, kept: KeptReferral) -> None:
    """Decide what the unit does with a slip that has just been sent."""
    character = office.cast.character(kept.unit)
    received = office.later(office.today, office.some_days(character.acknowledges_after))
    office.receipts[max(received, office.later(office.today, 1))].append(kept)
    if office.happens(_NOT_OURS) and kept.character != "done_sayer":
        day = office.later(received, office.some_days((2, 6)))
        office.agenda[day].append(partial(pass_on, office, kept))
    elif office.happens(character.answers):
        plan_answer(office, kept, received)


def plan_answer(office: InventedOffice, kept: KeptReferral, since: str) -> None:
    """Let the unit answer some days after `since`, perhaps with an interim answer, more days or a pause before."""
    character = office.cast.character(kept.unit)
    length = max(1, office.some_days(character.answers_after))
    answered = office.later(since, length)
    if office.happens(_PAUSED) and length > 3:
        on = office.later(answered, office.some_days((5, 15)))
        office.agenda[office.later(since, 2)].append(partial(pause, office, kept))
        office.agenda[on].append(partial(resume, office, kept))
        answered = office.later(on, 2)
    elif length > 5 and office.happens(character.interim):
        office.agenda[office.later(since, length // 2)].append(partial(interim, office, kept, answered))
    if length > 8 and office.happens(character.extended):
        office.agenda[office.later(since, length * 2 // 3)].append(partial(extend, office, kept))
    office.agenda[answered].append(partial(answer, office, kept))


def acknowledge(office: InventedOffice, some: list[KeptReferral]) -> None:
    heard = [kept for kept in some if kept.stage == "issued"]
    if not heard:
        return
    office.at_work()
    dispatch.acknowledge(office.db, office.clerks["followup"], [kept.referral_id for kept in heard])
    for kept in heard:
        kept.stage = "acknowledged"
    office.count("acknowledged", len(heard))


def answer(office: InventedOffice, kept: KeptReferral) -> None:
    if not kept.owes:
        return
    if kept.stage == "issued":
        acknowledge(office, [kept])
    office.at_work(40)
    character = office.cast.character(kept.unit)
    clerk, number = office.clerks["followup"], f"{office.chance.randint(1000, 99999)}/{office.chance.randint(10, 99)}"
    if office.happens(_IRRELEVANT):
        words = office.cast.say(office.chance, "irrelevant")
        answers.record_final(office.db, clerk, kept.referral_id, UnitAnswer("done", words, unit_number=number))
        office.at_work(60)
        answers.send_back(office.db, clerk, kept.referral_id, office.cast.say(office.chance, "sending_back"))
        kept.returns += 1
        office.count("returned")
        plan_answer(office, kept, office.today)
        return
    is_true = office.happens(character.true_share)
    outcome, words = _said(office, character, is_true)
    given = UnitAnswer(outcome, words, unit_number=number)
    response_id = answers.record_final(office.db, clerk, kept.referral_id, given)
    kept.stage, kept.paused = "answered", False
    kept.answers.append(KeptAnswer(response_id, office.today, outcome, is_true))
    office.count("answer")


def _said(office: InventedOffice, character: Character, is_true: bool) -> tuple[str, str]:
    """Return the outcome and the words of an answer."""
    if character.name == "done_sayer":
        return "done", office.cast.say(office.chance, "done_sayer")
    if is_true:
        outcome = "barred" if office.happens(_BARRED) else "done"
        return outcome, office.cast.say(office.chance, "solved" if outcome == "done" else outcome)
    if office.happens(character.bluffs):
        return "done", office.cast.say(office.chance, "unsolved")
    return ("partly" if office.happens(0.5) else "planned"), office.cast.say(office.chance, "unsolved")


def interim(office: InventedOffice, kept: KeptReferral, promised: str) -> None:
    is_possible = office.today < promised < legal_day(kept.registered_day)
    if not kept.owes or kept.stage == "issued" or kept.interims > RENEWALS or not is_possible:
        return
    office.at_work()
    given = UnitAnswer("", office.cast.say(office.chance, "interim"), promised_day=jalali(promised))
    answers.record_interim(office.db, office.clerks["followup"], kept.referral_id, given)
    kept.interims += 1
    office.count("interim")


def extend(office: InventedOffice, kept: KeptReferral) -> None:
    if kept.owes:
        office.at_work()
        days, why = office.chance.choice(("5", "10", "15")), office.cast.say(office.chance, "extension")
        deadlines.extend(office.db, office.clerks["followup"], kept.referral_id, days, why, "مدیر برنامه")
        kept.extensions += 1
        office.count("extended")


def pause(office: InventedOffice, kept: KeptReferral) -> None:
    if kept.owes and not kept.paused:
        office.at_work()
        why = office.cast.say(office.chance, "pause")
        deadlines.pause(office.db, office.clerks["followup"], kept.referral_id, why)
        kept.paused = True
        office.count("paused")


def resume(office: InventedOffice, kept: KeptReferral) -> None:
    if kept.owes and kept.paused:
        office.at_work()
        deadlines.resume(office.db, office.clerks["followup"], kept.referral_id)
        kept.paused = False
        office.count("resumed")


def pass_on(office: InventedOffice, kept: KeptReferral) -> None:
    """Let the unit say that the matter is another's; half of them say so in an answer."""
    from app.followup.view import find_referral  # late: the new number is looked up as a clerk would

    free = [code for code in _PASSED_ON_TO if code not in _units_of(office, kept.visit_id)]
    if not kept.owes or kept.stage == "issued" or not free:
        return
    office.at_work(60)
    clerk, words = office.clerks["followup"], office.cast.say(office.chance, "not_ours")
    if office.happens(0.5):
        given = UnitAnswer("not_ours", words)
        response_id = answers.record_final(office.db, clerk, kept.referral_id, given)
        kept.answers.append(KeptAnswer(response_id, office.today, "not_ours", True))
        office.count("answer")
    code = office.chance.choice(free)
    number = answers.pass_on(office.db, clerk, kept.referral_id, office.units[code], words)
    kept.stage = "passed"
    office.count("passed")
    found = find_referral(office.db, number)
    assert found
    onward = KeptReferral(
        found.referral_id,
        kept.visit_id,
        kept.visitor_id,
        kept.programme_id,
        code,
        office.cast.character(code).name,
        office.today,
        kept.registered_day,
    )
    office.facts.referrals[onward.referral_id] = onward
    office.count("referral")


def _units_of(office: InventedOffice, visit_id: int) -> set[str]:
    return {kept.unit for kept in office.facts.referrals.values() if kept.visit_id == visit_id}
