"""The story of a visitor: nothing that happened is missing, and what is covered says only its kind and its days."""

import random
from collections import Counter

import pytest

from app.access import privacy
from app.cases import person
from app.cases.event_words import event_details, event_title
from app.cases.events import Event, folded
from app.errors import Refused
from app.office import lists
from app.papers import requests
from app.printing import jobs
from app.printing.person_file import person_file
from app.referrals import answers, deadlines, decisions, dispatch, reminders, taking_back, verdicts
from app.referrals.answers import UnitAnswer
from app.sessions import sessions
from app.table import paraphs
from tests.cases.conftest import PERSON


@pytest.fixture
def told(db, clerk):
    """`told(visit)` is the story of its visitor as the first clerk reads it."""

    def load(visit, reader=clerk):
        return person.load(privacy.rights_of(db, reader), visit.visitor_id)

    return load


def kinds(matter):
    return [event.kind for event in matter.events]


def test_life_of_a_matter_is_told_from_the_visit_to_the_acceptance(db, clerk, clock, come, told):
    visit, [referral] = come(matter="احداث پارک")
    dispatch.send(db, clerk, [referral], "secretariat")
    dispatch.acknowledge(db, clerk, [referral])
    deadlines.pause(db, clerk, referral, "نقص مدارک")
    deadlines.resume(db, clerk, referral)
    deadlines.extend(db, clerk, referral, "2", "بازدید", "معاون")
    answers.record_interim(db, clerk, referral, UnitAnswer("", "در دست بررسی", promised_day="1405/10/10"))
    clock.turn(days=30)
    for _ in range(3):
        reminders.remind(db, clerk, [referral])
        clock.turn(days=9)
    answers.record_final(db, clerk, referral, UnitAnswer("done", "اقدام شد", unit_number="12/34"))
    verdicts.phoned_without_word(db, clerk, [referral], "no_contact")
    verdicts.object_to(db, clerk, referral, "هیچ کاری نشده")
    decisions.decide(db, clerk, referral, "تا جلسهٔ بعد انجام شود")
    clock.turn(minutes=1)
    answers.record_final(db, clerk, referral, UnitAnswer("done", "این بار شد"))
    verdicts.accept(db, clerk, referral, "راضی‌ام")
    paper = requests.print_again(db, clerk, "receipt", visit.id)
    requests.mark_printed(db, clerk, [paper])
    [matter] = told(visit).matters
    expected = ["visit", "paraph", "issued", "dispatched", "acknowledged", "paused", "resumed", "extended", "interim"]
    assert kinds(matter) == [*expected, "reminded", "answered", "called", "objected", "decided", "answered", "accepted"]
    words = [f"{event_title(event)} | {event_details(event)}" for event in matter.events]
    assert "احداث پارک" in words[0] and "بررسی شود" in words[1] and "3 پیرو" in words[9]
    assert "«اقدام شد»" in words[10] and "12/34" in words[10] and "انجام شد" in words[10]
    assert "«هیچ کاری نشده»" in words[12] and "«تا جلسهٔ بعد انجام شود»" in words[13] and "رسید" in words[15]


def test_amended_and_voided_paraphs_are_told_with_their_reasons(db, clerk, clock, come, told):
    visit, _ = come()
    first = paraphs.of_visit(db, visit.id)[0]
    draft = paraphs.Draft(first.official_id, "settled", "متن تازه")
    clock.turn(minutes=1)
    amended = paraphs.amend(db, clerk, first.id, draft, "واحد اشتباه بود")
    clock.turn(minutes=1)
    paraphs.void(db, clerk, amended.paraph_id, "تکراری است")
    [matter] = told(visit).matters
    assert [kind for kind in kinds(matter) if kind not in ("void", "paper", "issued")] == [
        "visit",
        "paraph",
        "amended",
        "rewritten",
        "voided",
    ]
    words = " ".join(event_title(event) + event_details(event) for event in matter.events)
    assert "واحد اشتباه بود" in words and "متن تازه" in words and "تکراری است" in words


ACTS = {
    "answered": lambda db, clerk, id, words: answers.record_final(db, clerk, id, UnitAnswer("done", words)),
    "returned": lambda db, clerk, id, words: answers.send_back(db, clerk, id, words),
    "accepted": lambda db, clerk, id, words: verdicts.accept(db, clerk, id, words),
    "objected": lambda db, clerk, id, words: verdicts.object_to(db, clerk, id, words),
    "closed": lambda db, clerk, id, words: verdicts.close(db, clerk, id, words),
    "reminded": lambda db, clerk, id, words: reminders.remind(db, clerk, [id]),
    "called": lambda db, clerk, id, words: verdicts.phoned_without_word(db, clerk, [id], "no_contact"),
    "paused": lambda db, clerk, id, words: deadlines.pause(db, clerk, id, words),
    "resumed": lambda db, clerk, id, words: deadlines.resume(db, clerk, id),
}


@pytest.mark.parametrize("seed", range(2))
def test_no_act_of_a_random_life_is_missing_and_none_that_was_taken_back_is_told(db, clerk, clock, come, told, seed):
    chance, did, said = random.Random(seed), Counter(), []
    ids = []
    for _ in range(3):
        visit, made = come(units=2, days=3)
        ids += made
    clock.turn(days=20)
    for n in range(60):
        clock.turn(hours=chance.randint(1, 40))
        kind, referral = chance.choice(list(ACTS)), chance.choice(ids)
        try:
            ACTS[kind](db, clerk, referral, f"سخن {n}")
        except Refused:
            continue
        last = taking_back.last_act(db, clerk, referral)
        if last and chance.random() < 0.2:
            taking_back.take_back(db, clerk, last.step_id)
            continue
        did[kind] += 1
        said += [f"سخن {n}"] if kind not in ("reminded", "called", "resumed") else []
    story = told(visit)
    events = [event for matter in story.matters for event in matter.events]
    found = Counter()
    for event in events:
        found[event.kind] += event.times
    assert {kind: found[kind] for kind in ACTS} == {kind: did[kind] for kind in ACTS}
    assert sorted(event.words for event in events if event.words.startswith("سخن")) == sorted(said)
    assert all(list(matter.events) == sorted(matter.events, key=lambda event: event.at) for matter in story.matters)


def test_visits_that_continue_or_replace_one_another_are_one_matter(db, clerk, clock, come, arrive, told):
    first, _ = come()
    other, _ = come(units=0)
    again, _ = come(units=0, same_as=first.id)
    waiting = arrive(visitor=PERSON, accepted=frozenset({"here", "open"}), same_as=again.id)
    sessions.close(db, clerk, waiting.session_id, "next")
    clock.turn(days=7)
    sessions.open_today(db, clerk, 1)
    story = told(first)
    chains = [[visit.visit_id for visit in matter.visits] for matter in story.matters]
    assert [first.id, again.id, waiting.id] == chains[0][:3] and [other.id] in chains
    assert len(chains) == 2 and story.matters[0].is_unsettled


def test_open_matter_comes_first_and_the_summary_counts_visits_so_far(db, clerk, clock, come, told):
    old, _ = come()
    clock.turn(days=40)
    for _ in range(3):
        now, _ = come(units=0)
    story = told(now)
    assert story.matters[0].visits[0].visit_id == old.id and story.matters[0].late > 0
    assert story.summary.visits == 4


def test_covered_matter_tells_its_kinds_and_days_alone_on_the_screen_and_every_one_on_paper(
    db, make_clerk, clerk, come, told
):
    secret = next(row["id"] for row in lists.entries(db, "category") if row["confidential"])
    visit, [referral] = come(category_id=secret, matter="راز درخواست")
    answers.record_final(db, clerk, referral, UnitAnswer("done", "راز پاسخ"))
    verdicts.object_to(db, clerk, referral, "راز اعتراض")
    come(units=0, matter="پیدا")
    covered = told(visit, make_clerk("caller"))
    number = db.required_row("SELECT number FROM referral WHERE id = :id", id=referral)["number"]
    for story in (covered, person.load_on_paper(db, visit.visitor_id)):
        said = repr((story.matters, story.summary))
        assert "راز" not in said and number not in said and "بررسی شود" in said and "پیدا" in said
        hidden = next(matter for matter in story.matters if matter.visits[0].visit_id == visit.id)
        assert {"issued", "answered", "objected"} <= set(kinds(hidden)) and hidden.stage == "objected"
    whole = repr(told(visit, make_clerk("manager")).matters)
    assert all(word in whole for word in ("راز درخواست", "راز پاسخ", "راز اعتراض"))


def test_reminders_in_a_row_are_one_event_and_their_papers_stay_with_them():
    def event(n, kind, **more):
        return Event(1, f"2026-01-0{n}", f"2026-01-0{n}", kind, **more)

    reminded = [event(n, "reminded", number="1") for n in (1, 2, 3)]
    printed = [event(n, "paper", papers=("برگهٔ پیرو",)) for n in (1, 2, 3)]
    both = [each for pair in zip(reminded, printed, strict=True) for each in pair]
    [one] = folded(both)
    assert (one.times, one.day, one.papers) == (3, "2026-01-03", ("برگهٔ پیرو",))
    assert [each.kind for each in folded([*both, event(5, "paper", papers=("رسید",))])] == ["reminded", "paper"]
    other = event(4, "reminded", number="2")
    assert [each.times for each in folded([*both, other])] == [3, 1]


def test_file_on_paper_is_the_story_and_masks_the_code(db, clerk, come):
    visit, [referral] = come(matter="احداث پارک")
    answers.record_final(db, clerk, referral, UnitAnswer("done", "اقدام شد"))
    verdicts.object_to(db, clerk, referral, "هیچ کاری نشده")
    made = person_file(db, visit.visitor_id)
    said = repr(made)
    assert PERSON.code not in said and PERSON.mobile not in said and "049***" in said
    assert all(words in said for words in ("احداث پارک", "اقدام شد", "هیچ کاری نشده", "اعتراض متقاضی"))
    assert (made.visits, made.open, made.matters[0].is_open) == (1, 1, True)


def test_file_is_printed_only_by_a_role_that_sees_identifiers_and_is_listed_with_its_visitor(db, make_clerk, come):
    visit, _ = come()
    with pytest.raises(Refused):
        requests.print_again(db, make_clerk("caller"), "person", visit.visitor_id)
    reader = make_clerk("table")
    first = requests.print_again(db, reader, "person", visit.visitor_id)
    [listed] = [each for each in jobs.papers_of_today(db, reader) if each.paper.id == first]
    assert (listed.name.startswith("پروندهٔ شخص"), listed.about, listed.visit_id) == (True, PERSON.name, None)
