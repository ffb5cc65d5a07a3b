"""The earlier matters of a visitor, on both engines: what was said last, how late it is, and what comes first."""

import random

import pytest

from app.access import privacy
from app.cases import story
from app.cases.earlier import history
from app.cases.summary import summarise
from app.errors import Refused
from app.followup import dossier
from app.office import lists
from app.referrals import answers, verdicts
from app.referrals.answers import UnitAnswer
from tests.cases.conftest import PERSON


def only(db, visit):
    return history(db, visit.visitor_id)[0].referrals[0]


def test_last_answer_and_the_word_on_it_are_told_without_what_was_sent_back(db, clerk, come):
    visit, [referral] = come()
    answers.record_final(db, clerk, referral, UnitAnswer("done", "اقدام شد."))
    verdicts.object_to(db, clerk, referral, "هیچ کاری نشده")
    told = only(db, visit)
    assert (told.answer, told.verdict, told.verdict_words) == ("اقدام شد.", "objected", "هیچ کاری نشده")
    answers.record_final(db, clerk, referral, UnitAnswer("done", "پاسخ نامرتبط"))
    assert (only(db, visit).answer, only(db, visit).verdict) == ("پاسخ نامرتبط", "")
    answers.send_back(db, clerk, referral, "به این موضوع مربوط نیست")
    assert only(db, visit) == told


class SlowReferral:
    """What was said of one referral, told by the acts as they were done."""

    def __init__(self):
        self.stage, self.talk, self.denied = "issued", [], False

    def answered(self, words):
        self.stage = "answered"
        self.talk.append([words, "", ""])

    def returned(self):
        self.stage = "objected" if self.denied else "acknowledged"
        self.talk.pop()

    def judged(self, verdict, words):
        self.stage, self.denied = verdict, self.denied or verdict == "objected"
        if not self.talk:
            self.talk.append(["", "", ""])
        self.talk[-1][1:] = verdict, words

    def closed(self):
        self.stage = "closed"

    def last(self):
        return tuple(self.talk[-1]) if self.talk else ("", "", "")


def act_on(db, clerk, chance, referral, slow, n):
    kind = chance.choice(("answered", "answered", "returned", "accepted", "objected", "closed"))
    words = f"سخن {n}"
    rule = {
        "answered": lambda: answers.record_final(db, clerk, referral, UnitAnswer("done", words)),
        "returned": lambda: answers.send_back(db, clerk, referral, words),
        "accepted": lambda: verdicts.accept(db, clerk, referral, words),
        "objected": lambda: verdicts.object_to(db, clerk, referral, words),
        "closed": lambda: verdicts.close(db, clerk, referral, words),
    }[kind]
    try:
        rule()
    except Refused:
        return
    done = {"answered": lambda: slow.answered(words), "returned": slow.returned, "closed": slow.closed}
    done.get(kind, lambda: slow.judged(kind, words))()


@pytest.mark.parametrize("seed", range(2))
def test_random_acts_are_told_as_a_slow_model_and_the_dossiers_tell_them(db, clerk, clock, come, seed):
    chance, known = random.Random(seed), {}
    for _ in range(3):
        visit, ids = come(units=2, days=chance.randint(1, 10))
        known |= {each: SlowReferral() for each in ids}
    for n in range(60):
        if chance.random() < 0.3:
            clock.turn(days=1)
        referral = chance.choice(list(known))
        act_on(db, clerk, chance, referral, known[referral], n)
    matters = history(db, visit.visitor_id)
    told = {each.referral_id: each for matter in matters for each in matter.referrals}
    assert told.keys() == known.keys()
    for referral, slow in known.items():
        each, full = told[referral], dossier.load(db, clerk, referral)
        assert (each.stage, each.answer, each.verdict, each.verdict_words) == (slow.stage, *slow.last())
        assert (each.stage, each.late, each.is_awaited) == (full.now.stage, full.days_late, full.now.awaited)
    summed = summarise(matters, matters[0].category_id)
    open_ones = [slow for slow in known.values() if slow.stage in ("issued", "acknowledged", "objected")]
    assert (summed.visits, summed.same_category, summed.open) == (4, 3, len(open_ones))
    assert summed.denied == sum(slow.stage == "objected" for slow in open_ones)
    assert summed.unasked == sum(slow.stage == "answered" for slow in known.values())
    assert summed.late == max((told[each].late for each, slow in known.items() if slow in open_ones), default=0)


def test_late_matter_stands_above_settled_ones_of_the_same_category(db, clerk, clock, come):
    old, [owed] = come(category_id=lists.entries(db, "category")[1]["id"])
    clock.turn(days=30)
    for _ in range(2):
        _, [done] = come()
        answers.record_final(db, clerk, done, UnitAnswer("done", "انجام شد"))
        verdicts.accept(db, clerk, done)
    now, _ = come(units=0)
    told = story.load(privacy.rights_of(db, clerk), now.id)
    assert told.earlier[0].visit_id == old.id
    assert told.earlier[0].late == dossier.load(db, clerk, owed).days_late > 0
    assert (told.summary.visits, told.summary.same_category, told.summary.open) == (4, 2, 1)
    assert told.summary.tone == "late" and told.summary.answer == "انجام شد"


def test_no_visit_is_left_out_of_a_long_history(db, clerk, arrive):
    for _ in range(35):
        visit = arrive(visitor=PERSON, accepted=frozenset({"here", "open"}))
    told = story.load(privacy.rights_of(db, clerk), visit.id)
    assert (len(told.earlier), told.summary.visits) == (34, 35)


def test_confidential_matter_counts_in_the_summary_but_its_words_do_not(db, clerk, make_clerk, clock, come):
    secret = next(row["id"] for row in lists.entries(db, "category") if row["confidential"])
    _, [referral] = come(category_id=secret)
    answers.record_final(db, clerk, referral, UnitAnswer("done", "راز"))
    verdicts.object_to(db, clerk, referral, "راز")
    now, _ = come(units=0, category_id=secret)
    covered = story.load(privacy.rights_of(db, make_clerk("caller")), now.id).summary
    assert (covered.open, covered.denied, covered.answer, covered.same_category) == (1, 1, "", 0)
    whole = story.load(privacy.rights_of(db, make_clerk("manager")), now.id).summary
    assert (whole.answer, whole.verdict_words, whole.same_category) == ("راز", "راز", 1)
