"""Two spellings of one name are told from two names, over 236 pairs of the one kind and 233 of the other."""

from csv import reader
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.persian.name_spellings import NameSpellings
from app.persian.text import search_words
from app.visits.name_spellings import name_spellings

DATA = Path(__file__).parents[1] / "data"


def pairs(name):
    return [tuple(row) for row in reader((DATA / name).read_text("utf-8").splitlines())]


SAME, NEAR = pairs("same_names.csv"), pairs("near_names.csv")


@pytest.fixture
def names(db):
    return name_spellings(db)


def test_spellings_of_one_name_have_one_key(names):
    assert len(SAME) >= 200
    assert [pair for pair in SAME if names.name_key(pair[0]) != names.name_key(pair[1])] == []


def test_two_names_that_look_alike_stay_apart(names):
    assert len(NEAR) >= 200
    assert [pair for pair in NEAR if names.name_key(pair[0]) == names.name_key(pair[1])] == []


def test_near_name_is_no_other_spelling_of_a_query(names):
    for one, other in NEAR:
        assert search_words(other) not in names.ways(search_words(one)), (one, other)


@given(st.text("اوهیلنمرد‌ للهئؤ", min_size=1, max_size=12))
def test_titles_and_spaces_change_no_key(text):
    names = NameSpellings([("داوود", "داود")])
    if key := names.name_key(text):
        assert key == names.name_key(f" {text} ") == names.name_key(f"سید {text}")


def test_ways_of_a_query_are_limited():
    names = NameSpellings([("داوود", "داود", "داوید", "دیوید")])
    assert len(names.ways(("داوود",) * 8)) <= 24
