import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import Refused
from app.journal.reading import history
from app.office import lists


def order(db, name="phrase"):
    return [row["id"] for row in lists.entries(db, name)]


def test_entry_changes_places_with_its_neighbour(db, clerk):
    first, second, *rest = order(db)
    lists.move(db, clerk, "phrase", first, 1)
    assert order(db) == [second, first, *rest]
    assert history(db, "phrase", first)[-1]["action"] == "move"


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, 5), by=st.integers(-50, 50))
def test_moving_an_entry_keeps_the_order_of_the_others(db, clerk, at, by):
    before = order(db, "urgency")
    moved = before[at % len(before)]
    lists.move(db, clerk, "urgency", moved, by)
    after = order(db, "urgency")
    assert [each for each in after if each != moved] == [each for each in before if each != moved]
    assert after.index(moved) == min(max(before.index(moved) + by, 0), len(before) - 1)


def test_retired_entries_and_alphabetic_lists_are_not_moved(db, clerk, make_clerk):
    phrase, unit = order(db)[0], order(db, "unit")[0]
    lists.retire(db, clerk, "phrase", phrase)
    for name, entry_id in (("phrase", phrase), ("unit", unit)):
        with pytest.raises(Refused, match="جای این ردیف"):
            lists.move(db, clerk, name, entry_id, 1)
    with pytest.raises(Refused, match="نقش"):
        lists.move(db, make_clerk("caller"), "phrase", order(db)[0], 1)
