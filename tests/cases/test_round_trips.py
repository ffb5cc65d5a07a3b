"""What a history costs on the network."""

from contextlib import closing

import pytest

from app.cases.earlier import history
from app.office.working_days import WorkingDays
from db import open_database

ENGINES = ["postgres"]


@pytest.mark.parametrize("visits", [1, 4])
def test_history_takes_one_round_trip_whatever_its_length(db, proxy, clock, come, visits):
    for _ in range(visits):
        visit, _ = come(units=2)
    with closing(open_database(proxy.address, clock=clock)) as desk:
        history(desk, visit.visitor_id)
        before = proxy.round_trips
        WorkingDays.load(desk)
        for_the_days = proxy.round_trips - before
        assert len(history(desk, visit.visitor_id)) == visits
        assert proxy.round_trips - before == 2 * for_the_days + 1
