"""A working day of the invented follow-up office: parcels, answers that came, telephone, reminders, closings."""

from functools import partial

from app.followup import phone_calls, query
from app.followup.query import ListQuery
from app.invented import units
from app.invented.kept_facts import KeptReferral
from app.invented.office import InventedOffice
from app.persian.calendar import at, weekday
from app.referrals import dispatch, reminders, to_send, verdicts

_CALLS = 24
"""Visitors that two people can telephone on a day."""
_UNREACHED, _AGAIN = 0.17, 0.05
_ACCEPTS_TRUE, _ACCEPTS_UNTRUE = 0.94, 0.08
_GIVES_UP_AFTER = 3
"""Calls that nobody took."""
_SUNDAY, _BETWEEN_REMINDERS = 1, 9
"""Working days to the second reminder; twice as many to the third, and so on."""
_REMINDED_FROM = 1000
"""The oldest late referrals, among which two people look for those to remind of."""
_OLD = 150
"""Working days after which the office closes some that nobody asks for any more."""


def live_the_day(office: InventedOffice, day: str) -> None:
    morning = at(day, "08:00")
    if office.db.now() < morning:
        office.clock.set(morning)
    _send(office)
    units.acknowledge(office, office.receipts.pop(day, []))
    for act in office.agenda.pop(day, []):
        act()
    _telephone(office)
    if weekday(day) == _SUNDAY:
        _remind(office, day)
        _close_old(office, day)
    office.at_work(60)
    office.print_what_waits()


def _send(office: InventedOffice) -> None:
    """Send what waits, but for a few slips that stay in the tray for another day."""
    slips = [slip for parcel in to_send.parcels(office.db) for slip in parcel.slips]
    sent = [slip.referral_id for slip in slips if office.happens(0.96)]
    if not sent:
        return
    office.at_work(600)
    dispatch.send(office.db, office.clerks["followup"], sent, "secretariat")
    office.count("dispatched", len(sent))
    for referral_id in sent:
        if kept := office.facts.referrals.get(referral_id):
            units.plan(office, kept)


def _telephone(office: InventedOffice) -> None:
    """Phone about the answers that wait longest: what the office is late with comes first."""
    people = phone_calls.visitors_to_phone(office.db, office.clerks["followup"])
    waiting = [(each.answered_day, each.referral_id) for person in people for each in person.answers]
    for _, referral_id in sorted(waiting)[:_CALLS]:
        office.at_work(150)
        kept = office.facts.referrals[referral_id]
        drawn = office.chance.random()
        if drawn < _UNREACHED:
            _not_reached(office, kept)
        elif drawn < _UNREACHED + _AGAIN:
            verdicts.phoned_without_word(office.db, office.clerks["followup"], [kept.referral_id], "again")
            office.count("called")
        else:
            give_verdict(office, kept)


def _not_reached(office: InventedOffice, kept: KeptReferral) -> None:
    clerk = office.clerks["followup"]
    verdicts.phoned_without_word(office.db, clerk, [kept.referral_id], "no_contact")
    kept.unreached += 1
    office.count("called")
    if kept.unreached == _GIVES_UP_AFTER:
        office.at_work()
        verdicts.close(office.db, clerk, kept.referral_id, office.cast.say(office.chance, "not_reached"))
        kept.stage = "closed"
        office.count("closed")


def give_verdict(office: InventedOffice, kept: KeptReferral) -> None:
    """Let the visitor judge the answer by what is true."""
    if office.happens(_ACCEPTS_TRUE if kept.is_solved else _ACCEPTS_UNTRUE):
        words = office.cast.say(office.chance, "acceptance")
        verdicts.accept(office.db, office.clerks["followup"], kept.referral_id, words)
        kept.stage = "accepted"
        office.count("accepted")
    else:
        object_to(office, kept)


def object_to(office: InventedOffice, kept: KeptReferral) -> None:
    words = office.cast.say(office.chance, "objection")
    verdicts.object_to(office.db, office.clerks["followup"], kept.referral_id, words)
    kept.stage = "objected"
    kept.objections += 1
    office.count("objected")
    if office.happens(office.cast.character(kept.unit).answers):
        units.plan_answer(office, kept, office.today)


def _remind(office: InventedOffice, day: str) -> None:
    late = query.in_sight(office.db, office.clerks["followup"], ListQuery("late")).ids[:_REMINDED_FROM]
    some = [office.facts.referrals[id_] for id_ in late]
    due = [
        kept
        for kept in some
        if not kept.reminded_day or office.days.between(kept.reminded_day, day) >= _BETWEEN_REMINDERS * kept.reminders
    ]
    written = reminders.remind_all(office.db, office.clerks["followup"], [kept.referral_id for kept in due])
    assert len(written.reminder_ids) == len(due)
    for kept in due:
        kept.reminders += 1
        kept.reminded_day = day
        if office.happens(office.cast.character(kept.unit).wakes):
            soon = office.later(day, office.some_days((2, 8)))
            office.agenda[soon].append(partial(units.answer, office, kept))
    office.count("reminder", len(due))


def _close_old(office: InventedOffice, day: str) -> None:
    """Close a few of the oldest that no unit answers any more."""
    old = [
        kept
        for kept in office.facts.referrals.values()
        if kept.owes and not kept.answers and office.days.between(kept.issued_day, day) > _OLD
    ]
    for kept in old[:2]:
        if office.happens(0.5):
            office.at_work()
            why = office.cast.say(office.chance, "given_up")
            verdicts.close(office.db, office.clerks["followup"], kept.referral_id, why)
            kept.stage = "closed"
            office.count("closed")
