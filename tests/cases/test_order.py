"""The order of earlier matters and their summary against slow models, for any mixture of stages."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.cases.earlier import EarlierMatter, by_urgency
from app.cases.referred import EarlierReferral
from app.cases.summary import summarise
from app.referrals.state import STAGES

OWING = ("issued", "dispatched", "acknowledged", "objected")


@st.composite
def referrals(draw):
    stage, wants = draw(st.sampled_from([stage for stage in STAGES if stage != "void"])), draw(st.booleans())
    owes = wants and stage in OWING
    late = draw(st.sampled_from([0, 0, 0, 1, 7])) if owes else 0
    answer = draw(st.sampled_from(["", "اقدام شد"])) if wants else ""
    return EarlierReferral(
        draw(st.integers(1, 999)),
        1,
        "1",
        "منطقه",
        stage,
        wants,
        "2026-01-01" if owes else "",
        owes and draw(st.sampled_from([False, False, True])),
        late,
        0,
        answer,
        f"2026-01-0{draw(st.integers(1, 9))}" if answer else "",
    )


@st.composite
def histories(draw):
    found = draw(
        st.lists(st.tuples(st.integers(1, 9), st.integers(1, 3), st.lists(referrals(), max_size=3)), max_size=7)
    )
    return [
        EarlierMatter(n, f"2026-01-0{day}", 1, "", 1, category, "", 0, "", None, "done", "", "", "", "", tuple(each))
        for n, (day, category, each) in enumerate(found, 1)
    ]


def slow_kind(matter):
    """0 late or denied, 1 owed in time, 2 answered without a verdict, 3 settled."""
    kinds = [3]
    for each in matter.referrals:
        if each.wants_answer and each.stage in OWING:
            kinds.append(0 if each.late > 0 or each.is_overdue or each.stage == "objected" else 1)
        elif each.wants_answer and each.stage == "answered":
            kinds.append(2)
    return min(kinds)


@given(matters=histories(), category=st.integers(0, 3))
def test_no_settled_matter_stands_above_an_open_one_and_none_is_lost(matters, category):
    ordered = by_urgency(matters, category)
    assert sorted(each.visit_id for each in ordered) == sorted(each.visit_id for each in matters)
    for above, below in pairwise(ordered):
        assert slow_kind(above) <= slow_kind(below)
        if slow_kind(above) == slow_kind(below) and category and below.category_id == category:
            assert above.category_id == category
            assert worst(above) > worst(below) or (worst(above) == worst(below) and above.day >= below.day)


def worst(matter):
    return max((each.late for each in matter.referrals), default=0)


@given(matters=histories(), category=st.integers(0, 3))
def test_summary_counts_what_a_slow_model_counts(matters, category):
    told = summarise(matters, category)
    every = [each for matter in matters for each in matter.referrals if each.wants_answer]
    owed = [each for each in every if each.stage in OWING]
    assert (told.visits, told.open, told.late) == (len(matters) + 1, len(owed), max([0, *(each.late for each in owed)]))
    assert told.denied == len([each for each in owed if each.stage == "objected"])
    assert told.same_category == (len([each for each in matters if each.category_id == category]) if category else 0)
    assert told.answer == max([("", "")] + [(each.answer_day, each.answer) for each in every])[1]
    pressing = any(slow_kind(matter) == 0 for matter in matters)
    open_or_unasked = any(slow_kind(matter) < 3 for matter in matters)
    assert told.tone == ("late" if pressing else "waits" if open_or_unasked else "settled")
