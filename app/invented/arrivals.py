"""The people of a session in the invented year: newcomers, the people of clusters, and those who come again."""

from app.invented.cast import OWN_DISTRICT, Cluster
from app.invented.follow_up import object_to
from app.invented.office import InventedOffice
from app.invented.people import Coming, Person
from app.reception.arrival import Arrival
from app.reception.registering import register
from app.referrals import verdicts
from app.sessions.sessions import Session
from app.visits import visitors
from app.visits.visits import Visit

_EXPECTED = {"citizen": (142, 184), "staff": (18, 34)}
_RETURNS = 0.33
_WEEKS_BETWEEN = 3
_PRIORITY, _LINKED, _OTHER_MATTER = 0.12, 0.65, 0.15


def draw_arrivals(office: InventedOffice, session: Session) -> list[Person]:
    """Return the persons who come to a session, each with what it comes about as its last coming."""
    expected = office.chance.randint(*_EXPECTED[session.audience])
    again = _coming_again(office, session)
    returning = office.chance.sample(again, min(len(again), int(expected * _RETURNS)))
    for person in returning:
        _come_again(office, session, person)
    planted = [
        _of_cluster(office, cluster)
        for cluster, people in office.quotas.get(session.day, [])
        for _ in range(people if session.audience == "citizen" else 0)
    ]
    fresh = [_newcomer(office, session.audience) for _ in range(max(0, expected - len(returning) - len(planted)))]
    return [*returning, *planted, *fresh]


def _coming_again(office: InventedOffice, session: Session) -> list[Person]:
    """Return those who were here weeks ago, are not helped, and have not given up."""
    unhelped = {
        kept.visitor_id
        for kept in office.facts.referrals.values()
        if kept.programme_id == session.programme_id
        and kept.stage not in ("void", "passed", "accepted")
        and not kept.is_solved
    }
    return [
        person
        for person in office.persons
        if person.visitor.id in unhelped
        and len(person.visits) < person.most_visits
        and office.days.between(person.last_day, session.day) >= _WEEKS_BETWEEN * 5
    ]


def _come_again(office: InventedOffice, session: Session, person: Person) -> None:
    before = person.comings[-1]
    if office.happens(_OTHER_MATTER):
        person.comings.append(_drawn(office, session.audience, person))
        return
    earlier = person.visits[-1]
    linked = earlier if office.happens(_LINKED) else None
    person.comings.append(Coming(before.matter, before.words, before.district, linked, earlier))


def _newcomer(office: InventedOffice, audience: str) -> Person:
    person = office.people.new(audience)
    person.comings.append(_drawn(office, audience, person))
    office.persons.append(person)
    return person


def _of_cluster(office: InventedOffice, cluster: Cluster) -> Person:
    person = office.people.new("citizen", cluster.district)
    before = sum(each.cluster == cluster.name for each in office.persons)
    words = cluster.wordings[before % len(cluster.wordings)]
    person.comings.append(Coming(cluster.matter, words, cluster.district))
    office.persons.append(person)
    office.facts.planted.setdefault(cluster.name, [])
    person.cluster = cluster.name
    return person


def _drawn(office: InventedOffice, audience: str, person: Person) -> Coming:
    matter = office.chance.choices(office.cast.matters[audience], office.cast.weights[audience])[0]
    place = f"، {office.chance.choice(office.cast.places[person.district])}" if matter.at_place else ""
    has_district = matter.at_place or OWN_DISTRICT in matter.units
    return Coming(matter, matter.text + place, person.district if has_district else "")


def register_person(office: InventedOffice, session: Session, person: Person) -> Visit:
    db, clerk, coming = office.db, office.clerks["reception"], person.comings[-1]
    known = visitors.get(db, person.visitor.id) if person.visitor.id else None
    if known:
        _ask_for_verdicts(office, person)
    group = office.chance.choice(office.groups) if office.happens(_PRIORITY) else None
    visit = register(
        db,
        clerk,
        session.id,
        Arrival(
            known or person.visitor,
            office.categories[coming.matter.audience, coming.matter.category],
            coming.words,
            district_id=office.units[coming.district] if coming.district else None,
            enclosures=str(office.chance.choice((0, 0, 1, 2, 4))),
            priority_group_id=group,
            priority_reason="اظهار مراجعه‌کننده" if group else "",
            same_as=coming.same_as,
            accepted=frozenset({"open", "here"}),
            seen=known,
        ),
    )
    if not known:
        person.visitor = visitors.get(db, visit.visitor_id)
        office.by_visitor[visit.visitor_id] = person
    office.count("return" if known else "newcomer")
    person.visits.append(visit.id)
    person.last_day = session.day
    if person.cluster and len(person.visits) == 1:
        office.facts.planted[person.cluster].append(visit.id)
    office.count("visit")
    return visit


def _ask_for_verdicts(office: InventedOffice, person: Person) -> None:
    """Let reception ask about answers that the visitor has not judged yet."""
    for kept in office.facts.referrals.values():
        if kept.visitor_id == person.visitor.id and kept.stage == "answered" and office.happens(0.6):
            office.at_work(20)
            if kept.is_solved:
                verdicts.accept(office.db, office.clerks["reception"], kept.referral_id)
                kept.stage = "accepted"
                office.count("accepted")
            else:
                object_to(office, kept)
