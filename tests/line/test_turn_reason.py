"""Why one visitor is called before another: the sentences agree with the order of the line."""

import re

import pytest

from app.errors import Refused
from app.line import standing, steps
from app.line.turn_reason import why
from app.office import lists


@pytest.fixture
def special(db):
    return {"priority_group_id": lists.entries(db, "priority_group")[0]["id"], "priority_reason": "دید"}


def plain(sentences):
    """The sentences without the marks that hold a number together."""
    return re.sub("[\u2066-\u2069]", "", "\n".join(sentences))


def test_earlier_of_two_alike_comes_first(db, clerk, session, arrive):
    arrive(), arrive()
    told = plain(why(db, clerk, 2, 1))
    assert told.startswith("نوبت ۱: ورود ۰۹:") and "نوبت ۱ زودتر در صف بوده است." in told


def test_arithmetic_of_priority_is_told(db, clerk, session, arrive, tables, special):
    for _ in range(4):
        arrive()
    arrive(**special)
    for _ in range(2):
        steps.no_show(db, clerk, steps.call_next(db, clerk, session.id, tables[0]["id"]).id)
    told = plain(why(db, clerk, 3, 5))
    assert told.startswith("نوبت ۵") and "پس از هر ۲ نفر عادی یک نفر دارای اولویت" in told
    assert standing.line(db, session.id).next[0].ticket == 5


def test_priority_that_is_not_due_waits(db, clerk, session, arrive, special):
    arrive()
    arrive(**special)
    assert "هنوز نوبت اولویت نرسیده است" in plain(why(db, clerk, 2, 1))


def test_visitors_of_two_tables_do_not_wait_for_each_other(db, clerk, session, arrive, tables):
    arrive(wanted_table_id=tables[0]["id"])
    arrive(wanted_table_id=tables[1]["id"])
    told = plain(why(db, clerk, 1, 2))
    assert "برای دو میز جدا" in told and "فقط میز شهردار" in told


def test_return_to_the_end_after_an_absence_is_told(db, clerk, session, arrive, tables):
    gone = arrive()
    arrive()
    steps.no_show(db, clerk, steps.call(db, clerk, gone.id, tables[0]["id"]).id)
    steps.back(db, clerk, gone.id)
    told = plain(why(db, clerk, 1, 2))
    assert told.startswith("نوبت ۲") and "پس از غیبت" in told and "انتهای صف" in told


@pytest.mark.parametrize(("ticket", "other"), [(1, 9), (9, 1), (1, 1), (0, 1), (1, 0)])
def test_ticket_that_is_not_in_line_is_refused_beside_its_field(db, clerk, session, arrive, ticket, other):
    arrive()
    with pytest.raises(Refused) as refused:
        why(db, clerk, ticket, other)
    assert refused.value.field == "ticket"


def test_forecast_is_told_once_the_tables_have_a_pace(db, clerk, session, arrive, tables, clock):
    for _ in range(8):
        arrive()
    assert "پیش‌بینی" not in plain(why(db, clerk, 7, 8))
    for _ in range(5):
        visit = steps.call_next(db, clerk, session.id, tables[0]["id"])
        clock.turn(minutes=6)
        steps.no_show(db, clerk, visit.id)
    assert re.search(
        r"پیش‌بینی: نوبت ۷ حدود [۵-۸] دقیقهٔ دیگر و نوبت ۸ حدود ۱[۰-۵] دقیقهٔ دیگر", plain(why(db, clerk, 8, 7))
    )
