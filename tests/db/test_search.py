"""The full-text index over visits, the same on both engines."""

from contextlib import closing

import pytest

from app.journal.writing import writing
from app.search import search
from db import open_database
from db import search as full_text


@pytest.fixture
def index(db, clerk):
    """index(v1="…", v2="…") stores the words of visits 1 and 2."""

    def store(**visits):
        with writing(db, clerk, (), "queue"):
            for name, words in visits.items():
                full_text.index(db, int(name.removeprefix("v")), words)

    return store


def test_words_are_found_by_their_beginnings_in_any_order_newest_first(db, index):
    index(v1="محمد رضایی 0499370899", v2="رضا محمدی 0912", v3="مریم کریمی")
    assert full_text.find(db, ("محمد",), 10) == [2, 1]
    assert full_text.find(db, ("رض", "مح"), 10) == [2, 1]
    assert full_text.find(db, ("0499",), 10) == [1]
    assert full_text.find(db, ("م",), 2) == [3, 2]
    assert full_text.find(db, ("حمد",), 10) == []
    assert full_text.find(db, (), 10) == []


def test_words_of_a_visit_replace_its_earlier_ones(db, index):
    index(v1="محمد")
    index(v1="کریم")
    assert full_text.find(db, ("محمد",), 10) == []
    assert full_text.find(db, ("کریم",), 10) == [1]


@pytest.mark.parametrize("typed", ['"', 'a"b', "AND", "OR NOT", "NEAR(", "-x", "x*", "^x", "{x} : y", "%", "_"])
def test_typed_words_are_never_query_syntax(db, session, typed):
    assert search.find(db, typed) == []


@pytest.mark.parametrize("word", ["a'b", 'a"b', "a\\b", "a' | 'b", 'a" OR "b'])
def test_quotes_in_a_word_end_no_term_of_the_query(db, index, word):
    index(v1="a", v2="b", v3="ab")
    assert full_text.find(db, (word,), 10) == []


def test_index_of_a_thousand_visits_is_whole_after_closing(db, index, address):
    index(**{f"v{n}": f"شماره {n} محمد" for n in range(1, 1001)})
    db.close()
    with closing(open_database(address)) as again:
        assert full_text.find(again, ("محمد", "77"), 50) == [n for n in range(1000, 0, -1) if str(n).startswith("77")]
        assert full_text.find(again, ("محمد",), 3) == [1000, 999, 998]


def test_search_index_is_merged_when_the_connection_closes(path, clerk, clock):
    """Not during the day, when a visitor would wait for it: a merge of a large index takes 80 ms."""

    def segments(store):
        return store.required_row("SELECT COUNT(DISTINCT segid) AS n FROM visit_words_idx")["n"]

    store = open_database(path, clock=clock)
    for n in range(1, 21):
        with writing(store, clerk, (), "queue"):
            full_text.index(store, n, f"شماره {n}")
    assert segments(store) >= 20
    store.close()
    with closing(open_database(path)) as again:
        assert segments(again) == 1
