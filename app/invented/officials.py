"""The papers that the officials of the invented year write: referrals, other outcomes, corrections, renewals."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from app.invented import units
from app.invented.cast import OWN_DISTRICT
from app.invented.kept_facts import KeptReferral
from app.invented.office import InventedOffice
from app.invented.people import Coming
from app.office import lists
from app.referrals import dispatch
from app.sessions.sessions import Session
from app.table import paraphs, renewal
from app.table.paraphs import Addressee, Draft, Saved
from app.visits.visits import Visit
from db import Row

_OUTCOMES = ("referred", "settled", "phoned", "guided", "papers")
_WEIGHTS = (77, 9, 4, 6, 4)
_RENEWED, _AMENDED, _VOIDED, _BY_HAND, _SECOND_UNIT, _COPY = 0.4, 0.011, 0.002, 0.07, 0.11, 0.15
_SECOND, _COPIES = ("V02", "V03", "D03", "V01"), ("M02", "D02", "X01")


def write_paraph(office: InventedOffice, session: Session, table: Row, visit: Visit) -> Callable[[], None] | None:
    """End a meeting; return the correction of what was written, where one is to follow."""
    coming = office.coming(visit.visitor_id)
    owing = [kept for kept in office.facts.referrals.values() if kept.visit_id == coming.earlier and kept.owes]
    if owing and coming.earlier and office.happens(_RENEWED):
        _renew(office, coming.earlier, table, visit, owing)
        return None
    outcome = office.chance.choices(_OUTCOMES, _WEIGHTS)[0]
    if outcome != "referred":
        words = office.cast.say(office.chance, outcome)
        paraphs.save(office.db, office.clerks["table"], visit.id, Draft(table["official_id"], outcome, words))
        office.count("paraph")
        return None
    draft = _referring(office, table, coming)
    saved = paraphs.save(office.db, office.clerks["table"], visit.id, draft)
    office.count("paraph")
    _keep(office, session, visit, saved)
    if office.happens(_AMENDED):
        return partial(_amend, office, session, table, visit, saved)
    if office.happens(_VOIDED):
        return partial(_void, office, saved)
    if office.happens(_BY_HAND):
        _send_by_hand(office, saved)
    return None


def _referring(office: InventedOffice, table: Row, coming: Coming, *, other: bool = False) -> Draft:
    """Return the draft of a referral; `other`: to the matter's second unit, as an amendment does."""
    codes = [coming.district if code == OWN_DISTRICT else code for code in coming.matter.units]
    codes = [code for code in codes if code] or ["M02"]
    lead = codes[-1] if other or (len(codes) > 1 and office.happens(0.35)) else codes[0]
    phrase = office.chance.choice([row for row in lists.entries(office.db, "phrase") if row["answer_needed"]])
    days = phrase["working_days"]
    addressees = [Addressee(office.units[lead], "lead", "", days)]
    if office.happens(_SECOND_UNIT) and (second := office.chance.choice(_SECOND)) != lead:
        addressees.append(Addressee(office.units[second], "partner", "", days))
    if office.happens(_COPY):
        addressees.append(Addressee(office.units[office.chance.choice(_COPIES)], "copy"))
    distinct = {each.unit_id: each for each in reversed(addressees)}
    return Draft(table["official_id"], "referred", phrase["text"], tuple(reversed(distinct.values())))


def _keep(office: InventedOffice, session: Session, visit: Visit, saved: Saved) -> None:
    for slip in paraphs.referrals(office.db, saved.paraph_id):
        units.keep(office, slip, visit.id, visit.visitor_id, session.programme_id, session.day)


def _amend(office: InventedOffice, session: Session, table: Row, visit: Visit, saved: Saved) -> None:
    _forget(office, saved)
    draft = _referring(office, table, office.coming(visit.visitor_id), other=True)
    draft = replace(draft, words=f"{draft.words}؛ {office.cast.say(office.chance, 'addition')}")
    why = office.cast.say(office.chance, "amendment")
    amended = paraphs.amend(office.db, office.clerks["table"], saved.paraph_id, draft, why)
    office.count("paraph")
    office.count("amended")
    _keep(office, session, visit, amended)


def _void(office: InventedOffice, saved: Saved) -> None:
    _forget(office, saved)
    paraphs.void(office.db, office.clerks["table"], saved.paraph_id, office.cast.say(office.chance, "voiding"))
    office.count("void")


def _forget(office: InventedOffice, saved: Saved) -> None:
    for slip in paraphs.referrals(office.db, saved.paraph_id):
        if kept := office.facts.referrals.get(slip.id):
            kept.stage = "void"


def _send_by_hand(office: InventedOffice, saved: Saved) -> None:
    slips = [slip.id for slip in paraphs.referrals(office.db, saved.paraph_id)]
    dispatch.send(office.db, office.clerks["followup"], slips, "hand")
    office.count("dispatched", len(slips))
    for referral_id in slips:
        if kept := office.facts.referrals.get(referral_id):
            units.plan(office, kept)


def _renew(office: InventedOffice, earlier: int, table: Row, visit: Visit, owing: list[KeptReferral]) -> None:
    renewal.renew(office.db, office.clerks["table"], visit.id, earlier, table["official_id"])
    for kept in owing:
        kept.reminders += 1
        kept.reminded_day = office.today
    office.count("renewed")
